"""A plan at noon of a Tuesday in March on the clock of a demonstration, and what moves it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.bootstrap import Dispatcher, create_memory_channels
from casework.acting.context import Context
from casework.plan import scheduling
from core.clock import StoredClock, local_time
from flows.clock_moves import ClockMover
from flows.habits import Habits
from flows.invented_people import InventedPeople
from flows.scheduler import OverduePlans, PeriodicJob
from flows.services import process_in_tick
from tests.builders import BOTH_CONSENTS, SimulatedPlan, announce_and_serve, at, start_plan

TUESDAY = "2026-03-10 12:00"
SECOND = timedelta(seconds=1)
SHEETS = {"usage": BOTH_CONSENTS, "cadence": {"usage_sheet": {"on": "Wed", "by": "21:00", "owner": "guardian"}}}
"""Of a family whose mother fills in a sheet on Wednesdays."""


def a_life(**changes: object) -> SimulatedPlan:
    """A plan whose family hands nothing in by itself."""
    return announce_and_serve(start_plan(team_works=False, **changes), "2026-03-04").on(TUESDAY)


def on_a_stored_clock(life: SimulatedPlan, folder: Path, habits: Habits | None = None) -> tuple[Context, ClockMover]:
    """The same record on a clock of a demonstration, in which people act by these habits, and what moves it."""
    clock = StoredClock.begin(folder / "clock.json", at(TUESDAY))
    context = replace(life.context, clock=clock, on_commit=None)
    people = InventedPeople.begin(context, habits) if habits else None
    rounds = [
        PeriodicJob("tick", SECOND, OverduePlans(scheduling, process_in_tick).once),
        *([PeriodicJob("people", SECOND, people.act_until_now)] if people else []),
        PeriodicJob("outbox", SECOND, Dispatcher(create_memory_channels()).deliver),
    ]
    return context, ClockMover(clock, rounds, people)


def what_happened(life: SimulatedPlan, since: int) -> list[tuple[str, str]]:
    """What the journal says of it, each thing with its minute."""
    return [(line.act, f"{local_time(line.at):%m-%d %H:%M}") for line in life.lines(after=since)]
