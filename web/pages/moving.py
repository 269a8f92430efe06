"""A plan moves to another installation: offered, released and confirmed on its own page; checked and received on the
office's."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.moving.acts import (
    CANCEL_MOVE,
    CHECK_MOVED_PLAN,
    CONFIRM_MOVE,
    OFFER_MOVE,
    READ_MOVE,
    READ_MOVES,
    RECEIVE_PLAN,
    RELEASE_MOVE,
)
from casework.moving.moving_in import TEAM_ROLES, CheckedFile, ReceivedPlan, check_file, receive_plan
from casework.moving.moving_out import (
    cancel_move,
    confirm_move,
    list_moves,
    load_move,
    load_move_file,
    load_own_card,
    offer_move,
    release_move,
)
from casework.shared.rights import Actor
from core.errors import BadInput, NotSignedIn, Refused, TooManyRequests
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.downloads import file_response
from web.forms import Form, FormErrors, FormValues, UploadForm, read_form_with_files
from web.reauth import reauthenticate
from web.rendering import render_page

router = APIRouter()

Reader = Annotated[Actor, requires_right(READ_MOVE)]
OfOffice = Annotated[Actor, requires_right(READ_MOVES)]
Upload = Annotated[UploadForm, Depends(read_form_with_files)]


@router.get("/plans/{number}/move")
def show_move(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """How far the plan's move is, and what comes next."""
    return _plan_page(request, actor, number, {}, {})


@router.post("/plans/{number}/move/offer")
def submit_offer(
    request: Request, number: str, typed: Form, actor: Annotated[Actor, requires_right(OFFER_MOVE)]
) -> Response:
    """The file that announces the plan lies ready; the plan goes on here."""
    context = get_app_state(request).context
    return _done(request, actor, number, typed, lambda: offer_move(
        context, reauthenticate(request, typed), number, card=typed.get("card", ""),
        fingerprint=typed.get("fingerprint", ""), reason=typed.get("reason", "")))  # fmt: skip


@router.post("/plans/{number}/move/cancel")
def submit_cancel(
    request: Request, number: str, typed: Form, actor: Annotated[Actor, requires_right(CANCEL_MOVE)]
) -> Response:
    """Nothing comes of the move."""
    return _done(request, actor, number, typed, lambda: cancel_move(get_app_state(request).context, actor, number))


@router.post("/plans/{number}/move/release")
def submit_release(
    request: Request, number: str, typed: Form, actor: Annotated[Actor, requires_right(RELEASE_MOVE)]
) -> Response:
    """The plan is over here, and the file that carries it lies ready."""
    context = get_app_state(request).context
    return _done(request, actor, number, typed, lambda: release_move(
        context, reauthenticate(request, typed), number, receipt=typed.get("receipt", ""),
        reason=typed.get("reason", "")))  # fmt: skip


@router.post("/plans/{number}/move/confirm")
def submit_confirmation(
    request: Request, number: str, typed: Form, actor: Annotated[Actor, requires_right(CONFIRM_MOVE)]
) -> Response:
    """The other office has signed that the plan goes on there."""
    context = get_app_state(request).context
    return _done(
        request, actor, number, typed, lambda: confirm_move(context, actor, number, receipt=typed.get("receipt", ""))
    )


@router.get("/plans/{number}/move/file")
def download_move_file(request: Request, number: str, actor: Reader) -> Response:
    """What is to be carried to the other office."""
    name, content = load_move_file(get_app_state(request).context, actor, number)
    return file_response(content, name)


@router.get("/moves")
def show_moves(request: Request, actor: OfOffice) -> HTMLResponse:
    """The office's card, the moves of one's plans, and the form to bring in a file."""
    return _office_page(request, actor, {}, {})


@router.post("/moves/check")
def submit_file(
    request: Request, sent: Upload, actor: Annotated[Actor, requires_right(CHECK_MOVED_PLAN)]
) -> HTMLResponse:
    """What is in the file, before anything is done with it."""
    if not sent.file:
        return _office_page(request, actor, {}, {"file": _("请选一个文件。")}, status=422)
    try:
        checked = check_file(get_app_state(request).context, actor, sent.file)
    except BadInput as wrong:
        return _office_page(request, actor, {}, {"file": wrong.reason}, status=422)
    return _office_page(request, actor, {}, {}, checked=checked)


@router.post("/moves/receive")
def submit_received(
    request: Request, sent: Upload, actor: Annotated[Actor, requires_right(RECEIVE_PLAN)]
) -> HTMLResponse:
    """The plan goes on here; its receipt is shown, to be handed to the other office."""
    if not sent.file:
        return _office_page(request, actor, sent.typed, {"plan-file": _("请选一个文件。")}, status=422)
    context, typed, file = get_app_state(request).context, sent.typed, sent.file
    people = {role.value: typed.get(f"team.{role.value}", "") for role in TEAM_ROLES}
    try:
        received = receive_plan(
            context, reauthenticate(request, typed), file, fingerprint=typed.get("fingerprint", ""), people=people,
            reason=typed.get("reason", ""),
        )  # fmt: skip
    except BadInput as wrong:
        return _office_page(request, actor, typed, _errors_of(wrong), status=wrong.status)
    except (NotSignedIn, TooManyRequests) as wrong:
        return _office_page(request, actor, typed, {"_password": wrong.reason}, status=422)
    except Refused as refused:
        return _office_page(request, actor, typed, {"": refused.reason}, status=refused.status)
    get_app_state(request).check_now()
    return _office_page(request, actor, {}, {}, received=received)


def _done(request: Request, actor: Actor, number: str, typed: FormValues, do: Callable[[], object]) -> Response:
    try:
        do()
    except BadInput as wrong:
        return _plan_page(request, actor, number, typed, _errors_of(wrong), status=wrong.status)
    except (NotSignedIn, TooManyRequests) as wrong:
        return _plan_page(request, actor, number, typed, {"_password": wrong.reason}, status=422)
    except Refused as refused:
        return _plan_page(request, actor, number, typed, {"": refused.reason}, status=refused.status)
    return RedirectResponse(f"/plans/{quote(number)}/move", status_code=303)


def _errors_of(wrong: BadInput) -> FormErrors:
    found: FormErrors = {mistake.place: mistake.wrong for mistake in wrong.mistakes}
    return found or {"": wrong.reason}


def _plan_page(
    request: Request, actor: Actor, number: str, typed: FormValues, errors: FormErrors, *, status: int = 200
) -> HTMLResponse:
    move = load_move(get_app_state(request).context, actor, number)
    return render_page(request, "move.html", status=status, number=number, move=move, typed=typed, errors=errors)


def _office_page(
    request: Request,
    actor: Actor,
    typed: FormValues,
    errors: FormErrors,
    *,
    status: int = 200,
    checked: CheckedFile | None = None,
    received: ReceivedPlan | None = None,
) -> HTMLResponse:
    context = get_app_state(request).context
    return render_page(
        request, "moves.html", status=status, card=load_own_card(context, actor), moves=list_moves(context, actor),
        checked=checked, received=received, typed=typed, errors=errors, team_roles=[role.value for role in TEAM_ROLES],
    )  # fmt: skip
