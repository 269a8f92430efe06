"""A guardian is told what to help with, and never how long the phone was used; the young person sees what was told of them."""

import pytest

from casework.usage.previews import load_usage_preview
from casework.usage.view import load_own_usage
from core.errors import BadInput
from tests.casework.usage.test_goals import with_a_goal


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


def test_the_young_person_looks_at_what_a_guardian_typed_and_cannot_answer_in_their_place() -> None:
    life = with_a_goal()
    told = load_own_usage(life.context, life.actor("minor"), life.number).from_guardians
    assert len(told) == 6
    shown = load_usage_preview(life.context, life.actor("minor"), life.number, told[0].id)
    assert (shown.own, shown.reading is not None) == (False, True)
    assert load_usage_preview(life.context, life.actor("mother"), life.number, told[0].id).own
