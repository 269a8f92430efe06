"""When plans are due: claims that save work, parking, and the plain account of every run.

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

from casework.shared.acts.machine import LIVE, QUARANTINE, RELEASE_QUARANTINE
from casework.shared.context import Context
from casework.shared.items.follow_ups import PLAN_HALTED, create_follow_up
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.items.items import finish_items
from casework.shared.notify.notify import notify
from casework.shared.open_plan import ONE_DAY, OpenPlan, get_next_item_at
from casework.shared.rights import SYSTEM, Actor, Operation
from core.errors import KeysAway, KeyStoreError, WrongClock
from law.transitions import PlanStatus
from models.base import new_id
from models.item import OPEN_IN_SQL, STILL_OPEN, Item
from models.plan import Plan, RunLogEntry, WokenBy
from models.storage_problem import StorageProblem
from models.together import PrefetchedPlans
from notifications.matrix import Event

CLAIM = timedelta(seconds=30)
_THIS_PROCESS = uuid.uuid4().hex
"""Of several machines, two processes may have the same number."""

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


@dataclass(frozen=True)
class PlanRun:
    """A plan as its Prefect face should be: which run shows it, and until when it is parked."""

    plan_number: str
    generation: int
    flow_run_id: uuid.UUID | None
    wake_at: datetime


def due(context: Context, before: datetime, limit: int) -> list[str]:
    """Plans that are due by that moment and that nobody has claimed, the longest waiting first."""
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
    """A halted plan of which its prosecutor is to be reminded again: nothing else is done for it."""
    return exists().where(
        col(Item.plan_id) == col(Plan.id), col(Item.kind) == PLAN_HALTED, col(Item.status).in_(OPEN_IN_SQL),
        col(Item.next_at) <= before,
    )  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A plan at the moment of one look: its row, and its open items whose moment had come, the earliest first."""

    at: datetime
    plan: Plan
    come: Sequence[Item]

    @property
    def is_over(self) -> bool:
        """Whether the plan's run is over: sealed or closed."""
        return self.plan.closed_at is not None or self.plan.status in (PlanStatus.SEALED, PlanStatus.CLOSED)


@dataclass
class Claim:
    """A plan that one process has claimed, and its state then."""

    by: str
    held: bool
    """Whether it is ours: not if somebody else holds it, and no more once it was given back."""
    found: Standing


def look(context: Context, number: str) -> Standing:
    """How the plan stands now. Nobody claims it."""
    now = context.clock.now()
    with context.database.reading() as session:
        of_plan = and_(col(Item.plan_id) == col(Plan.id), _has_come(now))
        query = select(Plan, Item).outerjoin(Item, of_plan).where(Plan.id == context.plan_id(session, number))
        rows = session.exec(query.order_by(*_EARLIEST_FIRST)).all()
    return Standing(now, rows[0][0], [item for _plan, item in rows if item is not None])


def claim_plan(context: Context, number: str, by: str) -> Claim:
    """The plan is claimed for half a minute by one conditional update, unless somebody else holds it; and how it stands
    is seen in the same transaction."""
    now = context.clock.now()
    with context.database.transaction() as session:
        plan_id = context.plan_id(session, number)
        free = or_(_unclaimed(now), col(Plan.claimed_by) == by)
        plan = _changed(session, plan_id, free, claimed_by=by, claimed_until=now + CLAIM)
        return Claim(by, plan is not None, _state_of(session, plan or context.find(session, number), now))


def _state_of(session: Session, plan: Plan, now: datetime) -> Standing:
    return Standing(now, plan, _items_come(session, [plan.id], now)[plan.id])


def _items_come(session: Session, plan_ids: Collection[uuid.UUID], now: datetime) -> dict[uuid.UUID, list[Item]]:
    """By plan, its open items whose moment has come, the earliest first."""
    come: dict[uuid.UUID, list[Item]] = {plan_id: [] for plan_id in plan_ids}
    query = select(Item).where(col(Item.plan_id).in_(plan_ids), _has_come(now)).order_by(*_EARLIEST_FIRST)
    for item in session.exec(query):
        come[item.plan_id].append(item)
    return come


def _has_come(now: datetime) -> ColumnElement[bool]:
    return and_(col(Item.status).in_(OPEN_IN_SQL), col(Item.next_at) <= now)


_EARLIEST_FIRST = (col(Item.next_at), col(Item.id))


def _changed(session: Session, plan_id: uuid.UUID, only_if: ColumnElement[bool], **values: Any) -> Plan | None:
    """The plan as that one statement left it, and locked; None if the condition does not hold."""
    query = update(Plan).where(col(Plan.id) == plan_id, only_if).values(**values).returning(Plan)
    return session.scalars(query, execution_options=_WHOLE_ROWS).one_or_none()


_WHOLE_ROWS = {"synchronize_session": False, "populate_existing": True}
"""What an UPDATE returns is what the rows hold now."""


def _unclaimed(now: datetime) -> ColumnElement[bool]:
    """Nobody holds the plan. A claim that would last longer than any claim does was made by a clock ahead of ours."""
    until = col(Plan.claimed_until)
    return or_(until.is_(None), until <= now, until > now + CLAIM)


