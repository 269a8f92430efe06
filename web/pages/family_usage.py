"""Digital use on a family's saved page: one's own days in plain sentences, a place to disagree, and a file to hand in."""

import secrets
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from casework.shared.acts.act import Act
from casework.shared.performing import perform_as
from casework.staff.authentication import SignedIn
from casework.usage.acts import CommentOnUsage
from casework.usage.acts_goals import ProposeGoal, RecordGoalValue
from casework.usage.files import UsageImportResult, import_usage_file
from casework.usage.store import get_way
from casework.usage.view import load_own_usage
from core.errors import BadInput, NotFound, Refused
from core.i18n import _
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS
from usage.goal_measures import MEASURES, UNIT_NAMES
from usage.sources import SOURCE_TRAITS, Source
from usage.units import NAMES as UNITS
from usage.units import Unit
from web.family_session import FamilySessionDep
from web.forms import Form, FormErrors, FormValues, FormWithFiles
from web.rendering import render_page
from web.views.own_picture import draw_own_pictures
from web.views.usage_charts import build_day_charts

router = APIRouter(prefix="/p/{secret}/usage", dependencies=[PUBLIC_ACCESS])


@router.get("")
def show_own_usage(request: Request, secret: str, signed_in: FamilySessionDep, just: bool = False) -> Response:
    """My own digital use, and a place to say what I think of it."""
    return _usage(request, secret, signed_in, {}, {}, just=just)


@router.post("")
def comment_on_usage(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """Received; or the form again."""
    said_in = "disputed" if typed.get("disputes") else "text"
    if not typed.get("text"):
        return _usage(request, secret, signed_in, typed, {said_in: _("请写几句。")}, status=422)
    values = {"text": typed["text"], "disputes": bool(typed.get("disputes"))}
    return _said(request, secret, signed_in, typed, said_in, CommentOnUsage, values)


@router.post("/goals")
def propose_goal(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """A goal that I would like waits for the social worker; or the page again with what was typed."""
    target = typed.get("target", "")
    if typed.get("measure") not in MEASURES or not (target.isascii() and target.isdecimal()):
        return _usage(request, secret, signed_in, typed, {"target": _("请选一项，再填一个整数。")}, status=422)
    act = ProposeGoal, {"goal": f"g-{secrets.token_hex(4)}", "measure": typed["measure"], "target": int(target[:6]),
                        "words": typed.get("words") or None}  # fmt: skip
    return _said(request, secret, signed_in, typed, "target", *act)


@router.post("/goals/{goal}")
def tell_goal_value(request: Request, secret: str, goal: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """What I say of this week or month of a goal stands; the last word counts."""
    value = typed.get("value", "")
    if not (value.isascii() and value.isdecimal()):
        return _usage(request, secret, signed_in, typed, {goal: _("请填一个整数。")}, status=422)
    return _said(request, secret, signed_in, typed, goal, RecordGoalValue, {"goal": goal, "value": int(value[:6])})


@router.post("/files")
def upload_usage_file(request: Request, secret: str, sent: FormWithFiles, signed_in: FamilySessionDep) -> Response:
    """Read, with a receipt that names what could not be used; or the page again with what was wrong."""
    typed, source = sent.typed, sent.typed.get("source", "")
    if not sent.file or source not in set(Source):
        return _usage(request, secret, signed_in, typed, {"file": _("请选一个文件。")}, status=422)
    app_state = get_app_state(request)
    try:
        taken = import_usage_file(
            app_state.context, signed_in.actor, signed_in.plan_number or "", device=typed.get("device", ""),
            source=Source(source), content=sent.file, unit=Unit.named(typed.get("unit", "")),
        )  # fmt: skip
    except (BadInput, Refused, NotFound) as refused:
        mistakes = [mistake.wrong for mistake in refused.mistakes[:6]] if isinstance(refused, BadInput) else []
        errors: FormErrors = {"file": refused.reason}
        return _usage(request, secret, signed_in, typed, errors, mistakes=mistakes, status=refused.status)
    app_state.check_now()
    return _usage(request, secret, signed_in, {}, {}, taken=taken)


def _said(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    field: str,
    act: type[Act],
    values: dict[str, Any],
) -> Response:
    """What was said is on the file; or the page again, with what was wrong at its field."""
    app_state = get_app_state(request)
    try:
        perform_as(app_state.context, signed_in.actor, signed_in.plan_number or "", act, **values)
    except (BadInput, Refused, NotFound) as refused:
        return _usage(request, secret, signed_in, typed, {field: refused.reason}, status=refused.status)
    app_state.check_now()
    return RedirectResponse(f"/p/{secret}/usage?just=1", status_code=303)


def _usage(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    errors: FormErrors,
    *,
    just: bool = False,
    status: int = 200,
    taken: UsageImportResult | None = None,
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
        charts=build_day_charts([each for each in own.devices if each.days], own.agreed, last=14),
        sources={
            s.value: SOURCE_TRAITS[s].name
            for s in _SOURCES
            if get_way(s).value in own.consent.ways or s is Source.DIARY
        },
        units=UNITS,
        unit_names=UNIT_NAMES,
        measures=[each for each in MEASURES.values() if not each.of_a_category],
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
