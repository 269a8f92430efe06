"""The messages within reach: found, counted, and one of them with what a person does about it."""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_CASELOAD, SEARCH_MESSAGES
from casework.messages.acts import SEND_AGAIN, SETTLE_MESSAGE, WITHDRAW_MESSAGE
from casework.messages.alarms_view import list_day_accounts
from casework.messages.console import (
    FOR_A_PERSON,
    FoundMessage,
    MessageQuery,
    load_message,
    load_message_plan,
    search_messages,
)
from casework.messages.inbox import find_unread
from casework.messages.message_counts import load_message_counts
from casework.messages.receipts import MessageOutcome, settle_message
from casework.messages.resend import repeat_message, withdraw_message
from casework.plan.views.caseload import load_names_by_number
from casework.shared.text.labels import MESSAGE_STATES, ROLES, message_state_label, role_label
from core.errors import BadInput, Refused
from core.i18n import Text, _
from core.typed_days import parse_day
from notifications.events import ChannelName, Event, Recipient
from notifications.matrix import find_rules
from notifications.merging import MERGED_TEMPLATE
from notifications.text_registry import TEMPLATES
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues
from web.labels.messages import EVENTS
from web.message_alarms import get_message_alarms
from web.rendering import render_page

router = APIRouter(prefix="/messages")

Searcher = Annotated[Actor, requires_right(SEARCH_MESSAGES)]
MAX_OCCASIONS = 3
FIELDS = ("plan", "person", "to", "state", "template", "channel", "from_on", "to_on")
JUST = ("again", "withdrawn", "settled")
SHOWN = 40


