"""A minor goes to a place for a time: who knows, who is rung, what is done; nothing of it counts against anybody."""

from datetime import date
from typing import Any

import pytest

from casework.acting.rights.read_operations import READ_OWN, READ_PLAN
from casework.family.family_page import load_own_page
from casework.partners.placements import PlacementView, load_placements
from core.errors import BadInput, Refused, StateConflict
from models.dated_session import DatedSession
from tests.builders import PLACE, SimulatedPlan, a_plan, an_announced_plan, open_view

IN_HOURS: dict[str, Any] = {
    "kind": "A2", "text": "公益服务60小时", "measure": "按小时", "evidence": "签到单", "confirmed_by": "social_worker",
    "amount": 60, "unit": "hours",
}  # fmt: skip


def placements(life: SimulatedPlan) -> list[PlacementView]:
    return open_view(load_placements, life.context, life.actor("prosecutor"), life.number, right=READ_PLAN)


def placed(**more: Any) -> SimulatedPlan:
    life = an_announced_plan(a_plan(condition=[IN_HOURS])).on("2026-03-06 10:00")
    return life.act("social_worker", "place", **PLACE | more)


def test_hours_at_the_place_count_for_its_condition_and_the_place_is_asked_every_month() -> None:
    life = placed(condition="A2", from_on="2026-03-09")
    (first,) = life.items("placement_report")
    assert first.due_on == date(2026, 4, 8), "thirty days after the first day there"
    life.on("2026-03-14 15:00").act("social_worker", "record_placement_report", way="call", hours=3, text="准时，肯学")
    assert [row.amount for row in life.rows(DatedSession)] == [3]
    assert [item.status for item in life.items("placement_report")] == ["done", "open"]
    (seen,) = placements(life)
    assert (seen.hours_done, seen.paused, seen.end) == (3, False, None)


def test_the_family_sees_place_days_and_whom_to_ring_until_it_ends() -> None:
    life = placed()
    for who in ("minor", "mother"):
        page = open_view(load_own_page, life.context, life.actor(who), life.number, right=READ_OWN)
        assert page.placement is not None
        assert page.placement.place.phone == PLACE["phone"]
    life.on("2026-03-20 10:00").act("social_worker", "end_placement", because="place", text="面包坊停业")
    assert open_view(load_own_page, life.context, life.actor("minor"), life.number, right=READ_OWN).placement is None
    assert life.items("placement_report", status="open") == []
    assert life.plan.attention_open is False
    life.act("social_worker", "place", **PLACE | {"unit": "社区图书馆", "kind": "community", "from_on": "2026-03-21"})
    assert [view.place.unit for view in placements(life)] == ["向阳面包坊", "社区图书馆"]


def test_one_place_at_a_time_and_a_pause_is_no_end() -> None:
    life = placed()
    life.on("2026-03-12 10:00").act(
        "social_worker", "record_placement_report", way="visit", text="考试，停两周", paused=True
    )
    assert placements(life)[0].paused
    with pytest.raises(StateConflict):
        life.act("social_worker", "place", **PLACE | {"unit": "社区图书馆"})
    life.act("social_worker", "end_placement", because="moved", text="换到社区")
    with pytest.raises(StateConflict):
        life.act("social_worker", "end_placement", because="done", text="又一次")


@pytest.mark.parametrize(("more", "error"), [
    ({"guardian_consented_on": None}, Refused),
    ({"until_on": "2026-03-02"}, BadInput),
    ({"condition": "A1"}, BadInput),
])  # fmt: skip
def test_without_consent_or_in_contradiction_nothing_is_on_file(more: dict[str, Any], error: type[Exception]) -> None:
    life = an_announced_plan().on("2026-03-06 10:00")
    with pytest.raises(error):
        life.act("social_worker", "place", **PLACE | more)
    assert placements(life) == []


def test_nobody_below_sixteen_is_placed_in_work() -> None:
    """Training and community work stay open to them."""
    life = an_announced_plan(
        a_plan(born_on="2010-04-01", minor={"identity_number": None}, case={"offence_article": "263"})
    ).on("2026-03-06 10:00")
    with pytest.raises(Refused, match="sixteen"):
        life.act("social_worker", "place", **PLACE | {"kind": "job"})
    life.act("social_worker", "place", **PLACE | {"kind": "training"})


def test_a_report_or_an_end_without_a_place_is_refused() -> None:
    life = an_announced_plan().on("2026-03-06 10:00")
    with pytest.raises(StateConflict):
        life.act("social_worker", "record_placement_report", way="call", text="很好")
    with pytest.raises(StateConflict):
        life.act("social_worker", "end_placement", because="done", text="很好")
