"""Digital use of one plan: the days of each device, what may be talked about, what was said to it, cards and accounts.

The forms of most acts are those of `/do`; here are the ones that take a file or tell a token.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.usage import GIVE_TOKEN, TAKE_TOKEN_BACK, HandInUsage
from casework.rights import Actor
from casework.rights.reading import READ_USAGE
from casework.usage.devices import give_token, take_token_back
from casework.usage.files import FileTaken, hand_in_file
from casework.usage.view import usage_of
from casework.views.cards_view import cards_of
from sunward.errors import BadInput, NotFound, Refused
from sunward.words import Words
from usage.sources import ABOUT, Source
from usage.units import NAMES as UNITS
from usage.units import Unit
from web.acting.words import CHOICES
from web.asking import Errors, Form, FormWithFiles
from web.labels.codes import RELATIONS
from web.tabs import case_page
from web.views.usage_charts import charts_of

router = APIRouter(prefix="/plans/{number}/usage")

Reader = Annotated[Actor, asks(READ_USAGE)]


@router.get("")
def look(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """Everything on the plan's digital use, to look at and to print."""
    return _page(request, number, actor)


@router.post("/files")
def hand_in(
    request: Request, number: str, sent: FormWithFiles, actor: Annotated[Actor, asks(HandInUsage.operation)]
) -> HTMLResponse:
    """Read, with a receipt that names what could not be used; or the page again with what was wrong."""
    source, device = sent.typed.get("source", ""), sent.typed.get("device", "")
    if not sent.file or source not in set(Source):
        return _page(
            request, number, actor, errors={"file": Words("请选一个文件。", "Please choose a file.")}, status=422
        )
    reception = reception_of(request)
    try:
        taken = hand_in_file(
            reception.desk, actor, number, device=device, source=Source(source), content=sent.file,
            unit=Unit.named(sent.typed.get("unit", "")),
        )  # fmt: skip
    except (BadInput, Refused, NotFound) as refused:
        told = [mistake.wrong for mistake in refused.mistakes] if isinstance(refused, BadInput) else []
        errors: Errors = {"file": refused.reason}
        return _page(request, number, actor, errors=errors, mistakes=told, status=refused.status)
    reception.nudge()
    return _page(request, number, actor, taken=taken)


@router.post("/devices/{device}/token")
def token(
    request: Request,
    number: str,
    device: str,
    typed: Form,
    actor: Annotated[Actor, asks(GIVE_TOKEN, TAKE_TOKEN_BACK)],
) -> Response:
    """The device's new token, shown once and never again; or taken back."""
    desk = reception_of(request).desk
    if typed.get("_go") == "take":
        take_token_back(desk, actor, number, device=device)
        return RedirectResponse(request.url.path.partition("/devices/")[0], status_code=303)
    given = give_token(desk, actor, number, device=device)
    return _page(request, number, actor, told_token=(device, given))


def _page(
    request: Request,
    number: str,
    actor: Actor,
    *,
    status: int = 200,
    errors: Errors | None = None,
    mistakes: list[Words] | None = None,
    taken: FileTaken | None = None,
    told_token: tuple[str, str] | None = None,
) -> HTMLResponse:
    context: dict[str, Any] = {
        "sources": {source.value: about.name for source, about in ABOUT.items()},
        "units": UNITS,
        "choices": CHOICES,
        "relations": RELATIONS,
        "errors": errors or {},
        "mistakes": mistakes or [],
        "taken": taken,
        "told_token": told_token,
    }
    with reception_of(request).desk.look(number, actor, READ_USAGE) as file:
        shown = usage_of(file)
        return case_page(
            request, file, "usage.html", tab="usage", status=status, usage=shown, can=set(shown.may),
            charts=charts_of(shown.devices, shown.agreed), cards=cards_of(file), **context,
        )  # fmt: skip