@contextlib.contextmanager
def open_due_plans(
    context: Context, numbers: Sequence[str], before: datetime, most: int
) -> Iterator[tuple[Context, dict[str, Standing]]]:
    """A transaction in which so many at most of the plans that are still due by that moment, and that nobody else holds, are
    locked, so they need no claim. By their numbers, how each stands; and the context in which their operations run as
    parts of that transaction."""
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
        .limit(most)
        .with_for_update(skip_locked=True, key_share=True)
    )
    record = PrefetchedPlans(context.database)
    with record.open() as session:
        plans = session.exec(free).all()
        come = _items_come(session, [plan.id for plan in plans], now)
        record.prefetch(come, now)
        context.remember_ids((plan.number, plan.id) for plan in plans)
        inside = replace(context, database=record, failed_runs={})
        yield inside, {plan.number: Standing(now, plan, come[plan.id]) for plan in plans}


@contextlib.contextmanager
def hold_plan(context: Context, number: str, by: str) -> Iterator[Claim]:
    """The plan is claimed while the context is open, or the claim is not held because somebody else lives it just now.
    `park` gives it back; what ended without is given back here."""
    claimed = claim_plan(context, number, by)
    try:
        yield claimed
    finally:
        if claimed.held:
            with context.database.transaction() as session:
                _give_back(session, claimed)


def _give_back(session: Session, claimed: Claim) -> Plan | None:
    """The plan, locked and unclaimed; None if the claim is not ours any more."""
    ours = col(Plan.claimed_by) == claimed.by
    return _changed(session, claimed.found.plan.id, ours, claimed_by=None, claimed_until=None)


def get_next_moment(context: Context, number: str) -> datetime | None:
    """When something next happens to the plan by itself; None if nothing ever will without a person."""
    with context.database.reading() as session:
        return get_next_item_at(session, context.plan_id(session, number))


def find_next_wake(context: Context, *, after: datetime) -> datetime | None:
    """When something next falls due for any plan after that moment; None if nothing does."""
    with context.database.reading() as session:
        return session.exec(
            select(func.min(Plan.wake_at)).where(col(Plan.wake_at) > after, col(Plan.closed_at).is_(None))
        ).one()


def begin_run(found: Standing, source: str) -> RunLogEntry:
    """The run that begins with that look at the plan, and why it does. It is in the plan's account once it has ended."""
    plan, due = found.plan, next(iter(found.come), None)
    run = RunLogEntry(
        id=new_id(found.at), plan_id=plan.id, began_at=found.at, source=source, woken_by=WokenBy.NOTHING.value
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
    """What comes after a verb, in the verb's own transaction. Called with the open plan when the verb is done: the plan sleeps,
    its run is in its account and its claim is given back, or more has come, and the claim is renewed."""

    def __init__(self, run: RunLogEntry, claimed: Claim | None) -> None:
        self.run, self.claimed = run, claimed
        self._found: Standing | None = None

    def __call__(self, open_plan: OpenPlan) -> None:
        plan, session, now = open_plan.plan, open_plan.session, open_plan.context.clock.now()
        ours = self.claimed is not None and self.claimed.held and plan.claimed_by == self.claimed.by
        self._found = _fall_asleep(session, plan, self.run, now)
        if ours:
            _keep_claim(plan, self.claimed if self._found.come else None, now)

    def end(self) -> Standing | None:
        """How the plan stood at the end of the verb that is now committed; None if no plan was opened."""
        found, self._found = self._found, None
        if found is not None and not found.come and self.claimed is not None:
            self.claimed.held = False
        return found


def park_plan(context: Context, number: str, run: RunLogEntry, *, claimed: Claim | None = None) -> Standing:
    """For a run that has found nothing to do: the plan sleeps until its next item, its run is in its account, and its claim
    is given back, all in one transaction. Where more has come meanwhile, the plan stays awake and the claim is renewed:
    the standing tells what."""
    now = context.clock.now()
    with context.database.transaction() as session:
        plan = _give_back(session, claimed) if claimed is not None and claimed.held else None
        ours = plan is not None
        plan = plan or context.find(session, number, lock=True)
        found = _fall_asleep(session, plan, run, now)
        if found.come and ours:
            _keep_claim(plan, claimed, now)
    if claimed is not None and not found.come:
        claimed.held = False
    return found


def _fall_asleep(session: Session, plan: Plan, run: RunLogEntry, now: datetime) -> Standing:
    """The plan, which is locked, sleeps until its next item; or it stays awake, because more has come. A verb that
    processed it has put it to sleep already, and whoever added something since has set its alarm earlier: an alarm that
    lies ahead is right. Otherwise its items are looked at."""
    if plan.closed_at is None and (plan.wake_at is None or plan.wake_at <= now):
        found = _state_of(session, plan, now)
        if found.come:
            return found
        # Every running plan has a next wake; one that only waits for people is looked at again tomorrow.
        plan.wake_at = get_next_item_at(session, plan.id) or now + ONE_DAY
        plan.woken_by_id = None
    _account(session, plan, run, now)
    return Standing(now, plan, ())


def _keep_claim(plan: Plan, claimed: Claim | None, now: datetime) -> None:
    plan.claimed_by, plan.claimed_until = (claimed.by, now + CLAIM) if claimed else (None, None)


def _account(session: Session, plan: Plan, run: RunLogEntry, now: datetime) -> None:
    """The run went well and is over; it is in the plan's account, unless it was only rehearsed or has done nothing."""
    if plan.failures:
        plan.failures, plan.failing_since_at = 0, None
    if run.source == "run" or (run.verbs and run.source != "rehearsal"):
        run.ended_at, run.parked_until = now, plan.wake_at
        session.add(run)


def get_awaited_kind(context: Context, number: str) -> str:
    """What sort of thing wakes the plan next: how its next item is followed, or "people" where nothing happens by itself."""
    with context.database.reading() as session:
        plan = context.find(session, number)
        following = (
            select(Item.kind)
            .where(Item.plan_id == plan.id, col(Item.status).in_(STILL_OPEN), col(Item.next_at).is_not(None))
            .order_by(col(Item.next_at), col(Item.id))
        )
        kind = None if plan.quarantined_at is not None else session.exec(following).first()
    return "people" if kind is None else ITEM_KINDS[kind].pattern.value


def record_run(context: Context, number: str, flow_run_id: uuid.UUID | None, generation: int) -> None:
    """It is remembered which Prefect run is the plan's face."""
    with context.database.transaction() as session:
        session.execute(
            update(Plan)
            .where(col(Plan.number) == number, col(Plan.generation) <= generation)
            .values(flow_run_id=flow_run_id, generation=generation)
        )


def list_active_plans(context: Context) -> list[PlanRun]:
    """Every plan that should have a Prefect face: running, waiting, or revoked; neither sealed nor closed."""
    query = select(Plan.number, Plan.generation, Plan.flow_run_id, Plan.wake_at).where(
        col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None), col(Plan.wake_at).is_not(None)
    )
    with context.database.reading() as session:
        return [PlanRun(*row) for row in session.exec(query) if row[3] is not None]


