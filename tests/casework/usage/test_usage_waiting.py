"""What is handed in about digital use is received at once, and counts once somebody has looked at it."""

import pytest

from casework.usage.files import submit_usage_sheet
from casework.usage.previews import UsagePreview, load_usage_preview
from casework.usage.view import load_own_usage
from casework.usage.waiting import hand_in_usage_file
from core.errors import BadInput, NotFound
from models.usage_source import UsageSource
from tests.casework.usage.test_usage import a_household, minutes
from usage.sources import Source

SHEET = "日期,总时长,夜间\n2026-03-09,1小时,5分钟\n2026-03-10,2小时,0分钟\n"
UNITLESS = "日期,使用时长\n2026-03-09,2\n2026-03-10,3\n"


def hand_in(life: object, text: str, by: str = "mother", device: str = "computer") -> UsagePreview:
    return hand_in_usage_file(life.context, life.actor(by), life.number, device=device, content=text.encode())  # type: ignore[attr-defined]


def test_nothing_counts_before_it_is_confirmed_and_its_week_is_on_time_all_the_same() -> None:
    """By whoever handed it in, once; again it changes nothing. The same file handed in again is shown again."""
    life = a_household().on("2026-03-15 19:00")
    shown = hand_in(life, SHEET)
    (choice,) = shown.choices
    assert [(each.day.isoformat(), each.minutes, each.night) for each in choice.days] == [
        ("2026-03-09", 60, 5), ("2026-03-10", 120, 0)]  # fmt: skip
    assert (shown.waits, shown.counts, minutes(life)) == (True, False, {})
    assert [item.status for item in life.items("usage_sheet") if item.due_on.isoformat() == "2026-03-15"] == ["on_time"]
    assert hand_in(life, SHEET).again
    life.act("mother", "confirm_usage", device="computer")
    life.act("mother", "confirm_usage", device="computer")
    assert minutes(life) == {"2026-03-09": 60, "2026-03-10": 120}
    assert len(life.lines("confirm_usage")) == 1


def test_it_is_shown_beside_the_same_weekdays_and_what_is_far_above_them_is_asked_about() -> None:
    """A guardian is shown beside it what they handed in, and nothing of anybody else's."""
    life = a_household().on("2026-03-16 19:00")
    week = "日期,总时长\n" + "".join(f"2026-03-{day:02},1小时\n" for day in range(9, 16))
    life.act("minor", "upload_usage", device="computer", text=week, confirmed=True)
    later = life.on("2026-03-18 19:00")
    text = "日期,总时长\n2026-03-16,9小时\n2026-03-17,1小时\n"
    (choice,) = hand_in(later, text, by="social_worker").choices
    assert [each.before[0] for each in choice.days] == [60, 60]
    assert any("一倍" in doubt.zh for doubt in choice.doubts)
    (choice,) = hand_in(later, text + "\n", by="mother").choices
    assert [each.before[0] for each in choice.days] == [None, None]


def test_what_can_be_read_in_two_ways_is_chosen_and_never_guessed() -> None:
    """Two hours, or two minutes; a stranger to it confirms nothing."""
    life = a_household().on("2026-03-12 19:00")
    shown = hand_in(life, UNITLESS)
    assert [(each.unit, each.days[0].minutes) for each in shown.choices] == [("minutes", 2), ("hours", 120)]
    with pytest.raises(BadInput):
        life.act("mother", "confirm_usage", device="computer")
    with pytest.raises(NotFound):
        life.act("minor", "confirm_usage", device="computer", unit="hours")
    life.act("social_worker", "confirm_usage", device="computer", unit="hours")
    assert minutes(life) == {"2026-03-09": 120, "2026-03-10": 180}


def test_what_nobody_confirms_is_deleted_on_its_day_and_what_is_taken_back_at_once() -> None:
    """Neither ever counted. Handed in again, either waits anew."""
    life = a_household().on("2026-03-12 19:00")
    hand_in(life, SHEET)
    life.act("mother", "withdraw_usage", device="computer", reason="交错了")
    shown = hand_in(life, SHEET)
    assert (shown.again, [row.waits for row in life.rows(UsageSource)]) == (False, [False, True])
    life.on(f"{shown.deleted_on} 23:00")
    assert "delete_usage_files" in life.happened(str(shown.deleted_on))
    assert all(row.working is None and not row.waits for row in life.rows(UsageSource))
    own = load_own_usage(life.context, life.actor("mother"), life.number).handed_in
    assert {(each.unconfirmed, each.taken_back) for each in own} == {(True, False), (False, True)}
    with pytest.raises(NotFound):
        load_usage_preview(life.context, life.actor("mother"), life.number, shown.id)
    assert not hand_in(life, SHEET).again


