"""One plan's history as it is read: filtered by kind, person and day, alike entries folded, the newest first, in pages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.plan.views.history_entries import build_entries
from casework.plan.views.history_entry import HistoryEntry, HistoryKind
from casework.plan.views.history_rows import load_history_rows
from casework.plan.views.timeline import TimelineLine, to_timeline_lines
from casework.shared.paging import bad_cursor, from_cursor, to_cursor
from core.errors import NotFound
from core.i18n import _
from models.journal import JournalLine

FOLDED_FROM = 3
"""From this number on, alike entries are shown as one."""
ROWS_SHOWN = 14


@dataclass(frozen=True)
class HistoryFilters:
    """What of a history is asked for; an empty field asks for all. A person is a role, or a role with a relation, such as
    `guardian.mother`."""

    kind: HistoryKind | None = None
    by: str | None = None
    to: str | None = None
    from_on: date | None = None
    to_on: date | None = None

    def fit(self, entry: HistoryEntry) -> bool:
        """Whether the entry is asked for."""
        return (
            (self.kind is None or entry.kind is self.kind)
            and (self.by is None or self.by == get_doer(entry))
            and (self.to is None or self.to == get_notified(entry))
            and (self.from_on is None or entry.on >= self.from_on)
            and (self.to_on is None or entry.on <= self.to_on)
        )


@dataclass(frozen=True)
class HistoryRow:
    """One entry, or several alike ones under the newest of them."""

    entries: list[HistoryEntry]

    @property
    def first(self) -> HistoryEntry:
        """The newest."""
        return self.entries[0]

    @property
    def last(self) -> HistoryEntry:
        """The oldest."""
        return self.entries[-1]


@dataclass(frozen=True)
class HistoryPage:
    """A page of the history. `next` leads further into the past, `previous` back towards today."""

    rows: list[HistoryRow]
    total: int
    """How many entries fit the filters."""
    next: str | None
    previous: str | None
    counts: dict[HistoryKind, int]
    """How many entries there are of each kind, before the filters."""
    doers: list[str]
    """Who did something, as a filter names them."""
    notified: list[str]
    """Who was notified of something, as a filter names them."""
    sees_messages: bool
    written: dict[str, TimelineLine] = field(default_factory=dict)
    """By entry, its line of the journal with what was written about it."""


def load_history(
    open_plan: OpenPlan,
    filters: HistoryFilters,
    *,
    cursor: str | None = None,
    entry: str | None = None,
    limit: int = ROWS_SHOWN,
    folds: bool = True,
) -> HistoryPage:
    """The history of the plan that lies open, from `cursor` on, or the page on which that `entry` stands; alike entries
    are one row if it `folds`. NotFound where it has no such entry."""
    rows = load_history_rows(open_plan)
    entries = build_entries(rows)
    fitting = [each for each in entries if filters.fit(each)]
    folded = fold_alike(fitting) if folds else [HistoryRow([each]) for each in fitting]
    start = _start(folded, cursor, entry, limit)
    shown = folded[start : start + limit]
    return HistoryPage(
        rows=shown,
        total=len(fitting),
        next=_cursor(folded, start + limit),
        previous=_cursor(folded, max(start - limit, 0)) if start else None,
        counts=dict(Counter(each.kind for each in entries)),
        doers=sorted({doer for each in entries if (doer := get_doer(each))}),
        notified=sorted({person for each in entries if (person := get_notified(each))}),
        sees_messages=rows.sees_messages,
        written=_open_lines(open_plan, rows.lines, shown),
    )


def fold_alike(entries: Sequence[HistoryEntry]) -> list[HistoryRow]:
    """The entries, the newest first; those alike are one row where the newest of them stands, if they are several."""
    alike: dict[tuple[str, ...], list[HistoryEntry]] = {}
    for entry in entries:
        if entry.alike:
            alike.setdefault(entry.alike, []).append(entry)
    rows = []
    for entry in entries:
        same = alike.get(entry.alike, [])
        if len(same) < FOLDED_FROM:
            rows.append(HistoryRow([entry]))
        elif same[0] is entry:
            rows.append(HistoryRow(same))
    return rows


def get_doer(entry: HistoryEntry) -> str | None:
    """Who did it, as a filter names them."""
    return _person(entry.by, entry.by_relation)


def get_notified(entry: HistoryEntry) -> str | None:
    """Who was notified, as a filter names them."""
    return _person(entry.to, entry.to_relation)


def _person(role: str | None, relation: str | None) -> str | None:
    return f"{role}.{relation}" if role and relation and relation != role else role


def _start(rows: Sequence[HistoryRow], cursor: str | None, entry: str | None, limit: int) -> int:
    if entry is not None:
        place = next((n for n, row in enumerate(rows) if any(each.id == entry for each in row.entries)), None)
        if place is None:
            raise NotFound(_("没有这一条记录，或者已被筛选掉。"))
        return place - place % limit
    if cursor is None:
        return 0
    wanted = from_cursor(cursor, (str,))[0]
    place = next((n for n, row in enumerate(rows) if row.first.id == wanted), None)
    if place is None:
        raise bad_cursor()
    return place


def _cursor(rows: Sequence[HistoryRow], place: int) -> str | None:
    return to_cursor(rows[place].first.id) if place < len(rows) else None


def _open_lines(
    open_plan: OpenPlan, lines: Sequence[JournalLine], shown: Sequence[HistoryRow]
) -> dict[str, TimelineLine]:
    by_id = {line.id: line for line in lines}
    entries = [each for row in shown for each in row.entries if each.line_id is not None]
    opened = to_timeline_lines(open_plan, [by_id[each.line_id] for each in entries if each.line_id])
    return {entry.id: line for entry, line in zip(entries, opened, strict=True)}
