"""What is told to staff once and was no item of anybody's: a text given up, a reply, wrong codes at a page, a halted plan. Each
waits on the desk with its age, is brought up again and goes one step up, until somebody has dealt with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.bootstrap import Dispatcher
from casework.family.family_access import make_family_page, sign_in_to_family_page
from casework.messages.replies import process_replies
from casework.messages.undelivered import notify_of_undelivered
from casework.plan.halting import quarantine, release_plan
from casework.plan.scheduling import due
from casework.shared.facts.fact_rules import FACT_RULES
from casework.shared.items.item_kinds import ITEM_KINDS
from core.errors import NotSignedIn
from flows.supervision import process_due_events
from models.item import STILL_OPEN, Item
from notifications.channels.channel import SendOutcome, SendResult
from notifications.channels.inbox import InboxChannel
from notifications.channels.memory import MemoryChannel
from notifications.events import TO_PERSONS, Recipient
from notifications.matrix import MATRIX, Event
from notifications.replies import InboundReply, ReplyMeaning
from tests.builders import PHONE, SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy
from tests.notifications.doubles import ScriptedChannel
from web.views.my_day import get_my_day

OF_NO_PLANS_ITEM = {
    Event.STILL_WAITING: "it is the reminder itself",
    Event.MORNING_DIGEST: "counts only",
    Event.ACCOUNT_ASKED: "of an account, and of no plan",
    Event.SIGN_IN_ALERT: "of an account, and of no plan",
    Event.OFFICE_CHANGED: "of an office, and of no plan",
    Event.JOURNAL_HEAD: "of the installation, and of no plan",
    Event.ACT_DONE: "to the office's systems only: somebody has done it",
    Event.WEBHOOK_TESTED: "to the office's systems only",
    Event.SUPPORT_LEVEL_LAPSES: "told before and when it lapses, by its own item",
    Event.CHECK_IN_NOT_RECEIVED: "the family's own item stands for it",
    Event.REPORT_RECORDED: "its feedback is an item",
}


def given_up(life: SimulatedPlan) -> None:
    life.on("2026-03-08 16:59")
    channels = {"text": ScriptedChannel([SendResult(SendOutcome.REFUSED, reason="gateway_7")]), "email": MemoryChannel(),
                "inbox": InboxChannel()}  # fmt: skip
    life.mail.dispatcher = Dispatcher(channels)
    life.on("2026-03-08 17:01")
    assert notify_of_undelivered(life.context) == 1


def replied(life: SimulatedPlan) -> None:
    process_replies(life.context, [InboundReply(PHONE, ReplyMeaning.OTHER, "r1")])


def wrong_codes(life: SimulatedPlan) -> None:
    card = make_family_page(life.context, life.actor("social_worker"), life.number, "minor")
    for phone in range(30):
        with pytest.raises(NotSignedIn):
            sign_in_to_family_page(life.context, card.secret, "0000" if card.code != "0000" else "1111", f"{phone}")


def halted(life: SimulatedPlan) -> None:
    quarantine(life.context, life.number)


HAPPENS: dict[Event, tuple[str, Callable[[SimulatedPlan], None]]] = {
    Event.MESSAGE_NEEDS_A_PERSON: ("undelivered", given_up),
    Event.REPLY_RECEIVED: ("text_reply", replied),
    Event.PAGE_RESTS: ("wrong_codes_tried", wrong_codes),
    Event.PLAN_HALTED: ("plan_halted", halted),
}


@cached_copy
def the_life() -> SimulatedPlan:
    life = an_announced_plan(delivers=True)
    return life.on("2026-03-05 10:00")


def waiting(life: SimulatedPlan, kind: str) -> list[Item]:
    return [item for item in life.items(kind) if item.status in STILL_OPEN]


def test_every_event_that_staff_are_notified_of_is_an_items_or_a_facts_or_has_one_made_for_it() -> None:
    to_staff = {row.event for row in MATRIX if row.recipient not in (*TO_PERSONS, Recipient.VICTIM)}
    of_items = {event for kind in ITEM_KINDS.values()
                for event in (kind.call, kind.last_day, kind.not_received, kind.passed) if event}  # fmt: skip
    of_facts = {tell.event for row in FACT_RULES.values() for tell in row.tells}
    near = {Event.STATUTORY_DATE_NEAR, Event.SERVICE_NEAR}
    assert to_staff - of_items - of_facts - near - set(OF_NO_PLANS_ITEM) == set(HAPPENS)


@pytest.mark.parametrize("event", HAPPENS)
def test_an_item_waits_in_my_day_is_brought_up_again_and_goes_up(event: Event) -> None:
    kind, happens = HAPPENS[event]
    life = the_life()
    happens(life)
    (item,) = waiting(life, kind)
    happens(life) if kind in ("text_reply", "wrong_codes_tried", "plan_halted") else None
    assert len(waiting(life, kind)) == 1, "the same sort of thing is not asked for twice"
    for days in range(1, 29):
        moment = f"{item.due_on + timedelta(days=days)} 10:00"
        if kind == "plan_halted":
            life.jumps_to(moment)
            if life.number in due(life.context, life.now, 10):
                process_due_events(life.context, life.number, source="tick")
        else:
            life.on(moment)
    (item,) = waiting(life, kind)
    assert item.next_step == "again"
    messages = [m for m in life.messages() if m.event == "still_waiting" and m.recipient_role == item.owner]
    assert len(messages) >= 2
    tasks = [one for one in get_my_day(life.context, life.actor(item.owner)).to_do if one.kind == kind]
    assert [one.days >= 20 for one in tasks] == [True]


def test_a_call_that_reached_the_person_settles_what_was_about_them() -> None:
    for event in (Event.MESSAGE_NEEDS_A_PERSON, Event.REPLY_RECEIVED, Event.PAGE_RESTS):
        kind, happens = HAPPENS[event]
        life = the_life()
        happens(life)
        life.act("social_worker", "record_call", item="weekly_note", due_on="2026-03-09", outcome="not_reached")
        assert waiting(life, kind)
        life.on(life.now + timedelta(minutes=1))
        life.act("social_worker", "record_call", item="weekly_note", due_on="2026-03-09", outcome="reached")
        assert waiting(life, kind) == []


def test_the_page_opened_with_its_code_and_what_comes_in_settle_it_too() -> None:
    life = the_life()
    wrong_codes(life)
    card = make_family_page(life.context, life.actor("social_worker"), life.number, "minor")
    assert waiting(life, "wrong_codes_tried") == []
    wrong_codes(life)
    assert waiting(life, "wrong_codes_tried")
    life.on(life.now + timedelta(days=1))
    with pytest.raises(NotSignedIn):
        sign_in_to_family_page(life.context, card.secret, card.code, "a phone")
    given_up(other := the_life())
    other.act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    assert waiting(other, "undelivered") == []


def test_a_halted_plan_is_brought_up_and_nothing_else_of_it_is_done() -> None:
    life = the_life()
    halted(life)
    (item,) = waiting(life, "plan_halted")
    life.jumps_to(f"{item.due_on} 10:00")
    assert life.number in due(life.context, life.now, 10)
    before = {line.id for line in life.lines()}
    process_due_events(life.context, life.number, source="tick")
    assert [line.note["kind"] for line in life.lines() if line.id not in before] == ["plan_halted"]
    assert life.number not in due(life.context, life.now, 10)
    release_plan(life.context, life.actor("prosecutor"), life.number)
    assert waiting(life, "plan_halted") == []
