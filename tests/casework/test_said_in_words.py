"""What used to be answered without a word, or with a wrong one: each is said, to whoever has to know it."""

from datetime import date, timedelta

import pytest

from casework.acting.performing import perform_as
from casework.evaluation.statistics import load_statistics
from casework.leave.acts import DecideLeave
from casework.plan.views.status import load_plan_status
from casework.service.receipts_view import CLOCKS, TO_DO, RunningClock, get_next_step, list_running_clocks
from casework.shared.closing_list import OWED_BY_OTHERS
from casework.shared.items.item_kinds import ITEM_KINDS
from core.clock import SimulatedClock
from core.errors import BadInput, Refused
from models.decision import ClosingListEntry, Leave
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, open_view, start_plan
from tests.cached_plans import cached_copy
from tests.casework.test_every_act_in_its_time import revoked, sealed
from web.views.period import get_period_timeline


@cached_copy
def running(*, delivers: bool = False) -> SimulatedPlan:
    """A plan in its first week."""
    return an_announced_plan(team_works=False, delivers=delivers).on("2026-03-06 10:00")


# ----------------------------------------------------------------- a revoked case


def test_a_revoked_plan_says_when_and_how_its_period_ended() -> None:
    """Not 'days ago' of a day that no longer counts; and that the seal waits for the judgment."""
    life = revoked().skips_to("2026-12-01 12:00")
    view = open_view(load_plan_status, life.context, life.actor("prosecutor"), life.number)
    assert view.ended_on == date(2026, 3, 10)
    assert "2026-03-10" in view.left.zh
    assert "撤销" in view.left.zh
    assert "已过" not in view.left.zh
    assert "judgment_awaited" in [banner.code for banner in view.banners]


def test_the_line_of_the_period_calls_nothing_open_that_is_moot_or_past() -> None:
    life = revoked().on("2026-03-12 10:00").act("prosecutor", "prosecute").jumps_to("2026-12-01 12:00")
    markers = {
        marker.kind: marker
        for marker in open_view(get_period_timeline, life.context, life.actor("prosecutor"), life.number).markers
    }
    assert "final_decision" not in markers
    assert [marker.status_text.zh for marker in markers.values() if marker.status_text.zh == "待完成"] == []
    assert markers["prosecution"].status_text.zh == "已办"


def test_a_birthday_is_reached_or_still_to_come() -> None:
    life = running()
    life.comes_of_age_on(life.today + timedelta(days=30))

    def words_at() -> str:
        markers = open_view(get_period_timeline, life.context, life.actor("prosecutor"), life.number).markers
        return next(marker.status_text.zh for marker in markers if marker.kind == "of_age")

    assert words_at() == "尚未到"
    assert isinstance(life.context.clock, SimulatedClock)
    life.context.clock.advance_by(timedelta(days=31))
    assert words_at() == "已满"


# ----------------------------------------------------------------- two at once


def test_an_answered_leave_is_answered_otherwise_only_with_a_reason() -> None:
    life = running()
    life.act("mother", "ask_leave", leave="trip", from_on="2026-03-20", to_on="2026-03-22", destination="邻市",
             reason="看病")  # fmt: skip
    by = life.actor("prosecutor")
    perform_as(life.context, by, life.number, DecideLeave, leave="trip", approved=True)
    with pytest.raises(Refused, match="answered this on 2026-03-06 10:00: granted") as refused:
        perform_as(life.context, by, life.number, DecideLeave, leave="trip", approved=False)
    assert "请写明理由" in refused.value.reason.zh
    assert [row.prosecutor_approved for row in life.rows(Leave)] == [True]
    perform_as(life.context, by, life.number, DecideLeave, leave="trip", approved=False, reason="医院改期，不必外出")
    assert [row.prosecutor_approved for row in life.rows(Leave)] == [False]


# ----------------------------------------------------------------- small things


def test_a_proposal_after_its_decision_is_a_mistake() -> None:
    plan = a_plan()
    wrong = plan.model_copy(
        update={"review": plan.review.model_copy(update={"proposed_on": plan.decision.on + timedelta(days=1)})}
    )
    with pytest.raises(BadInput) as refused:
        start_plan(wrong)
    assert "review.proposed_on" in [mistake.place for mistake in refused.value.mistakes]


