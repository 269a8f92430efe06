"""The message console: what is found, counted, said once more and taken back, by whom; and addresses of calendars."""

import re
import uuid
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from casework.acting.rights import Actor
from casework.acting.script_actors import resolve_actor
from casework.messages.console import FoundMessage, MessageQuery, load_message, load_message_plan, search_messages
from casework.messages.message_counts import load_message_counts
from casework.messages.receipts import MessageOutcome, settle_message
from casework.messages.resend import repeat_message, withdraw_message
from casework.plan.calendar_feed import create_link, revoke_link
from core.errors import BadInput, NotAllowed, NotFound, StateConflict
from models.item import Item
from models.message import Message
from models.plan import Plan
from serving.responses import read_feed_path
from tests.api.two_offices import TwoOffices


def _actor(offices: TwoOffices, who: str = "gui.social_worker") -> Actor:
    return Actor.of_staff(offices.staff(who)) if "." in who else resolve_actor(offices.context, offices.number, who)


def _find(offices: TwoOffices, who: str = "gui.social_worker", **asked: Any) -> list[FoundMessage]:
    return search_messages(offices.context, _actor(offices, who), MessageQuery(**asked)).messages


def _waiting(offices: TwoOffices) -> uuid.UUID:
    """One sent by hand that waits."""
    url = f"/api/v1/plans/{offices.number}/reminders"
    sent = {"text": "call_back_asked", "to": "guardian"}
    assert offices.as_("gui.social_worker").post(url, json=sent).status_code == 201
    return next(row.id for row in offices.messages("call_back_asked") if row.channel == "text")


def _sent(offices: TwoOffices, event: str = "check_in_last_day", channel: str = "text") -> uuid.UUID:
    """What was said about the note, which left yesterday."""
    return next(row.id for row in offices.messages(event) if row.channel == channel)


def test_messages_are_found_by_plan_person_state_and_text(offices: TwoOffices) -> None:
    everything = _find(offices)
    assert {row.plan for row in everything} == {offices.number}
    tries: tuple[tuple[dict[str, Any], Callable[[FoundMessage], bool]], ...] = (
        ({"plan": offices.number, "template": "S1"}, lambda row: row.template == "S1"),
        (
            {"state": "sent", "channel": "text"},
            lambda row: (row.message.state, row.message.channel) == ("sent", "text"),
        ),
        ({"person": "minor"}, lambda row: row.message.to == "minor"),
        ({"person": "gui.prosecutor"}, lambda row: row.login == "gui.prosecutor"),
        ({"event": "check_in_due"}, lambda row: row.message.event == "check_in_due"),
        ({"from_on": date(2026, 3, 9), "to_on": date(2026, 3, 9)}, lambda row: str(row.message.due_at)[:10] == "2026-03-09"),
    )  # fmt: skip
    for asked, what in tries:
        found = _find(offices, **asked)
        assert found, asked
        assert [row.message.id for row in found] == [row.message.id for row in everything if what(row)]


def test_somebody_is_found_by_name_or_number_and_neither_is_repeated(offices: TwoOffices) -> None:
    for asked in ("芒果", "10000990101"):
        rows = _find(offices, person=asked, channel="text")
        assert rows, asked
        assert {row.message.to for row in rows} <= {"minor", "guardian"}
        assert not re.search("芒果|10000|癸县", str(rows))
    assert _find(offices, person="谁也不是") == []


def test_pages_of_messages_come_each_once_in_the_order_of_their_days(offices: TwoOffices) -> None:
    whole, seen, cursor = [row.message.id for row in _find(offices)], list[uuid.UUID](), None
    while True:
        page = search_messages(offices.context, _actor(offices), MessageQuery(), cursor=cursor, limit=3)
        seen += [row.message.id for row in page.messages]
        cursor = page.next
        if cursor is None:
            break
    assert seen == whole


def test_what_is_no_state_or_text_or_day_is_said_and_nothing_is_shown(offices: TwoOffices) -> None:
    backwards = {"from_on": date(2026, 3, 9), "to_on": date(2026, 3, 8)}
    for asked in ({"state": "lost"}, {"template": "S99"}, {"channel": "pigeon"}, backwards):
        with pytest.raises(BadInput):
            _find(offices, **asked)


def test_everybody_sees_the_messages_of_their_own_plans_and_an_administrator_all(offices: TwoOffices) -> None:
    for who, plans in (
        ("gui.prosecutor", {offices.number}),
        ("gui.department_head", {offices.number}),
        ("ren.prosecutor", {offices.other}),
        ("gui.administrator", {offices.number, offices.other}),
    ):
        assert {row.plan for row in _find(offices, who)} == plans, who
    for who in ("gui.chief_prosecutor", "gui.clerk", "gui.case_management", "gui.auditor", "minor"):
        with pytest.raises(NotAllowed):
            _find(offices, who)
    assert not re.search("芒果|10000", str(_find(offices, "gui.administrator")))


def test_one_message_is_shown_with_every_step(offices: TwoOffices) -> None:
    message = _sent(offices)
    steps = load_message(offices.context, _actor(offices, "gui.prosecutor"), message).steps
    assert [step.state for step in steps] == ["created", "sent"]
    assert all(step.words.zh for step in steps)
    with pytest.raises(NotFound):
        load_message(offices.context, _actor(offices, "ren.prosecutor"), message)


