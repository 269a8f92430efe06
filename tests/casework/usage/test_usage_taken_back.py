"""A file or sheet about digital use that was handed in wrongly: taken back alone, and what was made of it made anew."""

import base64
from datetime import date

import pytest

from casework.acting.performing import perform_as
from casework.acting.rights.read_operations import READ_USAGE
from casework.usage.acts import WithdrawUsage
from casework.usage.view import UsageSourceView
from core.errors import BadInput, NotAllowed, NotFound, StateConflict
from models.item import Submission
from models.usage_day import UsageDay
from models.usage_source import UsageSource
from tests.builders import SimulatedPlan
from tests.casework.usage.test_usage import a_household, at_least, hand_in, minutes, stretches, view_of
from tests.pictures import a_photo
from tests.usage_files import count_file

TABLE = "日期,全天（{unit}）\n2026-03-09,2\n2026-03-10,3\n"


def take_back(life: SimulatedPlan, by: str = "social_worker", **values: object) -> SimulatedPlan:
    return life.act(by, "withdraw_usage", **{"device": "computer", "reason": "交错了", **values})


def counting(life: SimulatedPlan) -> list[UsageSourceView]:
    return [one for one in view_of(life).sources if not one.superseded]


def test_a_table_in_the_wrong_unit_is_taken_back_and_submitted_right() -> None:
    """The first stays on the list and in the journal."""
    life = a_household("2026-03-15 19:00")
    count_file(life, TABLE.format(unit="分钟"), "social_worker")
    assert minutes(life) == {"2026-03-09": 2, "2026-03-10": 3}
    take_back(life, from_on="2026-03-09", to_on="2026-03-10")
    assert minutes(life) == {}
    assert life.rows(UsageDay) == []
    assert [(one.taken_back, one.superseded) for one in view_of(life).sources] == [(True, True)]
    (row,) = life.rows(UsageSource)
    assert (row.working, row.photo) == (None, None)
    count_file(life.on("2026-03-15 19:05"), TABLE.format(unit="小时"), "social_worker")
    assert minutes(life) == {"2026-03-09": 120, "2026-03-10": 180}
    assert "upload_usage" in life.happened("2026-03-15")
    (line,) = life.lines("withdraw_usage")
    assert (line.note["first_on"], line.note["last_on"], line.note["source"]) == ("2026-03-09", "2026-03-10", "sheet")


def test_of_two_records_for_one_day_the_other_stands_again() -> None:
    """Of the same kind, where they were one figure, and of another kind, which lay beside it."""
    life = a_household("2026-03-12 18:00")
    whole = [("2026-03-09 08:00", "2026-03-09 09:00"), ("2026-03-11 23:00", "2026-03-11 23:59")]
    hand_in(life, stretches(*whole, ("2026-03-10 08:00", "2026-03-10 09:00")))
    before = minutes(life)
    assert before["2026-03-10"] == 60
    life.on("2026-03-12 18:30")
    hand_in(life, stretches(*whole, ("2026-03-10 20:00", "2026-03-10 23:00")))
    assert minutes(life) == before | {"2026-03-10": 240}
    with pytest.raises(BadInput, match="Several"):
        take_back(life)
    take_back(life, file=life.rows(UsageSource)[-1].id)
    assert minutes(life) == before
    count_file(life, "日期,总时长\n2026-03-10,300分钟\n", "social_worker")
    assert minutes(life) == before
    take_back(life, source="activitywatch")
    assert minutes(life) == {"2026-03-10": 300}


def test_taken_back_twice_is_taken_back_once_and_what_is_not_there_is_said() -> None:
    life = a_household("2026-03-12 18:00")
    hand_in(life, stretches(("2026-03-10 08:00", "2026-03-10 09:00")))
    take_back(life)
    take_back(life)
    assert len(life.lines("withdraw_usage")) == 1
    with pytest.raises(NotFound):
        take_back(life, reason="另有原因")
    with pytest.raises(NotFound):
        take_back(life, device="tablet")


@pytest.mark.parametrize("by", ["minor", "clerk", "chief_prosecutor"])
def test_only_who_submitted_it_or_may_do_so_for_others_takes_it_back(by: str) -> None:
    life = a_household("2026-03-12 18:00")
    hand_in(life, stretches(("2026-03-10 08:00", "2026-03-10 09:00")))
    with pytest.raises((NotAllowed, NotFound)):
        take_back(life, by)
    assert len(counting(life)) == 1
    for reason in ("", "  ", "……"):
        with pytest.raises(BadInput):
            perform_as(
                life.context, life.actor("social_worker"), life.number, WithdrawUsage, device="computer", reason=reason
            )
    assert len(counting(life)) == 1
    take_back(life, "assistant")
    assert counting(life) == []


