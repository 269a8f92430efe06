"""Bringing in an office's present caseload: every row is a plan that could be opened, checked as any new plan is, with
each mistake at its cell; the rows that a person then names are opened, and no other."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.drafts import DraftContent, begin_draft
from casework.plan.opening import open_new_plan
from casework.plan.plan_check import check_plan
from casework.plan.plan_examination import find_doubts
from casework.plan.plan_form import build_plan_content, find_field, get_office_name, split_plan_content
from casework.plan.plan_validation import parse_and_validate
from casework.plan.spreadsheet.cells import read_cell
from casework.plan.spreadsheet.headings import NUMBER, get_letters, list_sheet_fields
from casework.plan.spreadsheet.stored_sheet import SheetRow, StoredSheet, load_sheet, mark_opened
from casework.shared.files.parsing import parse_plan_form
from casework.shared.files.plan_file import PlanFile
from casework.shared.findings_view import FindingView
from core.errors import BadInput, Mistake, NotFound, PreviewOutdated, SunwardError
from core.i18n import Text, _
from law.finding import Effect


@dataclass(frozen=True)
class CellMistake:
    """What opening would refuse, with the cell as the spreadsheet calls it ("C5"), or the row ("5") where no column says
    it; `heading` is of that column, or of the field that is missing."""

    cell: str
    heading: Text | None
    wrong: Text
    rule: str | None = None
    article: str | None = None


@dataclass(frozen=True)
class RowPreview:
    """A row as it would be opened. `number` is that of its plan."""

    line: int
    name: str
    number: str
    opened: bool
    may_be_opened: bool
    mistakes: list[CellMistake]
    warnings: list[FindingView]
    doubts: list[Text]
    """What somebody should look at once more, although no rule is against it."""


@dataclass(frozen=True)
class SheetPreview:
    """All rows, and `seen`, which tells this preview from any other: what is opened is what was seen."""

    rows: list[RowPreview]
    seen: str


@dataclass(frozen=True)
class RowOpened:
    """What became of a row: the number of its plan, or why it was not opened."""

    line: int
    number: str | None
    refused: Text | None = None


def preview_sheet(context: Context, actor: Actor, sheet: StoredSheet) -> SheetPreview:
    """Every row with what opening it would refuse, and what the law remarks. Nothing is changed."""
    rows = list(_Rows(context, actor, sheet).preview())
    content = repr((sheet.content.columns, sorted(sheet.content.common.items()), rows))
    return SheetPreview(rows, sha256(content.encode()).hexdigest()[:32])


def open_rows(
    context: Context, actor: Actor, sheet_id: uuid.UUID, lines: Collection[int], seen: str
) -> list[RowOpened]:
    """The plan of each named row is opened, or the result says why not; one that fails does not affect the others, and
    a row opened before is not opened again. PreviewOutdated where the preview has changed since it was shown."""
    sheet = load_sheet(context, actor, sheet_id)
    rows = _Rows(context, actor, sheet)
    if preview_sheet(context, actor, sheet).seen != seen:
        raise PreviewOutdated(_("要办的与您看过的不一致，没有办理，请重新查看。"))
    results = []
    for row in sheet.content.rows:
        if row.line not in lines:
            continue
        if row.opened:
            results.append(RowOpened(row.line, row.number))
            continue
        try:
            number = open_new_plan(context, actor, rows.read(row))
        except SunwardError as refused:
            results.append(RowOpened(row.line, None, refused.reason))
            continue
        mark_opened(context, actor, sheet_id, row.line)
        results.append(RowOpened(row.line, number))
    return results


def begin_draft_from_row(context: Context, actor: Actor, sheet_id: uuid.UUID, line: int) -> uuid.UUID:
    """A draft of the actor's own says what the row says, to go on with in the form. NotFound where there is no such row."""
    sheet = load_sheet(context, actor, sheet_id)
    row = next((each for each in sheet.content.rows if each.line == line), None)
    if row is None:
        raise NotFound(_("表格里没有这一行。"))
    rows = _Rows(context, actor, sheet)
    typed, rest = split_plan_content(rows.content(row), rows.fields)
    return begin_draft(context, actor, DraftContent(typed, rest))


