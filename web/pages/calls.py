"""Today's calls: whom to call, why no text will do, what to say, and what came of it."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.messages import RecordCall, RecordPassedOn
from casework.messages.before_a_person import before_a_person
from casework.messages.call_list import call_list
from casework.messages.calls import CallOutcome
from casework.messages.console import FOR_A_PERSON
from casework.performing import do
from casework.rights import Actor
from casework.rights.reading import READ_MESSAGES
from sunward.clock import at_local, local_date
from sunward.errors import BadInput, Refused, SunwardError
from sunward.words import Words
from web.asking import Errors, Form, Typed
from web.labels.codes import RELATIONS
from web.rendering import page

router = APIRouter(prefix="/calls")

Reader = Annotated[Actor, asks(READ_MESSAGES)]
Caller = Annotated[Actor, asks(RecordCall.operation, RecordPassedOn.operation, READ_MESSAGES)]
_BAD_TIME = Words("时间写成 16:05 这样。", "Write the time as 16:05.")
PASSED_ON = {"passed_on": False, "passed_on_seen": True}


@router.get("")
def look(request: Request, actor: Reader, noted: bool = False) -> HTMLResponse:
    """The list as it stands now."""
    return _shown(request, actor, {}, noted=noted)


@router.post("")
def note(request: Request, typed: Form, actor: Caller) -> Response:
    """What came of one call, or that the words were passed on; the list is shown again without it, or with the mistake."""
    desk = reception_of(request).desk
    outcome, due_on = typed.get("outcome", ""), _day(typed.get("due_on", ""))
    number, kind = typed.get("plan", ""), typed.get("kind", "")
    if due_on is None or outcome not in (*PASSED_ON, *(one.value for one in CallOutcome)):
        return _shown(request, actor, {"": Words("请选一项。", "Please choose one.")})
    try:
        at = _moment(desk.clock.now(), typed)
        if outcome in PASSED_ON:
            do(desk, actor, number, RecordPassedOn, item=kind, due_on=due_on, passed_on_at=at, seen=PASSED_ON[outcome])
        else:
            do(desk, actor, number, RecordCall, item=kind, due_on=due_on, outcome=CallOutcome(outcome), called_at=at)
    except (BadInput, Refused) as refused:
        return _shown(request, actor, {"": refused.reason}, refused=refused)
    reception_of(request).nudge()
    return RedirectResponse("/calls?noted=1", status_code=303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(now: datetime, typed: Typed) -> datetime | None:
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


def _shown(
    request: Request, actor: Actor, errors: Errors, *, noted: bool = False, refused: SunwardError | None = None
) -> HTMLResponse:
    desk = reception_of(request).desk
    status = refused.status if refused else 422 if errors else 200
    return page(
        request, "calls.html", status=status, calls=call_list(desk, actor), now=desk.clock.now(), errors=errors,
        noted=noted, outcomes=[one.value for one in CallOutcome], relations=RELATIONS,
        more=before_a_person(desk, actor), for_a_person=FOR_A_PERSON,
    )  # fmt: skip
