"""A filled Word file as HTML: the same words in the same order, for a preview and for the reading copy.

The Word file is the paper; this shows its paragraphs and tables, by style and alignment, and nothing else of it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_BY_STYLE = {
    "PaperTitle": "title", "PaperNumber": "right", "PaperHeading": "heading", "PaperSubheading": "subheading",
    "PaperRight": "right", "PaperCentre": "centre", "PaperCell": "cell", "PaperHead": "cell-head",
}  # fmt: skip
_BY_ALIGNMENT = {"CENTER": "centre", "RIGHT": "right"}


def docx_to_html(filled: bytes) -> Markup:
    """The paper's content as paragraphs and tables, each with a class; every word of it escaped."""
    import docx  # only who looks at a paper waits for Word's library to load

    return Markup("\n").join(_blocks(docx.Document(io.BytesIO(filled))))


def _blocks(holder: Document | _Cell) -> Iterator[Markup]:
    from docx.table import Table

    for block in holder.iter_inner_content():
        if isinstance(block, Table):
            yield _table(block)
        else:
            yield _paragraph(block)


def _paragraph(paragraph: Paragraph) -> Markup:
    style = paragraph.style.style_id if paragraph.style is not None else ""
    kind = _BY_STYLE.get(style) or _BY_ALIGNMENT.get(paragraph.alignment.name if paragraph.alignment else "", "body")
    if style.startswith(("Heading", "Title")):
        kind = "title" if style == "Title" else "heading"
    if paragraph.paragraph_format.keep_with_next:
        kind += " kept"
    lines = [Markup.escape(line) for line in paragraph.text.split("\n")]
    return Markup('<p class="{}">{}</p>').format(kind, Markup("<br>").join(lines))


def _table(table: Table) -> Markup:
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(_cell(cell) for cell in row.cells)) for row in table.rows
    )
    return Markup("<table>{}</table>").format(rows)


def _cell(cell: _Cell) -> Markup:
    head = any(paragraph.style is not None and paragraph.style.style_id == "PaperHead" for paragraph in cell.paragraphs)
    tag = Markup("th") if head else Markup("td")
    return Markup("<{}>{}</{}>").format(tag, Markup("").join(_blocks(cell)), tag)