class _Rows:
    """The rows of a spreadsheet as plans."""

    def __init__(self, context: Context, actor: Actor, sheet: StoredSheet) -> None:
        self.context, self.actor, self.sheet = context, actor, sheet
        self.fields = list_sheet_fields(context, actor)
        self._office = get_office_name(context, actor)

    def preview(self) -> Iterator[RowPreview]:
        """Each row in turn; of two that are about the same the later one is a mistake."""
        seen: dict[tuple[str, ...], int] = {}
        for row in self.sheet.content.rows:
            typed, mistakes = self._read_cells(row)
            warnings: list[FindingView] = []
            doubts: list[Text] = []
            if not row.opened:
                unread = {mistake.heading for mistake in mistakes}
                found, warnings, plan = self._check(typed)
                doubts = find_doubts(plan, self.context.law) if plan is not None else []
                placed = [self._place(row, mistake) for mistake in found]
                mistakes += [mistake for mistake in placed if mistake.heading not in unread]
                if plan is not None:
                    same = (plan.minor.name, str(plan.minor.born_on), str(plan.decision.on), plan.number or "")
                    if same in seen:
                        mistakes.append(CellMistake(str(row.line), None, _("与第{line}行相同。", line=seen[same])))
                    seen.setdefault(same, row.line)
            may_be_opened = not mistakes and not row.opened
            name = typed.get("minor.name", "")
            yield RowPreview(row.line, name, row.number, row.opened, may_be_opened, mistakes, warnings, doubts)

    def read(self, row: SheetRow) -> PlanFile:
        """The plan of the row, under the number that was drawn for it where it has none of its own: so it is opened once.
        BadInput with what is wrong in it."""
        typed, mistakes = self._read_cells(row)
        content = self._content(typed)
        if mistakes:
            raise BadInput(mistakes[0].wrong)
        found, _warnings, _plan = self._check(typed)  # without the number, whose plan it is was looked for
        if found:
            raise BadInput(found[0].wrong, mistakes=found)
        content.setdefault(NUMBER.place, row.number)
        return self._parse(content)

    def content(self, row: SheetRow) -> dict[str, Any]:
        """What the row tells, as a plan file has it; a cell that says nothing its field knows is left out."""
        return self._content(self._read_cells(row)[0])

    def _check(self, typed: dict[str, str]) -> tuple[list[Mistake], list[FindingView], PlanFile | None]:
        try:
            plan = self._parse(self._content(typed))
        except BadInput as wrong:
            return wrong.mistakes or [Mistake("", wrong.reason)], [], None
        check = check_plan(self.context, self.actor, plan)
        mistakes = [Mistake(each.place, each.wrong, rule=each.rule, article=each.article) for each in check.mistakes]
        warnings = [each for each in check.findings if not each.holds and each.effect == Effect.WARNS.value]
        return mistakes, warnings, plan

    def _parse(self, content: dict[str, Any]) -> PlanFile:
        return parse_and_validate(lambda: parse_plan_form(content), self.context.law, self.context.clock.today())

    def _content(self, typed: dict[str, str]) -> dict[str, Any]:
        return build_plan_content(typed, self.fields, self._office)

    def _read_cells(self, row: SheetRow) -> tuple[dict[str, str], list[CellMistake]]:
        """What the row says, with what holds for all rows where it says nothing; and the cells that say nothing."""
        said = {place: (cell, str(row.line)) for place, cell in self.sheet.content.common.items()}
        for column, place in enumerate(self.sheet.content.columns):
            if place is not None and row.cells[column]:
                said[place] = row.cells[column], f"{get_letters(column)}{row.line}"
        typed: dict[str, str] = {}
        mistakes = []
        for field in self.fields:
            cell, where = said.get(field.place, ("", ""))
            try:
                typed |= read_cell(field, cell, self.context.law)
            except BadInput as wrong:
                mistakes.append(CellMistake(where, field.heading, wrong.reason))
        return typed, mistakes

    def _place(self, row: SheetRow, mistake: Mistake) -> CellMistake:
        """The mistake at the cell of the field that is meant, or at the row where no column is that field."""
        field = find_field(self.fields, mistake.place)
        columns = self.sheet.content.columns
        column = columns.index(field.place) if field and field.place in columns else None
        cell = str(row.line) if column is None else f"{get_letters(column)}{row.line}"
        return CellMistake(cell, field.heading if field else None, mistake.wrong, mistake.rule, mistake.article)
