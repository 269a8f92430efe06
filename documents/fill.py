"""A paper filled: every field in its place, nothing lost after & or <, and no template's code run.

docxtpl without escaping drops, without a word, what follows an ampersand; so everything is escaped, a missing field is
an error, the environment is a sandbox, and the finished file is read again: each value must stand in it.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, unescape

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.errors import CannotFill, Mistake
from core.i18n import _, listed, verbatim
from documents.papers import Paper

if TYPE_CHECKING:
    from docx.document import Document

_NEVER = (1980, 1, 1, 0, 0, 0)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

CONCEALED = "（略）"

Value = str | list[dict[str, str]]
Values = Mapping[str, Value]


def create_environment() -> ImmutableSandboxedEnvironment:
    """Where templates run: nothing of the program can be reached, and what is missing is an error."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def fill_template(template: bytes, values: Values) -> bytes:
    """The Word file with every value in its place; the same template and values give the same bytes.

    CannotFill if the template asks for what is not there, runs code, or loses a value.
    """
    from docxtpl import DocxTemplate  # here and below: only who fills a paper waits for Word's library to load

    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render(_laid_out(values), create_environment(), autoescape=True)
        made = io.BytesIO()
        document.save(made)
        filled = normalize_zip(made.getvalue())
        lost = find_missing_fields(filled, template, values)
    except (TemplateError, ValueError, KeyError, AttributeError, zipfile.BadZipFile):
        # Never the words of the trouble: they may repeat what was filled in.
        raise CannotFill(_("这份模板填不成文书，请检查模板。")) from None
    if lost:
        raise CannotFill(_("模板丢失了内容：{fields}。", fields=listed(map(verbatim, lost))))
    return filled


def conceal(filled: bytes, words: Iterable[str]) -> bytes:
    """The same Word file with `CONCEALED` wherever one of those words stood. CannotFill where one still does."""
    written = sorted({escape(word.strip()) for word in words if len(word.strip()) > 1}, key=len, reverse=True)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(filled)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.startswith("word/") and name.endswith(".xml"):
                text = content.decode()
                for word in written:
                    text = text.replace(word, CONCEALED)
                content = text.encode()
            after.writestr(name, content)
    copy = normalize_zip(made.getvalue())
    if any(unescape(word) in extract_text(copy) for word in written):
        raise CannotFill(_("副本中仍有应当略去的信息，请人工处理。"))
    return copy


def find_missing_fields(filled: bytes, template: bytes, values: Values) -> list[str]:
    """The fields that the template shows and the filled file does not, in whole or in part."""
    there = _squeezed(extract_text(filled))
    fields, columns = _fields_in(template)
    return sorted({name for name, text in _texts(values, fields, columns) if _squeezed(text) not in there})


def find_field_mistakes(paper: Paper, values: Values) -> list[Mistake]:
    """Every field of the paper that has no value, or not one of its kind, and every value that is no field of it."""
    names = {field.name for field in paper.fields}
    mistakes = [Mistake(f"fields.{name}", _("这种文书没有这一栏。")) for name in values if name not in names]
    for field in paper.fields:
        value = values.get(field.name)
        if value is None or (isinstance(value, str) and not value.strip()):
            mistakes.append(Mistake(f"fields.{field.name}", _("“{field}”没有填写。", field=field.words)))
        elif isinstance(value, list) != bool(field.columns):
            mistakes.append(Mistake(f"fields.{field.name}", _("应为一段文字。")))
    return mistakes


def normalize_text(text: str) -> str:
    """What somebody typed, in one form: line ends alike, no tabs, no characters that no file can hold."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", "　")
    return _NO_XML.sub("", lines).strip()


def extract_text(filled: bytes) -> str:
    """Everything that can be read in the Word file: its paragraphs, cells, headers and footers."""
    import docx

    return "\n".join(_paragraphs(docx.Document(io.BytesIO(filled))))


def normalize_zip(content: bytes) -> bytes:
    """The same file without the times at which its parts were packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(entry, old.read(name))
    return made.getvalue()


def _paragraphs(document: "Document") -> Iterator[str]:
    """Every paragraph's text in the order of the file, in tables and text boxes too."""
    bodies = [document.element.body]
    for section in document.sections:
        bodies += [section.header._element, section.footer._element]
    for body in bodies:
        for paragraph in body.iter(f"{{{_W}}}p"):
            yield "".join(_text_of(node) for node in paragraph.iter())


def _text_of(node: Any) -> str:
    if node.tag == f"{{{_W}}}t":
        return node.text or ""
    return "\n" if node.tag == f"{{{_W}}}br" else ""


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _laid_out(values: Values) -> dict[str, Any]:
    """A line end in a value begins a new paragraph of the same kind."""

    def laid(text: str) -> str:
        return text.replace("\n", "\a")

    return {
        name: laid(value)
        if isinstance(value, str)
        else [{key: laid(cell) for key, cell in row.items()} for row in value]
        for name, value in values.items()
    }


def _texts(values: Values, fields: set[str], columns: set[str]) -> Iterator[tuple[str, str]]:
    """Every line of every value that is to be seen, with the name of its field."""
    for name, value in values.items():
        if isinstance(value, str):
            cells = [value] if name in fields else []
        else:
            cells = [cell for row in value for column, cell in row.items() if column in columns]
        for cell in cells:
            for line in cell.splitlines():
                yield name, line


def _fields_in(template: bytes) -> tuple[set[str], set[str]]:
    """The fields that the template itself shows, and the columns of its lists: it may leave some out."""
    text = extract_text(template)
    return set(re.findall(r"\{\{\s*(\w+)\s*\}\}", text)), set(re.findall(r"\{\{\s*\w+\.(\w+)\s*\}\}", text))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
