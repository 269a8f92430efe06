"""Bringing in an office's present caseload from a spreadsheet: read in, columns matched, every row looked over with its
mistakes by cell, and the rows that somebody ticks are opened. And the caseload as a spreadsheet."""

import uuid
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import EXPORT_CASELOAD
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.plan_form import PlanField
from casework.plan.spreadsheet.caseload_export import make_empty_workbook
from casework.plan.spreadsheet.caseload_import import begin_draft_from_row, open_rows, preview_sheet
from casework.plan.spreadsheet.cells import read_cell, write_cell
from casework.plan.spreadsheet.headings import get_letters, list_sheet_fields
from casework.plan.spreadsheet.stored_sheet import (
    MAX_ROWS,
    StoredSheet,
    begin_sheet,
    list_sheets,
    load_sheet,
    set_columns,
)
from casework.plan.unfinished import discard_own_draft
from core.errors import BadInput, NotFound, PreviewOutdated
from core.i18n import SOURCE, _
from models.plan_draft import DraftKind
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.downloads import XLSX, file_response
from web.forms import Form, FormErrors, FormValues, UploadForm, read_form_with_files
from web.languages import get_language
from web.rendering import render_page

router = APIRouter(prefix="/caseload-sheet")

Opener = Annotated[Actor, requires_right(OPEN_PLAN)]
Upload = Annotated[UploadForm, Depends(read_form_with_files)]
_FOR_ALL = ("case.opinions.", "cadence.", "case.counsel")
"""What is often the same for all rows and in no register; and, of each plan, whatever it needs and no column says."""


@router.get("")
def show_sheets(request: Request, actor: Opener) -> HTMLResponse:
    """One's spreadsheets that are not done with, a new one, the empty one to fill in, and the caseload as one."""
    return _start(request, actor, {})


@router.post("")
def begin(request: Request, sent: Upload, actor: Opener) -> Response:
    """The spreadsheet is read in, its columns as far as they are known."""
    context = get_app_state(request).context
    if not sent.file:
        return _start(request, actor, {"file": _("请选一个文件。")}, 422)
    try:
        sheet = begin_sheet(context, actor, sent.file)
    except BadInput as wrong:
        return _start(request, actor, {"file": wrong.reason}, 422)
    return _see(f"/caseload-sheet/{sheet}")


@router.get("/empty.xlsx")
def download_empty(request: Request, actor: Opener) -> Response:
    """A workbook with headings and no rows."""
    context = get_app_state(request).context
    return file_response(make_empty_workbook(context, actor, get_language(request)), XLSX, "caseload-empty.xlsx")


@router.get("/{sheet}")
def show_sheet(
    request: Request, sheet: str, actor: Opener, opened: Annotated[int | None, Query(ge=0, le=MAX_ROWS)] = None
) -> HTMLResponse:
    """Every row: what opening it would refuse, by cell, or that it may be opened; which column is which field, with the first
    rows beside it, and what holds for all rows."""
    return _page(request, actor, load_sheet(get_app_state(request).context, actor, _id(sheet)), opened=opened)


@router.post("/{sheet}")
def save_columns(request: Request, typed: Form, sheet: str, actor: Opener) -> Response:
    """Columns are what was chosen; the rows are examined by them."""
    context = get_app_state(request).context
    stored = load_sheet(context, actor, _id(sheet))
    chosen = [typed.get(f"column-{number}") or None for number in range(len(stored.content.headings))]
    common = {
        field.place: text
        for field in list_sheet_fields(context, actor)
        if field.place not in chosen and (text := write_cell(field, typed, SOURCE))
    }
    try:
        set_columns(context, actor, stored.id, chosen, common)
    except BadInput as wrong:
        errors = {mistake.place.replace("columns[", "column-").rstrip("]"): mistake.wrong for mistake in wrong.mistakes}
        in_columns = {_from_nought(place): words for place, words in errors.items()}
        return _page(request, actor, stored, in_columns, 422, typed=typed)
    return _see(f"/caseload-sheet/{sheet}")


