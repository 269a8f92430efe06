"""What a review may talk about, in words: what went well, and what to ask about.

Nothing here is a verdict. Where ranges overlap nothing is said to have changed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.i18n import Text, _
from usage.agreement import Agreement
from usage.day_kinds import DayKinds
from usage.facts import DeviceFacts
from usage.indicators import KIND_NAMES, MEASURES, Comparison, Indicators, compute_indicators

MINUTE = timedelta(minutes=1)
NOTICEABLE = timedelta(minutes=10)
"""A difference of a day's mean below this is nobody's news."""


class Tone(StrEnum):
    """How a finding is meant."""

    GOOD = "good"
    ASKS = "asks"
    TELLS = "tells"


@dataclass(frozen=True)
class Observation:
    """One sentence, and whether it is praise, a question, or a figure. `key` identifies it."""

    key: str
    tone: Tone
    words: Text


@dataclass(frozen=True)
class ReviewSummary:
    """One device over some days: whether an assessment is possible, why not, and the result."""

    device_id: str
    mark: str
    assessable: bool
    because: Text
    findings: tuple[Observation, ...]
    known: int
    days: int


def summarize_usage(
    facts: DeviceFacts,
    baseline: tuple[date, date],
    first: date,
    last: date,
    kinds: DayKinds,
    agreement: Agreement,
    fewest_days: int,
) -> ReviewSummary:
    """The days from `first` to `last` beside those of the beginning; nothing is found where fewer than
    `fewest_days` of them are known."""
    indicators = compute_indicators(facts, baseline, first, last, kinds, agreement, fewest_days)
    days = max(0, (last - first).days + 1)
    known = days - len(facts.gaps(first, last)) if days else 0
    findings = _all(indicators, baseline[1], first) if indicators.assessable else []
    return ReviewSummary(
        facts.device_id, facts.mark, indicators.assessable, indicators.because, tuple(findings), known, days
    )


def _all(indicators: Indicators, beginning_ends: date, first: date) -> list[Observation]:
    found = [_compared(each) for each in indicators.comparisons] if first > beginning_ends else _begun(indicators)
    within, known = indicators.weeks_within
    if known:
        found.append(
            Observation(
                "weeks",
                Tone.GOOD if within == known else Tone.TELLS if within else Tone.ASKS,
                _("能看清的{said}周里，{within}周符合约定。", said=known, within=within)
                if within == known
                else _("能看清的{said}周里，{within}周符合约定。其余几周请问一问。", said=known, within=within),
            )
        )
    return found


def _begun(indicators: Indicators) -> list[Observation]:
    """In the beginning there is nothing yet to compare with."""
    found = [Observation("begins", Tone.TELLS, _("这是起点那几周，用来和以后比较。"))]
    for each in indicators.comparisons:
        if each.now is not None:
            name, kind = MEASURES[each.measure][0], KIND_NAMES[each.kind]
            words = _("{kind}{name}：{words}。", kind=kind, name=name, words=each.now.words)
            found.append(Observation(f"{each.measure}/{each.kind}", Tone.TELLS, words))
    return found


def _compared(comparison: Comparison) -> Observation:
    key, words = f"{comparison.measure}/{comparison.kind}", comparison.words
    then, now = comparison.first_weeks, comparison.now
    if then is None or now is None:
        return Observation(key, Tone.TELLS, words)
    if now.low - then.high >= NOTICEABLE:
        return Observation(key, Tone.ASKS, _("{words}比起点多，请问一问。", words=words))
    if then.low - now.high >= NOTICEABLE:
        return Observation(key, Tone.GOOD, _("{words}比起点少，值得肯定。", words=words))
    return Observation(key, Tone.TELLS, words)
