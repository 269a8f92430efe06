"""The Word templates: made from their sources, filled without loss, and nothing in them runs."""

import io
import re
import zipfile

import docx
import pytest
from docxtpl import DocxTemplate

from core.errors import BadInput, CannotFill
from documents.build_templates import SOURCES, TEMPLATES, build_template
from documents.fill import extract_text, fill_template, find_missing_fields, normalize_text
from documents.notice import NEVER, NOTICES
from documents.papers import PAPERS, PAPERS_BY_CODE, Paper
from documents.template_check import MAX_TEMPLATE_BYTES, check_template, make_sample_values
from law.service import NOT_IN_A_NOTICE

DECISION = PAPERS_BY_CODE["conditional_decision"]


def template(paper: Paper) -> bytes:
    return (TEMPLATES / f"{paper.code}.docx").read_bytes()


def source(paper: Paper) -> str:
    return (SOURCES / f"{paper.code}.txt").read_text(encoding="utf-8")


def refused(text: str, paper: Paper = DECISION, *, instead: bool = False) -> list[str]:
    """Why a template is refused to whose source that line was added, or that is nothing but it."""
    with pytest.raises(BadInput) as found:
        check_template(paper, build_template(text if instead else source(paper) + "\n" + text))
    return [mistake.wrong.en for mistake in found.value.mistakes]


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.code for paper in PAPERS])
def test_every_template_is_what_its_source_says_and_is_filled_whole(paper: Paper) -> None:
    """Byte by byte what the script makes; every field of the table stands in it; what follows & and < is there."""
    content = template(paper)
    assert content == build_template(source(paper)), "run python -m documents.typeset"
    check_template(paper, content)
    text = extract_text(fill_template(content, make_sample_values(paper)))
    for field in paper.fields:
        for column in field.columns or ("",):
            if re.search(rf"\b{column or field.name} }}}}", source(paper)):
                assert f"样本 A&B <内容> “引号”{field.name}{column}" in text
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize(("line", "said"), [
    ("芒果卖卡：{{ facts", "{{ facts"),
    ("{%p for one in conditions %}", "(endfor)"),
    ("{{ facts number }}", "The braces"),
])  # fmt: skip
def test_who_mistypes_braces_reads_where(line: str, said: str) -> None:
    """Of a paper that was filled in by mistake, nothing but the braces is repeated."""
    refusal = "".join(refused(line))
    assert said in refusal
    assert "芒果" not in refusal


def test_there_is_a_source_for_every_paper_and_no_other() -> None:
    codes = {paper.code for paper in PAPERS}
    assert {path.stem for path in SOURCES.glob("*.txt")} == codes
    assert {path.stem for path in TEMPLATES.glob("*.docx")} == codes


def test_a_template_shows_every_field_and_of_a_list_every_column_that_anybody_reads() -> None:
    """Nothing of the table is computed for nobody."""
    unused = [
        (paper.code, field.name)
        for paper in PAPERS
        for field in paper.fields
        if not re.search(rf"\{{\{{ {field.name} \}}\}}|in {field.name} %\}}", source(paper))
    ]
    assert unused == []


def test_the_page_and_its_faces_are_the_official_ones() -> None:
    """A4 with the margins of GB/T 9704-2012, and the faces that an office's machine has."""
    section = docx.Document(io.BytesIO(template(DECISION))).sections[0]
    assert section.page_width is not None
    assert section.top_margin is not None
    assert (round(section.page_width.mm), round(section.top_margin.mm)) == (210, 37)
    with zipfile.ZipFile(io.BytesIO(template(DECISION))) as package:
        styles = package.read("word/styles.xml").decode()
    for face in ("仿宋_GB2312", "方正小标宋", "楷体_GB2312", "黑体"):
        assert face in styles


def test_the_same_values_give_the_same_file() -> None:
    """So a file's hash tells whether anything in it has changed, and not when it was made."""
    assert fill_template(template(DECISION), make_sample_values(DECISION)) == fill_template(
        template(DECISION), make_sample_values(DECISION)
    )


def test_a_line_end_begins_a_paragraph_and_odd_characters_are_dropped() -> None:
    values = make_sample_values(DECISION) | {"facts": normalize_text("第一段\r\n第二段\x07\ud800 <w:p>&amp;")}
    text = extract_text(fill_template(template(DECISION), values)).split("\n")
    assert "第一段" in text
    assert "第二段 <w:p>&amp;" in text


def test_a_missing_field_is_an_error_and_never_an_empty_place() -> None:
    values = make_sample_values(DECISION)
    del values["facts"]
    with pytest.raises(CannotFill):
        fill_template(template(DECISION), values)