def test_a_family_takes_back_its_own_record_and_nobody_elses() -> None:
    """As easily as it was handed in, also once it counts."""
    life = a_household().on("2026-03-12 19:00")
    hand_in(life, SHEET)
    life.act("mother", "confirm_usage", device="computer")
    with pytest.raises(NotFound):
        life.act("minor", "withdraw_usage", device="computer", source=Source.SHEET.value, reason="不想算")
    life.act("mother", "withdraw_usage", device="computer", reason="交错了")
    assert minutes(life) == {}


def test_an_unknown_table_is_matched_once_and_known_to_the_office_by_its_headings() -> None:
    """Received and on time before that; the next one is shown as it was matched, and can be matched otherwise."""
    life = a_household().on("2026-03-15 19:00")
    shown = hand_in(life, "Que;Cuando;Rato\nWeChat;2026-03-09;1\nWeChat;2026-03-09;20\nQQ;2026-03-10;30\n")
    assert (shown.choices, shown.first_lines[0]) == ([], ["Que", "Cuando", "Rato"])
    assert [item.status for item in life.items("usage_sheet") if item.due_on.isoformat() == "2026-03-15"] == ["on_time"]
    columns = {"day_column": 2, "app_column": 1, "duration_column": 3}
    life.act("social_worker", "match_usage_table", device="computer", **columns, unit="minutes")
    assert minutes(life) == {}
    life.act("mother", "confirm_usage", device="computer")
    assert minutes(life) == {"2026-03-09": 1 + 20, "2026-03-10": 30}
    (choice,) = hand_in(life, "Que;Cuando;Rato\nQQ;2026-03-11;3\n").choices
    assert (choice.source, choice.days[0].minutes) == ("matched", 3)
    life.act("social_worker", "match_usage_table", device="computer", **columns, unit="hours")
    life.act("mother", "confirm_usage", device="computer")
    assert minutes(life)["2026-03-11"] == 180


def test_a_table_with_its_days_side_by_side_is_matched_too() -> None:
    """The days stand in the headings; another table of that program has other days and the same headings."""
    life = a_household().on("2026-03-12 19:00")
    hand_in(life, "Que,2026-03-09,2026-03-10\nWeChat,10,20\nQQ,1,2\n")
    life.act("social_worker", "match_usage_table", device="computer", app_column=1, days_across=True, unit="minutes")
    life.act("social_worker", "confirm_usage", device="computer")
    assert minutes(life) == {"2026-03-09": 11, "2026-03-10": 22}
    assert [each.source for each in hand_in(life, "Que,2026-03-11,2026-03-12\nQQ,1,2\n").choices] == ["matched"]


def test_a_typed_week_counts_unless_a_day_is_doubtful_and_is_received_in_any_case() -> None:
    """On the family's own page: one more tap, and nothing else to do."""
    life = a_household().on("2026-03-15 19:00")
    week = [60, 60, 60, 60, 60, 60, 60]
    submit_usage_sheet(life.context, life.actor("mother"), life.number, content={"minutes": week}, asks_again=True)
    assert minutes(life, "phone")["2026-03-09"] == 60
    life.on("2026-03-22 19:00")
    doubtful = [60, 600, None, None, None, None, None]
    submit_usage_sheet(life.context, life.actor("mother"), life.number, content={"minutes": doubtful}, asks_again=True)
    assert "2026-03-16" not in minutes(life, "phone")
    assert [item.status for item in life.items("usage_sheet") if item.due_on.isoformat() == "2026-03-22"] == ["on_time"]
    life.act("mother", "confirm_usage")
    assert (minutes(life, "phone")["2026-03-16"], minutes(life, "phone")["2026-03-17"]) == (60, 600)
