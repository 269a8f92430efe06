"""The invented people of the demonstration go on acting when its clock goes on, by the acts that real people use.

Nobody acts in an office's installation: its clock is not the demonstration's, and its plans have no habits.
"""

import logging
import threading
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.performing import perform
from casework.acting.script_actors import resolve_actor
from casework.shared.items.items import get_row_labels
from casework.staff.authentication import is_signed_in
from core.clock import StoredClock, local_date
from core.errors import SunwardError
from flows.habits import Habits, IntendedAct
from models.item import STILL_OPEN, Explanation, Item, ItemStatus
from models.outage import Heartbeat
from models.plan import Plan

log = logging.getLogger(__name__)

_TO_EXPLAIN = (ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN)
_RECEIVED = (ItemStatus.ON_TIME, ItemStatus.LATE)
_ABOUT = {"explain": _TO_EXPLAIN, "comment_on_usage": _RECEIVED, "confirm_usage": _RECEIVED}
"""About which items such an act is; any other act is about one that is open."""


@dataclass
class InventedPeople:
    """Who acts by habit in the plans of a demonstration. What was to be done before they were asked first is not made up
    for: their past is written already."""

    habits: Habits
    since: datetime
    """Until when they have acted."""
    _alone: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def begin(cls, context: Context, habits: Habits) -> "InventedPeople":
        """They act from when the program was last alive, or from now in a record that was just made."""
        with context.database.reading() as session:
            alive = session.get(Heartbeat, 1)
        return cls(habits, alive.seen_at if alive else context.clock.now())

    def act_until_now(self, context: Context) -> int:
        """Everybody has done what they do, each thing once and in the order of its moments; returns how many things were
        done. A person who is signed in acts by themselves. What the law or the record refuses is not done."""
        if not isinstance(context.clock, StoredClock):
            return 0
        with self._alone:
            now = context.clock.now()
            done = 0
            for intended, item_id in self._list_intended(context, self.since, now):
                self.since = intended.moment  # before it is done: an error of the program is not met again every second
                done += self._do(context, item_id, intended)
            self.since = max(self.since, now)
        return done

    def find_next_moment(self, context: Context, after: datetime) -> datetime | None:
        """When somebody may act next after that moment; None if nobody does within a week."""
        moments = [
            intended.moment for intended, _item_id in self._list_intended(context, after, after + timedelta(days=7))
        ]
        return min(moments, default=None)

    def _list_intended(self, context: Context, after: datetime, until: datetime) -> list[tuple[IntendedAct, uuid.UUID]]:
        from_on, to_on = local_date(after - self.habits.longest), local_date(until)
        query = (
            select(Item.id, Item.kind, Plan.number, col(Item.due_on))
            .join(Plan, col(Plan.id) == col(Item.plan_id))
            .where(
                col(Plan.number).in_(self.habits.plans), col(Plan.quarantined_at).is_(None), col(Plan.sealed_at).is_(None),
                col(Item.kind).in_(self.habits.kinds), col(Item.due_on) >= from_on, col(Item.due_on) <= to_on,
                col(Item.status).in_((*STILL_OPEN, *_TO_EXPLAIN, *_RECEIVED)),
            )
        )  # fmt: skip
        with context.database.reading() as session:
            rows = session.exec(query).all()
        found = [
            (intended, item_id)
            for item_id, kind, number, due_on in rows
            for intended in self.habits.intended_acts(number, kind, due_on)
            if after < intended.moment <= until
        ]
        return sorted(found, key=lambda pair: (pair[0].moment, pair[0].plan_number, pair[0].did))

    def _do(self, context: Context, item_id: uuid.UUID, intended: IntendedAct) -> bool:
        number = intended.plan_number
        try:
            actor = resolve_actor(context, number, intended.by)
            with context.database.reading() as session:
                if is_signed_in(session, actor, context.clock.now()):
                    return False
                about = _find_subject(session, item_id, intended.did)
            if about is None:
                return False
            perform(context, number, intended.as_act(item=about.kind, due_on=about.due_on))
        except SunwardError as refused:
            log.debug("Plan %s: '%s' was refused to somebody invented: %s.", number, intended.did, refused.reason.en)
            return False
        return True


def _find_subject(session: Session, item_id: uuid.UUID, did: str) -> Item | None:
    """The item that such an act is about; None if the act cannot be done to it now."""
    found = session.get_one(Item, item_id)
    if found.status not in _ABOUT.get(did, STILL_OPEN):
        return None
    if did == "explain" and session.exec(select(Explanation.id).where(Explanation.item_id == item_id)).first():
        return None
    if did == "answer_explanation":
        given = session.exec(
            select(Explanation).where(Explanation.plan_id == found.plan_id, col(Explanation.answered_at).is_(None))
        )
        return _explained(session, found.label, (one.item_id for one in given))
    return found


def _explained(session: Session, label: str, candidates: Iterable[uuid.UUID | None]) -> Item | None:
    """Which of these the answer of that label is about."""
    for item_id in candidates:
        if item_id is not None and label in get_row_labels(item_id):
            return session.get_one(Item, item_id)
    return None
