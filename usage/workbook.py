"""A workbook (XLSX) as lines of text. Formulas are never evaluated: what the file itself shows is what is read.

Before anything is unpacked its own table of contents is asked how large it would become; its XML is read by parsers that
resolve no entities.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from core.errors import BadInput
from core.i18n import _
from usage.limits import NOT_READABLE, Limits, too_large, too_many

_SIGN = b"PK\x03\x04"
_MAX_PARTS = 2_000
_MAX_SHEETS = 20
_EXACT = 1e15
"""A spreadsheet program keeps fifteen digits of a number. Of what is longer, such as an identity number that was not
typed as text, the last digits are lost, and are not made up here: it is shown as the program shows it."""
warnings.filterwarnings("ignore", module="openpyxl")  # its warnings repeat what stands in cells


def is_workbook(raw: bytes) -> bool:
    """Whether the bytes begin as a workbook does."""
    return raw.startswith(_SIGN)


def sheets_of_workbook(raw: bytes, limits: Limits) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The visible sheets in their order, each as its lines with their numbers, empty ones left out.

    Raises BadInput for what is no workbook, is locked by a password, would become too large, or has too many columns.
    """
    from openpyxl import load_workbook  # loads only for who hands in a workbook
    from openpyxl.xml import DEFUSEDXML

    if not DEFUSEDXML:  # a workbook must not be opened by a parser that resolves entities
        raise ImportError("openpyxl does not find defusedxml")
    _weigh(raw, limits)
    try:
        workbook = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"][:_MAX_SHEETS]
    except MemoryError:
        raise
    except Exception:  # whatever a parser of somebody else's stumbles over, the reason is the file
        raise BadInput(NOT_READABLE) from None
    if not visible:
        raise BadInput(NOT_READABLE)
    for sheet in visible:
        yield _lines(sheet, limits)


def _lines(sheet: Any, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    try:
        sheet.reset_dimensions()  # what the file claims of its size is not believed
        lines = sheet.iter_rows(max_row=limits.rows + 100, max_col=limits.columns + 1, values_only=True)
        empty: tuple[object, ...] | None = None
        for number, cells in enumerate(lines, 1):
            if cells is empty:  # a file may claim a million lines between two
                continue
            if not any(cell is not None for cell in cells):
                empty = cells
                continue
            if cells[limits.columns] is not None:
                raise too_many(_("列"), limits.columns)
            yield number, [_as_text(cell) for cell in cells]
    except (BadInput, MemoryError, GeneratorExit):
        raise
    except Exception:  # as above
        raise BadInput(NOT_READABLE) from None


def _weigh(raw: bytes, limits: Limits) -> None:
    """Refuses what would become too large, by what its own table of contents says; no part is ever read beyond that."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError):
        raise BadInput(NOT_READABLE) from None
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > limits.workbook_bytes:
        raise too_large(limits.workbook_bytes)
    if any(part.flag_bits & 1 for part in parts):
        raise BadInput(_("文件有密码，请去掉密码后重新提交。"))


def _as_text(cell: object) -> str:
    """A cell as a person would have typed it: a day, a moment, a duration or a number."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.strftime("%Y-%m-%d") if cell.time() == time.min else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case float() if abs(cell) >= _EXACT:
            return f"{cell:.14E}"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
