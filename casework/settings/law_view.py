"""The rules this program works by, explained: what each says, how sure we are, who relies on it, with its examples run; every
number in force, with what named people chose for it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from casework.acting.context import Context
from casework.acting.rights.operation import carriers_of
from casework.settings.chosen_values import list_chosen_values
from casework.settings.relying import used_in
from core.i18n import Text
from law.entries import Number, Rule
from law.examples import ExampleResult, get_examples, run_example
from law.procedure import load_manual_rules, load_uncovered_rows
from law.procedure_view import ProcedureDateView, ProcedureStepView, get_procedure_dates, get_procedure_steps
from law.rule_explanation import explain_rule
from law.rulebook import Rulebook
from law.working_days import WorkingDays


@dataclass(frozen=True)
class RuleExampleView:
    """A sentence that a jurist can check, and what the rule answered to it just now."""

    sentence: Text
    then: str
    answer: str
    as_expected: bool


@dataclass(frozen=True)
class ValueChoiceView:
    """A value that a named person chose, from which day on, and why."""

    value: int | list[int]
    from_on: date
    reason: str
    by: str
    chosen_at: datetime


@dataclass(frozen=True)
class NumberView:
    """One number of the law or of the office's practice, as in force today, with what was chosen for it."""

    key: str
    rule: str | None
    meaning: Text
    value: int | list[int]
    unit: str
    article: str
    confidence: str
    least: int | None
    most: int | None
    chosen: list[ValueChoiceView]


@dataclass(frozen=True)
class RuleView:
    """One rule. A rule not verified at its source (K) never refuses anything. `used_in` lists the files that rely on
    it; where no file does, `by_hand` says who applies it."""

    id: str
    title: Text
    article: str
    edition: str
    confidence: str
    effect: str
    clocks: list[str]
    """The numbers among its own by which a date is counted, from the fact that starts it."""
    numbers: list[str]
    asked_by: list[str]
    used_in: list[str]
    by_hand: Text | None
    examples: list[RuleExampleView]


@dataclass(frozen=True)
class NoRule:
    """A row of the procedure that is not automated, and why."""

    id: str
    why: Text
    said_by: list[str]
    kept_by: list[str]


@dataclass(frozen=True)
class LawView:
    """One edition of the law and of this office's practice; who prepares, proposes, countersigns and decides each step;
    and every date that the procedure starts."""

    edition: str
    rules: list[RuleView]
    numbers: list[NumberView]
    no_rules: list[NoRule]
    steps: list[ProcedureStepView]
    dates: list[ProcedureDateView]


def load_law(context: Context, office_id: uuid.UUID | None, rule: str | None = None) -> LawView:
    """Every rule and every number in force today in that office; or one rule with its numbers."""
    rulebook, chosen = context.get_law(office_id), _chosen(context, office_id)
    asked = [each for each in rulebook.rules() if rule is None or each.id == rule.upper()]
    ids = {each.id for each in asked}
    none = [NoRule(row.id, row.why, list(row.said_by), list(row.kept_by)) for row in load_uncovered_rows().values()]
    return LawView(
        rulebook.edition,
        [_rule(each, rulebook) for each in asked],
        [
            _number(entry, rulebook, context.clock.today(), chosen)
            for entry in rulebook.entries()
            if rule is None or entry.rule in ids
        ],
        none,
        get_procedure_steps(carriers_of),
        get_procedure_dates(rulebook),
    )


def _chosen(context: Context, office_id: uuid.UUID | None) -> dict[str, list[ValueChoiceView]]:
    found: dict[str, list[ValueChoiceView]] = {}
    with context.database.reading() as session:
        chosen = list_chosen_values(context, session, of=office_id) if context.choices else []
    for each in chosen:
        view = ValueChoiceView(each.value, each.from_on, each.reason, each.by, each.chosen_at)
        found.setdefault(each.key, []).append(view)
    return found


def _rule(rule: Rule, rulebook: Rulebook) -> RuleView:
    explanation = explain_rule(rule, rulebook, used_in())
    return RuleView(
        rule.id, rule.title, rule.article, rulebook.short_edition, rule.confidence.value, rule.effect.value, explanation["clocks"],
        explanation["numbers"],
        explanation["asked_by"], explanation["used_in"], load_manual_rules().get(rule.id), _examples_run().get(rule.id, []),
    )  # fmt: skip


@cache
def _examples_run() -> dict[str, list[RuleExampleView]]:
    """The examples of every rule, run once by the law as written: neither chosen values nor a clock change them."""
    rulebook, days = Rulebook.load(), WorkingDays()
    return {
        rule.id: [_example(run_example(example, rulebook, days)) for example in get_examples(rule.id)]
        for rule in rulebook.rules()
    }


def _number(entry: Number, rulebook: Rulebook, today: date, chosen: dict[str, list[ValueChoiceView]]) -> NumberView:
    value: Any = rulebook.numbers(entry.key, today) if entry.is_list else rulebook.number(entry.key, today)
    return NumberView(
        entry.key, entry.rule, entry.meaning, list(value) if entry.is_list else value, entry.unit, entry.article,
        entry.confidence.value, entry.least, entry.most, chosen.get(entry.key, []),
    )  # fmt: skip


def _example(result: ExampleResult) -> RuleExampleView:
    return RuleExampleView(
        result.example.sentence, _answer_text(result.example.then), _answer_text(result.answer), result.as_expected
    )


def _answer_text(answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(_answer_text(each) for each in answer) or "—"
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
