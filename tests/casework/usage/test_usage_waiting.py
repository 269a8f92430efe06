"""What is handed in about digital use is received at once, and counts once somebody has looked at it."""

import pytest

from casework.usage.files import submit_usage_sheet
from casework.usage.previews import UsagePreview, load_usage_preview
from casework.usage.view import load_own_usage
from casework.usage.waiting import hand_in_usage_file
from core.errors import BadInput, NotFound
from models.usage_source import UsageSource
from tests.builders import SimulatedPlan
from tests.casework.usage.test_usage import a_household, minutes, view_of
from tests.usage_files import count_file
from usage.sources import Source

SHEET = "日期,总时长,夜间\n2026-03-09,1小时,5分钟\n2026-03-10,2小时,0分钟\n"
UNITLESS = "日期,全天\n2026-03-09,2\n2026-03-10,3\n"


def hand_in(life: object, text: str, by: str = "mother", device: str = "computer") -> UsagePreview:
    return hand_in_usage_file(life.context, life.actor(by), life.number, device=device, content=text.encode())  # type: ignore[attr-defined]


def test_nothing_counts_before_it_is_confirmed_and_its_week_is_on_time_all_the_same() -> None:
    """By the young person of whom it tells, once; again it changes nothing. The same file handed in again is shown again."""
    life = a_household("2026-03-15 19:00")
    shown = hand_in(life, SHEET)
    assert [(each.day.isoformat(), each.minutes, each.night) for each in shown.reading.days] == [
        ("2026-03-09", 60, 5), ("2026-03-10", 120, 0)]  # fmt: skip
    assert (shown.waits, shown.counts, minutes(life)) == (True, False, {})
    assert [item.status for item in life.items("usage_sheet") if item.due_on.isoformat() == "2026-03-15"] == ["on_time"]
    assert hand_in(life, SHEET).again
    life.act("minor", "confirm_usage", device="computer")
    life.act("minor", "confirm_usage", device="computer")
    assert minutes(life) == {"2026-03-09": 60, "2026-03-10": 120}
    assert len(life.lines("confirm_usage")) == 1


def test_it_is_shown_beside_the_same_weekdays_and_what_is_far_above_them_is_asked_about() -> None:
    """A guardian is shown beside it what they handed in, and nothing of anybody else's."""
    life = a_household("2026-03-16 19:00")
    week = "日期,总时长\n" + "".join(f"2026-03-{day:02},1小时\n" for day in range(9, 16))
    count_file(life, week)
    later = life.on("2026-03-18 19:00")
    text = "日期,总时长\n2026-03-16,9小时\n2026-03-17,1小时\n"
    read = hand_in(later, text, by="social_worker").reading
    assert [each.before[0] for each in read.days] == [60, 60]
    assert any("一倍" in doubt.zh for doubt in read.doubts)
    read = hand_in(later, text + "\n", by="mother").reading
    assert [each.before[0] for each in read.days] == [None, None]


def test_a_refused_table_leaves_nothing_behind() -> None:
    """Two hours, or two minutes? Nobody guesses."""
    life = a_household("2026-03-12 19:00")
    with pytest.raises(BadInput, match="unit"):
        hand_in(life, UNITLESS)
    assert life.rows(UsageSource) == []
    hand_in(life, UNITLESS.replace("全天", "全天（小时）"))
    life.act("social_worker", "confirm_usage", device="computer")
    assert minutes(life) == {"2026-03-09": 120, "2026-03-10": 180}


def test_what_nobody_confirms_is_deleted_on_its_day_and_what_is_taken_back_at_once() -> None:
    """Neither ever counted. Handed in again, either waits anew."""
    life = a_household("2026-03-12 19:00")
    hand_in(life, SHEET, by="minor")
    life.act("minor", "withdraw_usage", device="computer", reason="交错了")
    shown = hand_in(life, SHEET, by="minor")
    assert (shown.again, [row.waits for row in life.rows(UsageSource)]) == (False, [False, True])
    life.on(f"{shown.deleted_on} 23:00")
    assert "delete_usage_files" in life.happened(str(shown.deleted_on))
    assert all(row.working is None and not row.waits for row in life.rows(UsageSource))
    own = load_own_usage(life.context, life.actor("minor"), life.number).handed_in
    assert {(each.unconfirmed, each.taken_back) for each in own} == {(True, False), (False, True)}
    with pytest.raises(NotFound):
        load_usage_preview(life.context, life.actor("minor"), life.number, shown.id)
    assert not hand_in(life, SHEET).again


