"""A page given to a family: who is told, and what stands beside what comes by it while the card is new, or from a browser in
which staff have signed in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from casework.acting.acts.act import ACTS
from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.open_plan import OpenPlan
from casework.acting.performing import perform_as
from casework.acting.rights import SYSTEM, Actor
from casework.acting.rights.read_operations import READ_OWN
from casework.family.family_access import make_family_page, sign_in_to_family_page
from casework.family.family_page import load_own_page
from casework.leave.family_leave_view import list_asked_leaves
from casework.messages.proof import load_proof
from casework.outcome.statements import load_statements
from casework.plan.views.check_ins import get_check_ins
from casework.plan.views.item_detail import get_item_detail
from casework.plan.views.timeline import load_timeline
from casework.shared.device_consent import get_device_consent
from core.clock import SimulatedClock
from tests.builders import SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy


@cached_copy
def the_life() -> SimulatedPlan:
    life = an_announced_plan()
    return life.on("2026-03-05 10:00")


def opened(life: SimulatedPlan, relation: str = "minor") -> Actor:
    card = make_family_page(life.context, life.actor("social_worker"), life.number, relation)
    return sign_in_to_family_page(life.context, card.secret, card.code, "a phone").signed_in.actor


def see(life: SimulatedPlan, look: Callable[[OpenPlan], object]) -> Any:
    with life.context.open_for_reading(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        return look(open_plan)


def test_the_team_and_the_other_guardian_are_told_of_a_page_and_whoever_gave_it_is_not() -> None:
    life = the_life()
    before = len(life.posted())
    first = make_family_page(life.context, life.actor("social_worker"), life.number, "minor")
    new = life.posted()[before:]
    assert {(message.recipient_role, message.event) for message in new} == {
        ("prosecutor", "plan_changed"), ("assistant", "plan_changed"), ("guardian", "page_given")
    }  # fmt: skip
    with life.context.open_for_reading(life.number, life.actor("mother"), READ_OWN) as open_plan:
        assert [who.zh for who, _day in load_own_page(open_plan).cards_given] == ["孩子"]
    second = make_family_page(life.context, life.actor("social_worker"), life.number, "minor")
    assert (first.replaced, second.replaced) == (False, True)
    assert [line.note["replaced"] for line in life.lines("give_page")] == [False, True]


@pytest.mark.parametrize("why", ["danger", "custody"])
def test_no_guardian_is_told_who_is_a_danger_or_while_the_minor_is_held(why: str) -> None:
    life = the_life()
    if why == "danger":
        life.act("social_worker", "report_danger", person="mother", reached="police", called_at="10:00", told_to="值班",
                 reference="1", facts="有伤")  # fmt: skip
    else:
        life.act("prosecutor", "record_measure", decided_by="police", measure="custody", from_on="2026-03-05")
    before = len(life.posted())
    make_family_page(life.context, life.actor("social_worker"), life.number, "minor")
    assert "guardian" not in {message.recipient_role for message in life.posted()[before:]}


@pytest.mark.parametrize("mark", ["new_card", "staff_device", None])
def test_what_comes_by_a_new_card_is_marked_wherever_it_is_read_and_after_a_day_no_more(mark: str | None) -> None:
    life = the_life()
    minor = opened(life)
    assert minor.page_mark == "new_card"
    if mark is None:
        life.on(life.now + timedelta(days=1))
        minor = life.actor("minor")
    elif mark == "staff_device":
        minor = Actor("family", minor.role, minor.id, None, minor.plan_id, page_mark=mark)
    way = mark or "page"
    for did, fields in (
        ("submit", {"item": "weekly_note", "due_on": "2026-03-09", "text": "都去了"}),
        ("explain", {"item": "weekly_note", "due_on": "2026-03-09", "text": "生病"}),
        ("record_statement", {"of": "minor", "text": "想上学"}),
        ("give_consents", {"device_data": True}),
        ("object", {"objection_by": "minor", "against": "conditions", "text": "太远"}),
        ("ask_leave", {"leave": "a", "from_on": "2026-03-20", "to_on": "2026-03-21", "destination": "外婆家",
                       "reason": "看外婆", "leaves": "county"}),
    ):  # fmt: skip
        perform_as(life.context, minor, life.number, ACTS[did], **fields)
    came = see(life, get_check_ins)
    assert any("是不是本人" in flag.zh for flag in came[0].flags) is (mark is not None)
    item = see(life, lambda plan: get_item_detail(plan, "weekly_note", came[0].item.due_on))
    assert (item.handed_in[0].way, item.explained[0].way) == (way, mark)
    assert [one.way for one in see(life, load_statements)] == [way]
    assert see(life, get_device_consent).said[0].way == way
    assert [one.way for one in see(life, list_asked_leaves)] == [mark]
    lines = {line.did: line.note.get("way") for line in see(life, load_timeline).lines}
    assert (lines["object"], lines["record_statement"]) == (mark, mark)
    with life.context.open_for_reading(life.number, minor, READ_OWN):
        pass
    proof = load_proof(life.context, life.actor("prosecutor"), life.number, "weekly_note", came[0].item.due_on)
    assert not (proof.page_opened_at if mark else proof.page_opened_by_others_at)


class RunningClock(SimulatedClock):
    """A clock that goes on between one look and the next, as that of a machine does."""

    def now(self) -> datetime:
        self.advance_by(timedelta(milliseconds=1))
        return super().now()


def test_the_right_code_opens_while_the_clock_runs() -> None:
    life = the_life()
    card = make_family_page(life.context, life.actor("social_worker"), life.number, "minor")
    running = replace(life.context, clock=RunningClock(life.now))
    assert sign_in_to_family_page(running, card.secret, card.code, "a phone").token
