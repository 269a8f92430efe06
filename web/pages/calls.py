"""Today's calls: whom to call, why no text will do, what to say, and what came of it."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.messages.acts import RecordCall, RecordMessageInPerson
from casework.messages.call_list import load_call_list
from casework.messages.calls import CallOutcome
from casework.messages.console import FOR_A_PERSON
from casework.messages.manual_queue import load_manual_queue
from casework.shared.performing import perform_as
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_MESSAGES
from casework.shared.text.labels import RELATIONS
from core.clock import at_local, local_date
from core.errors import BadInput, Refused, SunwardError
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues, explain
from web.rendering import render_page

router = APIRouter(prefix="/calls")

Reader = Annotated[Actor, requires_right(READ_MESSAGES)]
Caller = Annotated[Actor, requires_right(RecordCall.operation, RecordMessageInPerson.operation, READ_MESSAGES)]
_BAD_TIME = _("时间写成 16:05 这样。")
PASSED_ON = {"passed_on": False, "passed_on_seen": True}


@router.get("")
def show_calls(request: Request, actor: Reader, noted: bool = False) -> HTMLResponse:
    """The list as it stands now."""
    return _page(request, actor, {}, noted=noted)


@router.post("")
def record_call_outcome(request: Request, typed: Form, actor: Caller) -> Response:
    """What came of one call, or that the words were passed on; the list is shown again without it, or with the mistake."""
    context = get_app_state(request).context
    outcome, due_on = typed.get("outcome", ""), _day(typed.get("due_on", ""))
    number, kind = typed.get("plan", ""), typed.get("kind", "")
    if due_on is None or outcome not in (*PASSED_ON, *(one.value for one in CallOutcome)):
        return _page(request, actor, {"": _("请选一项。")})
    try:
        at = _moment(context.clock.now(), typed)
        if outcome in PASSED_ON:
            perform_as(
                context,
                actor,
                number,
                RecordMessageInPerson,
                item=kind,
                due_on=due_on,
                passed_on_at=at,
                seen=PASSED_ON[outcome],
            )
        else:
            perform_as(
                context, actor, number, RecordCall, item=kind, due_on=due_on, outcome=CallOutcome(outcome), called_at=at
            )
    except (BadInput, Refused) as refused:
        return _page(request, actor, {"": explain(refused)}, refused=refused)
    get_app_state(request).check_now()
    return RedirectResponse("/calls?noted=1", status_code=303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(now: datetime, typed: FormValues) -> datetime | None:
    """At what time of today it was; of yesterday, if that hour is still to come. None where none is written: now."""
    written = typed.get("at", "")
    if not written:
        return None
    try:
        hour = time.fromisoformat(written)
    except ValueError:
        raise BadInput(_BAD_TIME) from None
    at = at_local(local_date(now), hour)
    return at if at <= now else at - timedelta(days=1)


def _page(
    request: Request, actor: Actor, errors: FormErrors, *, noted: bool = False, refused: SunwardError | None = None
) -> HTMLResponse:
    context = get_app_state(request).context
    status = refused.status if refused else 422 if errors else 200
    return render_page(
        request, "calls.html", status=status, calls=load_call_list(context, actor), now=context.clock.now(), errors=errors,
        noted=noted, outcomes=[one.value for one in CallOutcome], relations=RELATIONS,
        more=load_manual_queue(context, actor), for_a_person=FOR_A_PERSON,
    )  # fmt: skip
