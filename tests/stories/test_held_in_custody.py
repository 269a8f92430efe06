"""Taken into custody in the middle of a week: no text, no miss, until the release is on record; and then he owes what is due."""

import pytest

from core.errors import NotFound
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, at, start_plan
from tests.cached_plans import cached_copy


@cached_copy
def held() -> SimulatedPlan:
    life = an_announced_plan(delivers=True).on("2026-03-12 10:00")
    life.act("prosecutor", "record_measure", measure="custody", decided_by="police", from_on="2026-03-11")
    return life


def test_nobody_in_custody_is_written_to_or_misses_anything() -> None:
    life = held().on("2026-03-26 12:00")
    assert life.delivered("2026-03-12 10:00", to="minor") == []
    assert {life.item("weekly_note", day).status for day in ("2026-03-16", "2026-03-23")} == {"unable"}
    assert life.item("weekly_note", "2026-03-30").status == "open"


def test_after_the_release_he_owes_what_is_due_then_and_nothing_of_before() -> None:
    life = held().on("2026-03-20 10:00")
    life.act("prosecutor", "record_measure", measure="custody", decided_by="police", from_on="2026-03-11",
             lifted_on="2026-03-20")  # fmt: skip
    life.on("2026-03-23 15:00")
    assert life.texts("2026-03-20", to="minor") == ["S1", "S2"]
    assert life.item("weekly_note", "2026-03-16").status == "unable"


def test_the_prosecutor_is_notified_the_same_hour_whoever_wrote_it_down() -> None:
    life = an_announced_plan(delivers=True).on("2026-03-12 15:00")
    custody = {"measure": "custody", "decided_by": "police", "from_on": "2026-03-11"}
    life.act("clerk", "record_measure", **custody)
    life.act("assistant", "record_measure", **custody)
    life.on("2026-03-12 15:01")
    assert [message.to for message in life.delivered("2026-03-12 15:00")] == ["prosecutor", "assistant"]
    # ------------------------------------------------------- and again, one step up, while nothing is on record
    life.on("2026-03-13 09:00")
    assert "department_head" in {message.to for message in life.delivered("2026-03-13 09:00")}
    life.act("clerk", "record_measure", **custody, lifted_on="2026-03-13")
    assert life.items("custody", status="open") == []


def test_custody_when_the_plan_is_opened_is_reported_at_once() -> None:
    life = start_plan(a_plan(case={"in_custody": True}), delivers=True)
    assert [message.to for message in life.delivered("2026-03-02")] == ["prosecutor", "assistant"]
    assert "pass_on" in life.on("2026-03-03 12:00").happened("2026-03-03")


def test_a_minor_in_custody_when_the_plan_is_opened_is_called_for_nothing_until_released() -> None:
    """The file says only that he is held; the release names the day on which the police had locked him up, long before."""
    life = an_announced_plan(a_plan(case={"in_custody": True}), delivers=True).on("2026-03-17 12:00")
    assert life.delivered(to="minor") == []
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
    life = an_announced_plan().on("2026-03-10 10:00")
    bail = {"measure": "bail", "decided_by": "procuratorate"}
    life.act("clerk", "record_measure", **bail, from_on="2026-03-02")
    with pytest.raises(NotFound):
        life.act("clerk", "record_measure", **bail, from_on="2026-03-01", lifted_on="2026-03-09")
    life.act("clerk", "record_measure", **bail, from_on="2025-12-01", lifted_on="2026-02-01")
    assert life.plan.on_bail, "the one that runs still runs"
    custody = {"measure": "custody", "decided_by": "police", "from_on": "2025-11-01", "lifted_on": "2025-11-20"}
    life.act("clerk", "record_measure", **custody).act("clerk", "record_measure", **custody)
    measures = [line.note["measure"] for line in life.lines("record_measure")]
    assert measures == ["bail", "bail", "custody"], "each on record, and the same again is nothing new"


# the guardian's sheet of the minor's phone

SHEET = {"usage_sheet": {"on": "Sun", "by": "21:00"}, "usage_review": {"every_months": 1, "on_day": 20}}
CUSTODY = {"measure": "custody", "decided_by": "police", "from_on": "2026-03-11"}


@cached_copy
def with_a_sheet() -> SimulatedPlan:
    """Announced on 4 March, a sheet every Sunday from the mother; held since the 11th."""
    life = an_announced_plan(team_works=False, cadence=SHEET, delivers=True).on("2026-03-12 10:00")
    return life.act("prosecutor", "record_measure", **CUSTODY)


def sheets(life: SimulatedPlan, *days: int) -> list[str]:
    return [life.item("usage_sheet", f"2026-03-{day:02}").status for day in days]


def test_while_he_is_held_the_sheet_of_his_phone_rests_and_his_mother_is_not_asked_for_it() -> None:
    life = with_a_sheet().on("2026-03-30 12:00")
    assert {item.owner for item in life.items("usage_sheet")} == {"guardian"}
    assert sheets(life, 15, 22, 29) == ["unable"] * 3
    ids = {item.id for item in life.items("usage_sheet")}
    assert [one for one in life.messages() if one.item_id in ids and one.created_at > at("2026-03-12 10:00")] == []
    assert life.items(owner="guardian", status="missed") == []


def test_what_else_a_guardian_owes_does_not_rest_and_an_absence_of_the_worker_leaves_the_sheet_owed() -> None:
    life = with_a_sheet().on("2026-03-20 10:00")
    others = [item for item in life.items(owner="guardian") if item.kind != "usage_sheet"]
    assert [item for item in others if item.status == "unable"] == []
    life = an_announced_plan(team_works=False, cadence=SHEET).on("2026-03-12 10:00")
    life.act(
        "prosecutor", "record_unable", who="social_worker", from_on="2026-03-11", to_on="2026-03-20", reason="worker_unavailable"
    )  # fmt: skip
    assert sheets(life.on("2026-03-14 23:00"), 15) == ["open"]


def test_the_sheet_that_falls_due_after_the_release_is_owed_again() -> None:
    life = with_a_sheet().on("2026-03-21 19:00")
    assert sheets(life, 22) == ["unable"], "called for the evening before"
    life.act("prosecutor", "record_measure", **CUSTODY, lifted_on="2026-03-21")
    assert sheets(life, 15, 22, 29) == ["unable", "open", "open"]
    life.on("2026-03-29 08:00")
    assert life.items(owner="guardian", status="missed") == []
    assert "usage_sheet_due" in {one.event for one in life.messages() if one.created_at > at("2026-03-21 19:00")}


def test_custody_that_never_was_or_ended_earlier_leaves_the_sheets_unknown_and_never_missed() -> None:
    life = with_a_sheet().on("2026-03-25 10:00")
    life.act("prosecutor", "record_measure", **CUSTODY, lifted_on="2026-03-25")
    life.act("clerk", "correct_fact", fact="record_measure", which="custody", lifted_on="2026-03-18", reason="看错了")
    life.on("2026-03-28 10:00")
    assert sheets(life, 15, 22) == ["unable", "unknown"]
    life.act("clerk", "correct_fact", fact="record_measure", which="custody", never_happened=True, reason="看错了人")
    life.on("2026-03-31 10:00")
    assert sheets(life, 15, 22) == ["unknown", "unknown"]


def test_a_sheet_due_before_anybody_recorded_custody_rests_too() -> None:
    life = an_announced_plan(team_works=False, cadence=SHEET).on("2026-03-17 10:00")
    assert sheets(life, 15) != ["unable"]
    life.act("prosecutor", "record_measure", **CUSTODY)
    assert sheets(life, 15) == ["unable"]
