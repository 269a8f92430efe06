"""An office's present caseload from a spreadsheet: read in, looked over row by row, and opened by naming rows; and back."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import AfterValidator, Field

from api.plan_body import read_body
from api.routing import ApiRoute
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.spreadsheet.caseload_export import export_caseload, make_empty_workbook
from casework.plan.spreadsheet.caseload_import import (
    RowOpened,
    RowPreview,
    begin_draft_from_row,
    open_rows,
    preview_sheet,
)
from casework.plan.spreadsheet.columns import get_heading, get_letters, list_sheet_fields
from casework.plan.spreadsheet.stored_sheet import (
    MOST_ROWS,
    begin_sheet,
    discard_sheet,
    list_sheets,
    load_sheet,
    set_columns,
)
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import EXPORT_CASELOAD
from core.i18n import SOURCE, Language, Text, find_language
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.downloads import XLSX, workbook_response

router = APIRouter(route_class=ApiRoute, prefix="/caseload-sheets", tags=["plans"])

Opener = Annotated[Actor, requires_right(OPEN_PLAN)]
SHEET: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"The spreadsheet itself, CSV or XLSX: headings and at most {MOST_ROWS} rows. At most 2 MB.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
}


def _known_language(tag: str) -> Language:
    language = find_language(tag)
    if language is None:
        raise ValueError("no language of the program")
    return language


HeadingLanguage = Annotated[
    str,
    Query(max_length=20, description="Of the headings and choices: one that the program speaks, such as `en`."),
    AfterValidator(_known_language),
]


@dataclass(frozen=True)
class ColumnView:
    """A column of the spreadsheet, and the place in a plan file of the field it is; None where it is left out."""

    letters: str
    heading: str
    field: str | None


@dataclass(frozen=True)
class SheetFieldView:
    """A field that a column can be."""

    field: str
    heading: Text
    needed: bool


@dataclass(frozen=True)
class SheetSummary:
    """A spreadsheet that was read in: how many rows it has, how many were opened, and when it is deleted if left alone."""

    id: uuid.UUID
    rows: int
    opened: int
    deleted_at: datetime


@dataclass(frozen=True)
class SheetView:
    """A spreadsheet as it was read in: its columns, what holds for all rows, and each row as it would be opened."""

    id: uuid.UUID
    columns: list[ColumnView]
    common: dict[str, str]
    fields: list[SheetFieldView]
    rows: list[RowPreview]
    seen: str


class ColumnsChosen(FileModel):
    """Of each column in turn the field it is, or nothing; and what holds for every row whose cell says nothing."""

    columns: list[str | None] = Field(max_length=200)
    common: dict[str, Annotated[str, Field(max_length=1000)]] = Field({}, max_length=200)


class RowsConfirmed(FileModel):
    """The rows to be opened, by their numbers in the spreadsheet, and the `seen` of the preview they were seen in."""

    lines: list[int] = Field(min_length=1, max_length=MOST_ROWS)
    seen: str = Field(min_length=32, max_length=32)


@dataclass(frozen=True)
class DraftBegun:
    """A draft of one's own."""

    draft: uuid.UUID


@router.post("", status_code=201, openapi_extra=SHEET)
def upload_caseload_sheet(request: Request, actor: Opener, body: Annotated[bytes, Depends(read_body)]) -> SheetView:
    """Read in a spreadsheet of a caseload.

    Columns are matched by their headings as far as these are known, and every row is checked. Nothing is opened. Only
    the user can see it; it is deleted thirty days after it was last used.
    """
    context = get_app_state(request).context
    return _view(request, actor, begin_sheet(context, actor, body))


@router.get("")
def list_caseload_sheets(request: Request, actor: Opener) -> list[SheetSummary]:
    """List the spreadsheets of the user.

    Returns those that are not deleted, the one used last first.
    """
    return [
        SheetSummary(sheet.id, len(sheet.content.rows), sum(row.opened for row in sheet.content.rows), sheet.deleted_at)
        for sheet in list_sheets(get_app_state(request).context, actor)
    ]


@router.get("/empty.xlsx", response_class=Response, responses=WORKBOOK)
def download_empty_sheet(request: Request, actor: Opener, language: HeadingLanguage = SOURCE) -> Response:
    """Download a workbook with headings and no rows."""
    content = make_empty_workbook(get_app_state(request).context, actor, language)
    return workbook_response(content, "caseload-empty.xlsx")


@router.get("/export.xlsx", response_class=Response, responses=WORKBOOK)
def download_caseload(
    request: Request, actor: Annotated[Actor, requires_right(EXPORT_CASELOAD)], language: HeadingLanguage = SOURCE
) -> Response:
    """Download the caseload as a spreadsheet.

    One row for each plan of the user that is neither sealed nor closed, in the columns in which a caseload is read in.
    Each plan exported is a line in the journal.
    """
    return workbook_response(export_caseload(get_app_state(request).context, actor, language), "caseload.xlsx")


@router.get("/{sheet}")
def read_caseload_sheet(request: Request, sheet: uuid.UUID, actor: Opener) -> SheetView:
    """Get a spreadsheet with the preview of its rows."""
    return _view(request, actor, sheet)


@router.put("/{sheet}/columns")
def set_sheet_columns(request: Request, sheet: uuid.UUID, chosen: ColumnsChosen, actor: Opener) -> SheetView:
    """Choose which column is which field.

    Returns the preview of the rows as they are read now.
    """
    set_columns(get_app_state(request).context, actor, sheet, chosen.columns, chosen.common)
    return _view(request, actor, sheet)


@router.post("/{sheet}/open", responses={412: {}})
def open_sheet_rows(request: Request, sheet: uuid.UUID, chosen: RowsConfirmed, actor: Opener) -> list[RowOpened]:
    """Open the plans of the rows named.

    A row with a mistake is refused and leaves the others alone; a row that was opened before is not opened again. If the
    preview has changed meanwhile, nothing is done (412).
    """
    app_state = get_app_state(request)
    opened = open_rows(app_state.context, actor, sheet, chosen.lines, chosen.seen)
    app_state.check_now()
    return opened


@router.post("/{sheet}/rows/{line}/draft", status_code=201)
def create_draft_from_row(request: Request, sheet: uuid.UUID, line: int, actor: Opener) -> DraftBegun:
    """Begin a draft of a new plan with what a row says."""
    return DraftBegun(begin_draft_from_row(get_app_state(request).context, actor, sheet, line))


@router.delete("/{sheet}", status_code=204)
def delete_caseload_sheet(request: Request, sheet: uuid.UUID, actor: Opener) -> None:
    """Delete a spreadsheet that was read in."""
    discard_sheet(get_app_state(request).context, actor, sheet)


def _view(request: Request, actor: Actor, sheet: uuid.UUID) -> SheetView:
    context = get_app_state(request).context
    stored = load_sheet(context, actor, sheet)
    content, preview = stored.content, preview_sheet(context, actor, stored)
    columns = [
        ColumnView(get_letters(number), heading, place)
        for number, (heading, place) in enumerate(zip(content.headings, content.columns, strict=True))
    ]
    fields = [
        SheetFieldView(field.place, get_heading(field), field.needed) for field in list_sheet_fields(context, actor)
    ]
    return SheetView(stored.id, columns, content.common, fields, preview.rows, preview.seen)
