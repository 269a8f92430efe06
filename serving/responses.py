"""What a write is answered with: what now stands in the record, in codes, dates and words. Never a name."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.plan.calendar_feed import NewCalendarLink
from casework.shared.device_consent import describe_consequences
from casework.shared.findings_view import FindingView
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.provisional_dates import is_provisional
from casework.shared.text.journal_text import act_sentence
from casework.shared.text.labels import item_status_label, stage_label
from core.i18n import Text, _
from models.item import Item
from models.journal import JournalLine


@dataclass(frozen=True)
class RecordedLine:
    """One line that the act left in the journal."""

    at: datetime
    did: str
    words: Text
    article: str | None
    note: dict[str, Any]


@dataclass(frozen=True)
class ActResult:
    """An act was recorded: the present state of the plan, and the journal's sentence."""

    number: str
    version: int
    status: str
    stage: Text
    recorded: list[RecordedLine]


@dataclass(frozen=True)
class PlanOpened:
    """A plan was opened, and is processed from now on."""

    number: str
    version: int
    status: str
    stage: Text
    period_to: date
    final_decision_by: date
    final_decision_provisional: bool
    """Whether that year's holidays are not announced yet, so that the day may still move."""
    warnings: list[FindingView]
    """What the law warns of. The plan is open all the same."""


@dataclass(frozen=True)
class CheckInResult:
    """The submission is stored permanently."""

    submission: uuid.UUID
    item: str
    words: Text
    due_on: date
    status: str
    status_words: Text
    late: bool
    addition: bool
    """Something had come in before: this is kept beside it and counts no second time."""
    early: bool
    """The time that the thing is about has not begun: this is kept, settles nothing, and the thing is still owed."""
    received_at: datetime
    """By how much the phone's clock differed; a remark only."""
    version: int


def build_act_result(open_plan: OpenPlan) -> ActResult:
    """What is answered to any act."""
    row = open_plan.plan
    return ActResult(
        row.number, row.version, row.status, stage_label(row), [_recorded(line) for line in open_plan.lines]
    )


def build_plan_opened(open_plan: OpenPlan, warnings: list[FindingView]) -> PlanOpened:
    """What is answered to the opening of a plan."""
    row = open_plan.plan
    return PlanOpened(
        row.number, row.version, row.status, stage_label(row), row.period_to, row.final_decision_by,
        is_provisional("final_decision", row.final_decision_by, open_plan.context.days), warnings,
    )  # fmt: skip


def build_check_in_result(open_plan: OpenPlan) -> CheckInResult:
    """What is answered to a check-in."""
    line = open_plan.lines[-1]
    submission = open_plan.submission
    assert submission is not None  # the verb has just written it
    item = open_plan.session.get_one(Item, submission.item_id)
    return CheckInResult(
        submission=submission.id,
        item=item.kind,
        words=ITEM_KINDS[item.kind].words,
        due_on=item.due_on,
        status=item.status,
        status_words=item_status_label(item.status),
        late=submission.late,
        addition=submission.addition,
        early=bool(line.note.get("early")),
        received_at=submission.received_at,
        version=open_plan.plan.version,
    )


def _recorded(line: JournalLine) -> RecordedLine:
    kind = ITEM_KINDS.get(str(line.note.get("kind", "")))
    words = act_sentence(line.act, line.actor_role, kind)
    if (follows := describe_consequences(line.note)) is not None:
        words = _("{words}。{follows}", words=words, follows=follows)
    return RecordedLine(line.at, line.act, words, line.article, line.note)


def read_feed_path(made: NewCalendarLink) -> str:
    """Where the new address leads."""
    return f"/calendar/{made.secret}.ics"
