"""The text of a paper that somebody hands in: Word, PDF with text, or pasted. A file that has none is refused in words."""

import re
import zipfile
from io import BytesIO

import docx
import puremagic
from docx.table import Table
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from core.errors import BadInput
from core.i18n import Text, _

MAX_PAGES = 200
MAX_LENGTH = 60_000
"""How many characters a decision has at most: some forty pages."""
MAX_UNPACKED = 40 * 1024 * 1024
"""How large the parts of a Word file may be together."""
_PASTE = _("请打开原文件，把文字复制、粘贴到下面。")
_SCAN = _("这是扫描件或者照片，没有能读的文字。{paste}", paste=_PASTE)
_OLD_WORD = _("这是旧格式的Word文件（.doc），请另存为.docx再交。")
_MACROS = _("这份Word文件带有宏，不能接收。请另存为.docx再交。")
_LOCKED = _("这份PDF有密码，打不开。{paste}", paste=_PASTE)
_DAMAGED = _("文件打不开，可能不完整。{paste}", paste=_PASTE)
_OTHER = _("只收Word（.docx）、带文字的PDF，或者粘贴的文字。")
_EMPTY = _("里面没有文字。{paste}", paste=_PASTE)
_TOO_LONG = _("超过{pages}页或者{length}字，不像一份决定书。", pages=MAX_PAGES, length=MAX_LENGTH)


def extract_text(content: bytes) -> str:
    """Return the text of a Word file or a PDF, a line for each paragraph or line. Raise BadInput, which says what to do,
    for a scan, a file with macros or a password, one that is too long, and any other kind."""
    if content.startswith(b"PK\x03\x04"):
        return check_text(_read_word(content))
    if content.startswith(b"%PDF-"):
        return check_text(_read_pdf(content))
    raise BadInput(_why_other(content))


def check_text(text: str) -> str:
    """Return the text without blanks at its ends. Raise BadInput where there is none, or too much."""
    if len(text) > MAX_LENGTH:
        raise BadInput(_TOO_LONG)
    if not text.strip():
        raise BadInput(_EMPTY)
    return text.strip()


def _why_other(content: bytes) -> Text:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _OLD_WORD
    try:
        kinds = [found.mime_type for found in puremagic.magic_string(content)]
    except (puremagic.PureError, ValueError):
        return _OTHER
    return _SCAN if any(kind.startswith("image/") for kind in kinds) else _OTHER


def _read_word(content: bytes) -> str:
    _ensure_word(content)
    try:
        blocks = list(docx.Document(BytesIO(content)).iter_inner_content())
    except Exception as error:  # the library raises errors of several others for a part that is missing or malformed
        raise BadInput(_DAMAGED) from error
    lines = []
    for block in blocks:
        if isinstance(block, Table):
            lines += ["，".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _ensure_word(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
    except zipfile.BadZipFile as error:
        raise BadInput(_DAMAGED) from error
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        raise BadInput(_OTHER)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise BadInput(_MACROS)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise BadInput(_TOO_LONG)


def _read_pdf(content: bytes) -> str:
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadInput(_LOCKED)
        if len(reader.pages) > MAX_PAGES:
            raise BadInput(_TOO_LONG)
        text = "\n".join(page.extract_text() for page in reader.pages)
    except BadInput:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(_DAMAGED) from error
    if not re.search(r"\w", text):
        raise BadInput(_SCAN)
    return text
