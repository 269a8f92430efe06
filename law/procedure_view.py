"""Steps and dates of the procedure as plain rows, for a page or the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.i18n import Text
from law.four_eyes import STEPS, Responsibility
from law.procedure import load_procedure_dates
from law.rulebook import Rulebook
from law.rules_page import ROLE_LABELS


@dataclass(frozen=True)
class ProcedureStepView:
    """One step of the table of four eyes: the roles of each column, any one of them being enough."""

    id: str
    words: Text
    article: str
    confidence: str
    two_people: bool
    hands: Mapping[str, list[str]]
    """By column: prepares, proposes, countersigns, decides, records."""
    acts: Mapping[str, str]
    """By column, the act that carries it; a column without one happens on paper or in another organ."""


@dataclass(frozen=True)
class ProcedureDateView:
    """A date that the procedure starts: from what, how long, whose it is, and under which rule."""

    begins: Text
    whose: str
    rule: str
    number: str


def get_procedure_steps(carriers_of: Callable[[str], Mapping[Responsibility, str]]) -> list[ProcedureStepView]:
    """Who prepares, proposes, countersigns, decides and records, step by step; `carriers_of` knows by column what carries a
    step."""
    return [
        ProcedureStepView(
            step.id, step.meaning, step.article, step.confidence.value, step.two_people,
            {column.value: [role.value for role in step.hands(column)] for column in Responsibility},
            {column.value: act for column, act in carriers_of(step.id).items()},
        )
        for step in STEPS
    ]  # fmt: skip


def get_role_label(role: str) -> Text:
    """What a hand is called."""
    return {each.value: words for each, words in ROLE_LABELS.items()}[role]


def get_procedure_dates(rulebook: Rulebook) -> list[ProcedureDateView]:
    """Every date of the procedure whose number this edition knows."""
    return [
        ProcedureDateView(each.begins, each.whose, each.rule, each.number)
        for each in load_procedure_dates()
        if rulebook.knows(each.number)
    ]
