"""How much of its points a week of digital use brings to the progress index.

First where the week stands against what the plan agreed on, then how it moved against the person's own first four weeks.
A week within the agreed limit is always worth the whole, so that whoever used little from the beginning loses nothing to
whoever had much to give up. Where no limit was agreed nobody can be above it: then only an increase is worth less.
"""

from datetime import timedelta
from enum import StrEnum

from core.i18n import Text, _
from evaluation.shares import ValueRange


class Position(StrEnum):
    """Where a week stands against the agreed limit of its days."""

    NO_LIMIT = "no_limit"
    WITHIN = "within"
    ABOVE = "above"
    FAR_ABOVE = "far_above"


class Trend(StrEnum):
    """How a week moved against such days of the own first four weeks."""

    LESS = "less"
    SAME = "same"
    MORE = "more"
    MUCH_MORE = "much_more"


FAR = 1.5
"""Up to half as much again as was agreed is above the limit; beyond that it is far above."""
TREND_UP_TO = ((0.8, Trend.LESS), (1.1, Trend.SAME), (1.5, Trend.MORE))
"""Up to which share of the own first weeks a week is called so; beyond the last it is much more."""

POSITIONS: dict[Position, Text] = {
    Position.NO_LIMIT: _("没有约定上限"),
    Position.WITHIN: _("在约定的上限之内"),
    Position.ABOVE: _("超过约定的上限，不超过一半"),
    Position.FAR_ABOVE: _("超过约定的上限一半以上"),
}
TRENDS: dict[Trend, Text] = {
    Trend.LESS: _("少了两成以上"),
    Trend.SAME: _("差不多"),
    Trend.MORE: _("多了一成以上"),
    Trend.MUCH_MORE: _("多了一半以上"),
}
WORTH: dict[Position, dict[Trend, float]] = {
    Position.NO_LIMIT: {Trend.LESS: 1.0, Trend.SAME: 1.0, Trend.MORE: 0.5, Trend.MUCH_MORE: 0.0},
    Position.WITHIN: {Trend.LESS: 1.0, Trend.SAME: 1.0, Trend.MORE: 1.0, Trend.MUCH_MORE: 1.0},
    Position.ABOVE: {Trend.LESS: 0.75, Trend.SAME: 0.5, Trend.MORE: 0.25, Trend.MUCH_MORE: 0.0},
    Position.FAR_ABOVE: {Trend.LESS: 0.5, Trend.SAME: 0.25, Trend.MORE: 0.0, Trend.MUCH_MORE: 0.0},
}
"""The share of its points that a week brings (the office's own choice, no published scale)."""


def get_position(used: timedelta, agreed: timedelta | None) -> Position:
    """Where a week stands whose days had so much use and such a limit together; None: no limit was agreed for them."""
    if agreed is None:
        return Position.NO_LIMIT
    return Position.WITHIN if used <= agreed else Position.ABOVE if used <= FAR * agreed else Position.FAR_ABOVE


def get_trend(to_start: float) -> Trend:
    """How a week moved whose use is so many times that of such days in the own first four weeks."""
    return next((trend for most, trend in TREND_UP_TO if to_start <= most), Trend.MUCH_MORE)


def get_week_worth(position: Position, trend: Trend | None) -> ValueRange | None:
    """What the week is worth, from 0 to 1. Where its days cannot be compared with the first weeks it is a range, and
    without an agreed limit then nothing can be said."""
    if trend is not None:
        return ValueRange(WORTH[position][trend], WORTH[position][trend])
    if position is Position.NO_LIMIT:
        return None
    return ValueRange(min(WORTH[position].values()), max(WORTH[position].values()))
