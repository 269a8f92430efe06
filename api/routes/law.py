"""The rules this program works by, explained: what each says, where it stands, how sure we are, what it does, where it
is relied on; the values that named people chose; and the report of warnings accepted."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field

from api.doorkeeping import ANYBODY, asks
from api.reception import reception_of
from casework.acts.settings import CHOOSE_VALUE
from casework.choice_preview import ChoicePreview, preview_choice
from casework.choosing import ChosenShown, all_choices, choose_value, chosen_values
from casework.desk import Desk
from casework.files.file_part import Day, Part
from casework.relying import used_in
from casework.rights import Actor
from casework.rights.operation import carriers_of
from casework.rights.reading import READ_CALENDAR, READ_OVERRIDES
from casework.views.overrides import Overrides, overrides
from law.entries import Number, Rule
from law.examples import Shown, examples_of, show
from law.explained import explained
from law.procedure import by_hand, uncovered
from law.rulebook import Rulebook
from law.shown import DateShown, StepShown, dates_shown, steps_shown
from law.working_days import WorkingDays
from sunward.words import Words

router = APIRouter(tags=["law"])


@dataclass(frozen=True)
class ExampleShown:
    """A sentence that a jurist can check, and what the rule answered to it just now."""

    sentence: Words
    then: str
    answer: str
    as_told: bool


@dataclass(frozen=True)
class ValueChosen:
    """A value that a named person chose, from which day on, and why."""

    value: int | list[int]
    from_on: date
    reason: str
    by: str
    chosen_at: datetime


@dataclass(frozen=True)
class NumberShown:
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
    chosen: list[ValueChosen]


@dataclass(frozen=True)
class RuleShown:
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
    examples: list[ExampleShown]


@dataclass(frozen=True)
class NoRule:
    """A row of the procedure that is no rule of the machine, and why."""

    id: str
    why: Words
    said_by: list[str]
    kept_by: list[str]


@dataclass(frozen=True)
class Law:
    """One edition of the law and of this office's practice; who prepares, proposes, countersigns and decides each step;
    and every date that the procedure starts."""

    edition: str
    rules: list[RuleShown]
    numbers: list[NumberShown]
    no_rules: list[NoRule]
    steps: list[StepShown]
    dates: list[DateShown]


class ValueSent(Part):
    """A value to be chosen, from a day to come, with a reason about the law and not about a case."""

    value: int | list[int]
    from_on: Day
    reason: str = Field(min_length=1, max_length=1000)


@router.get("/law", dependencies=[ANYBODY])
def law(
    request: Request,
    rule: Annotated[
        str | None, Query(max_length=10, description="Only this rule, such as PB-01, and its numbers.")
    ] = None,
) -> Law:
    """Every rule explained, with its examples run, and every number in force today; or one rule with its numbers."""
    desk = reception_of(request).desk
    book, chosen = desk.law, _chosen(desk)
    asked = [each for each in book.rules() if rule is None or each.id == rule.upper()]
    ids = {each.id for each in asked}
    none = [NoRule(row.id, row.why, list(row.said_by), list(row.kept_by)) for row in uncovered().values()]
    return Law(
        book.edition,
        [_rule(each, book) for each in asked],
        [
            _number(entry, book, desk.clock.today(), chosen)
            for entry in book.entries()
            if rule is None or entry.rule in ids
        ],
        none,
        steps_shown(carriers_of),
        dates_shown(book),
    )


@router.get("/law/choices")
def choices(request: Request, actor: Annotated[Actor, asks(READ_CALENDAR)]) -> list[ChosenShown]:
    """The values that named people chose, the newest first, with what each took the place of."""
    return all_choices(reception_of(request).desk, actor)


@router.post("/law/choices/{key}", status_code=201)
def choose(
    request: Request, key: str, sent: ValueSent, actor: Annotated[Actor, asks(CHOOSE_VALUE)]
) -> list[ChosenShown]:
    """Choose a value from a day on. What the law fixes is nobody's to choose; a clock known only from memory is a jurist's
    of the city office; none is ever switched off."""
    desk = reception_of(request).desk
    choose_value(desk, actor, key=key, value=sent.value, from_on=sent.from_on, reason=sent.reason)
    return [each for each in _all_choices(desk) if each.key == key]


@router.post("/law/choices/{key}/preview")
def preview(request: Request, key: str, sent: ValueSent, actor: Annotated[Actor, asks(CHOOSE_VALUE)]) -> ChoicePreview:
    """What choosing it would move on the plans that run: each step that would come at another moment. Nothing is kept."""
    desk = reception_of(request).desk
    return preview_choice(desk, actor, key=key, value=sent.value, from_on=sent.from_on, reason=sent.reason)


@router.get("/overrides")
def overrides_of(
    request: Request,
    actor: Annotated[Actor, asks(READ_OVERRIDES)],
    from_on: Annotated[date | None, Query()] = None,
    to_on: Annotated[date | None, Query()] = None,
) -> Overrides:
    """Every warning that somebody accepted, every unverified rule relied on, every value chosen. No name of a minor, no
    offence, and nothing of a sealed case."""
    return overrides(reception_of(request).desk, actor, from_on=from_on, to_on=to_on)


def _all_choices(desk: Desk) -> list[ChosenShown]:
    with desk.database.reading() as session:
        return chosen_values(desk, session)


def _chosen(desk: Desk) -> dict[str, list[ValueChosen]]:
    found: dict[str, list[ValueChosen]] = {}
    for each in _all_choices(desk) if desk.choices else []:
        shown = ValueChosen(each.value, each.from_on, each.reason, each.by, each.chosen_at)
        found.setdefault(each.key, []).append(shown)
    return found


def _rule(rule: Rule, book: Rulebook) -> RuleShown:
    told = explained(rule, book, used_in())
    return RuleShown(
        rule.id, rule.title, rule.article, book.short_edition, rule.confidence.value, rule.effect.value, told["clocks"],
        told["numbers"],
        told["asked_by"], told["used_in"], by_hand().get(rule.id), _examples_run().get(rule.id, []),
    )  # fmt: skip


@cache
def _examples_run() -> dict[str, list[ExampleShown]]:
    """The examples of every rule, run once by the law as written: neither chosen values nor a clock change them."""
    book, days = Rulebook.load(), WorkingDays()
    return {rule.id: [_example(show(example, book, days)) for example in examples_of(rule.id)] for rule in book.rules()}


def _number(entry: Number, book: Rulebook, today: date, chosen: dict[str, list[ValueChosen]]) -> NumberShown:
    value: Any = book.numbers(entry.key, today) if entry.is_list else book.number(entry.key, today)
    return NumberShown(
        entry.key, entry.rule, entry.meaning, list(value) if entry.is_list else value, entry.unit, entry.article,
        entry.confidence.value, entry.least, entry.most, chosen.get(entry.key, []),
    )  # fmt: skip


def _example(shown: Shown) -> ExampleShown:
    return ExampleShown(shown.example.sentence, _said(shown.example.then), _said(shown.answer), shown.as_told)


def _said(answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(_said(each) for each in answer) or "—"
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
