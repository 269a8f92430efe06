"""What helps beside minutes: the collection that comes with the program."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from core.i18n import Bilingual, Text, pgettext
from core.worded_codes import WordedCode


class WhatFor(WordedCode):
    """What the phone was for, as the young person says it."""

    BORED = "bored", pgettext("what for", "无聊")
    ALONE = "alone", pgettext("what for", "一个人，没人说话")
    SLEEPLESS = "sleepless", pgettext("what for", "睡不着")
    FRIENDS = "friends", pgettext("what for", "和朋友在一起")
    NOTHING_ELSE = "nothing_else", pgettext("what for", "没有别的可做")
    OTHER = "other", pgettext("what for", "别的")


_HELP_FOR: Mapping[WhatFor, tuple[str, ...]] = {
    WhatFor.BORED: ("instead", "craving"),
    WhatFor.ALONE: ("counselling", "instead"),
    WhatFor.SLEEPLESS: ("bedtime", "counselling"),
    WhatFor.FRIENDS: ("family_agreement",),
    WhatFor.NOTHING_ELSE: ("instead",),
    WhatFor.OTHER: (),
}
A_PERSON_CALLS = frozenset({WhatFor.ALONE, WhatFor.SLEEPLESS})
"""Said twice, a person gets in touch."""


def choose_helps(reasons: Collection[WhatFor]) -> list["Help"]:
    """The entries that fit what the phone was for, in the order of the collection."""
    codes = {code for reason in reasons for code in _HELP_FOR[reason]}
    return [each for each in load_helps() if each.code in codes]


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
