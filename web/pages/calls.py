"""What came of a call, written down on the day's page."""

from datetime import datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from casework.acting.performing import perform_as
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_MESSAGES
from casework.messages.acts import RecordCall, RecordMessageInPerson
from casework.messages.calls import CallOutcome
from core.clock import at_local, local_date
from core.errors import BadInput, Refused
from core.i18n import _
from core.typed_days import parse_day
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormValues, explain
from web.pages.desk import render_desk

router = APIRouter(prefix="/calls")

Caller = Annotated[Actor, requires_right(RecordCall.operation, RecordMessageInPerson.operation, READ_MESSAGES)]
_BAD_TIME = _("时间写成 16:05 这样。")
PASSED_ON = {"passed_on": False, "passed_on_seen": True}


@router.post("")
def record_call_outcome(request: Request, typed: Form, actor: Caller) -> Response:
    """What came of one call, or that the words were passed on; the day is shown again, with the mistake if there is one."""
    context = get_app_state(request).context
    outcome, due_on = typed.get("outcome", ""), parse_day(typed.get("due_on", ""))
    number, kind = typed.get("plan", ""), typed.get("kind", "")
    if due_on is None or outcome not in (*PASSED_ON, *(one.value for one in CallOutcome)):
        return render_desk(request, actor, call_errors={"": _("请选一项。")}, status=422)
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
        return render_desk(request, actor, call_errors={"": explain(refused)}, status=refused.status)
    get_app_state(request).check_now()
    return RedirectResponse("/?noted=1", status_code=303)


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