@router.post("/{sheet}/open")
def create_plans(request: Request, typed: Form, sheet: str, actor: Opener) -> Response:
    """The plans of the ticked rows are open, as they were seen. Sent twice they are opened once."""
    app_state = get_app_state(request)
    lines = {int(name.removeprefix("row-")) for name in typed if name.startswith("row-") and name[4:].isdecimal()}
    stored = load_sheet(app_state.context, actor, _id(sheet))
    if not lines:
        return _page(request, actor, stored, {"": _("没有选中任何一行，没有建立。")}, 422)
    try:
        results = open_rows(app_state.context, actor, stored.id, lines, typed.get("seen", ""))
    except PreviewOutdated as outdated:
        return _page(request, actor, stored, {"": outdated.reason}, 409)
    app_state.check_now()
    return _see(f"/caseload-sheet/{sheet}?opened={sum(one.number is not None for one in results)}")


@router.post("/{sheet}/draft")
def begin_draft(request: Request, typed: Form, sheet: str, actor: Opener) -> Response:
    """A row goes on as a draft, in the form of a new plan."""
    line = typed.get("line", "")
    if not line.isdecimal():
        raise NotFound(_("表格里没有这一行。"))
    draft = begin_draft_from_row(get_app_state(request).context, actor, _id(sheet), int(line))
    return _see(f"/new-plan/{draft}")


@router.post("/{sheet}/discard")
def discard(request: Request, typed: Form, sheet: str, actor: Opener) -> Response:
    """The spreadsheet is gone."""
    discard_own_draft(get_app_state(request).context, actor, DraftKind.SHEET, _id(sheet))
    return _see("/caseload-sheet")


def _start(request: Request, actor: Actor, errors: FormErrors, status: int = 200) -> HTMLResponse:
    sheets = list_sheets(get_app_state(request).context, actor)
    return render_page(
        request, "caseload_sheets.html", status=status, errors=errors, sheets=sheets, most=MAX_ROWS,
        may_export=actor.role in EXPORT_CASELOAD.by,
    )  # fmt: skip


def _page(
    request: Request,
    actor: Actor,
    sheet: StoredSheet,
    errors: FormErrors | None = None,
    status: int = 200,
    *,
    typed: FormValues | None = None,
    opened: int | None = None,
) -> HTMLResponse:
    """The rows, and the columns as they are; or as they were `typed`, with what is wrong with them."""
    context, content = get_app_state(request).context, sheet.content
    fields, preview = list_sheet_fields(context, actor), preview_sheet(context, actor, sheet)
    columns = [
        {
            "letters": get_letters(number), "heading": heading, "name": f"column-{number}",
            "field": typed.get(f"column-{number}", "") if typed else content.columns[number] or "",
            "samples": [row.cells[number] for row in content.rows if row.cells[number]][:3],
        }
        for number, heading in enumerate(content.headings)
    ]  # fmt: skip
    asked = [
        field
        for field in fields
        if (field.needed or field.place.startswith(_FOR_ALL)) and field.place not in content.columns
    ]
    return render_page(
        request, "caseload_sheet.html", status=status, sheet=sheet, rows=preview.rows, seen=preview.seen, errors=errors or {},
        opened=opened, ready=sum(row.may_be_opened for row in preview.rows), done=sum(row.opened for row in preview.rows),
        columns=columns, fields=[(field.place, field.heading, field.needed) for field in fields],
        for_all=[replace(field, words=field.heading) for field in asked], typed=typed or _typed(context, sheet, fields), in_columns=typed is not None,
    )  # fmt: skip


def _typed(context: Context, sheet: StoredSheet, fields: list[PlanField]) -> FormValues:
    """What holds for all rows, as it was typed."""
    typed: FormValues = {}
    for field in fields:
        cell = sheet.content.common.get(field.place, "")
        try:
            typed |= read_cell(field, cell, context.law)
        except BadInput:
            typed[field.place] = cell
    return typed


def _from_nought(place: str) -> str:
    name, __, number = place.partition("-")
    return f"{name}-{int(number) - 1}"


def _see(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)


def _id(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError:
        raise NotFound(_("没有这份表格：可能已经删除。")) from None
