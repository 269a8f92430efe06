"""The table of facts that a command prints is made from the table that the verbs read."""

import pytest

from casework.shared.facts.fact_rules import FACT_RULES
from casework.shared.facts.facts_table import render_page
from core.i18n import Language
from tests.builders import the_rulebook


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_fact_stands_on_it(language: Language) -> None:
    page = render_page(language, the_rulebook())
    for row in FACT_RULES.values():
        assert page.count(f"| {row.happens.in_(language)} `") == 1
