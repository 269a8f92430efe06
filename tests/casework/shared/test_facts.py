"""Every fact that changes what stands does what its row in the table says, within the minute, and none does it in silence.
(Once however often it is told: tests/casework/test_sent_again.py.)"""

import re
from collections.abc import Callable
from datetime import time, timedelta

import pytest

from casework.acting.acts.act import ACTS
from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM
from casework.acting.rights.read_operations import READ_OWN
from casework.checkins.acts import UNABLE
from casework.family.acts import AGE_DOUBTED, MINOR_DIED
from casework.family.family_page import load_own_page
from casework.outcome.acts_ending import NOT_PROSECUTED
from casework.seal.acts import SET_ASIDE
from casework.shared.facts.fact_rules import FACT_RULES, FactRule, FactTask, Stops, get_banner
from casework.shared.facts.facts_table import list_recording_acts
from casework.shared.facts.stopping import ABOUT_DUTIES
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.item_kinds import STOPS_WITH_SUPERVISION
from core.clock import at_local, local_time
from law.working_days import WorkingDays
from models.item import STILL_OPEN, Item
from models.plan import TeamMember
from notifications.events import FAMILY
from tests.builders import KeptOutbox, SimulatedPlan, an_announced_plan, open_view, the_rulebook
from tests.casework.fact_scenes import SCENES, of_two_parents

STOPS_THE_FAMILY = (Stops.FAMILY, Stops.SUPERVISION, Stops.WHILE_UNABLE, Stops.EVERYTHING)
OF_LAW = re.compile("起诉|撤销|纠正|复议|申诉|异议|羁押|拘留|逮捕|年龄|去世|死亡|终结|检察|考察|考验")


def a_while_later(life: SimulatedPlan) -> None:
    """Twelve days, at ten in the morning: a note and a sheet would have fallen due, been asked after, and been missed."""
    life.jumps_to(at_local(life.today + timedelta(days=12), time(10, 0))).process_due()


BY_THE_CALENDAR = {"open_plan", "end_period", "come_of_age"}
"""What a plan's opening and its own dates do; everything else that records a fact is an act of somebody."""
BESIDE_ITS_ACT = {"record_declined_assistance"}
"""Another operation of an act: what came by letter, put on file here."""


def performed(row: FactRule) -> tuple[SimulatedPlan, str]:
    """The row's fact, done for real; and the moment just before it."""
    scene = SCENES[row.code]
    life = scene.begin()
    if row.stops is Stops.NOTHING:  # then only what was posted is looked at, and none of it need leave
        life.rehearsal.mail = KeptOutbox(life.context)
    by_opening = "open_plan" in list_recording_acts(row)
    if not by_opening:
        scene.before(life)
        life.on(life.now + timedelta(minutes=1))
    before = "" if by_opening else local_time(life.now).strftime("%Y-%m-%d %H:%M:%S")
    scene.fact(life)
    life.on(life.now + timedelta(seconds=59))
    return life, before


@pytest.mark.parametrize("row", FACT_RULES.values(), ids=lambda row: row.code)
def test_what_the_row_says_has_happened_within_the_minute(row: FactRule) -> None:
    """Who is asked has it open with its day, who is told has a message, what stops has stopped, what is lifted goes on."""
    life, before = performed(row)
    new = {line.act for line in life.lines() if str(local_time(line.at)) >= before}
    assert new & set(list_recording_acts(row)), f"nothing of {list_recording_acts(row)} stands in the journal"
    _asked(row, life)
    _check_notified(row, life, before)
    if row.lifts:
        assert row.lifts not in (*life.plan.stopped_by, life.plan.stopped_because)
        assert still_open(life, owner="guardian" if row.lifts == "no_guardian" else "minor")
    if row.banner is not None:
        assert get_banner(row.reason) == row.banner
    if row.stops in STOPS_THE_FAMILY:
        _family_reads(row, life)
    HAS_STOPPED[row.stops](life, row, before)


def still_open(life: SimulatedPlan, *kinds: str, owner: str | None = None) -> list[Item]:
    return [item for item in life.items(owner=owner) if item.status in STILL_OPEN and (not kinds or item.kind in kinds)]


