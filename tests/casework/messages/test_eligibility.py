"""The last look before a message leaves: each reason against it is a row of its own that says so."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from casework.messages.eligibility import SendEligibility
from casework.messages.manual_send import FreeText, ReminderRequest, send_reminder
from casework.shared.text.labels import REASONS
from core.clock import local_time
from core.errors import Refused, StateConflict
from models.base import new_id
from models.item import Item
from models.message import Message
from models.person import Person
from models.plan import Plan, TeamMember
from notifications.matrix import Event, Recipient
from tests.builders import (
    SimulatedPlan,
    a_plan,
    an_announced_plan,
    an_office,
    start_plan_in,
)

MONDAY = "2026-03-09"
Change = dict[str, Any]


@pytest.fixture(scope="module")
def life() -> SimulatedPlan:
    """A boy told on 4 March, on the Monday on which his note is due; nobody has handed anything in."""
    return an_announced_plan(team_works=False, delivers=True).on(f"{MONDAY} 10:00")


def against(
    life: SimulatedPlan, event: Event = Event.CHECK_IN_DUE, to: str = "minor", channel: str = "text", **changed: Change
) -> str | None:
    """What stands against a message about the note, were the record a little different. The record stays as it is."""
    with life.context.database.reading() as session:
        people = {one.role: one for one in _of(session, Person, life)}
        members = {one.role: one for one in _of(session, TeamMember, life)}
        items = [one for one in _of(session, Item, life) if one.kind == "weekly_note" and str(one.due_on) == MONDAY]
        rows = {"plan": session.get_one(Plan, life.plan.id), "item": items[0], "person": people.get(to),
                "minor": people["minor"], "member": members.get(to)}  # fmt: skip
        for name, values in changed.items():
            for field, value in values.items():
                setattr(rows[name], field, value)
        contact = rows["person"] or rows["member"]
        message = Message(
            id=new_id(life.now), plan_id=life.plan.id, item_id=items[0].id, event=event.value, recipient_role=to,
            recipient_id=getattr(contact, "staff_id", contact.id), channel=channel, template="S2", language="zh-CN",
            dedupe_key="would-be", created_at=life.now, due_at=life.now,
        )  # fmt: skip
        try:
            return SendEligibility(life.context)(session, [message]).get(message.id)
        finally:
            session.rollback()


def _of(session: Session, table: type[Any], life: SimulatedPlan) -> list[Any]:
    return list(session.exec(select(table).where(table.plan_id == life.plan.id)))


NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
TODAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"item": {"status": "on_time"}}, "done_meanwhile"),
        ({"item": {"status": "late"}}, "done_meanwhile"),
        ({"item": {"status": "unable"}}, "unable"),
        ({"item": {"status": "excused"}}, "excused"),
        ({"item": {"status": "cancelled"}}, "cancelled"),
        ({"plan": {"hushed_until_on": TODAY}}, "messages_paused"),
        ({"plan": {"hushed_until_on": TODAY - timedelta(days=1)}}, None),
        ({"plan": {"quarantined_at": NOW}}, "paused"),
        ({"plan": {"sealed_at": NOW}}, "sealed"),
        ({"plan": {"status": "non_prosecuted"}}, "ended"),
        ({"plan": {"status": "awaiting_decision"}}, "ended"),
        ({"plan": {"announced_on": None}}, "not_told_yet"),
        ({"plan": {"age_doubted_at": NOW}}, "age_in_doubt"),
        ({"person": {"receives": False}}, "not_a_contact"),
        ({"person": {"ended_on": TODAY}}, "not_a_contact"),
        ({"person": {"from_on": TODAY + timedelta(days=1)}}, "not_a_contact"),
        ({"person": {"named_as_danger_at": NOW}}, "not_now"),
        ({"person": {"opted_out": ["check_in_due"]}}, None),  # a duty cannot be declined
    ],
)
def test_a_reminder_leaves_or_says_why_not(life: SimulatedPlan, changed: dict[str, Change], reason: str | None) -> None:
    assert against(life, **changed) == reason
    assert reason is None or reason in REASONS


def test_a_guardian_is_written_to_until_the_midnight_of_the_birthday_whether_the_machine_ran_or_not(
    life: SimulatedPlan,
) -> None:
    assert against(life, Event.USAGE_SHEET_DUE, "guardian") is None
    (minor,) = [person for person in life.rows(Person) if person.role == "minor"]
    born = {"minor": {"document": life.document_born_on(minor, TODAY.replace(year=TODAY.year - 18))}}
    assert against(life, Event.USAGE_SHEET_DUE, "guardian", **born) == "of_age"
    assert against(life, **born) is None  # it is the minor's own


def test_praise_can_be_declined(life: SimulatedPlan) -> None:
    assert against(life, Event.PRAISE_GIVEN) is None
    assert against(life, Event.PRAISE_GIVEN, person={"opted_out": ["praise_given"]}) == "opted_out"


def test_at_the_end_a_person_is_still_asked_to_come_and_hear_it(life: SimulatedPlan) -> None:
    over: dict[str, Change] = {"plan": {"status": "non_prosecuted", "age_doubted_at": NOW}}
    assert against(life, Event.TO_BE_TOLD_IN_PERSON, **over) is None


def test_staff_who_have_given_the_plan_up_hear_no_more_of_it(life: SimulatedPlan) -> None:
    worker, mail = "social_worker", "email"
    assert against(life, Event.STAFF_ITEM_DUE, worker, mail) is None
    assert against(life, Event.STAFF_ITEM_DUE, worker, mail, member={"until_at": NOW}) == "no_longer_carries"
    assert against(life, Event.STAFF_ITEM_DUE, worker, mail, item={"status": "done"}) == "done_meanwhile"
    assert against(life, Event.STAFF_ITEM_DUE, worker, mail, plan={"sealed_at": NOW + timedelta(days=1)}) == "sealed"


def test_a_number_that_stands_in_another_case_gets_no_text_until_one_of_them_has_another(sqlite_database: Any) -> None:
    """Two cases, one number: nobody can know whose eyes a text comes before, so a person makes contact."""
    context = an_office(sqlite_database, "2026-03-02 09:00")
    one = start_plan_in(context, a_plan(number="SW-AAAA-AAAA"), team_works=False, delivers=True)
    assert against_number(one) is None
    other = start_plan_in(context, a_plan(number="SW-BBBB-BBBB"), team_works=False)
    assert against_number(one) == against_number(other) == "number_shared"
    other.act("prosecutor", "name_contact", person="minor", phone="100-0099-0177")
    assert against_number(one) is None
    (his,) = [row for row in other.rows(Person) if row.role == "minor"]
    assert his.number_since_at == other.now  # what came back before says nothing of the new one
    other.act("prosecutor", "name_contact", person="minor", phone="100-0099-0101")  # written otherwise, the same number
    assert against_number(one) == "number_shared"


def against_number(life: SimulatedPlan) -> str | None:
    with life.context.database.reading() as session:
        (minor,) = [one for one in _of(session, Person, life) if one.role == "minor"]
        message = Message(
            id=new_id(life.now), plan_id=life.plan.id, event="call_back_asked", recipient_role="minor",
            recipient_id=minor.id, channel="text", template="S11", language="zh-CN", dedupe_key="would-be",
            created_at=life.now, due_at=life.now,
        )  # fmt: skip
        return SendEligibility(life.context)(session, [message]).get(message.id)


def test_school_is_asked_for_a_form_only_where_that_very_person_was_recorded_as_knowing() -> None:
    """Nobody is there before; afterwards one text without a name; when it ends, nobody again."""
    life = an_announced_plan(team_works=False, delivers=True).on("2026-03-09 10:00")

    def ask() -> None:
        wanted = ReminderRequest(text=FreeText.MILESTONE_FORM_DUE, to=Recipient.SCHOOL)
        send_reminder(life.context, life.actor("social_worker"), life.number, wanted)

    with pytest.raises(Refused, match="No possible recipient"):
        ask()
    values: dict[str, Any] = {
        "who": "form_teacher",
        "name": "示例班主任",
        "since": "2026-03-05",
        "phone": "10000990188",
    }
    life.act("prosecutor", "record_informed", **values)
    life.act("prosecutor", "record_informed", **(values | {"who": "employer", "name": "示例雇主"}))
    ask()
    life.process_due()
    (message,) = [one for one in life.messages() if one.recipient_role == "school"]
    assert (message.template, message.state, message.channel) == ("S20", "sent", "text")
    life.on("2026-03-09 11:00").act("social_worker", "opt_out", person="form_teacher", event="milestone_form_due")
    with pytest.raises(Refused, match="opted out of these messages"):
        ask()
    life.act("prosecutor", "record_informed", **values, no_longer=True)
    with pytest.raises(Refused, match="No possible recipient"):
        ask()


def test_a_form_for_the_school_that_waits_is_not_sent_once_the_person_is_recorded_no_more() -> None:
    life = an_announced_plan(team_works=False, delivers=True).on("2026-03-09 22:00")
    values: dict[str, Any] = {
        "who": "head_teacher",
        "name": "示例班主任",
        "since": "2026-03-05",
        "phone": "10000990188",
    }
    life.act("prosecutor", "record_informed", **values)
    wanted = ReminderRequest(text=FreeText.MILESTONE_FORM_DUE, to=Recipient.SCHOOL)
    send_reminder(life.context, life.actor("social_worker"), life.number, wanted)
    life.act("prosecutor", "record_informed", **values, no_longer=True)
    life.on("2026-03-10 12:00")
    (unsent,) = [one for one in life.messages() if one.recipient_role == "school"]
    assert (unsent.state, unsent.state_reason) == ("not_sent", "not_recorded_as_knowing")


def test_hours_that_somebody_has_named_hold_from_that_moment_on() -> None:
    """The reminder of Sunday 17:00 waits until the phone comes back on Monday; the worker says so on Saturday."""
    life = an_announced_plan(team_works=False, delivers=True).on("2026-03-07 10:00")
    life.act("social_worker", "record_contact_hours", person="minor", phone_held=["Mon 15:00-Mon 19:00"])
    life.on("2026-03-09 23:00")
    assert [(str(one.at), one.template) for one in life.delivered("2026-03-08", to="minor")] == [
        ("2026-03-09 07:00:00+00:00", "S1")
    ]


def test_a_pupil_hears_nothing_in_class_hours_until_somebody_says_that_they_have_left_school() -> None:
    """What has not come is asked after at 10:00, which is in class; the question waits for the break."""
    life = an_announced_plan(team_works=False, delivers=True, minor={"at_school": True}).on("2026-03-20 10:00")
    hours = [f"{local_time(text.at):%H:%M}" for text in life.delivered(to="minor")]
    assert "12:00" in hours
    assert not [hour for hour in hours if "08:00" <= hour < "12:00" or "14:00" <= hour < "17:00"]
    life.act("social_worker", "record_contact_hours", person="minor", at_school="no")
    later = life.on("2026-03-27 12:00").delivered("2026-03-21", to="minor")
    assert "10:00" in [f"{local_time(text.at):%H:%M}" for text in later]


def test_several_in_a_row_that_have_not_come_are_reported_to_the_prosecutor_once() -> None:
    """The worker hears of each; the prosecutor at the second, and not again until something has come."""
    life = an_announced_plan(team_works=False, delivers=True).on("2026-03-27 12:00")
    counts = {role: [one.event for one in life.delivered(to=role)].count("check_in_not_received")
            for role in ("social_worker", "prosecutor", "department_head", "chief_prosecutor")}  # fmt: skip
    assert counts == {"social_worker": 3, "prosecutor": 1, "department_head": 0, "chief_prosecutor": 0}


def test_the_urgent_text_follows_two_calls_in_vain_and_says_that_all_are_well_only_if_a_person_ticks_it() -> None:
    life = an_announced_plan().on("2026-03-09 10:00")
    wanted = ReminderRequest(text=FreeText.CALL_WITHIN_A_DAY, to=Recipient.MINOR, all_well=True)

    def send() -> str:
        return send_reminder(life.context, life.actor("social_worker"), life.number, wanted, dry_run=True).says

    for minute in ("05", "20"):
        with pytest.raises(StateConflict, match="Call first"):
            send()
        at = f"2026-03-09T09:{minute}:00+08:00"
        life.act(
            "social_worker", "record_call", item="weekly_note", due_on="2026-03-09", outcome="not_reached", called_at=at
        )
    assert "请在一天内给联系人回个电话" in send()
    assert "家里人都平安" in send()
    life.act("social_worker", "record_call", item="weekly_note", due_on="2026-03-09", outcome="reached",
             called_at="2026-03-09T09:40:00+08:00")  # fmt: skip
    with pytest.raises(StateConflict, match="Call first"):
        send()
