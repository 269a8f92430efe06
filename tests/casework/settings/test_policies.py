"""The policy of an office is tried, switched on by a named person, and holds for its own plans and people only."""

import errno
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from casework.acting.rights import Actor
from casework.plan.policy_preview import preview_policy
from casework.settings import policies
from casework.settings.confirming import confirm_request
from casework.settings.policies import (
    EVERYBODY,
    finish_switching,
    load_policies,
    load_policies_view,
    recalculate_steps,
    switch_policy,
)
from casework.staff.staffing import ensure_staff
from core.clock import local_date, local_time
from core.errors import BadInput, NotAllowed, NotFound, Refused
from models.item import Item
from models.office import AccountRequest, Office, Role
from models.office_setting import OfficeSetting
from notifications.reminder_policy import FILE, ReminderPolicy
from tests.builders import OFFICE, SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy

WRITTEN = FILE.read_text(encoding="utf-8")
EARLIER = WRITTEN.replace("[steps.days_before]", "[steps.days_before]\nweekly_note = [4, 2]").replace(
    'call_at = "17:00"', 'call_at = "16:30"'
)
WHY = "农忙，早点提醒"


@cached_copy
def a_march() -> SimulatedPlan:
    return an_announced_plan(delivers=True).skips_to("2026-03-20 10:00")


def administrator_of(life: SimulatedPlan) -> Actor:
    with life.context.database.transaction() as session:
        office = session.get_one(Office, life.plan.office_id)
        return Actor.of_staff(ensure_staff(session, life.now, "the.admin", Role.ADMINISTRATOR, office))


def recalculated(life: SimulatedPlan) -> list[datetime | None]:
    with life.context.database.reading() as session:
        return list(session.exec(select(OfficeSetting.recalculated_at)))


def steps(life: SimulatedPlan) -> list[tuple[date, date, time]]:
    """For each note still to come: its day, and when it is next spoken of."""
    return [
        (one.due_on, local_date(one.next_at), local_time(one.next_at).time())
        for one in life.rows(Item)
        if one.kind == "weekly_note" and one.status == "open" and one.next_at is not None
    ]


def test_the_office_s_own_policy_moves_what_is_still_to_be_said_as_it_was_seen_on_the_plan() -> None:
    life = a_march()
    head = life.actor("department_head")
    seen = preview_policy(life.context, head, ReminderPolicy.read(EARLIER), life.plan.office_id)
    assert {local_time(one.next_at).time() for one in seen.moved if one.next_at} == {time(16, 30)}
    moved = switch_policy(life.context, head, text=EARLIER, reason=WHY, office=OFFICE)
    assert moved == 1
    assert {(one[2], (one[0] - one[1]).days) for one in steps(life)} == {(time(16, 30), 2), (time(16, 30), 4)}
    life.skips_to("2026-04-01 10:00").on("2026-04-08 10:00")
    message = [
        (one.at, one.template) for one in life.delivered("2026-04-01", to="minor") if local_date(one.at).month == 4
    ]

    def calls(rows: list[Any]) -> list[Any]:
        return sorted((at, text) for at, text in rows if text == "S1")

    assert {local_time(at).time() for at, _ in calls(message)} == {time(16, 30)}  # as it is, at five


def test_switched_on_twice_or_back_nothing_is_said_again_and_the_history_stays() -> None:
    life = a_march()
    before, head = steps(life), life.actor("department_head")
    ids = life.posted()
    assert switch_policy(life.context, head, text=EARLIER, reason=WHY) == 1
    assert switch_policy(life.context, head, text=EARLIER, reason=WHY) == 0
    assert switch_policy(life.context, head, text=None, reason="忙完了") == 1
    assert steps(life) == before
    assert life.posted() == ids
    view = load_policies_view(life.context, head)
    assert [(one.reason, one.in_force, one.office) for one in view.history] == [
        ("忙完了", True, OFFICE), (WHY, False, OFFICE), (WHY, False, OFFICE)
    ]  # fmt: skip
    assert view.text == WRITTEN


def test_one_office_s_policy_is_not_another_s_and_another_process_learns_of_it() -> None:
    life = a_march()
    admin = administrator_of(life)
    switch_policy(life.context, life.actor("department_head"), text=EARLIER, reason=WHY)
    elsewhere = replace(life.context, policies={})
    assert elsewhere.get_policy(life.plan.office_id).mark == ReminderPolicy.load().mark
    load_policies(elsewhere)
    assert elsewhere.get_policy(life.plan.office_id).mark == ReminderPolicy.read(EARLIER).mark
    assert elsewhere.get_policy(None).mark == ReminderPolicy.load().mark
    later = WRITTEN.replace("08:30", "08:45")
    with pytest.raises(NotAllowed):
        switch_policy(life.context, life.actor("chief_prosecutor"), text=later, reason="统一调整", office=EVERYBODY)
    switch_policy(life.context, admin, text=later, reason="统一调整", office=EVERYBODY)
    with life.context.database.reading() as session:
        (asked,) = session.exec(select(AccountRequest)).all()
    for alone in (admin, life.actor("department_head"), life.actor("chief_prosecutor")):
        with pytest.raises(Refused):
            confirm_request(life.context, alone, asked.id, reason="一个人")
    life.jumps_to(life.context.clock.now() + timedelta(days=1))  # no other office has anybody who could confirm it
    assert None not in life.context.policies
    confirm_request(life.context, life.actor("chief_prosecutor"), asked.id, reason="看过")
    assert life.context.get_policy(None).digest_at != ReminderPolicy.load().digest_at
    assert life.context.get_policy(life.plan.office_id).mark == ReminderPolicy.read(EARLIER).mark


