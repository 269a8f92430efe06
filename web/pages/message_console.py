"""The message console: every message within reach, how many there were, and what a person does about one."""

import uuid
from collections import Counter
from datetime import date
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.messages import SEND_AGAIN, SETTLE_MESSAGE, WITHDRAW_MESSAGE
from casework.messages.again import send_again, withdraw_message
from casework.messages.console import (
    FOR_A_PERSON,
    Wanted,
    message_in_full,
    plan_of_message,
    search_messages,
)
from casework.messages.counting import message_counts
from casework.messages.receipts import Became, settle_message
from casework.messages.watch_view import accounts_of_days
from casework.rights import Actor
from casework.rights.reading import SEARCH_MESSAGES
from casework.wording import MESSAGE_STATES, ROLES, role_words
from notifications.catalogue import rows_of
from notifications.coinciding import TOGETHER
from notifications.events import ChannelName, Event, Recipient
from notifications.registered import TEMPLATES
from sunward.errors import BadInput, Refused
from sunward.words import Words
from web.asking import Errors, Form, Typed
from web.labels.messages import EVENTS
from web.message_alarms import alarms
from web.rendering import page

router = APIRouter(prefix="/messages")

Searcher = Annotated[Actor, asks(SEARCH_MESSAGES)]
MOST_OCCASIONS = 3
FIELDS = ("plan", "person", "to", "state", "template", "channel", "from_on", "to_on")
JUST = ("again", "withdrawn", "settled")
SHOWN = 40


@router.get("")
def console(
    request: Request,
    actor: Searcher,
    plan: str = "",
    to: str = "",
    state: str = "",
    template: str = "",
    channel: str = "",
    from_on: str = "",
    to_on: str = "",
) -> HTMLResponse:
    """The newest messages, or those an address asks for. Whom a name belongs to is asked by the form, and by no address."""
    asked = {"plan": plan, "to": to, "state": state, "template": template, "channel": channel, "from_on": from_on,
             "to_on": to_on}  # fmt: skip
    return _found(request, actor, asked)


@router.post("")
def search(request: Request, typed: Form, actor: Searcher) -> HTMLResponse:
    """What the form asks for."""
    return _found(request, actor, typed)


@router.get("/counts")
def counts(request: Request, actor: Searcher, from_on: str = "", to_on: str = "") -> HTMLResponse:
    """How many, day by day: over each channel, in each state."""
    desk = reception_of(request).desk
    errors: Errors = {}
    try:
        told = message_counts(desk, actor, from_on=_day(from_on), to_on=_day(to_on))
    except BadInput as wrong:
        errors = {"to_on": wrong.mistakes[0].wrong}
        told = message_counts(desk, actor)
    table: dict[tuple[date, str], Counter[str]] = {}
    for one in told.counts:
        table.setdefault((one.day, one.channel), Counter())[one.state] += one.messages
    states = [state for state in MESSAGE_STATES if any(state in row for row in table.values())]
    return page(
        request, "message_counts.html", told=told, table=table, states={state: MESSAGE_STATES[state] for state in states},
        errors=errors, accounts=accounts_of_days(desk, actor),
    )  # fmt: skip


@router.get("/{message}")
def look(
    request: Request, message: uuid.UUID, actor: Searcher, just: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """One message with every step it has made, and what may be done about it."""
    return _one(request, actor, message, {}, just=just if just in JUST else "")


@router.post("/{message}/again")
def again(request: Request, message: uuid.UUID, _: Form, actor: Annotated[Actor, asks(SEND_AGAIN)]) -> Response:
    """The same waits once more for the same person; shown as the new message."""
    desk = reception_of(request).desk
    try:
        fresh = send_again(desk, actor, plan_of_message(desk, actor, message), message)
    except (BadInput, Refused) as refused:
        return _one(request, actor, message, {"": refused.reason})
    reception_of(request).nudge()
    return RedirectResponse(f"/messages/{fresh.id}?just=again", status_code=303)


@router.post("/{message}/withdrawal")
def withdraw(
    request: Request, message: uuid.UUID, _: Form, actor: Annotated[Actor, asks(WITHDRAW_MESSAGE)]
) -> Response:
    """It does not leave."""
    desk = reception_of(request).desk
    try:
        withdraw_message(desk, actor, plan_of_message(desk, actor, message), message)
    except Refused as refused:
        return _one(request, actor, message, {"": refused.reason})
    return RedirectResponse(f"/messages/{message}?just=withdrawn", status_code=303)


@router.post("/{message}/outcome")
def settle(
    request: Request, message: uuid.UUID, typed: Form, actor: Annotated[Actor, asks(SETTLE_MESSAGE)]
) -> Response:
    """A person knows what became of it."""
    desk = reception_of(request).desk
    if typed.get("became") not in [one.value for one in Became]:
        return _one(request, actor, message, {"became": Words("请选一项。", "Please choose one.")})
    try:
        settle_message(desk, actor, plan_of_message(desk, actor, message), message, Became(typed["became"]))
    except Refused as refused:
        return _one(request, actor, message, {"": refused.reason})
    return RedirectResponse(f"/messages/{message}?just=settled", status_code=303)


def _found(request: Request, actor: Actor, typed: Typed) -> HTMLResponse:
    desk = reception_of(request).desk
    asked = {name: typed.get(name, "") for name in FIELDS}
    wanted = Wanted(
        plan=asked["plan"] or None,
        person=asked["person"] or asked["to"] or None,
        state=asked["state"] or None,
        template=asked["template"] or None,
        channel=asked["channel"] or None,
        from_on=_day(asked["from_on"]),
        to_on=_day(asked["to_on"]),
    )
    errors: Errors = {}
    try:
        found = search_messages(desk, actor, wanted, cursor=typed.get("cursor") or None, limit=SHOWN)
    except BadInput as wrong:
        errors = {mistake.place: mistake.wrong for mistake in wrong.mistakes}
        found = search_messages(desk, actor, Wanted(), limit=SHOWN)
    return page(
        request, "message_console.html", status=422 if errors else 200, found=found, asked=asked, errors=errors,
        alarms=alarms(request, actor), **_choices(),
    )  # fmt: skip


def _choices() -> dict[str, Any]:
    """What the form offers."""
    return {
        "states": MESSAGE_STATES,
        "for_a_person": FOR_A_PERSON,
        "templates": {code: _said_when(code) for code in TEMPLATES},
        "channels": [channel.value for channel in ChannelName],
        "capacities": {one.value: role_words(one.value) for one in Recipient if one in (*ROLES,)},
    }


@cache
def _said_when(template: str) -> tuple[Words, ...]:
    """On which occasions that registered text is said; its number alone tells nobody."""
    if template == TOGETHER:
        return (Words("几件事合成一条", "several things in one"),)
    saying = (event for event in Event for row in rows_of(event) for way in row.ways if way.template == template)
    return tuple(EVENTS[event] for event in dict.fromkeys(saying))[:MOST_OCCASIONS]


def _one(request: Request, actor: Actor, message: uuid.UUID, errors: Errors, *, just: str = "") -> HTMLResponse:
    told = message_in_full(reception_of(request).desk, actor, message)
    return page(
        request, "message_one.html", status=409 if errors else 200, told=told, one=told.found, errors=errors, just=just,
        outcomes=[one.value for one in Became],
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
