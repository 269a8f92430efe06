"""Sending by hand: what would be said, to whom and when, and then one button for each."""

from datetime import date, time
from typing import Annotated, TypedDict
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.messages.acts import SEND_BY_HAND
from casework.messages.manual_send import FreeText, ReminderRequest, list_reminders, send_reminder
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_MESSAGES
from core.errors import BadInput, Refused
from core.i18n import _
from core.typed_days import parse_day
from notifications.events import Recipient
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues, explain
from web.tabs import render_case_page

router = APIRouter(prefix="/plans/{number}/messages/by-hand")


@router.get("")
def show_manual_message(
    request: Request,
    number: str,
    actor: Annotated[Actor, requires_right(READ_MESSAGES)],
    event: str = "",
    day: str = "",
    at: str = "",
) -> HTMLResponse:
    """The texts that may be chosen; for the one chosen, what would be said, to whom, and when."""
    return _page(request, actor, number, {"event": event, "day": day, "at": at}, {})


@router.post("")
def submit_manual_message(
    request: Request, number: str, typed: Form, actor: Annotated[Actor, requires_right(SEND_BY_HAND, READ_MESSAGES)]
) -> Response:
    """It waits in the outbox; or the page again, with the reason why not."""
    kind = typed.get("kind") or None
    if (kind is None and typed.get("event") not in list(FreeText)) or typed.get("to") not in list(Recipient):
        return _page(request, actor, number, typed, {"event": _("请选一项。")})
    try:
        when = _when(typed)
        wanted = ReminderRequest(
            kind, parse_day(typed.get("due_on", "")), None if kind else FreeText(typed["event"]), Recipient(typed["to"]),
            typed.get("person") or None, **when,
        )  # fmt: skip
        send_reminder(get_app_state(request).context, actor, number, wanted)
    except ValueError:
        return _page(
            request,
            actor,
            number,
            typed,
            {"day": _("日子写成 2026-12-23，时间写成 16:05。")},
        )
    except (BadInput, Refused) as refused:
        return _page(request, actor, number, typed, {"": explain(refused)}, status=refused.status)
    get_app_state(request).check_now()
    return RedirectResponse(f"/plans/{quote(number)}/history?sent=1", status_code=303)


class MessageTime(TypedDict):
    """The day and the hour that the text is to name; neither where nothing was typed."""

    day: date | None
    at: time | None


def _when(typed: FormValues) -> MessageTime:
    day = parse_day(typed.get("day", ""))
    if typed.get("day") and day is None:
        raise ValueError("no day")
    return {"day": day, "at": time.fromisoformat(typed["at"]) if typed.get("at") else None}


def _page(
    request: Request, actor: Actor, number: str, typed: FormValues, errors: FormErrors, *, status: int = 200
) -> HTMLResponse:
    try:
        when = _when(typed)
    except ValueError:
        when, errors = (
            {"day": None, "at": None},
            errors or {"day": _("日子写成 2026-12-23，时间写成 16:05。")},
        )
    with get_app_state(request).context.open_for_reading(number, actor, READ_MESSAGES) as open_plan:
        found = list_reminders(open_plan, **when)
        chosen = typed.get("event", "")
        return render_case_page(
            request, open_plan, "by_hand.html", tab="history", events=dict.fromkeys(one.text for one in found),
            chosen=chosen, found=[one for one in found if one.text == chosen],
            typed=typed, errors=errors, may_send=actor.role in SEND_BY_HAND.by,
            status=422 if errors and status == 200 else status,
        )  # fmt: skip
