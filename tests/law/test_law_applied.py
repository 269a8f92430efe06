"""Each function of the law says which rules it applies, and what it says is so."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from casework.settings.relying import used_in
from law.applied import applies, get_applied_rules, get_functions_by_rule
from law.entries import Rule
from law.examples import get_examples, run_example
from law.procedure import load_manual_rules
from law.rule_explanation import explain_rule
from law.rulebook import Rulebook
from law.working_days import WorkingDays


class Listening(Rulebook):
    """The rulebook of today, which knows what it was asked."""

    def __init__(self) -> None:
        super().__init__(Rulebook.load().snapshot())
        self.asked: set[str] = set()

    def rule(self, id: str) -> Rule:
        self.asked.add(id)
        return super().rule(id)

    def number(self, key: str, on: date) -> int:
        self.asked |= self._rule_of(key)
        return super().number(key, on)

    def numbers(self, key: str, on: date) -> tuple[int, ...]:
        self.asked |= self._rule_of(key)
        return super().numbers(key, on)

    def _rule_of(self, key: str) -> set[str]:
        rule = self.entry(key).rule
        return {rule} if rule else set()


def function_of(ask: str) -> Callable[..., Any]:
    module, _, name = ask.partition(".")
    function: Callable[..., Any] = getattr(import_module(f"law.{module}"), name)
    return function


def test_every_rule_is_applied_by_a_function_of_the_law_or_by_people(rulebook: Rulebook) -> None:
    """A rule that nobody applies would be a title; and no function names a rule that there is not."""
    known = {rule.id for rule in rulebook.rules()}
    assert set(get_functions_by_rule()) | set(load_manual_rules()) == known
    assert set(get_functions_by_rule()) & set(load_manual_rules()) == set()
    assert set(used_in()) <= known


def test_the_examples_of_a_rule_ask_functions_that_say_they_apply_it(rulebook: Rulebook) -> None:
    for rule in rulebook.rules():
        for example in get_examples(rule.id):
            assert rule.id in get_applied_rules(function_of(example.ask)), example.ask


def test_no_function_asks_a_rule_that_it_does_not_name(rulebook: Rulebook) -> None:
    """Every example is lived once, and the rulebook writes down what it was asked."""
    silent, book = {}, Listening()
    for rule in rulebook.rules():
        for example in get_examples(rule.id):
            book.asked.clear()
            run_example(example, book, WorkingDays())
            if more := book.asked - set(get_applied_rules(function_of(example.ask))):
                silent[example.ask] = more
    assert silent == {}


def test_a_function_names_each_rule_once() -> None:
    with pytest.raises(ValueError, match="PB-01"):
        applies("PB-01", "PB-01")
    with pytest.raises(ValueError, match="once"):
        applies()
    assert get_applied_rules("PB-01") == get_applied_rules(len) == ()


def test_files_that_rely_on_a_rule_are_found() -> None:
    """Through one function, through several, under another name, and where a file asks for a number of the rule."""
    assert {"casework/outcome/final_decision_checks.py", "casework/plan/plan_examination.py"} <= set(used_in()["PB-01"])
    assert "period.findings_on_period" in get_functions_by_rule()["PB-01"]
    assert "casework/incidents/incidents.py" in used_in()["VI-01"]
    assert "casework/outcome/final_decision.py" in used_in()["FI-03"]
    assert "casework/family/people.py" in used_in()["GU-04"]
    assert "casework/shared/items/items.py" in used_in()["AD-05"]


def test_every_rule_is_relied_on_somewhere(rulebook: Rulebook) -> None:
    """What is only told in the law's own files decides nothing about a plan."""
    assert {rule.id for rule in rulebook.rules()} - set(used_in()) - set(load_manual_rules()) == set()


def test_a_rule_is_explained_with_all_its_fields(rulebook: Rulebook) -> None:
    """Id, title, article, edition, confidence, effect, and where it is used."""
    object = explain_rule(rulebook.rule("DE-02"), rulebook, used_in())
    assert object == {
        "id": "DE-02",
        "title": {"zh": "三日内送达", "en": "Served on every addressee within three days"},
        "article": rulebook.rule("DE-02").article,
        "edition": rulebook.short_edition,
        "confidence": "V",
        "effect": "starts_clock",
        "clocks": ["service_days"],
        "numbers": ["service_days"],
        "asked_by": ["clocks.service_deadline"],
        "used_in": list(used_in()["DE-02"]),
    }
    assert "casework/service/announcement_and_service.py" in object["used_in"]