def _family_reads(row: FactRule, life: SimulatedPlan) -> None:
    """Their own page says that it rests and that nothing has to be done meanwhile, and draws no conclusion of law."""
    assert row.family_reads is not None, "the row says nothing to the family"
    assert not OF_LAW.search(row.family_reads.zh)
    if row is UNABLE:
        life.on("2026-03-10 10:00")
    gone = row is MINOR_DIED or life.plan.ended_because == "death"
    page = open_view(
        load_own_page, life.context, life.actor("mother" if gone else "minor"), life.number, right=READ_OWN
    )
    if row.stops is Stops.WHILE_UNABLE:
        assert page.rests == row.family_reads
    elif life.plan.sealed_at is None:
        assert page.stopped is not None
        assert not OF_LAW.search(page.stopped.zh)
        assert page.to_do == []


def _asked(row: FactRule, life: SimulatedPlan) -> None:
    counted = SCENES[row.code].due(life)
    for ask in row.asks:
        within = the_rulebook().number(ask.within, on=life.today) if isinstance(ask.within, str) else ask.within
        expected = counted.get(ask.kind) if within is None else WorkingDays().after(life.today, within)
        found = [
            item
            for item in still_open(life, ask.kind, owner=ask.owners[0] if ask.owners else None)
            if expected in (None, item.due_on)
        ]
        assert found, f"nobody is asked for {ask.kind} by {expected}"
        assert not ask.at_once or any(item.called_at is not None for item in found)


def test_a_task_may_be_due_in_calendar_days() -> None:
    life = an_announced_plan().on("2026-03-06 10:00")
    asks = (FactTask("incident_review", 1, calendar_days=True),)
    row = FactRule("for_this_test", AGE_DOUBTED.happens, AGE_DOUBTED.rule, asks=asks)
    del FACT_RULES[row.code]
    with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        (item,) = take_effect(open_plan, row, "once").asked
    assert item.due_on.isoformat() == "2026-03-07"  # a Saturday


def _check_notified(row: FactRule, life: SimulatedPlan, before: str) -> None:
    """Everybody of the row who is on the plan, except who did it; and nobody else."""
    new = [message for message in life.posted() if str(local_time(message.created_at)) >= before]
    there = {"minor", "guardian", *(member.role for member in life.rows(TeamMember))}
    did_it = {line.actor_role for line in life.lines() if str(local_time(line.at)) >= before} - {"system"}
    for tell in row.tells:
        messages = {message.recipient_role for message in new if message.event in tell.events}
        expected = {to.value for to in tell.to} & there
        assert expected - did_it <= messages, f"{tell.event} reached {messages}"
        assert messages <= {to.value for to in tell.to} | {"case_management"}
        assert messages


def _nothing(life: SimulatedPlan, row: FactRule, before: str) -> None:
    """Nothing has to have stopped."""


def _family(life: SimulatedPlan, row: FactRule, before: str) -> None:
    """No duty of theirs is open and no text about one waits; twelve days later none was sent, none missed."""
    assert still_open(life, owner="minor") == still_open(life, owner="guardian") == []
    cancelled = [item for item in life.items(status="cancelled")]
    assert {"minor", "guardian"} <= {item.owner for item in cancelled}, "nothing was there to stop"
    assert [m.event for m in life.messages() if m.event in ABOUT_DUTIES and m.state == "created"] == []
    missed = len(life.items(status="missed"))
    a_while_later(life)
    assert [
        message
        for message in life.delivered(before)
        if message.to in ("minor", "mother") and message.event in ABOUT_DUTIES
    ] == []
    assert len(life.items(status="missed")) == missed


def _supervision(life: SimulatedPlan, row: FactRule, before: str) -> None:
    assert still_open(life, *STOPS_WITH_SUPERVISION) == []
    assert {"social_worker", "prosecutor"} <= {item.owner for item in life.items(status="cancelled")}
    assert row.reason in life.plan.stopped_by
    _family(life, row, before)


def _everything(life: SimulatedPlan, row: FactRule, before: str) -> None:
    assert still_open(life, *STOPS_WITH_SUPERVISION) == []
    assert life.plan.stopped_by == []
    if row not in (
        NOT_PROSECUTED,
        SET_ASIDE,
    ):  # by then the period is over, and nothing was owed
        _family(life, row, before)


