"""The office's calendar: which years are announced, what a notice would move, and announcing one."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.settings import ANNOUNCE_YEAR
from casework.dates.holiday_file import HolidayNotice
from casework.dates.holidays import YearPreview, YearShown, announce_year, calendar, preview_year
from casework.files.checking import FindingShown, show_finding
from casework.files.file_part import Part
from casework.rights import Actor
from casework.rights.reading import READ_CALENDAR

router = APIRouter(prefix="/calendar", tags=["calendar"])


class CalendarAnswer(Part):
    """The years around today, and whether the calendar is fresh."""

    years: list[YearShown]
    fresh: FindingShown


class Confirmed(Part):
    """A notice, and the digest of the preview in which somebody saw what it moves."""

    notice: HolidayNotice
    confirm: str = Field(min_length=1, max_length=64)


@router.get("")
def look(request: Request, actor: Annotated[Actor, asks(READ_CALENDAR)]) -> CalendarAnswer:
    """Which years are announced, by which notice, and which are only computed."""
    shown = calendar(reception_of(request).desk, actor)
    return CalendarAnswer(years=shown.years, fresh=show_finding(shown.fresh))


@router.post("/preview")
def preview(request: Request, notice: HolidayNotice, actor: Annotated[Actor, asks(ANNOUNCE_YEAR)]) -> YearPreview:
    """Which open dates that notice would move, plan by plan. Nothing is changed."""
    return preview_year(reception_of(request).desk, actor, notice)


@router.post("", status_code=201)
def announce(request: Request, sent: Confirmed, actor: Annotated[Actor, asks(ANNOUNCE_YEAR)]) -> YearPreview:
    """Announce the year: every date of the preview moves, and each plan's journal says so."""
    reception = reception_of(request)
    done = announce_year(reception.desk, actor, sent.notice, confirm=sent.confirm)
    reception.nudge()
    return done
