"""What the verbs of several plans ask for that are processed in one transaction, read for all of them in one question each.

The plans are locked before anything is read, so each verb is told what it would be told if it asked for itself.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from models.item import OPEN_IN_SQL, STILL_OPEN, Item, UnavailabilityPeriod
from models.office import Staff
from models.person import Person
from models.plan import TeamMember
from models.together import TogetherSession

_PLANS: Any = bindparam("plans", expanding=True)
_LATER = (
    select(Item.plan_id, func.min(Item.next_at))
    .where(col(Item.plan_id).in_(_PLANS), col(Item.status).in_(OPEN_IN_SQL), col(Item.next_at) > bindparam("now"))
    .group_by(col(Item.plan_id))
)
_PEOPLE = select(Person).where(col(Person.plan_id).in_(_PLANS)).order_by(col(Person.id))
_TEAM = (
    select(TeamMember, Staff)
    .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
    .where(col(TeamMember.plan_id).in_(_PLANS), col(TeamMember.until_at).is_(None))
    .order_by(col(TeamMember.from_at), col(TeamMember.id))
)
_EVER_UNABLE = select(UnavailabilityPeriod.plan_id).where(col(UnavailabilityPeriod.plan_id).in_(_PLANS)).distinct()


class PlansAhead:
    """Read when it is made: the plans' next moments. Read once somebody asks: people, teams, who was ever unable."""

    def __init__(self, session: TogetherSession, now: datetime, come: Mapping[uuid.UUID, Sequence[Item]]) -> None:
        self._session = session
        self._come = come
        """By plan, its open items whose moment has come, the earliest first: rows of this session."""
        self._known = {item.id for items in come.values() for item in items}
        self._plans = {"plans": tuple(come)}
        self._later: dict[uuid.UUID, datetime | None] = dict(
            session.exec(_LATER, params=self._plans | {"now": now}).all()
        )

    def knows_items_of(self, plan_id: uuid.UUID) -> bool:
        """Whether no item of the plan was added or changed since, beside those whose moment had come."""
        changed = (row for row in self._session.changed() if isinstance(row, Item) and row.plan_id == plan_id)
        return all(item.id in self._known for item in changed)

    def get_come(self, plan_id: uuid.UUID, now: datetime) -> list[Item]:
        """The plan's open items whose moment has come, as they stand now, the earliest first."""
        come = [
            (item.next_at, item.id, item)
            for item in self._come[plan_id]
            if item.status in STILL_OPEN and item.next_at is not None and item.next_at <= now
        ]
        return [item for _at, _id, item in sorted(come)]

    def get_next_item_at(self, plan_id: uuid.UUID) -> datetime | None:
        """When the next item of the plan comes; None if none ever will without a person."""
        moments = [
            self._later.get(plan_id),
            *(item.next_at for item in self._come[plan_id] if item.status in STILL_OPEN),
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    def get_people(self, plan_id: uuid.UUID) -> list[Person]:
        """Minor, guardians and informed persons of the plan."""
        return list(self._people[plan_id])

    def get_team(self, plan_id: uuid.UUID) -> list[tuple[TeamMember, Staff]]:
        """Who carries the plan, or is named for it, today."""
        return list(self._team[plan_id])

    def is_ever_unable(self, plan_id: uuid.UUID) -> bool:
        """Whether anybody of the plan was ever known to be unable."""
        return plan_id in self._ever_unable

    @cached_property
    def _people(self) -> Mapping[uuid.UUID, list[Person]]:
        found = defaultdict(list)
        for person in self._session.exec(_PEOPLE, params=self._plans):
            found[person.plan_id].append(person)
        return found

    @cached_property
    def _team(self) -> Mapping[uuid.UUID, list[tuple[TeamMember, Staff]]]:
        found = defaultdict(list)
        for member, staff in self._session.exec(_TEAM, params=self._plans):
            found[member.plan_id].append((member, staff))
        return found

    @cached_property
    def _ever_unable(self) -> set[uuid.UUID]:
        return set(self._session.exec(_EVER_UNABLE, params=self._plans))