def _guardians(life: SimulatedPlan, row: FactRule, before: str) -> None:
    assert still_open(life, owner="guardian") == []
    assert [item for item in life.items(owner="guardian") if item.settled_because == row.reason]
    a_while_later(life)
    assert life.delivered(before, to="mother") == []


def _while_unable(life: SimulatedPlan, row: FactRule, before: str) -> None:
    missed = len(life.items(status="missed"))
    life.on("2026-03-13 12:00")
    assert [item for item in life.items(owner="minor") if item.status in ("unable", "unknown")]
    assert [message for message in life.delivered(before, to="minor") if message.event in ABOUT_DUTIES] == []
    assert len(life.items(status="missed")) == missed


def _texts(life: SimulatedPlan, row: FactRule, before: str) -> None:
    life.on("2026-03-16 23:59")
    assert [message for message in life.delivered(before) if message.to in ("minor", "mother")] == []


def _one_person(life: SimulatedPlan, row: FactRule, before: str) -> None:
    a_while_later(life)
    assert life.delivered(before, to="mother") == []
    assert life.delivered(before, to="minor"), "the others are written to as before"


def _device_data(life: SimulatedPlan, row: FactRule, before: str) -> None:
    assert still_open(life, "usage_sheet") == []
    assert [item for item in life.items("usage_sheet") if item.settled_because == row.reason]


def _until_announced(life: SimulatedPlan, row: FactRule, before: str) -> None:
    assert [item for item in life.items() if item.status == "not_owed_yet"]
    assert life.items(status="missed") == []


HAS_STOPPED: dict[Stops, Callable[[SimulatedPlan, FactRule, str], None]] = {
    Stops.NOTHING: _nothing,
    Stops.FAMILY: _family,
    Stops.SUPERVISION: _supervision,
    Stops.EVERYTHING: _everything,
    Stops.GUARDIANS: _guardians,
    Stops.WHILE_UNABLE: _while_unable,
    Stops.TEXTS: _texts,
    Stops.ONE_PERSON: _one_person,
    Stops.DEVICE_DATA: _device_data,
    Stops.UNTIL_ANNOUNCED: _until_announced,
}


def test_no_row_leaves_the_plan_as_it_was_in_silence() -> None:
    """Each stops something, asks somebody or tells somebody; and each is lived here."""
    assert [
        row.code for row in FACT_RULES.values() if row.stops is Stops.NOTHING and not row.asks and not row.tells
    ] == []
    assert set(SCENES) == set(FACT_RULES)
    assert set(HAS_STOPPED) == set(Stops)


def test_every_fact_is_recorded_by_something() -> None:
    assert [row.code for row in FACT_RULES.values() if not list_recording_acts(row)] == []
    assert {act for row in FACT_RULES.values() for act in list_recording_acts(row)} - set(ACTS) == (
        BY_THE_CALENDAR | BESIDE_ITS_ACT
    )


def test_a_family_is_only_ever_asked_to_come_and_hear_it() -> None:
    """No row writes to minor or guardian what happened: they are asked to come, their contact has changed, or a routine change
    is on their page."""
    to_family = [tell for row in FACT_RULES.values() for tell in row.tells if set(tell.to) & set(FAMILY)]
    events = {event.value for tell in to_family for event in tell.events}
    assert events == {"to_be_told_in_person", "contact_changed", "page_updated"}


@pytest.mark.parametrize(
    ("new_end_on", "event"), [("2027-01-01", "to_be_told_in_person"), ("2026-10-15", "page_updated")]
)
def test_an_extension_is_told_in_person_and_a_shortening_is_on_the_page(new_end_on: str, event: str) -> None:
    life = of_two_parents()
    before = life.now + timedelta(minutes=1)
    life.on(before).act("chief_prosecutor", "change_period", new_end_on=new_end_on, reason="视表现")
    sent = {
        (message.recipient_role, message.event)
        for message in life.posted()
        if message.recipient_role in ("minor", "guardian") and message.created_at >= before
    }
    assert sent == {("minor", event), ("guardian", event)}
