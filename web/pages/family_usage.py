"""Digital use on a family's saved page: one's own days in plain sentences, a place to disagree, and a file to hand in."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.doorkeeping import ANYBODY
from api.reception import reception_of
from casework.acts.family import GiveConsents
from casework.acts.usage import CommentOnUsage
from casework.performing import do
from casework.signing_in import SignedIn
from casework.usage.files import FileTaken, hand_in_file
from casework.usage.view import own_usage
from models.office import Role
from sunward.errors import BadInput, NotFound, Refused
from sunward.words import Words
from usage.sources import ABOUT, Source
from usage.units import NAMES as UNITS
from usage.units import Unit
from web.asking import Errors, Form, FormWithFiles, Typed
from web.family_door import Inside
from web.rendering import page
from web.views.usage_charts import charts_of

router = APIRouter(prefix="/p/{secret}/usage", dependencies=[ANYBODY])
JUST = ("said", "answered")


@router.get("")
def usage(request: Request, secret: str, signed_in: Inside, just: str = "") -> Response:
    """My own digital use, and a place to say what I think of it."""
    return _usage(request, secret, signed_in, {}, {}, just=just if just in JUST else "")


@router.post("")
def say_to_usage(request: Request, secret: str, typed: Form, signed_in: Inside) -> Response:
    """Received; or the form again."""
    if not typed.get("text"):
        return _usage(
            request, secret, signed_in, typed, {"text": Words("请写几句。", "Please write a few words.")}, status=422
        )
    reception = reception_of(request)
    try:
        do(
            reception.desk, signed_in.actor, signed_in.plan_number or "", CommentOnUsage, text=typed["text"],
            disputes=bool(typed.get("disputes")),
        )  # fmt: skip
    except (BadInput, Refused) as refused:
        return _usage(request, secret, signed_in, typed, {"": refused.reason}, status=refused.status)
    reception.nudge()
    return RedirectResponse(f"/p/{secret}/usage?just=said", status_code=303)


@router.post("/consent")
def answer_consent(request: Request, secret: str, typed: Form, signed_in: Inside) -> Response:
    """Whether my phone's data may be collected: answered, or taken back; and the page says what follows from it."""
    if typed.get("device_data") not in ("yes", "no"):
        return _usage(
            request, secret, signed_in, typed, {"device_data": Words("请选一项。", "Please choose one.")}, status=422
        )
    reception = reception_of(request)
    actor, number = signed_in.actor, signed_in.plan_number or ""
    do(reception.desk, actor, number, GiveConsents, device_data=typed["device_data"] == "yes")
    reception.nudge()
    return RedirectResponse(f"/p/{secret}/usage?just=answered", status_code=303)


@router.post("/files")
def hand_in(request: Request, secret: str, sent: FormWithFiles, signed_in: Inside) -> Response:
    """Read, with a receipt that names what could not be used; or the page again with what was wrong."""
    typed, source = sent.typed, sent.typed.get("source", "")
    if not sent.file or source not in set(Source):
        return _usage(
            request, secret, signed_in, typed, {"file": Words("请选一个文件。", "Please choose a file.")}, status=422
        )
    reception = reception_of(request)
    try:
        taken = hand_in_file(
            reception.desk, signed_in.actor, signed_in.plan_number or "", device=typed.get("device", ""),
            source=Source(source), content=sent.file, unit=Unit.named(typed.get("unit", "")),
        )  # fmt: skip
    except (BadInput, Refused, NotFound) as refused:
        mistakes = [mistake.wrong for mistake in refused.mistakes[:6]] if isinstance(refused, BadInput) else []
        errors: Errors = {"file": refused.reason}
        return _usage(request, secret, signed_in, typed, errors, mistakes=mistakes, status=refused.status)
    reception.nudge()
    return _usage(request, secret, signed_in, {}, {}, taken=taken)


def _usage(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: Typed,
    errors: Errors,
    *,
    just: str = "",
    status: int = 200,
    taken: FileTaken | None = None,
    mistakes: list[Any] | None = None,
) -> Response:
    own = own_usage(reception_of(request).desk, signed_in.actor, signed_in.plan_number or "")
    return page(
        request,
        "family_usage.html",
        status=status,
        here=f"/p/{secret}",
        you="minor" if signed_in.actor.role is Role.MINOR else "guardian",
        own=own,
        charts=charts_of([each for each in own.devices if each.days], own.agreed, last=14),
        sources={s.value: ABOUT[s].name for s in _SOURCES if own.consent.given or s is Source.DIARY},
        units=UNITS,
        typed=typed,
        errors=errors,
        just=just,
        taken=taken,
        mistakes=mistakes or [],
    )


_SOURCES = (
    Source.SHEET, Source.DIARY, Source.MINORS_MODE, Source.GAME_RECORD, Source.USAGESTATS_CSV, Source.ACTIVITYWATCH,
    Source.ROUTER,
)  # fmt: skip
"""What families have most often stands first."""
