"""The procedure row by row: which rows are rules, which are none and why, and every date that the procedure starts."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from law.entries import words
from sunward.words import Words


@dataclass(frozen=True)
class Uncovered:
    """A row that is no rule of the machine: why, which rules say it instead, and which files keep it."""

    id: str
    why: Words
    said_by: tuple[str, ...]
    kept_by: tuple[str, ...]


@dataclass(frozen=True)
class DateStarted:
    """A date of the procedure: from what it runs, whose it is, by which number and function it is counted."""

    begins: Words
    whose: str
    rule: str
    number: str
    clock: str


def rows() -> tuple[str, ...]:
    """The id of every row of the procedure's tables, in their order."""
    return tuple(
        f"{table}-{place:02}" for table, count in _file()["procedure"].items() for place in range(1, count + 1)
    )


def uncovered() -> dict[str, Uncovered]:
    """The rows that are no rule, by id."""
    return {
        id: Uncovered(id, words(row["why"]), tuple(row.get("said_by", ())), tuple(row.get("kept_by", ())))
        for id, row in _file()["rows"].items()
    }


def by_hand() -> dict[str, Words]:
    """The rules that people apply without the program, by id, each with its reason."""
    return {id: words(row["why"]) for id, row in _file().get("by_hand", {}).items()}


def recalled() -> dict[str, tuple[str, ...]]:
    """What is remembered of texts that nobody could read, with the rules that carry it."""
    return {topic: tuple(rules) for topic, rules in _file()["recalled"].items()}


def dates_started() -> tuple[DateStarted, ...]:
    """Every date that the procedure starts, in the order of the procedure."""
    return tuple(
        DateStarted(words(row["from"]), row["whose"], row["rule"], row["number"], row["clock"])
        for row in _file()["deadlines"]
    )


def clocks_of(rule: str) -> list[str]:
    """The numbers of that rule by which a date of the procedure is counted, from the fact that starts it."""
    return [each.number for each in dates_started() if each.rule == rule]


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("law").joinpath("uncovered.toml").read_text(encoding="utf-8"))
