"""A plan as it stood on a past day, as far as the record carries it.

Computed backwards from today's record: lines of the journal name the status after them, and every change of an item
names the state before it. What is not kept day by day is shown as unknown, and never filled in.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from casework.acting.acts.machine import QUARANTINE, RELEASE_QUARANTINE
from casework.acting.open_plan import OpenPlan
from casework.plan.acts_runs import HALT_RUN
from casework.plan.views.history_entries import event_label
from casework.plan.views.history_rows import HistoryRows, load_history_rows, load_message_steps, made_at
from casework.plan.views.plan_dates import count_days_left
from casework.shared.items.item_kinds import ITEM_KINDS, TELLING_AGE
from casework.shared.items.items import OF_AGE
from casework.shared.text.labels import item_status_label, message_state_label, stage_label
from core.clock import local_date, start_of_day
from core.errors import NotFound
from core.i18n import Text, _
from models.item import STILL_OPEN, Item, ItemChange, ItemStatus
from models.message import Message, MessageState, MessageStep
from models.office import Role, Staff
from models.plan import TeamMember

_HALTS = {QUARANTINE.code, HALT_RUN.code}
_REACHED = (MessageState.SENT, MessageState.DELIVERED)


@dataclass(frozen=True)
class ItemOnDay:
    """An item as it stood that day."""

    kind: str
    label: str
    words: Text
    owner: str
    due_on: date
    status: str
    status_words: Text
    day_known: bool = True
    """Whether its day on that day is kept; where it is not, `due_on` is the day of today."""


@dataclass(frozen=True)
class NoticeOnDay:
    """A message of that day, in its state at the end of the day."""

    event: Text
    to: str
    to_relation: str | None
    channel: str
    state: str
    state_words: Text
    sent_at: datetime | None


@dataclass(frozen=True)
class CarriedBy:
    """Who carried the plan that day, in which role."""

    role: str
    display_name: str
    accepted: bool


@dataclass(frozen=True)
class PlanOnDay:
    """A plan at the end of a day, or for today as it stands now."""

    on: date
    status: str
    stage: Text
    halted: bool
    period_from: date
    period_to: date
    days_left: int
    overdue: list[ItemOnDay]
    coming: list[ItemOnDay]
    settled: list[ItemOnDay]
    """What was done or ended that day."""
    counts: dict[str, dict[str, int]]
    """By who owes it, how many items stood how; what was not due yet is not among them."""
    team: list[CarriedBy]
    notices: list[NoticeOnDay]
    """The messages of that day; empty for a reader who may not see messages."""
    notified_before: dict[str, int]
    """By recipient, how many messages had reached them up to the end of that day."""
    sees_messages: bool
    unknown: list[Text]
    """What cannot be known for that day, and why."""
    previous_on: date | None
    """The last day before on which something happened."""
    next_on: date | None


def load_plan_on_day(open_plan: OpenPlan, on: date) -> PlanOnDay:
    """The plan that lies open as it stood that day. NotFound for a day on which there was no plan yet, or that is not
    over and is not today."""
    rows = load_history_rows(open_plan)
    if on > open_plan.today or on < local_date(rows.plan.opened_at):
        raise NotFound(_("那天还没有这个方案，或者那天还没有到。"))
    moment = min(start_of_day(on + timedelta(days=1)), open_plan.now)
    steps = load_message_steps(open_plan, [each for each in rows.messages if made_at(each.id) <= moment])
    return build_plan_on_day(rows, on, moment, _team_on(open_plan, moment), steps)


def build_plan_on_day(
    rows: HistoryRows,
    on: date,
    moment: datetime,
    team: list[CarriedBy],
    steps: dict[uuid.UUID, list[MessageStep]],
) -> PlanOnDay:
    """The same from its rows alone."""
    status = get_status_at(rows, moment)
    period_to = get_period_end_at(rows, moment)
    owed = [(item, get_item_at(rows, item, moment)) for item in rows.items
            if item.owner != Role.SYSTEM and made_at(item.id) <= moment]  # fmt: skip
    still_open = sorted((stood for _item, stood in owed if stood.status in STILL_OPEN), key=lambda one: one.due_on)
    counts: dict[str, Counter[str]] = {}
    for item, stood in owed:
        if stood.status != ItemStatus.OPEN or stood.due_on < on:
            counts.setdefault(item.owner, Counter())[stood.status] += 1
    outcome = rows.plan.outcome if status == rows.plan.status else None
    days = _eventful_days(rows)
    notices, before = _list_notices(rows, on, moment, steps)
    return PlanOnDay(
        on=on,
        status=status,
        stage=stage_label(status, outcome),
        halted=get_halted_at(rows, moment),
        period_from=rows.plan.period_from,
        period_to=period_to,
        days_left=count_days_left(status, period_to, on),
        overdue=[stood for stood in still_open if stood.due_on < on],
        coming=[stood for stood in still_open if stood.due_on >= on],
        settled=[stood for item, stood in owed if _settled_on(rows, item, on)],
        counts={owner: dict(by_status) for owner, by_status in sorted(counts.items())},
        team=team,
        notices=notices,
        notified_before=before,
        sees_messages=rows.sees_messages,
        unknown=_unknown(rows, [stood for _item, stood in owed]),
        previous_on=max((day for day in days if day < on), default=None),
        next_on=min((day for day in days if day > on), default=None),
    )


def get_status_at(rows: HistoryRows, moment: datetime) -> str:
    """The status that the last line up to then left."""
    known = [line.note["status"] for line in rows.lines if line.at <= moment and "status" in line.note]
    return str(known[-1]) if known else rows.plan.status


def get_period_end_at(rows: HistoryRows, moment: datetime) -> date:
    """The last day of the period as it was decided by then: what the next change of it names as the old one."""
    for line in rows.lines:
        if line.at > moment and "old_end" in line.note and "new_end" in line.note:
            return date.fromisoformat(line.note["old_end"])
    return rows.plan.period_to


def get_halted_at(rows: HistoryRows, moment: datetime) -> bool:
    """Whether the plan was halted for review then."""
    halted = False
    for line in rows.lines:
        if line.at <= moment and line.act in _HALTS:
            halted = True
        elif line.at <= moment and line.act == RELEASE_QUARANTINE.code:
            halted = False
    return halted


def get_item_at(rows: HistoryRows, item: Item, moment: datetime) -> ItemOnDay:
    """The item, which was on the plan by then, as it stood."""
    changes = rows.changes_by_item.get(item.id, [])
    later = next((change for change in changes if change.at > moment), None)
    status = later.status_before if later else _without_changes(item, changes, moment)
    due_on = later.due_before if later else item.due_on
    moves = sum(change.due_before != change.due_after for change in changes)
    kept = item.moves <= moves or item.moved_at is None or item.moved_at <= moment
    words = ITEM_KINDS[item.kind].words
    return ItemOnDay(
        item.kind, item.label, words, item.owner, due_on, status, item_status_label(status), day_known=kept
    )


def _without_changes(item: Item, changes: Sequence[ItemChange], moment: datetime) -> str:
    """Nothing was kept of what has changed since; but what was settled later was open until then."""
    if item.settled_at is None or item.settled_at <= moment:
        return item.status
    if changes:
        return changes[-1].status_after if changes[-1].status_after in STILL_OPEN else item.status
    asked = item.asked_at is not None and item.asked_at <= moment
    return (ItemStatus.NOT_RECEIVED if asked else ItemStatus.OPEN).value


def _settled_on(rows: HistoryRows, item: Item, on: date) -> bool:
    changes = rows.changes_by_item.get(item.id, [])
    settling = [one for one in changes if one.status_before in STILL_OPEN and one.status_after not in STILL_OPEN]
    if (not settling and item.kind in TELLING_AGE) or item.settled_because == OF_AGE:
        return item.settled_at is not None and local_date(item.settled_at) == on
    return any(local_date(change.at) == on for change in settling)


def _list_notices(
    rows: HistoryRows, on: date, moment: datetime, steps: dict[uuid.UUID, list[MessageStep]]
) -> tuple[list[NoticeOnDay], dict[str, int]]:
    notices, before = [], Counter[str]()
    for message in rows.messages:
        moves = [step for step in steps.get(message.id, []) if step.at <= moment]
        if not moves:
            continue
        if moves[-1].state in _REACHED:
            before[message.recipient_role] += 1
        if any(local_date(step.at) == on for step in moves):
            notices.append(_to_notice(rows, message, moves[-1].state, moment))
    return notices, dict(before)


def _to_notice(rows: HistoryRows, message: Message, state: str, moment: datetime) -> NoticeOnDay:
    person = rows.people.get(message.recipient_id or uuid.UUID(int=0))
    relation = person.relation if person and person.relation != "minor" else None
    sent_at = message.sent_at if message.sent_at is not None and message.sent_at <= moment else None
    return NoticeOnDay(
        event_label(message.event), message.recipient_role, relation, message.channel, state,
        message_state_label(state), sent_at,
    )  # fmt: skip


def _team_on(open_plan: OpenPlan, moment: datetime) -> list[CarriedBy]:
    query = (
        select(TeamMember, Staff)
        .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
        .where(TeamMember.plan_id == open_plan.plan.id)
        .order_by(col(TeamMember.from_at), col(TeamMember.id))
    )
    return [
        CarriedBy(member.role, staff.display_name, member.accepted_at is not None and member.accepted_at <= moment)
        for member, staff in open_plan.session.exec(query)
        if member.from_at <= moment and (member.until_at is None or member.until_at > moment)
    ]


def _eventful_days(rows: HistoryRows) -> set[date]:
    return {local_date(line.at) for line in rows.lines} | {local_date(run.began_at) for run in rows.runs if run.verbs}


def _unknown(rows: HistoryRows, items: Iterable[ItemOnDay]) -> list[Text]:
    unknown: list[Text] = [_("条件的文字、联系方式和号码不按日保存，这里没有。")]
    moved = [item for item in items if not item.day_known]
    if moved:
        unknown.append(_("有的事项后来改过期，改期之前的日期没有保存；这里是现在的日期。"))
    if not rows.sees_messages:
        unknown.append(_("您的角色看不到消息，所以这里没有当时告诉过谁。"))
    return unknown