def test_figures_of_days_that_run_backwards_are_refused() -> None:
    life = running()
    with pytest.raises(BadInput) as refused:
        load_statistics(life.context, life.actor("department_head"), from_on=date(2026, 12, 1), to_on=date(2026, 1, 1))
    assert refused.value.status == 422
    assert [mistake.place for mistake in refused.value.mistakes] == ["from_on", "to_on"]


def test_leave_that_has_begun_without_approval_is_warned_of() -> None:
    life = running()
    asked = {"to_on": "2026-03-30", "destination": "邻市", "reason": "搬家", "moves_home": True}
    life.act("mother", "ask_leave", leave="gone", from_on="2026-03-05", **asked)
    life.act("mother", "ask_leave", leave="coming", from_on="2026-04-05", **asked | {"to_on": "2026-04-20"})
    assert [line.note["warnings"] for line in life.lines("ask_leave")] == [["OB-06"], []]


# ----------------------------------------------------------------- the closing list


def test_what_is_overdue_on_the_closing_list_says_what_to_do_and_can_be_ended() -> None:
    """The police's sealing used to stand as passed for ever, and no act could end it."""
    life = sealed()
    clerk = life.actor("clerk")

    def sealing() -> RunningClock | None:
        return next((one for one in list_running_clocks(life.context, clerk) if one.clock == "police_sealing"), None)

    runs = sealing()
    assert runs is not None
    assert runs.to_do is None
    life.jumps_to(f"{runs.ends_on + timedelta(days=3)} 10:00").process_due()
    over = sealing()
    assert over is not None
    assert over.to_do is not None
    assert "请向公安机关询问" in over.to_do.zh
    values = {"to": "police", "decision": "sealing", "received_on": str(life.today)}
    life.act("clerk", "record_service", **values).act("clerk", "record_service", **values)
    assert sealing() is None
    assert [line.note["decision"] for line in life.lines("record_service")].count("sealing") == 1


def test_a_receipt_of_sealing_is_the_polices_and_comes_after_the_seal() -> None:
    life = running()
    with pytest.raises(Refused, match="not sealed yet"):
        life.act("clerk", "record_service", to="police", decision="sealing", received_on=str(life.today))
    with pytest.raises(BadInput):
        life.act("clerk", "record_service", to="minor", decision="sealing", received_on=str(life.today))


def test_every_clock_of_the_closing_list_that_passes_says_what_to_do() -> None:
    """Derived: whatever clock may stand there, and nothing else is meant by the table."""
    known = {*CLOCKS, *OWED_BY_OTHERS}
    assert set(TO_DO) <= known
    assert OWED_BY_OTHERS.keys() <= ITEM_KINDS.keys()
    for clock in known:
        row = ClosingListEntry(plan_number="x", clock=clock, began_on=date(2026, 1, 1), ends_on=date(2026, 1, 2))
        assert get_next_step(row, date(2026, 1, 2)) is None
        assert get_next_step(row, date(2026, 1, 3)) is not None


# ----------------------------------------------------------------- the six afternoons


def test_an_incident_due_while_the_minor_is_held_is_said_to_the_prosecutor() -> None:
    life = running(delivers=True)
    life.act(
        "social_worker", "report_incident", incident="x", kind="supervision_rules", done_on="2026-03-05", facts="晚归"
    )
    life.on("2026-03-06 15:00")
    before = len(life.texts("2026-03-06 14:00", to="prosecutor"))

    def banners() -> list[str]:
        view = open_view(load_plan_status, life.context, life.actor("prosecutor"), life.number)
        return [banner.code for banner in view.banners]

    assert "review_while_unable" not in banners()
    life.act("assistant", "record_unable", who="minor", from_on="2026-03-06", to_on="2026-03-20", reason="detained")
    life.on("2026-03-06 15:30")
    assert "review_while_unable" in banners()
    assert life.texts("2026-03-06 14:00", to="prosecutor")[before:] == ["E5", "E4"]


def test_one_act_says_that_minor_and_guardian_could_not_and_no_guardian_after_majority() -> None:
    life = running()
    asked = {"who": "family", "from_on": "2026-03-06", "to_on": "2026-03-20", "reason": "bereavement"}
    life.act("social_worker", "record_unable", **asked)
    assert [line.note["who"] for line in life.lines("record_unable")] == ["minor", "guardian"]
    life.comes_of_age_on(life.today)
    life.act("social_worker", "record_unable", **asked)
    assert [line.note["who"] for line in life.lines("record_unable")] == ["minor", "guardian", "minor"]
