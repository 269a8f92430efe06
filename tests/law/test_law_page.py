"""The page of the law that a command prints is made from the law, and says all of it."""

import pytest

from core.i18n import Language
from law.four_eyes import ActorRole, Responsibility
from law.procedure import load_uncovered_rows
from law.rulebook import Rulebook
from law.rules_page import CONFIDENCES, EFFECTS, GROUPS, RESPONSIBILITY_LABELS, ROLE_LABELS, UNITS, render_rules_page


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_rule_number_and_row_stands_on_it(language: Language, rulebook: Rulebook) -> None:
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
