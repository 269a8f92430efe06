"""What was asked for accounts: one's own, and those of the office that a second person confirms."""

import uuid
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import ONESELF, asks
from api.reception import reception_of
from casework.accounts import about_me, confirm_account, note_shown, stop_request, waiting
from casework.acts.accounts import CONFIRM_ACCOUNT
from casework.rights import Actor
from casework.signing_in import SignedIn
from sunward.errors import BadInput, NotFound, NotSignedIn, Refused
from sunward.words import Words
from web.asking import Errors, Form, Typed
from web.confirming import confirmed
from web.rendering import page

router = APIRouter()

Confirmer = Annotated[Actor, asks(CONFIRM_ACCOUNT)]


@router.get("/account")
def own(request: Request, signed_in: Annotated[SignedIn, ONESELF]) -> HTMLResponse:
    """What was asked for one's own account, by whom and why; it can be stopped here."""
    return _own(request, signed_in.actor, {})


@router.post("/account/stop")
def stop_own(request: Request, typed: Form, signed_in: Annotated[SignedIn, ONESELF]) -> HTMLResponse:
    """What was asked for one's own account comes to nothing."""
    desk = reception_of(request).desk
    _, errors, status = tried(lambda: stop_request(desk, signed_in.actor, _id(typed), reason=typed.get("reason", "")))
    return _own(request, signed_in.actor, errors, status=status, done=not errors)


@router.get("/staff/requests")
def look(request: Request, actor: Confirmer) -> HTMLResponse:
    """What waits for a second person of this office."""
    return _waiting(request, actor, {})


@router.post("/staff/requests/confirm")
def confirm(request: Request, typed: Form, actor: Confirmer) -> HTMLResponse:
    """What was asked holds; the second part of a code is shown once."""
    return _answered(request, typed, actor, confirm_account)


@router.post("/staff/requests/stop")
def stop(request: Request, typed: Form, actor: Confirmer) -> HTMLResponse:
    """What was asked comes to nothing."""
    return _answered(request, typed, actor, stop_request)


def tried(do: Callable[[], str | None]) -> tuple[str | None, Errors, int]:
    """What came of it, or what is wrong, as a form shows it."""
    try:
        return do(), {}, 200
    except BadInput as wrong:
        found: Errors = {mistake.place: mistake.wrong for mistake in wrong.mistakes}
        return None, found or {"": wrong.reason}, wrong.status
    except NotSignedIn as wrong:
        return None, {"own_password": wrong.reason}, 422
    except (Refused, NotFound) as refused:
        return None, {"": refused.reason}, refused.status


def _answered(request: Request, typed: Typed, actor: Actor, do: Callable[..., str | None]) -> HTMLResponse:
    desk = reception_of(request).desk
    part, errors, status = tried(
        lambda: do(desk, confirmed(request, typed.get("own_password", "")), _id(typed), reason=typed.get("reason", ""))
    )
    return _waiting(request, actor, errors, status=status, part=part, done=not errors)


def _id(typed: Typed) -> uuid.UUID:
    try:
        return uuid.UUID(typed.get("request", ""))
    except ValueError:
        raise NotFound(Words("没有这项申请。", "Request not found.")) from None


def _own(request: Request, actor: Actor, errors: Errors, *, status: int = 200, done: bool = False) -> HTMLResponse:
    desk = reception_of(request).desk
    asked = about_me(desk, actor)
    note_shown(desk, actor)
    return page(request, "account.html", status=status, asked=asked, errors=errors, done=done)


def _waiting(
    request: Request,
    actor: Actor,
    errors: Errors,
    *,
    status: int = 200,
    part: str | None = None,
    done: bool = False,
) -> HTMLResponse:
    return page(
        request, "account_requests.html", status=status, asked=waiting(reception_of(request).desk, actor), errors=errors,
        part=part, done=done,
    )  # fmt: skip
