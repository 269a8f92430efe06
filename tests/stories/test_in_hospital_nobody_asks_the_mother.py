"""While he lies in hospital nobody asks his mother for the minutes of his phone; and a sheet tells of no day to come."""

from datetime import date

import pytest

from casework.plan.views.banners import load_open_plan_banners
from core.errors import BadInput
from tests.builders import SimulatedPlan, announce_and_serve, open_view, start_plan
from tests.cached_plans import cached_copy


@cached_copy
def with_a_sheet() -> SimulatedPlan:
    life = announce_and_serve(start_plan(cadence={"usage_sheet": {"on": "Sun"}}), "2026-03-04")
    return life.on("2026-03-10 10:00")


def test_the_sheet_rests_with_the_child_and_is_owed_again_where_it_was_not_so() -> None:
    life = with_a_sheet()
    life.act("social_worker", "record_unable", who="minor", from_on="2026-03-10", to_on="2026-03-31", reason="hospital")
    assert {
        item.status for item in life.items("usage_sheet") if date(2026, 3, 10) <= item.due_on <= date(2026, 3, 31)
    } == {"unable"}
    life.on("2026-04-01 09:00")
    assert life.texts("2026-03-10 10:00", to="mother") == []
    assert life.item("usage_sheet", "2026-04-05").status == "open"


def test_a_sheet_tells_of_no_day_that_has_not_come() -> None:
    life = with_a_sheet()  # a Tuesday
    with pytest.raises(BadInput, match="has not come yet"):
        life.act("mother", "submit", item="usage_sheet", due_on="2026-03-15", minutes=[60, 60, 60])
    life.act("mother", "submit", item="usage_sheet", due_on="2026-03-15", minutes=[60, 60])
    assert life.item("usage_sheet", "2026-03-15").status == "on_time"


def test_hours_that_leave_hardly_any_for_a_text_are_said_to_the_prosecutor() -> None:
    life = with_a_sheet()

    def banners() -> list[str]:
        return [
            one.code for one in open_view(load_open_plan_banners, life.context, life.actor("prosecutor"), life.number)
        ]

    life.act("minor", "record_contact_hours", person="minor", phone_held=["Sat 09:00-Sat 16:00"])
    assert "few_hours" not in banners()
    life.act("minor", "record_contact_hours", person="minor", phone_held=["Sat 20:00-Sat 22:00"])
    assert "few_hours" in banners()
    assert ("prosecutor", "plan_changed") in {(one.to, one.event) for one in life.delivered("2026-03-10 09:59")}
