"""How digital use went, in sentences: what is known and from what, nothing where nobody agreed, and never a verdict."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest

from casework.acting.rights.read_operations import READ_EVALUATION, READ_PAPER
from casework.documents.fields import CaseFields
from casework.evaluation.digital_course import DigitalCourse
from casework.evaluation.evaluation_view import EvaluationView, load_evaluation
from casework.family.own_copy import load_own_copy
from casework.usage.acts import CloseUsageReview
from casework.usage.review import store_closed_review
from casework.usage.view import load_own_usage
from core.errors import BadInput
from documents.papers import PAPERS_BY_CODE
from models.item import Submission
from tests.builders import BOTH_CONSENTS, SimulatedPlan, an_announced_plan, open_view
from tests.cached_plans import cached_copy
from tests.usage_files import count_file

BEGAN = date(2026, 3, 2)
NOT_LOOKED_AT = "没有考察用网情况。"


@cached_copy
def begun() -> SimulatedPlan:
    """Two hours of school days and three of free days were agreed from the first Monday on, for the own computer."""
    life = an_announced_plan(team_works=False, weekly=None, usage=BOTH_CONSENTS)
    life.act("social_worker", "name_device", device="computer", whose="own")
    life.act("prosecutor", "agree_on_usage", from_on="2026-03-02", school_day_minutes=120, free_day_minutes=180)
    return life


def hand_in(life: SimulatedPlan, first: date, days: int, minutes: Callable[[int], int]) -> None:
    lines = [f"{first + timedelta(days=day)},{minutes(day)}分钟" for day in range(days)]
    count_file(life, "\n".join(["日期,总时长", *lines]))


def in_the_opinion(life: SimulatedPlan) -> list[str]:
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PAPER) as open_plan:
        return str(CaseFields(open_plan, PAPERS_BY_CODE["opinion"], "", 1).value("digital_use")).split("\n")


def test_an_improving_course_is_told_with_its_days_and_what_it_rests_on() -> None:
    """Ten weeks from 2 March: six of 240 minutes, then four of 100, with the holiday of May; three days of the last are missing."""
    life = begun()
    life.jumps_to("2026-05-11 10:00")
    hand_in(life, BEGAN, 67, lambda day: 240 if day < 42 else 100)
    life.act(
        "social_worker", "agree_on_goal", goal="less", measure="school_day_minutes", target=110, start=240,
        from_on="2026-04-06", to_on="2026-08-30",
    )  # fmt: skip
    assert in_the_opinion(life) == [
        "电脑：70天中67天有记录，都是照屏幕抄下的数字。",
        "没有登记学校放假的日子：寒暑假里的工作日也算作上学日。",
        "约定的上限（最近一次）：上学日每天不超过120分钟，休息日每天不超过180分钟。",
        "电脑：最初四周指3月2日到3月29日，最后四周指4月10日到5月7日。",
        "上学日每天使用：最初四周240分钟（20天中20天有记录），最后四周108分钟（17天中17天有记录）。",
        "休息日每天使用：最初四周240分钟（8天中8天有记录），最后四周125分钟（11天中11天有记录）。",
        "电脑和约定相比，前5周：看得清的5周里0周符合约定；后5周：看得清的4周里3周符合约定，1周记录不够，不作评价。",
        "目标“上学日每天使用”（进行中）：起点240分钟（谈的时候说的），目标不超过110分钟。4月6日至5月10日共5周：1周超出约定，3周符合约定，1周现有记录无法评价。"
        "最近可以评价的4周（4月6日至5月3日）平均135分钟，比起点少105分钟。"
        "不能评价的那几段，应记4天里2天有全天的记录，其中2天符合约定；缺的天数可以在回顾以前补上。应记22天，有记录20天。依据：照屏幕抄下的数字（B级）。",
        "以上情况只供了解和帮助，本身不是作出任何处理的理由；没有记录的，不作有利或者不利的评价。",
    ]
    view = open_view(load_evaluation, life.context, life.actor("social_worker"), life.number, right=READ_EVALUATION)
    seen = view.digital_use
    assert [each.zh for each in (*seen.rests_on, *seen.course)] == in_the_opinion(life)[:-2]
    assert [len(each.sentences) for each in seen.goals] == [6]
    life.act("social_worker", "fix_usage_baseline", from_on="2026-03-16", to_on="2026-04-12", reason="开学以后")
    assert "电脑：约定的起点之后的记录不到四周，前后不作比较。" in in_the_opinion(life)
    life.act("social_worker", "fix_usage_baseline", from_on="2026-03-09", to_on="2026-03-29", reason="那周有月考")
    assert "电脑：约定的起点指3月9日到3月29日，最后四周指4月10日到5月7日。" in in_the_opinion(life)


def test_too_few_days_are_said_to_be_too_few_and_a_shared_device_is_left_out() -> None:
    life = begun()
    life.act("social_worker", "name_device", device="tablet", whose="shared")
    life.jumps_to("2026-05-11 10:00")
    hand_in(life, BEGAN, 10, lambda _day: 100)
    hand_in(life, date(2026, 5, 1), 9, lambda _day: 100)
    lines = in_the_opinion(life)
    assert "电脑：70天中19天有记录，都是照屏幕抄下的数字。" in lines
    assert "电脑：最初四周或者最后四周有记录的天数不够，前后不作比较。" in lines
    assert not any("每天使用" in line for line in lines)


def test_without_a_consent_that_stands_it_says_that_it_was_not_looked_at_and_not_why() -> None:
    """The same sentence where nobody handed in anything: nobody can tell one from the other."""
    life = begun()
    assert in_the_opinion(life) == [NOT_LOOKED_AT]
    life.jumps_to("2026-05-11 10:00")
    hand_in(life, BEGAN, 67, lambda _day: 100)
    assert in_the_opinion(life) != [NOT_LOOKED_AT]
    copied = load_own_copy(life.context, life.actor("minor")).usage
    assert (len(copied), {each.minutes for each in copied}) == (67, {100})
    life.act("minor", "withdraw_consent")
    assert in_the_opinion(life) == [NOT_LOOKED_AT]
    assert load_own_copy(life.context, life.actor("minor")).usage == []


def test_an_evaluation_keeps_the_course_that_was_known_when_it_was_made() -> None:
    """Later figures leave it as it was; a withdrawal hides it at once, and takes it away with the figures themselves."""
    life = begun()
    life.jumps_to("2026-05-11 10:00")
    hand_in(life, BEGAN, 30, lambda _day: 240)
    known = words(evaluated(life).digital_use)
    life.act("prosecutor", "evaluate", result="continue")
    hand_in(life, BEGAN + timedelta(days=30), 30, lambda _day: 60)
    (decided,) = [each.decided for each in evaluated(life).milestones if each.decided]
    assert words(decided.digital_use) == known != words(evaluated(life).digital_use)
    assert known[0] == "电脑：70天中30天有记录，都是照屏幕抄下的数字。"
    life.act("minor", "withdraw_consent")
    (decided,) = [each.decided for each in evaluated(life).milestones if each.decided]
    assert decided.digital_use is None
    (row,) = [row for row in life.rows(Submission) if row.by_role == "prosecutor"]
    assert "digital_use" in read(life, row)
    life.skips_to("2026-06-01 12:00")
    (row,) = [row for row in life.rows(Submission) if row.by_role == "prosecutor"]
    assert read(life, row) == {"result": "continue", "text": None}


def evaluated(life: SimulatedPlan) -> EvaluationView:
    return open_view(load_evaluation, life.context, life.actor("prosecutor"), life.number, right=READ_EVALUATION)


def words(course: DigitalCourse | None) -> list[str]:
    assert course is not None
    return [each.zh for each in (*course.rests_on, *course.course, course.note)]


def read(life: SimulatedPlan, row: Submission) -> dict[str, Any]:
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_EVALUATION) as open_plan:
        return open_plan.open("submission.document", row.id, row.document)


def test_a_relapse_and_a_recovery_are_said_with_their_days_and_old_records_are_compared_with_nothing() -> None:
    life = begun()
    life.jumps_to("2026-07-13 10:00")
    hand_in(life, BEGAN, 132, lambda day: 100 if day < 42 else 240 if day < 77 else 120)
    lines = in_the_opinion(life)
    assert "其间又多起来：4月19日至5月16日平均每天240分钟，此前最少的四周100分钟。" in lines
    assert "以后又少下来：6月14日至7月11日平均每天120分钟。" in lines
    life.jumps_to("2026-07-27 10:00")
    lines = in_the_opinion(life)
    assert "电脑：最后的记录是7月11日，以后没有记录，前后不作比较。" in lines
    assert not any("最后四周" in line for line in lines)


def test_the_reason_of_a_gap_stands_in_the_opinion_and_a_review_over_no_data_is_no_talk() -> None:
    life = begun()
    life.jumps_to("2026-05-11 10:00")
    hand_in(life, BEGAN, 7, lambda _day: 100)
    with life.context.open_for_update(
        life.number, life.actor("social_worker"), CloseUsageReview.operation
    ) as open_plan:
        store_closed_review(open_plan, None, {"text": None, "gap_reason": "3月中手机坏了"})
    lines = in_the_opinion(life)
    assert "回顾3月2日至5月10日这一段时，对其中没有记录的日子的说明：3月中手机坏了" in lines
    assert not any("期间谈过" in line for line in lines)


def with_a_goal_of(minutes: int) -> SimulatedPlan:
    life = begun()
    life.jumps_to("2026-03-30 10:00")
    return life.act(
        "social_worker", "agree_on_goal", goal="less", measure="school_day_minutes", target=minutes, start=300,
        from_on="2026-03-02", to_on="2026-08-30", device="computer",
    )  # fmt: skip


def test_one_app_alone_is_never_said_to_lie_within_a_goal_of_the_whole_day() -> None:
    """The weekly report of one app: the opinion says that nothing can be said, and why."""
    life = with_a_goal_of(150)
    lines = [f"{BEGAN + timedelta(days=day)},30分钟" for day in range(28)]
    count_file(life, "\n".join(["日期,抖音时长", *lines]))
    said = "".join(in_the_opinion(life))
    assert "符合约定" not in said
    assert "4周现有记录无法评价" in said


EVERYDAY = {
    "one app's report": ("日期,抖音时长", "{day},30分钟"),
    "the three most used apps": ("日期,抖音,微信,王者荣耀", "{day},30分钟,20分钟,10分钟"),
    "a watching app that was off": ("日期,总时长,微信时长", "{day},0分钟,0分钟"),
    "a whole that cannot be, beside parts": ("日期,总时长,微信时长,王者荣耀时长", "{day},1500分钟,60分钟,40分钟"),
    "merged cells of a day": ("日期,应用,时长", "{day},微信,40分钟\n,王者荣耀,160分钟"),
    "two wholes of one day": ("日期,总时长", "{day},100分钟\n{day},260分钟"),
    "notifications, steps and money": ("日期,收到的通知,步数,消费(元)", "{day},30,8000,6"),
    "the best days alone": ("日期,总时长", "{good},100分钟"),
}


@pytest.mark.parametrize("name", EVERYDAY)
def test_what_does_not_tell_the_whole_is_nowhere_said_to_be_little(name: str) -> None:
    """From the file through to the opinion and to the young person's page; the phone was used four hours a day. A file that
    is refused tells nothing either."""
    heading, line = EVERYDAY[name]
    life = with_a_goal_of(150)
    days = [BEGAN + timedelta(days=place) for place in range(28)]
    if "{good}" in line:
        days = [day for day in days if day.weekday() in (0, 1, 2)]
    table = "\n".join([heading, *[line.format(day=day, good=day) for day in days]]).encode()
    with suppress(BadInput):
        count_file(life, table)
    _says_nothing_good(life)


def test_days_told_before_they_were_over_are_nowhere_said_to_be_little() -> None:
    """Ten minutes at half past seven in the morning, on each school day of a week; and the sheet of a week typed with gaps."""
    life = begun()
    for place in range(5):
        day = BEGAN + timedelta(days=place)
        life.jumps_to(f"{day} 07:30")
        hand_in(life, day, 1, lambda _day: 10)
    life.jumps_to("2026-03-30 10:00")
    life.act(
        "social_worker", "agree_on_goal", goal="less", measure="school_day_minutes", target=150, start=300,
        from_on="2026-03-02", to_on="2026-08-30", device="computer",
    )  # fmt: skip
    _says_nothing_good(life)


def _says_nothing_good(life: SimulatedPlan) -> None:
    said = "".join(in_the_opinion(life))
    (picture,) = load_own_usage(life.context, life.actor("minor"), life.number).pictures
    own = "".join(each.zh for each in picture.sentences)
    assert picture.good == 0
    for words in ("周符合约定", "比起点少", "少下来", "值得高兴", "做到了"):
        assert words not in said.replace("0周符合约定", ""), said
        assert words not in own, own


def test_a_talk_that_was_held_is_not_denied_where_nothing_can_be_cited() -> None:
    life = begun()
    life.jumps_to("2026-05-11 10:00")
    hand_in(life, BEGAN, 67, lambda _day: 100)
    with life.context.open_for_update(
        life.number, life.actor("social_worker"), CloseUsageReview.operation
    ) as open_plan:
        store_closed_review(open_plan, None, {"text": "谈过"})
    life.act("minor", "withdraw_consent")
    assert in_the_opinion(life) == [
        "期间谈过1次用网情况，最近一次在5月11日。没有可以引用的用网记录，不作有利或者不利的评价。"
    ]


def test_another_own_device_is_named_beside_the_goal_and_never_added() -> None:
    life = with_a_goal_of(150)
    life.act("social_worker", "name_device", device="tablet", whose="own")
    hand_in(life, BEGAN, 28, lambda _day: 100)
    table = "\n".join(["日期,总时长", *[f"{BEGAN + timedelta(days=day)},280分钟" for day in range(28)]]).encode()
    count_file(life, table, device="tablet")
    said = "".join(in_the_opinion(life))
    assert "4周符合约定" in said
    assert "同期平板有28天的记录，这些天平均每天280分钟，没有计入这个目标。" in said
