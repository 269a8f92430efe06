"""The people of a plan: who is a contact, who must not be written to, who is a danger to the child."""

import uuid
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.unavailability import end_missing_stretch, find_missing_stretch, record_missing_stretch
from casework.family.acts import (
    CONTACT_NAMED,
    CONTACT_RESTORED,
    GUARDIAN_GONE,
    LAST_GUARDIAN_GONE,
    MINOR_DIED,
    MINOR_FOUND,
    MINOR_MISSING,
    EndContact,
    NameContact,
    PauseMessages,
    RecordBackground,
    RecordDeath,
    RecordFound,
    RecordMissing,
    RestoreContact,
)
from casework.incidents.acts import RecordFeedback, ReportDanger
from casework.messages.contact_preferences import store_phone
from casework.service.announcement_and_service import stop_serving
from casework.shared.closing_list import record_if_sealed
from casework.shared.duplicates import is_already_recorded, record_correction
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.completing_items import completing_due_item
from casework.shared.items.follow_ups import UNDELIVERED
from casework.shared.items.items import add_item, cancel_items, finish_items
from casework.shared.notify.notify import notify
from casework.shared.person_search import index_person
from casework.shared.text.text_checks import text_or_none
from core.clock import at_local
from core.errors import BadInput, NotAllowed, NotFound, StateConflict
from core.i18n import _
from law.articles import cite
from law.clocks import mandatory_report_feedback
from law.finding import Finding, filter_warnings
from law.guardians import Report, ReportReceiver, finding_on_report
from law.majority import finding_on_notice_to_parent, finding_on_protection
from law.service import Addressee
from law.transitions import Outcome, PlanStatus
from models.base import new_id
from models.journal import Harmless
from models.office import Role
from models.person import Person
from notifications.matrix import Event
from notifications.outbox import withdraw_messages

_GUARDIANSHIP_ENDS = cite("guardianship_ends")
_INTERPRETER = cite("interpreter")
_MANDATORY_REPORT = cite("mandatory_report")


_BACKGROUND = ("nationality", "foreign_document", "interpreted", "sign_language")


class Ended(StrEnum):
    """Why a person ceased to be a guardian."""

    DIED = "died"
    NO_LONGER_GUARDIAN = "no_longer_guardian"


_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION, PlanStatus.REVOKED)


@verb(PauseMessages)
def pause_messages(open_plan: OpenPlan, act: PauseMessages) -> None:
    """No text goes to anybody of the family until that day has passed; a person calls instead. Legal clocks run on.

    Refused for longer than the office's own limit: it can be renewed, and each time a person looks.
    """
    longest = open_plan.number("hush_most_days")
    if act.until_on > open_plan.today + timedelta(days=longest):
        raise StateConflict(_("暂缓提醒最长{longest}天，可以续期。", longest=longest))
    open_plan.plan.hushed_until_on = act.until_on
    cancel_items(open_plan, "moved", kinds=("hush_end",), except_on=act.until_on + timedelta(days=1))
    add_item(open_plan, "hush_end", act.until_on + timedelta(days=1), due_time=time(8, 0))
    open_plan.record(note={"until_on": act.until_on}, detail={"reason": act.reason})


def resume_messages(context: Context, number: str, item_id: uuid.UUID) -> None:
    """Texts may go out again. What was held back meanwhile is not sent after all."""
    with completing_due_item(context, number, item_id) as found:
        if found is None:
            return
        open_plan, item, fell_due_at = found
        open_plan.plan.hushed_until_on = None
        open_plan.record("resume_messages", item=item, fell_due_at=fell_due_at)


