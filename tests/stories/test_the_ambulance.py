"""A Sunday night, on bail: reported by phone, recorded at once, and the family waits for both."""

from datetime import date

import pytest

from casework.acting.performing import perform_as
from casework.leave.acts import AskLeave, DecideLeave
from core.clock import local_time
from core.errors import NotAllowed
from law.leave import LeaveAnswer
from models.decision import Incident
from models.item import Submission
from tests.builders import SimulatedPlan, an_announced_plan, load_example
from tests.cached_plans import cached_copy


@cached_copy
def the_ambulance() -> SimulatedPlan:
    """Case 25 on Sunday 15 November 2026, 21:52: his grandmother is taken to the provincial capital, he rides along. He is
    at no school, so that an answer reaches him at once."""
    life = load_example("25", "2026-11-15 21:52", delivers=True)
    life.act("social_worker", "record_contact_hours", person="minor", at_school="no")
    assert life.plan.on_bail
    answer = perform_as(
        life.context, life.actor("social_worker"), life.number, AskLeave, leave="night", from_on=date(2026, 11, 15),
        to_on=date(2026, 11, 20), destination="省城医院", reason="外出，紧急，电话报告", emergency=True,
    )  # fmt: skip
    assert answer is LeaveAnswer.WAIT_FOR_BOTH
    return life.process_due()


def test_the_ambulance() -> None:
    life = the_ambulance()

    # ------------------------------------------------------- Sunday 21:52: it stands with its moment; two boxes are open
    (line,) = life.lines("ask_leave")[-1:]
    assert local_time(line.at).isoformat(timespec="minutes") == "2026-11-15T21:52+08:00"
    assert (line.note["emergency"], line.note["on_bail"]) == (True, True)
    assert life.due("leave_decision") == life.due("leave_police_station") == date(2026, 11, 16)
    assert life.rows(Incident) == []
    assert "S7" not in life.texts("2026-11-15 21:52")
    assert life.texts("2026-11-15 21:52", to="prosecutor") == ["E5"]

    # ------------------------------------------------------- Monday 16 November, 10:30: the prosecutor agrees; that is one of two
    life.on("2026-11-16 10:30")
    answer = perform_as(
        life.context, life.actor("prosecutor"), life.number, DecideLeave, leave="night", approved=True, reason="陪护"
    )
    assert answer is LeaveAnswer.WAIT_FOR_BOTH
    life.process_due()
    assert "S7" not in life.texts("2026-11-15 21:52")
    assert life.items("return_check") == []

    # ------------------------------------------------------- Monday 15:20: the police station agrees too; now it is granted
    life.on("2026-11-16 15:20")
    answer = perform_as(
        life.context,
        life.actor("assistant"),
        life.number,
        DecideLeave,
        whose="police_station",
        leave="night",
        approved=True,
    )
    assert answer is LeaveAnswer.GRANTED
    life.process_due()
    assert life.texts("2026-11-16 15:20", to="minor") == ["S7"]
    assert life.due("return_check") == date(2026, 11, 20)

    # ------------------------------------------------------- Monday 18:30: the note by phone counts
    life.on("2026-11-16 18:30").act(
        "social_worker", "submit", item="weekly_note", due_on="2026-11-16", told_by_phone=True
    )
    assert life.item("weekly_note", "2026-11-16").status == "on_time"
    assert [row.way for row in life.rows(Submission)][-1] == "phone"

    # ------------------------------------------------------- Friday 20 November: back
    life.on("2026-11-20 17:40").act("minor", "submit", item="return_check")
    life.on("2026-11-24")
    assert life.status_counts("return_check") == {"on_time": 1}
    assert life.items(status="missed") == []


def test_if_nobody_has_answered_by_six_the_head_is_notified_and_not_the_family() -> None:
    life = the_ambulance()

    # ------------------------------------------------------- Monday 16 November, 18:00
    life.on("2026-11-16 17:59:59")
    assert life.texts("2026-11-15 21:52", to="department_head") == []
    life.on("2026-11-16 18:00")
    assert life.texts("2026-11-16 18:00", to="department_head") == ["E2"]
    assert [message.to for message in life.delivered("2026-11-16 12:01") if message.to in ("minor", "mother")] == []


def test_an_emergency_in_the_evening_of_a_working_day_is_answered_by_the_next_one() -> None:
    life = an_announced_plan(team_works=False, delivers=True).on("2026-03-12 20:10")
    life.act("social_worker", "ask_leave", leave="late", from_on="2026-03-12", to_on="2026-03-13", destination="省城医院",
             reason="急诊", emergency=True)  # fmt: skip
    assert life.due("leave_decision") == date(2026, 3, 13)
    life.on("2026-03-13 12:00")
    assert "E2" not in life.texts("2026-03-12 20:10", to="department_head")


def test_an_answer_given_twice_is_one_answer() -> None:
    life = the_ambulance()
    life.on("2026-11-16 10:30").act("prosecutor", "decide_leave", leave="night", approved=True)
    life.act("assistant", "decide_leave", leave="night", whose="police_station", approved=True)
    life.act("minor", "submit", item="return_check")
    life.act("prosecutor", "decide_leave", leave="night", approved=True)
    life.act("assistant", "decide_leave", leave="night", whose="police_station", approved=True)
    assert life.status_counts("return_check") == {"on_time": 1}
    assert life.texts("2026-11-16 10:30", to="minor").count("S7") == 1


def test_an_agreement_taken_back_takes_the_return_with_it() -> None:
    life = the_ambulance()
    life.on("2026-11-16 10:30").act("prosecutor", "decide_leave", leave="night", approved=True)
    life.act("assistant", "decide_leave", leave="night", whose="police_station", approved=True)
    life.on("2026-11-17 09:00").act("assistant", "decide_leave", leave="night", whose="police_station", approved=False)
    assert life.status_counts("return_check") == {"cancelled": 1}
    assert life.texts("2026-11-16 10:30", to="minor").count("S7") == 2  # told again, in the same neutral words


def test_the_family_grants_itself_nothing() -> None:
    life = the_ambulance()
    for by in ("minor", "social_worker"):
        with pytest.raises(NotAllowed):
            perform_as(life.context, life.actor(by), life.number, DecideLeave, leave="night", approved=True)
    assert life.status_counts("leave_decision") == {"open": 1}
