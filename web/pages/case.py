"""The pages of a plan that show and change nothing: the plan itself with its calendar, check-ins and incidents, decisions
and the end in sight, messages, what the system did and who has looked."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from casework.checkins.acts import DismissItems, Review
from casework.checkins.submissions import review_each
from casework.messages.acts import RecordPaperNotice
from casework.messages.plan_messages import load_plan_messages
from casework.plan.dismissal import get_item_code, is_dismissible, is_owner
from casework.plan.run_controls import CONTROLS, RunControl, list_controls
from casework.plan.views.check_ins import SHOWN as CHECK_INS_SHOWN
from casework.plan.views.check_ins import get_check_ins
from casework.plan.views.decisions import get_decisions, get_edition_changes
from casework.plan.views.expiry import get_expiry_review
from casework.plan.views.flow_run import load_halt
from casework.plan.views.incidents import get_incidents
from casework.plan.views.status import load_plan_status
from casework.plan.views.timeline import load_timeline
from casework.seal.case_access import list_lookers
from casework.shared.acts.act import ACTS
from casework.shared.held_rights import filter_allowed
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.open_plan import OpenPlan
from casework.shared.requests import load_requests
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_MESSAGES, READ_PLAN
from casework.shared.text.journal_text import run_label
from core.errors import NotFound
from core.i18n import Language, pgettext
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form
from web.languages import get_language
from web.tabs import render_case_page
from web.timeline_details import get_details
from web.views.access_log import get_access_log
from web.views.compliance import get_compliance_calendars
from web.views.offered import filter_offered
from web.views.period import get_period_timeline
from web.views.upcoming import get_upcoming_months

router = APIRouter(prefix="/plans/{number}")

PARTNERS = ("suggestion_reply", "aid_answer", "referral_answer", "certificate")
"""The requests that a plan shows; those about data are shown to whoever answers them."""
LINES_SHOWN = 30
MESSAGES_SHOWN = 40
WAKES_SHOWN = 10
TO_REVIEW_SHOWN = 15

Cursor = Annotated[str, Query(max_length=200)]
Reader = Annotated[Actor, requires_right(READ_PLAN)]


@router.get("/plan")
def show_supervision_plan(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """The plan itself: conditions, what was asked of others with the answers, what comes month by month, each owner's
    days, and its editions side by side."""
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return render_case_page(
            request, open_plan, "case_plan.html", tab="plan", plan=load_plan_status(open_plan), months=get_upcoming_months(open_plan),
            changes=get_edition_changes(open_plan), requests=load_requests(open_plan, *PARTNERS),
            period=get_period_timeline(open_plan), calendars=get_compliance_calendars(open_plan),
        )  # fmt: skip


@router.get("/check-ins")
def show_check_ins(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """What the family handed in, what to look at and why, what waits for a person; and what was reported, what the minor
    said, what was found."""
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        return render_case_page(request, open_plan, "case_check_ins.html", tab="check-ins", found=get_check_ins(open_plan), shown=TO_REVIEW_SHOWN,
                         incidents=get_incidents(open_plan), token=lambda: secrets.token_urlsafe(18))  # fmt: skip


@router.post("/check-ins")
def review_all(
    request: Request, number: str, typed: Form, actor: Annotated[Actor, requires_right(Review.operation)]
) -> RedirectResponse:
    """All that the page showed and nobody had looked at was looked at; what came meanwhile for other items was not."""
    app_state = get_app_state(request)
    chosen = (each.partition("/") for each in typed.get("items", "").split()[:CHECK_INS_SHOWN])
    review_each(app_state.context, actor, number, [(kind, _day(day)) for kind, _, day in chosen])
    app_state.check_now()
    return RedirectResponse(f"/plans/{quote(number)}/check-ins", status_code=303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(pgettext("refusal", "没有这一项。")) from None


@router.get("/decisions")
def show_decisions(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """What the decision at the end needs and what of it is missing today; what was asked for and decided, by whom and
    why; remedies and service."""
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        review = get_expiry_review(open_plan)
        can = {need.act for need in review.needs if need.act and filter_offered(open_plan, ACTS[need.act].operations())}
        sets_aside = bool(filter_offered(open_plan, DismissItems.operations()))
        own = (
            [each for each in open_plan.items() if is_dismissible(each) and is_owner(actor, each)] if sets_aside else []
        )
        return render_case_page(request, open_plan, "case_decisions.html", tab="decisions", review=review, can=can,
                         found=get_decisions(open_plan), set_aside={get_item_code(each) for each in own})  # fmt: skip


@router.get("/messages")
def show_messages(
    request: Request,
    number: str,
    actor: Annotated[Actor, requires_right(READ_MESSAGES)],
    cursor: Cursor = "",
    sent: bool = False,
) -> HTMLResponse:
    """To whom what was said, when, over which channel, and what became of it."""
    with get_app_state(request).context.open_for_reading(number, actor, READ_MESSAGES) as open_plan:
        messages = load_plan_messages(open_plan, cursor=cursor or None, limit=MESSAGES_SHOWN)
        older = f"/plans/{quote(number)}/messages?cursor={quote(messages.next)}" if messages.next else None
        return render_case_page(request, open_plan, "case_messages.html", tab="messages", messages=messages.messages, older=older,
                         sent=sent, may_record=bool(filter_offered(open_plan, RecordPaperNotice.operations())))  # fmt: skip


@router.get("/run")
def show_system(
    request: Request, number: str, actor: Reader, cursor: Cursor = "", just: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """What the system did, what it will do next, and when, with its log, for operators where Prefect shows it; and who
    has looked at the plan."""
    app_state = get_app_state(request)
    with app_state.context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        status = load_plan_status(open_plan)
        timeline = load_timeline(open_plan, by=Role.SYSTEM, cursor=cursor or None, limit=LINES_SHOWN)
        return render_case_page(
            request, open_plan, "case_run.html", tab="run", plan=status, shown_wakes=WAKES_SHOWN,
            lines=[(line, get_details(line)) for line in timeline.lines],
            older=f"/plans/{quote(number)}/run?cursor={quote(timeline.next)}" if timeline.next else None,
            run_page=app_state.run_page(status.flow_run.id) if status.flow_run else None,
            controls=_controls(open_plan), control_titles=CONTROLS, readers=get_access_log(open_plan),
            lookers=list_lookers(open_plan), halt=load_halt(open_plan), item_words=ITEM_KINDS, just=just if just in tuple(RunControl) else "",
            verb_words=operation_labels(get_language(request)),
        )  # fmt: skip


def _controls(open_plan: OpenPlan) -> list[RunControl]:
    """What whoever looks can do about the run of this very plan."""
    possible = list_controls(open_plan.actor, open_plan.plan.quarantined_at is not None)
    held = filter_allowed(open_plan, [CONTROLS[control].right for control in possible]) if possible else set()
    return [control for control in possible if CONTROLS[control].right in held]


def operation_labels(language: Language) -> Callable[[str], str]:
    """A verb that the system did, in words; one of a former release, without words, is shown as it was called."""

    def in_words(verb: str) -> str:
        return run_label(verb).in_(language)

    return in_words
