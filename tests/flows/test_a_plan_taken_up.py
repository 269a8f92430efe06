"""A plan that one process has claimed: what is due is done under one claim, which is given back with the run's account."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.rights import SYSTEM
from casework.plan.scheduling import (
    CLAIM,
    claim_plan,
    due,
    get_next_moment,
    hold_plan,
)
from casework.shared.items.items import add_item
from flows.supervision import DUE_OPERATIONS, DueOperation, process_due_events
from models.plan import RunLogEntry
from tests.builders import SimulatedPlan, announce_and_serve, start_plan

SOURCE = "a process"
Meanwhile = Callable[[], None]


def with_a_call_due() -> SimulatedPlan:
    return announce_and_serve(start_plan(), "2026-03-04").on("2026-03-08 16:00").jumps_to("2026-03-08 17:00")


def taken_up(life: SimulatedPlan, after_each_verb: Meanwhile) -> list[str]:
    """The plan is lived under a claim; returns the verbs in their order."""
    verbs: list[str] = []

    def followed(operation: DueOperation) -> DueOperation:
        def do(context: Context, number: str, item_id: UUID) -> None:
            operation.do(context, number, item_id)
            verbs.append(operation.code)
            after_each_verb()

        return DueOperation(operation.code, do)

    with pytest.MonkeyPatch.context() as patch, hold_plan(life.context, life.number, SOURCE) as claimed:
        assert claimed.held
        for event, operation in list(DUE_OPERATIONS.items()):
            patch.setitem(DUE_OPERATIONS, event, followed(operation))
        process_due_events(life.context, life.number, source="run", claimed=claimed)
    return verbs


def test_while_more_is_due_the_claim_is_renewed_and_at_the_end_it_is_given_back() -> None:
    life = announce_and_serve(start_plan(team_works=False), "2026-03-04").jumps_to("2026-03-20 10:00")
    seen = []

    def slowly() -> None:
        seen.append((life.plan.claimed_by, life.plan.claimed_until))
        life.jumps_to(life.now + CLAIM / 2)

    began_at = life.now
    verbs = taken_up(life, slowly)
    assert len(verbs) > 3
    # The claim is renewed, and at last given back, in the transaction of each verb.
    assert seen[:-1] == [(SOURCE, began_at + CLAIM + CLAIM / 2 * turn) for turn in range(len(verbs) - 1)]
    assert seen[-1] == (None, None)
    assert (life.plan.claimed_by, life.plan.claimed_until) == (None, None)
    [wake] = [wake for wake in life.rows(RunLogEntry) if wake.began_at == began_at]
    assert (wake.verbs, wake.parked_until) == (verbs, life.plan.wake_at)


def test_what_is_added_once_the_plan_sleeps_is_due_at_once() -> None:
    life = with_a_call_due()
    added: list[bool] = []

    def somebody_adds_something() -> None:
        if not added:
            added.append(True)
            with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
                add_item(
                    open_plan, "carry_out", open_plan.today, owner="system", label="revocation"
                ).next_at = open_plan.now

    assert taken_up(life, somebody_adds_something) == ["call_for"]
    assert due(life.context, life.now, 10) == [life.number]
    assert taken_up(life, somebody_adds_something) == ["carry_out"]


def test_what_is_added_for_later_wakes_the_plan_then() -> None:
    life = with_a_call_due()

    def somebody_adds_something() -> None:
        with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
            item = add_item(open_plan, "worker_contact", date(2026, 3, 10), owner="social_worker", label="revocation")
            item.next_at = open_plan.now + timedelta(minutes=1)
            open_plan.wake(item.next_at)

    assert taken_up(life, somebody_adds_something) == ["call_for"]
    assert life.plan.wake_at == get_next_moment(life.context, life.number) == life.now + timedelta(minutes=1)


def test_whoever_took_the_plan_over_meanwhile_keeps_it() -> None:
    life = with_a_call_due()

    def another_takes_over() -> None:
        life.jumps_to(life.now + CLAIM)
        assert claim_plan(life.context, life.number, "another").held

    taken_up(life, another_takes_over)
    assert life.plan.claimed_by == "another"
    assert life.plan.wake_at == get_next_moment(life.context, life.number)


def test_a_run_that_breaks_off_after_a_verb_leaves_the_plan_to_anybody_and_nothing_is_done_twice() -> None:
    life = with_a_call_due()

    def breaks_off() -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        taken_up(life, breaks_off)
    assert life.plan.claimed_by is None
    called = life.lines("call_for")
    assert len(called) == 1
    life.jumps_to(life.now + timedelta(seconds=5))
    assert due(life.context, life.now, 10) == []
    assert taken_up(life, lambda: None) == []
    assert life.lines("call_for") == called
