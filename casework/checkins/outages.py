"""Our own downtime lengthens the family's windows: by as long as nobody could hand anything in."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, null
from sqlmodel import Session, col, select, union_all

from casework.shared.context import Context, OpenPlan
from casework.shared.items.items import get_item_steps
from casework.shared.items.steps import CALL
from models.base import new_id
from models.item import Item
from models.outage import Heartbeat, Outage

SHORTEST = timedelta(minutes=5)
"""A restart that nobody notices is no outage."""


def record_heartbeat(context: Context) -> None:
    """The program is alive now; if it had not been for a while, that while is an outage on record."""
    with context.database.transaction() as session:
        now = context.clock.now()
        row = session.get(Heartbeat, 1, with_for_update=True)  # of several processes one notes that they were away
        if row is None:
            session.add(Heartbeat(seen_at=now))
            return
        if now - row.seen_at > SHORTEST:
            session.add(Outage(id=new_id(now), from_at=row.seen_at, to_at=now))
        row.seen_at = max(row.seen_at, now)
        session.add(row)


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


_SINCE: Any = union_all(
    select(col(Outage.from_at), col(Outage.to_at)).where(col(Outage.to_at) > bindparam("since")),
    select(col(Heartbeat.seen_at), null()),
)
"""What was noted, and when the program was last seen to be alive."""


def _outages(session: Session, since: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    found = session.exec(_SINCE, params={"since": since}).all()
    known = sorted((from_at, to_at) for from_at, to_at in found if to_at is not None)
    # Just back: somebody hands in before the first round has noted that we were away.
    running = [(seen_at, now) for seen_at, to_at in found if to_at is None and now - seen_at > SHORTEST]
    return known + running
