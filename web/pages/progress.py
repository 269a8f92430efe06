"""One's own progress on the family's saved page, in sentences, plain and printable; and the short form before a milestone."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import ANYBODY
from api.reception import reception_of
from casework.acts.evaluations import CommentOnProgress, GiveView
from casework.confirming_hours import confirm_done, to_confirm
from casework.evaluation.milestones import form_asked, own_voice
from casework.evaluation.progress import own_progress
from casework.performing import do
from casework.rights.reading import READ_OWN
from casework.signing_in import SignedIn
from evaluation.views import Says, Topic
from models.office import Role
from sunward.errors import BadInput, Refused
from sunward.words import Words
from web.asking import Errors, Form, Typed
from web.family_door import Inside
from web.pages.evaluation import rounded
from web.rendering import page

OF_OTHERS = (Topic.SCHOOL_OR_WORK, Topic.MOOD)

router = APIRouter(prefix="/p/{secret}", dependencies=[ANYBODY])


@router.get("/progress")
def look(request: Request, secret: str, signed_in: Inside, just: bool = False) -> Response:
    """My own progress. Whoever has not opened the page finds the field for the code."""
    return _progress(request, secret, signed_in, {}, {}, just=just)


@router.post("/progress")
def say(request: Request, secret: str, typed: Form, signed_in: Inside) -> Response:
    """What I say stands beside it; or the page again with what was typed."""
    if not typed.get("text"):
        return _progress(
            request, secret, signed_in, typed, {"text": Words("请写几句。", "Please write a few words.")}, status=422
        )
    reception = reception_of(request)
    try:
        do(
            reception.desk, signed_in.actor, signed_in.plan_number or "", CommentOnProgress, text=typed["text"],
            no_number=bool(typed.get("no_number")) and signed_in.actor.role is Role.MINOR,
        )  # fmt: skip
    except (BadInput, Refused) as refused:
        return _progress(request, secret, signed_in, typed, {"text": refused.reason}, status=refused.status)
    reception.nudge()
    return RedirectResponse(f"/p/{secret}/progress?just=1", status_code=303)


@router.get("/view")
def form(request: Request, secret: str, signed_in: Inside, just: bool = False) -> Response:
    """The short form before a milestone, if somebody asked for it; and what a mentor or employer is to confirm."""
    return _view(request, secret, signed_in, {}, {}, just=just)


@router.post("/view")
def send(request: Request, secret: str, typed: Form, signed_in: Inside) -> Response:
    """Received; or the form again with what was typed."""
    says = {topic.value: typed[topic] for topic in _topics(signed_in) if typed.get(topic) in set(Says)}
    asked = form_asked(reception_of(request).desk, signed_in.actor)
    if asked is None or not (says or typed.get("text")):
        return _view(
            request,
            secret,
            signed_in,
            typed,
            {"": Words("请至少选一项，或写几句。", "Please choose at least one, or write a few words.")},
            status=422,
        )
    reception = reception_of(request)
    try:
        do(
            reception.desk, signed_in.actor, signed_in.plan_number or "", GiveView, milestone=asked.milestone,
            of=_voice(request, signed_in), text=typed.get("text") or None, **says,
        )  # fmt: skip
    except (BadInput, Refused) as refused:
        return _view(request, secret, signed_in, typed, {"": refused.reason}, status=refused.status)
    reception.nudge()
    back = "/view?just=1" if signed_in.actor.role is Role.INFORMED else "?just=fill"
    return RedirectResponse(f"/p/{secret}{back}", status_code=303)


@router.post("/confirm")
def confirm(request: Request, secret: str, typed: Form, signed_in: Inside) -> Response:
    """So many hours or times of a day are confirmed; or the form again with what was typed."""
    amount, on = _whole(typed.get("amount", "")), _day(typed.get("on", ""))
    errors: Errors = {} if amount else {"amount": Words("请填一个整数。", "Please give a whole number.")}
    errors |= {} if on else {"on": Words("请选一天。", "Please choose a day.")}
    if errors or amount is None or on is None:
        return _view(request, secret, signed_in, typed, errors, status=422)
    reception = reception_of(request)
    try:
        confirm_done(
            reception.desk, signed_in.actor, signed_in.plan_number or "", place=_whole(typed.get("place", "")) or 0,
            amount=amount, on=on,
        )  # fmt: skip
    except (BadInput, Refused) as refused:
        return _view(request, secret, signed_in, typed, {"on": refused.reason}, status=refused.status)
    reception.nudge()
    return RedirectResponse(f"/p/{secret}/view?just=1", status_code=303)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _progress(
    request: Request, secret: str, signed_in: SignedIn, typed: Typed, errors: Errors, *, status: int = 200,
    just: bool = False,
) -> HTMLResponse:  # fmt: skip
    with reception_of(request).desk.look(signed_in.plan_number or "", signed_in.actor, READ_OWN) as file:
        own = own_progress(file)
    return page(request, "family_progress.html", status=status, here=f"/p/{secret}", you=_you(signed_in), own=own,
                typed=typed, errors=errors, just=just, rounded=rounded)  # fmt: skip


def _view(
    request: Request, secret: str, signed_in: SignedIn, typed: Typed, errors: Errors, *, status: int = 200,
    just: bool = False,
) -> HTMLResponse:  # fmt: skip
    desk, outsider = reception_of(request).desk, signed_in.actor.role is Role.INFORMED
    return page(request, "family_view.html", status=status, here=f"/p/{secret}", you=_voice(request, signed_in),
                outsider=outsider, asked=form_asked(desk, signed_in.actor), topics=_topics(signed_in), says=list(Says),
                typed=typed, errors=errors, just=just, today=desk.clock.today(),
                left_to_you=to_confirm(desk, signed_in.actor) if outsider else [])  # fmt: skip


def _topics(signed_in: SignedIn) -> list[Topic]:
    """What this person is asked about. Whoever is not of the family is asked how it goes where they are: what was agreed
    is not told there."""
    return list(OF_OTHERS) if signed_in.actor.role is Role.INFORMED else list(Topic)


def _voice(request: Request, signed_in: SignedIn) -> str:
    if signed_in.actor.role is not Role.INFORMED:
        return _you(signed_in)
    return own_voice(reception_of(request).desk, signed_in.actor) or "school"


def _you(signed_in: SignedIn) -> str:
    return "minor" if signed_in.actor.role is Role.MINOR else "guardian"
