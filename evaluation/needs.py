"""The needs profile (需求评估): what somebody needs help with, in eight domains, seen by up to two people at three
times. Two who see it differently are shown as two; their mean would be an opinion that nobody holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from evaluation.shares import ValueRange


class Domain(StrEnum):
    """Where help may be needed."""

    FAMILY = "family"
    SCHOOL_OR_WORK = "school_or_work"
    PEERS = "peers"
    LEISURE = "leisure"
    ATTITUDE = "attitude"
    """Towards what was done."""
    EMOTION = "emotion"
    INTERNET_USE = "internet_use"
    SUBSTANCES = "substances"


class AssessmentPoint(StrEnum):
    """Time of the assessment."""

    START = "start"
    MID = "mid"
    END = "end"


MAX_RATERS = 2
NO_NEED, MUCH_NEED = 0, 2


@dataclass(frozen=True)
class Rating:
    """How much help one rater sees needed at one time: 0 none, 1 some, 2 much. A domain left out was not looked at."""

    time: AssessmentPoint
    rater: str
    needs: dict[Domain, int]

    def __post_init__(self) -> None:
        if any(not NO_NEED <= need <= MUCH_NEED for need in self.needs.values()):
            raise ValueError("a need is 0, 1 or 2")


@dataclass(frozen=True)
class NeedsCell:
    """One domain at one time, as each rater saw it."""

    domain: Domain
    time: AssessmentPoint
    seen: tuple[tuple[str, int], ...]

    @property
    def span(self) -> ValueRange | None:
        """From the least to the most that was seen; None if nobody looked."""
        needs = [need for _, need in self.seen]
        return ValueRange(min(needs), max(needs)) if needs else None

    @property
    def disagree(self) -> bool:
        return len({need for _, need in self.seen}) > 1


class NeedChange(StrEnum):
    """The change of a need between two assessments."""

    LESS = "less"
    SAME = "same"
    MORE = "more"
    UNCLEAR = "unclear"
    """The raters' spans overlap, so that no direction can be said."""
    NOT_SEEN = "not_seen"


def build_needs_profile(ratings: Iterable[Rating]) -> dict[tuple[Domain, AssessmentPoint], NeedsCell]:
    """Every domain at every time. ValueError where more than two have rated one time: whose word counts twice?"""
    given = list(ratings)
    for time in AssessmentPoint:
        raters = [rating.rater for rating in given if rating.time is time]
        if len(set(raters)) > MAX_RATERS or len(raters) != len(set(raters)):
            raise ValueError("at one time up to two people rate, each once")
    return {
        (domain, time): NeedsCell(
            domain,
            time,
            tuple((each.rater, each.needs[domain]) for each in given if each.time is time and domain in each.needs),
        )
        for domain in Domain
        for time in AssessmentPoint
    }


def compare_needs(before: NeedsCell, after: NeedsCell) -> NeedChange:
    """Whether less help is needed than before. Said only if every rater's view says so."""
    first, then = before.span, after.span
    if first is None or then is None:
        return NeedChange.NOT_SEEN
    if first == then and not before.disagree:
        return NeedChange.SAME
    if then.high < first.low:
        return NeedChange.LESS
    if then.low > first.high:
        return NeedChange.MORE
    return NeedChange.UNCLEAR
