"""The rules this program works by, explained: what each says, where it stands, how sure we are, what it does, where it
is relied on; the values that named people chose; and the report of warnings accepted."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field

from api.app_state import get_app_state
from api.auth import PUBLIC_ACCESS, requires_right
from casework.acts.settings import CHOOSE_VALUE
from casework.chosen_value_preview import ChoicePreview, preview_choice
from casework.chosen_values import ChosenValueEntry, choose_value, list_chosen_values, load_all_choices
from casework.context import Context
from casework.files.base import Day, FileModel
from casework.relying import used_in
from casework.rights import Actor
from casework.rights.operation import carriers_of
from casework.rights.read_operations import READ_CALENDAR, READ_OVERRIDES
from casework.views.accepted_warnings import Overrides, load_overrides
from law.entries import Number, Rule
from law.examples import ExampleResult, get_examples, run_example
from law.procedure import load_manual_rules, load_uncovered_rows
from law.procedure_view import ProcedureDateView, ProcedureStepView, get_procedure_dates, get_procedure_steps
from law.rule_explanation import explain_rule
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from sunward.words import Words

router = APIRouter(tags=["law"])


@dataclass(frozen=True)
class RuleExampleView:
    """A sentence that a jurist can check, and what the rule answered to it just now."""

    sentence: Words
    then: str
    answer: str
    as_told: bool


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
    meaning: Words
    value: int | list[int]
    unit: str
    article: str
    confidence: str
    least: int | None
    most: int | None
    chosen: list[ValueChoiceView]


@dataclass(frozen=True)
class RuleView:
    """One rule. Known only from memory (K) it never refuses anything. `used_in` lists the files that rely on it; where
    no file does, `by_hand` says who applies it."""

    id: str
    title: Words
    article: str
    edition: str
    confidence: str
    effect: str
    clocks: list[str]
    """The numbers among its own by which a date is counted, from the fact that starts it."""
    numbers: list[str]
    asked_by: list[str]
    used_in: list[str]
    by_hand: Words | None
    examples: list[RuleExampleView]


@dataclass(frozen=True)
class NoRule:
    """A row of the procedure that is no rule of the machine, and why."""

    id: str
    why: Words
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


class ValueRequest(FileModel):
    """A value to be chosen, from a day to come, with a reason about the law and not about a case."""

    value: int | list[int]
    from_on: Day
    reason: str = Field(min_length=1, max_length=1000)


@router.get("/law", dependencies=[PUBLIC_ACCESS])
def read_law(
    request: Request,
    rule: Annotated[
        str | None, Query(max_length=10, description="Only this rule, such as PB-01, and its numbers.")
    ] = None,
) -> LawView:
    """Every rule explained, with its examples run, and every number in force today; or one rule with its numbers."""
    desk = get_app_state(request).desk
    book, chosen = desk.law, _chosen(desk)
    asked = [each for each in book.rules() if rule is None or each.id == rule.upper()]
    ids = {each.id for each in asked}
    none = [NoRule(row.id, row.why, list(row.said_by), list(row.kept_by)) for row in load_uncovered_rows().values()]
    return LawView(
        book.edition,
        [_rule(each, book) for each in asked],
        [
            _number(entry, book, desk.clock.today(), chosen)
            for entry in book.entries()
            if rule is None or entry.rule in ids
        ],
        none,
        get_procedure_steps(carriers_of),
        get_procedure_dates(book),
    )


@router.get("/law/choices")
def read_choices(request: Request, actor: Annotated[Actor, requires_right(READ_CALENDAR)]) -> list[ChosenValueEntry]:
    """The values that named people chose, the newest first, with what each took the place of."""
    return load_all_choices(get_app_state(request).desk, actor)


@router.post("/law/choices/{key}", status_code=201)
def choose_number(
    request: Request, key: str, sent: ValueRequest, actor: Annotated[Actor, requires_right(CHOOSE_VALUE)]
) -> list[ChosenValueEntry]:
    """Choose a value from a day on. What the law fixes is nobody's to choose; a clock known only from memory is a jurist's
    of the city office; none is ever switched off."""
    desk = get_app_state(request).desk
    choose_value(desk, actor, key=key, value=sent.value, from_on=sent.from_on, reason=sent.reason)
    return [each for each in _all_choices(desk) if each.key == key]


@router.post("/law/choices/{key}/preview")
def preview_number(
    request: Request, key: str, sent: ValueRequest, actor: Annotated[Actor, requires_right(CHOOSE_VALUE)]
) -> ChoicePreview:
    """What choosing it would move on the plans that run: each step that would come at another moment. Nothing is kept."""
    desk = get_app_state(request).desk
    return preview_choice(desk, actor, key=key, value=sent.value, from_on=sent.from_on, reason=sent.reason)


@router.get("/overrides")
def read_overrides(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_OVERRIDES)],
    from_on: Annotated[date | None, Query()] = None,
    to_on: Annotated[date | None, Query()] = None,
) -> Overrides:
    """Every warning that somebody accepted, every unverified rule relied on, every value chosen. No name of a minor, no
    offence, and nothing of a sealed case."""
    return load_overrides(get_app_state(request).desk, actor, from_on=from_on, to_on=to_on)


def _all_choices(desk: Context) -> list[ChosenValueEntry]:
    with desk.database.reading() as session:
        return list_chosen_values(desk, session)


def _chosen(desk: Context) -> dict[str, list[ValueChoiceView]]:
    found: dict[str, list[ValueChoiceView]] = {}
    for each in _all_choices(desk) if desk.choices else []:
        shown = ValueChoiceView(each.value, each.from_on, each.reason, each.by, each.chosen_at)
        found.setdefault(each.key, []).append(shown)
    return found


def _rule(rule: Rule, book: Rulebook) -> RuleView:
    told = explain_rule(rule, book, used_in())
    return RuleView(
        rule.id, rule.title, rule.article, book.short_edition, rule.confidence.value, rule.effect.value, told["clocks"],
        told["numbers"],
        told["asked_by"], told["used_in"], load_manual_rules().get(rule.id), _examples_run().get(rule.id, []),
    )  # fmt: skip


@cache
def _examples_run() -> dict[str, list[RuleExampleView]]:
    """The examples of every rule, run once by the law as written: neither chosen values nor a clock change them."""
    book, days = Rulebook.load(), WorkingDays()
    return {
        rule.id: [_example(run_example(example, book, days)) for example in get_examples(rule.id)]
        for rule in book.rules()
    }


def _number(entry: Number, book: Rulebook, today: date, chosen: dict[str, list[ValueChoiceView]]) -> NumberView:
    value: Any = book.numbers(entry.key, today) if entry.is_list else book.number(entry.key, today)
    return NumberView(
        entry.key, entry.rule, entry.meaning, list(value) if entry.is_list else value, entry.unit, entry.article,
        entry.confidence.value, entry.least, entry.most, chosen.get(entry.key, []),
    )  # fmt: skip


def _example(shown: ExampleResult) -> RuleExampleView:
    return RuleExampleView(shown.example.sentence, _said(shown.example.then), _said(shown.answer), shown.as_told)


def _said(answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(_said(each) for each in answer) or "—"
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
