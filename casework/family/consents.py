"""Consents: what somebody of the family answers themselves, or somebody of the team writes down in their name and says how.

A No and a withdrawal take effect in the very act: nothing more is taken, what was collected is hidden, and it is deleted on
a stated day (PIPL arts 15, 47).
"""

from datetime import timedelta

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.family.acts_consents import CONSENT_GIVEN, CONSENT_WITHDRAWN, GiveConsents, WithdrawConsent
from casework.plan.calendar import generate_items
from casework.plan.period_and_conditions import get_cadence
from casework.shared.device_consent import (
    DEVICE_DATA,
    EVERYTHING,
    WITHDRAWN,
    ConsentOutcome,
    ConsentTerms,
    DeviceConsent,
    ask_for_consent,
    get_device_consent,
    make_terms,
    may_answer,
    record_answer,
)
from casework.shared.device_ways import DataWay
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.item_kinds import SHEETS
from casework.shared.items.items import add_item, cancel_items, close_item, finish_items
from casework.shared.notify.notify import notify
from casework.usage.deletion import delete_usage_data, has_usage_data
from core.errors import BadInput, NotAllowed
from core.i18n import _
from law.applied import applies
from law.articles import cite
from law.transitions import PlanStatus
from models.item import ItemStatus
from models.journal import Harmless
from models.office import Role
from models.person import Consent, Person
from models.usage_review import UsageReview
from notifications.events import Event

_OWN_CONSENT = cite("own_consent")

ARTICLE = cite("DP-04")
SUPERVISION = "supervision_data"
BEFORE_BIRTHDAY = timedelta(days=60)
"""How long before the eighteenth birthday the own consents that count from then on may be given."""


@verb(GiveConsents)
def give_consents(open_plan: OpenPlan, act: GiveConsents) -> None:
    """The answer is on record: whose, who wrote it down, and how it was said. Without `device_data` nothing is answered
    about data of devices: silence is no consent.

    A person who comes of age within sixty days, or is of age, confirms their other own consents by a word of its own;
    their item is done.
    """
    who, how = _person_answering(open_plan, act.person), _input_method(open_plan, act)
    on = act.said_on or open_plan.today
    if act.own_consents and not (who.role == Role.MINOR and _is_near_majority(open_plan)):
        raise BadInput(_("满18周岁前60日起，才由本人确认。"))
    if act.device_data is None and not act.own_consents:
        raise BadInput(_("请写明是否同意收取用网数据。"))
    note: dict[str, Harmless | list[str]] = {"whose": who.relation, "way": how}
    if on != open_plan.today:
        note["said_on"] = on
    changed = False
    if act.own_consents:
        changed |= record_answer(open_plan, who, SUPERVISION, True, how, on)
        changed |= bool(finish_items(open_plan, "consents", "age_rebase", because="given"))
    if act.device_data is not None:
        before = get_device_consent(open_plan)
        terms = _terms(open_plan, act)
        answered = record_answer(open_plan, who, DEVICE_DATA, act.device_data, how, on, terms)
        changed |= answered
        note["device_data"] = act.device_data
        if act.device_data and terms.ways != EVERYTHING.ways:
            note["ways"] = [way.value for way in terms.ways]
        if act.device_data and terms.until_on:
            note["until_on"] = terms.until_on
        if answered:
            note |= apply_consent_change(open_plan, before)
    if changed:
        open_plan.record(_act_name(open_plan, "give_consents", "record_consents"), article=ARTICLE, note=note)


def asks_for_own_consents(open_plan: OpenPlan) -> bool:
    """Whether it is the person themselves who looks, near or past their coming of age, and they have not confirmed."""
    return open_plan.actor.role is Role.MINOR and _is_near_majority(open_plan) and not has_own_consents(open_plan)


def has_own_consents(open_plan: OpenPlan) -> bool:
    """Whether the person's own consent is on record: given on the eve of the birthday counts too (case of a leap day)."""
    since = open_plan.of_age_on - BEFORE_BIRTHDAY
    return any(row.subject == SUPERVISION and row.given_on >= since for row in open_plan.rows(Consent))


def _is_near_majority(open_plan: OpenPlan) -> bool:
    return open_plan.today >= open_plan.of_age_on - BEFORE_BIRTHDAY


@verb(WithdrawConsent)
def withdraw_consent(open_plan: OpenPlan, act: WithdrawConsent) -> None:
    """That person does not consent to data of devices: no sheets are owed, collected data is hidden at once and
    deleted on its day, and nobody loses anything by it."""
    who, how, on = (
        _person_answering(open_plan, act.person),
        _input_method(open_plan, act),
        act.said_on or open_plan.today,
    )
    before = get_device_consent(open_plan)
    if not record_answer(open_plan, who, DEVICE_DATA, False, how, on):
        return
    note: dict[str, Harmless | list[str]] = {"whose": who.relation, "way": how}
    if on != open_plan.today:
        note["said_on"] = on
    note |= apply_consent_change(open_plan, before)
    open_plan.record(_act_name(open_plan, "withdraw_consent", "record_withdrawal"), article=ARTICLE, note=note)


