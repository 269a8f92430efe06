"""The demonstration's clock is moved on, from one moment at which something falls due to the next.

Whatever falls due on the way is processed at its own moment by the rounds that process it in an office: there is no
second engine, and a day that was moved over is like a day that passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from casework.acting.context import Context
from casework.checkins.outages import expect_clock_move
from casework.plan.scheduling import find_next_wake
from casework.staff.authentication import keep_sessions
from core.clock import ClockStep, StoredClock, at_local
from flows.invented_people import InventedPeople
from flows.scheduler import TAKEOVER_DELAY, JobRunner, PeriodicJob
from notifications.outbox import find_next_due

MAX_STEP = timedelta(hours=1)
"""So often at least the rounds are gone, for what is due at an hour of the day, such as a digest."""
START_OF_WORK = time(9)


def compute_target(context: Context, step: ClockStep) -> datetime:
    """The moment to which that step leads from now."""
    now, today = context.clock.now(), context.clock.today()
    match step:
        case ClockStep.HOUR:
            return now + timedelta(hours=1)
        case ClockStep.DAY:
            return now + timedelta(days=1)
        case ClockStep.MONDAY:
            return at_local(today + timedelta(days=7 - today.weekday()), START_OF_WORK)
        case ClockStep.EVENT:
            upcoming = find_next_wake(context, after=now)
            return upcoming + TAKEOVER_DELAY if upcoming is not None else now + timedelta(days=1)


@dataclass(frozen=True)
class ClockMover:
    """Carries out the moves that somebody asked for. `rounds` are gone at each moment on the way, and each moment at which one of the people acts is on the way."""

    clock: StoredClock
    rounds: Sequence[PeriodicJob]
    people: InventedPeople | None = None
    _runner: JobRunner = field(default_factory=JobRunner)

    def once(self, context: Context) -> int:
        """The clock shows the time that was asked for, and everything due until then is processed; returns the number
        of moments. Sessions stay valid."""
        moments = 0
        with self.clock.moving():
            reached = self.clock.now()
            while (wanted := self.clock.wanted) is not None:
                moment = min(wanted, self._next_moment(context, reached))
                expect_clock_move(context, moment)
                with context.database.transaction() as session:
                    keep_sessions(session, now := self.clock.now(), max(moment - now, timedelta(0)))
                self.clock.show(moment)
                for one in self.rounds:
                    self._runner.run(context, one)
                moments, reached = moments + 1, moment
        return moments

    def _next_moment(self, context: Context, reached: datetime) -> datetime:
        """The first moment after the one reached, which may be past already: the rounds took their time."""
        with context.database.reading() as session:
            leaves = find_next_due(session)
        wakes = find_next_wake(context, after=reached - TAKEOVER_DELAY)
        acts = self.people.find_next_moment(context, reached) if self.people else None
        moments = [reached + MAX_STEP, leaves, wakes and wakes + TAKEOVER_DELAY, acts]
        return min(moment for moment in moments if moment is not None and moment > reached)
