"""The young person's own picture: start, now, goal, good weeks; drawn alike whatever the figures are, and theirs alone."""

from datetime import date, timedelta

from casework.usage.own_picture import OwnPicture, PictureStep
from casework.usage.view import load_own_usage
from tests.casework.usage.test_goals import with_a_goal
from tests.casework.usage.test_usage import a_household
from usage.goal_measures import GoalUnit
from web.views.own_picture import GROUND, TOP, draw_own_pictures


def test_the_picture_of_a_goal_says_where_it_began_where_it_is_and_what_was_agreed() -> None:
    """It is the young person's: a guardian has none, and without a consent nothing is left in it."""
    life = with_a_goal()
    (picture,) = load_own_usage(life.context, life.actor("minor"), life.number).pictures
    assert (picture.start, picture.now, picture.target, picture.good) == (40, 15, 20, 2)
    assert [step.value for step in picture.steps] == [15, 15, None]
    assert picture.sentences[-1].zh == "比开始的时候少了25分钟，值得高兴。"
    assert load_own_usage(life.context, life.actor("mother"), life.number).pictures == []
    life.act("minor", "withdraw_consent")
    (hidden,) = load_own_usage(life.context, life.actor("minor"), life.number).pictures
    assert (hidden.start, hidden.now, {step.value for step in hidden.steps}) == (None, None, {None})


def test_without_a_goal_the_picture_is_of_the_minutes_a_day_and_asks_for_none() -> None:
    """The first four weeks are the start; more than then is told without a word about it."""
    life = a_household()
    for sunday, minutes in (("2026-03-08", 100), ("2026-03-15", 100), ("2026-03-22", 100), ("2026-03-29", 100),
                            ("2026-04-05", 160)):  # fmt: skip
        life.on(f"{date.fromisoformat(sunday) + timedelta(days=1)} 09:00").act(
            "social_worker", "submit", item="usage_sheet", minutes=[minutes] * 7
        )
    (picture,) = load_own_usage(life.on("2026-04-07 09:00").context, life.actor("minor"), life.number).pictures
    assert (picture.start, picture.now, picture.target) == (100, 160, None)
    assert [step.value for step in picture.steps] == [100, 100, 100, 100, 160]
    sentences = "".join(sentence.zh for sentence in picture.sentences)
    assert "160分钟" in sentences
    assert "多" not in sentences.replace("还没有约好目标", "")


def test_a_week_is_drawn_alike_however_far_it_lies_from_the_goal_and_a_gap_is_never_bridged() -> None:
    """What is not known is a dash on the ground, and of what only bounds are known an open bar between them; the names of two
    lines that are close stand apart."""
    weeks = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 23), date(2026, 3, 30)]
    values = [(300, False), (None, False), (31, False), (29, True), (None, False)]
    steps = [
        PictureStep(on, on, value, good, value or least, value or most)
        for on, (value, good), least, most in zip(weeks, values, [None] * 4 + [20], [None] * 4 + [1440], strict=True)
    ]
    (drawn,) = draw_own_pictures([OwnPicture(GoalUnit.MINUTES.of(1), [], GoalUnit.MINUTES, False, 32, 30, 30, steps)])
    assert [step.mark for step in drawn.steps] == ["known", "unknown", "known", "good", "range"]
    assert [step.leg is not None for step in drawn.steps] == [False, False, False, True, False]
    assert drawn.steps[4].bar == (0, round(GROUND - (GROUND - TOP) * 20 / 300, 1))
    assert drawn.steps[1].y == GROUND
    assert abs(drawn.start_label_y - drawn.target_label_y) > 17
    (empty,) = draw_own_pictures(
        [OwnPicture(GoalUnit.MINUTES.of(1), [], GoalUnit.MINUTES, False, 32, None, 30, steps[1:2])]
    )
    assert empty.steps == []
