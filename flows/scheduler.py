"""The tick: few interval jobs and no copy of the cases. Each asks the record how things stand and does what is due.

Deadlines never wait for Prefect: whatever its run has not processed two seconds after its time, the tick processes.
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from core.clock import ClockSteps, WallClock
from core.errors import new_reference
from flows.backoff import Backoff
from models.storage_problem import find_storage_problem, name_failure, quote_refused_connection

log = logging.getLogger(__name__)

TAKEOVER_DELAY = timedelta(seconds=2)
"""How long a due plan is left to its own run."""

PLANS_PER_PASS = 200
LOGGED_EVERY = timedelta(minutes=1)
"""A round that goes on failing is logged so often."""


@dataclass(frozen=True)
class PeriodicJob:
    """Something done again and again: what, how often, by which function of the context."""

    name: str
    every: timedelta
    act: Callable[[Any], object]


Share = Callable[[Any, Sequence[str], datetime], tuple[Collection[str], Collection[str]]]
"""Processes some of the plans that are free and due by a moment in one transaction: returns which, and which of the free
ones must be processed each for itself. Neither, when none is left."""


def share_nothing(_context: Any, numbers: Sequence[str], _before: datetime) -> tuple[Collection[str], Collection[str]]:
    """Each plan has a transaction of its own."""
    return (), numbers


class OverduePlans:
    """Processes every plan that is overdue: those that `share` can process in one transaction so, the others each for
    itself. What is overdue is said by `scheduling` (`casework.plan.scheduling`).

    A plan that fails is left alone for a while, longer each time, and holds up nobody.
    """

    def __init__(
        self,
        scheduling: Any,
        process: Callable[[Any, str], object],
        *,
        late_by: timedelta = TAKEOVER_DELAY,
        share: Share = share_nothing,
    ) -> None:
        self.scheduling = scheduling
        self.process = process
        self.share = share
        self.late_by = late_by
        self._patience = Backoff(first=timedelta(seconds=5), most=timedelta(minutes=10))

    def once(self, context: Any) -> int:
        """Everything overdue has been tried; returns how many plans were processed."""
        processed = 0
        tried: set[str] = set()
        passed_over = self._patience.waiting(context.clock.now())
        while True:
            now = context.clock.now()
            before = now - self.late_by
            # Room for those left alone, or enough of them at the head of the queue would hide all others.
            limit = PLANS_PER_PASS + passed_over
            listed = list(self.scheduling.due(context, before, limit))
            numbers = [number for number in listed if number not in tried and self._patience.may_try(number, now)]
            passed_over = len(listed) - len(numbers)
            if not numbers and len(listed) < limit:
                return processed
            tried.update(numbers)
            # One that has failed would take others with it.
            alone = [number for number in numbers if self._patience.has_failed(number)]
            left = [number for number in numbers if number not in alone]
            while left:
                shared, not_shared = self.share(context, left, before)
                if not shared and not not_shared:
                    break  # somebody else holds or has processed them
                processed += len(shared)
                alone += not_shared
                left = [number for number in left if number not in shared and number not in not_shared]
            processed += sum(self._process(context, number) for number in alone)

    def _process(self, context: Any, plan_number: str) -> bool:
        try:
            self.process(context, plan_number)
        except Exception as error:
            reference = new_reference()
            pause = self._patience.failed(plan_number, context.clock.now())
            log.error(
                "Plan %s could not be processed: %s (reference %s); tried again in %s.",
                plan_number,
                describe(error),
                reference,
                pause,
            )
            self._note(context, plan_number, reference, name_failure(error))
            return False
        self._patience.succeeded(plan_number)
        return True

    def _note(self, context: Any, plan_number: str, reference: str, kind: str) -> None:
        try:
            self.scheduling.record_failure(context, plan_number, source="tick", reference=reference, kind=kind)
        except Exception as error:
            log.error("Failure %s could not be noted in the record: %s.", reference, type(error).__name__)


def describe(error: Exception) -> str:
    """Its type, what the storage has if that is behind it, and why a connection to it was refused; no other word of its text."""
    problem, refused = find_storage_problem(error), quote_refused_connection(error)
    kind = type(error).__name__ if problem is None else f"{type(error).__name__} ({problem.in_the_log})"
    return f"{kind}: {refused}" if refused else kind


@dataclass
class JobRunner:
    """Goes rounds. A round that fails is logged at once, and while it goes on failing once a minute: a database that is away
    for an hour fails thousands of times. Errors are logged by type only, since their text might tell of a case, and where
    the storage is behind them, by what it has."""

    _failing: dict[str, tuple[str, datetime, int]] = field(default_factory=dict)
    """By round: the type of its error, when that was logged last, and how often it has failed since."""

    def run(self, context: Any, one: PeriodicJob) -> None:
        """The round has been gone once."""
        try:
            one.act(context)
        except Exception as error:
            self._note_failure(one.name, describe(error), context.clock.now())
        else:
            if self._failing.pop(one.name, None) is not None:
                log.warning("The round '%s' is well again.", one.name)

    def _note_failure(self, name: str, kind: str, now: datetime) -> None:
        before, at, times = self._failing.get(name, ("", now, 0))
        if kind == before and abs(now - at) < LOGGED_EVERY:
            self._failing[name] = (kind, at, times + 1)
            return
        again = f", {times} times more since it was last logged" if kind == before and times else ""
        log.error("The round '%s' failed: %s%s.", name, kind, again)
        self._failing[name] = (kind, now, 0)


class _Interval(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """A turn every so long. What is late is caught up once, however far the clock was set ahead: the library's own trigger would
    first count every turn that was missed, for a year by the second minutes long and into gigabytes."""

    def __init__(self, every: timedelta) -> None:
        self.every = every

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        following = (previous_fire_time or now) + self.every
        return following if now < following <= now + self.every else now + self.every


class JobScheduler:
    """Goes each round at its interval, in this process, until stopped, also when the machine's clock is set. A round still
    under way is not begun again."""

    def __init__(self, context: Any, rounds: Iterable[PeriodicJob]) -> None:
        self.jobs = list(rounds)
        # Late is caught up, once: no round is dropped for being late, and ten missed ones are one.
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": {"type": "threadpool", "max_workers": max(len(self.jobs), 1)}},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        # It warns of every turn that a long round makes it leave out.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        runner = JobRunner()
        for one in self.jobs:
            self._scheduler.add_job(runner.run, _Interval(one.every), args=(context, one), id=one.name)
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._follow_clock, name="clock-steps", daemon=True)

    def start(self) -> None:
        """The rounds are being gone."""
        self._scheduler.start()
        self._watch.start()

    def _follow_clock(self) -> None:
        """The scheduler sleeps until a moment of the clock: set back by hours, it would sleep for so long."""
        steps = ClockSteps()
        while not self._stopping.wait(1):
            if (by := steps.notice()) is None:
                continue
            log.warning("This machine's clock was set by %.0f seconds.", by.total_seconds())
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=WallClock().now())

    def stop(self) -> None:
        """No round is under way and none will begin."""
        self._stopping.set()
        if self._watch.is_alive():
            self._watch.join()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
