"""When plans are due, who processes them now, and the log of every run.

A claim only keeps two processes from doing the same work. What makes the work right is each verb's lock and second look.
"""

import contextlib
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy.exc import DatabaseError, InterfaceError, InternalError, OperationalError, ResourceClosedError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session, col, exists, func, or_, select, update

from casework.acting.context import Context
from casework.acting.open_plan import ONE_DAY, OpenPlan, get_next_item_at
from casework.plan.halting import quarantine
from casework.shared.items.follow_ups import PLAN_HALTED
from core.errors import KeysAway, KeyStoreError, WrongClock
from law.transitions import PlanStatus
from models.base import new_id
from models.item import OPEN_IN_SQL, Item
from models.plan import Plan, RunLogEntry, WokenBy
from models.plan_batch import PrefetchedPlans
from models.storage_problem import StorageProblem

CLAIM = timedelta(seconds=30)
_THIS_PROCESS = uuid.uuid4().hex
"""Not the number of the process: two on different machines may have the same."""

HALTED_AFTER_FAILURES = 5
HALTED_AFTER = timedelta(minutes=1)
"""A plan whose processing fails so often in a row, over so long at least, is halted for a person to look at."""

NOT_OF_THE_PLAN = frozenset(
    kind.__name__
    for kind in (
        DatabaseError, InterfaceError, InternalError, OperationalError, ResourceClosedError, PoolTimeout, MemoryError,
        OSError, *OSError.__subclasses__(), KeyStoreError, KeysAway, WrongClock, StorageProblem,
    )
)  # fmt: skip
"""Errors of the machine and the record (locked, away, full, no right, no key, wrong clock): they say nothing
about one plan and halt none."""


def name_claimant(source: str) -> str:
    """The name under which that source claims plans in this process; no other process on any machine has the same."""
    return f"{source}-{_THIS_PROCESS}"


def due(context: Context, before: datetime, limit: int) -> list[str]:
    """The numbers of the plans that are due by that moment and not claimed, the longest waiting first."""
    now = context.clock.now()
    with context.database.reading() as session:
        return list(
            session.exec(
                select(Plan.number)
                .where(
                    col(Plan.wake_at) <= before,
                    col(Plan.closed_at).is_(None),
                    or_(col(Plan.quarantined_at).is_(None), _may_be_processed(before)),
                    _unclaimed(now),
                )
                .order_by(col(Plan.wake_at))
                .limit(limit)
            )
        )


def _may_be_processed(before: datetime) -> ColumnElement[bool]:
    """The condition that a halted plan has a reminder due to its prosecutor: nothing else is done for it."""
    return exists().where(
        col(Item.plan_id) == col(Plan.id), col(Item.kind) == PLAN_HALTED, col(Item.status).in_(OPEN_IN_SQL),
        col(Item.next_at) <= before,
    )  # fmt: skip


@dataclass(frozen=True)
class PlanState:
    """A plan as it was read at one moment: its row, and its open items that were due, the earliest first."""

    at: datetime
    plan: Plan
    due_items: Sequence[Item]

    @property
    def is_over(self) -> bool:
        """Whether the plan's run is over: sealed or closed."""
        return self.plan.closed_at is not None or self.plan.status in (PlanStatus.SEALED, PlanStatus.CLOSED)


@dataclass
class Claim:
    """A plan that one process has claimed, and its state then."""

    by: str
    held: bool
    """Whether the claim is ours: not if another process holds the plan, nor once the claim is released."""
    state: PlanState


def read_state(context: Context, number: str) -> PlanState:
    """The state of the plan now; it is not claimed."""
    now = context.clock.now()
    with context.database.reading() as session:
        of_plan = and_(col(Item.plan_id) == col(Plan.id), _is_due(now))
        query = select(Plan, Item).outerjoin(Item, of_plan).where(Plan.id == context.plan_id(session, number))
        rows = session.exec(query.order_by(*_EARLIEST_FIRST)).all()
    return PlanState(now, rows[0][0], [item for _plan, item in rows if item is not None])


def claim_plan(context: Context, number: str, by: str) -> Claim:
    """The plan is claimed for half a minute, unless another process holds it; its state was read in the same
    transaction."""
    now = context.clock.now()
    with context.database.transaction() as session:
        plan_id = context.plan_id(session, number)
        free = or_(_unclaimed(now), col(Plan.claimed_by) == by)
        plan = _changed(session, plan_id, free, claimed_by=by, claimed_until=now + CLAIM)
        return Claim(by, plan is not None, _state_of(session, plan or context.find(session, number), now))


