"""A template that an office offers in place of ours: an uploaded Word file is code, and is read as such before it runs.

Only this may stand in it: the paper's own fields, and loops over its lists. No call, no filter, no reach into an object,
no link to anything outside, no macro.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

import puremagic
from jinja2 import TemplateSyntaxError, nodes

from core.errors import BadInput, CannotFill, Mistake
from core.i18n import Text, _, listed, ngettext
from documents.fill import create_environment, extract_text, fill_template
from documents.papers import FieldSource, Paper

MAX_TEMPLATE_BYTES = 1024 * 1024
_MAX_PARTS, _MAX_UNPACKED_BYTES = 200, 8 * 1024 * 1024
_OF_THE_LOOP = frozenset({"index", "first", "last"})
_HARMLESS_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_SAMPLE = "样本 A&B <内容> “引号”"


def check_template(paper: Paper, content: bytes) -> None:
    """The file may stand in place of our template for that paper. BadInput names every reason why not, at once."""
    mistakes = list(_package(content))
    if not mistakes:
        mistakes = list(dict.fromkeys(_code(paper, content)))
    if not mistakes:
        try:
            text = extract_text(fill_template(content, make_sample_values(paper)))
        except CannotFill as error:
            mistakes = [error.reason]
        else:
            mistakes = list(_not_seen(paper, text))
    if mistakes:
        raise BadInput(
            ngettext("模板有{count}处不能用。", len(mistakes), count=len(mistakes)),
            mistakes=[Mistake("template", wrong) for wrong in mistakes],
        )


def make_sample_values(paper: Paper) -> dict[str, str | list[dict[str, str]]]:
    """A value for every field of the paper, with what a careless template would lose."""
    return {
        field.name: [{column: f"{_SAMPLE}{field.name}{column}" for column in field.columns}] * 2
        if field.columns
        else f"{_SAMPLE}{field.name}"
        for field in paper.fields
    }


def _package(content: bytes) -> Iterator[Text]:
    """Why the file is no plain Word file."""
    if len(content) > MAX_TEMPLATE_BYTES:
        yield _("文件超过1 MB。")
        return
    try:
        kinds = {found.extension for found in puremagic.magic_string(content)}
        package = zipfile.ZipFile(io.BytesIO(content))
    except (puremagic.PureError, ValueError, zipfile.BadZipFile):
        yield _NOT_WORD
        return
    with package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        unpacked = sum(part.file_size for part in parts)
        if ".docx" not in kinds or "word/document.xml" not in names:
            yield _NOT_WORD
        elif len(parts) > _MAX_PARTS or unpacked > _MAX_UNPACKED_BYTES:
            yield _("展开后太大。")
        else:
            yield from _contents(package)


_NOT_WORD = _("不是Word文档（.docx）。")
_MORE_THAN_TEXT = _("除了正文、样式、页眉页脚，还含有别的部分，例如宏、嵌入对象、图片或者customXml。")
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app|custom)\.xml|word/_rels/\w+(\.xml)?\.rels|word/theme/theme\d*\.xml"
    r"|word/(document|styles|settings|fontTable|webSettings|numbering|footnotes|endnotes|(header|footer)\d*)\.xml"
    r"|(_rels|docProps|word|word/_rels|word/theme)/"
)
"""The parts of our own templates, and what Word and WPS add to them whenever they are saved."""


def _contents(package: zipfile.ZipFile) -> Iterator[Text]:
    if any(not _PARTS.fullmatch(part.filename) for part in package.infolist()):
        yield _MORE_THAN_TEXT
    for part in package.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        try:
            text = package.read(part).decode()
        except (UnicodeDecodeError, zipfile.BadZipFile):
            yield _("内部文件无法读取。")
            return
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            yield _("含有不允许的声明。")
        if part.filename.endswith(".rels") and re.search(r'TargetMode\s*=\s*["\']External', text):
            yield _("链接到文件之外。")
        if "altChunk" in text:
            yield _MORE_THAN_TEXT
        if "macroEnabled" in text:
            yield _("是带宏的文档。")
        codes = re.findall(r"<w:instrText[^>]*>([^<]*)<", text) + re.findall(r'w:instr="([^"]*)"', text)
        if any(code.split() and code.split()[0] not in _HARMLESS_FIELDS for code in codes):
            yield _("含有页码以外的域。")


def _code(paper: Paper, content: bytes) -> Iterator[Text]:
    """What the template asks for that the paper does not have, and what it must say and does not."""
    from docxtpl import DocxTemplate

    used: set[str] = set()
    document = DocxTemplate(io.BytesIO(content))
    try:
        document.init_docx()
        parts = [document.get_xml()]
        for kind in (document.HEADER_URI, document.FOOTER_URI):
            parts += [document.get_part_xml(part) for _key, part in document.get_headers_footers(kind)]
        trees = [create_environment().parse(document.patch_xml(part)) for part in parts]
    except TemplateSyntaxError:
        yield from _misspelt(parts)
        return
    except Exception:
        # Whatever python-docx makes of a damaged file: it is told as such, never passed on.
        yield _NOT_WORD
        return
    if any(re.search(r"\{[{%]\s*r\s|\{%\s*(colspan|cellbg|vm|hm)\b", re.sub(r"<[^>]+>", "", part)) for part in parts):
        yield _ONLY_FIELDS
    properties = document.docx.core_properties
    metadata = (properties.author, properties.comments, properties.identifier, properties.subject, properties.title)
    if any("{" in (text or "") for text in metadata):
        yield _("文档属性里有花括号。")
    for tree in trees:
        yield from _walk(paper, tree, used)
    missing = [field.words for field in paper.fields if field.fill in _MUST and field.name not in used]
    if missing:
        yield _("缺少必要的栏：{fields}。", fields=listed(missing))


def _misspelt(parts: list[str]) -> Iterator[Text]:
    """Where the braces are not as they should be, as far as a single paragraph tells. Only what stands in them is repeated:
    the paragraph may be of a paper that was filled in."""
    paragraphs = [each for part in parts for each in re.findall(r"<w:p[ >].*?</w:p>", part, re.DOTALL)]
    texts = [unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)<", each))) for each in paragraphs]
    found = [text for text in texts if any(text.count(begins) != text.count(ends) for begins, ends in _PAIRS)]
    for text in found:
        pieces = _PIECE.findall(text)
        wrong = next((piece for piece in pieces if not piece.endswith(("}}", "%}"))), pieces[-1])
        yield _("花括号里的写法不对：“{place}”。", place=wrong.strip())
    whole = "\n".join(texts)
    if len(re.findall(r"\{%\w*\s+for\b", whole)) != len(re.findall(r"\{%\w*\s+endfor\b", whole)):
        yield _("循环的开头（for）和结尾（endfor）不成对。")
    elif not found:
        yield _("花括号里的写法不对。")


_PAIRS = (("{{", "}}"), ("{%", "%}"))
_PIECE = re.compile(r"\{[{%][^{}]{0,30}[}%]{0,2}|[}%]\}")
"""An opening with what follows it, and a closing that nothing has opened."""


def _not_seen(paper: Paper, name: str) -> Iterator[Text]:
    """A field that the filled sample does not show, as one that stands in deleted text."""
    hidden = [field.words for field in paper.fields if field.fill in _MUST and f"{_SAMPLE}{field.name}" not in name]
    if hidden:
        yield _("看不到的栏：{fields}。", fields=listed(hidden))


_MUST = (FieldSource.KNOWN, FieldSource.TYPED)
_ONLY_FIELDS = _("只能写文书的栏和对列表的循环。")


def _walk(
    paper: Paper, node: nodes.Node, used: set[str], loop: tuple[str, tuple[str, ...]] | None = None
) -> Iterator[Text]:
    """Each node is one of the few that a template needs."""
    match node:
        case nodes.Template() | nodes.Output():
            for child in node.iter_child_nodes():
                yield from _walk(paper, child, used, loop)
        case nodes.TemplateData():
            return
        case nodes.Name(ctx="load") if (field := paper.field(node.name)) and not field.columns:
            used.add(node.name)
        case nodes.Getattr(node=nodes.Name(name="loop"), attr=attr) if loop and attr in _OF_THE_LOOP:
            return
        case nodes.Getattr(node=nodes.Name(name=name), attr=attr) if loop and name == loop[0] and attr in loop[1]:
            return
        case nodes.For(target=nodes.Name(name=name), iter=nodes.Name(name=over), test=None, recursive=False) if (
            not loop
        ):
            listed = paper.field(over)
            if listed is None or not listed.columns or node.else_:
                yield _unknown(over)
                return
            used.add(over)
            for child in node.body:
                yield from _walk(paper, child, used, (name, listed.columns))
        case nodes.If() if isinstance(node.test, nodes.Name | nodes.Getattr) and not node.elif_:
            yield from _walk(paper, node.test, used, loop)
            for child in [*node.body, *node.else_]:
                yield from _walk(paper, child, used, loop)
        case nodes.Name() | nodes.Getattr():
            yield _unknown(node.name if isinstance(node, nodes.Name) else node.attr)
        case _:
            yield _ONLY_FIELDS


def _unknown(name: str) -> Text:
    printable = name if name.isidentifier() and len(name) <= 40 else "…"
    return _("这种文书没有这一栏：{shown}。", shown=printable)
