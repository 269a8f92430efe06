"""When plans want to be lived: claims that save work, parking, and the plain account of every run.

A claim only spares two lanes the same work. What makes the work right is each verb's lock and second look.
"""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, or_, select, update

from casework.desk import ONE_DAY, Desk, next_item_at
from casework.kinds import KINDS
from casework.messages.telling import tell
from casework.rights import SYSTEM, Act, Actor
from law.transitions import PlanStatus
from models.columns import new_id
from models.item import STILL_OPEN, Item
from models.plan import Plan, Wake
from notifications.catalogue import Event

CLAIM = timedelta(seconds=30)


@dataclass(frozen=True)
class PlanRun:
    """A plan as its Prefect face should be: which run shows it, and until when it is parked."""

    plan_number: str
    generation: int
    flow_run_id: uuid.UUID | None
    wake_at: datetime


def due(desk: Desk, before: datetime, limit: int) -> list[str]:
    """Plans that wanted to be lived by that moment and that nobody has claimed, the longest waiting first."""
    now = desk.clock.now()
    with desk.database.reading() as session:
        return list(
            session.exec(
                select(Plan.number)
                .where(
                    col(Plan.wake_at) <= before,
                    col(Plan.closed_at).is_(None),
                    col(Plan.quarantined_at).is_(None),
                    or_(col(Plan.claimed_until).is_(None), col(Plan.claimed_until) <= now),
                )
                .order_by(col(Plan.wake_at))
                .limit(limit)
            )
        )


def claim(desk: Desk, number: str, by: str, *, after: datetime | None = None) -> bool:
    """The plan is claimed for half a minute by one conditional update; False if somebody else holds it.

    With `after`, only if it still wants to be lived by then.
    """
    now = desk.clock.now()
    with desk.database.transaction() as session:
        query = update(Plan).where(
            col(Plan.number) == number,
            or_(col(Plan.claimed_until).is_(None), col(Plan.claimed_until) <= now, col(Plan.claimed_by) == by),
        )
        if after is not None:
            query = query.where(col(Plan.wake_at) <= after)
        done = session.execute(query.values(claimed_by=by, claimed_until=now + CLAIM))
        return bool(getattr(done, "rowcount", 0))


@contextlib.contextmanager
def holding(desk: Desk, number: str, by: str) -> Iterator[bool]:
    """The plan is claimed while the context is open, or False is given because somebody else lives it just now."""
    held = claim(desk, number, by)
    try:
        yield held
    finally:
        if held:
            release(desk, number, by)


def release(desk: Desk, number: str, by: str) -> None:
    """The claim is given back, if it is still ours."""
    with desk.database.transaction() as session:
        session.execute(
            update(Plan)
            .where(col(Plan.number) == number, col(Plan.claimed_by) == by)
            .values(claimed_by=None, claimed_until=None)
        )


def next_moment(desk: Desk, number: str) -> datetime | None:
    """When something next happens to the plan by itself; None if nothing ever will without a person."""
    with desk.database.reading() as session:
        return next_item_at(session, desk.plan_id(session, number))


@dataclass(frozen=True)
class Nap:
    """Until when a plan sleeps; `for_people` when nothing will happen by itself and it is only looked at again then."""

    until: datetime
    for_people: bool = False


def park(desk: Desk, number: str) -> Nap | None:
    """The plan sleeps until its next item; None when it is closed.

    A verb that lived it has mostly put it to sleep already; nothing is written then. Otherwise the next item is looked
    up under the plan's lock, so that what somebody added meanwhile is seen. If it is due already, that moment is returned.
    """
    with desk.database.reading() as session:
        plan = desk.find(session, number)
        if plan.closed_at is None and plan.wake_at is not None:
            moment = next_item_at(session, plan.id)
            if moment is not None and (moment <= desk.clock.now() or moment == plan.wake_at):
                return Nap(moment)
    with desk.database.transaction() as session:
        plan = desk.find(session, number, lock=True)
        if plan.closed_at is not None:
            plan.wake_at = None
            session.add(plan)
            return None
        moment = next_item_at(session, plan.id)
        if moment is not None and moment <= desk.clock.now():
            return Nap(moment)
        # Every running plan has a next wake; one that only waits for people is looked at again tomorrow.
        plan.wake_at = moment or desk.clock.now() + ONE_DAY
        session.add(plan)
        return Nap(plan.wake_at, for_people=moment is None)


