"""A rulebook with values that an office chose."""

from datetime import date

from law.entries import Value
from law.rulebook import Rulebook


def with_values(rulebook: Rulebook, **chosen: Value) -> Rulebook:
    """That edition with these values, chosen before anything that a test looks at."""
    return rulebook.with_values_from({key: [(date.min, value)] for key, value in chosen.items()})
