"""Questionnaires as scoring data: how answers become a total, how sure that total is, and whether it has changed.

No item text is in this house. A total is never a diagnosis: it has a band in plain words, the error of measurement
beside it, and it is compared with the same version of the same questionnaire or not at all.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.errors import BadInput, Mistake
from core.untrusted_toml import read_toml
from core.words import Words
from evaluation.shares import ValueRange

FILE = Path(__file__).parent / "instruments.toml"
NINETY_FIVE = 1.96
FEWEST_OF_A_SCALE = 0.6
"""With fewer answers than this share of a scale nothing is computed; missing ones are filled with the mean of the rest."""
MOST_ITEMS = 200


@dataclass(frozen=True)
class Band:
    """The range that begins at that total, in words. None of them is a diagnosis."""

    begins: int
    words: Words


@dataclass(frozen=True)
class Instrument:
    """One version of one questionnaire."""

    code: str
    name: Words
    about: str
    version: str
    items: int
    least: int
    most: int
    sd: float
    reliability: float
    reliability_source: str
    confidence: str
    licence: str
    bands: tuple[Band, ...]
    scales: Mapping[str, tuple[int, ...]]
    total_of: tuple[str, ...]
    reversed: frozenset[int]
    rounded: bool
    """Whether a scale with missing answers is rounded to the nearest whole, as its scoring sheet says."""
    caveat: Words | None
    """Of whom and of which version its bands are, where they need not hold for a Chinese adolescent."""

    @property
    def counted(self) -> tuple[int, ...]:
        """The places of the items whose answers make the total, from 1."""
        return tuple(place for scale in self.total_of for place in self.scales[scale])

    @property
    def lowest(self) -> int:
        return len(self.counted) * self.least

    @property
    def highest(self) -> int:
        return len(self.counted) * self.most

    @property
    def error(self) -> float:
        """The standard error of measurement: how far a total strays by itself."""
        return self.sd * math.sqrt(1 - self.reliability)

    @property
    def reliable_difference(self) -> float:
        """By how much two totals must differ before the difference is more than error (Jacobson and Truax, 95 %)."""
        return NINETY_FIVE * math.sqrt(2) * self.error

    def band(self, total: float) -> Band:
        """The band that the total lies in."""
        return [band for band in self.bands if band.begins <= total][-1]


@dataclass(frozen=True)
class Score:
    """What the answers come to. `total` is None when too few were given: then nothing is said."""

    instrument: str
    version: str
    total: float | None
    answered: int
    scales: Mapping[str, float | None]

    def span(self, instrument: Instrument) -> ValueRange | None:
        """Within what the total lies with the error of measurement, in the bounds of the scale."""
        if self.total is None:
            return None
        reach = NINETY_FIVE * instrument.error
        return ValueRange(max(instrument.lowest, self.total - reach), min(instrument.highest, self.total + reach))

    def bands(self, instrument: Instrument) -> tuple[Band, ...]:
        """The band of the total first, then every other that it might as well lie in."""
        span = self.span(instrument)
        if span is None or self.total is None:
            return ()
        own = instrument.band(self.total)
        ends = [*(band.begins for band in instrument.bands[1:]), math.inf]
        also = [
            band
            for band, end in zip(instrument.bands, ends, strict=True)
            if band is not own and band.begins <= span.high and span.low < end
        ]
        return (own, *also)


class ScoreChange(StrEnum):
    """The comparison of two totals."""

    LOWER = "lower"
    HIGHER = "higher"
    WITHIN_ERROR = "within_error"
    NOT_COMPARABLE = "not_comparable"
    """Another questionnaire, another version, or no total."""


def calculate_score(instrument: Instrument, answers: Sequence[int | None]) -> Score:
    """The answers, in the order of the items, as a total and its scales. BadInput for answers that the scale does not
    have or a number of them that is not the questionnaire's."""
    if len(answers) != instrument.items:
        raise _bad("answers", f"应有{instrument.items}个答案。", f"must be {instrument.items} answers.")
    for place, answer in enumerate(answers, 1):
        if answer is not None and not instrument.least <= answer <= instrument.most:
            raise _bad(
                f"answers[{place}]",
                f"应在{instrument.least}到{instrument.most}之间。",
                f"must be from {instrument.least} to {instrument.most}.",
            )
    turned = [
        None if answer is None else instrument.least + instrument.most - answer if place in instrument.reversed else answer
        for place, answer in enumerate(answers, 1)
    ]  # fmt: skip
    scales = {name: _sum_of([turned[place - 1] for place in places]) for name, places in instrument.scales.items()}
    if instrument.rounded:
        scales = {name: None if each is None else float(math.floor(each + 0.5)) for name, each in scales.items()}
    parts = [scales[name] for name in instrument.total_of]
    total = None if any(part is None for part in parts) else float(sum(part for part in parts if part is not None))
    answered = sum(answer is not None for answer in answers)
    return Score(instrument.code, instrument.version, total, answered, scales)