def repacked_with(content: bytes, old: bytes, new: bytes) -> bytes:
    """The file with its text changed behind Word's back."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(made, "w") as copy:
        for name in package.namelist():
            part = package.read(name)
            copy.writestr(name, part.replace(old, new) if name == "word/document.xml" else part)
    return made.getvalue()


def test_a_field_that_cannot_be_seen_is_as_good_as_missing() -> None:
    """In deleted text it is filled, and nobody reads it."""
    line = b'<w:t xml:space="preserve">{{ facts }}</w:t>'
    hidden = repacked_with(
        template(DECISION), line, line.replace(b"w:t", b"w:delText", 1).replace(b"/w:t", b"/w:delText")
    )
    with pytest.raises(BadInput) as found:
        check_template(DECISION, hidden)
    assert [mistake.wrong.zh for mistake in found.value.mistakes] == ["看不到的栏：认定的事实。"]


def test_what_a_careless_filling_loses_is_found() -> None:
    """Filled without escaping, what follows an ampersand is gone without a word; read again, it is told by its field."""
    careless, made = DocxTemplate(io.BytesIO(template(DECISION))), io.BytesIO()
    careless.render(make_sample_values(DECISION))
    careless.save(made)
    lost = find_missing_fields(made.getvalue(), template(DECISION), make_sample_values(DECISION))
    assert {"name", "facts", "notice"} <= set(lost)


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ name.__class__ }}",
        "{{ name|safe }}",
        "{{ name.upper() }}",
        "{{ cycler }}",
        "{% for i in range(9) %}{{ i }}{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% for a in notice %}{% for b in notice %}{{ b.text }}{% endfor %}{% endfor %}",
        "{{r name }}",
        "{{ 7 * 7 }}",
        "{{ notice }}",
        "{{ name",
    ],
)
def test_code_in_a_template_is_refused(line: str) -> None:
    """Nothing but the paper's fields and loops over its lists."""
    assert refused(line)


def test_an_unknown_or_missing_field_is_named() -> None:
    assert refused("{{ nickname }}") == ["This document has no such field: nickname."]
    assert refused("{{ name }}", instead=True)[0].startswith("Fields that the document must show are missing: ")


@pytest.mark.parametrize(
    ("name", "part", "why"),
    [
        ("word/vbaProject.bin", b"x", "macros"),
        ("word/embeddings/a.bin", b"x", "macros"),
        ("../../../tmp/evil", b"x", "other parts"),
        ("customXml/item1.xml", b"<a/>", "other parts"),
        ("word/header9.xml", b'<a><w:altChunk r:id="x"/></a>', "other parts"),
        ("word/_rels/x.rels", b'<a Target="http://x.invalid" TargetMode="External"/>', "outside"),
        ("word/header9.xml", b"<!DOCTYPE a><a/>", "declarations"),
        ("word/header9.xml", b"<a><w:instrText>INCLUDETEXT x</w:instrText></a>", "page numbers"),
        ("word/big.xml", b" " * (9 * 1024 * 1024), "large"),
    ],
)
def test_a_file_that_reaches_outside_or_hides_something_is_refused(name: str, part: bytes, why: str) -> None:
    made = io.BytesIO(template(DECISION))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, part)
    with pytest.raises(BadInput) as found:
        check_template(DECISION, made.getvalue())
    assert why in found.value.mistakes[0].wrong.en


def test_what_word_and_wps_add_when_they_save_is_taken() -> None:
    made = io.BytesIO(template(DECISION))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        for name in ("word/theme/theme1.xml", "word/fontTable.xml", "docProps/app.xml", "docProps/custom.xml"):
            package.writestr(name, b"<a/>")
    check_template(DECISION, made.getvalue())


@pytest.mark.parametrize("content", [b"", b"MZ" + bytes(200), b"PK\x03\x04" + bytes(40), bytes(MAX_TEMPLATE_BYTES + 1)])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        check_template(DECISION, content)


def test_no_notice_speaks_of_suing() -> None:
    """These decisions are answered for before procuratorates alone (Rules arts 472, 478)."""
    for paper, paragraphs in NOTICES.items():
        assert PAPERS_BY_CODE[paper].field("notice")
        for word in (*NEVER, *NOT_IN_A_NOTICE, "起诉权", "诉讼请求"):
            assert not any(word in text for text in paragraphs), (paper, word)
    assert all("notice" not in {f.name for f in paper.fields} or paper.code in NOTICES for paper in PAPERS)
