"""The administrator's page: their office's people, who begins and who leaves, and a new way in for who lost theirs."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_STAFF
from casework.shared.text.labels import ROLES
from casework.staff.accounts import request_code
from casework.staff.acts_accounts import KEEP_STAFF
from casework.staff.staff_accounts import enter_service, leave_service, list_staff, open_office
from core.i18n import _
from models.office import STAFF_ROLES, Role
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import parse_form
from web.forms import Form, FormErrors, FormValues
from web.pages.account import run_request
from web.reauth import confirm_for
from web.rendering import render_page

router = APIRouter()

Reader = Annotated[Actor, requires_right(READ_STAFF)]
Keeper = Annotated[Actor, requires_right(KEEP_STAFF)]


_NEEDED = {
    "login": _("请给这个人定一个登录名。"),
    "display_name": _("请填写姓名。"),
    "office": _("请选检察院。"),
    "reason": _("请写明理由。"),
}
"""What nobody begins without; who has left several of them empty is told of all at once."""


@router.get("/staff")
def show_staff(request: Request, actor: Reader) -> HTMLResponse:
    """Everybody, and how many plans each carries."""
    return _page(request, actor, {}, {})


@router.post("/staff/offices")
def add_office(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """There is one more office."""
    return _done(request, actor, typed, lambda keeper: open_office(
        get_app_state(request).context, keeper, name=typed.get("office_name", ""), city=bool(typed.get("city"))))  # fmt: skip


@router.post("/staff")
def add_staff(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """It was asked that somebody begins, or that something else holds for them; a second person confirms it."""
    context = get_app_state(request).context
    days, errors = parse_form(
        [FormField("enter", name, "day", False, None) for name in ("authority_from", "authority_to")], typed
    )
    errors |= {name: words for name, words in _NEEDED.items() if not typed.get(name)}
    if typed.get("role") not in [role.value for role in STAFF_ROLES]:
        errors["role"] = _("请选岗位。")
    if errors:
        return _page(request, actor, typed, errors)

    def do(keeper: Actor) -> str:
        return enter_service(
            context, keeper, login=typed.get("login", ""), display_name=typed.get("display_name", ""),
            role=Role(typed["role"]), office=typed.get("office", ""), reason=typed.get("reason", ""),
            authority_from=days.get("authority_from"), authority_to=days.get("authority_to"),
            phone=typed.get("phone") or None, email=typed.get("email") or None,
        )  # fmt: skip

    return _done(request, actor, typed, do)


@router.post("/staff/password")
def renew_password(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """A one-time code was asked for somebody who lost their password: its first part is shown once."""
    return _done(request, actor, typed, lambda keeper: request_code(
        get_app_state(request).context, keeper, login=typed.get("renews", ""), reason=typed.get("reason", "")))  # fmt: skip


@router.post("/staff/leave")
def end_employment(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """Somebody leaves, if nothing is open with them; who confirms for others, once a second person has confirmed it."""
    return _done(request, actor, typed, lambda keeper: leave_service(
        get_app_state(request).context, keeper, login=typed.get("leaves", ""), reason=typed.get("reason", "")))  # fmt: skip


def _done(request: Request, actor: Actor, typed: FormValues, do: Callable[[Actor], str | None]) -> HTMLResponse:
    """What waits for a second person answers with a part of a code, or an empty one."""
    part, errors, status = run_request(lambda: do(confirm_for(request, typed, "accounts")))
    if errors:
        return _page(request, actor, typed, errors, status=status)
    return _page(request, actor, {}, {}, part=part, done=True, waits=part is not None)


def _page(
    request: Request,
    actor: Actor,
    typed: FormValues,
    errors: FormErrors,
    *,
    status: int = 200,
    part: str | None = None,
    done: bool = False,
    waits: bool = False,
) -> HTMLResponse:
    keeps = actor.role in KEEP_STAFF.by
    return render_page(
        request, "staff.html", status=422 if errors and status == 200 else status, keeps=keeps,
        house=list_staff(get_app_state(request).context, actor), typed=typed, errors=errors, done=done, part=part, waits=waits,
        roles={role.value: ROLES[role] for role in STAFF_ROLES},
    )  # fmt: skip
