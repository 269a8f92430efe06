"""A fact that was recorded wrongly is corrected by who may record it. The first entry stays in the journal and the
correction names it; what was computed from it is computed anew; and who acted on it is told."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from casework.acting.entry import ensure_in_phase
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import is_allowed, missing_right
from casework.acting.rights.phases import SEALED
from casework.acting.verbs import verb
from casework.corrections.acts import FACT_CORRECTED, RIGHT_VALUES, CorrectFact
from casework.corrections.table import CORRECTIONS
from casework.shared.duplicates import record_correction
from casework.shared.facts.correction import Correction, FactEntry
from casework.shared.facts.taking_effect import NOTIFIED_WITHIN, take_effect
from casework.shared.notify.notify import notify
from core.errors import Archived, BadInput, Mistake
from core.i18n import _
from models.decision import Decision, Incident
from models.item import Explanation
from models.journal import Harmless, JournalLine
from models.message import Message, MessageState
from models.office import Staff
from notifications.events import FAMILY, Event
from notifications.outbox import withdraw_messages


@verb(CorrectFact)
def correct_fact(open_plan: OpenPlan, act: CorrectFact) -> None:
    """The right values of that fact stand in place of the wrong ones, or the fact is taken back, and what was computed
    from it is computed anew. `fact` is the tag of the act that recorded it; `which` and `was_on` say which entry is meant,
    where there are several: its code (addressee, kind of remedy, label, relation, receipt number) and the day it told.

    The first entry's line stays in the journal, and the correction's line names it. Messages that rest on what was wrong
    and have not left yet are withdrawn; the handlers, who recorded it, and who decided, answered or found something since
    are told. What a person decided stands. NotAllowed for who may not record the fact; Refused at times at which it may
    not be recorded, and after the seal unless the closing list has it. The same again changes nothing.
    """
    correction = CORRECTIONS[act.fact]
    values = {name: value for name in RIGHT_VALUES if (value := getattr(act, name)) is not None}
    if not is_allowed(open_plan.session, open_plan.actor, correction.act, open_plan.plan, open_plan.now):
        raise missing_right(correction.act)
    _refuse_out_of_time(open_plan, correction)
    _ensure_something_corrected(correction, values, act.never_happened)
    entry = correction.find(open_plan, act.which, act.was_on)
    wrong = {name: value for name, value in values.items() if value != entry.recorded[name]}
    if not wrong and not act.never_happened:
        if open_plan.plan.sealed_at is None:
            record_correction(open_plan, {"fact": act.fact}, {"reason": act.reason})
        return
    first = _first_line(open_plan, correction, entry)
    open_plan.sent_before += _take_back_messages(open_plan, correction, entry)
    since = first.at if first else open_plan.plan.opened_at
    if act.never_happened:
        assert correction.take_back is not None
        follows = correction.take_back(open_plan, entry)
    else:
        assert correction.replace is not None
        follows = correction.replace(open_plan, entry, values)
    open_plan.session.flush()
    open_plan.corrected.update({name: (entry.recorded[name], None if act.never_happened else values.get(name)) for name in (
        correction.fields if act.never_happened else wrong)})  # fmt: skip
    was_and_now = {
        **{f"was_{name}": was for name, (was, _) in open_plan.corrected.items()},
        **{f"now_{name}": now for name, (_, now) in open_plan.corrected.items() if not act.never_happened},
    }  # fmt: skip
    hidden = {f"{when}_{name}" for name in correction.in_confidence for when in ("was", "now")}
    note: dict[str, Harmless | list[str]] = {
        **follows, "fact": act.fact, "corrects": first.id if first else None, "never_happened": act.never_happened, **entry.known_by,
        **{name: value for name, value in was_and_now.items() if name not in hidden}, "sent_before": len(open_plan.sent_before),
    }  # fmt: skip
    words = {name: value for name, value in was_and_now.items() if name in hidden}
    detail = None if open_plan.plan.sealed_at is not None else {"reason": act.reason, **words}
    line = open_plan.record(note=note, detail=detail)
    if open_plan.plan.sealed_at is None:
        _notify(open_plan, correction, line, _who_acted(open_plan, first, since))


def _refuse_out_of_time(open_plan: OpenPlan, correction: Correction) -> None:
    """When a fact may be recorded it may be corrected. What is sealed gives nothing away: the answer is the same,
    whether there is such an entry or not."""
    if open_plan.plan.sealed_at is not None and not correction.on_closing_list:
        raise Archived(SEALED.words, article=SEALED.article)
    ensure_in_phase(open_plan.session, open_plan.actor, correction.act, open_plan.plan, open_plan.now)


def _ensure_something_corrected(correction: Correction, values: Mapping[str, Any], never_happened: bool) -> None:
    """BadInput where nothing is corrected, both is said, or something that this fact does not have."""
    foreign = [name for name in values if name not in correction.fields]
    if foreign:
        wrong = _("这项事实没有这一内容。")
        raise BadInput(wrong, mistakes=[Mistake(name, wrong) for name in foreign])
    if bool(values) == never_happened:
        raise BadInput(
            _("请写明正确的内容，或者写明此事没有发生：两者择一。")
        )  # fmt: skip
    if never_happened and correction.take_back is None:
        raise BadInput(_("这项事实只能更正内容，不能整条撤回。"))


def _first_line(open_plan: OpenPlan, correction: Correction, entry: FactEntry) -> JournalLine | None:
    """The line that recorded it last, or an earlier correction of it; None where the plan was opened with it."""
    if entry.line is not None:
        return entry.line
    query = select(JournalLine).where(
        JournalLine.plan_id == open_plan.plan.id, JournalLine.act == correction.act.code
    )  # fmt: skip
    known_by = {name: str(value) for name, value in entry.known_by.items()}
    for line in open_plan.session.exec(query.order_by(col(JournalLine.sequence).desc())):
        if all(str(line.note.get(name)) == value for name, value in known_by.items()):
            return line
    return None


def _take_back_messages(open_plan: OpenPlan, correction: Correction, entry: FactEntry) -> list[Message]:
    """Messages that say what is wrong and have not left are withdrawn. Returns those that have left already."""
    if not correction.rests_on_it:
        return []
    about = col(Message.dedupe_key).contains(str(entry.row.id))
    found = open_plan.rows(Message, col(Message.event).in_(correction.rests_on_it), about)
    for message in found:
        withdraw_messages(open_plan.session, open_plan.now, reason="fact_corrected", message_id=message.id)
    return [message for message in found if message.state in (MessageState.SENT, MessageState.DELIVERED)]


def _who_acted(open_plan: OpenPlan, first: JournalLine | None, since: Any) -> list[Staff]:
    """Who recorded it, and who has decided, asked for a decision, answered or found something since then."""
    ids: set[uuid.UUID | None] = {first.actor_id} if first else set()
    for decision in open_plan.rows(Decision, col(Decision.recorded_at) >= since):
        ids |= {decision.decided_by, decision.proposed_by}
    ids |= {row.answered_by for row in open_plan.rows(Explanation, col(Explanation.answered_at) >= since)}
    ids |= {row.closed_by for row in open_plan.rows(Incident, col(Incident.closed_at) >= since)}
    query = select(Staff).where(col(Staff.id).in_([id for id in ids if id is not None]), col(Staff.active))
    return list(open_plan.session.exec(query.order_by(col(Staff.login))))


def _notify(open_plan: OpenPlan, correction: Correction, line: JournalLine, acted: list[Staff]) -> None:
    line_id = str(line.id)
    take_effect(open_plan, FACT_CORRECTED, line_id)
    notify(open_plan, Event.PLAN_CHANGED, f"{FACT_CORRECTED.code}/{line_id}/{Event.PLAN_CHANGED.value}",
         staff=acted, but=open_plan.actor.id)  # fmt: skip
    if correction.tells_family:
        day = open_plan.context.days.after(open_plan.today, NOTIFIED_WITHIN)
        notify(open_plan, Event.TO_BE_TOLD_IN_PERSON, f"{FACT_CORRECTED.code}/{line_id}", day=day, only=FAMILY)