def awaited(desk: Desk, number: str) -> str:
    """What sort of thing wakes the plan next: how its next item is followed, or "people" where nothing happens by itself."""
    with desk.database.reading() as session:
        plan = desk.find(session, number)
        following = (
            select(Item.kind)
            .where(Item.plan_id == plan.id, col(Item.status).in_(STILL_OPEN), col(Item.next_at).is_not(None))
            .order_by(col(Item.next_at), col(Item.id))
        )
        kind = None if plan.quarantined_at is not None else session.exec(following).first()
    return "people" if kind is None else KINDS[kind].pattern.value


def note_run(desk: Desk, number: str, flow_run_id: uuid.UUID | None, generation: int) -> None:
    """It is remembered which Prefect run is the plan's face."""
    with desk.database.transaction() as session:
        session.execute(
            update(Plan)
            .where(col(Plan.number) == number, col(Plan.generation) <= generation)
            .values(flow_run_id=flow_run_id, generation=generation)
        )


def living(desk: Desk) -> list[PlanRun]:
    """Every plan that should have a Prefect face: running, waiting, or revoked; neither sealed nor closed."""
    query = select(Plan.number, Plan.generation, Plan.flow_run_id, Plan.wake_at).where(
        col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None), col(Plan.wake_at).is_not(None)
    )
    with desk.database.reading() as session:
        return [PlanRun(*row) for row in session.exec(query) if row[3] is not None]


def forgotten(desk: Desk) -> list[uuid.UUID]:
    """Prefect runs of sealed or closed plans, to be deleted there."""
    with desk.database.reading() as session:
        rows = session.exec(
            select(Plan.flow_run_id).where(
                or_(col(Plan.sealed_at).is_not(None), col(Plan.closed_at).is_not(None)),
                col(Plan.flow_run_id).is_not(None),
            )
        )
        return [row for row in rows if row is not None]


def note_forgotten(desk: Desk, flow_run_id: uuid.UUID) -> None:
    """The plan no longer names that run: it is gone from Prefect."""
    with desk.database.transaction() as session:
        session.execute(update(Plan).where(col(Plan.flow_run_id) == flow_run_id).values(flow_run_id=None))


def note_failure(desk: Desk, number: str, *, lane: str, reference: str, kind: str) -> None:
    """The plan could not be lived; `kind` is the error's type and `reference` finds it in the log. No text of it."""
    account(
        desk,
        number,
        began_at=desk.clock.now(),
        lane=lane,
        verbs=[],
        parked_until=None,
        failure_reference=reference,
        failure_kind=kind,
    )


def account(
    desk: Desk,
    number: str,
    *,
    began_at: datetime,
    lane: str,
    verbs: list[str],
    parked_until: datetime | None,
    flow_run_id: uuid.UUID | None = None,
    failure_reference: str | None = None,
    failure_kind: str | None = None,
) -> None:
    """One line of the plan's own account of its runs."""
    with desk.database.transaction() as session:
        plan = desk.find(session, number)
        session.add(
            Wake(
                id=new_id(began_at),
                plan_id=plan.id,
                began_at=began_at,
                ended_at=desk.clock.now(),
                lane=lane,
                flow_run_id=flow_run_id,
                verbs=verbs,
                parked_until=parked_until,
                failure_reference=failure_reference,
                failure_kind=failure_kind,
            )
        )


def quarantine(desk: Desk, number: str) -> None:
    """Nothing is done for the plan by itself until a person has looked; its prosecutor is told."""
    with desk.file(number, SYSTEM, Act.LIVE) as file:
        if file.plan.quarantined_at is not None:
            return
        file.plan.quarantined_at = file.now
        file.record("quarantine")
        tell(file, Event.PLAN_HALTED, f"halted/{file.plan.version}")


def release_plan(desk: Desk, actor: Actor, number: str) -> None:
    """A halted plan is lived by itself again, from now: a person has looked. One that is not halted stays as it is."""
    with desk.file(number, actor, Act.RELEASE_QUARANTINE) as file:
        if file.plan.quarantined_at is None:
            return
        file.plan.quarantined_at = None
        file.record("release_quarantine")
        file.wake()


def is_halted(desk: Desk, number: str) -> bool:
    """Whether the plan is in quarantine."""
    with desk.database.reading() as session:
        return desk.find(session, number).quarantined_at is not None


def is_over(desk: Desk, number: str) -> bool:
    """Whether the plan's run is over: sealed or closed."""
    with desk.database.reading() as session:
        plan = desk.find(session, number)
        return plan.closed_at is not None or plan.status in (PlanStatus.SEALED, PlanStatus.CLOSED)
