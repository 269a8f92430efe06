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


@pytest.mark.parametrize(
    ("kind", "step", "due_event", "verb"),
    [
        ("carry_out", "act", Due.DECISION_MADE, "carry_out"),
        ("incident_review", "call", Due.INCIDENT_REPORTED, "refer"),
        ("incident_review", "passed", Due.DATE_PASSED, "pass_on"),
        ("coming_of_age", "act", Due.CAME_OF_AGE, "come_of_age"),
        ("period_end", "act", Due.PERIOD_ENDED, "end_period"),
        ("sealing", "act", Due.SEALING_DUE, "seal"),
        ("closing", "act", Due.LAST_CLOCK_ENDED, "close"),
        ("hush_end", "act", Due.MESSAGES_RESUMED, "resume_messages"),
        ("pre_expiry", "near_30", Due.PERIOD_NEAR_END, "call_for"),
        ("pre_expiry", "call", Due.PERIOD_NEAR_END, "call_for"),
        ("final_decision", "near_10", Due.STATUTORY_DATE_NEAR, "call_for"),
        ("service", "call", Due.STATUTORY_DATE_NEAR, "call_for"),
        ("service", "passed", Due.DATE_PASSED, "pass_on"),
        ("weekly_note", "call", Due.CHECK_IN_DUE, "call_for"),
        ("weekly_note", "last_day", Due.CHECK_IN_LAST_DAY, "remind_on_last_day"),
        ("weekly_note", "not_received", Due.CHECK_IN_NOT_RECEIVED, "note_not_received"),
        ("weekly_note", "settle", Due.EXPLANATION_WINDOW_OVER, "settle_unheard"),
        ("usage_sheet", "call", Due.USAGE_REVIEW_DUE, "call_for"),
        ("usage_review", "call", Due.USAGE_REVIEW_DUE, "call_for"),
        ("milestone", "call", Due.MILESTONE_REACHED, "call_for"),
        ("milestone", "passed", Due.DATE_PASSED, "pass_on"),
        ("worker_contact", "call", Due.STAFF_ITEM_DUE, "call_for"),
        ("age_in_doubt", "passed", Due.DATE_PASSED, "pass_on"),
        ("pre_expiry", "again", Due.STILL_WAITING, "bring_up_again"),
        ("explanation_answer", "again", Due.STILL_WAITING, "bring_up_again"),
        ("incident_review", "again", Due.STILL_WAITING, "bring_up_again"),
    ],
)
def test_what_has_come_is_a_happening_and_has_its_verb(kind: str, step: str, due_event: Due, verb: str) -> None:
    item = an_item(kind, step)
    assert find_most_urgent([item], NOW - SECOND) is None
    found = find_most_urgent([item], NOW + timedelta(days=3))
    assert found is not None
    assert found.what is due_event
    assert (found.item_id, found.kind, found.step) == (item.id, kind, step)
    assert (found.fell_due_at, found.noticed_at) == (NOW, NOW + timedelta(days=3))
    assert DUE_OPERATIONS[found.what].code == verb


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


def test_the_same_thing_seen_a_moment_later_is_the_same_thing() -> None:
    item = an_item("weekly_note", "call")
    assert find_most_urgent([item], NOW) == find_most_urgent([item], NOW + SECOND)
    assert find_most_urgent([item], NOW) != find_most_urgent([an_item("weekly_note", "last_day")], NOW)
