"""Two act at the same moment: one wins, the other is told, and nothing is half done.

On PostgreSQL, where each verb locks its plan's row. SQLite, where a writer locks the whole record whatever it does, is tried by
those that do the most at once."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.performing import perform_as
from casework.acting.rights import SYSTEM, Actor
from casework.checkins import reminder_steps
from casework.checkins.acts import AnswerExplanation, Explain, Submit
from casework.incidents.acts import CloseIncident
from casework.outcome.acts_ending import DecideNonProsecution, EndOtherwise
from casework.plan import scheduling
from casework.plan.opening import open_new_plan
from casework.shared.items.items import add_item
from core.errors import SunwardError
from flows.due_events import DueEvent
from flows.rehearsal import create_staff, get_opener
from flows.supervision import process_due_events
from law.transitions import End
from models.database import Database
from models.decision import Decision
from tests.at_once import at_once
from tests.builders import SimulatedPlan, a_plan, an_office, announce_and_serve, start_plan_in

QUIET = {"worker_contact": None, "prosecutor_talk": None}


def a_life_at(database: Database, *, weekly: str | None = None) -> SimulatedPlan:
    """A plan in its first week, in a record of that kind, with next to nothing owed; where a note is, it is reminded of."""
    context = an_office(database, "2026-03-02 09:00")
    plan = a_plan(weekly=weekly, cadence=QUIET | {"weekly_note": {"on": weekly} if weekly else None})
    return announce_and_serve(start_plan_in(context, plan, team_works=False, delivers=weekly is not None), "2026-03-04")


def awaiting_decision(database: Database) -> SimulatedPlan:
    """The period is over, the opinion lies before the chief."""
    life = a_life_at(database)
    life.skips_to("2026-09-03 10:00")
    return life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")


def performed_at_once(life: SimulatedPlan, *acts: Callable[[Context], object]) -> list[object]:
    """Each act in a context of its own, all at once; what each returned."""

    def results(act: Callable[[Context], object]) -> object:
        try:
            return act(replace(life.context, on_commit=None, editions={}, _ids={}))
        except SunwardError as error:
            return error

    return at_once(*(partial(results, act) for act in acts))


def refused(results: list[object]) -> int:
    return sum(isinstance(answer, SunwardError) for answer in results)


def kinds(life: SimulatedPlan) -> Counter[str]:
    return Counter(row.kind for row in life.rows(Decision))


def test_the_first_plans_under_a_rulebook_are_opened_at_once(database: Database) -> None:
    context = an_office(database, "2026-03-02 09:00")
    plans = [
        a_plan(number=f"SW-AAAA-000{place}", minor={"identity_number": None, "name": f"第{place}人"})
        for place in range(4)
    ]
    create_staff(context, plans[0])
    opener = get_opener(context, plans[0])
    acts = [
        partial(open_new_plan, replace(context, on_commit=None, editions={}, _ids={}), opener, plan) for plan in plans
    ]
    assert at_once(*acts) == [plan.number for plan in plans]


def test_of_two_different_decisions_one_stands_and_the_other_is_refused(postgresql_database: Database) -> None:
    life = awaiting_decision(postgresql_database)
    chief, deputy, number = life.actor("chief_prosecutor"), life.actor("deputy"), life.number
    life.act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="依法")
    results = performed_at_once(
        life,
        lambda context: perform_as(context, chief, number, DecideNonProsecution),
        lambda context: perform_as(context, deputy, number, EndOtherwise, how=End.NO_CRIMINAL_FACT, reason="依法"),
    )
    assert refused(results) == 1
    decided = kinds(life) & Counter({"non_prosecution": 1, "end_otherwise": 1})
    assert sum(decided.values()) == 1
    assert life.status == {"non_prosecution": "non_prosecuted", "end_otherwise": "ended_otherwise"}[next(iter(decided))]
    assert len(life.items("carry_out")) == 1


def test_two_who_decide_the_same_decide_it_once(postgresql_database: Database) -> None:
    """The same person again is harmless; the other one hears who decided it and when, and does not believe they did."""
    life = awaiting_decision(postgresql_database)
    signers: list[Actor] = [life.actor("chief_prosecutor"), life.actor("deputy")] * 2
    results = performed_at_once(
        life, *(lambda context, by=by: perform_as(context, by, life.number, DecideNonProsecution) for by in signers)
    )
    others = [answer for answer in results if isinstance(answer, SunwardError)]
    assert len(others) == 2
    assert all("settled this on" in answer.reason.en for answer in others)
    assert kinds(life)["non_prosecution"] == 1
    assert len(life.lines("decide_non_prosecution")) == 1


def test_a_ground_confirmed_while_the_chief_decides_leaves_one_of_the_two(postgresql_database: Database) -> None:
    """Whichever comes first: a ground stops the decision, or the decision stops the ground."""
    life = a_life_at(postgresql_database)
    life.act("prosecutor", "report_incident", incident="x", kind="new_crime", done_on="2026-03-03", facts="盗窃")
    life.act("prosecutor", "hear_minor", incident="x", text="承认")
    life.skips_to("2026-09-03 10:00")
    life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    chief, prosecutor = life.actor("chief_prosecutor"), life.actor("prosecutor")
    results = performed_at_once(
        life,
        lambda context: perform_as(context, chief, life.number, DecideNonProsecution),
        lambda context: perform_as(
            context,
            prosecutor,
            life.number,
            CloseIncident,
            incident="x",
            finding="ground",
            response="none",
            reason="属实",
        ),
    )
    assert refused(results) == 1


def test_the_note_comes_in_while_it_is_noted_as_missing(postgresql_database: Database) -> None:
    """The family's hand and the flow's reach for the same item: it is late, and nobody calls it missed."""
    life = a_life_at(postgresql_database, weekly="Mon").on("2026-03-12 09:00")
    life.jumps_to("2026-03-12 10:00")
    found = life.next_due_event()
    assert isinstance(found, DueEvent)
    minor = life.actor("minor")
    results = performed_at_once(
        life,
        lambda context: perform_as(context, minor, life.number, Submit, item="weekly_note", text="补交"),
        lambda context: reminder_steps.settle_unexplained_item(context, life.number, found.item_id),
    )
    assert refused(results) == 0 or isinstance(results[0], SunwardError)
    item = life.item("weekly_note", "2026-03-09")
    assert item.status in ("late", "missed")
    if item.status == "missed":  # the flow was first; the note counts all the same, as late
        perform_as(life.context, minor, life.number, Submit, item="weekly_note", due_on=item.due_on)
    assert life.item("weekly_note", "2026-03-09").status == "late"


def test_several_runs_that_process_one_plan_do_its_work_once(database: Database) -> None:
    life = a_life_at(database, weekly="Mon").on("2026-03-08 16:00")
    life.jumps_to("2026-03-09 12:00")
    results = performed_at_once(life, *[lambda context: process_due_events(context, life.number, source="tick")] * 4)
    assert refused(results) == 0
    assert Counter(line.act for line in life.lines())["call_for"] == 1
    assert len({message.dedupe_key for message in life.posted()}) == len(life.posted())
    assert life.plan.quarantined_at is None


def test_a_line_that_is_changed_after_it_was_recorded_is_no_silent_loss(postgresql_database: Database) -> None:
    """It is written at once, past what a session would write later."""
    life = a_life_at(postgresql_database, weekly="Mon").on("2026-03-08 16:00")
    lines = len(life.lines())
    with (
        pytest.raises(RuntimeError, match="changed after"),
        life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan,
    ):
        open_plan.record(note={"result": "continue"}).note = {"result": "change"}
    assert len(life.lines()) == lines


def test_what_somebody_adds_while_the_plan_falls_asleep_is_not_slept_through(postgresql_database: Database) -> None:
    """The scheduler waits for the verb that holds the plan's lock, and then sees what it has added."""
    life = a_life_at(postgresql_database, weekly="Mon").on("2026-03-08 16:00")
    with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        open_plan.wake()
    parks = threading.Event()
    in_a_minute = life.now + timedelta(minutes=1)

    def adds(context: Context) -> None:
        with context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
            parks.set()
            time.sleep(1)  # the scheduler waits for the lock by now
            add_item(open_plan, "worker_contact", open_plan.today, owner="social_worker").next_at = in_a_minute
            open_plan.wake(in_a_minute)

    def falls_asleep(context: Context) -> None:
        state = scheduling.read_state(context, life.number)
        assert state.due_items == []
        parks.wait()
        scheduling.park_plan(context, life.number, scheduling.begin_run(state, "tick"))

    assert performed_at_once(life, adds, falls_asleep) == [None, None]
    assert life.plan.wake_at == life.next_moment() == in_a_minute


def test_an_explanation_and_its_answer_cross(postgresql_database: Database) -> None:
    life = a_life_at(postgresql_database, weekly="Mon").on("2026-03-10 11:00")
    item = life.item("weekly_note", "2026-03-09")
    minor, assistant = life.actor("minor"), life.actor("assistant")
    results = performed_at_once(
        life,
        lambda context: perform_as(
            context, minor, life.number, Explain, item="weekly_note", due_on=item.due_on, text="病了"
        ),
        lambda context: perform_as(
            context,
            assistant,
            life.number,
            AnswerExplanation,
            item="weekly_note",
            due_on=item.due_on,
            answer="missed",
            reason="未说明",
        ),
    )
    # Heard first, it may be answered; not heard yet, "missed" is refused and the explanation waits for its answer.
    assert results[0] is None
    status = life.item("weekly_note", "2026-03-09").status
    assert status == ("not_received" if isinstance(results[1], SunwardError) else "missed")
