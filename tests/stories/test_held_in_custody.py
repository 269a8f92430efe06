"""Taken into custody in the middle of a week: no text, no miss, until the release is on record; and then he owes what is due."""

import pytest

from sunward.errors import NotFound
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, start_plan
from tests.cached_plans import cached_copy


@cached_copy
def held() -> SimulatedPlan:
    life = announce_and_serve(start_plan(), "2026-03-04").on("2026-03-12 10:00")
    life.act("prosecutor", "record_measure", measure="custody", decided_by="police", from_on="2026-03-11")
    return life


def test_nobody_in_custody_is_written_to_or_misses_anything() -> None:
    life = held().on("2026-03-26 12:00")
    assert life.said("2026-03-12 10:00", to="minor") == []
    assert {life.item("weekly_note", day).status for day in ("2026-03-16", "2026-03-23")} == {"unable"}
    assert life.item("weekly_note", "2026-03-30").status == "open"


def test_after_the_release_he_owes_what_is_due_then_and_nothing_of_before() -> None:
    life = held().on("2026-03-20 10:00")
    life.act("prosecutor", "record_measure", measure="custody", decided_by="police", from_on="2026-03-11",
             lifted_on="2026-03-20")  # fmt: skip
    life.on("2026-03-23 15:00")
    assert life.texts("2026-03-20", to="minor") == ["S1", "S2"]
    assert life.item("weekly_note", "2026-03-16").status == "unable"


def test_the_prosecutor_is_told_the_same_hour_whoever_wrote_it_down() -> None:
    life = announce_and_serve(start_plan(), "2026-03-04").on("2026-03-12 15:00")
    custody = {"measure": "custody", "decided_by": "police", "from_on": "2026-03-11"}
    life.act("clerk", "record_measure", **custody)
    life.act("assistant", "record_measure", **custody)
    life.on("2026-03-12 15:01")
    assert [said.to for said in life.said("2026-03-12 15:00")] == ["prosecutor", "assistant"]
    # ------------------------------------------------------- and again, one step up, while nothing is on record
    life.on("2026-03-13 09:00")
    assert "department_head" in {said.to for said in life.said("2026-03-13 09:00")}
    life.act("clerk", "record_measure", **custody, lifted_on="2026-03-13")
    assert life.items("custody", status="open") == []


def test_still_locked_up_when_the_plan_is_opened_is_told_of_at_once() -> None:
    life = start_plan(a_plan(case={"in_custody": True}))
    assert [said.to for said in life.said("2026-03-02")] == ["prosecutor", "assistant"]
    assert "pass_on" in life.on("2026-03-03 12:00").happened("2026-03-03")


def test_still_locked_up_when_the_plan_is_opened_he_is_called_for_nothing_until_released() -> None:
    """The file says only that he is held; the release names the day on which the police had locked him up, long before."""
    life = announce_and_serve(start_plan(a_plan(case={"in_custody": True})), "2026-03-04").on("2026-03-17 12:00")
    assert life.said(to="minor") == []
    assert {life.item("weekly_note", day).status for day in ("2026-03-09", "2026-03-16")} == {"unable"}
    life.act("clerk", "record_measure", measure="custody", decided_by="police", from_on="2026-01-20",
             lifted_on="2026-03-17")  # fmt: skip
    assert life.items("custody", status="open") == []
    life.on("2026-03-24 12:00")
    assert "S1" in life.texts("2026-03-18", to="minor")
    assert life.item("weekly_note", "2026-03-23").status == "not_received"


def test_a_custody_that_was_over_before_leaves_the_one_of_now_alone() -> None:
    life = held()
    life.act("prosecutor", "record_measure", measure="custody", decided_by="police", from_on="2026-03-05",
             lifted_on="2026-03-06")  # fmt: skip
    life.on("2026-03-26 12:00")
    assert life.item("weekly_note", "2026-03-16").status == "unable"
    assert [item.status for item in life.items("custody")] == ["open"]


def test_the_wrong_first_day_of_a_lifted_measure_is_a_slip_and_an_earlier_one_is_a_fact() -> None:
    life = announce_and_serve(start_plan(), "2026-03-04").on("2026-03-10 10:00")
    bail = {"measure": "bail", "decided_by": "procuratorate"}
    life.act("clerk", "record_measure", **bail, from_on="2026-03-02")
    with pytest.raises(NotFound):
        life.act("clerk", "record_measure", **bail, from_on="2026-03-01", lifted_on="2026-03-09")
    life.act("clerk", "record_measure", **bail, from_on="2025-12-01", lifted_on="2026-02-01")
    assert life.plan.on_bail, "the one that runs still runs"
    custody = {"measure": "custody", "decided_by": "police", "from_on": "2025-11-01", "lifted_on": "2025-11-20"}
    life.act("clerk", "record_measure", **custody).act("clerk", "record_measure", **custody)
    told = [line.note["measure"] for line in life.lines("record_measure")]
    assert told == ["bail", "bail", "custody"], "each on record, and the same again is nothing new"
