"""The office's calendar: which years are announced, what a notice would move, and announcing one."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.settings.acts import ANNOUNCE_YEAR
from casework.settings.holiday_file import HolidayNotice
from casework.settings.holidays import CalendarYearView, YearPreview, announce_year, load_calendar, preview_year
from casework.shared.files.base import FileModel
from casework.shared.findings_view import FindingView, to_finding_view
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CALENDAR
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/calendar", tags=["calendar"])


class CalendarView(FileModel):
    """The years around today, and whether the calendar is fresh."""

    years: list[CalendarYearView]
    fresh: FindingView


class ConfirmedNotice(FileModel):
    """A notice, and the digest of the preview in which somebody saw what it moves."""

    notice: HolidayNotice
    confirm: str = Field(min_length=1, max_length=64)


@router.get("")
def read_calendar(request: Request, actor: Annotated[Actor, requires_right(READ_CALENDAR)]) -> CalendarView:
    """List the years of the working-day calendar.

    Says which years have been announced, by which notice, and which are only computed (provisional).
    """
    calendar = load_calendar(get_app_state(request).context, actor)
    return CalendarView(years=calendar.years, fresh=to_finding_view(calendar.fresh))


@router.post("/preview")
def preview_notice(
    request: Request, notice: HolidayNotice, actor: Annotated[Actor, requires_right(ANNOUNCE_YEAR)]
) -> YearPreview:
    """Preview the effect of a holiday notice.

    Returns the open dates that the notice would move, plan by plan. Changes nothing.
    """
    return preview_year(get_app_state(request).context, actor, notice)


@router.post("", status_code=201)
def announce_notice(
    request: Request, sent: ConfirmedNotice, actor: Annotated[Actor, requires_right(ANNOUNCE_YEAR)]
) -> YearPreview:
    """Announce the holidays of a year.

    Moves every date that the preview showed and records it in the journal of each plan. Send the digest of the
    preview: if the result would differ from it, nothing is changed (409).
    """
    app_state = get_app_state(request)
    done = announce_year(app_state.context, actor, sent.notice, confirm=sent.confirm)
    app_state.check_now()
    return done
