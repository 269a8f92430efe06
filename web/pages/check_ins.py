"""How one plan is kept: what was handed in and what waits for a person, incidents; and digital use, with the days of each
device, what may be talked about, what was said to it, cards and accounts.

The forms of most acts are those of `/do`; here is the one that takes a file of digital use.
"""

import secrets
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_PLAN, READ_USAGE
from casework.cards.cards_view import load_cards
from casework.plan.views.check_ins import get_check_ins
from casework.plan.views.incidents import get_incidents
from casework.shared.device_ways import WAYS
from casework.shared.text.labels import RELATIONS
from casework.usage.acts import ConfirmUsage, UploadUsage, WithdrawUsage
from casework.usage.goal_results import RESULTS
from casework.usage.previews import load_usage_preview
from casework.usage.view import load_usage
from casework.usage.waiting import hand_in_usage_file
from core.errors import BadInput, NotFound, Refused
from core.i18n import Text, _
from serving.app_state import get_app_state
from serving.auth import requires_right
from usage.sources import SOURCE_TRAITS
from web.acting.labels import CHOICE_LABELS
from web.forms import Form, FormErrors, FormValues, FormWithFiles
from web.tabs import render_case_page
from web.usage_files import answer_preview
from web.views.usage_charts import build_day_charts, build_goal_charts

router = APIRouter(prefix="/plans/{number}")


@router.get("/check-ins")
def show_check_ins(request: Request, number: str, actor: Annotated[Actor, requires_right(READ_PLAN)]) -> HTMLResponse:
    """What the family handed in, what to look at and why, what waits for a person; what was reported, what the minor said,
    what was found; and for whoever may read it, the plan's digital use."""
    return _page(request, number, actor)


@router.post("/usage/files")
def upload_usage_file(
    request: Request, number: str, sent: FormWithFiles, actor: Annotated[Actor, requires_right(UploadUsage.operation)]
) -> Response:
    """Received, and shown before it counts; or the page again with what was wrong."""
    if not sent.file:
        return _page(request, number, actor, sent.typed, errors={"file": _("请选一个文件。")}, status=422)
    app_state = get_app_state(request)
    try:
        preview = hand_in_usage_file(
            app_state.context, actor, number, content=sent.file, device=sent.typed.get("device", "")
        )
    except (BadInput, Refused, NotFound) as refused:
        mistakes = [mistake.wrong for mistake in refused.mistakes] if isinstance(refused, BadInput) else []
        errors: FormErrors = {"file": refused.reason}
        return _page(request, number, actor, sent.typed, errors=errors, mistakes=mistakes, status=refused.status)
    app_state.check_now()
    return RedirectResponse(f"{request.url.path}/{preview.id}", status_code=303)


@router.get("/usage/files/{source_id}")
def show_usage_file(
    request: Request, number: str, source_id: UUID, actor: Annotated[Actor, requires_right(UploadUsage.operation)]
) -> HTMLResponse:
    """What was handed in, as it was read."""
    return _file(request, number, source_id, actor)


@router.post("/usage/files/{source_id}")
def answer_usage_file(
    request: Request,
    number: str,
    source_id: UUID,
    typed: Form,
    actor: Annotated[Actor, requires_right(ConfirmUsage.operation, WithdrawUsage.operation)],
) -> Response:
    """It counts from now on, or goes back."""
    app_state = get_app_state(request)
    preview = load_usage_preview(app_state.context, actor, number, source_id)
    try:
        answer_preview(app_state.context, actor, number, preview, typed)
    except (BadInput, Refused) as refused:
        return _file(request, number, source_id, actor, error=refused.reason, status=refused.status)
    app_state.check_now()
    return RedirectResponse(f"/plans/{quote(number)}/check-ins", status_code=303)


def _file(
    request: Request, number: str, source_id: UUID, actor: Actor, *, error: Text | None = None, status: int = 200
) -> HTMLResponse:
    context = get_app_state(request).context
    preview = load_usage_preview(context, actor, number, source_id)
    with context.open_for_reading(number, actor, READ_USAGE) as open_plan:
        return render_case_page(
            request,
            open_plan,
            "usage_file.html",
            tab="check-ins",
            status=status,
            preview=preview,
            error=error,
        )


def _page(
    request: Request,
    number: str,
    actor: Actor,
    typed: FormValues | None = None,
    *,
    status: int = 200,
    errors: FormErrors | None = None,
    mistakes: list[Text] | None = None,
) -> HTMLResponse:
    """The page; with the form for a file of digital use as it was sent, and what is wrong with it."""
    context = get_app_state(request).context
    with context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        if not filter_allowed(open_plan, [READ_USAGE]):
            return _render(request, open_plan, status, usage=None)
    # Opened by its own right as well: that somebody looked at what devices counted is a line of its own.
    with context.open_for_reading(number, actor, READ_USAGE) as open_plan:
        view = load_usage(open_plan)
        return _render(
            request, open_plan, status, usage=view, can=set(view.may), charts=build_day_charts(view.devices, view.agreed),
            goal_charts=build_goal_charts(view.goals), results=RESULTS, cards=load_cards(open_plan), typed=typed or {}, errors=errors or {},
            mistakes=mistakes or [], choices=CHOICE_LABELS, relations=RELATIONS, ways=WAYS,
            sources={source.value: about.name for source, about in SOURCE_TRAITS.items()},
        )  # fmt: skip


def _render(request: Request, open_plan: OpenPlan, status: int, **usage: Any) -> HTMLResponse:
    return render_case_page(
        request, open_plan, "check_ins.html", tab="check-ins", status=status, came=get_check_ins(open_plan),
        incidents=get_incidents(open_plan), token=lambda: secrets.token_urlsafe(18), **usage,
    )  # fmt: skip
