"""A school keeps the phone from Sunday to Friday, and what is owed on a Wednesday is called for at the weekend before."""

import pytest

from casework.plan.plan_examination import find_doubts
from casework.plan.views.banners import load_open_plan_banners
from law.rulebook import Rulebook
from tests.builders import a_plan, an_announced_plan, open_view


def test_what_is_due_while_the_phone_is_away_is_called_for_while_it_is_there() -> None:
    # ------------------------------------------------------- Monday 2 March 2026: decided; two things a month, by date
    cadence = {"thought_report": {"every_months": 1, "on_day": 18}, "card_query": {"every_months": 1, "on_day": 25}}
    plan = a_plan(weekly=None, cadence=cadence, minor={"phone_held": ["Fri 18:00-Sun 16:00"]})
    life = an_announced_plan(plan, team_works=False, delivers=True)
    # ------------------------------------------------------- Wednesday 18 March: said on Saturday the 14th at 17:00
    life.on("2026-03-14 16:59")
    assert life.delivered("2026-03-05", to="minor") == []
    life.on("2026-03-14 17:00")
    assert life.texts("2026-03-14", to="minor") == ["S12"]
    # ------------------------------------------------------- it does not come: asked on Friday, when she can answer
    life.on("2026-03-20 18:00")
    assert life.texts("2026-03-15", to="minor") == ["S4"]
    # ------------------------------------------------------- Wednesday 25 March: said on Saturday the 21st, handed in
    life.on("2026-03-21 17:00")
    assert [message.event for message in life.delivered("2026-03-21", to="minor")] == ["milestone_form_due"]
    life.act("minor", "submit", item="card_query", due_on="2026-03-25")
    assert life.item("card_query", "2026-03-25").status == "on_time"


@pytest.mark.parametrize(
    ("windows", "on", "said"),
    [
        (
            ["Fri 18:00-Sun 16:00"],
            "Mon",
            ["每周小表定在周一，那天孩子手里没有手机；建议定在周日，一周里手机在手的最后一天。"],
        ),
        (
            ["Fri 18:00-Sat 00:00"],
            "Sat",
            ["每周小表定在周六，那天孩子手里没有手机；建议定在周五，一周里手机在手的最后一天。"],
        ),
        (["Fri 18:00-Sun 16:00"], "Sun", []),
        ([], "Mon", []),
    ],
)
def test_a_sheet_on_a_day_without_the_phone_is_better_on_the_last_day_with_it(
    windows: list[str], on: str, said: list[str]
) -> None:
    plan = a_plan(cadence={"usage_sheet": {"on": on}}, minor={"phone_held": windows})
    assert [doubt.zh for doubt in find_doubts(plan, Rulebook.load()) if "每周小表定在" in doubt.zh] == said


def test_who_holds_the_phone_on_the_day_before_is_called_for_then_as_ever() -> None:
    # ------------------------------------------------------- the same, due on a Sunday: Friday and Saturday, not earlier
    cadence = {"thought_report": {"every_months": 1, "on_day": 15}}
    plan = a_plan(weekly=None, cadence=cadence, minor={"phone_held": ["Fri 18:00-Sun 16:00"]})
    life = an_announced_plan(plan, team_works=False, delivers=True).on("2026-03-15 12:00")
    assert [str(message.at)[:16] for message in life.delivered("2026-03-05", to="minor")] == [
        "2026-03-13 10:00",
        "2026-03-14 09:00",
    ]


def test_hours_that_leave_hardly_any_for_a_text_are_said_to_the_prosecutor() -> None:
    life = an_announced_plan(delivers=True).on("2026-03-10 10:00")

    def banners() -> list[str]:
        return [
            one.code for one in open_view(load_open_plan_banners, life.context, life.actor("prosecutor"), life.number)
        ]

    life.act("minor", "record_contact_hours", person="minor", phone_held=["Sat 09:00-Sat 16:00"])
    assert "few_hours" not in banners()
    life.act("minor", "record_contact_hours", person="minor", phone_held=["Sat 20:00-Sat 22:00"])
    assert "few_hours" in banners()
    assert ("prosecutor", "plan_changed") in {(one.to, one.event) for one in life.delivered("2026-03-10 09:59")}
