"""A sentence stands where it is made, in Chinese; the catalogue has it in English."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from core.i18n import LOCALE, Bilingual, translate, translate_number
from tools import messages
from tools.messages import create, extract_catalogue, is_translated, languages, written
from web.labels import LABELS

WEB = Path(__file__).resolve().parents[2] / "web"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def values(text: str) -> set[str]:
    """The names of the values that it holds."""
    return set(re.findall(r"{(\w+)}", text))


def forms_of(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """Its forms: one, or one for each number."""
    return (text,) if isinstance(text, str) else tuple(text)


def both(language: str = "en") -> Iterator[tuple[str, str]]:
    """Every message, and what it is in that language."""
    for message in read(language):
        if message.id:
            yield from ((forms_of(message.id)[0], string) for string in forms_of(message.string))


@cache
def read(language: str) -> Catalog:
    """The catalogue as it stands, to be looked at."""
    return messages.read(language)


@cache
def extracted() -> Catalog:
    """Every message that is said somewhere."""
    return extract_catalogue()


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_has_what_is_said_and_nothing_else(language: str) -> None:
    """Missing here, or said nowhere: `python -m tools.messages` brings it up to date."""
    wanted, there = ({(one.context, one.id) for one in each if one.id} for each in (extracted(), read(language)))
    assert wanted - there == set(), "not in the catalogue"
    assert there - wanted == set(), "said nowhere"
    assert [one.id for one in read(language) if one.id and not is_translated(one)] == []


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_is_written_as_the_tool_writes_it(language: str) -> None:
    catalogue = messages.read(language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    assert written(catalogue) == (LOCALE / language / "LC_MESSAGES" / "messages.po").read_bytes()


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_values_of_its_message_and_is_found_under_its_context(language: str) -> None:
    """Said once: two catalogues put together line by line leave a long sentence two or three times in its place. The form
    for one thing may leave its number out: "a file", where others say "{count} files". One Chinese word that is several
    words elsewhere is read as the one that its place means."""
    wrong = []
    for message in read(language):
        if not message.id:
            continue
        forms, source = forms_of(message.string), forms_of(message.id)[0]
        for place, form in enumerate(forms):
            lacking = values(source) - values(form)
            too_few = len(lacking) > (len(forms) > 1 and place == 0)
            twice = len(form) > 40 and form in (form + form)[1:-1]
            wrong += [(source, form)] if values(form) - values(source) or too_few or twice else []
        found = (
            translate(language, source, message.context)
            if len(forms) == 1
            else translate_number(language, source, 1, message.context)
        )
        wrong += [(message.context, source, found)] if found != forms[0] else []
    assert wrong == []


def test_english_is_english() -> None:
    assert [zh for zh, en in both() if CHINESE.search(en)] == []


def test_no_word_of_the_pages_judges_anybody() -> None:
    """The list of words that are not written, in either language."""
    refused = re.compile("违规|预警|失联|打卡|监管对象|帮教对象|风险等级|网瘾|扣分|失足|罪错")
    in_english = re.compile(r"\b(offender|violation|non-complian\w*|risk level|target)\b", re.IGNORECASE)
    assert [zh for zh, en in both() if refused.search(zh) or in_english.search(en)] == []


def test_no_template_says_chinese_past_the_catalogue() -> None:
    """Chinese stands in a template only as a message; or where it is Chinese in every language, under `lang`."""
    found = []
    for path in (WEB / "templates").rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r'(?:_|ngettext)\("[^"]*"|pgettext\("[^"]*", "[^"]*"', "", text)
        found += [(path.name, each) for each in re.findall(r"[^\s<>\"{}]*[\u4e00-\u9fff][^\s<>\"{}]*", text)]
    assert found == []


def test_every_family_of_labels_is_used() -> None:
    """And every label that a template asks for by a constant family is there."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (WEB / "templates").rglob("*.html"))
    asked = set(re.findall(r"""\bcode_label\(["']([a-z_.]+)["']""", text))
    assert asked <= set(LABELS)
    code = {
        node.value
        for path in WEB.rglob("*.py")
        if "labels" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(LABELS) - asked - code == set()


def test_english_counts_one_thing_and_several_differently() -> None:
    said_of = [translate_number("en", "{days}天", days).format(days=days) for days in (0, 1, 2)]
    assert said_of == ["0 days", "1 day", "2 days"]
    assert translate_number("zh-CN", "{days}天", 1) == "{days}天"


def test_a_message_without_a_translation_is_said_in_chinese() -> None:
    assert translate("en", "这句话还没有人译过") == "这句话还没有人译过"
    assert Bilingual("甲", "A").in_("en") == "A"


@pytest.mark.parametrize("language", ["en", "zh-CN", "nowhere", "../ug"])
def test_a_catalogue_that_is_there_is_never_emptied(language: str) -> None:
    """Nor is one made for what is no language, or for the source."""
    with pytest.raises(ValueError, match=language):
        create(language)
