"""What a field may say that only the plan knows: which incident, which condition, which person, whose sign-in name."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from itertools import count
from typing import get_args

from sqlmodel import col, select

from casework.acting.acts.captions import PlanChoices
from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_word
from casework.family.acts_page import WriteLetter
from casework.family.letters import load_signatures
from casework.incidents.incidents import list_readable_incidents
from casework.measures.review_events import get_case
from casework.outcome.corrections import list_judgments
from casework.outcome.final_decision_checks import get_property
from casework.outcome.proposals import get_open_proposal
from casework.plan.dismissal import get_item_code, list_dismissible
from casework.shared.items.follow_ups import get_item_words
from casework.shared.requests import list_requests
from casework.shared.text.labels import RELATIONS, role_label
from casework.staff.acts_team import Post
from casework.usage.device_names import USUAL_DEVICES, device_label
from casework.usage.goals import get_goals
from casework.usage.previews import list_named
from casework.usage.store import get_usage_facts
from core.clock import local_date, local_time
from core.dates import full_day
from core.i18n import Text, _, verbatim
from law.ends import find_end
from models.cards import CardRestriction
from models.decision import Leave, Remedy, ServiceReceipt
from models.guardian_order import GuardianOrder
from models.item import UnavailabilityPeriod
from models.office import STAFF_ROLES, Office, Role, Staff
from models.usage_source import UsageDevice
from web.acting.form_fields import FormField
from web.acting.labels import CHOICE_LABELS
from web.labels.codes import addressee_label
from web.labels.family import LABELS as FAMILY_LABELS
from web.labels.plan import LABELS

FieldChoice = tuple[str, Text]
ChoiceLoader = Callable[[OpenPlan], list[FieldChoice]]


def load_choices(open_plan: OpenPlan, field: FormField, answers: Mapping[str, str]) -> list[FieldChoice] | None:
    """What the plan, and what was answered before, let the field say; None where it is free to say anything, or its own
    codes."""
    post = answers.get("role")
    if post and field.chosen is PlanChoices.SUCCESSORS and post in get_args(Post):
        helps_out = (Role.ASSISTANT,) if post == Role.SOCIAL_WORKER and field.name == "stand_in" else ()
        return _staff(Role(post), *helps_out)(open_plan)
    return CHOICE_LOADERS[field.chosen](open_plan) if field.chosen else None


def get_initial_values(open_plan: OpenPlan, act: str) -> Mapping[str, str]:
    """What a proposal that lies open asks for, or how somebody signs: the form begins with it."""
    if act == WriteLetter.operation.code:  # signed as the writer signed the last one
        signed = load_signatures(open_plan).get(open_plan.actor.id)
        return {"signed": signed} if signed else {}
    proposal = get_open_proposal(open_plan, act)
    return {name: str(value) for name, value in proposal.detail.items()} if proposal else {}


def get_old_words(open_plan: OpenPlan, act: str, condition: str) -> Mapping[str, str]:
    """The words and the amount that a condition has now: the form that changes it begins with them."""
    if act != "change_condition" or not condition:
        return {}
    row = next((row for row in open_plan.additional_conditions() if str(row.place) == condition), None)
    if row is None:
        return {}
    text = str(open_plan.open("condition.document", row.id, row.document)["text"])
    return {"text": text} | ({"amount": str(row.amount)} if row.amount is not None else {})


def _incidents(open_plan: OpenPlan) -> list[FieldChoice]:
    return [
        (row.label, _dated(LABELS["plan.incident_kind"][row.kind], row.done_on))
        for row in reversed(list_readable_incidents(open_plan))
    ]


def _leaves(open_plan: OpenPlan) -> list[FieldChoice]:
    return [
        (
            row.label,
            _("{first}至{last}", first=full_day(row.from_on), last=full_day(row.to_on)),
        )
        for row in reversed(open_plan.rows(Leave))
    ]


def _conditions(open_plan: OpenPlan) -> list[FieldChoice]:
    chosen: list[FieldChoice] = []
    for row in open_plan.additional_conditions():
        text = str(open_plan.open("condition.document", row.id, row.document)["text"])[:60]
        chosen.append((str(row.place), _("第{place}项：{text}", place=row.place, text=text)))
    return chosen


def _milestones(open_plan: OpenPlan) -> list[FieldChoice]:
    chosen = []
    for item in open_plan.items("milestone"):
        name = _("期中") if item.label == "half_time" else verbatim(get_word(open_plan, item.label))
        chosen.append((item.label, _dated(name, item.due_on)))
    return chosen or [("half_time", _("期中"))]


def _staff(*roles: Role) -> ChoiceLoader:
    def chooser(open_plan: OpenPlan) -> list[FieldChoice]:
        here = [office for office in (open_plan.plan.office_id, open_plan.plan.assisting_office_id) if office]
        query = select(Staff).where(col(Staff.office_id).in_(here), col(Staff.active), col(Staff.role).in_(roles))
        return [
            (row.login, _("{display_name}（{role_label}）", display_name=row.display_name, role_label=role_label(row.role)))
            for row in open_plan.session.exec(query.order_by(col(Staff.role), col(Staff.login)))
        ]  # fmt: skip

    return chooser


def _workers_anywhere(open_plan: OpenPlan) -> list[FieldChoice]:
    query = select(Staff, Office).join(Office, col(Office.id) == col(Staff.office_id))
    elsewhere = query.where(
        Staff.role == Role.SOCIAL_WORKER.value, col(Staff.active), col(Staff.office_id) != open_plan.plan.office_id
    )
    return [
        (staff.login, _("{display_name}（{name}）", display_name=staff.display_name, name=office.name))
        for staff, office in open_plan.session.exec(elsewhere.order_by(col(Staff.login)).limit(200))
    ]


def _offices(open_plan: OpenPlan) -> list[FieldChoice]:
    query = select(Office).where(Office.id != open_plan.plan.office_id).order_by(col(Office.name)).limit(500)
    return [(row.name, verbatim(row.name)) for row in open_plan.session.exec(query)]


def _guardians(open_plan: OpenPlan) -> list[FieldChoice]:
    return [_kin(person.relation) for person in open_plan.people(Role.GUARDIAN.value)]


def _family(open_plan: OpenPlan) -> list[FieldChoice]:
    return [_kin(person.relation) for person in open_plan.people() if person.role in (Role.MINOR, Role.GUARDIAN)]


def _entries(open_plan: OpenPlan) -> list[FieldChoice]:
    """By what an entry of the record is told from others of its kind: whom, which remedy, which measure, which number, which judgment."""
    served = [row for row in open_plan.rows(ServiceReceipt) if row.received_on is not None]
    filed, unable = open_plan.rows(Remedy), open_plan.rows(UnavailabilityPeriod)
    measures = [str(each.get("measure", "bail")) for each in get_case(open_plan)["bail"]]
    measures += ["custody" for row in unable if row.while_held]
    ended = [person.relation for person in open_plan.people() if person.ended_on is not None]
    whom = [row.addressee for row in served] + ended
    numbers = [row.number for row in served] + [row.receipt_number for row in filed]
    found = [(code, addressee_label(code)) for code in [*whom, *(row.kind for row in filed)]]
    found += [(row.owner, role_label(row.owner)) for row in unable if not (row.while_held or row.while_missing)]
    found += [(code, CHOICE_LABELS[f"record_measure.measure.{code}"]) for code in measures]
    found += [(number, verbatim(number)) for number in numbers if number]
    found += [(code, find_end(code).title) for each in list_judgments(open_plan) for code in each.called if code]
    asked = [*_requests(open_plan, "suggestion_reply", answered=True), *_requests(open_plan, "referral_answer")]
    return list(dict([*found, *_incidents(open_plan), *_restrictions(open_plan), *asked]).items())


def _anybody(open_plan: OpenPlan) -> list[FieldChoice]:
    known = [person.relation for person in open_plan.people() if person.relation in RELATIONS]
    others = [relation for relation in RELATIONS if relation not in (*known, "appropriate_adult", "interpreter")]
    return [_kin(relation) for relation in [*known, *others]]


def _present(open_plan: OpenPlan) -> list[FieldChoice]:
    known = [person.relation for person in open_plan.people() if person.role in (Role.MINOR, Role.GUARDIAN)]
    return [_kin(relation) for relation in dict.fromkeys([*known, "appropriate_adult", "interpreter"])]


def _devices(open_plan: OpenPlan) -> list[FieldChoice]:
    rows = sorted(open_plan.rows(UsageDevice), key=lambda row: row.label)
    return [(row.label, device_label(get_word(open_plan, row.label))) for row in rows]


def _usage_files(open_plan: OpenPlan) -> list[FieldChoice]:
    return [
        (str(row.id), _("{device} · {moment}交来", device=device_label(get_word(open_plan, device.label)),
                        moment=f"{local_time(row.received_at):%Y-%m-%d %H:%M:%S}"))
        for row in list_named(open_plan, None, None)
        for device in [open_plan.session.get_one(UsageDevice, row.device_id)]
    ]  # fmt: skip


def _any_device(open_plan: OpenPlan) -> list[FieldChoice]:
    """The usual ones, and what the plan knows already: recorded again, the last entry counts."""
    known = _devices(open_plan)
    words = {get_word(open_plan, code) for code, _name in known}
    return [*known, *((label, device_label(label)) for label in USUAL_DEVICES if label not in words)]


def _goals(open_plan: OpenPlan) -> list[FieldChoice]:
    return [(goal.goal, goal.name) for goal in get_goals(open_plan) if goal.ended_on is None]


def _unplaced(open_plan: OpenPlan) -> list[FieldChoice]:
    names = {name for facts in get_usage_facts(open_plan) for name in facts.unplaced}
    return [(name, verbatim(name)) for name in sorted(names)]


def _restrictions(open_plan: OpenPlan) -> list[FieldChoice]:
    return [
        (row.label, _dated(CHOICE_LABELS[f"record_restriction.group.{row.group}"], row.from_on))
        for row in open_plan.rows(CardRestriction)
    ]


def _any_restriction(open_plan: OpenPlan) -> list[FieldChoice]:
    """Another one, or one of which more has become known."""
    known = _restrictions(open_plan)
    codes = {code for code, _name in known}
    other = next(code for number in count(1) if (code := f"r-{number}") not in codes)
    return [(other, _("新的一项限制")), *known]


def _orders(open_plan: OpenPlan) -> list[FieldChoice]:
    return [
        (row.label, _dated(CHOICE_LABELS[f"order_guardian.kind.{row.kind}"], row.ordered_on))
        for row in open_plan.rows(GuardianOrder)
        if row.ended_on is None
    ]


def _requests(open_plan: OpenPlan, kind: str, *, answered: bool | None = None) -> list[FieldChoice]:
    return [
        (row.label, _dated(LABELS["partners.kind"][row.choice or kind], local_date(row.asked_at)))
        for row in list_requests(open_plan, kind)
        if answered in (None, row.outcome is not None)
    ]


def _family_requests(open_plan: OpenPlan, kind: str) -> list[FieldChoice]:
    """Those that wait, by what is wished and when it was asked."""
    return [
        (row.label, _dated(FAMILY_LABELS["family.wish"][row.choice or ""], local_date(row.asked_at)))
        for row in list_requests(open_plan, kind)
        if row.outcome is None
    ]


def _property(open_plan: OpenPlan) -> list[FieldChoice]:
    return [(thing.partition(" ")[0], verbatim(thing)) for thing in get_property(open_plan)]


def _dismissible(open_plan: OpenPlan) -> list[FieldChoice]:
    return [
        (get_item_code(item), _dated(get_item_words(item.kind, item.label), item.due_on))
        for item in list_dismissible(open_plan)
    ]


def _questionnaires(open_plan: OpenPlan) -> list[FieldChoice]:
    return [(code, one.name) for code, one in open_plan.context.questionnaires.items()]


def _kin(relation: str) -> FieldChoice:
    return relation, RELATIONS.get(relation, RELATIONS["other"])


def _dated(words: Text, on: date) -> Text:
    return _("{words} · {day}", words=words, day=full_day(on))


CHOICE_LOADERS: Mapping[PlanChoices, ChoiceLoader] = {
    PlanChoices.AID: partial(_requests, kind="aid_answer"),
    PlanChoices.ANYBODY: _anybody,
    PlanChoices.ANY_DEVICE: _any_device,
    PlanChoices.ANY_RESTRICTION: _any_restriction,
    PlanChoices.COLLEAGUES: _staff(*STAFF_ROLES),
    PlanChoices.CONDITIONS: _conditions,
    PlanChoices.DATA_REQUESTS: partial(_family_requests, kind="data_request_answer"),
    PlanChoices.DEVICES: _devices,
    PlanChoices.DISMISSIBLE: _dismissible,
    PlanChoices.ENTRIES: _entries,
    PlanChoices.FAMILY: _family,
    PlanChoices.GOALS: _goals,
    PlanChoices.GUARDIANS: _guardians,
    PlanChoices.INCIDENTS: _incidents,
    PlanChoices.LEAVES: _leaves,
    PlanChoices.MILESTONES: _milestones,
    PlanChoices.OFFICES: _offices,
    PlanChoices.ORDERS: _orders,
    PlanChoices.PRESENT: _present,
    PlanChoices.PROPERTY: _property,
    PlanChoices.PROSECUTORS: _staff(Role.PROSECUTOR),
    PlanChoices.QUESTIONNAIRES: _questionnaires,
    PlanChoices.REFERRALS: partial(_requests, kind="referral_answer"),
    PlanChoices.RESTRICTIONS: _restrictions,
    PlanChoices.SUCCESSORS: _staff(Role.SOCIAL_WORKER, Role.ASSISTANT, Role.PROSECUTOR, Role.CLERK),
    PlanChoices.SUGGESTIONS: partial(_requests, kind="suggestion_reply", answered=False),
    PlanChoices.TALKS: partial(_family_requests, kind="talk_asked"),
    PlanChoices.UNPLACED_APPS: _unplaced,
    PlanChoices.USAGE_FILES: _usage_files,
    PlanChoices.WORKERS_ELSEWHERE: _workers_anywhere,
}
