"""What helps beside minutes: the collection that comes with the program."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from core.i18n import Bilingual, Text


class HelpSheet(StrEnum):
    """A page to print that goes with an entry."""

    BEDTIME = "bedtime"
    FAMILY_AGREEMENT = "family_agreement"
    CRAVING = "craving"


@dataclass(frozen=True)
class HelpSource:
    """Where advice comes from. `sure`: V2 read in a secondary source, K from knowledge, P our own practice."""

    words: Text
    sure: str


@dataclass(frozen=True)
class Help:
    """An entry: advice in a few lines, where it comes from, and the page to print that goes with it."""

    code: str
    title: Text
    lines: list[Text]
    sources: list[HelpSource]
    sheet: HelpSheet | None


@cache
def load_helps() -> tuple[Help, ...]:
    """All of them."""
    data = tomllib.loads(files("usage").joinpath("helps.toml").read_text(encoding="utf-8"))
    return tuple(_help(each) for each in data["helps"])


def _help(written: Mapping[str, Any]) -> Help:
    return Help(
        written["code"],
        Bilingual.kept(written["title"]),
        [Bilingual.kept(line) for line in written["lines"]],
        [HelpSource(Bilingual.kept(source), source["sure"]) for source in written["sources"]],
        HelpSheet(written["sheet"]) if "sheet" in written else None,
    )
