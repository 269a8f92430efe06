"""Signing in, for staff by password and for a family by its page and code; who is signed in; signing out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from casework.family.family_access import sign_in_to_family_page
from casework.shared.files.plan_file import FileModel
from casework.shared.text.labels import role_label
from casework.staff.accounts import set_password_with_code
from casework.staff.authentication import NewSession, SignedIn, change_password, confirm_password, sign_in, sign_out
from core.i18n import Text
from serving.app_state import get_app_state
from serving.auth import (
    PUBLIC_ACCESS,
    SIGNED_IN_ACCESS,
    clear_cookie,
    ensure_same_site,
    get_try_source,
    has_bearer_token,
    set_cookie,
    set_device_cookie,
)

router = APIRouter(tags=["session"])

Keep = Annotated[
    Literal["cookie", "token"],
    Field(description="Who holds the session: the browser, or a client that is told the token once."),
]


class Credentials(FileModel):
    """A member of staff, by sign-in name and password."""

    login: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=200)
    keep: Keep = "cookie"
    device: str | None = Field(
        default=None, max_length=100, description="What an earlier sign-in returned as `device`, if the client kept it."
    )


class CodeAndPassword(FileModel):
    """A one-time code with both parts, and the password that is chosen with it."""

    login: str = Field(min_length=1, max_length=60)
    code: str = Field(min_length=1, max_length=40)
    new: str = Field(min_length=1, max_length=200)
    keep: Keep = "cookie"


class PageAndCode(FileModel):
    """Somebody of a family, by the secret of their saved page and the code on their card."""

    page: str = Field(min_length=1, max_length=100)
    code: str = Field(pattern=r"^[0-9]{4}$")
    keep: Keep = "cookie"


class PasswordConfirmation(FileModel):
    """One's password, again."""

    password: str = Field(min_length=1, max_length=200)


class NewPassword(FileModel):
    """The current and the new password."""

    old: str = Field(min_length=1, max_length=200)
    new: str = Field(min_length=1, max_length=200)


@dataclass(frozen=True)
class SessionView:
    """Who is signed in, until when at the longest, and for a family the number of its plan."""

    role: str
    role_words: Text
    name: str | None
    plan: str | None
    ends_at: datetime
    token: str | None = None
    device: str | None = None
    """For a client that holds its own token, after signing in: sent with the next sign-in, wrong tries from elsewhere
    never make this client wait. It opens nothing."""


@router.post("/session", status_code=201, dependencies=[PUBLIC_ACCESS])
def create_session(request: Request, response: Response, sent: Credentials) -> SessionView:
    """Sign in.

    Starts a session for a member of staff and returns the user; with `keep` = `token` also the token, once. A wrong
    name and a wrong password are refused in the same words (401). After five wrong ones from the same place, an answer
    is given only after some seconds, a minute at most (429 with Retry-After); elsewhere nobody has to wait.
    """
    ensure_same_site(request)
    app_state = get_app_state(request)
    app_state.tries.count(_address(request))
    return _begun(
        request,
        response,
        sign_in(app_state.context, sent.login, sent.password, get_try_source(request, sent.device)),
        sent.keep,
    )


@router.post("/session/one-time-code", status_code=201, dependencies=[PUBLIC_ACCESS])
def use_one_time_code(request: Request, response: Response, sent: CodeAndPassword) -> SessionView:
    """Choose a password with a one-time code.

    Signs in whoever was given both parts of the code. Everything that is wrong is refused in the same words (401).
    """
    ensure_same_site(request)
    app_state = get_app_state(request)
    app_state.tries.count(_address(request))
    opened = set_password_with_code(app_state.context, sent.login, sent.code, sent.new, get_try_source(request))
    return _begun(request, response, opened, sent.keep)


@router.post("/family/session", status_code=201, dependencies=[PUBLIC_ACCESS])
def create_family_session(request: Request, response: Response, sent: PageAndCode) -> SessionView:
    """Open a family page with its code.

    Starts a session for the person to whom the page belongs. After three wrong codes the page is locked for half an
    hour (401).
    """
    ensure_same_site(request)
    app_state = get_app_state(request)
    app_state.tries.count(_address(request))
    return _begun(request, response, sign_in_to_family_page(app_state.context, sent.page, sent.code), sent.keep)


@router.get("/session")
def read_session(signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> SessionView:
    """Get the signed-in user.

    Returns name, role and office of the user to whom the session belongs.
    """
    return _session_view(signed_in)


@router.delete("/session", status_code=204)
def delete_session(request: Request, response: Response, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> None:
    """Sign out.

    Ends the session: its token is no longer valid.
    """
    sign_out(get_app_state(request).context, signed_in)
    clear_cookie(request, response)


@router.post("/session/confirmation", status_code=204)
def confirm_identity(
    request: Request, sent: PasswordConfirmation, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]
) -> None:
    """Confirm the identity by password.

    Needed before an operation that decides, signs or unseals: ten minutes after the last confirmation such an
    operation is refused with `reauthentication-required` (403). Send it again after this call.
    """
    app_state = get_app_state(request)
    app_state.tries.count(_address(request))
    confirm_password(app_state.context, signed_in, sent.password, get_try_source(request))


@router.put("/session/password")
def set_password(
    request: Request, response: Response, sent: NewPassword, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]
) -> SessionView:
    """Change the password of the signed-in user.

    All sessions of the user end and a new one begins: as a cookie in the browser, or with the token in the answer for
    a client that holds its own.
    """
    app_state = get_app_state(request)
    app_state.tries.count(_address(request))
    keep = "token" if has_bearer_token(request) else "cookie"
    opened = change_password(app_state.context, signed_in, sent.old, sent.new, get_try_source(request))
    return _begun(request, response, opened, keep)


def _begun(request: Request, response: Response, opened: NewSession, keep: str) -> SessionView:
    if keep == "token":
        return _session_view(opened.signed_in, opened.token, opened.device)
    set_cookie(request, response, opened.token)
    set_device_cookie(request, response, opened.device)
    return _session_view(opened.signed_in)


def _session_view(signed_in: SignedIn, token: str | None = None, device: str | None = None) -> SessionView:
    role = signed_in.actor.role.value
    return SessionView(role, role_label(role), signed_in.name, signed_in.plan_number, signed_in.ends_at, token, device)


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
