"""One's own progress on the family's saved page, in sentences, plain and printable; and the short form before a milestone."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from casework.acting.context import Context
from casework.acting.performing import perform_as
from casework.acting.rights.read_operations import READ_OWN
from casework.evaluation.acts import CommentOnProgress, GiveView
from casework.evaluation.external_confirmation import list_to_confirm, record_confirmation
from casework.evaluation.milestones import load_own_viewpoint, load_requested_form
from casework.evaluation.progress import load_own_progress
from casework.outcome.acts_statements import RecordStatement
from casework.staff.authentication import SignedIn
from core.errors import StateConflict
from core.i18n import _
from core.typed_days import normalize_figures, parse_day
from evaluation.viewpoints import Topic, ViewpointRating
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS
from web.family_session import FamilySessionDep
from web.forms import Form, FormErrors, FormValues
from web.rendering import render_page
from web.write_once import at_one_place, get_form_key, send_form, send_own_act

NOTHING_ASKED = _("现在没有要填的小问卷。")
OF_OTHERS = (Topic.SCHOOL_OR_WORK, Topic.MOOD)

router = APIRouter(prefix="/p/{secret}", dependencies=[PUBLIC_ACCESS])


@router.get("/progress")
def show_own_progress(request: Request, secret: str, signed_in: FamilySessionDep, just: bool = False) -> Response:
    """My own progress. Whoever has not opened the page finds the field for the code."""
    return _progress(request, secret, signed_in, {}, {}, just=just)


@router.post("/progress")
def comment_on_progress(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """What I say stands beside it; or the page again with what was typed."""
    again, landing = partial(_progress, request, secret, signed_in, typed), f"/p/{secret}/progress?just=1"
    return send_own_act(request, signed_in, typed, CommentOnProgress, again, landing, "text", elsewhere="text")


@router.post("/statement")
def state_own_opinion(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """What I think of how the case should end is on the file in my words; or the page again with what was typed."""
    again = at_one_place("statement", partial(_progress, request, secret, signed_in, typed))
    said, landing = typed | {"text": typed.get("statement", "")}, f"/p/{secret}/progress?just=1"
    return send_own_act(request, signed_in, said, RecordStatement, again, landing, "text", of=_you(signed_in))


@router.get("/view")
def show_view_form(request: Request, secret: str, signed_in: FamilySessionDep, just: bool = False) -> Response:
    """The short form before a milestone, if somebody asked for it; and what is left to this person to confirm."""
    return _view(request, secret, signed_in, {}, {}, just=just)


@router.post("/view")
def submit_view(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """Received; or the form again with what was typed."""
    says = {topic.value: typed[topic] for topic in _topics(signed_in) if typed.get(topic) in set(ViewpointRating)}
    if not (says or typed.get("text")):
        return _view(request, secret, signed_in, typed, {"": _("请至少选一项，或写几句。")}, 422)
    said = {"of": _voice(request, signed_in), "text": typed.get("text") or None, **says}

    def give(context: Context) -> None:
        asked = load_requested_form(context, signed_in.actor)
        if asked is None:
            raise StateConflict(NOTHING_ASKED)
        perform_as(context, signed_in.actor, signed_in.plan_number or "", GiveView, milestone=asked.milestone, **said)

    again = partial(_view, request, secret, signed_in, typed)
    back = "/view?just=1" if signed_in.actor.role is Role.INFORMED else "?just=fill"
    return send_form(request, signed_in.actor, typed, give, again, f"/p/{secret}{back}")


@router.post("/confirm")
def confirm_view(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """So many hours or times of a day are confirmed; or the form again with what was typed."""
    amount, on = _whole(typed.get("amount", "")), parse_day(typed.get("on", ""))
    errors: FormErrors = {} if amount else {"amount": _("请填一个整数。")}
    errors |= {} if on else {"on": _("请选一天。")}
    if errors or amount is None or on is None:
        return _view(request, secret, signed_in, typed, errors, status=422)

    def confirm(context: Context) -> None:
        place, number = _whole(typed.get("place", "")) or 0, signed_in.plan_number or ""
        record_confirmation(context, signed_in.actor, number, place=place, amount=amount, on=on)

    again, landing = partial(_view, request, secret, signed_in, typed), f"/p/{secret}/view?just=1"
    return send_form(request, signed_in.actor, typed, confirm, again, landing, "amount", elsewhere="on")


def _whole(text: str) -> int | None:
    plain = normalize_figures(text)
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 4 else None


def _progress(
    request: Request, secret: str, signed_in: SignedIn, typed: FormValues, errors: FormErrors, status: int = 200,
    just: bool = False,
) -> HTMLResponse:  # fmt: skip
    with get_app_state(request).context.open_for_reading(
        signed_in.plan_number or "", signed_in.actor, READ_OWN
    ) as open_plan:
        own = load_own_progress(open_plan)
    return render_page(request, "family_progress.html", status=status, here=f"/p/{secret}", you=_you(signed_in), own=own,
                typed=typed, once=get_form_key(typed), errors=errors, just=just)  # fmt: skip


def _view(
    request: Request, secret: str, signed_in: SignedIn, typed: FormValues, errors: FormErrors, status: int = 200,
    just: bool = False,
) -> HTMLResponse:  # fmt: skip
    context, outsider = get_app_state(request).context, signed_in.actor.role is Role.INFORMED
    return render_page(request, "family_view.html", status=status, here=f"/p/{secret}", you=_voice(request, signed_in),
                outsider=outsider, asked=load_requested_form(context, signed_in.actor), topics=_topics(signed_in), says=list(ViewpointRating),
                typed=typed, once=get_form_key(typed), errors=errors, just=just, today=context.clock.today(),
                left_to_you=list_to_confirm(context, signed_in.actor))  # fmt: skip


def _topics(signed_in: SignedIn) -> list[Topic]:
    """What this person is asked about. Whoever is not of the family is asked how it goes where they are: what was agreed
    is not told there."""
    return list(OF_OTHERS) if signed_in.actor.role is Role.INFORMED else list(Topic)


def _voice(request: Request, signed_in: SignedIn) -> str:
    if signed_in.actor.role is not Role.INFORMED:
        return _you(signed_in)
    return load_own_viewpoint(get_app_state(request).context, signed_in.actor) or "school"


def _you(signed_in: SignedIn) -> str:
    return "minor" if signed_in.actor.role is Role.MINOR else "guardian"