def test_what_a_process_that_did_not_know_of_it_counted_is_counted_again_once_all_know() -> None:
    """Just so where the program ended in the midst of it: some plans stand at the moments of the former policy."""
    life = a_march()
    former = steps(life)
    switch_policy(life.context, life.actor("department_head"), text=EARLIER, reason=WHY)
    switched = steps(life)
    scheduler = replace(life.context, policies={})
    assert recalculate_steps(scheduler, None) == 1
    assert finish_switching(scheduler) == 0  # not every process knows of it yet
    assert steps(life) == former != switched
    life.on("2026-03-20 10:03")
    assert recalculated(life) == [None]
    assert finish_switching(scheduler) == 1
    assert steps(life) == switched
    assert recalculated(life) == [life.now]
    recalculate_steps(replace(life.context, policies={}), None)
    assert finish_switching(scheduler) == 0  # it is done


def test_of_many_plans_whoever_switches_it_waits_for_the_first_only() -> None:
    life = a_march()
    former = steps(life)
    with pytest.MonkeyPatch.context() as few:
        few.setattr(policies, "AT_ONCE", 0)
        assert switch_policy(life.context, life.actor("department_head"), text=EARLIER, reason=WHY) == 0
    assert steps(life) == former
    life.on("2026-03-20 10:03")
    assert finish_switching(life.context) == 1
    assert steps(life) != former


@pytest.mark.parametrize("failure", [ValueError("one plan"), OSError(errno.ENOSPC, "no room")], ids=["plan", "record"])
def test_of_a_plan_that_fails_it_is_told_once_and_a_record_that_takes_nothing_is_tried_again(
    failure: Exception,
) -> None:
    life = a_march()
    switch_policy(life.context, life.actor("department_head"), text=EARLIER, reason=WHY)
    recalculate_steps(replace(life.context, policies={}), None)
    life.on("2026-03-20 10:03")

    def fails(*_: object) -> None:
        raise failure

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(policies, "refresh_steps", fails)
        with pytest.raises(type(failure)):
            finish_switching(life.context)
    assert finish_switching(life.context) == (1 if isinstance(failure, OSError) else 0)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ('quiet_on_days_off = "00:00-23:59"', "hours.quiet_on_days_off"),
        ('quiet_on_days_off = "12:01-12:00"', "hours.quiet_on_days_off"),
        ('quiet_on_days_off = "17:00-07:30"', "hours.quiet_on_days_off"),
        ('no_texts_to_staff = "00:01-00:00"', "hours.no_texts_to_staff"),
        ("urgent = []", "hours.urgent"),
        ("prosecutor_after = 10000", "steps.prosecutor_after"),
        ('last_day_at = "23:30"', "steps.last_day_at"),
        ('merges = ["statutory_date_near"]', "digest.merges"),
        ("does_not_count = []", "cap.does_not_count"),
        ("waits_minutes = 100000", "digest.waits_minutes"),
    ],
)
def test_a_policy_leaves_ten_hours_a_day_and_stops_nothing_that_the_law_asks_for(written: str, place: str) -> None:
    name = written.partition(" = ")[0]
    text = re.sub(rf"^{name} = (\[[^]]*\]|.*)$", written, WRITTEN, flags=re.MULTILINE)
    assert written in text
    with pytest.raises(BadInput) as wrong:
        ReminderPolicy.read(text)
    assert [mistake.place for mistake in wrong.value.mistakes] == [place]


@pytest.mark.parametrize(
    ("by", "values", "refused"),
    [
        ("department_head", {"text": "not toml ["}, BadInput),
        ("department_head", {"text": WRITTEN.replace("[steps]", "[stairs]")}, BadInput),
        ("department_head", {"text": WRITTEN, "reason": " "}, BadInput),
        ("department_head", {"text": WRITTEN, "office": "没有县"}, NotFound),
        ("social_worker", {"text": WRITTEN}, NotAllowed),
        ("prosecutor", {"text": WRITTEN}, NotAllowed),
    ],
)
def test_what_is_no_policy_or_no_reason_is_said_and_changes_nothing(
    march: SimulatedPlan, by: str, values: dict[str, Any], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        switch_policy(march.context, march.actor(by), **({"reason": WHY} | values))
    assert march.context.policies == {}


@pytest.fixture(scope="module")
def march() -> SimulatedPlan:
    return a_march()