def _state_of(session: Session, plan: Plan, now: datetime) -> PlanState:
    return PlanState(now, plan, _list_due_items(session, [plan.id], now)[plan.id])


def _list_due_items(session: Session, plan_ids: Collection[uuid.UUID], now: datetime) -> dict[uuid.UUID, list[Item]]:
    """By plan, its open items that are due, the earliest first."""
    due_items: dict[uuid.UUID, list[Item]] = {plan_id: [] for plan_id in plan_ids}
    query = select(Item).where(col(Item.plan_id).in_(plan_ids), _is_due(now)).order_by(*_EARLIEST_FIRST)
    for item in session.exec(query):
        due_items[item.plan_id].append(item)
    return due_items


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(col(Item.status).in_(OPEN_IN_SQL), col(Item.next_at) <= now)


_EARLIEST_FIRST = (col(Item.next_at), col(Item.id))


def _changed(session: Session, plan_id: uuid.UUID, only_if: ColumnElement[bool], **values: Any) -> Plan | None:
    """The plan with those values, and locked; None if the condition does not hold."""
    query = update(Plan).where(col(Plan.id) == plan_id, only_if).values(**values).returning(Plan)
    return session.scalars(query, execution_options=_WHOLE_ROWS).one_or_none()


_WHOLE_ROWS = {"synchronize_session": False, "populate_existing": True}
"""The rows that an UPDATE returns replace what the session had read of them."""


def _unclaimed(now: datetime) -> ColumnElement[bool]:
    """The condition that no process holds the plan. A claim that lasts longer than any claim does was made by a clock ahead of ours."""
    until = col(Plan.claimed_until)
    return or_(until.is_(None), until <= now, until > now + CLAIM)


