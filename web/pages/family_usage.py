"""Digital use on a family's saved page: one's own days in plain sentences, a place to disagree, and a file to hand in."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from casework.acting.acts.act import Act
from casework.staff.authentication import SignedIn
from casework.usage.acts import CommentOnUsage, TellWhatFor
from casework.usage.acts_goals import ProposeGoal, RecordGoalValue
from casework.usage.previews import load_usage_preview
from casework.usage.view import load_own_usage
from casework.usage.waiting import hand_in_usage_file
from core.errors import BadInput, NotFound, Refused
from core.i18n import Text, _
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS
from usage.goal_measures import MEASURES, UNIT_NAMES
from usage.helps import WhatFor
from usage.sources import SOURCE_TRAITS
from web.family_session import FamilySessionDep
from web.forms import Form, FormErrors, FormValues, FormWithFiles
from web.rendering import render_page
from web.usage_files import TAKE_BACK, answer_preview
from web.views.own_picture import draw_own_pictures
from web.views.usage_charts import build_day_charts
from web.write_once import at_one_place, get_form_key, send_own_act

SHOWN_DAYS = 14
DISPUTED_DAYS = ("about_from", "about_to")
router = APIRouter(prefix="/p/{secret}/usage", dependencies=[PUBLIC_ACCESS])


@router.get("")
def show_own_usage(request: Request, secret: str, signed_in: FamilySessionDep, just: str = "") -> Response:
    """My own digital use, and a place to say what I think of it."""
    return _usage(request, secret, signed_in, {}, {}, just=just)


@router.post("")
def comment_on_usage(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """Received; or the form again."""
    said_in, disputes = ("disputed", True) if typed.get("disputes") else ("text", False)
    return _said(request, secret, signed_in, typed, said_in, CommentOnUsage, "text", *(DISPUTED_DAYS if disputes else ()),
                 disputes=disputes)  # fmt: skip


@router.post("/what-for")
def tell_what_for(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """What the phone was for is on file for me and the social worker; or the page again."""
    return _said(request, secret, signed_in, typed, "reasons", TellWhatFor, "reasons", "words", "wants_help")


@router.post("/goals")
def propose_goal(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """A goal that I would like waits for the social worker; or the page again with what was typed."""
    return _said(request, secret, signed_in, typed, "target", ProposeGoal, "measure", "target", "words")


@router.post("/goals/{goal}")
def tell_goal_value(request: Request, secret: str, goal: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """What I say of this week or month of a goal stands; the last word counts."""
    return _said(request, secret, signed_in, typed, goal, RecordGoalValue, "value", goal=goal)


@router.post("/files")
def upload_usage_file(request: Request, secret: str, sent: FormWithFiles, signed_in: FamilySessionDep) -> Response:
    """Received, and shown before it counts; or the page again with what was wrong."""
    typed = sent.typed
    if not sent.file:
        return _usage(request, secret, signed_in, typed, {"file": _("请选一个文件。")}, status=422)
    app_state = get_app_state(request)
    try:
        preview = hand_in_usage_file(
            app_state.context, signed_in.actor, signed_in.plan_number or "", content=sent.file,
            device=typed.get("device", ""),
        )  # fmt: skip
    except (BadInput, Refused, NotFound) as refused:
        mistakes = [mistake.wrong for mistake in refused.mistakes[:6]] if isinstance(refused, BadInput) else []
        errors: FormErrors = {"file": refused.reason}
        return _usage(request, secret, signed_in, typed, errors, mistakes=mistakes, status=refused.status)
    app_state.check_now()
    return RedirectResponse(f"/p/{secret}/usage/files/{preview.id}", status_code=303)


@router.get("/files/{source_id}")
def show_usage_file(request: Request, secret: str, source_id: UUID, signed_in: FamilySessionDep) -> Response:
    """What I handed in, as it was read."""
    return _file(request, secret, source_id, signed_in)


@router.post("/files/{source_id}")
def answer_usage_file(
    request: Request, secret: str, source_id: UUID, typed: Form, signed_in: FamilySessionDep
) -> Response:
    """It counts from now on, or I take it back."""
    app_state, number = get_app_state(request), signed_in.plan_number or ""
    preview = load_usage_preview(app_state.context, signed_in.actor, number, source_id)
    try:
        answer_preview(app_state.context, signed_in.actor, number, preview, typed)
    except (BadInput, Refused) as refused:
        return _file(request, secret, source_id, signed_in, error=refused.reason, status=refused.status)
    app_state.check_now()
    just = "taken_back" if typed.get("_go") == TAKE_BACK else "counts"
    return RedirectResponse(f"/p/{secret}/usage?just={just}", status_code=303)


def _file(
    request: Request,
    secret: str,
    source_id: UUID,
    signed_in: SignedIn,
    *,
    error: Text | None = None,
    status: int = 200,
) -> Response:
    preview = load_usage_preview(
        get_app_state(request).context, signed_in.actor, signed_in.plan_number or "", source_id
    )
    return render_page(
        request,
        "family_usage_file.html",
        status=status,
        here=f"/p/{secret}",
        preview=preview,
        error=error,
    )


def _said(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    field: str,
    act: type[Act],
    *names: str,
    **fixed: Any,
) -> Response:
    """What was said is on the file; or the page again, with what was wrong at the form's one place for it."""
    again = at_one_place(field, partial(_usage, request, secret, signed_in, typed))
    return send_own_act(request, signed_in, typed, act, again, f"/p/{secret}/usage?just=1", *names, **fixed)


def _usage(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    *,
    just: str = "",
    mistakes: list[Any] | None = None,
) -> Response:
    own = load_own_usage(get_app_state(request).context, signed_in.actor, signed_in.plan_number or "")
    return render_page(
        request,
        "family_usage.html",
        status=status,
        here=f"/p/{secret}",
        you="minor" if signed_in.actor.role is Role.MINOR else "guardian",
        own=own,
        pictures=draw_own_pictures(own.pictures),
        known_days=sorted(
            {day.day for each in own.devices for day in each.days[-SHOWN_DAYS:] if day.total is not None}
        ),
        charts=build_day_charts([each for each in own.devices if each.days], own.agreed, last=SHOWN_DAYS),
        unit_names=UNIT_NAMES,
        measures=[each for each in MEASURES.values() if not each.of_a_category],
        all_sources={source.value: traits.name for source, traits in SOURCE_TRAITS.items()},
        what_for=WhatFor,
        typed=typed,
        once=get_form_key(typed),
        errors=errors,
        just=just,
        mistakes=mistakes or [],
    )
