"""Everything that the history of one plan is made of, read in a few questions, and how the rows belong together."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.acting.rights.read_operations import READ_MESSAGES
from casework.plan.views.timeline import READINGS, reveal_readable_lines
from models.item import Item, ItemChange
from models.journal import ActorKind, JournalLine
from models.message import Message
from models.office import Staff
from models.plan import Plan, RunLogEntry

Transaction = uuid.UUID
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class PersonNamed:
    """Somebody of a history: a member of staff by name, somebody of the family by relation only."""

    name: str | None = None
    relation: str | None = None


@dataclass(frozen=True)
class HistoryRows:
    """The rows, the oldest first. `messages` is empty for a reader who may not see messages."""

    plan: Plan
    now: datetime
    lines: Sequence[JournalLine]
    runs: Sequence[RunLogEntry]
    messages: Sequence[Message]
    items: Sequence[Item]
    changes: Sequence[ItemChange]
    people: dict[uuid.UUID, PersonNamed] = field(default_factory=dict)
    sees_messages: bool = True

    @cached_property
    def item_by_id(self) -> dict[uuid.UUID, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def run_by_id(self) -> dict[uuid.UUID, RunLogEntry]:
        return {run.id: run for run in self.runs}

    @cached_property
    def lines_of(self) -> dict[Transaction, list[JournalLine]]:
        """The lines that were written together."""
        return _grouped(self.lines, lambda row: row.transaction_id)

    @cached_property
    def messages_of(self) -> dict[Transaction, list[Message]]:
        """The messages that were posted together."""
        return _grouped(self.messages, lambda row: row.transaction_id)

    @cached_property
    def changes_of(self) -> dict[Transaction, list[ItemChange]]:
        """What one transaction changed of items."""
        return _grouped(self.changes, lambda row: row.transaction_id)

    @cached_property
    def items_made_by(self) -> dict[Transaction, list[Item]]:
        """The items that one transaction put on the plan."""
        return _grouped(self.items, lambda row: row.transaction_id)

    @cached_property
    def changes_by_item(self) -> dict[uuid.UUID, list[ItemChange]]:
        """The changes of each item, the first one first."""
        return _grouped(self.changes, lambda change: change.item_id)

    @cached_property
    def runs_woken_by(self) -> dict[uuid.UUID, list[RunLogEntry]]:
        """The runs that began because of that transaction, or because of that item."""
        return _grouped(self.runs, lambda run: run.woken_by_id)

    @cached_property
    def lines_of_run(self) -> dict[uuid.UUID, list[JournalLine]]:
        """The lines that each run wrote."""
        return _grouped(self.lines, lambda line: line.run_id)

    @cached_property
    def messages_of_run(self) -> dict[uuid.UUID, list[Message]]:
        """The messages that each run posted."""
        return _grouped(self.messages, lambda message: message.run_id)

    @cached_property
    def message_by_id(self) -> dict[uuid.UUID, Message]:
        return {message.id: message for message in self.messages}

    @cached_property
    def messages_instead_of(self) -> dict[uuid.UUID, list[Message]]:
        """By a message that did not arrive, the one that took the next way."""
        return _grouped(self.messages, lambda message: message.instead_of_id)


def load_history_rows(open_plan: OpenPlan) -> HistoryRows:
    """The rows of the open plan that the reader may see. Of encrypted parts only those of journal lines are opened
    whose act is sealed."""
    session, plan = open_plan.session, open_plan.plan
    sees_messages = open_plan.actor.role in READ_MESSAGES.by
    lines = session.exec(
        select(JournalLine)
        .where(JournalLine.plan_id == plan.id, col(JournalLine.act).not_in(READINGS))
        .order_by(col(JournalLine.sequence))
    ).all()
    runs = open_plan.rows(RunLogEntry)
    messages = open_plan.rows(Message) if sees_messages else []
    items, changes = open_plan.rows(Item), open_plan.rows(ItemChange)
    return HistoryRows(
        plan, open_plan.now, reveal_readable_lines(open_plan, lines), runs, messages, items, changes, _people(open_plan, lines, messages), sees_messages,
    )  # fmt: skip


def _grouped(rows: Iterable[_Row], by: Callable[[_Row], uuid.UUID | None]) -> dict[uuid.UUID, list[_Row]]:
    found: dict[uuid.UUID, list[_Row]] = defaultdict(list)
    for row in rows:
        if (key := by(row)) is not None:
            found[key].append(row)
    return dict(found)


def _people(
    open_plan: OpenPlan, lines: Sequence[JournalLine], messages: Sequence[Message]
) -> dict[uuid.UUID, PersonNamed]:
    family = {person.id: PersonNamed(relation=person.relation) for person in open_plan.people()}
    acted = {line.actor_id for line in lines if line.actor_kind == ActorKind.STAFF and line.actor_id}
    recipients = {message.recipient_id for message in messages if message.recipient_id}
    ids = [each for each in acted | recipients if each not in family]
    staff = open_plan.session.exec(select(Staff.id, Staff.display_name).where(col(Staff.id).in_(ids)))
    return family | {row_id: PersonNamed(name=name) for row_id, name in staff}
