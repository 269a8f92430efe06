"""The reading desk: what waits to be looked at, one thing beside the list of them, with the reply line below."""

import uuid
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.context import Context
from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.performing import perform_as
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_INBOX, READ_PLAN
from casework.checkins.acts import AnswerExplanation, Review
from casework.family.acts_page import READY_SENTENCES, WriteLetter
from casework.family.data_requests import list_requests
from casework.leave.family_leave_view import list_asked_leaves
from casework.messages.inbox import Notice, list_notices, mark_read
from casework.plan.views.check_ins import list_flags
from casework.plan.views.item_detail import get_item_detail, get_submissions
from casework.plan.views.reading import ToRead, list_to_read
from casework.shared.items.follow_ups import MONTH_LETTER, QUESTION_ANSWER
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.items import find_item, get_owner
from casework.shared.items.kept_month import is_month_kept
from models.item import Item
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.field_choices import get_initial_values
from web.forms import Form, FormErrors, FormValues
from web.rendering import render_page
from web.views.action_links import get_action_links
from web.views.next_tasks import find_explained
from web.write_once import get_form_key, send_form

router = APIRouter()

Reader = Annotated[Actor, requires_right(READ_INBOX)]


@router.get("/reading")
def show_reading(request: Request, actor: Reader, at: str = "") -> HTMLResponse:
    """The list, and the thing that the address names, or the first one."""
    return _page(request, actor, at)


@router.post("/reading")
def send_reading(request: Request, typed: Form, actor: Reader) -> Response:
    """It was looked at; with a reply, that stands on the page of whose it is. Then the next thing."""
    context, at = get_app_state(request).context, typed.get("at", "")
    landing = _get_address(_choose(context, actor, at)[2])
    if typed.get("notice"):
        mark_read(context, actor, *(uuid.UUID(one) for one in typed["notice"].split()))
        return RedirectResponse(landing, status_code=303)

    def work(within: Context) -> None:
        number, *about = at.split("/")
        kind, due_on = typed["item"].split("/") if typed.get("item") else about[:2]
        if typed.get("do") == "send":
            asked = ("question",) if typed.get("text") else ()  # a ready sentence answers none
            words = {name: typed.get(name) or None for name in ("person", "signed", "text", "ready", *asked)}
            perform_as(within, actor, number, WriteLetter, **words)
        perform_as(within, actor, number, Review, item=kind, due_on=date.fromisoformat(due_on))

    def again(errors: FormErrors, status: int) -> Response:
        return _page(request, actor, at, typed, errors, status)

    return send_form(request, actor, typed, work, again, landing, "signed", elsewhere="text")


def _choose(context: Context, actor: Actor, at: str) -> tuple[list[Notice | ToRead], Notice | ToRead | None, str]:
    """All that lies there; the one of that key, or the first; and the key of the one after it."""
    things: list[Notice | ToRead] = [*list_to_read(context, actor), *list_notices(context, actor)]
    place = next((place for place, one in enumerate(things) if one.key == at), 0)
    following = things[place + 1].key if place + 1 < len(things) else ""
    return things, things[place] if things else None, following


def _get_address(following: str) -> str:
    """Where the desk shows the thing of that key, or the first one."""
    return f"/reading?at={quote(following)}" if following else "/reading"


def _page(
    request: Request,
    actor: Actor,
    at: str,
    typed: FormValues | None = None,
    errors: FormErrors | None = None,
    status: int = 200,
) -> HTMLResponse:
    context = get_app_state(request).context
    things, shown, following = _choose(context, actor, at)
    detail: dict[str, Any] = {}
    if isinstance(shown, ToRead):
        with context.open_for_reading(shown.number, actor, READ_PLAN) as open_plan:
            detail = _load(open_plan, shown)
    return render_page(
        request, "reading.html", status=status, things=things, shown=shown, following=following, **detail, back=_get_address(following),
        once=get_form_key(typed or {}), typed=typed or {}, errors=errors or {},
    )  # fmt: skip


def _load(open_plan: OpenPlan, shown: ToRead) -> dict[str, Any]:
    """What came for it, what came last time, and to whom a reply goes."""
    waiting = find_item(open_plan, shown.kind, shown.due_on, shown.label)
    item = find_explained(open_plan, waiting, ("explanation_answer", QUESTION_ANSWER)) or waiting
    found = get_item_detail(open_plan, item.kind, item.due_on, item.label)
    family = ITEM_KINDS[item.kind].pattern is Pattern.FAMILY
    may_write = filter_allowed(open_plan, [WriteLetter.operation])
    person = get_owner(open_plan, item) if family and may_write else None
    kept = person is not None and is_month_kept(open_plan, person.role)
    return {
        "found": found,
        "may_reply": shown.at is not None or shown.kind == QUESTION_ANSWER,
        "question": shown.label if shown.kind == QUESTION_ANSWER else "",
        "here": f"/plans/{quote(found.number)}/items/{item.kind}/{item.due_on.isoformat()}",
        "flags": list_flags(open_plan, item),
        "before": _load_before(open_plan, item),
        "asked": [one for one in list_requests(open_plan) if str(one.place) == waiting.label]
        if waiting is item
        else [],
        "leaves": list_asked_leaves(open_plan, item.label) if item.kind == "leave_decision" else [],
        "action_links": get_action_links(open_plan, waiting),
        "can_answer": AnswerExplanation.operation.code in found.may and bool(found.explained),
        "person": None if person is None else "minor" if person.role == Role.MINOR else person.relation,
        "signed": get_initial_values(open_plan, WriteLetter.operation.code).get("signed", ""),
        "letter_by": next((each.due_on for each in open_plan.items(MONTH_LETTER)), None),
        "ready": READY_SENTENCES["month_kept"] if kept else None,
    }


def _load_before(open_plan: OpenPlan, item: Item) -> dict[str, Any] | None:
    """What came for the same the time before, with its day."""
    earlier = [
        other
        for other in open_plan.items(item.kind, only_open=False)
        if other.due_on < item.due_on and other.owner == item.owner and other.received_at is not None
    ]
    last = max(earlier, key=lambda other: other.due_on, default=None)
    return {"due_on": last.due_on, "came": get_submissions(open_plan, last.id)} if last else None
