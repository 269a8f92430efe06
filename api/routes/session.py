"""Signing in, for staff by password and for a family by its page and code; who is signed in; signing out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.routing import ApiRoute
from casework.family.family_access import sign_in_to_family_page
from casework.shared.files.plan_file import FileModel
from casework.shared.text.labels import role_label
from casework.staff.authentication import (
    NewSession,
    SignedIn,
    confirm_identity,
    finish_sign_in,
    get_factor_kinds,
    sign_in,
    sign_out,
)
from casework.staff.second_factors import FactorProof
from core.errors import SecondFactorRequired
from core.i18n import Text, _
from serving.app_state import get_app_state
from serving.auth import (
    LEAVING_ACCESS,
    PUBLIC_ACCESS,
    SIGNED_IN_ACCESS,
    clear_cookie,
    ensure_same_site,
    get_address,
    get_try_source,
    has_bearer_token,
    set_cookie,
    set_device_cookie,
)

router = APIRouter(route_class=ApiRoute, tags=["session"])

Keep = Annotated[
    Literal["cookie", "token"],
    Field(description="Who holds the session: the browser, or a client that is told the token once."),
]


class Credentials(FileModel):
    """A member of staff, by sign-in name and password."""

    login: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=200)
    keep: Keep = "cookie"
    code: str | None = Field(
        default=None, max_length=20, description="The code of the authenticator app, where the account has one."
    )
    device: str | None = Field(
        default=None, max_length=100, description="What an earlier sign-in returned as `device`, if the client kept it."
    )


class PageAndCode(FileModel):
    """Somebody of a family, by the secret of their saved page and the code on their card."""

    page: str = Field(min_length=1, max_length=100)
    code: str = Field(pattern=r"^[0-9]{4}$")
    keep: Keep = "cookie"


class IdentityConfirmation(FileModel):
    """One's password again, and with a second factor the code of the moment."""

    password: str = Field(default="", max_length=200)
    code: str | None = Field(default=None, max_length=20)


@dataclass(frozen=True)
class SessionView:
    """Who is signed in, until when at the longest, and for a family the number of its plan."""

    role: str
    role_words: Text
    name: str | None
    plan: str | None
    ends_at: datetime
    factors: list[str]
    """The kinds of second factors of the account: `totp`, `passkey`."""
    state: str
    """`full`, or `enrol` while a second factor is still to be set up and nothing else can be done."""
    token: str | None = None
    device: str | None = None
    """For a client that holds its own token, after signing in: sent with the next sign-in, wrong tries from elsewhere
    never make this client wait. It opens nothing."""


@router.post(
    "/session",
    status_code=201,
    dependencies=[PUBLIC_ACCESS],
    openapi_extra={"x-repeated": "Each call begins a session of its own."},
)
def create_session(request: Request, response: Response, sent: Credentials) -> SessionView:
    """Sign in.

    Starts a session for a member of staff and returns the user; with `keep` = `token` also the token, once. A wrong
    name and a wrong password are refused in the same words (401). After five wrong ones from the same place, an answer
    is given only after some seconds, a minute at most (429 with Retry-After); elsewhere nobody has to wait.

    An account with a second factor needs the `code` of its authenticator app as well; without one a right password is
    answered with `second-factor-required` (401). A passkey is used on the sign-in page only.
    """
    ensure_same_site(request)
    app_state = get_app_state(request)
    source = get_try_source(request, sent.device)
    with app_state.tries.counting_wrong(get_address(request)):
        opened = sign_in(app_state.context, sent.login, sent.password, source)
        if opened.signed_in.stage == "factor":
            if sent.code is None:
                raise SecondFactorRequired(_("密码对了，还要第二步验证。"))
            opened = finish_sign_in(app_state.context, opened.signed_in, FactorProof(sent.code), source)
    return _begun(request, response, opened, sent.keep)


@router.post(
    "/family/session",
    status_code=201,
    dependencies=[PUBLIC_ACCESS],
    openapi_extra={"x-repeated": "Each call begins a session of its own."},
)
def create_family_session(request: Request, response: Response, sent: PageAndCode) -> SessionView:
    """Open a family page with its code.

    Starts a session for the person to whom the page belongs. Three wrong codes from one address rest it for
    half an hour, thirty in a day the page (401).
    """
    ensure_same_site(request)
    app_state = get_app_state(request)
    with app_state.tries.counting_wrong(get_address(request)):
        opened = sign_in_to_family_page(app_state.context, sent.page, sent.code, get_address(request))
    return _begun(request, response, opened, sent.keep)


@router.get("/session")
def read_session(request: Request, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> SessionView:
    """Get the signed-in user.

    Returns name, role and office of the user to whom the session belongs.
    """
    return _session_view(request, signed_in)


@router.delete("/session", status_code=204)
def delete_session(request: Request, response: Response, signed_in: Annotated[SignedIn, LEAVING_ACCESS]) -> None:
    """Sign out.

    Ends the session: its token is refused from then on.
    """
    sign_out(get_app_state(request).context, signed_in)
    clear_cookie(request, response)


@router.post("/session/confirmation", openapi_extra={"x-repeated": "Each call confirms anew."})
def create_confirmation(
    request: Request, response: Response, sent: IdentityConfirmation, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]
) -> SessionView:
    """Confirm the identity.

    Needed before an operation that decides, signs, unseals or keeps accounts; without it such an operation is refused
    with `reauthentication-required` (403). With a second factor a confirmation holds for one operation within ten
    minutes, on accounts and tokens for more of the same kind within five; with a password alone for ten minutes. The session goes on under another token: as a cookie, or in the
    answer for a client that holds its own.
    """
    app_state = get_app_state(request)
    with app_state.tries.counting_wrong(get_address(request)):
        opened = confirm_identity(
            app_state.context, signed_in, sent.password, FactorProof(sent.code or ""), get_try_source(request)
        )
    return _begun(request, response, opened, "token" if has_bearer_token(request) else "cookie")


def _begun(request: Request, response: Response, opened: NewSession, keep: str) -> SessionView:
    if keep == "token":
        return _session_view(request, opened.signed_in, opened.token, opened.device)
    set_cookie(request, response, opened)
    set_device_cookie(request, response, opened.device)
    return _session_view(request, opened.signed_in)


def _session_view(
    request: Request, signed_in: SignedIn, token: str | None = None, device: str | None = None
) -> SessionView:
    role, factors = signed_in.actor.role.value, get_factor_kinds(get_app_state(request).context, signed_in)
    return SessionView(
        role, role_label(role), signed_in.name, signed_in.plan_number, signed_in.ends_at, factors, signed_in.stage, token,
        device,
    )  # fmt: skip
