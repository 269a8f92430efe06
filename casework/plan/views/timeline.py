"""One plan's timeline: the journal in words, newest first, with what was written about it opened for the handlers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.acting.resources import Resources
from casework.acting.rights import OPERATIONS
from casework.incidents.incidents import list_readable_incidents
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.paging import from_cursor, to_cursor
from casework.shared.text.journal_text import act_sentence
from core.i18n import Text
from models.item import Item
from models.journal import JournalLine, open_detail, reveal
from models.office import Role

READINGS = (*(code for code in OPERATIONS if code.startswith("read_")), "search", "sign_in", "sign_out", "denied")
"""Who has looked, or wanted to: told apart from what happened."""


@dataclass(frozen=True)
class TimelineLine:
    """One event: who, what, when, under which article."""

    at: datetime
    did: str
    words: Text
    by: str
    article: str | None
    fell_due_at: datetime | None
    noticed_at: datetime | None
    note: dict[str, Any]
    """Codes, counts and dates."""
    detail: dict[str, Any] | None
    """What was written about it; it lies encrypted in the record."""


@dataclass(frozen=True)
class Timeline:
    """A page of the timeline; `next` leads further into the past."""

    lines: list[TimelineLine]
    next: str | None


def load_timeline(
    open_plan: OpenPlan,
    *,
    readings: bool = False,
    by: Role | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Timeline:
    """What happened on the plan, newest first. With `readings`, also who has looked at it (谁看过); with `by`, only what
    those of that role did, such as the system."""
    query = select(JournalLine).where(JournalLine.plan_id == open_plan.plan.id)
    if not readings:
        query = query.where(col(JournalLine.act).not_in(READINGS))
    if by is not None:
        query = query.where(JournalLine.actor_role == by.value)
    if cursor is not None:
        query = query.where(col(JournalLine.sequence) < from_cursor(cursor, (int,))[0])
    found = open_plan.session.exec(query.order_by(col(JournalLine.sequence).desc()).limit(limit + 1)).all()
    page = found[:limit]
    lines = to_timeline_lines(open_plan, reveal_readable_lines(open_plan, page))
    return Timeline(lines, to_cursor(page[-1].sequence or 0) if len(found) > limit else None)


def reveal_readable_lines(open_plan: OpenPlan, lines: Sequence[JournalLine]) -> list[JournalLine]:
    """Return the lines as they were written, without those about incidents that the reader may not know of."""
    readable = {None, *(row.label for row in list_readable_incidents(open_plan))}
    revealed = [reveal(open_plan.context.vault, line) for line in lines]
    return [line for line in revealed if line.note.get("incident") in readable]


def to_timeline_lines(open_plan: OpenPlan, lines: Sequence[JournalLine]) -> list[TimelineLine]:
    """Return those lines, as `reveal_readable_lines` returned them, in words."""
    items = {item.id: item for item in open_plan.items(only_open=False)}
    return [
        _line_view(open_plan.context, line, items.get(line.subject_id) if line.subject_id else None) for line in lines
    ]


def _line_view(context: Resources, line: JournalLine, item: Item | None) -> TimelineLine:
    kind = ITEM_KINDS[item.kind] if item else None
    return TimelineLine(
        at=line.at,
        did=line.act,
        words=act_sentence(line.act, line.actor_role, kind),
        by=line.actor_role,
        article=line.article,
        fell_due_at=line.fell_due_at,
        noticed_at=line.noticed_at,
        note=line.note,
        detail=open_detail(context.vault, line),
    )
