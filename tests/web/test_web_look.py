"""One set of colours, sizes and spaces for every page."""

import re

import pytest

from web.rendering import STATIC

SHEETS = ("pages.css", "out.css")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def rules_of(sheet: str) -> str:
    """The sheet without its remarks."""
    return re.sub(r"/\*.*?\*/", "", (STATIC / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)


def tokens() -> dict[str, str]:
    """Every token with its value."""
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", rules_of("tokens.css")))


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_takes_its_colours_and_sizes_of_type_from_the_tokens(sheet: str) -> None:
    on_screen = rules_of(sheet).partition("@media print")[0]
    assert _COLOUR.findall(rules_of(sheet)) == []
    assert [size for size in re.findall(r"font-size: ([^;}]+)", on_screen) if not size.startswith("var(")] == []
    assert [radius for radius in re.findall(r"border-radius: (\d+px)", on_screen)] == []


def test_every_token_that_is_asked_for_is_there_and_every_one_there_is_used() -> None:
    asked = {token for sheet in SHEETS for token in re.findall(r"var\((--[\w-]+)\)", rules_of(sheet))}
    assert asked <= set(tokens())
    families = {token for token, value in tokens().items() if value in _COLOUR.findall(rules_of("family.css"))}
    assert set(tokens()) <= asked | families


def test_the_family_s_sheet_has_the_colours_of_the_tokens_written_out() -> None:
    """Its phones know no variables."""
    assert set(_COLOUR.findall(rules_of("family.css"))) <= set(tokens().values())
