"""A spreadsheet that is being imported, kept for its owner alone, encrypted, and deleted in time. Like a draft it is
no record of a case and leaves no line in the journal. The plans that are opened from it do.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.opening import make_random_number
from casework.plan.spreadsheet.headings import list_sheet_fields, match_columns
from casework.plan.unfinished import (
    add_own_draft,
    find_own_draft,
    list_own_drafts,
    open_content,
    read_own_drafts,
    save_content,
)
from core.errors import BadInput, Mistake, StateConflict
from core.i18n import _
from models.plan_draft import KEPT, DraftKind, PlanDraft
from usage.limits import Limits
from usage.table import LINES_ABOVE, read_sheets

MAX_SHEETS = 5
"""How many one person may have at once."""
MAX_ROWS = 150
MAX_LINES = 5000
"""With those that are empty; a spreadsheet program may have kept some thousands below the table."""
MAX_COLUMNS = 150
"""More than our own export of a case can have; an office may have some of its own beside them."""
MAX_CELL = 1000
LIMITS = Limits(table_bytes=2 * 1024 * 1024, workbook_bytes=16 * 1024 * 1024, rows=MAX_ROWS, columns=MAX_COLUMNS)


@dataclass(frozen=True)
class SheetRow:
    """One line of the spreadsheet: its number there, its cells, the number its plan will have, and whether it has it."""

    line: int
    cells: list[str]
    number: str
    opened: bool = False


@dataclass(frozen=True)
class SheetContent:
    """What was read in, and what was said of it: of each column the place of its field, and what holds for all rows."""

    headings: list[str]
    rows: list[SheetRow]
    columns: list[str | None]
    common: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StoredSheet:
    """One's own spreadsheet."""

    id: uuid.UUID
    begun_at: datetime
    saved_at: datetime
    content: SheetContent

    @property
    def deleted_at(self) -> datetime:
        """When it is deleted if nobody goes on with it."""
        return self.saved_at + KEPT


def begin_sheet(context: Context, actor: Actor, raw: bytes) -> uuid.UUID:
    """The spreadsheet, CSV or XLSX, is the actor's; its columns are matched by their headings as far as they are known.
    BadInput where it cannot be read or is too large, StateConflict where they have five already."""
    context.ensure_allowed(actor, OPEN_PLAN)
    headings, lines = _read(raw)
    rows = [SheetRow(line, cells, make_random_number()) for line, cells in lines]
    content = SheetContent(headings, rows, match_columns(headings, list_sheet_fields(context, actor)))
    with context.database.transaction() as session:
        if len(list_own_drafts(session, actor.id, DraftKind.SHEET)) >= MAX_SHEETS:
            raise StateConflict(_("您有{count}份没有办完的表格，请先办完或者删除一份。", count=MAX_SHEETS))
        return add_own_draft(context, session, actor, DraftKind.SHEET, asdict(content))


def load_sheet(context: Context, actor: Actor, sheet: uuid.UUID) -> StoredSheet:
    """The actor's own spreadsheet. NotFound where they have no such one."""
    context.ensure_allowed(actor, OPEN_PLAN)
    with context.database.reading() as session:
        return _stored(context, find_own_draft(session, actor, DraftKind.SHEET, sheet))


def list_sheets(context: Context, actor: Actor) -> list[StoredSheet]:
    """The actor's own spreadsheets, the one saved last first. One whose key was lost is not among them."""
    return read_own_drafts(context, actor, DraftKind.SHEET, lambda _session, row: _stored(context, row))


def set_columns(
    context: Context, actor: Actor, sheet: uuid.UUID, columns: Sequence[str | None], common: dict[str, str]
) -> None:
    """Each column is that field, and `common` holds for every row whose cell says nothing. BadInput where two columns are
    the same field, one is none that there is, or there is not one said for each column."""
    known = {each.place for each in list_sheet_fields(context, actor)}
    with context.database.transaction() as session:
        row = find_own_draft(session, actor, DraftKind.SHEET, sheet)
        content = _stored(context, row).content
        if len(columns) != len(content.headings):
            raise BadInput(_("应当说明每一列，共{count}列。", count=len(content.headings)))
        chosen = [place for place in columns if place is not None]
        mistakes = [
            Mistake(f"columns[{number}]", _("没有这一栏。") if place not in known else _("这一栏已经选了另一列。"))
            for number, place in enumerate(columns, 1)
            if place is not None and (place not in known or chosen.index(place) != _get_position(columns, number))
        ]
        mistakes += [Mistake(f"common.{place}", _("没有这一栏。")) for place in common if place not in known]
        if mistakes:
            raise BadInput(_("列的对应有{count}处需要改正。", count=len(mistakes)), mistakes=mistakes)
        save_content(context, row, asdict(replace(content, columns=list(columns), common=common)))


def mark_opened(context: Context, actor: Actor, sheet: uuid.UUID, line: int) -> None:
    """The plan of that row is there."""
    with context.database.transaction() as session:
        row = find_own_draft(session, actor, DraftKind.SHEET, sheet)
        content = _stored(context, row).content
        rows = [replace(each, opened=True) if each.line == line else each for each in content.rows]
        save_content(context, row, asdict(replace(content, rows=rows)))


def _read(raw: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings, and the lines below them that say something, each with its number in the file."""
    filled: list[tuple[int, list[str]]] = []
    for number, cells in next(read_sheets(raw, LIMITS)):
        if number > MAX_LINES or len(filled) > MAX_ROWS + LINES_ABOVE:
            raise BadInput(_("一次最多{most}行，请分几次。", most=MAX_ROWS))
        if any(stripped := [cell.strip() for cell in cells]):
            filled.append((number, stripped))
    # Above the headings there may be a title, which fills one cell alone.
    begin = next((place for place, (_line, cells) in enumerate(filled) if sum(map(bool, cells)) > 1), None)
    if begin is None or begin + 1 == len(filled):
        raise BadInput(_("表格里没有找到表头和下面的行。"))
    headings = _trimmed(filled[begin][1])
    rows = [(number, (cells + [""] * len(headings))[: len(headings)]) for number, cells in filled[begin + 1 :]]
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if len(rows) > MAX_ROWS:
        raise BadInput(_("一次最多{most}行，请分几次。", most=MAX_ROWS))
    if any(len(cell) > MAX_CELL for _line, cells in rows for cell in cells):
        raise BadInput(_("有一个单元格超过{most}个字。", most=MAX_CELL))
    return headings, rows


def _trimmed(cells: list[str]) -> list[str]:
    last = max(place for place, cell in enumerate(cells) if cell)
    return cells[: last + 1]


def _get_position(columns: Sequence[str | None], number: int) -> int:
    """Which of the chosen columns it is."""
    return sum(place is not None for place in columns[: number - 1])


def _stored(context: Context, row: PlanDraft) -> StoredSheet:
    found = open_content(context, row)
    rows = [SheetRow(**each) for each in found.pop("rows")]
    return StoredSheet(row.id, row.begun_at, row.saved_at, SheetContent(rows=rows, **found))
