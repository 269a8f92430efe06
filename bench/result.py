"""What a bench finds: figures, each with its unit, its ratio to a floor or peer of the same run, and what is wanted."""

import operator
from dataclasses import dataclass
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
        """The numbers with four digits: more is noise."""
        value, ratio = (None if number is None else float(f"{number:.4g}") for number in (self.value, self.ratio))
        wanted = None if self.wanted is None else str(self.wanted)
        return {"name": self.name, "value": value, "unit": self.unit, "ratio": ratio, "peer": self.peer,
                "wanted": wanted, "met": self.is_met}  # fmt: skip

    def __str__(self) -> str:
        line = f"{self.name:44} {self.value:>10.4g} {self.unit}"
        if self.ratio is not None:
            line += f"; {self.ratio:.4g} of {self.peer}"
        if self.wanted is not None:
            line += f"; wanted: {self.wanted}, {'met' if self.is_met else 'NOT MET'}"
        return line
