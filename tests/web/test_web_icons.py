"""The icons of the pages: one set, from one library, each used."""

import ast
import re
from pathlib import Path

import pytest

from web.icons import ICONS, render_icon

WEB = Path(__file__).parents[2] / "web"
_ASKED = re.compile(r"icon\(\"(\w+)\"")


def icons_used() -> set[str]:
    """The meanings that templates ask for, and those that pages name in a table of icons or as `icon=`."""
    asked = {icon for page in WEB.rglob("*.html") for icon in _ASKED.findall(page.read_text(encoding="utf-8"))}
    for source in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)) if name.endswith("_ICONS"):
                    asked |= {value.value for value in values if isinstance(value, ast.Constant)}
                case ast.keyword(arg="icon", value=ast.Constant(value=str(icon))):
                    asked.add(icon)
    return asked


@pytest.mark.parametrize("meaning", ICONS)
def test_an_icon_takes_the_colour_of_its_words_and_is_hidden_from_screen_readers(meaning: str) -> None:
    markup = render_icon(meaning)
    assert "currentColor" in markup
    assert 'aria-hidden="true"' in markup
    assert "style=" not in markup


def test_every_icon_that_a_page_asks_for_is_declared_and_every_declared_one_is_used() -> None:
    assert icons_used() == set(ICONS)
