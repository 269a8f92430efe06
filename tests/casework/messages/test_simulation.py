"""A month of messages is listed before anybody gets one, and the record is as it was."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from casework.plan.scheduling import quarantine
from core.clock import local_date
from core.errors import BadInput
from flows.policy_simulation import SimulatedMessage, SimulatedMonth, simulate_month
from flows.snapshot import copy_record
from models.item import Item
from models.journal import JournalLine
from models.office import Office, Staff
from models.plan import Plan
from notifications.reminder_policy import FILE, ReminderPolicy
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, enrol, start_plan, start_plan_in
from tests.cached_plans import cached_copy

POLICY = ReminderPolicy.load()
APRIL = date(2026, 4, 1)


def everything(life: SimulatedPlan) -> dict[str, list[Any]]:
    with life.context.database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(table.select())]
            for table in SQLModel.metadata.sorted_tables
        }


@cached_copy
def a_march() -> SimulatedPlan:
    life = announce_and_serve(start_plan(), "2026-03-04")
    life.add_habit("minor", "weekly_note")
    return life.on("2026-03-20")


def texts(month: SimulatedMonth, role: str) -> list[SimulatedMessage]:
    return [one for one in month.said if one.role == role and one.channel == "text"]


def test_a_month_to_come_is_simulated_in_a_copy_and_nothing_is_sent_or_changed() -> None:
    """Every row of every table is what it was, and the record's own outbox is empty of what was simulated."""
    life = a_march()
    before = everything(life)
    month = simulate_month(life.context, APRIL, POLICY)
    assert everything(life) == before
    assert {local_date(one.at).month for one in month.said} == {4}
    reminders = [one for one in texts(month, "minor") if one.text == "S1" and one.state == "sent"]
    assert {local_date(one.at).weekday() for one in reminders} == {6}  # the day before each Monday
    assert len(reminders) == 4
    assert {one.person for one in reminders} == {f"{life.number} minor"}


def test_no_month_is_tried_that_lies_further_than_any_plan_that_runs() -> None:
    """Every day until then would be gone through: 12,000 for one that was written by mistake."""
    life = a_march()
    with pytest.raises(BadInput, match="within a year"):
        simulate_month(life.context, date(2060, 1, 1), POLICY)


def test_staff_get_a_digest_and_the_mails_it_stands_for_are_listed_with_their_reason() -> None:
    month = simulate_month(a_march().context, APRIL, POLICY)
    mails = [one for one in month.said if one.person == "gui.social_worker" and one.event == "staff_item_due"]
    assert mails
    assert {one.reason for one in mails} == {"in_digest"}
    assert month.counts()["gui.social_worker", "email"]["sent"] > 0
    assert all(one.text == "S22" for one in month.said if one.channel == "group")


def test_another_policy_gives_another_month(tmp_path: Path) -> None:
    """Nothing is merged: the same mails leave one by one."""
    own = tmp_path / "policy.toml"
    own.write_text(
        FILE.read_text(encoding="utf-8").replace('["staff_item_due", "still_waiting"]', "[]"), encoding="utf-8"
    )
    month = simulate_month(a_march().context, APRIL, ReminderPolicy.load(own))
    mails = [one for one in month.said if one.event == "staff_item_due" and one.channel == "email"]
    assert {one.state for one in mails} == {"sent"}


def test_a_past_month_is_said_once_more_under_the_policy() -> None:
    """What left to the family leaves again at its moments; what was against one of them is against it still."""
    life = a_march().on("2026-05-02")
    before = everything(life)
    month = simulate_month(life.context, APRIL, POLICY)
    assert everything(life) == before
    then = [(one.at, one.template) for one in life.delivered("2026-04-01", to="minor") if local_date(one.at).month == 4]
    assert [(one.at, one.text) for one in texts(month, "minor") if one.state == "sent"] == then
    mails = [one for one in month.said if one.person == "gui.social_worker" and one.event == "staff_item_due"]
    assert mails
    assert {one.reason for one in mails} == {"in_digest"}


def test_no_line_tells_a_number_or_a_name() -> None:
    life = a_march()
    text = str(simulate_month(life.context, APRIL, POLICY).said)
    for secret in ("10000990101", "芒果", "990199200911203338"):
        assert secret not in text


