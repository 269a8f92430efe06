"""Median and P90 as a person would count them: always a value that really occurred, or the middle of two."""

import math
from collections.abc import Sequence


def median(values: Sequence[float]) -> float | None:
    """The middle one, or the middle of the two in the middle; None for none."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def p90(values: Sequence[float]) -> float | None:
    """The least value that nine of ten do not exceed (nearest rank); None for none."""
    ordered = sorted(values)
    return float(ordered[math.ceil(0.9 * len(ordered)) - 1]) if ordered else None


def share(part: int, whole: int) -> int | None:
    """The share in whole percent; None of nothing."""
    return round(100 * part / whole) if whole else None
