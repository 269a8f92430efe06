"""What the prosecutor says of a goal at the end: in the opinion's annex, in no decision, and with an offer that changes nothing."""

import pytest

from casework.acting.rights.read_operations import READ_PAPER
from casework.documents.fields import CaseFields
from casework.documents.tables import draw_bar
from casework.usage.goal_results import GoalResult
from casework.usage.view import load_own_usage
from core.errors import NotAllowed
from documents.papers import PAPERS_BY_CODE
from tests.builders import SimulatedPlan
from tests.casework.usage.test_goals import with_a_goal


def annex(life: SimulatedPlan, field: str, paper: str = "opinion") -> object:
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PAPER) as open_plan:
        return CaseFields(open_plan, PAPERS_BY_CODE[paper], "", 1).value(field)


def test_the_annex_counts_the_weeks_and_has_the_prosecutors_words_and_nobody_elses() -> None:
    life = with_a_goal()
    (row,) = annex(life, "goals")  # type: ignore[misc]
    assert row == {
        "goal": "每晚夜间使用（22点至6点）", "weeks": "3月30日至4月19日共3周：2周符合约定，1周现有记录无法评价。", "result": "未评价", "reason": "—",
    }  # fmt: skip
    assert [each["compared"] for each in annex(life, "goal_weeks")] == ["符合约定", "符合约定", "现有记录无法评价"]  # type: ignore[attr-defined]
    assert [each["bar"] for each in annex(life, "goal_weeks")] == ["■■■｜", "■■■｜", "—"]  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed):
        life.act("social_worker", "assess_goal", goal="g1", result="kept", reason="做得好")
    life.act("prosecutor", "assess_goal", goal="g1", result="not_yet", reason="最后一周没有记录")
    (row,) = annex(life, "goals")  # type: ignore[misc]
    assert (row["result"], row["reason"]) == ("尚未达到", "最后一周没有记录")
    (picture,) = load_own_usage(life.context, life.actor("minor"), life.number).pictures
    assert picture.result is not None
    assert picture.result.zh == "还没做到"
    assert life.items("incident_review") == []
    life.act("minor", "withdraw_consent")
    (picture,) = load_own_usage(life.context, life.actor("minor"), life.number).pictures
    assert picture.result is None
    assert annex(life, "goals") == [{"goal": "无", "weeks": "—", "result": "—", "reason": "—"}]


@pytest.mark.parametrize(
    ("low", "high", "at_most", "bar"),
    [
        (20, 20, True, "■■■｜"),
        (21, 21, True, "■■■｜■"),
        (5, 1440, True, "■□□｜□□□"),
        (19, 19, False, "■■　｜"),
        (19, 20, False, "■■□｜"),
    ],
)
def test_a_printed_bar_goes_beyond_the_stroke_only_where_the_week_does(
    low: int, high: int, at_most: bool, bar: str
) -> None:
    assert draw_bar(low, high, 20, at_most=at_most) == bar


@pytest.mark.parametrize("result", GoalResult)
def test_only_a_goal_not_kept_yet_is_offered_to_go_on_once_the_outcome_is_told(result: GoalResult) -> None:
    life = with_a_goal().act("prosecutor", "assess_goal", goal="g1", result=result, reason="谈过")
    life.skips_to("2026-09-02 00:00").on("2026-09-03 10:00").dismiss_open_items()
    life.act("prosecutor", "write_opinion", proposal="non_prosecution")
    life.on("2026-09-04 10:00").act("chief_prosecutor", "decide_non_prosecution")
    assert life.items("goal_offer") == []
    life.on("2026-09-07 10:00").act("prosecutor", "announce_outcome", present=["minor", "mother"])
    assert len(life.items("goal_offer", status="open")) == (result is GoalResult.NOT_YET)
    if result is GoalResult.NOT_YET:
        life.act("social_worker", "answer_goal_offer", goal="g1", wanted=False)
        assert life.items("goal_offer", status="open") == []
        assert life.plan.outcome_announced_on is not None
