"""Sending by hand: what would be said, to whom and when, and then one button for each."""

from datetime import date, time
from functools import partial
from typing import Annotated, TypedDict
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_MESSAGES
from casework.messages.acts import SEND_BY_HAND
from casework.messages.manual_send import FreeText, ReminderRequest, list_reminders, send_reminder
from core.i18n import _
from core.typed_days import parse_day
from notifications.events import Recipient
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_parsing import CHOOSE
from web.forms import Form, FormErrors, FormValues
from web.tabs import render_case_page
from web.write_once import send_form

router = APIRouter(prefix="/plans/{number}/messages/by-hand")


@router.get("")
def show_manual_message(
    request: Request,
    number: str,
    actor: Annotated[Actor, requires_right(READ_MESSAGES)],
    event: str = "",
    day: str = "",
    at: str = "",
    all_well: str = "",
) -> HTMLResponse:
    """The texts that may be chosen; for the one chosen, what would be said, to whom, and when."""
    return _page(request, actor, number, {"event": event, "day": day, "at": at, "all_well": all_well}, {})


@router.post("")
def submit_manual_message(
    request: Request, number: str, typed: Form, actor: Annotated[Actor, requires_right(SEND_BY_HAND, READ_MESSAGES)]
) -> Response:
    """It waits in the outbox; or the page again, with the reason why not."""
    when, errors = _when(typed)
    kind, event = typed.get("kind") or None, typed.get("event", "")
    if (kind is None and event not in list(FreeText)) or typed.get("to") not in list(Recipient):
        errors = {"event": CHOOSE}
    if errors:
        return _page(request, actor, number, typed, errors)
    wanted = ReminderRequest(
        kind, parse_day(typed.get("due_on", "")), None if kind else FreeText(event), Recipient(typed["to"]),
        typed.get("person") or None, **when,
    )  # fmt: skip
    again, landing = partial(_page, request, actor, number, typed), f"/plans/{quote(number)}/history?sent=1"
    return send_form(
        request, actor, typed, lambda context: send_reminder(context, actor, number, wanted), again, landing
    )


class MessageTime(TypedDict):
    """What the text is to name: the day and the hour, where they were typed; that everybody is well, where it was ticked."""

    day: date | None
    at: time | None
    all_well: bool


def _when(typed: FormValues) -> tuple[MessageTime, FormErrors]:
    day, hour, well = typed.get("day", ""), typed.get("at", ""), bool(typed.get("all_well"))
    try:
        when = MessageTime(day=parse_day(day), at=time.fromisoformat(hour) if hour else None, all_well=well)
    except ValueError:
        when = MessageTime(day=None, at=None, all_well=well)
    wrong = (day and when["day"] is None) or (hour and when["at"] is None)
    return when, {"day": _("日子写成 2026-12-23，时间写成 16:05。")} if wrong else {}


def _page(
    request: Request, actor: Actor, number: str, typed: FormValues, errors: FormErrors, status: int = 200
) -> HTMLResponse:
    when, wrong = _when(typed)
    errors = errors or wrong
    with get_app_state(request).context.open_for_reading(number, actor, READ_MESSAGES) as open_plan:
        found = list_reminders(open_plan, ReminderRequest(**when))
        chosen = typed.get("event", "")
        return render_case_page(
            request, open_plan, "by_hand.html", tab="history", events=dict.fromkeys(one.text for one in found),
            chosen=chosen, found=[one for one in found if one.text == chosen],
            typed=typed, errors=errors, may_send=actor.role in SEND_BY_HAND.by,
            status=422 if errors and status == 200 else status,
        )  # fmt: skip
