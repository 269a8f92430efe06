"""A served decision is read into the form of a new plan: what it says with its words, what contradicts itself with both
sides, and nothing that it does not say."""

import tomllib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from markupsafe import Markup
from pypdf import PdfReader, PdfWriter

from casework.plan.decision_paper.paper_text import MAX_LENGTH, MAX_PAGES, check_text, extract_text
from casework.plan.decision_paper.reading import read_decision
from casework.plan.decision_paper.sentences import split_decision
from casework.plan.plan_form import get_plan_form, list_fields
from core.errors import BadInput
from core.i18n import Bilingual
from documents.pdf_export import render_pdf

FOLDER = Path(__file__).with_name("decisions")
EXPECTED: dict[str, Any] = tomllib.loads((FOLDER / "expected.toml").read_text())
OFFICE = "青禾区人民检察院"


def decision(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_decision_is_read_as_a_person_reads_it(name: str) -> None:
    """In the format of 2020, in full width and words, with figures in circles, on one line, broken by pages, of somebody
    with a passport, and with almost nothing: no field more and none less, and a doubt wherever one may be wrong."""
    reading = read_decision(decision(name), OFFICE)
    assert reading.typed == EXPECTED[name]["typed"]
    assert list(reading.doubts) == EXPECTED[name]["doubts"]
    assert [words for _caption, words in reading.beside] == EXPECTED[name]["beside"]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_field_has_the_words_it_came_from(name: str) -> None:
    """They stand in the paper as they are quoted, clause by clause, and each field is one of the form."""
    reading = read_decision(decision(name), OFFICE)
    paper = "".join(sentence.text for sentence in split_decision(decision(name)))
    assert reading.sources.keys() >= reading.typed.keys()
    assert not [words for quoted in reading.sources.values() for words in quoted.split("；") if words not in paper]
    fields = {field.place for field in list_fields(get_plan_form(reading.typed))}
    many = {
        f"{field.place}.{code}" for field in list_fields(get_plan_form(reading.typed)) for code, _words in field.choices
    }
    assert reading.typed.keys() <= fields | many


def test_what_came_back_from_investigation_goes_with_the_plan() -> None:
    """The form has no field for it: without it the review would seem too late."""
    assert read_decision(decision("02_words")).rest == {"review": {"returned_on": ["2026-06-15"]}}


def test_a_contradiction_shows_both_sides() -> None:
    doubts = read_decision(decision("05_contradictions"), OFFICE).doubts
    said = {place: [each.zh for each in reasons] for place, reasons in doubts.items()}
    assert said["decision.period_written_to"][0].startswith(
        "决定书写到2026-12-10；6个月从2026-06-10起，算出来是2026-12-09。"
    )
    assert said["minor.name"] == ["决定书里有两个姓名：方小寒、方小雪。请核对是不是这个人的决定书。"]
    assert said["minor.born_on"][1] == "决定书写15岁；按出生日期算是17岁。"


def test_another_paper_is_refused_by_its_name() -> None:
    for text, reason in (
        (decision("09_other_paper"), "这是《不起诉决定书》"),
        ("今天天气很好。", "没有认出附条件不起诉决定书"),
    ):
        with pytest.raises(BadInput) as refused:
            read_decision(text)
        assert refused.value.reason.zh.startswith(reason)


def test_word_and_pdf_say_what_the_text_says() -> None:
    told = decision("01_format")
    document = docx.Document()
    for line in told.splitlines():
        document.add_paragraph(line)
    word = BytesIO()
    document.save(word)
    lines = Markup("").join(Markup("<p>{}</p>").format(line) for line in told.splitlines())
    for content in (word.getvalue(), render_pdf(lines, "paper", Bilingual(*["决定书"] * 2))):
        assert read_decision(extract_text(content), OFFICE).typed == EXPECTED["01_format"]["typed"]


def a_pdf(pages: int = 1, password: str = "") -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()


def a_package(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "")
    return out.getvalue()


@pytest.mark.parametrize(("content", "reason"), [
    (a_pdf(), "扫描件"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "扫描件"),
    (a_pdf(password="secret"), "有密码"),
    (a_pdf(MAX_PAGES + 1), "超过"),
    (a_pdf()[:40], "打不开"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
    (a_package("word/document.xml", "word/vbaProject.bin"), "宏"),
    (a_package("word/document.xml"), "打不开"),
    (a_package("xl/workbook.xml"), "只收Word"),
    (b"PK\x03\x04broken", "打不开"),
    (b"a = 1", "只收Word"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_what_to_do(content: bytes, reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        extract_text(content)
    assert reason in refused.value.reason.zh


def test_pasted_text_has_a_length() -> None:
    for text in (" \n", "字" * (MAX_LENGTH + 1)):
        with pytest.raises(BadInput):
            check_text(text)


def test_the_pdf_that_is_refused_as_a_scan_opens() -> None:
    """Otherwise the refusal above would be of a file that is broken."""
    assert len(PdfReader(BytesIO(a_pdf())).pages) == 1
