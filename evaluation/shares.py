"""Shares with what they rest on: how much was known of how much was owed, and the range that the rest leaves open."""

from dataclasses import dataclass

ASSESSABLE_FROM = 0.6
"""Below this coverage nothing is said: "not assessable", and nothing is lost or won by it."""


@dataclass(frozen=True)
class Coverage:
    """For how many items the status is known."""

    known: int
    owed: int

    def __post_init__(self) -> None:
        if not 0 <= self.known <= self.owed:
            raise ValueError("known must lie between nothing and all that was owed")

    @property
    def share(self) -> float:
        """Known of owed, 0 to 1; nothing owed is nothing known."""
        return self.known / self.owed if self.owed else 0.0

    @property
    def assessable(self) -> bool:
        """Whether enough is known to say anything."""
        return self.owed > 0 and self.share >= ASSESSABLE_FROM


@dataclass(frozen=True)
class ValueRange:
    """What a number may be, from its lowest to its highest."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError("a span runs from low to high")

    def times(self, factor: float) -> "ValueRange":
        """The span of the number multiplied by something that is not negative."""
        return ValueRange(self.low * factor, self.high * factor)
