"""What a week of digital use brings to the index: worked by hand, and fair to whoever used little from the beginning."""

from datetime import timedelta
from itertools import pairwise

import pytest

from evaluation.digital_steps import WORTH, Position, Trend, get_position, get_trend, get_week_worth
from evaluation.shares import ValueRange


def worth(minutes: int, before: int, limit: int | None) -> float:
    """A week of seven such days, after first weeks of such days, under such a limit a day."""
    agreed = None if limit is None else timedelta(minutes=7 * limit)
    found = get_week_worth(get_position(timedelta(minutes=7 * minutes), agreed), get_trend(minutes / before))
    assert found is not None
    assert found.low == found.high
    return found.low


@pytest.mark.parametrize(
    ("minutes", "before", "limit", "brings"),
    [
        (90, 90, 120, 1.0),  # unchanged and good
        (120, 60, 120, 1.0),  # doubled, and still what was agreed
        (121, 121, 120, 0.5),
        (150, 300, 120, 0.75),  # halved, and a quarter above
        (180, 180, 120, 0.5),
        (181, 181, 120, 0.25),
        (240, 300, 120, 0.5),  # a fifth less, and still twice the limit
        (300, 300, 120, 0.25),
        (360, 300, 120, 0.0),
        (170, 110, 120, 0.0),
        (300, 300, None, 1.0),  # nobody agreed that it should be less
        (330, 300, None, 1.0),
        (331, 300, None, 0.5),
        (451, 300, None, 0.0),
    ],
)
def test_worked_examples(minutes: int, before: int, limit: int | None, brings: float) -> None:
    assert worth(minutes, before, limit) == brings


def test_unchanged_good_use_is_never_worth_less_than_a_partly_reduced_heavy_use() -> None:
    for heavy in range(130, 900, 10):
        for now in range(10, heavy, 10):
            assert worth(90, 90, 120) >= worth(now, heavy, 120)
            assert worth(90, 90, None) >= worth(now, heavy, None)


def test_more_use_never_brings_more_and_what_cannot_be_compared_is_a_range() -> None:
    for shares in WORTH.values():
        assert list(shares) == list(Trend)
        assert all(earlier >= later for earlier, later in pairwise(shares.values()))
    for trend in Trend:
        limited = [WORTH[each][trend] for each in (Position.WITHIN, Position.ABOVE, Position.FAR_ABOVE)]
        assert limited == sorted(limited, reverse=True)
    assert get_week_worth(Position.ABOVE, None) == ValueRange(0.0, 0.75)
    assert get_week_worth(Position.WITHIN, None) == ValueRange(1.0, 1.0)
    assert get_week_worth(Position.NO_LIMIT, None) is None
