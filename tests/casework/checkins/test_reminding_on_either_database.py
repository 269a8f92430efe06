"""Digests, the list of calls and the proof ask their questions of PostgreSQL as of SQLite, where all others live."""

from datetime import date

from sqlmodel import select

from casework.acting.performing import perform_as
from casework.messages.acts import RecordCall
from casework.messages.calls import CallOutcome
from casework.messages.contact_list import load_contact_list
from casework.messages.digests import get_digests, post_digests
from casework.messages.proof import load_proof
from casework.messages.undelivered import notify_of_undelivered
from models.database import Database
from models.message import Message
from notifications.matrix import Event
from notifications.reminder_policy import ReminderPolicy
from tests.builders import a_plan, an_office, announce_and_serve, start_plan_in

POLICY = ReminderPolicy.load()


def test_a_week_of_a_boy_with_a_keypad_phone(postgresql_database: Database) -> None:
    """Listed, called, proved, and counted in the morning."""
    plan = a_plan(minor={"device": "keypad", "reach": ["call"]})
    life = announce_and_serve(
        start_plan_in(an_office(postgresql_database, "2026-03-02 09:00"), plan, team_works=False, delivers=True),
        "2026-03-04",
    )
    life.on("2026-03-09 15:00")
    worker, due_on = life.actor("social_worker"), date(2026, 3, 9)
    assert "weekly_note" in {one.kind for one in load_contact_list(life.context, worker)}
    perform_as(
        life.context, worker, life.number, RecordCall, item="weekly_note", due_on=due_on, outcome=CallOutcome.REACHED
    )
    assert "weekly_note" not in {one.kind for one in load_contact_list(life.context, worker)}
    assert load_proof(life.context, worker, life.number, "weekly_note", due_on).could_know
    assert notify_of_undelivered(life.context) == 0
    life.on("2026-03-17 09:00")
    with life.context.database.reading() as session:
        counted = list(get_digests(session, life.now, working=True))
    assert post_digests(life.context, POLICY, group=True) == len(counted) > 1
    with life.context.database.reading() as session:
        posted = session.exec(select(Message).where(Message.event == Event.MORNING_DIGEST.value)).all()
    assert sorted(m.variables["count"] for m in posted) == sorted(one.count for one in counted)
