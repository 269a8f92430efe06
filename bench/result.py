"""What a bench has found: figures, each with its unit, its ratio to a floor or peer of the same run, and what is wanted."""

import operator
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Wanted:
    """A bound on a figure's value, or on its ratio."""

    of: Literal["value", "ratio"]
    how: Literal["at least", "at most"]
    bound: float

    def __str__(self) -> str:
        return f"{self.of} {self.how} {self.bound:g}"


def value_at_most(bound: float) -> Wanted:
    return Wanted("value", "at most", bound)


def value_at_least(bound: float) -> Wanted:
    return Wanted("value", "at least", bound)


def ratio_at_most(bound: float) -> Wanted:
    return Wanted("ratio", "at most", bound)


def ratio_at_least(bound: float) -> Wanted:
    return Wanted("ratio", "at least", bound)


@dataclass(frozen=True)
class Figure:
    """One measured number. `ratio` is value divided by what `peer` reached in the same run, None where nothing is compared."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    peer: str | None = None
    wanted: Wanted | None = None

    @property
    def is_met(self) -> bool | None:
        """None where nothing is wanted."""
        if self.wanted is None:
            return None
        number = self.value if self.wanted.of == "value" else self.ratio
        assert number is not None, f"{self.name} has no {self.wanted.of}"
        return (operator.ge if self.wanted.how == "at least" else operator.le)(number, self.wanted.bound)

    def as_json(self) -> dict[str, object]:
        wanted = self.wanted
        return {
            "name": self.name,
            "value": _significant(self.value),
            "unit": self.unit,
            "ratio": None if self.ratio is None else _significant(self.ratio),
            "peer": self.peer,
            "wanted": None if wanted is None else {"of": wanted.of, wanted.how.replace(" ", "_"): wanted.bound},
            "met": self.is_met,
        }

    def __str__(self) -> str:
        line = f"{self.name:44} {_significant(self.value):>10} {self.unit}"
        if self.ratio is not None:
            line += f"; {_significant(self.ratio)} of {self.peer}"
        if self.wanted is not None:
            line += f"; wanted: {self.wanted}, {'met' if self.is_met else 'NOT MET'}"
        return line


@dataclass(frozen=True)
class Result:
    """The figures of one bench, and what a reader must know of how they came about."""

    figures: list[Figure]
    notes: dict[str, object] = field(default_factory=dict)


def _significant(number: float) -> float:
    """Four digits: more is noise."""
    return float(f"{number:.4g}")
