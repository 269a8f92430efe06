"""Six months, every note in time: from the decision to the seal, and to the last clock after it."""

from datetime import date

import pytest
from sqlmodel import select

from core.errors import Archived, Refused
from models.decision import AfterCare, ClosingListEntry
from models.search import PersonIndex
from tests.builders import an_announced_plan, announce_and_serve, serve_all, start_plan


def test_a_plan_that_goes_well() -> None:
    # ------------------------------------------------------- Monday 2 March 2026: decided, nothing told yet
    life = start_plan(decided_on="2026-03-02", months=6, days_left=10, delivers=True)
    assert (life.plan.period_from, life.plan.period_to) == (date(2026, 3, 2), date(2026, 9, 1))
    assert life.plan.final_decision_by == date(2026, 9, 11)
    assert life.status == "under_supervision"
    assert life.delivered() == []  # the family hears it from a person first

    # ------------------------------------------------------- Wednesday 4 March: told face to face, receipts back
    announce_and_serve(life, "2026-03-04")
    assert life.status_counts("service") == {"done": 1}
    assert life.status_counts("announcement") == {"done": 1}

    # ------------------------------------------------------- Sunday 8 March: the first note is called for at 17:00
    life.on("2026-03-08 16:59:59")
    assert life.texts(to="minor") == []
    life.on("2026-03-08 17:00")
    assert life.texts(to="minor") == ["S1"]

    # ------------------------------------------------------- Monday 9 March: handed in before noon, no second text
    life.on("2026-03-09 11:00").act("minor", "submit", item="weekly_note", text="这周都去了学校")
    assert life.item("weekly_note", "2026-03-09").status == "on_time"
    life.on("2026-03-10 12:00")
    assert life.texts("2026-03-09", to="minor") == []

    # ------------------------------------------------------- spring: notes, visits, talks; half time on 1 June
    life.add_habit("minor", "weekly_note", hour="11:00")
    life.on("2026-03-30 12:00").skips_to("2026-06-03")
    (half_time,) = life.items("milestone")
    assert (half_time.due_on, half_time.status) == (date(2026, 6, 2), "on_time")
    assert life.status_counts("weekly_note") == {"on_time": 13, "open": 13}
    assert set(life.texts("2026-03-10", to="minor")) == {"S1"}

    # ------------------------------------------------------- August: the prosecutor is reminded of the end
    life.skips_to("2026-08-01").on("2026-09-01 23:59:59")
    entries = [entry.detail["step"] for entry in life.diary() if entry.detail.get("kind") == "pre_expiry"]
    assert entries == ["near_30", "near_14", "near_7", "near_1", "call"]

    # ------------------------------------------------------- Tuesday 1 September: the last day belongs to the period
    with pytest.raises(Refused, match="last day is 2026-09-01"):
        life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    with pytest.raises(Refused):
        life.act("chief_prosecutor", "decide_non_prosecution")
    assert life.status == "under_supervision"

    # ------------------------------------------------------- Wednesday 2 September, 00:00: time moves it, and no more
    life.on("2026-09-02 00:00")
    assert life.status == "awaiting_decision"
    assert life.plan.outcome is None
    assert life.status_counts("weekly_note") == {"on_time": 26}

    # ------------------------------------------------------- Thursday 3 September: the opinion; the chief is asked
    with pytest.raises(Refused, match="no supervision opinion"):
        life.act("chief_prosecutor", "decide_non_prosecution")
    life.on("2026-09-03 10:00").dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    assert "E3" in life.texts("2026-09-03", to="chief_prosecutor")
    life.act("department_head", "countersign", step="decide_non_prosecution")

    # ------------------------------------------------------- Friday 4 September: decided by the chief, carried out at once
    life.on("2026-09-04 10:30").act("chief_prosecutor", "decide_non_prosecution")
    assert life.status == "non_prosecuted"
    assert life.happened("2026-09-04") == ["decide_non_prosecution", "carry_out_non_prosecution"]
    assert life.texts("2026-09-04", to="minor") == ["S16"]  # "to be told in person", and not what

    # ------------------------------------------------------- Monday 7 September: told, served, after-care wanted
    life.on("2026-09-07 15:00").act("prosecutor", "announce_outcome", present=["minor", "mother"])
    serve_all(life, "non_prosecution")
    life.act("minor", "answer_after_care", consent=True, until_on="2026-12-31")
    with life.context.database.reading() as session:
        card = session.exec(select(AfterCare)).one()
    assert (card.from_on, card.until_on) == (date(2026, 9, 7), date(2026, 12, 31))

    # ------------------------------------------------------- Tuesday 8 September: sealed
    life.on("2026-09-08 09:00")
    assert life.status == "sealed"
    with pytest.raises(Archived):
        life.context.vault.check(life.plan.id)
    with life.context.database.reading() as session:
        assert session.exec(select(PersonIndex)).all() == []
        assert [row.clock for row in session.exec(select(ClosingListEntry))] == ["police_sealing"]

    # ------------------------------------------------------- Sunday 7 March 2027: six months after, the last clock ends
    before = len(life.delivered())
    life.on("2027-03-07 23:59:59")
    assert life.status == "sealed"
    life.on("2027-03-08 09:00")
    assert life.status == "closed"
    assert life.plan.wake_at is None
    assert len(life.delivered()) == before  # nobody hears anything after the seal


def test_a_half_time_on_a_day_off_is_due_on_the_next_worked_day() -> None:
    # ------------------------------------------------------- decided on Friday 6 March: half of it is over on Saturday 6 June
    life = an_announced_plan(decided_on="2026-03-06", told_on="2026-03-10", delivers=True)
    assert life.due("milestone") == date(2026, 6, 8)
    life.skips_to("2026-06-04").on("2026-06-09 12:00")
    assert life.status_counts("milestone") == {"on_time": 1}
    assert "E2" not in life.texts("2026-06-05", to="department_head")
