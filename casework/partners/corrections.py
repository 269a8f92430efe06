"""A unit's reply, an answer to a referral or a certificate that never came: taken back, and what waited for it is owed again.
What came with other words or on another day is recorded again, and the last counts."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from casework.partners.acts import RecordCertificate, RecordReferralAnswer, RecordSuggestionReply
from casework.partners.partners import find_certificate_lines
from casework.shared.context import OpenPlan
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted, get_single_entry
from casework.shared.items.items import reopen_duty
from core.clock import local_date
from law.transitions import PlanStatus
from models.item import Item, ItemStatus
from models.referral import Referral
from models.suggestion import Suggestion


def _nothing_else(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    """No value is told otherwise here."""
    return {}


def _reply(open_plan: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
    query = select(Suggestion).where(Suggestion.plan_id == open_plan.plan.id, col(Suggestion.reply).is_not(None))
    return get_single_entry(
        [
            FactEntry(row, {"replied_on": row.replied_on}, {"label": row.label, "replied_on": row.replied_on})
            for row in open_plan.session.exec(query.order_by(col(Suggestion.id)))
            if which in (None, row.label)
        ],
        was_on,
        "replied_on",
    )


def _never_replied(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """The reply before it stands again, where there was one; else the unit's reply is waited for by the same day."""
    row: Suggestion = entry.row
    assert row.reply is not None
    before, more = _before(open_plan.open("suggestion.reply", row.id, row.reply))
    row.reply = row.replied_on = None
    if before is not None:
        row.replied_on = _day(before["on"])
        row.reply = open_plan.seal(
            "suggestion.reply", row.id, {"text": before["text"], **({"earlier": more} if more else {})}
        )
    open_plan.session.add(row)
    return {"owed_again": 0 if before else _reopen(open_plan, _answered(open_plan, "suggestion_reply", row.label))}


def _referral_answer(open_plan: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
    query = select(Referral).where(Referral.plan_id == open_plan.plan.id, col(Referral.answer).is_not(None))
    return get_single_entry(
        [
            FactEntry(row, {"answered_on": row.answered_on}, {"label": row.label, "outcome": row.outcome})
            for row in open_plan.session.exec(query.order_by(col(Referral.id)))
            if which in (None, row.label)
        ],
        was_on,
        "answered_on",
    )


def _never_answered(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """The answer before it stands again, where there was one; else the answer is waited for until the case is decided."""
    row: Referral = entry.row
    assert row.answer is not None
    before, more = _before(open_plan.open("referral.answer", row.id, row.answer))
    row.outcome = row.first_on = row.answered_on = row.answer = None
    if before is not None:
        row.outcome, row.first_on, row.answered_on = before["outcome"], _day(before["first_on"]), _day(before["on"])
        row.answer = open_plan.seal("referral.answer", row.id, {"reason": before["reason"], "earlier": more})
    open_plan.session.add(row)
    decided = open_plan.plan.status not in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
    again = 0 if before or decided else _reopen(open_plan, _answered(open_plan, "referral_answer", row.label))
    return {"owed_again": again}


def _certificate(open_plan: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
    entries = []
    for line in find_certificate_lines(open_plan):
        item = open_plan.session.get(Item, line.subject_id) if line.subject_id else None
        entries.append(FactEntry(item, {"issued_on": local_date(line.at)}, {}, line))
    return get_single_entry([entry for entry in entries if which is None], was_on, "issued_on")


def _never_issued(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """Where it had been asked for, it is waited for by the same day."""
    item: Item | None = entry.row
    return {"owed_again": _reopen(open_plan, [item] if item is not None else [])}


def _before(answer: dict[str, Any]) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """What was answered before, and what before that."""
    earlier = answer.get("earlier", [])
    return (earlier[0], earlier[1:]) if earlier else (None, [])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _answered(open_plan: OpenPlan, kind: str, label: str) -> list[Item]:
    return [
        item
        for item in open_plan.items(kind, only_open=False)
        if item.label == label and item.settled_because == "answered"
    ]


def _reopen(open_plan: OpenPlan, items: list[Item]) -> int:
    """What that reply had settled is open again, unless the plan is closed. Returns how many these are."""
    settled = [item for item in items if item.status == ItemStatus.DONE and open_plan.plan.closed_at is None]
    for item in settled:
        reopen_duty(open_plan, item)
    return len(settled)


SUGGESTION_REPLY = Correction(RecordSuggestionReply.operation, (), _reply, _nothing_else, _never_replied)
REFERRAL_ANSWER = Correction(RecordReferralAnswer.operation, (), _referral_answer, _nothing_else, _never_answered)
CERTIFICATE = Correction(RecordCertificate.operation, (), _certificate, _nothing_else, _never_issued)
