"""What is owed to a victim is paid in instalments: each payment covers the earliest, and money is never a breach."""

from typing import Any

import pytest

from casework.acting.rights.read_operations import READ_OWN, READ_PLAN
from casework.checkins.instalments import InstalmentView, load_instalments
from casework.family.family_page import load_own_page
from core.errors import BadInput
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, open_view

OWED: dict[str, Any] = {
    "kind": "A4", "text": "向被害人赔偿1500元", "measure": "按期支付", "evidence": "转账记录", "confirmed_by": "assistant",
    "amount": 1500, "unit": "yuan",
}  # fmt: skip
AGREED = {"condition": "A4", "payee": "被害人，经其代理律师转交"}
THREE = ["2026-03-20 500", "2026年4月20日 500元", "2026-10-20 500"]


def agreed(*lines: str) -> SimulatedPlan:
    life = an_announced_plan(a_plan(condition=[OWED])).on("2026-03-06 10:00")
    return life.act("social_worker", "agree_instalments", **AGREED, instalments=list(lines))


def seen(life: SimulatedPlan) -> list[InstalmentView]:
    (view,) = open_view(load_instalments, life.context, life.actor("prosecutor"), life.number, right=READ_PLAN)
    return view.instalments


def test_a_payment_covers_the_earliest_and_what_lies_beyond_the_period_is_asked_of_nobody() -> None:
    life = agreed(*THREE)
    assert [str(item.due_on) for item in life.items("instalment_check")] == ["2026-03-23", "2026-04-21"]
    life.on("2026-03-20 15:00").act("assistant", "record_progress", condition="A4", amount=700)
    assert [(each.paid, each.late, each.after_period) for each in seen(life)] == [
        (500, False, False), (200, False, False), (0, False, True),
    ]  # fmt: skip
    assert [item.status for item in life.items("instalment_check")] == ["done", "open"]
    for who in ("minor", "mother"):
        page = open_view(load_own_page, life.context, life.actor(who), life.number, right=READ_OWN)
        assert page.instalment is not None
        assert (str(page.instalment.due_on), page.instalment.paid) == ("2026-04-20", 200)


def test_instalments_that_stop_are_said_and_count_against_nobody() -> None:
    life = agreed(*THREE).skips_to("2026-05-04 10:00")
    assert [each.late for each in seen(life)] == [True, True, False]
    assert life.plan.attention_open is False
    assert {item.status for item in life.items("instalment_check")} == {"open"}
    life.act("social_worker", "agree_instalments", **AGREED, instalments=["2026-06-30 300"])
    assert [each.yuan for each in seen(life)] == [300]
    assert sorted(item.status for item in life.items("instalment_check")) == ["cancelled", "cancelled", "open"]


@pytest.mark.parametrize(("lines", "field"), [
    (["下个月 500"], "instalments"),
    (["2026-03-20 0"], "instalments"),
    (["2026-03-20 1000", "2026-04-20 501"], "instalments"),
])  # fmt: skip
def test_a_line_that_is_no_day_and_amount_or_more_than_is_owed_is_refused(lines: list[str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        agreed(*lines)
    assert [mistake.place for mistake in refused.value.mistakes] == [field]


def test_a_condition_that_is_no_money_has_no_instalments() -> None:
    life = an_announced_plan().on("2026-03-06 10:00")
    with pytest.raises(BadInput):
        life.act("social_worker", "agree_instalments", condition="A1", payee="被害人", instalments=["2026-03-20 500"])
