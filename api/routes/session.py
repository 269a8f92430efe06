"""Signing in, for staff by password and for a family by its page and code; who is signed in; signing out."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.routing import ApiRoute
from casework.family.family_access import sign_in_to_family_page
from casework.shared.files.plan_file import FileModel
from casework.shared.text.labels import role_label
from casework.staff.accounts import set_password_with_code
from casework.staff.authentication import (
    NewSession,
    SignedIn,
    change_password,
    confirm_identity,
    finish_sign_in,
    get_factor_kinds,
    resolve_session,
    sign_in,
    sign_out,
)
from casework.staff.own_sessions import OwnSession, end_other_sessions, end_own_session, list_own_sessions
from casework.staff.provider_accounts import is_linked, unlink_provider
from casework.staff.second_factors import FactorProof, ask_for_passkey
from core.errors import NotSignedIn, SecondFactorRequired
from core.i18n import Text, _
from serving.app_state import get_app_state
from serving.auth import (
    LEAVING_ACCESS,
    PUBLIC_ACCESS,
    SIGNED_IN_ACCESS,
    clear_cookie,
    ensure_same_site,
    get_address,
    get_site,
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


class Proof(FileModel):
    """A second factor: the code of the moment, or the answer of a passkey to the options it was given."""

    code: str | None = Field(default=None, max_length=20)
    passkey: dict[str, Any] | None = None


class NewPassword(Proof):
    """The current and the new password, and with a second factor its proof."""

    old: str = Field(min_length=1, max_length=200)
    new: str = Field(min_length=1, max_length=200)


class SecondStep(Proof):
    """The second factor after a right password, with the ticket that was answered to it."""

    ticket: str = Field(min_length=1, max_length=100)
    device: str | None = Field(default=None, max_length=100)
    keep: Keep = "cookie"


class Ticket(FileModel):
    """The ticket that was answered to a right password."""

    ticket: str = Field(min_length=1, max_length=100)


class IdentityConfirmation(Proof):
    """One's password again, and with a second factor its proof. A passkey needs no password besides."""

    password: str = Field(default="", max_length=200)


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
    stage: str
    """`full`, or `enrol` while a second factor is still to be set up and nothing else can be done."""
    token: str | None = None
    device: str | None = None
    """For a client that holds its own token, after signing in: sent with the next sign-in, wrong tries from elsewhere
    never make this client wait. It opens nothing."""


@dataclass(frozen=True)
class ProviderLink:
    """The office's identity provider, and whether the account is linked there."""

    name: str | None
    linked: bool


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

    An account with a second factor needs its `code` as well. Without one a right password is answered with
    `second-factor-required` (401) and a `ticket`, to be sent to `POST /session/factor` within ten minutes.
    """
    ensure_same_site(request)
    app_state = get_app_state(request)
    source = get_try_source(request, sent.device)
    with app_state.tries.counting_wrong(get_address(request)):
        opened = sign_in(app_state.context, sent.login, sent.password, source)
        if opened.signed_in.stage == "factor":
            if sent.code is None:
                raise SecondFactorRequired(_("密码对了，还要第二步验证。"), opened.token)
            opened = finish_sign_in(app_state.context, opened.signed_in, FactorProof(sent.code), source)
    return _begun(request, response, opened, sent.keep)


@router.post(
    "/session/factor/options",
    dependencies=[PUBLIC_ACCESS],
    responses={409: {}},
    openapi_extra={"x-repeated": "Each call begins a step of its own."},
)
def read_sign_in_options(request: Request, sent: Ticket) -> dict[str, Any]:
    """Get what a passkey is to sign at sign-in.

    Returns the options for `navigator.credentials.get`, for this ticket and once.
    """
    ensure_same_site(request)
    first_step = _first_step(request, sent.ticket)
    assert first_step.actor.id is not None
    return ask_for_passkey(get_app_state(request).context, first_step.actor.id, first_step.id, get_site(request))


@router.post(
    "/session/factor",
    status_code=201,
    dependencies=[PUBLIC_ACCESS],
    openapi_extra={"x-repeated": "A step is finished once."},
)
def finish_session(request: Request, response: Response, sent: SecondStep) -> SessionView:
    """Finish signing in with the second factor.

    Starts the session, as `POST /session` does. The ticket is valid for ten minutes and opens one session.
    """
    ensure_same_site(request)
    app_state = get_app_state(request)
    proof = FactorProof(sent.code or "", sent.passkey, get_site(request))
    source = get_try_source(request, sent.device)
    with app_state.tries.counting_wrong(get_address(request)):
        opened = finish_sign_in(app_state.context, _first_step(request, sent.ticket), proof, source)
    return _begun(request, response, opened, sent.keep)


@router.post(
    "/session/one-time-code",
    status_code=201,
    dependencies=[PUBLIC_ACCESS],
    openapi_extra={"x-repeated": "A code is used once."},
)
def use_one_time_code(request: Request, response: Response, sent: CodeAndPassword) -> SessionView:
    """Choose a password with a one-time code.

    Signs in whoever was given both parts of the code. Second factors of the account are removed; whoever needs one sets
    it up next (`stage` is `enrol`). Everything that is wrong is refused in the same words (401).
    """
    ensure_same_site(request)
    app_state = get_app_state(request)
    with app_state.tries.counting_wrong(get_address(request)):
        opened = set_password_with_code(app_state.context, sent.login, sent.code, sent.new, get_try_source(request))
    return _begun(request, response, opened, sent.keep)


@router.post(
    "/family/session",
    status_code=201,
    dependencies=[PUBLIC_ACCESS],
    openapi_extra={"x-repeated": "Each call begins a session of its own."},
)
def create_family_session(request: Request, response: Response, sent: PageAndCode) -> SessionView:
    """Open a family page with its code.

    Starts a session for the person to whom the page belongs. After three wrong codes the page is locked for half an
    hour (401).
    """
    ensure_same_site(request)
    app_state = get_app_state(request)
    with app_state.tries.counting_wrong(get_address(request)):
        opened = sign_in_to_family_page(app_state.context, sent.page, sent.code)
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

    Ends the session: its token is no longer valid.
    """
    sign_out(get_app_state(request).context, signed_in)
    clear_cookie(request, response)


