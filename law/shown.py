"""Steps and dates of the procedure as plain rows, for whoever shows them: a page, or a machine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from law.four_eyes import STEPS, Column
from law.page import HANDS
from law.procedure import dates_started
from law.rulebook import Rulebook
from sunward.words import Words


@dataclass(frozen=True)
class StepShown:
    """One step of the table of four eyes: whose hand each column needs, any one of them being enough."""

    id: str
    words: Words
    article: str
    confidence: str
    two_people: bool
    hands: Mapping[str, list[str]]
    """By column: prepares, proposes, countersigns, decides, records."""
    acts: Mapping[str, str]
    """By column, the act that carries it; a column without one happens on paper or in another organ."""


@dataclass(frozen=True)
class DateShown:
    """A date that the procedure starts: from what, how long, whose it is, and under which rule."""

    begins: Words
    whose: str
    rule: str
    number: str


def steps_shown(carriers_of: Callable[[str], Mapping[Column, str]]) -> list[StepShown]:
    """Who prepares, proposes, countersigns, decides and records, step by step; `carriers_of` knows by column what carries a
    step."""
    return [
        StepShown(
            step.id, step.meaning, step.article, step.confidence.value, step.two_people,
            {column.value: [hand.value for hand in step.hands(column)] for column in Column},
            {column.value: act for column, act in carriers_of(step.id).items()},
        )
        for step in STEPS
    ]  # fmt: skip


def hand_words(hand: str) -> Words:
    """What a hand is called."""
    return {each.value: words for each, words in HANDS.items()}[hand]


def dates_shown(rulebook: Rulebook) -> list[DateShown]:
    """Every date of the procedure whose number this edition knows."""
    return [
        DateShown(each.begins, each.whose, each.rule, each.number)
        for each in dates_started()
        if rulebook.knows(each.number)
    ]
