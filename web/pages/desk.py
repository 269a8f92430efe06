"""The desk: the day of whoever is signed in, and the plans within their reach. It keeps itself up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.doorkeeping import ONESELF, asks
from api.reception import reception_of
from casework.acts.opening import OPEN_PLAN
from casework.dates.holidays import stale
from casework.desk import Desk
from casework.preferences import keep_preference, kept_preference
from casework.rights import Actor
from casework.rights.reading import READ_CASELOAD
from casework.signing_in import SignedIn
from casework.views.caseload import caseload
from casework.wording import STAGES, days_words
from law.transitions import PlanStatus
from models.office import Role
from sunward.words import Words
from web.labels.desk import LABELS
from web.message_alarms import alarms
from web.rendering import live_part, page, part_page
from web.views.my_day import my_day

router = APIRouter()

STAGES_SHOWN = (
    PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION, PlanStatus.NON_PROSECUTED, PlanStatus.REVOKED,
    PlanStatus.ENDED_OTHERWISE,
)  # fmt: skip


SHOWS = ("due", "overdue", "near", "review")


@dataclass(frozen=True)
class Filters:
    """Which plans are asked for, and from which place in the list on."""

    show: str = ""
    stage: str = ""
    cursor: str = ""

    @property
    def query(self) -> str:
        asked = {"show": self.show, "stage": self.stage, "cursor": self.cursor}
        return urlencode(asked)


@router.get("/")
def desk(
    request: Request,
    signed_in: Annotated[SignedIn, ONESELF],
    show: str | None = None,
    stage: str | None = None,
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """My day and my cases, filtered as asked for or as last time; for a post that does not look at cases, where to go
    instead."""
    there = reception_of(request).desk
    out_of_order = alarms(request, signed_in.actor)
    if signed_in.actor.role not in READ_CASELOAD.by:
        return page(
            request, "no_caseload.html", alarms=out_of_order, today=there.clock.today(), hints=LABELS["desk.door"]
        )
    filters = _filters(there, signed_in.actor, show, stage, cursor)
    shown = _shown(there, signed_in.actor, filters)
    part, _ = live_part(request, "parts/desk_live.html", _live(filters), **shown)
    alarm = _calendar_alarm(there, signed_in.actor)
    return page(
        request,
        "desk.html",
        part=part,
        may_open=signed_in.actor.role in OPEN_PLAN.by,
        today=there.clock.today(),
        calendar_alarm=alarm,
        alarms=out_of_order,
    )


def _calendar_alarm(desk: Desk, actor: Actor) -> Words | None:
    """Whoever looks after the office's dates is told when the calendar is out of date."""
    fresh = (
        stale(desk) if actor.role in (Role.CLERK, Role.CHIEF_PROSECUTOR, Role.DEPUTY, Role.DEPARTMENT_HEAD) else None
    )
    return None if fresh is None or fresh.holds else fresh.because


@router.get("/desk/live")
def live(
    request: Request,
    actor: Annotated[Actor, asks(READ_CASELOAD)],
    show: str = "",
    stage: str = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
    seen: str = "",
) -> Response:
    """The same list as it stands now, or nothing if the reader has seen it."""
    filters = _known(show, stage, cursor)
    shown = _shown(reception_of(request).desk, actor, filters)
    part, now = live_part(request, "parts/desk_live.html", _live(filters), **shown)
    return Response(status_code=204) if now == seen else part_page(request, part)


def _filters(desk: Desk, actor: Actor, show: str | None, stage: str | None, cursor: str) -> Filters:
    """What is asked for, and kept for the next time; where nothing is, what was asked for last."""
    if show is None and stage is None:
        kept = kept_preference(desk, actor, "caseload")
        return _known(str(kept.get("show", "")), str(kept.get("stage", "")), cursor)
    filters = _known(show or "", stage or "", cursor)
    keep_preference(desk, actor, "caseload", {"show": filters.show, "stage": filters.stage})
    return filters


def _known(show: str, stage: str, cursor: str) -> Filters:
    """What is asked for, as far as there is such a thing."""
    return Filters(
        show if show in SHOWS else "",
        stage if stage in [known.value for known in STAGES_SHOWN] else "",
        cursor,
    )


def _live(filters: Filters) -> Callable[[str], str]:
    return lambda seen: f"/desk/live?{filters.query}&seen={seen}"


def _shown(desk: Desk, actor: Actor, filters: Filters) -> dict[str, Any]:
    found = caseload(
        desk,
        actor,
        due=filters.show == "due",
        overdue=filters.show == "overdue",
        near=filters.show == "near",
        to_review=filters.show == "review",
        status=PlanStatus(filters.stage) if filters.stage else None,
        cursor=filters.cursor or None,
    )
    following = Filters(filters.show, filters.stage, found.next) if found.next else None
    return {
        "filters": filters,
        "stages": {stage.value: STAGES[stage] for stage in STAGES_SHOWN},
        "day": my_day(desk, actor),
        "plans": found.plans,
        "names": {plan.number: plan.name for plan in found.plans},
        "shows": SHOWS,
        "dates_only": actor.role is Role.CASE_MANAGEMENT,
        "left": days_words,
        "more": f"/?{following.query}" if following else None,
    }
