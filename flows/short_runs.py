"""Tells Prefect of each processing, after it is over: for the engineer who looks there, a short run beside the plan's own.

The record's own log of runs is read, so that both lanes are seen, the plan's run and the tick, and those of stock workers
too. Nothing waits for it: with Prefect away it is told later, and what is sealed meanwhile is not told at all.
"""

import logging
from datetime import datetime, timedelta
from typing import Any, Protocol

from casework.plan.run_reports import SHORT_RUNS_KEPT, ProcessedRun
from core.clock import Clock, OffsetClock, WallClock, local_time
from core.errors import new_reference
from core.i18n import Text, _
from flows.prefect_client import Prefect, PrefectUnavailable, describe_shift, say_both
from flows.prefect_flow import in_real_time
from flows.short_run import ShortRun, get_plan_tag

log = logging.getLogger(__name__)

TOLD_AT_ONCE = 50
LOOKED_BACK = timedelta(minutes=15)
"""So long a processing may take and still be found by a look at what is new."""

LANES: dict[str, tuple[str, Text]] = {
    "run": ("by-its-own-run", _("由方案自己的运行办理")),
    "tick": ("by-the-periodic-check", _("由定时检查办理")),
}


class RunLogPort(Protocol):
    """The record, as far as its log of runs goes: `casework.plan.run_reports`."""

    def list_untold_runs(self, context: Any, since: datetime, limit: int) -> list[ProcessedRun]:
        """Processings since that moment that Prefect was not told of, the earliest first."""
        ...

    def mark_runs_told(self, context: Any, runs: list[ProcessedRun]) -> set[str]:
        """They are told; returns plans that were sealed or closed meanwhile."""
        ...


class ShortRuns:
    """Tells of a bounded number of processings at each `once`."""

    def __init__(self, prefect: Prefect, run_log: RunLogPort) -> None:
        self.prefect = prefect
        self.run_log = run_log
        self._seen_to: datetime | None = None
        """Everything before is told, by the record's clock."""
        self._looked_at: datetime | None = None
        """When that was found, in real time."""

    def once(self, context: Any) -> int:
        """Returns how many were told. With Prefect away none is; an error is one line of the log."""
        try:
            return self._tell(context)
        except PrefectUnavailable:
            return 0  # the reconciliation says so
        except Exception as error:
            log.error("Prefect could not be told of runs: %s (reference %s).", type(error).__name__, new_reference())
            return 0

    def _tell(self, context: Any) -> int:
        now, looked_at = context.clock.now(), WallClock().now()
        oldest = now - SHORT_RUNS_KEPT
        since = oldest if self._seen_to is None else max(oldest, self._seen_to - LOOKED_BACK)
        runs = self.run_log.list_untold_runs(context, since, TOLD_AT_ONCE)
        if runs:
            self.prefect.tell_short_runs([describe(run, context.clock, looked_at, self._looked_at) for run in runs])
            for number in self.run_log.mark_runs_told(context, runs):
                self.prefect.forget_plan(number)
        if len(runs) < TOLD_AT_ONCE:
            self._seen_to, self._looked_at = now, looked_at
        return len(runs)


def describe(run: ProcessedRun, clock: Clock, now: datetime, looked_at: datetime | None = None) -> ShortRun:
    """The processing as Prefect is told of it now: codes, moments and numbers. `looked_at` is when it was not yet over."""
    began, ended = _in_real_time(run, clock, now, looked_at)
    lane, lane_words = LANES[run.lane]
    shift = describe_shift(clock.offset) if isinstance(clock, OffsetClock) else None
    took = (ended - began).total_seconds()
    if run.failure_reference is None:
        outcome = _(
            "{lane}，办了{count}项，用时{seconds}秒。", lane=lane_words, count=len(run.verbs), seconds=f"{took:.3f}"
        )
    else:
        outcome = _(
            "{lane}，未能办理（{kind}），日志编号{reference}。",
            lane=lane_words, kind=run.failure_kind, reference=run.failure_reference,
        )  # fmt: skip
    shown = f"{local_time(run.began_at):%Y-%m-%d %H:%M:%S}"
    facts = [("plan", run.plan_number), ("processed", lane), ("began, by the office's clock", shown)]
    facts += [("seconds", f"{took:.3f}"), ("operations", str(len(run.verbs)))]
    facts += [(f"operation {place}", verb) for place, verb in enumerate(run.verbs, 1)]
    if run.failure_reference is not None:
        facts += [("error", str(run.failure_kind)), ("reference", run.failure_reference)]
    if run.parked_until is not None:
        facts.append(("next, by the office's clock", f"{local_time(run.parked_until):%Y-%m-%d %H:%M}"))
    if shift is not None:
        facts.append(("clock of the demonstration", shift.en))
    return ShortRun(
        id=run.id,
        name=run.plan_number,
        tags=[get_plan_tag(run.plan_number), lane, *(["demonstration"] if shift else [])],
        began_at=began,
        ended_at=ended,
        failed=run.failure_reference is not None,
        message=say_both(outcome, shift),
        verbs=list(run.verbs),
        table=[{"what": what, "value": value} for what, value in facts],
        log=[f"{what}: {value}" for what, value in facts],
    )


def _in_real_time(
    run: ProcessedRun, clock: Clock, now: datetime, looked_at: datetime | None
) -> tuple[datetime, datetime]:
    """When it began and ended. The clock of a demonstration may have been moved since, or in the middle of it."""
    began, ended = in_real_time(clock, run.began_at), in_real_time(clock, run.ended_at)
    if looked_at is not None:
        moved = max(looked_at - ended, timedelta(0))
        began, ended = began + moved, ended + moved
        if ended - began > LOOKED_BACK:
            began = looked_at
    return min(began, now), min(ended, now)
