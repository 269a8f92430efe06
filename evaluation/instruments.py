"""Questionnaires as scoring data: how answers become a total, how sure that total is, and whether it has changed.

No item text is in this program. A total is never a diagnosis: it has a band in plain words, the error of measurement
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
from core.i18n import Bilingual, Text, _
from core.untrusted import read_toml
from evaluation.shares import ValueRange

FILE = Path(__file__).parent / "instruments.toml"
NINETY_FIVE = 1.96
FEWEST_OF_A_SCALE = 0.6
"""With fewer answers than this share of a scale nothing is computed; missing ones are filled with the mean of the rest."""
MAX_ITEMS = 200


@dataclass(frozen=True)
class Band:
    """The range that begins at that total, in words. None of them is a diagnosis."""

    begins: int
    words: Text


class SourceConfidence(StrEnum):
    """How sure we are of what is said of a questionnaire."""

    V = "V"
    """Seen in the publication itself, or in its abstract."""
    V2 = "V2"
    """Second hand."""
    K = "K"
    """From memory, not verified."""
    P = "P"
    """An office's own."""


@dataclass(frozen=True)
class Norms:
    """Of whom the bands are, and where that is published."""

    country: Text
    sample: Text
    year: str
    """Of the publication; empty where it is not known."""
    source: str


@dataclass(frozen=True)
class Licence:
    """What giving the questionnaire to somebody needs, and how sure we are of that."""

    words: Text
    confidence: SourceConfidence


@dataclass(frozen=True)
class Instrument:
    """One version of one questionnaire."""

    code: str
    name: Text
    about: str
    version: str
    items: int
    least: int
    most: int
    sd: float
    reliability: float
    reliability_source: str
    confidence: SourceConfidence
    """How sure we are of the bands."""
    norms: Norms
    licence: Licence
    bands: tuple[Band, ...]
    scales: Mapping[str, tuple[int, ...]]
    total_of: tuple[str, ...]
    reversed: frozenset[int]
    rounded: bool
    """Whether a scale with missing answers is rounded to the nearest whole, as its scoring sheet says."""
    caveat: Text | None
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
        raise _bad("answers", _("应有{items}个答案。", items=instrument.items))
    for place, answer in enumerate(answers, 1):
        if answer is not None and not instrument.least <= answer <= instrument.most:
            raise _bad(
                f"answers[{place}]",
                _("应在{least}到{most}之间。", least=instrument.least, most=instrument.most),
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
            _("应在{lowest}到{highest}之间。", lowest=instrument.lowest, highest=instrument.highest),
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
        raise _bad(taken[0], _("与系统自带的同名，请另取名字。"))
    return {**shipped, **added}


def parse_instruments(text: str) -> dict[str, Instrument]:
    """The questionnaires of a file like `instruments.toml`. BadInput names the first that cannot be scored."""
    try:
        tables = read_toml(text)
    except tomllib.TOMLDecodeError:
        raise _bad("instruments", _("不是有效的 TOML。")) from None
    return {code: _read_one(code, table) for code, table in tables.items()}


def _read_one(code: str, table: Any) -> Instrument:
    try:
        items = int(table["items"])
        scales = {name: tuple(map(int, places)) for name, places in table.get("scales", {}).items()}
        scales = scales or {"all": tuple(range(1, items + 1))}
        made = Instrument(
            code=code,
            name=_text(table["name"]),
            about=str(table["about"]),
            version=str(table["version"]),
            items=items,
            least=int(table["least"]),
            most=int(table["most"]),
            sd=float(table["sd"]),
            reliability=float(table["reliability"]),
            reliability_source=str(table["reliability_source"]),
            confidence=SourceConfidence(table["confidence"]),
            norms=Norms(
                _text(table["norms"]["country"]),
                _text(table["norms"]["sample"]),
                str(table["norms"]["year"]),
                str(table["norms"]["source"]),
            ),
            licence=Licence(_text(table["licence"]), SourceConfidence(table["licence"]["confidence"])),
            bands=tuple(Band(int(b["from"]), _text(b["words"])) for b in table["bands"]),
            scales=scales,
            total_of=tuple(table.get("total_of", scales)),
            reversed=frozenset(map(int, table.get("reversed", ()))),
            rounded=bool(table.get("rounded", False)),
            caveat=_text(table["caveat"]) if "caveat" in table else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _bad(code, _("缺少计分需要的内容。")) from None
    for holds, wrong in _checks(made):
        if not holds:
            raise _bad(code, wrong)
    return made


def _text(table: Mapping[str, str]) -> Text:
    return Bilingual(table["zh"], table["en"])


def _checks(made: Instrument) -> list[tuple[bool, Text]]:
    places = [place for scale in made.scales.values() for place in scale]
    begins = [band.begins for band in made.bands]
    numbers = (made.sd, made.reliability)
    return [
        (1 <= made.items <= MAX_ITEMS and made.least < made.most, _("题数或分值不对。")),
        (all(1 <= place <= made.items for place in {*places, *made.reversed}), _("题号不存在。")),
        (len(places) == len(set(places)), _("一题计入了两个分量表。")),
        (bool(made.total_of) and set(made.total_of) <= set(made.scales), _("总分的组成不对。")),
        (all(map(math.isfinite, numbers)) and made.sd > 0 and 0 <= made.reliability < 1, _("信度或标准差不对。")),
        (bool(begins) and begins == sorted(set(begins)) and begins[0] == made.lowest and begins[-1] <= made.highest,
         _("分段应从最低分开始，依次递增。")),
    ]  # fmt: skip


def _sum_of(answers: list[int | None]) -> float | None:
    """The sum, missing answers filled with the mean of the rest; None where too few were given."""
    given = [answer for answer in answers if answer is not None]
    if not given or len(given) < FEWEST_OF_A_SCALE * len(answers):
        return None
    return sum(given) / len(given) * len(answers)


def _bad(place: str, wrong: Text) -> BadInput:
    return BadInput(_("量表数据不对。"), mistakes=[Mistake(place, wrong)])
