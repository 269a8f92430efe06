"""Makes Prefect show what the record says: every living plan has one run, parked until the plan's next wake.

Level-triggered: it looks at how things stand and not at what happened, so a lost event is repaired at the next look.
Each pass is bounded, and compares only plans whose wake or run changed, plus a slice of all others.
"""

import contextlib
import logging
import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.client.schemas.objects import FlowRun, StateType

from casework.plan.prefect_runs import PlanRun
from core.clock import Every, WallClock
from core.errors import new_reference
from flows.backoff import Backoff
from flows.prefect.client import ENDED, Availability, Prefect, PrefectUnavailable, get_generation
from flows.prefect.runner import Runner
from flows.prefect.waiting import Wait, in_real_time

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""A run that has been executing for longer, and not by us, has lost its process."""

REGISTERED_EVERY_SECONDS = 15.0
"""So often Prefect is asked whether it still has the deployment, and so whether it answers."""

TOLERANCE = timedelta(seconds=1)
"""Parked so near to the plan's wake is parked right."""

LOOKS_PER_PASS, CREATIONS_PER_PASS = 200, 40

WAITING = {StateType.SCHEDULED, StateType.PAUSED}


class Reconciliation:
    """Repairs mismatches between the record and Prefect, a bounded number at each `once`. The record is asked by
    `prefect_runs` (`casework.plan.prefect_runs`)."""

    def __init__(
        self,
        prefect: Prefect,
        prefect_runs: Any,
        runner: Runner,
        *,
        lease: timedelta = LEASE,
        sweep_passes: int = 60,
    ) -> None:
        self.prefect = prefect
        self.prefect_runs = prefect_runs
        self.runner = runner
        self.lease = lease
        self.sweep_passes = sweep_passes
        self._in_order: dict[str, PlanRun] = {}
        """By number, the plans whose run was found as it should be, as they were then."""
        self._look_again: set[UUID] = set()
        self._swept_to = ""
        self._patience = Backoff(first=timedelta(seconds=2), most=timedelta(minutes=5))
        self.availability = Availability()
        self._registers = Every(REGISTERED_EVERY_SECONDS)

    def refresh(self, run_id: UUID) -> None:
        """The run is looked at in the next pass; for a runner whose execution of it ended."""
        self._look_again.add(run_id)

    def once(self, context: Any) -> int:
        """One pass; returns how many mismatches were repaired. With Prefect away nothing is, and nothing is lost."""
        try:
            repaired = self._pass(context)
        except PrefectUnavailable as error:
            self._registers.reset()
            self.availability.note(error)
            return 0
        self.availability.note(None)
        return repaired

    def _pass(self, context: Any) -> int:
        if self._registers.is_due():
            self.prefect.ensure_registered()
        read_at = WallClock().now()
        active = self.prefect_runs.list_active_plans(context)
        repaired = self._forget_ended(context)
        looks = self._plans_to_check(active)
        seen = self.prefect.seen(plan.flow_run_id for plan in looks if plan.flow_run_id is not None)
        created = 0
        for plan in looks:
            run = seen.get(plan.flow_run_id) if plan.flow_run_id is not None else None
            if run is not None and _get_since(run) >= read_at:
                continue  # It moved after the record was read: perhaps to its proper end. The next pass compares.
            try:
                if run is None or run.state_type in ENDED or self._lost_its_process(run):
                    if created < CREATIONS_PER_PASS and self._replace(context, plan, run):
                        created += 1
                elif run.state_type in WAITING and get_generation(run) < plan.generation:
                    # Somebody has asked for a new run: once this one has ended, it is replaced.
                    repaired += self._cancel(run.id)
                elif run.state_type in WAITING:
                    repaired += self._park_rightly(context, plan, run)
            except PrefectUnavailable:
                raise
            except Exception as error:
                # One plan whose rows cannot be read keeps no other from its run.
                self._patience.failed(plan.plan_number, WallClock().now())
                self._in_order[plan.plan_number] = plan  # looked at again in the sweep, not in each pass
                reference = new_reference()
                log.error("The run of plan %s could not be kept: %s (reference %s).", plan.plan_number,
                          type(error).__name__, reference)  # fmt: skip
        return repaired + created

    def _plans_to_check(self, active: Sequence[PlanRun]) -> list[PlanRun]:
        """Plans not known to be in order, and the next slice of the others, so that all are seen once in a sweep."""
        again, self._look_again = self._look_again, set()
        looks = [plan for plan in active if plan.flow_run_id in again or self._in_order.get(plan.plan_number) != plan]
        looks = looks[:LOOKS_PER_PASS]
        slice_size = min(max(math.ceil(len(active) / self.sweep_passes), 5), LOOKS_PER_PASS, len(active))
        chosen = {plan.plan_number for plan in looks}
        ordered = sorted(active, key=lambda plan: plan.plan_number)
        following = [plan for plan in ordered if plan.plan_number > self._swept_to][:slice_size]
        self._swept_to = following[-1].plan_number if len(following) == slice_size and following else ""
        return looks + [plan for plan in following if plan.plan_number not in chosen]

    def _lost_its_process(self, run: FlowRun) -> bool:
        if run.state_type in WAITING or abs(WallClock().now() - _get_since(run)) <= self.lease:
            return False
        with self.runner.holding_claims() as ours:
            return run.id not in ours

    def _replace(self, context: Any, plan: PlanRun, run: FlowRun | None) -> bool:
        """The plan has a new run; whether one was made now. After failures in a row it is made later and later. Two processes
        that do so at once make the same run."""
        now = WallClock().now()
        if not self._patience.may_try(plan.plan_number, now):
            return False
        if run is None:
            if plan.flow_run_id is not None:
                # Perhaps Prefect went back by moments, and an earlier run of the plan would wait beside the new one.
                self.prefect.forget_plan(plan.plan_number)
            if plan.plan_number in self._in_order:
                # A run we had seen is gone: perhaps all are, with Prefect's database.
                self._in_order.clear()
        else:
            if run.state_type not in ENDED:
                self.prefect.mark_crashed(run.id)
            self._patience.failed(plan.plan_number, now)
        generation = plan.generation if plan.flow_run_id is None else plan.generation + 1
        run_id = self.prefect.create(plan.plan_number, generation, self._wait(context, plan))
        self.prefect_runs.record_run(context, plan.plan_number, run_id, generation)
        self._look_again.add(run_id)
        self.runner.check_now()
        return True

    @contextlib.contextmanager
    def _still_waiting(self, run_id: UUID) -> Iterator[bool]:
        """Whether the run waits. While the context is open none of ours begins: moving a run that has begun would let it be
        executed twice at once."""
        with self.runner.holding_claims() as ours:
            again = self.prefect.seen([run_id]).get(run_id)
            yield again is not None and run_id not in ours and again.state_type in WAITING
        self.runner.check_now()

    def _cancel(self, run_id: UUID) -> bool:
        """Whether the run waited until now, and is over."""
        with self._still_waiting(run_id) as waits:
            if waits:
                self.prefect.cancel(run_id)
        return waits

    def _park_rightly(self, context: Any, plan: PlanRun, run: FlowRun) -> bool:
        """The waiting run is parked until the plan's wake; whether it had to be moved."""
        wanted = in_real_time(context.clock, plan.wake_at)
        if _parked_right(run, wanted):
            self._in_order[plan.plan_number] = plan
            return False
        with self._still_waiting(run.id) as waits:
            if waits:
                self.prefect.schedule(run.id, self._wait(context, plan))
        self._look_again.add(run.id)
        return waits

    def _wait(self, context: Any, plan: PlanRun) -> Wait:
        at = in_real_time(context.clock, plan.wake_at)
        awaits = self.prefect_runs.get_awaited_kind(context, plan.plan_number)
        return Wait(at, plan.wake_at, awaits)

    def _forget_ended(self, context: Any) -> int:
        """Sealed and closed plans are gone from Prefect: the run that waited, earlier ones, and those of processings."""
        forgotten = list(self.prefect_runs.list_plans_to_forget(context))[:CREATIONS_PER_PASS]
        for number, run_id in forgotten:
            with self.runner.holding_claims() as ours:
                if run_id in ours:
                    continue  # It is just sealing; the next pass finds it ended.
                self.prefect.forget_plan(number)
            self.prefect_runs.record_forgotten(context, number)
            self._in_order.pop(number, None)
        return len(forgotten)


def _parked_right(run: FlowRun, wanted: datetime) -> bool:
    """Whether the run waits until `wanted`; of two moments that are both past, neither is more right."""
    at, now = run.next_scheduled_start_time, WallClock().now()
    return (
        run.state_type is StateType.SCHEDULED and at is not None and abs(max(at, now) - max(wanted, now)) <= TOLERANCE
    )


def _get_since(run: FlowRun) -> datetime:
    """When it came into its state, by Prefect's clock."""
    assert run.state is not None
    return run.state.timestamp