@applies("DP-04")
def apply_consent_change(open_plan: OpenPlan, before: DeviceConsent) -> dict[str, Harmless | list[str]]:
    """What follows from how the consent stands now; `before` is how it stood. Everybody who was asked, except a person
    who just answered on their page, is notified of the change. Returns the note for the journal."""
    consent = get_device_consent(open_plan)
    _tell_what_became_of_it(open_plan, before, consent)
    if consent.given:
        finish_items(open_plan, "device_consent", because="given")
        followed = _follow_terms(open_plan, before, consent)
        if before.given:
            return followed
        take_effect(open_plan, CONSENT_GIVEN, str(open_plan.now))
        # What had been hidden was promised to go: it does not come back with a new consent.
        if finish_items(open_plan, "usage_deletion", because="given", label=WITHDRAWN):
            delete_usage_data(open_plan)
        return followed
    if not consent.refused:
        ask_for_consent(open_plan)
        return {}
    finish_items(open_plan, "device_consent", because="refused")
    take_effect(open_plan, CONSENT_WITHDRAWN, str(open_plan.now))
    note: dict[str, Harmless | list[str]] = {
        "cancelled": len(cancel_items(open_plan, "consent_withdrawn", kinds=SHEETS))
    }
    if has_usage_data(open_plan):
        deleted_on = open_plan.today + timedelta(days=open_plan.number("withdrawn_device_data_days"))
        note["deleted_on"] = add_item(open_plan, "usage_deletion", deleted_on, label=WITHDRAWN).due_on
    note["reviews_kept"] = len(open_plan.rows(UsageReview))
    return note


def _follow_terms(
    open_plan: OpenPlan, before: DeviceConsent, consent: DeviceConsent
) -> dict[str, Harmless | list[str]]:
    """Only what was agreed goes on: the sheets that are owed."""
    gone = [item for item in open_plan.items(*SHEETS) if not consent.takes(DataWay.SHEET, item.due_on)]
    for item in gone:
        close_item(open_plan, item, ItemStatus.CANCELLED, "consent_withdrawn")
    changed = (before.takes(DataWay.SHEET), before.until_on) != (consent.takes(DataWay.SHEET), consent.until_on)
    if changed and open_plan.plan.status == PlanStatus.UNDER_SUPERVISION:
        cadence, _milestones = get_cadence(open_plan)
        generate_items(open_plan, cadence, [], open_plan.today, open_plan.plan.period_to)
    return {"cancelled": len(gone)} if gone else {}


def _tell_what_became_of_it(open_plan: OpenPlan, before: DeviceConsent, consent: DeviceConsent) -> None:
    """A message that says nothing but that there is an answer, as soon as asking has come to something, and whenever that
    changes, but for a Yes that is taken back."""
    if consent.outcome is ConsentOutcome.WAITING:
        return
    if (before.outcome, before.ways, before.until_on) == (consent.outcome, consent.ways, consent.until_on):
        return
    if before.given and consent.refused:
        return  # one who takes it back is not reported to the others by a text
    asked = {each.relation for each in consent.said}
    persons = [person.id for person in open_plan.people() if person.relation in asked]
    notify(
        open_plan, Event.PAGE_UPDATED, f"consent/{open_plan.now.isoformat()}", persons=persons,
        but=open_plan.actor.id,
    )  # fmt: skip


def _terms(open_plan: OpenPlan, act: GiveConsents) -> ConsentTerms:
    """What the Yes is for: without ways all of them, without a day until the plan ends."""
    ends = act.until_on if act.until_on is not None and act.until_on < open_plan.plan.period_to else None
    return make_terms(act.ways, ends)


def _person_answering(open_plan: OpenPlan, relation: str | None) -> Person:
    """Whose answer it is: of the family each answers for themselves; the team says whose it writes down."""
    if open_plan.actor.kind == "family":
        own = next(person for person in open_plan.people() if person.id == open_plan.actor.id)
        if relation not in (None, own.relation, own.role):
            raise NotAllowed(
                _("只能为自己表示同意或者不同意。"),
                article=_OWN_CONSENT,
            )
        return own
    if relation is None:
        raise BadInput(_("请写明是谁的意见：本人，还是哪一位监护人。"))  # fmt: skip
    found = [
        person
        for person in open_plan.people()
        if relation in (person.relation, person.role) and may_answer(open_plan, person)
    ]
    if not found:
        raise BadInput(_("只有本人和（本人成年以前）现任监护人的同意有效。"))
    return found[0]


def _input_method(open_plan: OpenPlan, act: GiveConsents | WithdrawConsent) -> str:
    if open_plan.actor.kind == "family":
        return open_plan.actor.input_method
    return "phone" if act.told_by_phone else "paper" if act.on_paper else "person"


def _act_name(open_plan: OpenPlan, own: str, recorded: str) -> str:
    """Of the family somebody answers; somebody of the team only writes down that they did."""
    return own if open_plan.actor.kind == "family" else recorded