def test_a_day_s_messages_are_counted_by_channel_and_state(offices: TwoOffices) -> None:
    count = partial(load_message_counts, offices.context, _actor(offices))
    counts = count(from_on=date(2026, 3, 2)).counts
    rows = [row for row in offices.rows(Message) if row.plan_number == offices.number]
    assert sum(one.messages for one in counts) == len(rows)
    texts = [one for one in counts if (one.day, one.channel) == (date(2026, 3, 9), "text")]
    assert {one.state for one in texts} == {"sent"}
    with pytest.raises(BadInput):
        count(from_on=date(2025, 1, 1), to_on=date(2026, 3, 2))


def test_what_left_is_said_once_more_only_after_half_an_hour_and_once(offices: TwoOffices) -> None:
    asked, context = _sent(offices, "check_in_not_received"), offices.context
    again = partial(repeat_message, context, _actor(offices), offices.number)
    with pytest.raises(StateConflict, match="10:30"):
        again(asked)
    offices.on("2026-03-10 10:31")
    fresh = again(asked)
    with pytest.raises(StateConflict):
        again(asked)
    offices.mail.deliver(context)
    shown = load_message(context, _actor(offices), fresh).found.message
    assert (shown.state, shown.by_hand) == ("sent", True)
    assert load_message(context, _actor(offices), asked).found.message.state == "sent"


def test_what_would_not_leave_is_not_said_again(offices: TwoOffices) -> None:
    again = partial(repeat_message, offices.context, _actor(offices), offices.number)
    offices.on("2026-03-10 12:31")
    with pytest.raises(StateConflict, match="is over"):  # "today is the last day" was true then
        again(_sent(offices))
    offices.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    with pytest.raises(StateConflict, match="paused"):
        again(_sent(offices))
    with pytest.raises(StateConflict):
        again(_sent(offices, channel="inbox"))


def test_one_that_waits_is_taken_back_and_does_not_leave(offices: TwoOffices) -> None:
    waiting, context, worker = _waiting(offices), offices.context, _actor(offices)
    with pytest.raises(StateConflict):
        repeat_message(context, worker, offices.number, waiting)
    for _twice in range(2):
        withdraw_message(context, worker, offices.number, waiting)
    offices.mail.deliver(context)
    shown = load_message(context, worker, waiting).found.message
    assert shown.reason is not None
    assert (shown.state, shown.reason.zh) == ("withdrawn", "由社工办理")
    with pytest.raises(StateConflict):
        withdraw_message(context, worker, offices.number, _sent(offices))


def test_only_who_carries_the_plan_or_administers_repeats_or_withdraws_a_message(offices: TwoOffices) -> None:
    waiting = _waiting(offices)
    for who in ("ren.prosecutor", "ren.administrator", "gui.department_head", "gui.clerk", "minor"):
        for do in (repeat_message, withdraw_message):
            with pytest.raises((NotAllowed, NotFound)):
                do(offices.context, _actor(offices, who), offices.number, waiting)
        with pytest.raises((NotAllowed, NotFound)):
            settle_message(offices.context, _actor(offices, who), offices.number, waiting, MessageOutcome.ARRIVED)
    administrator = _actor(offices, "gui.administrator")
    withdraw_message(
        offices.context, administrator, load_message_plan(offices.context, administrator, waiting), waiting
    )


def test_a_calendar_address_is_made_once_shown_to_nobody_and_ended(offices: TwoOffices) -> None:
    """Days and numbers under stable names; what is done stays, what is cancelled says so; sealed or ended is gone."""
    program = offices.stranger()
    owner = Actor.of_staff(offices.staff("gui.prosecutor"))
    made = create_link(offices.context, owner)
    path = read_feed_path(made)
    first = program.get(path)
    assert first.headers["content-type"].startswith("text/calendar")
    assert f"SUMMARY:{offices.number}" in first.text
    assert not re.search("芒果|癸县|100009", first.text)
    assert program.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    names = set(re.findall(r"UID:(\S+)", first.text))
    offices.act(
        "prosecutor",
        "move_item",
        item="prosecutor_talk",
        due_on=_next(offices, "prosecutor_talk"),
        to_on="2026-03-26",
        reason="出差",
    )
    moved = program.get(path).text
    assert set(re.findall(r"UID:(\S+)", moved)) == names
    assert "20260326" in moved
    assert moved.count("SEQUENCE:1") == first.text.count("SEQUENCE:1") + 1
    one = path.replace(".ics", f"/{min(names).partition('@')[0]}.ics")
    assert program.get(one).text.count("BEGIN:VEVENT") == 1
    with offices.context.database.transaction() as session:
        session.get_one(Plan, offices.plan().id).sealed_at = offices.context.clock.now()
    assert program.get(one).status_code == 410
    assert "VEVENT" not in program.get(path).text
    with pytest.raises(NotFound):
        revoke_link(offices.context, Actor.of_staff(offices.staff("ren.prosecutor")), made.id)
    revoke_link(offices.context, owner, made.id)
    assert program.get(path).status_code == 410
    assert program.get("/calendar/nobody-made-this.ics").status_code == 404


def _next(offices: TwoOffices, kind: str) -> str:
    return min(str(row.due_on) for row in offices.rows(Item) if row.kind == kind and row.plan_id == offices.plan().id)
