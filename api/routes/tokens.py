"""Tokens by which an office's own systems use the API."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.acting.rights import Actor, TokenScope
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.staff.acts_tokens import CONFIRM_TOKEN, END_TOKEN, KEEP_TOKENS, READ_TOKENS
from casework.staff.api_tokens import (
    ApiTokenView,
    NewApiToken,
    confirm_token,
    end_token,
    list_tokens,
    request_token,
)
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/tokens", tags=["tokens"])


class NewToken(FileModel):
    """What the token is for, what it may do, and until when."""

    name: str = Field(min_length=1, max_length=60)
    scopes: list[TokenScope] = Field(min_length=1, max_length=20)
    ends_on: Day
    """The last day on which it can be used; at most a year from now."""
    reason: str = Field(min_length=1, max_length=200)
    sends_nothing: bool = False
    """For trials: what it does is done and on record, and every message of it is withdrawn at once."""


@dataclass(frozen=True)
class ApiTokens:
    """The tokens of the office."""

    tokens: list[ApiTokenView]


@router.get("")
def list_api_tokens(request: Request, actor: Annotated[Actor, requires_right(READ_TOKENS)]) -> ApiTokens:
    """List the tokens of the office.

    Returns who asked for each and who confirmed it, what it may do, and when it was last used. Never the token itself.
    """
    return ApiTokens(list_tokens(get_app_state(request).context, actor))


@router.post("", status_code=201)
def create_api_token(
    request: Request, sent: NewToken, actor: Annotated[Actor, requires_right(KEEP_TOKENS)]
) -> NewApiToken:
    """Request a token.

    Returns the token once. It opens nothing until a second person of the office has confirmed it.
    """
    return request_token(
        get_app_state(request).context, actor, name=sent.name, scopes=[each.value for each in sent.scopes],
        ends_on=sent.ends_on, reason=sent.reason, sends_nothing=sent.sends_nothing,
    )  # fmt: skip


@router.post("/{token}/confirmation", status_code=204)
def confirm_api_token(
    request: Request, token: uuid.UUID, actor: Annotated[Actor, requires_right(CONFIRM_TOKEN)]
) -> None:
    """Confirm a token.

    Refused to the person who requested it.
    """
    confirm_token(get_app_state(request).context, actor, token)


@router.delete("/{token}", status_code=204)
def delete_api_token(request: Request, token: uuid.UUID, actor: Annotated[Actor, requires_right(END_TOKEN)]) -> None:
    """End a token.

    It is refused from this moment on.
    """
    end_token(get_app_state(request).context, actor, token)
