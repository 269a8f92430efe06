"""Processes several due plans in one transaction: their rows are read for all of them in one query each, and what they
leave is inserted at the end, the rows of one table in one statement. If one fails, all fail, and nothing is written.

The plans are locked before anything is read, so each operation reads what it would read alone.
"""

import contextlib
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Insert
from sqlmodel import Session, col, func, select

from models.database import Database
from models.item import OPEN_IN_SQL, STILL_OPEN, Item, UnavailabilityPeriod
from models.office import Staff
from models.person import Person
from models.plan import TeamMember


class RowExists(Exception):
    """A row that was taken for new exists already: processed alone, its writer would have found it."""


class BatchSession(Session):
    """A session that inserts the deferred rows of a table in one statement when it flushes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._deferred: dict[Insert, list[Mapping[str, Any]]] = {}
        self._must_be_new: set[Insert] = set()
        self._were_changed: list[Any] = []

    def defer_insert(self, statement: Insert, rows: Sequence[Mapping[str, Any]], *, all_new: bool = False) -> None:
        """The rows are inserted before the next query. With `all_new`, RowExists is raised then if one of them
        was not written because it was there already."""
        self._deferred.setdefault(statement, []).extend(rows)
        if all_new:
            self._must_be_new.add(statement)

    def changed(self) -> list[Any]:
        """Every row that was added or changed in it so far, written or not."""
        return [*self._were_changed, *self.new, *self.dirty]

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """As of every session; deferred rows are inserted as well."""
        self._were_changed = self.changed()
        later, self._deferred = self._deferred, {}
        for statement, rows in later.items():
            # Otherwise psycopg's count is gone with its cursor.
            written = self.connection().execute(statement, rows, execution_options={"preserve_rowcount": True}).rowcount
            if statement in self._must_be_new and written < len(rows):
                raise RowExists
        super().flush(objects)


class PrefetchedPlans(Database):
    """A record where every transaction is a part of the one that is open, and the rows that operations need of their
    plans are read already. For one thread."""

    def __init__(self, record: Database) -> None:
        self.url, self.is_sqlite, self.engine = record.url, record.is_sqlite, record.engine
        self.row_binding = record.row_binding
        self._session: BatchSession

    @contextlib.contextmanager
    def open(self) -> Iterator[BatchSession]:
        """All parts are committed at the end, or, on any error, none of them."""
        with BatchSession(self.engine, expire_on_commit=False) as self._session:
            if self.is_sqlite:
                self._session.connection(execution_options={"sunward_writes": True})
            with self._bound(self._session):
                yield self._session
                self._session.flush()
            self._session.commit()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        yield self._session

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        yield self._session

    def write_part(self, session: Session) -> None:
        """Nothing is written before the end."""

    def prefetch(self, due: Mapping[uuid.UUID, Sequence[Item]], now: datetime) -> None:
        """These plans are locked until the end. Each comes with its open items that are due, the earliest first:
        rows of the session that is open."""
        self.locked, self._due = frozenset(due), due
        self._known = {item.id for items in due.values() for item in items}
        later = (
            select(Item.plan_id, func.min(Item.next_at))
            .where(col(Item.plan_id).in_(due), col(Item.status).in_(OPEN_IN_SQL), col(Item.next_at) > now)
            .group_by(col(Item.plan_id))
        )
        self._later = dict(self._session.exec(later).all())

    def knows_items_of(self, plan_id: uuid.UUID) -> bool:
        """Whether no item of the plan was added or changed since, beside those that were due."""
        changed = (row for row in self._session.changed() if isinstance(row, Item) and row.plan_id == plan_id)
        return all(item.id in self._known for item in changed)

    def get_due(self, plan_id: uuid.UUID, now: datetime) -> list[Item]:
        """The plan's open items that are due now, the earliest first."""
        due = [
            (item.next_at, item.id, item)
            for item in self._due[plan_id]
            if item.status in STILL_OPEN and item.next_at is not None and item.next_at <= now
        ]
        return [item for _at, _id, item in sorted(due)]

    def get_next_item_at(self, plan_id: uuid.UUID) -> datetime | None:
        """When the next item of the plan is due; None if none will be until a person does something."""
        moments = [
            self._later.get(plan_id),
            *(item.next_at for item in self._due[plan_id] if item.status in STILL_OPEN),
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    @cached_property
    def people(self) -> Mapping[uuid.UUID, list[Person]]:
        """Minor, guardians and informed persons of each plan."""
        query = select(Person).where(col(Person.plan_id).in_(self.locked)).order_by(col(Person.id))
        found = defaultdict(list)
        for person in self._session.exec(query):
            found[person.plan_id].append(person)
        return found

    @cached_property
    def teams(self) -> Mapping[uuid.UUID, list[tuple[TeamMember, Staff]]]:
        """Today's team of each plan, with those who are named for it."""
        query = (
            select(TeamMember, Staff)
            .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
            .where(col(TeamMember.plan_id).in_(self.locked), col(TeamMember.until_at).is_(None))
            .order_by(col(TeamMember.from_at), col(TeamMember.id))
        )
        found = defaultdict(list)
        for member, staff in self._session.exec(query):
            found[member.plan_id].append((member, staff))
        return found

    @cached_property
    def ever_unable(self) -> set[uuid.UUID]:
        """The plans with any recorded period in which somebody was unable."""
        asked = col(UnavailabilityPeriod.plan_id).in_(self.locked)
        return set(self._session.exec(select(UnavailabilityPeriod.plan_id).where(asked).distinct()))
