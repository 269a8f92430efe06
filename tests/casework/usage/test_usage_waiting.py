"""What is handed in about digital use is received at once, and counts once somebody has looked at it."""

import pytest

from casework.usage.files import submit_usage_sheet
from casework.usage.previews import UsagePreview, load_usage_preview
from casework.usage.view import load_own_usage
from casework.usage.waiting import hand_in_usage_file
from core.errors import BadInput, NotFound
from models.usage_source import UsageSource
from tests.casework.usage.test_usage import a_household, at_least, minutes
from usage.sources import Source
from usage.units import Unit

SHEET = "日期,总时长,夜间\n2026-03-09,1小时,5分钟\n2026-03-10,2小时,0分钟\n"
UNITLESS = "日期,使用时长\n2026-03-09,2\n2026-03-10,3\n"


def hand_in(life: object, text: str, by: str = "mother", device: str = "computer") -> UsagePreview:
    return hand_in_usage_file(life.context, life.actor(by), life.number, device=device, content=text.encode())  # type: ignore[attr-defined]


def test_nothing_counts_before_it_is_confirmed_and_its_week_is_on_time_all_the_same() -> None:
    """By the young person of whom it tells, once; again it changes nothing. The same file handed in again is shown again."""
    life = a_household("2026-03-15 19:00")
    shown = hand_in(life, SHEET)
    assert shown.reading is not None
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
    life.act("minor", "upload_usage", device="computer", text=week, confirmed=True)
    later = life.on("2026-03-18 19:00")
    text = "日期,总时长\n2026-03-16,9小时\n2026-03-17,1小时\n"
    read = hand_in(later, text, by="social_worker").reading
    assert read is not None
    assert [each.before[0] for each in read.days] == [60, 60]
    assert any("一倍" in doubt.zh for doubt in read.doubts)
    read = hand_in(later, text + "\n", by="mother").reading
    assert read is not None
    assert [each.before[0] for each in read.days] == [None, None]


def test_a_sheet_whose_unit_nobody_can_tell_is_refused_with_the_question_and_nothing_is_kept() -> None:
    """Two hours, or two minutes: whoever hands it in says it."""
    life = a_household("2026-03-12 19:00")
    with pytest.raises(BadInput, match="unit"):
        hand_in(life, UNITLESS)
    assert life.rows(UsageSource) == []
    shown = hand_in_usage_file(life.context, life.actor("mother"), life.number, device="computer",
                               content=UNITLESS.encode(), unit=Unit.HOURS)  # fmt: skip
    assert shown.waits
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


def test_an_unknown_table_is_matched_once_and_known_to_the_office_by_its_headings() -> None:
    """Received and on time before that; the next one is shown as it was matched, and can be matched otherwise."""
    life = a_household("2026-03-15 19:00")
    shown = hand_in(life, "Que;Cuando;Rato\nWeChat;2026-03-09;1\nWeChat;2026-03-09;20\nQQ;2026-03-10;30\n")
    assert (shown.reading, shown.first_lines[0]) == (None, ["Que", "Cuando", "Rato"])
    with pytest.raises(BadInput):
        life.act("minor", "confirm_usage", device="computer")
    assert [item.status for item in life.items("usage_sheet") if item.due_on.isoformat() == "2026-03-15"] == ["on_time"]
    columns = {"day_column": 2, "app_column": 1, "duration_column": 3}
    life.act("social_worker", "match_usage_table", device="computer", **columns, unit="minutes")
    assert minutes(life) == {}
    life.act("minor", "confirm_usage", device="computer")
    assert at_least(life) == {"2026-03-09": 1 + 20, "2026-03-10": 30}
    read = hand_in(life, "Que;Cuando;Rato\nQQ;2026-03-11;3\n").reading
    assert read is not None
    assert (read.source, read.days[0].minutes) == ("matched", 3)
    life.act("social_worker", "match_usage_table", device="computer", **columns, unit="hours")
    life.act("minor", "confirm_usage", device="computer")
    assert at_least(life)["2026-03-11"] == 180


