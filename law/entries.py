"""The rows of the two law files: a rule, a dated number, a chapter, an offence; each read strictly."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from core.errors import BadInput
from core.i18n import Bilingual, Text, _
from law.finding import Confidence, Effect

Value = int | tuple[int, ...]

PRACTICE_ARTICLE = "本院做法，非法律规定 (the office's own practice, not law)"


@dataclass(frozen=True)
class Rule:
    """One rule: what it says, where it stands, how sure we are, and what it does: refuse an act, warn, start a clock."""

    id: str
    title: Text
    article: str
    confidence: Confidence
    effect: Effect

    @classmethod
    def read(cls, id: str, row: Mapping[str, Any]) -> "Rule":
        """The rule in that row. Raises BadInput where a K rule would refuse."""
        rule = cls(id, parse_words(row["title"]), row["article"], Confidence(row["confidence"]), Effect(row["effect"]))
        check_unverified_refusal(id, rule.confidence, rule.effect)
        return rule

    @property
    def effect_if_broken(self) -> Effect:
        """What follows then. Of a clock: the person who is late is told so, and what was done late stands."""
        return Effect.WARNS if self.effect is Effect.STARTS_CLOCK else self.effect


@dataclass(frozen=True)
class DatedValue:
    """A value and the days it is in force: `first` to `last`, without end where `last` is None."""

    first: date
    last: date | None
    value: Value


@dataclass(frozen=True)
class Number:
    """A number of the law or of an office's practice, with its unit, its source and its values by date."""

    key: str
    meaning: Text
    rule: str | None
    article: str
    unit: str
    confidence: Confidence
    effect: Effect
    values: tuple[DatedValue, ...]
    least: int | None = None
    most: int | None = None

    @classmethod
    def read(cls, key: str, row: Mapping[str, Any], *, practice: bool) -> "Number":
        """The number in that row. Raises BadInput where its dates overlap or it lies outside its own bounds."""
        number = cls(
            key=key,
            meaning=parse_words(row["meaning"]),
            rule=row.get("rule"),
            article=PRACTICE_ARTICLE if practice else row["article"],
            unit=row["unit"],
            confidence=Confidence.P if practice else Confidence(row["confidence"]),
            effect=Effect(row["effect"]),
            values=tuple(_dated(value) for value in row["values"]),
            least=row.get("least"),
            most=row.get("most"),
        )
        check_unverified_refusal(key, number.confidence, number.effect)
        if practice and number.effect is Effect.REFUSES:
            raise invalid_law_file(key, _("做法不能据以拒绝"))
        number._refuse_broken_values()
        return number

    @property
    def may_be_chosen(self) -> bool:
        """An office may set its own value: practice always, law only where it is known from memory."""
        return self.least is not None and self.most is not None

    @property
    def is_list(self) -> bool:
        """Whether it is a list of steps and not one number."""
        return isinstance(self.values[-1].value, tuple)

    def in_force(self, on: date) -> Value:
        """The value in force on that day. Raises BadInput where none is."""
        for dated in self.values:
            if dated.first <= on and (dated.last is None or on <= dated.last):
                return dated.value
        raise BadInput(
            _("{on}当日没有有效的规定：{meaning}。", on=on, meaning=self.meaning),
            article=self.article,
        )

    def fits(self, value: Value) -> bool:
        """Whether the value has this number's shape and lies within its bounds; a list falls from step to step."""
        parts = value if isinstance(value, tuple) else (value,)
        if not all(type(part) is int for part in parts):
            return False
        same_shape = isinstance(value, tuple) == isinstance(self.values[-1].value, tuple)
        falling = all(earlier > later for earlier, later in pairwise(parts))
        above = self.least is None or all(part >= self.least for part in parts)
        below = self.most is None or all(part <= self.most for part in parts)
        return same_shape and bool(parts) and falling and above and below

    def _refuse_broken_values(self) -> None:
        if not self.values:
            raise invalid_law_file(self.key, _("没有数值"))
        needs_bounds = self.confidence in (Confidence.P, Confidence.K)
        if needs_bounds != self.may_be_chosen:
            raise invalid_law_file(self.key, _("上下限与把握程度不符"))
        for earlier, later in pairwise(self.values):
            if earlier.last is None or earlier.last >= later.first:
                raise invalid_law_file(self.key, _("前后数值的有效期重叠"))
        if not all(self.fits(dated.value) for dated in self.values):
            raise invalid_law_file(self.key, _("数值超出上下限"))


@dataclass(frozen=True)
class Chapter:
    """A chapter of Part II of the Criminal Law, by its articles, and whether it admits the decision."""

    id: str
    title: Text
    first: int
    last: int
    admits: bool

    @classmethod
    def read(cls, id: str, row: Mapping[str, Any]) -> "Chapter":
        return cls(id, parse_words(row["title"]), row["first"], row["last"], row["admits"])

    @property
    def number(self) -> Text:
        """Its number as each language writes it: 二, II."""
        return Bilingual(_CHAPTER_NUMBERS[self.id], self.id)


_CHAPTER_NUMBERS = dict(
    zip(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"), "一二三四五六七八九十", strict=True)
)


@dataclass(frozen=True)
class Offence:
    """An offence by its article: its name, its chapter, and whether liability for it begins at fourteen. One that the law's
    file does not name is called by its article."""

    article: str
    name: Text
    chapter: Chapter
    from_fourteen: str | None
    is_named: bool


def article_number(article: str) -> int | None:
    """287 for "287-2"; None for what is not an article's number."""
    found = re.fullmatch(r"([1-9]\d{1,2})(?:-[1-9])?", article)
    return int(found.group(1)) if found else None


def parse_words(row: Mapping[str, str]) -> Text:
    """The sentence in both languages."""
    return Bilingual(row["zh"], row["en"])


def _dated(row: Mapping[str, Any]) -> DatedValue:
    last = row.get("to")
    value = row["is"]
    return DatedValue(
        _day(row["from"]), None if last is None else _day(last), tuple(value) if isinstance(value, list) else value
    )


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def check_unverified_refusal(id: str, confidence: Confidence, effect: Effect) -> None:
    """Raises BadInput for a K row that would refuse."""
    if confidence is Confidence.K and effect is Effect.REFUSES:
        raise invalid_law_file(id, _("未核实的规则不能拒绝"))


def invalid_law_file(id: str, wrong: Text) -> BadInput:
    """The error for a row that may not stand in the files."""
    return BadInput(_("{id}：{wrong}。", id=id, wrong=wrong))
