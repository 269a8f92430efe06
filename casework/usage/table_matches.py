"""Tables that no reader knows: matched by hand once, by column, and remembered for the office by their headings.

The record keeps places of columns and a unit, and of the headings only a keyed digest: no word of a family's table.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from models.base import new_id
from models.usage_review import UsageTableMatch
from usage.matched_table import LINES_OF_HEADINGS, key_of_headings
from usage.table_context import TableMatch
from usage.units import Unit


def find_match(open_plan: OpenPlan, lines: Sequence[Sequence[str]]) -> TableMatch | None:
    """How the plan's office matched a table with these headings last; None where it never did."""
    for at in range(1, min(LINES_OF_HEADINGS, len(lines)) + 1):
        query = select(UsageTableMatch).where(
            UsageTableMatch.office_id == open_plan.plan.office_id,
            UsageTableMatch.digest == _digest(open_plan, lines, at),
        )
        row = open_plan.session.exec(query.order_by(col(UsageTableMatch.matched_at).desc())).first()
        if row is not None and row.columns["headings_line"] == at:
            return match_from_dict(row.columns)
    return None


def remember_match(open_plan: OpenPlan, lines: Sequence[Sequence[str]], match: TableMatch) -> None:
    """A table with these headings is read so from now on, in the plan's office."""
    open_plan.session.add(
        UsageTableMatch(
            id=new_id(open_plan.now),
            office_id=open_plan.plan.office_id,
            digest=_digest(open_plan, lines, match.headings_line),
            columns=asdict(match),
            matched_at=open_plan.now,
            matched_by=open_plan.actor.id,
        )
    )
    open_plan.session.flush()


def match_to_dict(match: TableMatch | None) -> dict[str, Any] | None:
    """The match as plain numbers."""
    return asdict(match) if match is not None else None


def match_from_dict(kept: dict[str, Any]) -> TableMatch:
    """The match again."""
    return TableMatch(**{**kept, "unit": Unit(kept["unit"]) if kept["unit"] else None})


def _digest(open_plan: OpenPlan, lines: Sequence[Sequence[str]], headings_line: int) -> str:
    key = key_of_headings(lines, headings_line)
    return open_plan.context.vault.index(f"usage table {open_plan.plan.office_id} {key}")
