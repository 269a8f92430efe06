"""The administrator's page: offices, those in service, who begins and who leaves."""

import secrets
from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import asks
from api.reception import reception_of
from casework.in_service import STAFF_ROLES, enter_service, in_service, leave_service, open_office, renew_password
from casework.rights import Act, Actor
from casework.signing_in import give_password
from casework.wording import ROLES
from models.office import Role
from sunward.errors import BadInput, NotFound, Refused
from web.acting.fields import Field
from web.acting.typed import told
from web.asking import Errors, Form, Typed
from web.rendering import page

router = APIRouter()

Reader = Annotated[Actor, asks(Act.READ_STAFF)]
Keeper = Annotated[Actor, asks(Act.KEEP_STAFF)]


@router.get("/staff")
def look(request: Request, actor: Reader) -> HTMLResponse:
    """Everybody, and how many plans each carries."""
    return _shown(request, actor, {}, {})


@router.post("/staff/offices")
def office(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """There is one more office."""
    return _done(request, actor, typed, lambda: open_office(
        reception_of(request).desk, actor, name=typed.get("office_name", ""), city=bool(typed.get("city"))))  # fmt: skip


@router.post("/staff")
def enter(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """Somebody is in service, with a first password that is shown once."""
    desk = reception_of(request).desk
    days, errors = told(
        [Field("enter", name, "day", False, None) for name in ("authority_from", "authority_to")], typed
    )
    if typed.get("role") not in [role.value for role in STAFF_ROLES]:
        errors["role"] = "staff.choose_role"
    if errors:
        return _shown(request, actor, typed, errors)
    password = secrets.token_urlsafe(12)
    shown: list[tuple[str, str]] = []

    def do() -> None:
        needs_one = enter_service(
            desk, actor, login=typed.get("login", ""), display_name=typed.get("display_name", ""),
            role=Role(typed["role"]), office=typed.get("office", ""), authority_from=days.get("authority_from"),
            authority_to=days.get("authority_to"), phone=typed.get("phone") or None, email=typed.get("email") or None,
        )  # fmt: skip
        if needs_one:
            give_password(desk, [typed["login"]], password)
            shown.append((typed["login"], password))

    return _done(request, actor, typed, do, shown)


@router.post("/staff/password")
def renew(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """Somebody who lost their password has another, which is shown once."""
    password, login = secrets.token_urlsafe(12), typed.get("renews", "")

    def do() -> None:
        renew_password(reception_of(request).desk, actor, login=login, password=password)

    return _done(request, actor, {}, do, [(login, password)])


@router.post("/staff/leave")
def leave(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """Somebody leaves, if nothing is open with them."""
    return _done(request, actor, typed, lambda: leave_service(
        reception_of(request).desk, actor, login=typed.get("leaves", "")))  # fmt: skip


def _done(
    request: Request, actor: Actor, typed: Typed, do: Callable[[], None], first_password: Sequence[tuple[str, str]] = ()
) -> HTMLResponse:
    try:
        do()
    except BadInput as wrong:
        found: Errors = {mistake.place: mistake.wrong for mistake in wrong.mistakes}
        return _shown(request, actor, typed, found or {"": wrong.reason}, status=wrong.status)
    except (Refused, NotFound) as refused:
        return _shown(request, actor, typed, {"": refused.reason}, status=refused.status)
    return _shown(request, actor, {}, {}, first_password=next(iter(first_password), None), done=True)


def _shown(
    request: Request,
    actor: Actor,
    typed: Typed,
    errors: Errors,
    *,
    status: int = 200,
    first_password: tuple[str, str] | None = None,
    done: bool = False,
) -> HTMLResponse:
    return page(
        request, "staff.html", status=422 if errors and status == 200 else status,
        house=in_service(reception_of(request).desk, actor), typed=typed, errors=errors, done=done,
        first_password=first_password, roles={role.value: ROLES[role] for role in STAFF_ROLES},
    )  # fmt: skip
