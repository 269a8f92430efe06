"""The clock of the demonstration as a page shows it. An office's own installation has none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from core.clock import ClockStep


@dataclass(frozen=True)
class DemoClock:
    """How pages read the demonstration's clock and have it moved."""

    moves: Callable[[], int]
    """How often it was moved."""
    move: Callable[[ClockStep, int], None]
    """Moved by that step and everything processed that fell due, unless it was moved since it had been moved so often."""


@dataclass(frozen=True)
class ClockBar:
    """What the bar shows: the moment, how often the clock was moved, and where to return to."""

    now: datetime
    moves: int
    here: str
    steps: tuple[ClockStep, ...] = tuple(ClockStep)


def get_demo_clock(request: Request) -> DemoClock | None:
    """The clock of the demonstration to which this request came; None in an office's own installation."""
    clock: DemoClock | None = getattr(request.app.state, "demo_clock", None)
    return clock


def get_clock_bar(request: Request) -> ClockBar | None:
    """The bar for anybody signed in to a demonstration; None for everybody else. It leads back to this page."""
    clock = get_demo_clock(request)
    if clock is None or getattr(request.state, "signed_in", None) is None:
        return None
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    now = request.app.state.app_state.context.clock.now()
    return ClockBar(now, clock.moves(), here if request.method == "GET" else "/")
