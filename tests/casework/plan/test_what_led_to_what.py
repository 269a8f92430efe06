"""What is kept of causes: which run wrote a line, why the run began, with which line a message was posted."""

import uuid
from datetime import timedelta

import pytest

from casework.plan import scheduling
from flows.due_events import Due
from flows.scheduler import OverduePlans
from flows.services import process_in_tick
from flows.supervision import DUE_OPERATIONS, DueOperation
from models.chain import compute_digest
from models.journal import JournalLine
from models.message import Message
from models.plan import RunLogEntry, WokenBy
from notifications.matrix import find_rule
from notifications.outbox import post_fallback
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, start_plan


def line_of(life: SimulatedPlan, act: str) -> JournalLine:
    return life.lines(act)[0]


def test_a_failed_run_is_the_one_that_wrote_what_it_had_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """One verb is done, the next one fails: both belong to the same run, and so does the halt at last."""
    life = an_announced_plan(staff=("administrator jia.admin",))
    life.jumps_to("2026-03-09 09:30")
    whole, calls = DUE_OPERATIONS[Due.CHECK_IN_DUE].do, [0]

    def fails_after_the_first(*asked: object) -> None:
        calls[0] += 1
        if calls[0] > 1:
            raise RuntimeError
        whole(*asked)  # type: ignore[arg-type]

    monkeypatch.setitem(DUE_OPERATIONS, Due.CHECK_IN_DUE, DueOperation("call_for", fails_after_the_first))
    overdue = OverduePlans(scheduling, process_in_tick)
    for _ in range(40):
        life.jumps_to(life.now + timedelta(seconds=20))
        overdue.once(life.context)
        if life.plan.quarantined_at is not None:
            break
        life.jumps_to(max(life.now, life.plan.wake_at or life.now))
    failed = [run for run in life.rows(RunLogEntry) if run.failure_kind == "RuntimeError"]
    (halted,) = life.lines("quarantine")
    assert halted.run_id == failed[-1].id
    assert failed[-1].woken_by == WokenBy.DUE
    assert life.context.failed_runs == {}


def test_a_message_on_the_next_way_names_the_one_that_did_not_arrive() -> None:
    life = an_announced_plan(delivers=True).on("2026-03-09 18:00")
    refused = next(each for each in life.messages() if (row := find_rule(each.event, each.recipient_role))
                   and row.next_channel_text(each.channel))  # fmt: skip
    with life.context.database.transaction() as session:
        later = post_fallback(session, life.now, session.get_one(Message, refused.id))
        instead_of = later.instead_of_id if later else None
    assert instead_of == refused.id


def test_causes_are_under_the_seal_of_the_chain() -> None:
    """Who gives a line another cause afterwards is found out."""
    life = start_plan()
    line = life.rows(JournalLine)[0]
    before = compute_digest(b"k" * 32, line)
    line.run_id = uuid.uuid4()
    assert compute_digest(b"k" * 32, line) != before
    line.run_id = line.transaction_id = None
    assert compute_digest(b"k" * 32, line) != before


def test_a_plan_is_opened_by_one_transaction_with_all_its_items() -> None:
    life = start_plan(a_plan())
    opened = line_of(life, "open_plan")
    assert {item.transaction_id for item in life.items("weekly_note")} == {opened.transaction_id}
