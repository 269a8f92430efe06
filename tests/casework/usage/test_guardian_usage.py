"""A guardian is told what to help with, and never how long the phone was used; the young person sees what was told of them."""

from datetime import date

import pytest

from casework.usage.previews import load_usage_preview
from casework.usage.view import load_own_usage
from core.errors import BadInput, NotAllowed, StateConflict
from tests.casework.usage.test_goals import with_a_goal
from tests.casework.usage.test_usage import a_household, minutes


def test_a_guardian_sees_goals_hours_and_one_thing_to_do_and_no_figure() -> None:
    life = with_a_goal()
    life.act(
        "prosecutor", "agree_on_usage", from_on="2026-04-20", night_minutes=20, guardian_sentence="我十点也放下手机"
    )
    own = load_own_usage(life.context, life.actor("mother"), life.number)
    assert own.part is not None
    assert ([each.goal for each in own.part.goals], own.part.sentence) == (["g1"], "我十点也放下手机")
    assert own.part.agreed[0][1]["night_minutes"] == 20
    assert own.part.duty.zh == "晚上到了时候，大人的手机也放到卧室外面充电。"
    assert (own.devices, own.looked, own.pictures, own.goals, own.agreed) == ([], [], [], "", [])
    assert load_own_usage(life.context, life.actor("minor"), life.number).part is None


def test_what_somebody_would_like_to_do_instead_is_shown_and_is_no_duty() -> None:
    life = with_a_goal()
    life.act("social_worker", "agree_on_goal", goal="g2", measure="free_day_minutes", target=90, to_on="2026-06-28",
             instead="周六下午和表哥打球", instead_by="舅舅")  # fmt: skip
    pictures = load_own_usage(life.context, life.actor("minor"), life.number).pictures
    assert [each.instead for each in pictures] == ["", "周六下午和表哥打球"]
    part = load_own_usage(life.context, life.actor("mother"), life.number).part
    assert part is not None
    assert part.goals[-1].instead_by == "舅舅"
    life.act("social_worker", "change_goal", goal="g2", instead="周六下午学游泳", reason="表哥搬走了")
    (changed,) = [
        each for each in load_own_usage(life.context, life.actor("minor"), life.number).pictures if each.instead
    ]
    assert (changed.instead, changed.instead_by) == ("周六下午学游泳", "舅舅")
    life.act("social_worker", "change_goal", goal="g2", instead="无", reason="自己安排")
    part = load_own_usage(life.context, life.actor("mother"), life.number).part
    assert part is not None
    assert (part.goals[-1].instead, part.goals[-1].instead_by, len(part.goals[-1].terms)) == ("", "", 1)
    with pytest.raises(BadInput):
        life.act("social_worker", "agree_on_goal", goal="g3", measure="activity_days", target=2, to_on="2026-06-28",
                 instead="打球")  # fmt: skip


def test_somebody_who_represents_nobody_sees_only_their_own_duty() -> None:
    life = with_a_goal()
    life.act("prosecutor", "name_contact", person="mother", represents=True)
    life.act("prosecutor", "name_contact", person="grandmother", name="白露的外婆", phone="10000990177", device="own")
    part = load_own_usage(life.context, life.actor("grandmother"), life.number).part
    assert part is not None
    assert (part.goals, part.agreed, part.sentence) == ([], [], "")
    assert part.duty.zh


def test_what_a_guardian_tells_waits_for_the_young_persons_look_and_at_the_latest_for_the_review() -> None:
    """A typed week, also typed twice, and a file that says it was checked. The young person counts it with a tap; for one
    who does not look, a person goes through it with them before the review is closed."""
    life = a_household("2026-03-15 19:00")
    for _twice in (1, 2):
        life.act("mother", "submit", item="usage_sheet", due_on="2026-03-15", minutes=[60] * 6)
    life.act("mother", "upload_usage", device="computer", text="日期,总时长\n2026-03-09,1小时\n")
    assert (minutes(life, "phone"), minutes(life)) == ({}, {})
    assert [item.status for item in life.items("usage_sheet") if item.due_on == date(2026, 3, 15)] == ["on_time"]
    with pytest.raises(NotAllowed):
        life.act("mother", "confirm_usage", device="phone")
    sheet, file = sorted(
        (each for each in load_own_usage(life.context, life.actor("minor"), life.number).from_guardians if each.waits),
        key=lambda each: each.device == "computer",
    )
    shown = load_usage_preview(life.context, life.actor("minor"), life.number, sheet.id)
    assert (shown.own, shown.told, shown.may_confirm, shown.reading is not None) == (False, True, True, True)
    mothers = load_usage_preview(life.context, life.actor("mother"), life.number, sheet.id)
    assert (mothers.own, mothers.may_confirm, mothers.deleted_on) == (True, False, None)
    life.act("minor", "confirm_usage", file=sheet.id)
    assert set(minutes(life, "phone").values()) == {60}
    life.on("2026-04-20 10:00")
    with pytest.raises(StateConflict):
        life.act("social_worker", "close_usage_review", text="谈了谈")
    life.act("social_worker", "confirm_usage", file=file.id)
    assert minutes(life) == {"2026-03-09": 60}
    life.act("social_worker", "close_usage_review", text="谈了谈")
