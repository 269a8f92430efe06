"""A plan lived until now: nothing early, nothing twice, and a verb that does not answer halts its plan."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.performing import perform_as
from casework.acting.rights import SYSTEM
from casework.checkins import reminder_steps
from casework.family.acts import PauseMessages
from casework.plan.halting import release_plan
from casework.plan.prefect_runs import get_awaited_kind
from casework.plan.scheduling import due, get_next_moment
from casework.shared.items.items import finish_items
from core.clock import SimulatedClock
from core.errors import NotAllowed
from flows.due_events import Due, DueEvent
from flows.supervision import (
    DUE_OPERATIONS,
    Closed,
    DueOperation,
    Parked,
    UnansweredEvent,
    process_due_events,
)
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, at, conclude, start_plan
from tests.cached_plans import cached_copy

SECOND = timedelta(seconds=1)


class TickingClock(SimulatedClock):
    """A clock that, like a real one, never shows the same moment twice."""

    def now(self) -> datetime:
        self.advance_by(timedelta(microseconds=1))
        return super().now()


@cached_copy
def a_year_of_everything() -> SimulatedPlan:
    """A life with every sort of date in it: bail, majority, sheets, reports, a milestone, leave, an incident, a hush."""
    plan = a_plan(
        born_on="2008-06-16",
        case={"bail": [{"decided_by": "procuratorate", "from_on": "2025-08-01"}]},
        cadence={"weekly_note": {"on": "Mon"}, "usage_sheet": {"on": "Sun"}, "thought_report": {"every_months": 1},
                 "usage_review": {"every_months": 1}},
    )  # fmt: skip
    return start_plan(plan, team_works=False)


def moments(life: SimulatedPlan, until: str) -> Iterator[datetime]:
    """Each moment at which something falls due by itself, the clock standing at it with nothing done yet."""
    while (moment := get_next_moment(life.context, life.number)) is not None and moment <= at(until):
        if moment > life.now:
            yield moment
        life.rehearsal.clock.advance_to(moment)
        process_due_events(life.context, life.number, source="tick")


def test_one_second_before_nothing_is_due_and_at_it_something_is() -> None:
    life = a_year_of_everything()
    announce_and_serve(life, "2026-03-04")
    life.act(
        "minor", "ask_leave", leave="trip", from_on="2026-03-20", to_on="2026-03-22", destination="邻市", reason="探亲"
    )
    life.act("prosecutor", "decide_leave", leave="trip", approved=True)
    perform_as(
        life.context, life.actor("prosecutor"), life.number, PauseMessages, until_on=date(2026, 3, 30), reason="考试"
    )
    life.process_due()
    seen, kinds = set(), set()
    for since, until in ((None, "2026-04-12"), ("2026-06-08", "2026-06-20"), ("2026-08-24", "2026-09-20")):
        if since is not None:
            life.skips_to(f"{since} 09:00")
        for moment in moments(life, until):
            kinds.add(get_awaited_kind(life.context, life.number))
            life.rehearsal.clock.advance_to(moment - SECOND)
            assert life.next_due_event() is None
            life.rehearsal.clock.advance_to(moment)
            found = life.next_due_event()
            assert isinstance(found, DueEvent)
            assert found.fell_due_at == found.noticed_at == moment
            seen.add(found.what.value)
    assert seen >= {
        "CheckInDue", "CheckInLastDay", "CheckInNotReceived", "UsageReviewDue", "StaffItemDue",
        "DatePassed", "PeriodNearEnd", "PeriodEnded", "StatutoryDateNear", "CameOfAge", "MessagesResumed",
    }  # fmt: skip
    # A wake shows only what sort of thing comes: a date, something of the family's or the office's own; halted, people.
    assert kinds == {"family", "staff", "statutory", "machine"}
    with life.context.database.transaction() as session:
        life.context.find(session, life.number).quarantined_at = life.now
    assert get_awaited_kind(life.context, life.number) == "people"


def test_a_plan_that_only_waits_for_people_is_looked_at_again_tomorrow() -> None:
    """Whatever is open asks somebody again one day; where nothing is, the plan is not forgotten either."""
    life = announce_and_serve(start_plan(), "2026-03-04")
    with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        finish_items(open_plan)
        open_plan.wake()
    assert life.next_moment() is None
    end = process_due_events(life.context, life.number, source="tick")
    assert end == Parked(life.now + timedelta(days=1))
    assert life.plan.wake_at == life.now + timedelta(days=1)


def test_a_sealed_plan_ends_its_run_and_still_closes_by_itself() -> None:
    life = announce_and_serve(start_plan(team_works=False), "2026-03-04")
    life.jumps_to("2026-09-02 00:00").process_due()
    conclude(life, opinion_on="2026-09-03", decided_on="2026-09-04", announced_on="2026-09-07")
    life.on("2026-09-08 09:00")
    assert process_due_events(life.context, life.number, source="tick") == Closed()
    assert life.plan.wake_at is not None
    life.jumps_to("2027-03-08 09:00")
    assert due(life.context, life.now, 10) == [life.number]
    process_due_events(life.context, life.number, source="tick")
    assert life.status == "closed"
    assert life.plan.wake_at is None


@pytest.mark.parametrize("ticking", [False, True], ids=["standing clock", "running clock"])
def test_a_verb_that_does_not_answer_halts_the_plan_and_tells_its_prosecutor(
    monkeypatch: pytest.MonkeyPatch, ticking: bool
) -> None:
    life = announce_and_serve(start_plan(), "2026-03-04").on("2026-03-08 16:00")
    if ticking:
        life.context.clock = TickingClock(life.now)
    life.jumps_to("2026-03-08 17:00")
    tried = []

    def answer_nothing(context: object, number: str, item_id: object) -> None:
        tried.append(item_id)
        assert len(tried) < 20, "it goes on for ever"

    monkeypatch.setitem(DUE_OPERATIONS, Due.CHECK_IN_DUE, DueOperation("call_for", answer_nothing))
    with pytest.raises(UnansweredEvent, match="CheckInDue"):
        process_due_events(life.context, life.number, source="tick")
    assert len(tried) == 1
    assert life.plan.quarantined_at is not None
    assert life.lines("quarantine") != []
    assert {m.recipient_role for m in life.posted() if m.event == "plan_halted"} == {"prosecutor", "assistant"}

    # Nothing is done for it by itself any more, by no process, until a person has looked; only that is brought up again.
    monkeypatch.undo()
    before = len(life.lines())
    life.jumps_to("2026-03-20 12:00")
    assert isinstance(process_due_events(life.context, life.number, source="run"), Parked)
    assert {line.note.get("kind") for line in life.lines()[before:]} == {"plan_halted"}
    assert due(life.context, life.now, 10) == []

    # Only who answers for it lets it go on; then what fell due meanwhile is done.
    with pytest.raises(NotAllowed):
        release_plan(life.context, life.actor("social_worker"), life.number)
    assert life.plan.quarantined_at is not None
    release_plan(life.context, life.actor("prosecutor"), life.number)
    assert due(life.context, life.now, 10) == [life.number]
    process_due_events(life.context, life.number, source="tick")
    assert life.lines("release_quarantine") != []
    assert life.lines("call_for") != []


def test_two_lanes_that_race_do_one_work() -> None:
    """A verb called for what another process has done meanwhile looks again and does nothing."""
    life = announce_and_serve(start_plan(), "2026-03-04").on("2026-03-08 16:00").jumps_to("2026-03-08 17:00")
    found = life.next_due_event()
    assert isinstance(found, DueEvent)
    process_due_events(life.context, life.number, source="run")
    before = (len(life.lines()), len(life.posted()))
    reminder_steps.notify_of_due_item(life.context, life.number, found.item_id)
    assert (len(life.lines()), len(life.posted())) == before


def test_every_machine_verb_before_its_moment_does_nothing() -> None:
    """Called by mistake, a day early, no verb of the machine changes anything."""
    from casework.family import age, people
    from casework.incidents import incidents
    from casework.outcome import after_decision, final_decision
    from casework.seal import sealing

    life = a_year_of_everything()
    announce_and_serve(life, "2026-03-04")
    items = [item.id for item in life.items()]
    before = (len(life.lines()), len(life.posted()), life.plan.version)
    for item_id in items:
        for verb in (
            reminder_steps.notify_of_due_item, reminder_steps.remind_on_last_day, reminder_steps.ask_why_not_received, reminder_steps.settle_unexplained_item,
            reminder_steps.notify_of_overdue_item, after_decision.execute_decision, final_decision.end_period, age.process_coming_of_age, people.resume_messages,
            sealing.seal_record, sealing.close_plan, incidents.refer_to_prosecutor,
        ):  # fmt: skip
            verb(life.context, life.number, item_id)
    assert (len(life.lines()), len(life.posted()), life.plan.version) == before
    assert life.status == "under_supervision"


def test_a_verb_by_itself_puts_its_plan_to_sleep() -> None:
    """In its own transaction: a process that dies right after it leaves no plan awake in vain, and none asleep too long."""
    life = announce_and_serve(start_plan(decided_on="2026-03-02"), "2026-03-04")
    note = life.item("weekly_note", "2026-03-09")
    assert note.next_at is not None
    life.on(note.next_at - timedelta(seconds=1)).rehearsal.clock.advance_to(note.next_at)
    reminder_steps.notify_of_due_item(life.context, life.number, note.id)
    assert life.plan.wake_at == get_next_moment(life.context, life.number)
    assert life.plan.wake_at > life.now


def test_woken_for_nothing_a_plan_sleeps_again_until_its_next_item() -> None:
    life = announce_and_serve(start_plan(decided_on="2026-03-02"), "2026-03-04")
    with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        open_plan.wake()
    assert life.plan.wake_at == life.now
    process_due_events(life.context, life.number, source="tick")
    assert life.plan.wake_at == get_next_moment(life.context, life.number)
