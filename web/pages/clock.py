"""The demonstration's clock is moved on. Only a demonstration has this route."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from casework.staff.authentication import SignedIn, start_session
from core.clock import ClockStep
from core.errors import NotFound
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import SIGNED_IN_ACCESS, set_cookie
from web.demo_clock import get_demo_clock
from web.forms import Form, local_path

router = APIRouter()


@router.post("/clock")
def move_clock(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> Response:
    """On the page where one was, at the later moment. Pressed twice, it moves once.

    The person who moves the clock stays signed in: for them no half an hour has passed.
    """
    clock, step, seen = get_demo_clock(request), typed.get("step", ""), typed.get("moves", "")
    if clock is None or step not in tuple(ClockStep) or not (seen.isascii() and seen.isdecimal()):
        raise NotFound(_("没有这一步。"))
    clock.move(ClockStep(step), int(seen[:9]))
    state = get_app_state(request)
    with state.context.database.transaction() as session:
        opened = start_session(session, state.context, signed_in.actor, state.context.clock.now())
    state.check_now()
    response = RedirectResponse(local_path(typed.get("here", "/")), status_code=303)
    set_cookie(request, response, opened)
    return response
