"""The page of the law in docs/ is made from the law, and says all of it."""

from pathlib import Path

import pytest

from core.i18n import Language
from law.four_eyes import ActorRole, Responsibility
from law.procedure import load_uncovered_rows
from law.rulebook import Rulebook
from law.rules_page import CONFIDENCES, EFFECTS, GROUPS, RESPONSIBILITY_LABELS, ROLE_LABELS, UNITS, render_rules_page

DOCS = Path(__file__).parents[2] / "docs"
PAGES: list[tuple[Language, str]] = [("zh-CN", "law.zh-CN.md"), ("en", "law.md")]


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_the_page_is_the_law_of_today(language: Language, name: str, rulebook: Rulebook) -> None:
    """Made anew by `./run law --page en > docs/law.md`, and for Chinese likewise."""
    assert (DOCS / name).read_text(encoding="utf-8") == render_rules_page(language, rulebook)


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_every_rule_number_and_row_stands_on_it(language: Language, name: str, rulebook: Rulebook) -> None:
    """Each rule once, each number, each row that is no rule."""
    text = render_rules_page(language, rulebook)
    for rule in rulebook.rules():
        assert text.count(f"| {rule.id} | {rule.title.in_(language)} |") == 1
    for entry in rulebook.entries():
        assert entry.meaning.in_(language) in text
    for row in load_uncovered_rows().values():
        assert f"| {row.id} | {row.why.in_(language)} |" in text


def test_every_word_the_page_needs_is_there(rulebook: Rulebook) -> None:
    """Groups, effects, units, hands; a new one would be missed here."""
    assert {rule.id[:2] for rule in rulebook.rules()} == set(GROUPS)
    assert {rule.confidence for rule in rulebook.rules()} <= set(CONFIDENCES)
    assert {rule.effect for rule in rulebook.rules()} <= set(EFFECTS)
    assert {entry.unit for entry in rulebook.entries()} <= set(UNITS)
    assert set(ROLE_LABELS) == set(ActorRole)
    assert set(RESPONSIBILITY_LABELS) == set(Responsibility)