@verb(NameContact)
def name_contact(open_plan: OpenPlan, act: NameContact) -> None:
    """The person is a contact from now on, or has a new number; where `represents` is said, also whether they are the
    legal representative. What guardians owed and nobody was left to owe is owed again from tomorrow. A person named as a danger is not named again here, and
    beside somebody of age a contact is only called, never written to by itself. Once a danger was reported only the
    prosecutor says who is a contact."""
    if open_plan.actor.role is not Role.PROSECUTOR and any(each.named_as_danger_at for each in open_plan.people()):
        raise NotAllowed(
            _("本案的联系人由承办检察官指定。"),
            article=_MANDATORY_REPORT,
        )
    person = next(
        (each for each in open_plan.people() if each.relation == act.person and each.role != "informed"), None
    )
    words: dict[str, Any] = {}
    if person is not None:
        if person.named_as_danger_at is not None:
            raise StateConflict(_("此人暂不能作为联系人。"))
        words = open_plan.open("person.document", person.id, person.document)
    else:
        row_id = new_id(open_plan.now)
        minor = open_plan.open("person.document", open_plan.minor().id, open_plan.minor().document)
        born_on = date.fromisoformat(minor["born_on"])
        written_to = finding_on_notice_to_parent(born_on, open_plan.today, False, open_plan.rulebook).holds
        person = Person(id=row_id, plan_id=open_plan.plan.id, role="guardian", relation=act.person, document=b"",
                        reach=["sms"], from_on=open_plan.today, receives=written_to)  # fmt: skip
    words |= {
        key: value for key, value in (("name", text_or_none(act.name)), ("phone", text_or_none(act.phone))) if value
    }
    person.document = open_plan.seal("person.document", person.id, words)
    person.device = act.device if act.device != "unknown" else person.device
    if act.represents is not None and person.role == "guardian":
        person.legal_representative = act.represents
    open_plan.add_person(person)
    store_phone(open_plan, person, act.phone)
    if text_or_none(act.phone):
        finish_items(open_plan, UNDELIVERED, label=person.relation, because="new_number")
    open_plan.session.flush()
    index_person(open_plan.context.vault, open_plan.session, person)
    if person.role == "guardian" and person.legal_representative:
        finish_items(open_plan, "representative_missing")
    if person.role == "guardian" and person.receives:
        take_effect(open_plan, CONTACT_NAMED, f"{person.id}/{open_plan.now}")
    open_plan.record(note={"relation": act.person, "device": person.device, "represents": person.legal_representative})


@verb(EndContact)
def end_contact(open_plan: OpenPlan, act: EndContact) -> list[Finding]:
    """That person is not a guardian since that day: they died, or ceased to be. Nothing is sent to them from this
    moment on; duties of guardians end as cancelled, never as missed, if no guardian is left. Returns whether the minor
    has a representative still (AD-02): without one an appropriate adult stands in until one is named, and the
    prosecutor is asked for one. BadInput for a day to come, NotFound for who is no guardian
    here."""
    because = Ended(act.because)
    on = act.since or act.on
    if record_if_sealed(open_plan, on, act, {"relation": act.person, "because": because.value}):
        return []
    person = next((one for one in open_plan.people("guardian") if one.relation == act.person), None)
    if person is None:
        raise NotFound(_("本案没有这位监护人。"))
    if (person.ended_because, person.ended_on) == (because.value, on):
        record_correction(
            open_plan, {"relation": act.person, "on": on}, {"reason": act.reason}, article=_GUARDIANSHIP_ENDS
        )
        return []
    represented_until_now = person.legal_representative
    person.ended_on, person.ended_because = on, because.value
    person.legal_representative = False
    withdraw_messages(
        open_plan.session, open_plan.now, reason="not_a_contact", plan_id=open_plan.plan.id, recipient_id=person.id
    )
    left = [one for one in open_plan.people("guardian") if one.ended_on is None and one.named_as_danger_at is None]
    born_on = date.fromisoformat(
        open_plan.open("person.document", open_plan.minor().id, open_plan.minor().document)["born_on"]
    )
    represented = any(one.legal_representative for one in left)
    finding = finding_on_protection(born_on, open_plan.today, represented, open_plan.rulebook)
    if not left:
        cancel_items(open_plan, "no_guardian", owners=(Role.GUARDIAN.value,))
    unrepresented = not represented and open_plan.of_age_on > open_plan.today
    fact = LAST_GUARDIAN_GONE if unrepresented else GUARDIAN_GONE
    effect = take_effect(open_plan, fact, str(person.id), label="")
    open_plan.record(
        article=finding.article,
        note={"relation": act.person, "on": on, "because": because.value, **effect.note,
              "represented": represented_until_now},
        detail={"reason": text_or_none(act.reason)},
        warned=filter_warnings([finding]),
    )  # fmt: skip
    return [finding]


