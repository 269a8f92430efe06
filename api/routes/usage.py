"""Digital use, cards and accounts: looked at, files handed in, and the token of a device that pushes by itself."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.doorkeeping import asks
from api.plan_body import body_of
from api.reception import reception_of
from casework.acts.usage import GIVE_TOKEN, TAKE_TOKEN_BACK, HandInUsage
from casework.rights import Actor
from casework.rights.reading import READ_OWN, READ_USAGE
from casework.usage.devices import give_token, take_token_back
from casework.usage.files import FileTaken, hand_in_file
from casework.usage.view import OwnUsage, UsageShown, own_usage, usage_of
from casework.views.cards_view import CardsShown, cards_of
from usage.sources import Source
from usage.units import Unit

router = APIRouter(prefix="/plans/{number}", tags=["usage"])

Label = Annotated[str, Query(pattern=r"^([A-Za-z][A-Za-z0-9_.-]*|[0-9]{1,8})$", max_length=20)]
FILE: dict[str, object] = {
    "requestBody": {
        "required": True,
        "description": "The file itself: an export in JSON, a table as CSV or XLSX. At most 32 MB.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/usage")
def look(request: Request, number: str, actor: Annotated[Actor, asks(READ_USAGE)]) -> UsageShown:
    """Devices and their days, what can be said of them and what cannot, remarks and answers, reviews, what was agreed."""
    with reception_of(request).desk.look(number, actor, READ_USAGE) as file:
        return usage_of(file)


@router.get("/usage/own")
def look_at_own(request: Request, number: str, actor: Annotated[Actor, asks(READ_OWN)]) -> OwnUsage:
    """One's own digital use, as the family page shows it."""
    return own_usage(reception_of(request).desk, actor, number)


@router.post("/usage/files", status_code=201, openapi_extra=FILE)
def hand_in(
    request: Request,
    number: str,
    actor: Annotated[Actor, asks(HandInUsage.operation)],
    body: Annotated[bytes, Depends(body_of)],
    device: Label,
    source: Source,
    unit: Unit | None = None,
) -> FileTaken:
    """Hand in a file. What of it could not be used is told with its line; the same file again changes nothing.

    A table whose numbers have no unit, and can be of more than one, is refused (422): `unit` answers which one it is.
    """
    reception = reception_of(request)
    taken = hand_in_file(reception.desk, actor, number, device=device, source=source, content=body, unit=unit)
    reception.nudge()
    return taken


@dataclass(frozen=True)
class TokenGiven:
    """The token, told once. Whoever has it can push the use of this one device, and do and see nothing else."""

    token: str


@router.post("/usage/devices/{device}/token", status_code=201)
def give(request: Request, number: str, device: str, actor: Annotated[Actor, asks(GIVE_TOKEN)]) -> TokenGiven:
    """Give the device a new token; the one before is void."""
    return TokenGiven(give_token(reception_of(request).desk, actor, number, device=device))


@router.delete("/usage/devices/{device}/token", status_code=204)
def take_back(request: Request, number: str, device: str, actor: Annotated[Actor, asks(TAKE_TOKEN_BACK)]) -> None:
    """The device pushes no more, from now on."""
    take_token_back(reception_of(request).desk, actor, number, device=device)


@router.get("/cards")
def look_at_cards(request: Request, number: str, actor: Annotated[Actor, asks(READ_USAGE)]) -> CardsShown:
    """Cards handed back, self-queries, and restrictions with their clocks."""
    with reception_of(request).desk.look(number, actor, READ_USAGE) as file:
        return cards_of(file)
