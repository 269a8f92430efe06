"""Our own downtime lengthens the family's windows: by as long as nobody could hand anything in."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import null
from sqlmodel import Session, col, select, union_all

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import SYSTEM
from casework.shared.continue_on_error import do_each
from casework.shared.items.items import get_item_steps
from casework.shared.items.steps import CALL, NOT_RECEIVED, SETTLE
from core.clock import StoredClock
from models.base import new_id
from models.item import STILL_OPEN, Item
from models.outage import Heartbeat, Outage
from models.plan import Plan

MIN_OUTAGE = timedelta(minutes=5)
"""A restart that nobody notices is no outage."""


LENGTHENED = timedelta(days=7)
"""A window that is longer by so much is looked at again after the clock was put right."""


def record_heartbeat(context: Context) -> None:
    """The program is recorded as running now; a time in which it was not is an outage on record. Where the machine's
    clock was ahead, outages and windows that it noted end now at the latest."""
    with context.database.transaction() as session:
        now = context.clock.now()
        row = session.get(Heartbeat, 1, with_for_update=True)  # of several processes one notes that they were away
        if row is None:
            session.add(Heartbeat(seen_at=now))
            return
        # Of a demonstration's clock it is noted that it will be moved before it is.
        was_in_future = row.seen_at > now + MIN_OUTAGE and not isinstance(context.clock, StoredClock)
        if was_in_future:
            _shorten_outages(session, now)
            row.seen_at = now
        elif now - row.seen_at > MIN_OUTAGE:
            session.add(Outage(id=new_id(now), from_at=row.seen_at, to_at=now))
        row.seen_at = max(row.seen_at, now)
    if was_in_future:
        _shorten_windows(context, now)


def _shorten_outages(session: Session, now: datetime) -> None:
    for outage in session.exec(select(Outage).where(col(Outage.to_at) > now)):
        if outage.from_at < now:
            outage.to_at = now
        else:
            session.delete(outage)


def _shorten_windows(context: Context, now: datetime) -> None:
    """Whatever was kept open for an outage that was none is looked at again: at its own moment, or now."""
    kept_open = (col(Item.next_step).in_((NOT_RECEIVED, SETTLE)), col(Item.next_at) > now + LENGTHENED)
    with context.database.reading() as session:
        numbers = session.exec(
            select(Plan.number)
            .join(Item, col(Item.plan_id) == col(Plan.id))
            .where(col(Plan.closed_at).is_(None), col(Item.status).in_(STILL_OPEN), *kept_open)
            .distinct()
        ).all()

    def look_again(number: str) -> None:
        with context.open_for_update(number, SYSTEM, PROCESS_PLAN) as open_plan:
            for item in open_plan.items():
                late = item.next_at is not None and item.next_at > max(now, item.due_at) + LENGTHENED
                if not late or item.next_step not in (NOT_RECEIVED, SETTLE):
                    continue
                planned = dict(get_item_steps(open_plan, item)).get(NOT_RECEIVED, now)
                item.next_at = max(planned, now) if item.next_step == NOT_RECEIVED else now
                item.asked_at = min(item.asked_at, now) if item.asked_at is not None else None
                open_plan.wake(item.next_at)

    do_each(numbers, look_again)


def expect_clock_move(context: Context, to: datetime) -> None:
    """The demonstration's clock is about to be moved on to that moment. The program was not away: it is no outage."""
    with context.database.transaction() as session:
        row = session.get(Heartbeat, 1) or Heartbeat(seen_at=to)
        row.seen_at = max(row.seen_at, to)
        session.add(row)


def get_window_end(open_plan: OpenPlan, item: Item) -> datetime:
    """When the item's window really ends: at its hour, and later by as long as we were away while it was open."""
    calls = [moment for step, moment in get_item_steps(open_plan, item) if step == CALL]
    opened = min([item.due_at - timedelta(days=1), *calls])
    return extend_by_outages(open_plan.session, opened, item.due_at, open_plan.now)


def extend_by_outages(session: Session, begins: datetime, ends: datetime, now: datetime) -> datetime:
    """The end of a window from `begins` to `ends`, moved on by every outage that fell into it, the running one too."""
    for from_at, to_at in _outages(session, begins, now):
        away = to_at - max(from_at, begins)
        if from_at < ends and away > timedelta(0):
            ends += away
    return ends


def _outages(session: Session, since: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    # What was noted, and when the program was last seen to be alive.
    asked: Any = union_all(
        select(col(Outage.from_at), col(Outage.to_at)).where(col(Outage.to_at) > since),
        select(col(Heartbeat.seen_at), null()),
    )
    found = session.exec(asked).all()
    known = sorted((from_at, to_at) for from_at, to_at in found if to_at is not None)
    # Just back: somebody hands in before the first round has noted that we were away.
    running = [(seen_at, now) for seen_at, to_at in found if to_at is None and now - seen_at > MIN_OUTAGE]
    return known + running