@verb(RecordDeath)
def record_death(open_plan: OpenPlan, act: RecordDeath) -> None:
    """The minor has died. Nothing goes to them, and nothing about duties to anybody; a person goes to the family.
    Before an indictment the chief is asked for the decision that follows. Raise StateConflict where another day is on record."""
    on = act.since or act.on
    if record_if_sealed(open_plan, on, act):
        return
    minor = open_plan.minor()
    if minor.ended_because == Ended.DIED:
        if minor.ended_on != on:
            raise StateConflict(_("已登记本人于{day}去世；日期有误的，请更正。", day=minor.ended_on))
        record_correction(open_plan, {"on": on}, {"source": act.source}, article=MINOR_DIED.article)
        return
    minor.ended_on, minor.ended_because = on, Ended.DIED.value
    withdraw_messages(
        open_plan.session, open_plan.now, reason="not_a_contact", plan_id=open_plan.plan.id, recipient_id=minor.id
    )
    cancel_items(
        open_plan, MINOR_DIED.reason, kinds=("prosecution", "pre_expiry", "age_rebase", "search", "after_care_offer")
    )
    not_served = stop_serving(open_plan, Addressee.MINOR, MINOR_DIED.reason)
    asks = open_plan.plan.status in _UNDECIDED and open_plan.plan.outcome != Outcome.PROSECUTION
    effect = take_effect(open_plan, MINOR_DIED, str(minor.id), asks=asks)
    open_plan.record(
        article=MINOR_DIED.article,
        note={"on": on, **effect.note, "not_served": not_served},
        detail={"source": text_or_none(act.source)},
    )


@verb(RecordMissing)
def record_missing(open_plan: OpenPlan, act: RecordMissing) -> None:
    """The search is open, and what the minor owes from that day on is unknown. Told again, the other day counts."""
    record_missing_stretch(open_plan, act.since, text_or_none(act.text))
    asks = open_plan.plan.status in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
    effect = take_effect(open_plan, MINOR_MISSING, f"{open_plan.plan.id}/{act.since}", asks=asks)
    told: list[str] = list(act.told)
    open_plan.record(
        article=MINOR_MISSING.article,
        note={"from_on": act.since, "told": told, "told_on": act.told_on or open_plan.today, **effect.note},
        detail={"text": text_or_none(act.text)},
    )


@verb(RecordFound)
def record_found(open_plan: OpenPlan, act: RecordFound) -> None:
    """The minor was found. Once they were heard the search is over, and what is due after that day is owed again; where
    nobody was recorded as missing it is only kept. Raise BadInput where they were heard before they were found."""
    about: dict[str, Harmless | list[str]] = {"on": act.found_on}
    if act.heard_on is not None:
        about["heard_on"] = act.heard_on
    words, missing = {"text": text_or_none(act.text)}, find_missing_stretch(open_plan)
    if is_already_recorded(open_plan, about, words):
        return
    if not (missing.from_on if missing else act.found_on) <= act.found_on <= (act.heard_on or open_plan.today):
        raise BadInput(_("找到之日应在下落不明之后、听取说明之前。"))
    if missing is not None and act.heard_on is not None:
        end_missing_stretch(open_plan, missing, act.heard_on)
        finish_items(open_plan, "search")
    take_effect(open_plan, MINOR_FOUND, f"{act.found_on}/{act.heard_on}")
    open_plan.record(article=MINOR_FOUND.article, note=about, detail=words)


@verb(RecordBackground)
def record_background(open_plan: OpenPlan, act: RecordBackground) -> None:
    """Nationality, foreign document, language and sign language of that person are on file as they were told now; what
    was not told stays. Nobody calls whoever signs. Raise BadInput for nothing told."""
    told = {name: getattr(act, name) for name in _BACKGROUND if getattr(act, name) is not None}
    if not told:
        raise BadInput(_("请至少填写一项。"))
    person = next(one for one in open_plan.people() if one.relation == act.person)
    words = open_plan.open("person.document", person.id, person.document) | told
    person.document = open_plan.seal("person.document", person.id, words)
    if words.get("sign_language"):
        person.reach = [way for way in person.reach if way != "call"] or ["paper"]
    open_plan.session.add(person)
    open_plan.record(article=_INTERPRETER, note={"relation": act.person, "fields": sorted(told)}, detail=told)