@contextlib.contextmanager
def open_due_plans(
    context: Context, numbers: Sequence[str], before: datetime, limit: int
) -> Iterator[tuple[Context, dict[str, PlanState]]]:
    """A transaction in which at most `limit` of the plans that are still due by that moment and not claimed are locked, so
    that they need no claim: the context in which their operations run as parts of it, and their states by number."""
    now = context.clock.now()
    free = (
        select(Plan)
        .where(
            col(Plan.number).in_(numbers),
            col(Plan.wake_at) <= before,
            col(Plan.closed_at).is_(None),
            col(Plan.quarantined_at).is_(None),
            _unclaimed(now),
        )
        .order_by(col(Plan.wake_at), col(Plan.id))
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    record = PrefetchedPlans(context.database)
    with record.open() as session:
        plans = session.exec(free).all()
        due_items = _list_due_items(session, [plan.id for plan in plans], now)
        record.prefetch(due_items, now)
        context.remember_ids((plan.number, plan.id) for plan in plans)
        inside = replace(context, database=record, failed_runs={})
        yield inside, {plan.number: PlanState(now, plan, due_items[plan.id]) for plan in plans}


@contextlib.contextmanager
def hold_plan(context: Context, number: str, by: str) -> Iterator[Claim]:
    """The plan is claimed while the context is open, or the claim is not held because another process holds the plan. It
    is released when the plan is parked, and otherwise at the end."""
    claimed = claim_plan(context, number, by)
    try:
        yield claimed
    finally:
        if claimed.held:
            with context.database.transaction() as session:
                _release_claim(session, claimed)


def _release_claim(session: Session, claimed: Claim) -> Plan | None:
    """The plan, locked and not claimed; None if the claim was not ours."""
    ours = col(Plan.claimed_by) == claimed.by
    return _changed(session, claimed.state.plan.id, ours, claimed_by=None, claimed_until=None)


def get_next_moment(context: Context, number: str) -> datetime | None:
    """When the plan's next item is due; None if none will be until a person does something."""
    with context.database.reading() as session:
        return get_next_item_at(session, context.plan_id(session, number))


def find_next_wake(context: Context, *, after: datetime) -> datetime | None:
    """When the next plan is due after that moment; None if none is."""
    with context.database.reading() as session:
        return session.exec(
            select(func.min(Plan.wake_at)).where(col(Plan.wake_at) > after, col(Plan.closed_at).is_(None))
        ).one()


def begin_run(state: PlanState, source: str) -> RunLogEntry:
    """A run that begins in that state of the plan, with its cause. It is in the log of the plan once it has ended."""
    plan, due = state.plan, next(iter(state.due_items), None)
    run = RunLogEntry(
        id=new_id(state.at), plan_id=plan.id, began_at=state.at, source=source, woken_by=WokenBy.NOTHING.value
    )
    # What fell due only after the act had asked for a look is due by itself, unless the act has put it there.
    asked_first = due is None or plan.wake_at is None or (due.next_at or plan.wake_at) <= plan.wake_at
    if plan.woken_by_id is not None and (asked_first or (due and due.transaction_id == plan.woken_by_id)):
        run.woken_by, run.woken_by_id = WokenBy.ACT.value, plan.woken_by_id
    elif due is not None:
        run.woken_by, run.woken_by_id = WokenBy.DUE.value, due.id
        run.woken_step, run.woken_due_at = due.next_step, due.next_at
    return run


class Parking:
    """Parks a plan in the transaction of its verb. After the call the plan has its next wake time, the run is in its log
    and the claim is released; or, if more is due, the claim is renewed."""

    def __init__(self, run: RunLogEntry, claimed: Claim | None) -> None:
        self.run, self.claimed = run, claimed
        self._state: PlanState | None = None

    def __call__(self, open_plan: OpenPlan) -> None:
        plan, session, now = open_plan.plan, open_plan.session, open_plan.context.clock.now()
        ours = self.claimed is not None and self.claimed.held and plan.claimed_by == self.claimed.by
        self._state = _park(session, plan, self.run, now)
        if ours:
            _keep_claim(plan, self.claimed if self._state.due_items else None, now)

    def end(self) -> PlanState | None:
        """The state of the plan at the end of the verb that is now committed; None if no plan was opened."""
        state, self._state = self._state, None
        if state is not None and not state.due_items and self.claimed is not None:
            self.claimed.held = False
        return state


def park_plan(context: Context, number: str, run: RunLogEntry, *, claimed: Claim | None = None) -> PlanState:
    """For a run with nothing to do: the plan is parked until its next item, the run is in its log, and its claim is
    released, all in one transaction. Where more is due meanwhile, the claim is renewed, and the returned state has it."""
    now = context.clock.now()
    with context.database.transaction() as session:
        plan = _release_claim(session, claimed) if claimed is not None and claimed.held else None
        ours = plan is not None
        plan = plan or context.find(session, number, lock=True)
        state = _park(session, plan, run, now)
        if state.due_items and ours:
            _keep_claim(plan, claimed, now)
    if claimed is not None and not state.due_items:
        claimed.held = False
    return state


def _park(session: Session, plan: Plan, run: RunLogEntry, now: datetime) -> PlanState:
    """The plan, which is locked, is parked until its next item, or more is due. A wake time in the future is right as it
    is: the verb that processed the plan has set it, and an act since then only sets it earlier. Otherwise the items are
    asked."""
    if plan.closed_at is None and (plan.wake_at is None or plan.wake_at <= now):
        state = _state_of(session, plan, now)
        if state.due_items:
            return state
        # Every running plan has a next wake time; one that only waits for people is processed again tomorrow.
        plan.wake_at = get_next_item_at(session, plan.id) or now + ONE_DAY
        plan.woken_by_id = None
    _log_run(session, plan, run, now)
    return PlanState(now, plan, ())


def _keep_claim(plan: Plan, claimed: Claim | None, now: datetime) -> None:
    plan.claimed_by, plan.claimed_until = (claimed.by, now + CLAIM) if claimed else (None, None)


def _log_run(session: Session, plan: Plan, run: RunLogEntry, now: datetime) -> None:
    """The run has ended well and is in the log of the plan, unless it was only rehearsed or has done nothing."""
    if plan.failures:
        plan.failures, plan.failing_since_at = 0, None
    if run.source == "run" or (run.verbs and run.source != "rehearsal"):
        run.ended_at, run.parked_until = now, plan.wake_at
        session.add(run)


def record_failure(context: Context, number: str, *, source: str, reference: str, kind: str) -> None:
    """The failed run is in the log of the plan, without the text of its error: `kind` is what `name_failure` says of it, and
    `reference` finds it in the log of the program. After `HALTED_AFTER_FAILURES` in a row, over `HALTED_AFTER` at least,
    the plan is halted, and its prosecutor and the administrator are notified once. Errors in `NOT_OF_THE_PLAN` halt none."""
    now = context.clock.now()
    with context.database.transaction() as session:
        plan = context.find(session, number, lock=True)
        run = context.failed_runs.pop((number, source), None)
        run = run or RunLogEntry(id=new_id(now), plan_id=plan.id, began_at=now, source=source)
        run.ended_at, run.failure_reference, run.failure_kind = now, reference, kind
        session.add(run)
        if kind in NOT_OF_THE_PLAN:
            return
        plan.failures += 1
        plan.failing_since_at = plan.failing_since_at or now
        halts = plan.failures >= HALTED_AFTER_FAILURES and now - plan.failing_since_at >= HALTED_AFTER
        run_id = run.id
    if halts:
        quarantine(replace(context, run_id=run_id), number)
