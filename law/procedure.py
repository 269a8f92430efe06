"""The procedure row by row: which rows are rules, which are none and why, and every date that the procedure starts."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from core.i18n import Text
from law.entries import parse_words


@dataclass(frozen=True)
class UncoveredRow:
    """A row that is no rule of the machine: why, which rules say it instead, and which files keep it."""

    id: str
    why: Text
    said_by: tuple[str, ...]
    kept_by: tuple[str, ...]


@dataclass(frozen=True)
class ProcedureDate:
    """A date of the procedure: from what it runs, whose it is, by which number and function it is counted."""

    begins: Text
    whose: str
    rule: str
    number: str
    clock: str


def load_uncovered_rows() -> dict[str, UncoveredRow]:
    """The rows that are no rule, by id."""
    return {
        id: UncoveredRow(id, parse_words(row["why"]), tuple(row.get("said_by", ())), tuple(row.get("kept_by", ())))
        for id, row in _file()["rows"].items()
    }


def load_manual_rules() -> dict[str, Text]:
    """The rules that people apply without the program, by id, each with its reason."""
    return {id: parse_words(row["why"]) for id, row in _file().get("by_hand", {}).items()}


def load_procedure_dates() -> tuple[ProcedureDate, ...]:
    """Every date that the procedure starts, in the order of the procedure."""
    return tuple(
        ProcedureDate(parse_words(row["from"]), row["whose"], row["rule"], row["number"], row["clock"])
        for row in _file()["deadlines"]
    )


def get_clock_numbers(rule: str) -> list[str]:
    """The numbers of that rule by which a date of the procedure is counted, from the fact that starts it."""
    return [each.number for each in load_procedure_dates() if each.rule == rule]


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("law").joinpath("uncovered.toml").read_text(encoding="utf-8"))