def list_plans_to_forget(context: Context) -> list[tuple[str, uuid.UUID]]:
    """Sealed and closed plans of which Prefect still shows runs, each with the one that waited for it."""
    with context.database.reading() as session:
        rows = session.exec(
            select(Plan.number, Plan.flow_run_id).where(
                or_(col(Plan.sealed_at).is_not(None), col(Plan.closed_at).is_not(None)),
                col(Plan.flow_run_id).is_not(None),
            )
        )
        return [(number, run_id) for number, run_id in rows if run_id is not None]


def record_forgotten(context: Context, number: str) -> None:
    """Prefect shows nothing of the plan any more; the record names no run of it."""
    with context.database.transaction() as session:
        session.execute(update(Plan).where(col(Plan.number) == number).values(flow_run_id=None))


def record_failure(context: Context, number: str, *, source: str, reference: str, kind: str) -> None:
    """The failed processing is in the plan's account; `kind` is what `name_failure` says of the error and `reference` finds it in the log.
    No text of it. After `HALTED_AFTER_FAILURES` in a row, over `HALTED_AFTER` at least, the plan is halted, and its
    prosecutor and the administrator are told once. Errors that are not the plan's halt nothing."""
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
        session.add(plan)
        halts = plan.failures >= HALTED_AFTER_FAILURES and now - plan.failing_since_at >= HALTED_AFTER
        run_id = run.id
    if halts:
        quarantine(replace(context, run_id=run_id), number)


def quarantine(context: Context, number: str) -> None:
    """Nothing is done for the plan by itself until a person has looked; its prosecutor and the administrator are told."""
    with context.open_for_update(number, SYSTEM, LIVE) as open_plan:
        halt(open_plan, QUARANTINE)


def halt(open_plan: OpenPlan, act: Operation, *, detail: dict[str, Any] | None = None) -> None:
    """The open plan is halted, by the program or by a person; one that is halted already stays as it is."""
    if open_plan.plan.quarantined_at is not None:
        return
    open_plan.plan.quarantined_at = open_plan.now
    open_plan.record(act.code, detail=detail)
    notify(open_plan, Event.PLAN_HALTED, f"halted/{open_plan.plan.version}")
    create_follow_up(open_plan, PLAN_HALTED, "")


def release_plan(context: Context, actor: Actor, number: str, reason: str | None = None) -> None:
    """A halted plan is processed by itself again, from now: a person has looked. One that is not halted stays as it is."""
    with context.open_for_update(number, actor, RELEASE_QUARANTINE) as open_plan:
        if open_plan.plan.quarantined_at is None:
            return
        open_plan.plan.quarantined_at = None
        open_plan.plan.failures, open_plan.plan.failing_since_at = 0, None
        finish_items(open_plan, PLAN_HALTED, label="", because="released")
        open_plan.record("release_quarantine", detail={"reason": reason} if reason else None)
        open_plan.wake()