def score_from_total(instrument: Instrument, total: int) -> Score:
    """A total that somebody else has worked out. BadInput outside the bounds of the scale."""
    if not instrument.lowest <= total <= instrument.highest:
        raise _bad(
            "total",
            f"应在{instrument.lowest}到{instrument.highest}之间。",
            f"must be from {instrument.lowest} to {instrument.highest}.",
        )
    return Score(instrument.code, instrument.version, float(total), instrument.items, {})


def compare_scores(first: Score, then: Score, instrument: Instrument) -> ScoreChange:
    """Whether the total has changed by more than the error of measurement explains."""
    same = (first.instrument, first.version) == (then.instrument, then.version) == (instrument.code, instrument.version)
    if not same or first.total is None or then.total is None:
        return ScoreChange.NOT_COMPARABLE
    difference = then.total - first.total
    if abs(difference) <= instrument.reliable_difference:
        return ScoreChange.WITHIN_ERROR
    return ScoreChange.LOWER if difference < 0 else ScoreChange.HIGHER


@lru_cache
def load_instruments(own: Path | None = None) -> Mapping[str, Instrument]:
    """Every questionnaire that can be scored, by its code; the office's own file adds to those of the program and may
    not change one of them under its name."""
    shipped = parse_instruments(FILE.read_text(encoding="utf-8"))
    if own is None:
        return shipped
    added = parse_instruments(own.read_text(encoding="utf-8"))
    if taken := sorted(set(shipped) & set(added)):
        raise _bad(taken[0], "与系统自带的同名，请另取名字。", "is the name of one that is there already.")
    return {**shipped, **added}


def parse_instruments(text: str) -> dict[str, Instrument]:
    """The questionnaires of a file like `instruments.toml`. BadInput names the first that cannot be scored."""
    try:
        tables = read_toml(text)
    except tomllib.TOMLDecodeError:
        raise _bad("instruments", "不是有效的 TOML。", "is no TOML.") from None
    return {code: _read_one(code, table) for code, table in tables.items()}


def _read_one(code: str, table: Any) -> Instrument:
    try:
        items = int(table["items"])
        scales = {name: tuple(map(int, places)) for name, places in table.get("scales", {}).items()}
        scales = scales or {"all": tuple(range(1, items + 1))}
        made = Instrument(
            code=code,
            name=Words(table["name"]["zh"], table["name"]["en"]),
            about=str(table["about"]),
            version=str(table["version"]),
            items=items,
            least=int(table["least"]),
            most=int(table["most"]),
            sd=float(table["sd"]),
            reliability=float(table["reliability"]),
            reliability_source=str(table["reliability_source"]),
            confidence=str(table["confidence"]),
            licence=str(table["licence"]),
            bands=tuple(Band(int(b["from"]), Words(b["words"]["zh"], b["words"]["en"])) for b in table["bands"]),
            scales=scales,
            total_of=tuple(table.get("total_of", scales)),
            reversed=frozenset(map(int, table.get("reversed", ()))),
            rounded=bool(table.get("rounded", False)),
            caveat=Words(table["caveat"]["zh"], table["caveat"]["en"]) if "caveat" in table else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _bad(code, "缺少计分需要的内容。", "lacks what scoring needs.") from None
    for holds, zh, en in _checks(made):
        if not holds:
            raise _bad(code, zh, en)
    return made


def _checks(made: Instrument) -> list[tuple[bool, str, str]]:
    places = [place for scale in made.scales.values() for place in scale]
    begins = [band.begins for band in made.bands]
    numbers = (made.sd, made.reliability)
    return [
        (1 <= made.items <= MOST_ITEMS and made.least < made.most, "题数或分值不对。", "has impossible items."),
        (all(1 <= place <= made.items for place in {*places, *made.reversed}), "题号不存在。", "names no item."),
        (len(places) == len(set(places)), "一题计入了两个分量表。", "counts an item twice."),
        (bool(made.total_of) and set(made.total_of) <= set(made.scales), "总分的组成不对。", "has an impossible total."),
        (all(map(math.isfinite, numbers)) and made.sd > 0 and 0 <= made.reliability < 1, "信度或标准差不对。",
         "has an impossible error."),
        (bool(begins) and begins == sorted(set(begins)) and begins[0] == made.lowest and begins[-1] <= made.highest,
         "分段应从最低分开始，依次递增。", "must have bands from the lowest total up."),
    ]  # fmt: skip


def _sum_of(answers: list[int | None]) -> float | None:
    """The sum, missing answers filled with the mean of the rest; None where too few were given."""
    given = [answer for answer in answers if answer is not None]
    if not given or len(given) < FEWEST_OF_A_SCALE * len(answers):
        return None
    return sum(given) / len(given) * len(answers)


def _bad(place: str, zh: str, en: str) -> BadInput:
    return BadInput(
        Words("量表数据不对。", "The questionnaire cannot be scored."), mistakes=[Mistake(place, Words(zh, en))]
    )