def test_a_family_takes_back_its_own_record_and_nobody_elses() -> None:
    """As easily as it was handed in, also once it counts."""
    life = a_household("2026-03-12 19:00")
    hand_in(life, SHEET)
    life.act("minor", "confirm_usage", device="computer")
    with pytest.raises(NotFound):
        life.act("minor", "withdraw_usage", device="computer", source=Source.SHEET.value, reason="不想算")
    life.act("mother", "withdraw_usage", device="computer", reason="交错了")
    assert minutes(life) == {}


def test_a_typed_week_counts_unless_a_day_is_doubtful_and_is_received_in_any_case() -> None:
    """On the page where it is typed: one more tap, and nothing else to do."""
    life = a_household("2026-03-15 19:00")
    week = [60, 60, 60, 60, 60, 60, 60]
    submit_usage_sheet(
        life.context, life.actor("social_worker"), life.number, content={"minutes": week}, asks_again=True
    )
    assert minutes(life, "phone")["2026-03-09"] == 60
    life.on("2026-03-22 19:00")
    doubtful = [60, 600, None, None, None, None, None]
    typed = {"minutes": doubtful}
    submit_usage_sheet(life.context, life.actor("social_worker"), life.number, content=typed, asks_again=True)
    assert "2026-03-16" not in minutes(life, "phone")
    assert [item.status for item in life.items("usage_sheet") if item.due_on.isoformat() == "2026-03-22"] == ["on_time"]
    life.act("social_worker", "confirm_usage")
    assert (minutes(life, "phone")["2026-03-16"], minutes(life, "phone")["2026-03-17"]) == (60, 600)


def day_of(life: SimulatedPlan, day: str) -> tuple[int | None, bool]:
    """The computer's minutes of that day, and whether they are the whole."""
    (device,) = [each for each in view_of(life).devices if each.device == "computer"]
    return next((each.total, each.whole) for each in device.days if each.day.isoformat() == day)


QUESTIONS = {
    "日期,微信,王者荣耀\n2026-03-09,1小时,30分\n": ("all_of_it", "2026-03-09", 90),
    "日期,全天\n2026-03-12,30分\n": ("day_over", "2026-03-12", 30),
    "日期,全天,微信\n2026-03-10,0分,0分\n2026-03-09,30分,5分\n": ("not_used", "2026-03-10", 0),
}


@pytest.mark.parametrize("table", QUESTIONS)
def test_what_makes_a_day_whole_is_asked_and_without_an_answer_it_is_the_least_there_was(table: str) -> None:
    """Before it counts and afterwards, by the young person or the team."""
    code, day, total = QUESTIONS[table]
    life = a_household("2026-03-12 19:00")
    shown = hand_in(life, table)
    assert [each.code for each in shown.reading.questions] == [code]
    life.act("minor", "confirm_usage", file=str(shown.id))
    assert day_of(life, day) == (total, False)
    life.on("2026-03-13 09:00").act("social_worker", "confirm_usage", file=str(shown.id), yes_to=[code])
    assert day_of(life, day) == (total, True)
    assert life.lines("confirm_usage")[-1].note["yes_to"] == [code]
    again = load_usage_preview(life.context, life.actor("mother"), life.number, shown.id)
    assert again.reading.questions == []
    other = hand_in(life, table + "\n")
    life.act("minor", "confirm_usage", file=str(other.id), yes_to=[code])
    assert day_of(life, day) == (total, True)


def test_a_typed_nought_and_a_day_that_is_not_over_count_as_the_least_and_hold_nothing_back() -> None:
    life = a_household("2026-03-15 19:00")
    week = {"minutes": [60, 0, 60, 60, 60, 60, 30]}
    submit_usage_sheet(life.context, life.actor("social_worker"), life.number, content=week, asks_again=True)
    (row,) = life.rows(UsageSource)
    asked = load_usage_preview(life.context, life.actor("social_worker"), life.number, row.id).reading.questions
    assert (row.waits, [each.code for each in asked]) == (False, ["day_over", "not_used"])
    life.act("social_worker", "confirm_usage", file=str(row.id), yes_to=["not_used"])
    asked = load_usage_preview(life.context, life.actor("social_worker"), life.number, row.id).reading.questions
    assert [each.code for each in asked] == ["day_over"]