def test_an_office_asks_about_its_own_plans_and_reads_no_others() -> None:
    """The same month as the whole record gives for them: also the number that stands in another office's case."""
    ours = a_march()
    elsewhere = a_plan(decided_on="2026-03-20", case={"office": "另县"}, team=_team_of("ling"))
    theirs = start_plan_in(ours.context, elsewhere)
    office_id = ours.plan.office_id
    whole = simulate_month(ours.context, APRIL, POLICY)
    mine = [one for one in whole.said if one.plan == ours.number or one.person.startswith("gui.")]
    alone = simulate_month(ours.context, APRIL, POLICY, office_id)
    assert {one.reason for one in texts(alone, "minor")} == {"number_shared"}
    assert sorted(map(str, alone.said)) == sorted(map(str, mine))
    assert theirs.number not in str(alone.said)
    with copy_record(ours.context, ours.now, office_id).context.database.reading() as session:
        assert session.exec(select(Plan.number)).all() == [ours.number]
        assert session.exec(select(JournalLine)).first() is None
        assert {one.plan_id for one in session.exec(select(Item))} == {ours.plan.id}


def test_of_many_plans_a_sample_is_simulated_from_the_oldest_to_the_newest() -> None:
    """Each of them as among all; sealed ones of years are no part of the sample, nor are another office's."""
    life = a_march()
    others = [
        start_plan_in(life.context, a_plan(decided_on="2026-03-19", minor={"name": f"第{place}人"}))
        for place in range(5)
    ]
    with life.context.database.transaction() as session:
        sealed = session.exec(select(Plan).where(Plan.number == others[0].number)).one()
        sealed.sealed_at = life.now
    whole = simulate_month(life.context, APRIL, POLICY, at_most=5)
    assert (whole.plans, whole.plans_asked_for, whole.describe_sample()) == (5, 5, None)
    elsewhere = a_plan(decided_on="2026-03-19", case={"office": "另县"}, team=_team_of("ling"))
    start_plan_in(life.context, elsewhere)
    some = simulate_month(life.context, APRIL, POLICY, life.plan.office_id, at_most=2)
    assert (some.plans, some.plans_asked_for) == (2, 5)
    taken = {life.number, others[2].number}
    assert {one.plan for one in some.said} == {*taken, None}
    assert texts(some, "minor") == [one for one in texts(whole, "minor") if one.plan in taken]
    assert any(one.event == "morning_digest" and one.person == "gui.social_worker" for one in some.said)
    sample = some.describe_sample()
    assert sample is not None
    assert "Of 5 plans 2 were simulated" in sample.en
    every_office = simulate_month(life.context, APRIL, POLICY, at_most=3)
    assert (every_office.plans, every_office.plans_asked_for) == (3, 6)


def test_a_sample_comes_with_the_people_of_its_offices_and_with_no_other_plan() -> None:
    """Also with those who carry none of its plans: something may go further up to them."""
    life = a_march()
    start_plan_in(life.context, a_plan(decided_on="2026-03-19", case={"office": "另县"}, team=_team_of("ling")))
    with life.context.database.reading() as session:
        office = session.get_one(Office, life.plan.office_id).name
    enrol(life.context, office, "clerk gui.second_clerk")
    with copy_record(life.context, life.now, None, at_most=1).context.database.reading() as copy:
        assert copy.exec(select(Plan.number)).all() == [life.number]
        assert {one.plan_id for one in copy.exec(select(Item))} == {life.plan.id}
        logins = set(copy.exec(select(Staff.login)))
    assert "gui.second_clerk" in logins
    assert not any(login.startswith("ling.") for login in logins)


def test_a_halted_plan_says_nothing_of_its_duties_and_the_others_are_simulated() -> None:
    """What it owes stays due until a person has looked; the month is over all the same."""
    life = a_march()
    other = start_plan_in(life.context, a_plan(decided_on="2026-03-19", minor={"name": "另一人"}))
    quarantine(life.context, other.number)
    month = simulate_month(life.context, APRIL, POLICY)
    assert [one for one in texts(month, "minor") if one.plan == life.number]
    assert {one.event for one in month.said if one.plan == other.number} <= {"plan_halted"}


def _team_of(office: str) -> dict[str, str]:
    roles = ("prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk")
    return {role: f"{office}.{role}" for role in roles}