@verb(ReportDanger)
def report_danger(open_plan: OpenPlan, act: ReportDanger) -> int:
    """The report that was made by phone is on record, the prosecutor is told, and from now on the person named as the
    danger receives nothing, sees nothing and is not told so; what they owed ends with a neutral word (MPL art 11).
    Whether it was a report at all (whom the law names, reached by a call with a time) is a finding beside it, and the
    feedback's clock runs from the day the authority accepted it.

    Returns how many contacts were cut off. None is right for a danger from outside the household; the sealed words
    of its line say the number, so that a relation that nobody here has does not pass for one that was cut off.
    """
    reached = ReportReceiver(act.reached) if act.reached else None
    called_at = at_local(act.on, act.called_at) if act.called_at else None
    if record_if_sealed(open_plan, act.accepted_on, act):
        notify(
            open_plan,
            Event.REPORT_RECORDED,
            f"report/{open_plan.lines[-1].id}" if open_plan.lines else f"report/{open_plan.today}",
        )
        return 0
    named = [
        person
        for person in open_plan.people()
        if person.role == "guardian" and act.person in (person.relation, "guardian")
    ]
    for person in named:
        person.named_as_danger_at = open_plan.now
        withdraw_messages(
            open_plan.session, open_plan.now, reason="not_now", plan_id=open_plan.plan.id, recipient_id=person.id
        )
    if named and not [p for p in open_plan.people("guardian") if p.named_as_danger_at is None and p.ended_on is None]:
        cancel_items(open_plan, "not_now", owners=(Role.GUARDIAN.value,))
    finding = finding_on_report(
        Report(reached, act.told_to, called_at or open_plan.now, act.reference or ""), open_plan.rulebook
    )
    due = mandatory_report_feedback(act.accepted_on or open_plan.today, open_plan.rulebook)
    # On a closed plan no item asks anybody for it; the word to the prosecutor goes all the same.
    item = add_item(open_plan, "feedback", due, article=_MANDATORY_REPORT) if open_plan.plan.closed_at is None else None
    # In the open stands nothing of it, no warning either: who reads the timeline is told nothing.
    line = open_plan.record(article=_MANDATORY_REPORT, detail={"cut_off": len(named), "told_to": act.told_to, "reference": act.reference, "facts": act.facts,
                                                        "relation": act.person, "finding": finding.as_dict(),
                                                        "called_at": (called_at or open_plan.now).isoformat()})  # fmt: skip
    notify(open_plan, Event.REPORT_RECORDED, f"report/{line.id}", item=item)
    return len(named)


@verb(RecordFeedback)
def record_feedback(open_plan: OpenPlan, act: RecordFeedback) -> None:
    """The answer of the authority that took the report is on the file; its clock has ended. Where it only says that the
    report was accepted, and on which day, the three days for its feedback run from there."""
    if record_if_sealed(open_plan, act.accepted_on, act):
        return
    finish_items(open_plan, "feedback", because="answered" if act.accepted_on is None else "accepted")
    if act.accepted_on is not None and open_plan.plan.closed_at is None:
        due = mandatory_report_feedback(act.accepted_on, open_plan.rulebook)
        add_item(open_plan, "feedback", due, article=_MANDATORY_REPORT)
    open_plan.record(article=_MANDATORY_REPORT, detail={"text": act.text})


@verb(RestoreContact)
def restore_contact(open_plan: OpenPlan, act: RestoreContact) -> None:
    """The person named as the danger is a contact again from now on, by the prosecutor only, with a reason. What
    ended meanwhile stays ended. Refused for somebody who is not cut off."""
    cut_off = [p for p in open_plan.people("guardian") if p.relation == act.person and p.named_as_danger_at is not None]
    if not cut_off:
        raise StateConflict(_("此人没有被停止联系。"))
    for person in cut_off:
        person.named_as_danger_at = None
    take_effect(open_plan, CONTACT_RESTORED, f"{cut_off[0].id}/{open_plan.now}")
    open_plan.record(article=_MANDATORY_REPORT, detail={"relation": act.person, "reason": act.reason})