def test_a_sheet_taken_back_costs_nobody_anything_and_can_be_submitted_again() -> None:
    """It had come in time; its figures are gone from the days, and beside the sheet it says so."""
    life = a_household("2026-03-15 19:00")
    weekly_minutes = [60, 70, 80, 90, 100, 110, 120]
    life.act("social_worker", "upload_usage", due_on="2026-03-15", minutes=[200] * 7)
    life.act("social_worker", "upload_usage", due_on="2026-03-15", minutes=weekly_minutes)
    take_back(life, device="phone")
    assert minutes(life, "phone") == {}
    assert life.item("usage_sheet", "2026-03-15").status == "on_time"
    with life.context.open_for_reading(life.number, life.actor("social_worker"), READ_USAGE) as open_plan:
        marked = [
            open_plan.open("submission.document", row.id, row.document).get("taken_back")
            for row in life.rows(Submission)
        ]
    assert marked == [None, True]
    life.act("social_worker", "upload_usage", due_on="2026-03-15", minutes=weekly_minutes)
    assert at_least(life, "phone")["2026-03-15"] == 120
    assert life.item("usage_sheet", "2026-03-15").status == "on_time"


def test_a_closed_review_keeps_its_conclusion_marked_and_the_next_looks_at_what_remains() -> None:
    life = a_household("2026-03-15 19:00")
    life.act("social_worker", "upload_usage", due_on="2026-03-15", minutes=[60] * 7, night_minutes=[0] * 7)
    life.skips_to("2026-04-10 10:00")
    hand_in(life, stretches(("2026-04-07 08:00", "2026-04-07 09:00")))
    life.on("2026-04-20 10:00").act("social_worker", "close_usage_review", text="谈过了", goals="早睡")
    (closed,) = view_of(life).reviews
    assert not closed.taken_back
    life.on("2026-04-21 10:00")
    take_back(life, device="phone", from_on="2026-03-09", to_on="2026-03-15")
    (marked,) = view_of(life).reviews
    assert marked.taken_back
    assert (marked.looked, marked.text, marked.goals, marked.assessable) == (
        closed.looked, closed.text, closed.goals, closed.assessable,
    )  # fmt: skip
    (line,) = life.lines("withdraw_usage")
    assert line.note["reviews"] == 1
    life.act("social_worker", "upload_usage", due_on="2026-03-15", minutes=[30] * 7)
    life.on("2026-04-22 10:00")
    take_back(life, device="phone", from_on="2026-03-09", to_on="2026-03-15")
    assert life.lines("withdraw_usage")[-1].note["reviews"] == 0  # it came after the review: that never rested on it


def test_where_nobody_can_say_whose_the_figures_were_the_day_is_missing_and_the_older_file_comes_again() -> None:
    """The older file's reading is long gone; its figures may have been the wrong file's. Nothing is guessed."""
    life = a_household("2026-03-12 18:00")
    older = stretches(("2026-03-10 08:00", "2026-03-10 09:00"), ("2026-03-11 08:00", "2026-03-11 08:30"))
    hand_in(life, older)
    life.skips_to("2026-05-20 10:00")
    wrong = stretches(("2026-03-10 08:00", "2026-03-10 18:00"))
    hand_in(life, wrong)
    take_back(life, file=life.rows(UsageSource)[-1].id)
    (line,) = life.lines("withdraw_usage")
    assert line.note["missing"] == 1
    assert {row.day for row in life.rows(UsageDay) if row.day == date(2026, 3, 10)} == set()
    assert date(2026, 3, 11) in {row.day for row in life.rows(UsageDay)}
    assert not hand_in(life, older).again
    assert date(2026, 3, 10) in {row.day for row in life.rows(UsageDay)}


def test_an_app_that_only_the_wrong_file_named_waits_no_more_to_be_placed() -> None:
    life = a_household("2026-03-12 18:00")
    hand_in(life, stretches(("2026-03-10 08:00", "2026-03-10 09:00"), app="没人认识"))
    life.on("2026-03-12 18:30")
    hand_in(life, stretches(("2026-03-11 08:00", "2026-03-11 09:00"), app="也没人认识"))
    take_back(life, from_on="2026-03-11")
    (computer,) = view_of(life).devices
    assert computer.unplaced == [("没人认识", 60)]


def test_of_what_was_taken_back_nothing_is_kept_and_nothing_waits_for_its_day() -> None:
    """The reading and the photo are gone at once: they may be somebody else's."""
    life = a_household("2026-03-15 19:00")
    hand_in(life, TABLE.replace("2\n", "2小时\n").replace("3\n", "3小时\n").encode(), by="minor")
    photo = base64.b64encode(a_photo()).decode()
    life.act("social_worker", "upload_usage", due_on="2026-03-15", minutes=[60] * 7, photo_base64=photo)
    rows = life.rows(UsageSource)
    assert [row.photo is not None for row in rows] == [False, True]
    take_back(life)
    take_back(life, device="phone")
    for row in life.rows(UsageSource):
        assert (row.working, row.photo) == (None, None)
        assert (row.working_ends_on, row.photo_ends_on) == (None, None)


def test_figures_of_another_kind_stay_though_their_own_file_is_long_gone() -> None:
    """Nobody doubts them: the wrong table had told its own figures beside them."""
    life = a_household("2026-03-12 18:00")
    older = stretches(("2026-03-10 08:00", "2026-03-10 09:00"))
    hand_in(life, older)
    count_file(life.skips_to("2026-05-20 10:00"), "日期,总时长\n2026-03-10,300分钟\n", "social_worker")
    take_back(life, source="sheet")
    (line,) = life.lines("withdraw_usage")
    assert line.note["missing"] == 0
    assert {row.source for row in life.rows(UsageDay) if row.day == date(2026, 3, 10)} == {"activitywatch"}
    with pytest.raises(StateConflict, match="handed in before"):
        hand_in(life, older)
