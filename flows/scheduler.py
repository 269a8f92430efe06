"""The tick: few interval jobs and no copy of the cases. Each asks the record how things stand and does what is due.

Deadlines never wait for Prefect: whatever its run has not processed two seconds after its time, the tick processes.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from flows.backoff import Backoff
from flows.prefect_flow import new_reference
from flows.scheduling_port import SchedulingPort

log = logging.getLogger(__name__)

TAKEOVER_DELAY = timedelta(seconds=2)
"""So long the plan's own run has the first turn."""

PLANS_PER_PASS = 200


@dataclass(frozen=True)
class PeriodicJob:
    """Something done again and again: what, how often, by which function of the context."""

    name: str
    every: timedelta
    act: Callable[[Any], object]


class OverduePlans:
    """Processes every plan that is overdue, each for itself. `live` gets the context and the plan's number.

    A plan that fails is left alone for a while, longer each time, and holds up nobody.
    """

    def __init__(
        self, wakes: SchedulingPort, live: Callable[[Any, str], object], *, late_by: timedelta = TAKEOVER_DELAY
    ) -> None:
        self.wakes = wakes
        self.process_due = live
        self.late_by = late_by
        self._patience = Backoff(first=timedelta(seconds=5), most=timedelta(minutes=10))

    def once(self, context: Any) -> int:
        """Everything overdue has been tried; returns how many plans were processed."""
        processed = 0
        tried: set[str] = set()
        while True:
            now = context.clock.now()
            # Room for those left alone, or enough of them at the head of the queue would hide all others.
            limit = PLANS_PER_PASS + self._patience.waiting(now) + len(tried)
            numbers = [
                number
                for number in self.wakes.due(context, now - self.late_by, limit)
                if number not in tried and self._patience.may_try(number, now)
            ]
            if not numbers:
                return processed
            for number in numbers:
                tried.add(number)
                processed += self._process(context, number)

    def _process(self, context: Any, plan_number: str) -> bool:
        try:
            self.process_due(context, plan_number)
        except Exception as error:
            kind = type(error).__name__
            reference = new_reference()
            pause = self._patience.failed(plan_number, context.clock.now())
            log.error(
                "Plan %s could not be processed: %s (reference %s); tried again in %s.",
                plan_number,
                kind,
                reference,
                pause,
            )
            self._note(context, plan_number, reference, kind)
            return False
        self._patience.succeeded(plan_number)
        return True

    def _note(self, context: Any, plan_number: str, reference: str, kind: str) -> None:
        try:
            self.wakes.record_failure(context, plan_number, lane="tick", reference=reference, kind=kind)
        except Exception as error:
            log.error("Failure %s could not be noted in the record: %s.", reference, type(error).__name__)


def run_job(context: Any, one: PeriodicJob) -> None:
    """The round has been gone once. Its error is logged by type only: its text might tell of a case."""
    try:
        one.act(context)
    except Exception as error:
        log.error("The round '%s' failed: %s (reference %s).", one.name, type(error).__name__, new_reference())


class JobScheduler:
    """Goes each round at its interval, in this process, until stopped. A round still under way is not begun again."""

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
        for one in self.jobs:
            self._scheduler.add_job(
                run_job, "interval", seconds=one.every.total_seconds(), args=(context, one), id=one.name
            )

    def start(self) -> None:
        """The rounds are being gone."""
        self._scheduler.start()

    def stop(self) -> None:
        """No round is under way and none will begin."""
        self._scheduler.shutdown(wait=True)
