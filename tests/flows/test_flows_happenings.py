"""What is next for a plan: the table of questions, their order, and the moment at which each becomes true."""

import inspect
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_OFFICE, ItemKind, Pattern
from casework.shared.items.steps import AGAIN, CALL, PASSED, get_steps
from casework.shared.notify.contact_hours import get_practice_quiet_hours
from casework.shared.text.labels import step_label
from flows.due_events import Due, DueEvent, find_most_urgent
from flows.supervision import DUE_OPERATIONS
from models.item import Item
from notifications.contact_hours import ContactHours, QuietSchedule
from notifications.reminder_policy import ReminderPolicy
from tests.builders import the_rulebook

NOW = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def an_item(kind: str, step: str | None, at: datetime | None = NOW, number: int = 0) -> Item:
    """An open item of that kind, at that step, whose moment is then."""
    return Item(
        id=uuid.UUID(int=number), plan_id=uuid.UUID(int=1), kind=kind, owner="prosecutor", due_on=date(2026, 3, 9),
        due_at=NOW, next_step=step, next_at=at,
    )  # fmt: skip


def _steps(kind: ItemKind) -> list[str]:
    """Every step that an item of that kind can ever stand at."""
    item = an_item(kind.code, None)
    hours = ContactHours(QuietSchedule(get_practice_quiet_hours(the_rulebook(), item.due_on)))
    schedule = ReminderPolicy.load().ladder
    return [step for step, _ in get_steps(item, the_rulebook(), hours, schedule, near_days=(30, 1))]


@pytest.mark.parametrize("kind", ITEM_KINDS.values(), ids=ITEM_KINDS)
def test_every_step_of_every_kind_has_a_question_and_a_verb(kind: ItemKind) -> None:
    steps = _steps(kind)
    assert steps
    # What staff owe is never out of steps: after the last of these it is brought up again.
    for step in [*steps, *([AGAIN] if kind.pattern in OF_THE_OFFICE else [])]:
        due_event = find_most_urgent([an_item(kind.code, step)], NOW)
        assert isinstance(due_event, DueEvent), (kind.code, step)
        assert step_label(step), "what comes next is said on the plan's page"
        assert list(inspect.signature(DUE_OPERATIONS[due_event.what].do).parameters) == [
            "context",
            "number",
            "item_id",
        ]
    if kind.pattern in (Pattern.STAFF, Pattern.STATUTORY):
        assert kind.call is not None
        assert kind.passed is not None
        assert steps[-2:] == [CALL, PASSED]


def test_whatever_can_fall_due_is_done_under_a_code_of_its_own() -> None:
    """The code is stored in the run log: one code, one function."""
    assert set(DUE_OPERATIONS) == set(Due)
    by_code = {operation.code: operation.do for operation in DUE_OPERATIONS.values()}
    assert {operation.do for operation in DUE_OPERATIONS.values()} == set(by_code.values())
    assert all(by_code[operation.code] is operation.do for operation in DUE_OPERATIONS.values())
    assert len(set(by_code.values())) == len(by_code)


def test_a_step_nobody_asks_about_is_an_error_and_not_a_silence() -> None:
    with pytest.raises(LookupError, match="weekly_note, nonsense"):
        find_most_urgent([an_item("weekly_note", "nonsense")], NOW)


def test_the_most_urgent_comes_first_whenever_it_fell_due() -> None:
    """What people decided, what was reported, the end of the period, dates of the law, what the family owes, the team."""
    in_order = [
        ("carry_out", "act"), ("incident_review", "call"), ("coming_of_age", "act"), ("period_end", "act"),
        ("sealing", "act"), ("closing", "act"), ("hush_end", "act"), ("service", "passed"), ("pre_expiry", "near_1"),
        ("final_decision", "near_3"), ("weekly_note", "settle"), ("weekly_note", "not_received"),
        ("weekly_note", "last_day"), ("usage_sheet", "call"), ("milestone", "call"), ("weekly_note", "call"),
        ("worker_contact", "call"),
    ]  # fmt: skip
    # The most urgent fell due last, and stands last in the list.
    items = [
        an_item(kind, step, NOW - timedelta(minutes=number), number) for number, (kind, step) in enumerate(in_order)
    ]
    items.reverse()
    seen = []
    while isinstance(found := find_most_urgent(items, NOW), DueEvent):
        seen.append((found.kind, found.step))
        items = [item for item in items if item.id != found.item_id]
    assert seen == in_order


def test_of_two_alike_the_earlier_comes_first() -> None:
    earlier, later = an_item("weekly_note", "call", NOW - SECOND, 2), an_item("weekly_note", "call", NOW, 1)
    found = find_most_urgent([earlier, later], NOW)
    assert isinstance(found, DueEvent)
    assert found.item_id == earlier.id