def test_a_table_with_its_days_side_by_side_is_matched_too() -> None:
    """The days stand in the headings; another table of that program has other days and the same headings."""
    life = a_household("2026-03-12 19:00")
    hand_in(life, "Que,2026-03-09,2026-03-10\nWeChat,10,20\nQQ,1,2\n")
    life.act("social_worker", "match_usage_table", device="computer", app_column=1, days_across=True, unit="minutes")
    life.act("social_worker", "confirm_usage", device="computer")
    assert at_least(life) == {"2026-03-09": 11, "2026-03-10": 22}
    read = hand_in(life, "Que,2026-03-11,2026-03-12\nQQ,1,2\n").reading
    assert read is not None
    assert read.source == "matched"


@pytest.mark.parametrize(("days", "order"), [
    (("1-Mar", "9-Mar"), None), (("9-Mar-2026", "10-Mar-2026"), None), (("2026/3/9", "2026/3/10"), None),
    (("3月9日", "3月10日"), None), (("Mar 9", "Mar 10"), None), (("02/03/2026", "03/03/2026"), "dmy"),
    (("13/03/2026", "04/03/2026"), None),
])  # fmt: skip
def test_a_matched_table_is_read_whatever_way_its_days_are_written(days: tuple[str, str], order: str | None) -> None:
    """A day without a year is the last such day; one that could be two asks in which order it is written."""
    life = a_household("2026-03-15 19:00")
    hand_in(life, "Dia;Rato\n" + "".join(f"{day};30 min\n" for day in days))
    columns = {"device": "computer", "day_column": 1, "duration_column": 2}
    if order is not None:
        with pytest.raises(BadInput):
            life.act("social_worker", "match_usage_table", **columns)
        life.act("social_worker", "match_usage_table", **columns, day_order=order)
    else:
        life.act("social_worker", "match_usage_table", **columns)
    life.act("social_worker", "confirm_usage", device="computer")
    assert all(day.startswith("2026-03") for day in minutes(life))
    assert set(minutes(life).values()) == {30}


def test_sessions_of_a_matched_table_add_up_and_an_overlapping_export_counts_each_of_them_once() -> None:
    """Two of ten minutes are twenty, also when the longer export of the same days comes later; a line of the whole day is
    no app."""
    life = a_household("2026-03-15 19:00")
    rows = "Dia;App;Min\n2026-03-09;qq;10\n2026-03-09;qq;10\n"
    hand_in(life, rows)
    life.act(
        "social_worker",
        "match_usage_table",
        device="computer",
        day_column=1,
        app_column=2,
        duration_column=3,
        unit="minutes",
    )
    life.act("social_worker", "confirm_usage", device="computer")
    assert at_least(life) == {"2026-03-09": 20}
    hand_in(life, rows + "2026-03-09;qq;5\n2026-03-10;Total;90\n2026-03-10;qq;60\n")
    life.act("social_worker", "confirm_usage", device="computer")
    assert at_least(life) == {"2026-03-09": 25, "2026-03-10": 90}


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


def test_a_total_beside_its_parts_is_asked_about_and_not_counted_twice() -> None:
    """Also under a heading that nobody knows in a sheet; a table without one is read as it is."""
    life = a_household("2026-03-15 19:00")
    shown = hand_in(life, "日期,微信,抖音,全天\n2026-03-09,30,20,50\n2026-03-10,0,0,0\n2026-03-11,5,10,15\n")
    assert (shown.reading, shown.total_column) == (None, 4)
    life.act("social_worker", "match_usage_table", device="computer", day_column=1, duration_column=4, unit="minutes")
    life.act("minor", "confirm_usage", device="computer")
    assert minutes(life) == {"2026-03-09": 50, "2026-03-10": 0, "2026-03-11": 15}
    plain = hand_in(life, "日期,微信,抖音,某应用\n2026-03-12,30分,20分,50分\n2026-03-13,5分,10分,25分\n")
    assert plain.reading is not None
    assert plain.total_column is None