@router.get("")
def show_console(
    request: Request,
    actor: Searcher,
    plan: str = "",
    to: str = "",
    state: str = "",
    template: str = "",
    channel: str = "",
    from_on: str = "",
    to_on: str = "",
    one: uuid.UUID | None = None,
    counts: bool = False,
    just: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """The newest messages, or those an address asks for; with how many there were day by day, or with one of them, every
    step it has made and what may be done about it. Whom a name belongs to is asked by the form, and by no address."""
    asked = {"plan": plan, "to": to, "state": state, "template": template, "channel": channel, "from_on": from_on,
             "to_on": to_on}  # fmt: skip
    return _page(request, actor, asked, one=one, just=just if just in JUST else "", counts=counts)


@router.post("")
def query_messages(request: Request, typed: Form, actor: Searcher) -> HTMLResponse:
    """What the form asks for."""
    return _page(request, actor, typed)


@router.post("/{message}/again")
def submit_resend(
    request: Request, message: uuid.UUID, _: Form, actor: Annotated[Actor, requires_right(SEND_AGAIN)]
) -> Response:
    """The same waits once more for the same person; shown as the new message."""
    context = get_app_state(request).context
    try:
        fresh = repeat_message(context, actor, load_message_plan(context, actor, message), message)
    except (BadInput, Refused) as refused:
        return _page(request, actor, {}, one=message, wrong={"": refused.reason})
    get_app_state(request).check_now()
    return RedirectResponse(f"/messages?one={fresh}&just=again", status_code=303)


@router.post("/{message}/withdrawal")
def recall_message(
    request: Request, message: uuid.UUID, _: Form, actor: Annotated[Actor, requires_right(WITHDRAW_MESSAGE)]
) -> Response:
    """It does not leave."""
    context = get_app_state(request).context
    try:
        withdraw_message(context, actor, load_message_plan(context, actor, message), message)
    except Refused as refused:
        return _page(request, actor, {}, one=message, wrong={"": refused.reason})
    return RedirectResponse(f"/messages?one={message}&just=withdrawn", status_code=303)


@router.post("/{message}/outcome")
def set_message_outcome(
    request: Request, message: uuid.UUID, typed: Form, actor: Annotated[Actor, requires_right(SETTLE_MESSAGE)]
) -> Response:
    """A person knows what became of it."""
    context = get_app_state(request).context
    if typed.get("became") not in [one.value for one in MessageOutcome]:
        return _page(request, actor, {}, one=message, wrong={"became": _("请选一项。")})
    try:
        settle_message(
            context, actor, load_message_plan(context, actor, message), message, MessageOutcome(typed["became"])
        )
    except Refused as refused:
        return _page(request, actor, {}, one=message, wrong={"": refused.reason})
    return RedirectResponse(f"/messages?one={message}&just=settled", status_code=303)


def _page(
    request: Request,
    actor: Actor,
    typed: FormValues,
    *,
    one: uuid.UUID | None = None,
    wrong: FormErrors | None = None,
    just: str = "",
    counts: bool = False,
) -> HTMLResponse:
    """What is asked for; `wrong` is what is wrong with what was to be done about that one message."""
    context = get_app_state(request).context
    asked = {name: typed.get(name, "") for name in FIELDS}
    wanted = MessageQuery(
        plan=asked["plan"] or None,
        person=asked["person"] or asked["to"] or None,
        state=asked["state"] or None,
        template=asked["template"] or None,
        channel=asked["channel"] or None,
        from_on=parse_day(asked["from_on"]),
        to_on=parse_day(asked["to_on"]),
    )
    errors: FormErrors = {}
    try:
        found = search_messages(context, actor, wanted, cursor=typed.get("cursor") or None, limit=SHOWN)
    except BadInput as bad:
        errors = {mistake.place: mistake.wrong for mistake in bad.mistakes}
        found = search_messages(context, actor, MessageQuery(), limit=SHOWN)
    names = _names(context, actor, found.messages)
    page: dict[str, Any] = {"shown": load_message(context, actor, one) if one else None, "just": just, "counts": None}
    if counts:
        page |= _count(context, actor, wanted, errors)
    return render_page(
        request, "message_console.html", status=409 if wrong else 422 if errors else 200, found=found, asked=asked,
        errors=wrong or errors, outcomes=[each.value for each in MessageOutcome], **page,
        occasions=_grouped(found.messages), names=names, named=actor.role in READ_CASELOAD.by,
        unread=find_unread(context, [one.message.id for one in found.messages]),
        alarms=get_message_alarms(request, actor), link_to_messages=False, **_choices(),
    )  # fmt: skip


def _count(context: Context, actor: Actor, wanted: MessageQuery, errors: FormErrors) -> dict[str, Any]:
    """How many, day by day: over each channel, in each state; of the last days where too many are asked for."""
    try:
        found = load_message_counts(context, actor, from_on=wanted.from_on, to_on=wanted.to_on)
    except BadInput as wrong:
        errors["to_on"] = wrong.mistakes[0].wrong
        found = load_message_counts(context, actor)
    table: dict[tuple[date, str], Counter[str]] = {}
    for one in found.counts:
        table.setdefault((one.day, one.channel), Counter())[one.state] += one.messages
    counted = {state for row in table.values() for state in row}
    states = [*(state for state in MESSAGE_STATES if state in counted), *sorted(counted - MESSAGE_STATES.keys())]
    return {"counts": found, "table": table, "counted": {state: message_state_label(state) for state in states},
            "accounts": list_day_accounts(context, actor)}  # fmt: skip


def _names(context: Context, actor: Actor, messages: list[FoundMessage]) -> Mapping[str, str]:
    """Whose plans they are about, for who sees those cases; for anybody else a plan stays a number."""
    numbers = {one.plan for one in messages if one.plan is not None}
    return load_names_by_number(context, actor, numbers) if actor.role in READ_CASELOAD.by and numbers else {}


def _grouped(messages: list[FoundMessage]) -> list[list[FoundMessage]]:
    """The messages of a page by occasion: what one event on one plan caused at one moment, to whomever and over whichever
    channel. An occasion stands where its newest message does."""
    occasions: dict[tuple[object, ...], list[FoundMessage]] = {}
    for one in messages:
        apart = () if one.plan else (one.message.id,)
        occasions.setdefault((one.plan, one.message.event, one.message.created_at, *apart), []).append(one)
    return list(occasions.values())


def _choices() -> dict[str, Any]:
    """What the form offers."""
    return {
        "states": MESSAGE_STATES,
        "for_a_person": FOR_A_PERSON,
        "templates": {code: _occasions(code) for code in TEMPLATES},
        "channels": [channel.value for channel in ChannelName],
        "capacities": {one.value: role_label(one.value) for one in Recipient if one in (*ROLES,)},
    }


@cache
def _occasions(template: str) -> tuple[Text, ...]:
    """On which occasions that registered text is said; its number alone tells nobody."""
    if template == MERGED_TEMPLATE:
        return (_("几件事合成一条"),)
    saying = (
        event
        for event in Event
        for row in find_rules(event)
        for channel_text in row.channel_texts
        if channel_text.template == template
    )
    return tuple(EVENTS[event] for event in dict.fromkeys(saying))[:MAX_OCCASIONS]
