"""Sign-in of the staff."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.checkins.acts import TAKE_ALONG
from casework.staff.accounts import has_unseen_requests, set_password_with_code
from casework.staff.attempts import MANY
from casework.staff.authentication import NewSession, SignedIn, change_password, finish_sign_in, sign_in, sign_out
from casework.staff.enrolment import has_staff
from core.errors import BadInput, NotSignedIn, TooManyRequests
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import (
    LEAVING_ACCESS,
    PUBLIC_ACCESS,
    SECOND_STEP_ACCESS,
    SIGNED_IN_ACCESS,
    clear_cookie,
    get_address,
    get_signed_in,
    get_try_source,
    renew_token,
    set_cookie,
    set_device_cookie,
)
from web.demo_roles import DEMO_ROLES, get_demo
from web.forms import Form, FormErrors, local_path
from web.pages.account import render_account
from web.reauth import read_proof
from web.rendering import render_page

router = APIRouter()


@router.get("/sign-in", dependencies=[PUBLIC_ACCESS])
def show_sign_in(request: Request, next: str = "/") -> HTMLResponse:
    """The form; where one wanted to go is kept in it."""
    return _page(request, local_path(next), "", {})


@router.post("/sign-in", dependencies=[PUBLIC_ACCESS])
def submit_sign_in(request: Request, typed: Form) -> Response:
    """Signed in and on the way to where one wanted to go, or the form again with the name still in it."""
    login, password = typed.get("login", ""), typed.get("password", "")
    wanted = local_path(typed.get("next", "/"))
    errors: FormErrors = {}
    if not login:
        errors["login"] = _("请填写登录名。")
    if not password:
        errors["password"] = _("请填写密码。")
    if errors:
        return _page(request, wanted, login, errors, status=422)
    app_state = get_app_state(request)
    try:
        with app_state.tries.counting_wrong(get_address(request)):
            opened = sign_in(app_state.context, login, password, get_try_source(request))
    except (NotSignedIn, TooManyRequests) as refused:
        return _page(request, wanted, login, {"": refused.reason}, status=refused.status)
    if opened.signed_in.stage == "factor":
        return _begun(request, opened, f"/sign-in/factor?next={quote(wanted)}")
    return _begun(request, opened, _first_page(request, opened, wanted))


@router.get("/sign-in/factor")
def show_second_step(
    request: Request, first_step: Annotated[SignedIn, SECOND_STEP_ACCESS], next: str = "/"
) -> HTMLResponse:
    """Where the second factor is asked for after the password."""
    return _second_step(request, first_step, local_path(next), {})


@router.post("/sign-in/factor")
def submit_second_step(request: Request, typed: Form, first_step: Annotated[SignedIn, SECOND_STEP_ACCESS]) -> Response:
    """Signed in and on the way to where one wanted to go, or the form again."""
    app_state, wanted = get_app_state(request), local_path(typed.get("next", "/"))
    try:
        with app_state.tries.counting_wrong(get_address(request)):
            opened = finish_sign_in(
                app_state.context, first_step, read_proof(request, typed), get_try_source(request),
                kept_out=typed.get("kept_out") == "yes",
            )  # fmt: skip
    except (NotSignedIn, TooManyRequests) as refused:
        return _second_step(request, first_step, wanted, {"": refused.reason}, status=422)
    return _begun(request, opened, _first_page(request, opened, wanted))


def _second_step(
    request: Request, first_step: SignedIn, wanted: str, errors: FormErrors, *, status: int = 200
) -> HTMLResponse:
    goes_out = first_step.actor.role in TAKE_ALONG.by
    return render_page(request, "second_step.html", status=status, next=wanted, errors=errors, goes_out=goes_out)


def _first_page(request: Request, opened: NewSession, wanted: str) -> str:
    """Where one wanted to go; first, what was asked for the account or tried at it, where something was."""
    unseen = has_unseen_requests(get_app_state(request).context, opened.signed_in.actor)
    return "/account" if unseen or opened.signed_in.wrong_before >= MANY else wanted


@router.get("/one-time-code", dependencies=[PUBLIC_ACCESS])
def show_code_form(request: Request) -> HTMLResponse:
    """Where a one-time code is used to choose a password."""
    return render_page(request, "one_time_code.html", login="", errors={})


@router.post("/one-time-code", dependencies=[PUBLIC_ACCESS])
def redeem_code(request: Request, typed: Form) -> Response:
    """Signed in with a password of one's own, or the form again; neither code nor password is shown."""
    login = typed.get("login", "")
    app_state = get_app_state(request)
    errors: FormErrors = {}
    if typed.get("password", "") != typed.get("again", ""):
        errors["again"] = _("两遍写的不一样。")
    else:
        try:
            with app_state.tries.counting_wrong(get_address(request)):
                opened = set_password_with_code(
                    app_state.context, login, typed.get("code", ""), typed.get("password", ""), get_try_source(request)
                )
            return _begun(request, opened, "/account")
        except BadInput as wrong:
            errors = {mistake.place: mistake.wrong for mistake in wrong.mistakes}
        except (NotSignedIn, TooManyRequests) as wrong:
            errors["code"] = wrong.reason
    return render_page(request, "one_time_code.html", status=422, login=login, errors=errors)


@router.post("/sign-out")
def submit_sign_out(request: Request, signed_in: Annotated[SignedIn, LEAVING_ACCESS]) -> Response:
    """Signed out; the browser holds nothing."""
    sign_out(get_app_state(request).context, signed_in)
    response = RedirectResponse("/sign-in", status_code=303)
    clear_cookie(request, response)
    return response


@router.post("/account/password")
def submit_password(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> Response:
    """One's own password is another, or the form again with what is wrong; what was typed is not shown."""
    app_state = get_app_state(request)
    if typed.get("password", "") != typed.get("again", ""):
        return render_account(request, signed_in, {"again": _("两遍写的不一样。")}, 422)
    try:
        with app_state.tries.counting_wrong(get_address(request)):
            opened = change_password(
                app_state.context, signed_in, typed.get("old", ""), typed.get("password", ""), get_try_source(request),
                read_proof(request, typed),
            )  # fmt: skip
    except BadInput as wrong:
        return render_account(request, signed_in, {mistake.place: mistake.wrong for mistake in wrong.mistakes}, 422)
    except (NotSignedIn, TooManyRequests) as wrong:
        return render_account(request, signed_in, {"old": wrong.reason}, 422)
    renew_token(request, opened)
    return render_account(request, get_signed_in(request), password_changed=True)


def _begun(request: Request, opened: NewSession, wanted: str) -> Response:
    response = RedirectResponse(wanted, status_code=303)
    set_cookie(request, response, opened)
    set_device_cookie(request, response, opened.device)
    return response


def _page(request: Request, wanted: str, login: str, errors: FormErrors, *, status: int = 200) -> HTMLResponse:
    nobody_yet, provider = not has_staff(get_app_state(request).context), get_app_state(request).provider
    roles = list(DEMO_ROLES.values()) if get_demo(request) is not None else []
    return render_page(
        request, "sign_in.html", status=status, next=wanted, login=login, errors=errors, nobody_yet=nobody_yet,
        demo_roles=roles, provider=provider.name if provider else None,
    )  # fmt: skip
