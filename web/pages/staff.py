"""The administrator's page: their office's people, who begins and who leaves, and a new way in for who lost theirs."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import asks
from api.reception import reception_of
from casework.accounts import ask_for_code
from casework.acts.accounts import KEEP_STAFF
from casework.in_service import STAFF_ROLES, enter_service, in_service, leave_service, open_office
from casework.rights import Actor
from casework.rights.reading import READ_STAFF
from casework.wording import ROLES
from models.office import Role
from sunward.words import Words
from web.acting.fields import Field
from web.acting.typed import told
from web.asking import Errors, Form, Typed
from web.confirming import confirmed
from web.pages.account import tried
from web.rendering import page

router = APIRouter()

Reader = Annotated[Actor, asks(READ_STAFF)]
Keeper = Annotated[Actor, asks(KEEP_STAFF)]


@router.get("/staff")
def look(request: Request, actor: Reader) -> HTMLResponse:
    """Everybody, and how many plans each carries."""
    return _shown(request, actor, {}, {})


@router.post("/staff/offices")
def office(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """There is one more office."""
    return _done(request, actor, typed, lambda keeper: open_office(
        reception_of(request).desk, keeper, name=typed.get("office_name", ""), city=bool(typed.get("city"))))  # fmt: skip


@router.post("/staff")
def enter(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """It was asked that somebody begins, or that something else holds for them; a second person confirms it."""
    desk = reception_of(request).desk
    days, errors = told(
        [Field("enter", name, "day", False, None) for name in ("authority_from", "authority_to")], typed
    )
    if typed.get("role") not in [role.value for role in STAFF_ROLES]:
        errors["role"] = Words("请选岗位。", "Please choose a post.")
    if errors:
        return _shown(request, actor, typed, errors)

    def do(keeper: Actor) -> str:
        return enter_service(
            desk, keeper, login=typed.get("login", ""), display_name=typed.get("display_name", ""),
            role=Role(typed["role"]), office=typed.get("office", ""), reason=typed.get("reason", ""),
            authority_from=days.get("authority_from"), authority_to=days.get("authority_to"),
            phone=typed.get("phone") or None, email=typed.get("email") or None,
        )  # fmt: skip

    return _done(request, actor, typed, do, waits=True)


@router.post("/staff/password")
def renew(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """A one-time code was asked for somebody who lost their password: its first part is shown once."""
    return _done(request, actor, typed, lambda keeper: ask_for_code(
        reception_of(request).desk, keeper, login=typed.get("renews", ""), reason=typed.get("reason", "")),
        waits=True)  # fmt: skip


@router.post("/staff/leave")
def leave(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """Somebody leaves, if nothing is open with them."""
    return _done(request, actor, typed, lambda keeper: leave_service(
        reception_of(request).desk, keeper, login=typed.get("leaves", ""), reason=typed.get("reason", "")))  # fmt: skip


def _done(
    request: Request, actor: Actor, typed: Typed, do: Callable[[Actor], str | None], *, waits: bool = False
) -> HTMLResponse:
    part, errors, status = tried(lambda: do(confirmed(request, typed.get("own_password", ""))))
    if errors:
        return _shown(request, actor, typed, errors, status=status)
    return _shown(request, actor, {}, {}, part=part, done=True, waits=waits)


def _shown(
    request: Request,
    actor: Actor,
    typed: Typed,
    errors: Errors,
    *,
    status: int = 200,
    part: str | None = None,
    done: bool = False,
    waits: bool = False,
) -> HTMLResponse:
    keeps = actor.role in KEEP_STAFF.by
    return page(
        request, "staff.html", status=422 if errors and status == 200 else status, keeps=keeps,
        house=in_service(reception_of(request).desk, actor), typed=typed, errors=errors, done=done, part=part, waits=waits,
        roles={role.value: ROLES[role] for role in STAFF_ROLES},
    )  # fmt: skip
