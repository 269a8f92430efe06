"""Posted on 24 November, arrived on the 27th, sealed since the 12th (case 14): in time, and found without the file."""

from datetime import date

import pytest

from casework.acting.performing import perform_as
from casework.remedies.acts import DecideRemedy, FileRemedy, RecordRemedyAnswer
from core.errors import Archived
from tests.builders import load_example


def test_the_complaint_after_the_seal() -> None:
    # ------------------------------------------------------- Tuesday 24 November 2026: sealed; seven days of the fifth victim run
    life = load_example("14", "2026-11-24 09:00", delivers=True)
    assert life.status == "sealed"
    rows = life.closing_list()
    windows = {row.receipt_number: row.ends_on for row in rows if row.clock == "victim_complaint"}
    assert windows["5"] == date(2026, 11, 25)

    # ------------------------------------------------------- Friday 27 November: the letter; its postmark counts
    life.on("2026-11-27 10:00")
    remedy = perform_as(
        life.context, life.actor("clerk"), life.number, FileRemedy, remedy="victim_complaint", decision_received_on=date(2026, 11, 18),
        posted_on=date(2026, 11, 24), receipt_number="5",
    )  # fmt: skip
    life.process_due()
    assert remedy.in_time
    assert remedy.answer_by == date(2027, 3, 1)  # three months end on Saturday 27 February

    # ------------------------------------------------------- the list carries the clock, without a name
    again = life.closing_list()
    (reexamination,) = (row for row in again if row.clock == "reexamination")
    assert (reexamination.receipt_number, reexamination.ends_on) == ("5", date(2027, 3, 1))
    # ------------------------------------------------------- the file stays closed, and she hears nothing from a machine
    with pytest.raises(Archived):
        life.context.vault.check(life.plan.id)
    assert [message.to for message in life.delivered("2026-11-12 09:00") if message.to in ("minor", "mother")] == []
    assert life.status == "sealed"


def test_a_letter_posted_a_day_later_is_late_and_kept_as_late() -> None:
    life = load_example("14", "2026-11-24 09:00", delivers=True).on("2026-11-27 10:00")
    remedy = perform_as(
        life.context, life.actor("clerk"), life.number, FileRemedy, remedy="victim_complaint", decision_received_on=date(2026, 11, 18),
        posted_on=date(2026, 11, 26),
    )  # fmt: skip
    assert not remedy.in_time


def test_a_clock_longer_than_six_months_keeps_the_list_open() -> None:
    # ------------------------------------------------------- 1 April 2027: a complaint long after its days; six months end on 11 May
    life = load_example("14", "2026-11-24 09:00", delivers=True).on("2027-04-01 10:00")
    assert life.due("closing") == date(2027, 5, 12)
    life.act("clerk", "file_remedy", remedy="victim_complaint", decision_received_on="2026-11-18")
    life.on("2027-05-12 12:00")
    assert life.status == "sealed"
    life.on("2027-07-03 12:00")
    assert life.status == "closed"
    with life.context.database.reading() as session:
        from sqlmodel import select

        from models.decision import ClosingListEntry

        assert session.exec(select(ClosingListEntry)).all() == []


def test_what_is_owed_after_the_seal_has_an_owner_and_its_answer_ends_the_clock() -> None:
    # ------------------------------------------------------- a late one: this office answers, the chief has it to do
    life = load_example("14", "2026-11-24 09:00", delivers=True).on("2026-11-27 10:00")
    values = {"remedy": "victim_complaint", "decision_received_on": date(2026, 11, 18)}
    clerk, chief = life.actor("clerk"), life.actor("chief_prosecutor")
    perform_as(life.context, clerk, life.number, FileRemedy, receipt_number="5", posted_on=date(2026, 11, 26), **values)
    perform_as(life.context, clerk, life.number, FileRemedy, receipt_number="4", posted_on=date(2026, 11, 20), **values)
    waiting = {(item.owner, item.due_on) for item in life.items("remedy_answer", status="open")}
    assert waiting == {("chief_prosecutor", date(2027, 3, 1)), ("prosecutor", date(2027, 3, 1))}

    # ------------------------------------------------------- answered while the file stays closed; the list says so
    life.on("2026-12-01 10:00")
    perform_as(life.context, chief, life.number, DecideRemedy, remedy="victim_complaint", outcome="upheld", receipt_number="5",
                  examined_by=life.staff("department_head").login)  # fmt: skip
    perform_as(
        life.context,
        clerk,
        life.number,
        RecordRemedyAnswer,
        remedy="victim_complaint",
        outcome="upheld",
        receipt_number="4",
    )
    life.process_due()
    assert life.items("remedy_answer", status="open") == []
    rows = life.closing_list()
    assert {row.done_on for row in rows if row.clock == "reexamination"} == {date(2026, 12, 1)}
    assert life.status == "sealed"
    with pytest.raises(Archived):
        life.context.vault.check(life.plan.id)