@router.get("/session/devices")
def read_sessions(request: Request, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> list[OwnSession]:
    """List where the user is signed in.

    Returns browser and system of each session, when it began and when it was last used; this one first.
    """
    return list_own_sessions(get_app_state(request).context, signed_in)


@router.delete("/session/devices", status_code=204)
def delete_other_sessions(request: Request, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> None:
    """Sign out everywhere else.

    Ends every session of the user but this one.
    """
    end_other_sessions(get_app_state(request).context, signed_in)


@router.delete("/session/devices/{session}", status_code=204, responses={404: {}})
def delete_one_session(request: Request, session: uuid.UUID, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> None:
    """Sign out at one place.

    Ends that session of the user.
    """
    end_own_session(get_app_state(request).context, signed_in, session)


@router.post("/session/confirmation", openapi_extra={"x-repeated": "Each call confirms anew."})
def create_confirmation(
    request: Request, response: Response, sent: IdentityConfirmation, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]
) -> SessionView:
    """Confirm the identity.

    Needed before an operation that decides, signs, unseals or keeps accounts; without it such an operation is refused
    with `reauthentication-required` (403). With a second factor a confirmation holds for one operation within ten
    minutes, with a password alone for ten minutes. The session goes on under another token: as a cookie, or in the
    answer for a client that holds its own.
    """
    app_state = get_app_state(request)
    proof = FactorProof(sent.code or "", sent.passkey, get_site(request))
    with app_state.tries.counting_wrong(get_address(request)):
        opened = confirm_identity(app_state.context, signed_in, sent.password, proof, get_try_source(request))
    return show_session(request, response, opened)


@router.post(
    "/session/confirmation/options",
    responses={409: {}},
    openapi_extra={"x-repeated": "Each call begins a step of its own."},
)
def read_confirmation_options(request: Request, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> dict[str, Any]:
    """Get what a passkey is to sign for a confirmation.

    Returns the options for `navigator.credentials.get`, for this session and once.
    """
    assert signed_in.actor.id is not None
    return ask_for_passkey(get_app_state(request).context, signed_in.actor.id, signed_in.id, get_site(request))


@router.put("/session/password", openapi_extra={"x-repeated": "The old password holds no more."})
def set_password(
    request: Request, response: Response, sent: NewPassword, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]
) -> SessionView:
    """Change the password of the signed-in user.

    All sessions of the user end and a new one begins: as a cookie in the browser, or with the token in the answer for
    a client that holds its own.
    """
    app_state = get_app_state(request)
    proof = FactorProof(sent.code or "", sent.passkey, get_site(request))
    with app_state.tries.counting_wrong(get_address(request)):
        opened = change_password(app_state.context, signed_in, sent.old, sent.new, get_try_source(request), proof)
    return show_session(request, response, opened)


@router.get("/account/provider")
def read_provider_link(request: Request, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> ProviderLink:
    """Get the link to the identity provider.

    Returns the name of the office's identity provider, where it has one, and whether the user can sign in there. A link
    is requested in a browser, because it leads to the provider and back.
    """
    app_state = get_app_state(request)
    name = app_state.provider.name if app_state.provider else None
    return ProviderLink(name, is_linked(app_state.context, signed_in))


@router.delete("/account/provider", status_code=204, responses={403: {}})
def delete_provider_link(request: Request, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> None:
    """End the link to the identity provider.

    The user signs in with the password again. Needs a confirmed identity.
    """
    unlink_provider(get_app_state(request).context, signed_in)


def _begun(request: Request, response: Response, opened: NewSession, keep: str) -> SessionView:
    if keep == "token":
        return _session_view(request, opened.signed_in, opened.token, opened.device)
    set_cookie(request, response, opened.token)
    set_device_cookie(request, response, opened.device)
    return _session_view(request, opened.signed_in)


def show_session(request: Request, response: Response, opened: NewSession) -> SessionView:
    """The session that goes on under another token: in the answer for a client that holds its own, or as the cookie."""
    return _begun(request, response, opened, "token" if has_bearer_token(request) else "cookie")


def _session_view(
    request: Request, signed_in: SignedIn, token: str | None = None, device: str | None = None
) -> SessionView:
    role, factors = signed_in.actor.role.value, get_factor_kinds(get_app_state(request).context, signed_in)
    return SessionView(
        role, role_label(role), signed_in.name, signed_in.plan_number, signed_in.ends_at, factors, signed_in.stage, token,
        device,
    )  # fmt: skip


def _first_step(request: Request, ticket: str) -> SignedIn:
    found = resolve_session(get_app_state(request).context, ticket)
    if found is None or found.stage != "factor":
        raise NotSignedIn(_("这张票已经用过或者过期，请从密码重新开始。"))
    return found
