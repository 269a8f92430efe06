"""The clock of the demonstration as a page shows it. An office's own installation has none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import Request

from core.clock import LONGEST_HURRY, ClockSpeed, ClockStep


@dataclass(frozen=True)
class DemoClock:
    """How pages read the demonstration's clock and have it moved."""

    moves: Callable[[], int]
    """How often it was moved."""
    move: Callable[[ClockStep, int], None]
    """Moved by that step and everything processed that fell due, unless it was moved since it had been moved so often."""
    speed: Callable[[], ClockSpeed]
    """How fast it goes."""
    set_speed: Callable[[ClockSpeed], None]
    """It goes so fast from now on."""


@dataclass(frozen=True)
class ClockBar:
    """What the bar shows: the moment, how often the clock was moved, how fast it goes, and where to return to."""

    now: datetime
    moves: int
    speed: ClockSpeed
    here: str
    steps: tuple[ClockStep, ...] = tuple(ClockStep)
    speeds: tuple[ClockSpeed, ...] = tuple(speed for speed in ClockSpeed if speed is not ClockSpeed.REAL)
    longest: int = LONGEST_HURRY // timedelta(minutes=1)
    """So many minutes at most it goes faster than real time."""

    @property
    def hurries(self) -> bool:
        """Whether time goes by itself, faster than in reality."""
        return self.speed is not ClockSpeed.REAL


def get_demo_clock(request: Request) -> DemoClock | None:
    """The clock of the demonstration to which this request came; None in an office's own installation."""
    clock: DemoClock | None = getattr(request.app.state, "demo_clock", None)
    return clock


def get_clock_bar(request: Request) -> ClockBar | None:
    """The bar for whoever is signed in to a demonstration; None for everybody else. It leads back to this page, or where
    it is asked for alone (`state.bar_of`) to the one on which it stands."""
    clock = get_demo_clock(request)
    if clock is None or getattr(request.state, "signed_in", None) is None:
        return None
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    here = getattr(request.state, "bar_of", here if request.method == "GET" else "/")
    now = request.app.state.app_state.context.clock.now()
    return ClockBar(now, clock.moves(), clock.speed(), here)
