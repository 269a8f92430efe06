"""A day nobody told anything of shows why, where somebody said so; and a review that was held is not said to be missing."""

from casework.acting.rights.read_operations import READ_PAPER
from casework.evaluation.digital_course import load_digital_course
from casework.usage.view import load_own_usage
from tests.casework.usage.test_usage import a_household, view_of


def test_a_missing_day_shows_the_reason_that_is_on_file_and_a_guardians_words_only_to_the_team() -> None:
    life = a_household("2026-03-09 09:00")
    life.act("mother", "explain", item="usage_sheet", due_on="2026-03-08", text="手机摔坏了")
    life.act("social_worker", "record_unable", who="minor", from_on="2026-03-05", to_on="2026-03-06", reason="hospital")
    life.act(
        "mother",
        "ask_leave",
        leave="trip",
        from_on="2026-03-10",
        to_on="2026-03-11",
        destination="邻市",
        reason="看外婆",
    )
    life.act(
        "mother",
        "ask_leave",
        leave="other",
        from_on="2026-03-12",
        to_on="2026-03-12",
        destination="邻市",
        reason="看病",
    )
    life.act("prosecutor", "decide_leave", leave="trip", approved=True)
    life.on("2026-03-14 09:00").act(
        "social_worker",
        "submit",
        item="usage_sheet",
        due_on="2026-03-08",
        minutes=[None, None, None, None, None, 60, None],
    )
    shown = [(gap.first.day, gap.last.day, gap.reason.zh) for gap in view_of(life).gaps]
    assert shown == [(2, 4, "说明：手机摔坏了"), (5, 6, "登记为无法办理"), (8, 8, "说明：手机摔坏了"), (10, 11, "请假")]
    (device,) = [each for each in view_of(life).devices if each.days]
    assert {day.day.day: day.gap.zh for day in device.days if day.day.day in (5, 7, 8)} == {
        5: "登记为无法办理", 7: "", 8: "说明：手机摔坏了",
    }  # fmt: skip
    own = load_own_usage(life.context, life.actor("minor"), life.number).devices
    assert "手机摔坏了" not in str([day.gap.zh for each in own for day in each.days])


def test_a_review_that_was_held_without_any_record_is_not_said_to_be_missing() -> None:
    life = a_household("2026-03-20 19:00").act("social_worker", "close_usage_review", text="谈了晚上早点放下手机")
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PAPER) as open_plan:
        course = load_digital_course(open_plan)
    assert course.note.zh == "期间谈过1次用网情况，最近一次在3月20日。没有可以引用的用网记录，不作有利或者不利的评价。"
