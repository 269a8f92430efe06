"""One plan, open inside one transaction: its journal, its next wake time, its encrypted words, its people and items."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm.attributes import flag_modified, set_committed_value
from sqlmodel import Session, col, func, select

from casework.acting.resources import Resources
from casework.acting.rights import Actor, Operation
from casework.shared.items.item_kinds import UNNAMED_IN_THE_JOURNAL
from casework.shared.provisional_dates import find_provisional_dates
from core.clock import local_date
from law.age import comes_of_age_on
from law.finding import Finding
from law.rulebook import Rulebook
from models.base import Record, RecordRow
from models.decision import Decision
from models.item import OPEN_IN_SQL, STILL_OPEN, Item, Submission
from models.journal import Harmless, JournalLine, is_code, reveal
from models.message import Message
from models.office import Role, Staff
from models.origin import Origin
from models.person import Person
from models.plan import Condition, Plan, TeamMember
from models.plan_batch import PrefetchedPlans
from models.sealed_access import SealedAccessRequest
from models.vault import Vault
from notifications.reminder_policy import ReminderPolicy

ONE_DAY = timedelta(days=1)


@dataclass
class OpenPlan:
    """One plan (案卷), open inside one transaction."""

    context: Resources
    session: Session
    plan: Plan
    actor: Actor
    act: Operation
    now: datetime
    grant: SealedAccessRequest | None = None
    """The grant by which somebody outside the team reads; None where the table of rights allows it."""
    transaction_id: uuid.UUID = field(default_factory=uuid.uuid4)
    """Marks all that is written while it is open as written by one verb."""
    lines: list[JournalLine] = field(default_factory=list)
    posted: list[Message] = field(default_factory=list)
    submission: Submission | None = None
    """The last one that was recorded."""
    warned: list[Finding] = field(default_factory=list)
    """The warnings of the law about what this verb has done, as its lines keep them."""
    corrected: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """By the name of the field, the value before a correction, and the value after it."""
    sent_before: list[Message] = field(default_factory=list)
    """Messages that were sent before the correction and say what was corrected."""
    own_words: dict[str, str] | None = None
    """By code, the names that people invented for devices and incidents, as far as they were asked for."""
    only_read: bool = False
    """Nothing is written while it is open: what is asked of it is read once."""
    _of_age: tuple[bytes, date] | None = None
    """The eighteenth birthday, with the document from which it was derived."""
    _people: list[Person] | None = None
    _items: dict[bool, list[Item]] = field(default_factory=dict)
    """Of a plan that is only read: the open items under True, all of them under False."""
    _rows: dict[type[Record], list[Any]] = field(default_factory=dict)
    """Of a plan that is only read: by their table, all rows that were asked for."""
    _team: list[tuple[TeamMember, Staff]] | None = None
    """Each with their account, so that none is read a second time."""
    _counted: int = 0
    """The number of lines that are in the version that was written."""

    @property
    def origin(self) -> Origin:
        """The transaction and the run that all rows written while it is open name as their origin."""
        return Origin(self.transaction_id, self.context.run_id)

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def rulebook(self) -> Rulebook:
        return self.context.get_rulebook(self.session, self.plan)

    @property
    def policy(self) -> ReminderPolicy:
        """When people are called for and written to, by the policy of the plan's office."""
        return self.context.get_policy(self.plan.office_id)

    def number(self, key: str) -> int:
        """A number of the rulebook as in force today."""
        return self.rulebook.number(key, on=self.today)

    # the journal

    def record(
        self,
        act: str | None = None,
        *,
        article: str | None = None,
        item: Item | None = None,
        detail: dict[str, Any] | None = None,
        fell_due_at: datetime | None = None,
        note: dict[str, Harmless | list[str]] | None = None,
        warned: Sequence[Finding] | None = None,
    ) -> JournalLine:
        """This verb has one more line in the journal, and the plan a new version. `warned` are the warnings of the law that
        were accepted by doing it: an empty list says that the law was asked and gave none."""
        full: dict[str, Harmless | list[str]] = dict(note or {})
        if warned is not None:
            full["warnings"] = [finding.rule for finding in warned]
        # A sealed file keeps no further words: there the codes are all.
        if warned and self.plan.sealed_at is None:
            self.warned.extend(warned)
            detail = (detail or {}) | {"warnings": [finding.as_dict() for finding in warned]}
        if item is not None:
            full |= {"kind": item.kind, "due_on": item.due_on, "owner": item.owner}
            if is_code(item.label):
                full["label"] = item.label
        if computed := find_provisional_dates(act or self.act.code, full, self.context.days):
            full["provisional"] = computed
        full["status"] = self.plan.status
        line = self.context.write_journal_line(
            self.session,
            self.now,
            self.actor,
            act or self.act.code,
            plan_id=self.plan.id,
            subject_kind="item" if item else None,
            subject_id=item.id if item else None,
            article=article or (item.article if item else None),
            fell_due_at=fell_due_at,
            noticed_at=self.now if fell_due_at else None,
            note=full,
            detail=detail,
            unnamed=item is not None and item.kind in UNNAMED_IN_THE_JOURNAL,
        )
        self.lines.append(reveal(self.context.vault, line))
        # Written once, with all other changes of the plan: see `write_version`.
        set_committed_value(self.plan, "version", self.plan.version + 1)
        return line

    def write_version(self) -> None:
        """If anything was recorded since, the next flush writes the plan's new version. RuntimeError where a line was
        changed after it was recorded: a line is written at once, and the change would be lost in silence."""
        if any(inspect(line).modified for line in self.lines if inspect(line).has_identity):
            raise RuntimeError("a journal line was changed after it was recorded")
        if len(self.lines) > self._counted:
            self._counted = len(self.lines)
            flag_modified(self.plan, "version")

    # waking

    def wake(self, at: datetime | None = None) -> None:
        """The plan is due at that moment at the latest; without one, now. A closed plan is never due."""
        if self.plan.closed_at is not None:
            return
        moment = at or self.now
        if self.plan.wake_at is None or moment < self.plan.wake_at:
            self.plan.wake_at = moment
            self.plan.woken_by_id = self.transaction_id if moment <= self.now else None
        elif moment <= self.now and self.plan.woken_by_id is not None and self.lines:
            # The last act that did something is why; one that was done before, and does nothing now, is not.
            self.plan.woken_by_id = self.transaction_id

    def schedule_next(self) -> None:
        """The plan is next processed when its next item is due, at once if one is due already. Every running plan has a
        next wake time; one that only waits for people is processed again tomorrow."""
        if self.plan.closed_at is not None:
            self.plan.wake_at = self.plan.woken_by_id = None
            return
        if (prefetched := self.prefetched_items) is not None:
            next_at = prefetched.get_next_item_at(self.plan.id)
        else:
            self.session.flush()
            next_at = get_next_item_at(self.session, self.plan.id)
        self.plan.wake_at, self.plan.woken_by_id = next_at or self.now + ONE_DAY, None

    # words about a person

    def seal(self, name: str, row_id: uuid.UUID, document: dict[str, Any]) -> bytes:
        """The document, encrypted under the plan's key for that field and row. BadInput where a text says nothing."""
        return self.context.seal(self.plan.id, name, row_id, document)

    def open(self, name: str, row_id: uuid.UUID, sealed: bytes) -> dict[str, Any]:
        """The document that was encrypted for that field and row."""
        return self.context.vault.open_document(self.plan.id, name, row_id, sealed)

    # items and people

    def items(self, *kinds: str, only_open: bool = True) -> list[Item]:
        """The plan's items, in the order of their days."""
        if self.only_read:
            if only_open and False in self._items:
                self._items[True] = [item for item in self._items[False] if item.status in STILL_OPEN]
            if only_open not in self._items:
                self._items[only_open] = self._load_items((), only_open)
            return [item for item in self._items[only_open] if not kinds or item.kind in kinds]
        return self._load_items(kinds, only_open)

    def _load_items(self, kinds: Sequence[str], only_open: bool) -> list[Item]:
        query = select(Item).where(Item.plan_id == self.plan.id)
        if kinds:
            query = query.where(col(Item.kind).in_(kinds))
        if only_open:
            query = query.where(col(Item.status).in_(OPEN_IN_SQL))
        return list(self.session.exec(query.order_by(col(Item.due_on), col(Item.id))))

    def rows(self, table: type[RecordRow], *conditions: ColumnElement[bool] | bool) -> list[RecordRow]:
        """The plan's rows of that table for which the conditions hold, in the order in which they were made."""
        if table in self._rows and not conditions:
            return list(self._rows[table])
        of_plan: Any = table
        query = select(table).where(of_plan.plan_id == self.plan.id, *conditions).order_by(of_plan.id)
        found = list(self.session.exec(query))
        if self.only_read and not conditions:
            self._rows[table] = found
        return list(found)

    def last_decision(self, *kinds: str) -> Decision | None:
        """The last decision of one of those kinds; None where there is none."""
        return next((row for row in reversed(self.rows(Decision)) if row.kind in kinds), None)

    def additional_conditions(self) -> list[Condition]:
        """The additional conditions that hold (Rules art. 476), in their order."""
        held = [row for row in self.rows(Condition) if row.ended_on is None and not row.kind.startswith("S")]
        return sorted(held, key=lambda row: row.place)

    @property
    def prefetched(self) -> PrefetchedPlans | None:
        """The rows read at once for several plans in one transaction; None where this plan is alone in its own."""
        database = self.context.database
        return database if isinstance(database, PrefetchedPlans) else None

    @property
    def prefetched_items(self) -> PrefetchedPlans | None:
        """The same, as long as no item of this plan has changed beside those that were read."""
        found = self.prefetched
        return found if found is not None and found.knows_items_of(self.plan.id) else None

    def list_open_items(self, owner: str) -> list[Item]:
        """The open items that are the task of that role."""
        return [item for item in self.items() if item.owner == owner]

    def people(self, role: str | None = None) -> list[Person]:
        """Minor, guardians and informed persons of the plan."""
        if self._people is None and (prefetched := self.prefetched) is not None:
            self._people = prefetched.people[self.plan.id]
        if self._people is None:
            query = select(Person).where(Person.plan_id == self.plan.id).order_by(col(Person.id))
            self._people = list(self.session.exec(query))
        return [person for person in self._people if role is None or person.role == role]

    def add_person(self, person: Person) -> None:
        """The person belongs to the plan."""
        self.session.add(person)
        self._people = None

    def minor(self) -> Person:
        """The minor whose plan this is."""
        return self.people("minor")[0]

    @property
    def of_age_on(self) -> date:
        """The eighteenth birthday, with which civil majority begins: derived from the encrypted birth date."""
        minor = self.minor()
        if self._of_age is None or self._of_age[0] != minor.document:
            born_on = get_birth_date(self.context.vault, minor)
            self._of_age = minor.document, comes_of_age_on(born_on, self.rulebook)
        return self._of_age[1]

    def team(self, role: Role | str, *, named: bool = False) -> list[TeamMember]:
        """The members of today's team in that role; with `named`, those who have yet to accept it."""
        return [member for member, _staff in self._in_role(role, named)]

    def team_staff(self, role: Role | str, *, named: bool = False) -> list[Staff]:
        """The accounts of the same members."""
        return [staff for _member, staff in self._in_role(role, named)]

    def members(self) -> list[tuple[TeamMember, Staff]]:
        """Today's team, and those who have yet to accept it, each with their account."""
        if self._team is None and (prefetched := self.prefetched) is not None:
            self._team = prefetched.teams[self.plan.id]
        if self._team is None:
            query = (
                select(TeamMember, Staff)
                .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
                .where(TeamMember.plan_id == self.plan.id, col(TeamMember.until_at).is_(None))
                .order_by(col(TeamMember.from_at), col(TeamMember.id))
            )
            self._team = list(self.session.exec(query))
        return [(member, staff) for member, staff in self._team if member.until_at is None]

    def _in_role(self, role: Role | str, named: bool) -> list[tuple[TeamMember, Staff]]:
        return [
            (member, staff)
            for member, staff in self.members()
            if member.role == role and (member.accepted_at is None) == named
        ]

    def add_member(self, member: TeamMember) -> None:
        """The person is on the plan's team."""
        self.session.add(member)
        self._team = None


def get_birth_date(vault: Vault, minor: Person) -> date:
    """The day the minor was born. Raises Archived once the record is sealed."""
    words = vault.open_document(minor.plan_id, "person.document", minor.id, minor.document)
    return date.fromisoformat(words["born_on"])


def get_next_item_at(session: Session, plan_id: uuid.UUID) -> datetime | None:
    """When the next item of the plan is due; None if none will be until a person does something."""
    query = select(func.min(Item.next_at)).where(Item.plan_id == plan_id, col(Item.status).in_(OPEN_IN_SQL))
    return session.exec(query).one()
