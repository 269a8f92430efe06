"""The second factors of one's own account: an authenticator app, or a passkey."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.routes.session import SessionView, show_session
from api.routing import ApiRoute
from casework.shared.files.plan_file import FileModel
from casework.staff.authentication import SignedIn
from casework.staff.factor_enrolment import (
    CodeGeneratorSetup,
    FactorView,
    add_code_generator,
    add_passkey,
    begin_code_generator,
    begin_passkey,
    list_own_factors,
    read_code_generator,
    remove_factor,
    rename_factor,
)
from serving.app_state import get_app_state
from serving.auth import ENROLLING_ACCESS, SIGNED_IN_ACCESS, get_site

router = APIRouter(route_class=ApiRoute, prefix="/account/factors", tags=["session"])

Enrolling = Annotated[SignedIn, ENROLLING_ACCESS]
Owner = Annotated[SignedIn, SIGNED_IN_ACCESS]
_REFUSED: dict[int | str, dict[str, Any]] = {404: {}, 409: {}}


class FactorName(FileModel):
    """What the owner calls it."""

    name: str = Field(min_length=1, max_length=40)


class FirstCode(FactorName):
    """A code of the authenticator app that is being set up."""

    code: str = Field(min_length=1, max_length=20)


class NewPasskey(FactorName):
    """What `navigator.credentials.create` returned, with its bytes as base64url."""

    passkey: dict[str, Any]


@router.get("")
def read_factors(request: Request, signed_in: Enrolling) -> list[FactorView]:
    """List the second factors of the user's own account.

    Returns name, kind, and when each was added and last used.
    """
    return list_own_factors(get_app_state(request).context, signed_in)


@router.post(
    "/totp", status_code=201, responses=_REFUSED, openapi_extra={"x-repeated": "Each call begins a setup of its own."}
)
def begin_totp(request: Request, signed_in: Enrolling) -> CodeGeneratorSetup:
    """Begin to set up an authenticator app.

    Returns its secret. Needs a confirmation just before, except right after a one-time code. It counts once a code of it
    was sent, within ten minutes.
    """
    return begin_code_generator(get_app_state(request).context, signed_in)


@router.get("/totp/{setup}", responses=_REFUSED | {403: {}})
def read_totp(request: Request, setup: uuid.UUID, signed_in: Enrolling) -> CodeGeneratorSetup:
    """Get the secret of an authenticator app that is being set up.

    Returns it to the session that began, until it is set up.
    """
    return read_code_generator(get_app_state(request).context, signed_in, setup)


@router.post(
    "/totp/{setup}", status_code=201, responses=_REFUSED, openapi_extra={"x-repeated": "A setup is finished once."}
)
def add_totp(
    request: Request, response: Response, setup: uuid.UUID, sent: FirstCode, signed_in: Enrolling
) -> SessionView:
    """Finish setting up an authenticator app.

    Every other session of the user ends; this one continues under another token, which is in the answer or the cookie.
    """
    context = get_app_state(request).context
    return show_session(
        request, response, add_code_generator(context, signed_in, setup, code=sent.code, name=sent.name)
    )


@router.post(
    "/passkey/options", responses=_REFUSED, openapi_extra={"x-repeated": "Each call begins a step of its own."}
)
def read_passkey_options(request: Request, signed_in: Enrolling) -> dict[str, Any]:
    """Begin to set up a passkey.

    Returns the options for `navigator.credentials.create`. A passkey belongs to the host name of the request; an IP
    address is refused (409).
    """
    return begin_passkey(get_app_state(request).context, signed_in, get_site(request))


@router.post("/passkey", status_code=201, responses=_REFUSED, openapi_extra={"x-repeated": "A passkey is added once."})
def add_new_passkey(request: Request, response: Response, sent: NewPasskey, signed_in: Enrolling) -> SessionView:
    """Finish setting up a passkey.

    Every other session of the user ends; this one continues under another token, which is in the answer or the cookie.
    """
    context = get_app_state(request).context
    opened = add_passkey(context, signed_in, get_site(request), answer=sent.passkey, name=sent.name)
    return show_session(request, response, opened)


@router.patch("/{factor}", status_code=204, responses=_REFUSED)
def set_factor_name(request: Request, factor: uuid.UUID, sent: FactorName, signed_in: Owner) -> None:
    """Rename a second factor.

    The name is for the user, who may have several.
    """
    rename_factor(get_app_state(request).context, signed_in, factor, name=sent.name)


@router.delete("/{factor}", status_code=204, responses=_REFUSED)
def delete_factor(request: Request, factor: uuid.UUID, signed_in: Owner) -> None:
    """Remove a second factor.

    Needs a confirmation just before. Refused (409) for the last one of somebody who signs or keeps accounts.
    """
    remove_factor(get_app_state(request).context, signed_in, factor)
