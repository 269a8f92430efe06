"""A third language is one catalogue: with a made-up one, every page of the family and the desk speaks it. On the same visit each
page is held to the rules for all pages."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import write_po

from core import i18n
from documents.papers import PAPERS
from tests.web.test_web_every_page import VISITS, assert_keeps_rules, visit
from tests.web.visitors import Pages
from tools.messages import read

THIRD = "bo"
"""Tibetan, as an example: Babel knows its days and months. The sentences are made up."""
ROOT = Path(__file__).resolve().parents[2]
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OWN = ("芒果", "新芽", "癸县", "壬县", "中文", "接受心理", "每次一小时", "都好")
"""Names of people and places, and what people wrote."""
TEXTS = re.compile(
    r"【向阳】|请登录|《|第\d+[条至]|推论：|本院做法|（补假）|办理意见|工作指引|工作规定|无规定，推论|联合惩戒办法|强制报告制度|\d{4}年\d+月\d+日"
)
"""Registered texts, citations of the law, and the names of holidays."""
KEPT = ("已当面宣布并告知。", "男", "无", "推论")
"""What the record has kept as it was read then, and what is typed into a Chinese form."""


@pytest.fixture(scope="module", autouse=True)
def _third_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The program with one catalogue more, in which each sentence is its values between marks."""
    folder = tmp_path_factory.mktemp("locale")
    shutil.copytree(i18n.LOCALE / "en", folder / "en")
    catalogue = read("en")
    catalogue.locale = THIRD
    for message in catalogue:
        if message.id and message.context not in ("date", "date in a text message"):
            message.string = _marked(message.id) if isinstance(message.id, str) else (_marked(message.id[0]),) * 2
    place = folder / THIRD / "LC_MESSAGES" / "messages.po"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_po(file, catalogue)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "LOCALE", folder)
        i18n.translations.cache_clear()
        yield
    i18n.translations.cache_clear()


def _marked(message: str) -> str:
    """A sentence of which nothing is Chinese or English: its values, between marks."""
    values = [f"{{{name}}}" for name in re.findall(r"{(\w+)}", message)]
    return "⟦" + " ".join(["·", *values]) + "⟧"


@pytest.mark.parametrize("what", VISITS)
def test_every_page_keeps_the_rules_and_speaks_the_third_language(
    readers: Pages, request: pytest.FixtureRequest, what: str
) -> None:
    """Nothing of a page is left in Chinese or English but what is a person's own, law, or a registered text."""
    page = assert_keeps_rules(what, visit(what, THIRD, readers, request))
    assert [words for words in page.words if _of_ours(words)] == []


def _of_ours(words: str) -> bool:
    plain = words
    while MARKED.search(plain):
        plain = MARKED.sub("", plain)
    if not CHINESE.search(plain) or TEXTS.search(plain) or any(own in plain for own in OWN) or plain.strip() in KEPT:
        return False
    return plain.strip() not in _data() and not any(len(data) > WHOLE_SENTENCE and data in plain for data in _data())


WHOLE_SENTENCE = 8
"""A rule's title may stand within other words; a short word of the data may not explain a longer one of ours."""


@cache
def _data() -> set[str]:
    """What is written in two languages side by side, on purpose: the law, papers, registered texts."""
    found = {str(words) for paper in PAPERS for words in (paper.words, *(field.words for field in paper.fields))}

    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for each in value.values():
                yield from strings(each)
        elif isinstance(value, list):
            for each in value:
                yield from strings(each)

    files = (path for folder in ("law", "evaluation") for path in (ROOT / folder).glob("*.toml"))
    for path in [*files, ROOT / "usage" / "helps.toml", ROOT / "documents" / "typing_sheet.toml"]:
        found.update(strings(tomllib.loads(path.read_text(encoding="utf-8"))))
    return found
