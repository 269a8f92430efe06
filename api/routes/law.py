"""The rules this program works by: what each says, where it stands, how sure we are, and what it does."""

from dataclasses import dataclass

from fastapi import APIRouter, Request

from api.doorkeeping import ANYBODY
from api.reception import reception_of
from sunward.words import Words

router = APIRouter(tags=["law"])


@dataclass(frozen=True)
class RuleShown:
    """One rule. Known only from memory (K) it never refuses anything."""

    id: str
    title: Words
    article: str
    confidence: str
    effect: str


@dataclass(frozen=True)
class NumberShown:
    """One number of the law or of the office's practice, as in force today."""

    key: str
    meaning: Words
    value: int | list[int]
    unit: str
    article: str
    confidence: str


@dataclass(frozen=True)
class Law:
    """One edition of the law and of this office's practice."""

    edition: str
    rules: list[RuleShown]
    numbers: list[NumberShown]


@router.get("/law", dependencies=[ANYBODY])
def law(request: Request) -> Law:
    """Every rule and every number in force today."""
    desk = reception_of(request).desk
    book, today, chosen = desk.rulebook, desk.clock.today(), desk.rulebook.office_values()
    rules = [
        RuleShown(rule.id, rule.title, rule.article, rule.confidence.value, rule.effect.value) for rule in book.rules()
    ]
    numbers = []
    for entry in book.entries():
        value = chosen[entry.key] if entry.key in chosen else entry.in_force(today)
        shown = list(value) if isinstance(value, tuple) else value
        numbers.append(NumberShown(entry.key, entry.meaning, shown, entry.unit, entry.article, entry.confidence.value))
    return Law(book.edition, rules, numbers)
