"""Word templates made from plain sources: `python -m documents.build_templates` writes documents/templates from documents/sources.

A source is read line by line. How a line begins says what it is:

    # the office's name and the paper's          ^ the number, to the right
    ## a heading (黑体)                           > to the right: seal, signature, date
    ### a lesser heading (楷体)                   = a plain line in the middle
    | a cell | and the next                      consecutive lines are one table; its first line is the head, where
                                                 "内容:4" makes a column four times as wide as one without a number
    {%p for … %}, {%tr for … %}                  tags of docxtpl, each alone on its line

Anything else is a paragraph whose first line is indented by two characters. The page is that of GB/T 9704-2012: A4, 22
lines of 28 characters, 仿宋 at 16 points, page numbers outside. The same source always gives the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
SOURCES, TEMPLATES = HERE / "sources", HERE / "templates"

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NEVER = (1980, 1, 1, 0, 0, 0)
"""A zip file needs a time; ours says nothing by it."""

FANGSONG, SONG, KAI, HEI = "仿宋_GB2312", "方正小标宋简体", "楷体_GB2312", "黑体"

_STYLES = {
    # name: (font, half points, alignment, first-line indent in hundredths of a character, exact line in twips)
    "PaperBody": (FANGSONG, 32, "both", 200, 580),
    "PaperTitle": (SONG, 44, "center", 0, 660),
    "PaperNumber": (FANGSONG, 32, "right", 0, 580),
    "PaperHeading": (HEI, 32, "both", 200, 580),
    "PaperSubheading": (KAI, 32, "both", 200, 580),
    "PaperRight": (FANGSONG, 32, "right", 0, 580),
    "PaperCentre": (FANGSONG, 32, "center", 0, 580),
    "PaperCell": (FANGSONG, 24, "left", 0, 400),
    "PaperHead": (HEI, 24, "center", 0, 400),
}
_STYLES_BY_SIGN = {
    "### ": "PaperSubheading",
    "## ": "PaperHeading",
    "# ": "PaperTitle",
    "^ ": "PaperNumber",
    "> ": "PaperRight",
    "= ": "PaperCentre",
}
_SIGNED = "（签名"
_TAG = re.compile(r"\{%(p|tr) .*%\}")
_WIDTH = 8844  # the type area's 156 mm in twips


def build_template(source: str) -> bytes:
    """The Word file of that source."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELS,
        "docProps/core.xml": _CORE,
        "word/document.xml": _document(source),
        "word/styles.xml": _styles(),
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            package.writestr(entry, text.encode())
    return file.getvalue()


def _document(source: str) -> str:
    body: list[str] = []
    table: list[str] = []
    lines = [line.strip() for line in [*source.splitlines(), ""]]
    for place, line in enumerate(lines):
        if line.startswith("|") or (table and line.startswith("{%tr ")):
            table.append(line)
            continue
        if table:
            body.append(_table(table))
            table = []
        if line:
            body.append(_line(line, keep=_leads_to_signature(line, lines[place + 1 :])))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {_NS} xmlns:r="{_RELS}"><w:body>'
        + "".join(body)
        + _SECTION
        + "</w:body></w:document>"
    )


def _leads_to_signature(line: str, rest: Sequence[str]) -> bool:
    """Seal, signature and date never stand alone on a page: what leads to them goes with them, the last words too."""
    following = next((after for after in rest if after and not _TAG.fullmatch(after)), "")
    return not _TAG.fullmatch(line) and (following.startswith("> ") or _SIGNED in following)


def _line(line: str, *, keep: bool = False) -> str:
    for sign, style in _STYLES_BY_SIGN.items():
        if line.startswith(sign):
            return _paragraph(line.removeprefix(sign), style, keep=keep)
    return _paragraph(line, "PaperBody", keep=keep)


def _paragraph(text: str, style: str, *, keep: bool = False) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    with_next = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{with_next}</w:pPr>{run}</w:p>'


def _table(lines: list[str]) -> str:
    head, *rest = lines
    titles, weights = zip(*(_weighed(cell) for cell in _cells(head)), strict=True)
    widths = [_WIDTH * weight // sum(weights) for weight in weights]
    rows = [_row(titles, "PaperHead", widths)]
    for line in rest:
        cells = [line] + [""] * (len(widths) - 1) if _TAG.fullmatch(line) else _cells(line)
        rows.append(_row(cells, "PaperCell", widths))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl>{_TABLE}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>" + _paragraph("", "PaperCell")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _weighed(cell: str) -> tuple[str, int]:
    title, _, weight = cell.partition(":")
    return title, int(weight or 1)


def _row(cells: Sequence[str], style: str, widths: list[int]) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(cell, style)}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    head = "<w:tblHeader/>" if style == "PaperHead" else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{made}</w:tr>"


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'


def _styles() -> str:
    made = [
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr>'
        f'{_fonts(FANGSONG)}<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
        "</w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    ]
    for name, (font, size, alignment, indent, line) in _STYLES.items():
        first = f'<w:ind w:firstLineChars="{indent}" w:firstLine="{indent * size // 10}"/>' if indent else ""
        keep = "<w:keepNext/>" if name in ("PaperHead", "PaperHeading", "PaperSubheading") else ""
        made.append(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}<w:spacing w:line="{line}" w:lineRule="exact"/>{first}'
            f'<w:jc w:val="{alignment}"/></w:pPr><w:rPr>{_fonts(font)}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            "</w:rPr></w:style>"
        )
    return "".join(made) + "</w:styles>"


def _footer(side: str) -> str:
    """The page's number between dashes, outside: odd pages right, even ones left."""
    font = f'<w:rPr>{_fonts("宋体")}<w:sz w:val="28"/></w:rPr>'
    number = (
        f'<w:r>{font}<w:t xml:space="preserve">— </w:t></w:r><w:r>{font}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{font}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{font}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{font}<w:t>1</w:t></w:r>'
        f'<w:r>{font}<w:fldChar w:fldCharType="end"/></w:r><w:r>{font}<w:t xml:space="preserve"> —</w:t></w:r>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr {_NS}><w:p><w:pPr><w:ind w:left="280" '
        f'w:right="280"/><w:jc w:val="{side}"/></w:pPr>{number}</w:p></w:ftr>'
    )


_TABLE = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
    + "".join(
        f'<w:{edge} w:val="single" w:sz="6" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
)
# Top 37 mm, left 28 mm, right 26 mm, bottom 35 mm; a line every 28.99 points.
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" '
    'w:header="851" w:footer="1588" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
)
_SETTINGS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:settings {_NS}><w:evenAndOddHeaders/>'
    '<w:defaultTabStop w:val="420"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    f'<Override PartName="/word/footer2.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_PACKAGE_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELS}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    'core-properties" Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="rId{place}" Type="{_RELS}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(
            [
                ("styles", "styles.xml"),
                ("settings", "settings.xml"),
                ("footer", "footer1.xml"),
                ("footer", "footer2.xml"),
            ],
            1,
        )
    )
    + "</Relationships>"
)
# Who made a file and when is told by the record and not by the file.
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"/>'
)


def write_templates() -> list[Path]:
    """Every template is as its source says."""
    TEMPLATES.mkdir(exist_ok=True)
    written = []
    for source in sorted(SOURCES.glob("*.txt")):
        target = TEMPLATES / f"{source.stem}.docx"
        target.write_bytes(build_template(source.read_text(encoding="utf-8")))
        written.append(target)
    return written


if __name__ == "__main__":
    write_templates()
