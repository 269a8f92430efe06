"""The desk: the day of whoever is signed in, and the plans within their reach. It keeps itself up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.views.caseload import load_caseload
from casework.settings.holidays import check_calendar
from casework.settings.preferences import get_preference, set_preference
from casework.shared.context import Context
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CASELOAD
from casework.shared.text.labels import STAGES, days_label
from casework.staff.authentication import SignedIn
from core.i18n import Text
from law.transitions import PlanStatus
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import SIGNED_IN_ACCESS, requires_right
from web.labels.desk import LABELS
from web.message_alarms import get_message_alarms
from web.rendering import render_live_part, render_page, render_part
from web.views.my_day import get_my_day

router = APIRouter()

STAGES_SHOWN = (
    PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION, PlanStatus.NON_PROSECUTED, PlanStatus.REVOKED,
    PlanStatus.ENDED_OTHERWISE,
)  # fmt: skip


FILTERS = ("due", "overdue", "near", "review")


@dataclass(frozen=True)
class DeskFilters:
    """Which plans are asked for, and from which place in the list on."""

    show: str = ""
    stage: str = ""
    cursor: str = ""

    @property
    def query(self) -> str:
        asked = {"show": self.show, "stage": self.stage, "cursor": self.cursor}
        return urlencode(asked)


@router.get("/")
def show_desk(
    request: Request,
    signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS],
    show: str | None = None,
    stage: str | None = None,
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """My day and my cases, filtered as asked for or as last time; for a post that does not look at cases, where to go
    instead."""
    there = get_app_state(request).context
    out_of_order = get_message_alarms(request, signed_in.actor)
    if signed_in.actor.role not in READ_CASELOAD.by:
        return render_page(
            request, "no_caseload.html", alarms=out_of_order, today=there.clock.today(), hints=LABELS["desk.door"]
        )
    filters = _filters(there, signed_in.actor, show, stage, cursor)
    page = _content_of(there, signed_in.actor, filters)
    part, _ = render_live_part(request, "parts/desk_live.html", _live_url(filters), **page)
    alarm = _calendar_alarm(there, signed_in.actor)
    return render_page(
        request,
        "desk.html",
        part=part,
        may_open=signed_in.actor.role in OPEN_PLAN.by,
        today=there.clock.today(),
        calendar_alarm=alarm,
        alarms=out_of_order,
    )


def _calendar_alarm(context: Context, actor: Actor) -> Text | None:
    """Whoever looks after the office's dates is told when the calendar is out of date."""
    fresh = (
        check_calendar(context)
        if actor.role in (Role.CLERK, Role.CHIEF_PROSECUTOR, Role.DEPUTY, Role.DEPARTMENT_HEAD)
        else None
    )
    return None if fresh is None or fresh.holds else fresh.because


@router.get("/desk/live")
def refresh_desk(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_CASELOAD)],
    show: str = "",
    stage: str = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
    seen: str = "",
) -> Response:
    """The same list as it stands now, or nothing if the reader has seen it."""
    filters = _known(show, stage, cursor)
    page = _content_of(get_app_state(request).context, actor, filters)
    part, now = render_live_part(request, "parts/desk_live.html", _live_url(filters), **page)
    return Response(status_code=204) if now == seen else render_part(request, part)


def _filters(context: Context, actor: Actor, show: str | None, stage: str | None, cursor: str) -> DeskFilters:
    """What is asked for, and kept for the next time; where nothing is, what was asked for last."""
    if show is None and stage is None:
        kept = get_preference(context, actor, "caseload")
        return _known(str(kept.get("show", "")), str(kept.get("stage", "")), cursor)
    filters = _known(show or "", stage or "", cursor)
    set_preference(context, actor, "caseload", {"show": filters.show, "stage": filters.stage})
    return filters


def _known(show: str, stage: str, cursor: str) -> DeskFilters:
    """What is asked for, as far as there is such a thing."""
    return DeskFilters(
        show if show in FILTERS else "",
        stage if stage in [known.value for known in STAGES_SHOWN] else "",
        cursor,
    )


def _live_url(filters: DeskFilters) -> Callable[[str], str]:
    return lambda seen: f"/desk/live?{filters.query}&seen={seen}"


def _content_of(context: Context, actor: Actor, filters: DeskFilters) -> dict[str, Any]:
    found = load_caseload(
        context,
        actor,
        due=filters.show == "due",
        overdue=filters.show == "overdue",
        near=filters.show == "near",
        to_review=filters.show == "review",
        status=PlanStatus(filters.stage) if filters.stage else None,
        cursor=filters.cursor or None,
    )
    following = DeskFilters(filters.show, filters.stage, found.next) if found.next else None
    return {
        "filters": filters,
        "stages": {stage.value: STAGES[stage] for stage in STAGES_SHOWN},
        "day": get_my_day(context, actor),
        "plans": found.plans,
        "names": {plan.number: plan.name for plan in found.plans},
        "shows": FILTERS,
        "dates_only": actor.role is Role.CASE_MANAGEMENT,
        "left": days_label,
        "more": f"/?{following.query}" if following else None,
    }
