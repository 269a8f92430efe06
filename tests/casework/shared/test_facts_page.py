"""The table of facts in docs/ is made from the table that the verbs read."""

from pathlib import Path

import pytest

from casework.shared.facts.facts_table import render_page
from core.i18n import Language
from tests.builders import the_rulebook

DOCS = Path(__file__).parents[3] / "docs"
PAGES: list[tuple[Language, str]] = [("zh-CN", "facts.zh-CN.md"), ("en", "facts.md")]


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_the_page_is_the_table_of_today(language: Language, name: str) -> None:
    """Made anew by `./run law --facts en > docs/facts.md`, and for Chinese likewise."""
    assert (DOCS / name).read_text(encoding="utf-8") == render_page(language, the_rulebook())
