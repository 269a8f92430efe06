"""Makes Prefect show what the record says: every living plan has one run, parked until the plan's next wake.

Level-triggered: it looks at how things stand and not at what happened, so a lost event is repaired at the next look.
Each pass is bounded, and compares only plans whose wake or run changed, plus a slice of all others.
"""

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.client.schemas.objects import StateType

from casework.plan.scheduling import PlanRun
from core.clock import WallClock
from core.errors import new_reference
from flows.backoff import Backoff
from flows.prefect_client import ENDED, START_TAKES, Prefect, PrefectRun, PrefectUnavailable, Wait
from flows.prefect_flow import in_real_time
from flows.runner import Runner
from flows.scheduling_port import SchedulingPort

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""A run that has been executing for longer, and not by us, has lost its process."""

REGISTERED_EVERY = timedelta(seconds=15)
"""So often Prefect is asked whether it still has the deployment, and so whether it answers."""

TOLERANCE = timedelta(seconds=1)
"""Parked so near to the plan's wake is parked right."""

WAITING = {StateType.SCHEDULED, StateType.PAUSED}


@dataclass(frozen=True)
class _RunState:
    """What was last found in order about a plan."""

    generation: int
    flow_run_id: UUID | None
    wake_at: datetime


class Reconciliation:
    """Repairs mismatches between the record and Prefect, a bounded number at each `once`."""

    def __init__(
        self,
        prefect: Prefect,
        wakes: SchedulingPort,
        runner: Runner,
        *,
        lease: timedelta = LEASE,
        sweep_passes: int = 60,
        looks_per_pass: int = 200,
        creations_per_pass: int = 40,
    ) -> None:
        self.prefect = prefect
        self.wakes = wakes
        self.runner = runner
        self.lease = lease
        self.sweep_passes = sweep_passes
        self.looks_per_pass = looks_per_pass
        self.creations_per_pass = creations_per_pass
        self._in_order: dict[str, _RunState] = {}
        self._look_again: set[UUID] = set()
        self._swept_to, self._former_swept_to = "", ""
        self._patience = Backoff(first=timedelta(seconds=2), most=timedelta(minutes=5))
        self.unreachable = False
        """Whether Prefect did not answer in the last pass."""
        self._warned, self._has_answered, self._began_at = False, False, WallClock().now()
        self._registered_at: datetime | None = None

    def refresh(self, run_id: UUID) -> None:
        """The run is looked at in the next pass; for a runner whose execution of it ended."""
        self._look_again.add(run_id)

    def once(self, context: Any) -> int:
        """One pass; returns how many mismatches were repaired. With Prefect away nothing is, and nothing is lost."""
        try:
            repaired = self._pass(context)
        except PrefectUnavailable as error:
            if not self._warned and (self._is_overdue() or error.needs_a_person):
                self._warned = True
                log.warning("Prefect does not answer (%s); plans are processed by the tick meanwhile.", error)
            self.unreachable = True
            return 0
        self.unreachable, self._has_answered = False, True
        if self._warned:
            log.warning("Prefect answers again; runs are parked anew.")
            self._warned = False
        return repaired

    def _is_overdue(self) -> bool:
        """Whether Prefect should answer by now: it did, or it has had the time that its first start takes."""
        return self._has_answered or WallClock().now() - self._began_at > START_TAKES

    def _pass(self, context: Any) -> int:
        self._ensure_registered()
        read_at = WallClock().now()
        active = {plan.plan_number: plan for plan in self.wakes.list_active_plans(context)}
        repaired = self._forget_sealed(context) + self._let_closed_runs_end(active)
        looks = self._plans_to_check(list(active.values()))
        seen = self.prefect.seen(plan.flow_run_id for plan in looks if plan.flow_run_id is not None)
        created = 0
        for plan in looks:
            run = seen.get(plan.flow_run_id) if plan.flow_run_id is not None else None
            if run is not None and run.since >= read_at:
                continue  # It moved after the record was read: perhaps to its proper end. The next pass compares.
            try:
                if run is None or run.state in ENDED or self._lost_its_process(run):
                    if created < self.creations_per_pass and self._replace(context, plan, run):
                        created += 1
                elif run.state in WAITING and run.generation is not None and run.generation < plan.generation:
                    created += self._put_in_its_place(context, plan, run)
                elif run.state in WAITING:
                    repaired += self._park_rightly(context, plan, run)
            except PrefectUnavailable:
                raise
            except Exception as error:
                # One plan whose rows cannot be read keeps no other from its run.
                self._patience.failed(plan.plan_number, WallClock().now())
                self._in_order[plan.plan_number] = _run_state(plan)  # looked at again in the sweep, not in each pass
                reference = new_reference()
                log.error("The run of plan %s could not be kept: %s (reference %s).", plan.plan_number,
                          type(error).__name__, reference)  # fmt: skip
        return repaired + created + self._end_former_runs(active)

    def _ensure_registered(self) -> None:
        now = WallClock().now()
        if self._registered_at is None or abs(now - self._registered_at) >= REGISTERED_EVERY:
            self.prefect.ensure_registered()
            self._registered_at = now

    def _plans_to_check(self, active: "Sequence[PlanRun]") -> "list[PlanRun]":
        """Plans not known to be in order, and the next slice of the others, so that all are seen once in a sweep."""
        again, self._look_again = self._look_again, set()
        looks = [
            plan
            for plan in active
            if plan.flow_run_id in again or self._in_order.get(plan.plan_number) != _run_state(plan)
        ]
        looks = looks[: self.looks_per_pass]
        slice_size = min(max(math.ceil(len(active) / self.sweep_passes), 5), self.looks_per_pass, len(active))
        chosen = {plan.plan_number for plan in looks}
        ordered = sorted(active, key=lambda plan: plan.plan_number)
        following = [plan for plan in ordered if plan.plan_number > self._swept_to][:slice_size]
        self._swept_to = following[-1].plan_number if len(following) == slice_size and following else ""
        return looks + [plan for plan in following if plan.plan_number not in chosen]

    def _lost_its_process(self, run: PrefectRun) -> bool:
        if run.state in ENDED or run.state in WAITING or abs(WallClock().now() - run.since) <= self.lease:
            return False
        with self.runner.holding_claims() as ours:
            if run.id in ours:
                return False
        # Looked at once more: one of ours may have come to its proper end since it was seen, and is ours no longer.
        again = self.prefect.seen([run.id]).get(run.id)
        return again is not None and (again.state, again.since) == (run.state, run.since)

    def _replace(self, context: Any, plan: "PlanRun", run: PrefectRun | None) -> bool:
        """The plan has a new run; whether one was made now. After failures in a row it is made later and later."""
        now = WallClock().now()
        if not self._patience.may_try(plan.plan_number, now):
            return False
        if run is None:
            if plan.plan_number in self._in_order:
                # A run we had seen is gone: perhaps all are, with Prefect's database.
                self._in_order.clear()
        else:
            if run.state not in ENDED:
                self.prefect.mark_crashed(run.id)
            self._patience.failed(plan.plan_number, now)
        generation = plan.generation if plan.flow_run_id is None else plan.generation + 1
        self._create(context, plan, generation)
        return True

    def _create(self, context: Any, plan: "PlanRun", generation: int) -> None:
        """The plan has the run of that generation. Two who do so at once have the same one."""
        run_id = self.prefect.create(plan.plan_number, generation, self._wait(context, plan))
        self.wakes.record_run(context, plan.plan_number, run_id, generation)
        self._look_again.add(run_id)
        self.runner.check_now()

    def _put_in_its_place(self, context: Any, plan: "PlanRun", run: PrefectRun) -> bool:
        """Somebody has asked for a new run: the one that waits is ended, and the new one waits. First the end: broken off
        in between, the plan has an ended run, which is replaced at the next look."""
        if not self._cancel_waiting(run.id):
            return False  # once it waits again, it is looked at
        self._create(context, plan, plan.generation)
        return True

    def _end_former_runs(self, active: "dict[str, PlanRun]") -> int:
        """Runs whose place another has taken are ended; returns how many had not. Prefect's database may be of an earlier
        moment than the record, and such a run would wait, and park itself anew, beside the plan's own. Whatever Prefect was
        told of a plan has its name, so all plans are asked about in ten sweeps."""
        replaced = sorted(number for number, plan in active.items() if plan.generation)
        size = min(max(math.ceil(len(replaced) / (10 * self.sweep_passes)), 5), self.looks_per_pass)
        following = [number for number in replaced if number > self._former_swept_to][:size]
        self._former_swept_to = following[-1] if len(following) == size else ""
        return sum(self._end_former(active[run.name], run) for run in self.prefect.unended(following))

    def _end_former(self, plan: "PlanRun", run: PrefectRun) -> bool:
        if run.id == plan.flow_run_id or run.generation is None or run.generation >= plan.generation:
            return False
        if run.state in WAITING:
            return self._cancel_waiting(run.id)
        if self._lost_its_process(run):
            self.prefect.mark_crashed(run.id)
            return True
        return False

    def _cancel_waiting(self, run_id: UUID) -> bool:
        """Whether the run waited until now, and is over; one that was just called is left."""
        with self.runner.holding_claims() as ours:
            again = self.prefect.seen([run_id]).get(run_id)
            if run_id in ours or again is None or again.state not in WAITING:
                return False
            self.prefect.cancel(run_id)
        return True

    def _park_rightly(self, context: Any, plan: "PlanRun", run: PrefectRun) -> bool:
        """The waiting run is parked until the plan's wake; whether it had to be moved."""
        wanted = in_real_time(context.clock, plan.wake_at)
        if _parked_right(run, wanted):
            self._in_order[plan.plan_number] = _run_state(plan)
            return False
        with self.runner.holding_claims() as ours:
            # Looked at once more: moving a run that has begun meanwhile would let it be executed twice at once.
            again = self.prefect.seen([run.id]).get(run.id)
            if run.id in ours or again is None or again.state not in WAITING or _parked_right(again, wanted):
                return False
            self.prefect.schedule(run.id, self._wait(context, plan))
        self.runner.check_now()
        self._look_again.add(run.id)
        return True

    def _wait(self, context: Any, plan: "PlanRun") -> Wait:
        at = in_real_time(context.clock, plan.wake_at)
        awaits = self.wakes.get_awaited_kind(context, plan.plan_number)
        return Wait(at, plan.wake_at, awaits, woken=at <= WallClock().now() + TOLERANCE)

    def _let_closed_runs_end(self, active: "dict[str, PlanRun]") -> int:
        """Runs of plans that were closed since the last pass are woken, find nothing to do and complete."""
        woken = 0
        for plan_number in [number for number in self._in_order if number not in active]:
            run_id = self._in_order[plan_number].flow_run_id
            run = self.prefect.seen([run_id]).get(run_id) if run_id is not None else None
            if run is not None and run.state in WAITING:
                with self.runner.holding_claims() as ours:
                    if run.id not in ours:
                        self.prefect.schedule(run.id, Wait(WallClock().now(), woken=True))
                        woken += 1
                self.runner.check_now()
            del self._in_order[plan_number]
        return woken

    def _forget_sealed(self, context: Any) -> int:
        """Sealed plans are gone from Prefect: the run that waited, earlier ones, and the short ones."""
        forgotten = list(self.wakes.list_plans_to_forget(context))[: self.creations_per_pass]
        for number, run_id in forgotten:
            with self.runner.holding_claims() as ours:
                if run_id in ours:
                    continue  # It is just sealing; the next pass finds it ended.
                self.prefect.forget_plan(number)
            self.wakes.record_forgotten(context, number)
        return len(forgotten)


def _run_state(plan: "PlanRun") -> _RunState:
    return _RunState(plan.generation, plan.flow_run_id, plan.wake_at)


def _parked_right(run: PrefectRun, wanted: datetime) -> bool:
    """Whether the run waits until `wanted`; of two moments that are both past, neither is more right."""
    if run.state is not StateType.SCHEDULED or run.scheduled_for is None:
        return False
    now = WallClock().now()
    return abs(max(run.scheduled_for, now) - max(wanted, now)) <= TOLERANCE
