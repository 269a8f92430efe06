"""The agenda: what lies ahead on all one's cases, by week or by month; a list on a phone, a calendar on a desk."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_CASELOAD, READ_PLAN
from casework.plan.views.agenda import AGENDA_SORTS, AgendaEntry, load_agenda
from core.dates import weekday_words
from core.typed_days import parse_day
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.rendering import render_page

router = APIRouter()

WEEK = timedelta(days=7)
UNFOLDED = 40
"""A month with more than so many entries is shown with its days folded, except for the next one."""


@dataclass(frozen=True)
class AgendaDay:
    """A day of the calendar; one that only fills up a week is outside of the month that is shown."""

    on: date
    inside: bool
    entries: list[AgendaEntry]


@router.get("/agenda")
def show_agenda(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_CASELOAD)],
    on: Annotated[str, Query(max_length=10)] = "",
    by: Annotated[str, Query(max_length=5)] = "",
) -> HTMLResponse:
    """The week or the month in which that day lies; without one, in which today does."""
    context = get_app_state(request).context
    today = context.clock.today()
    day, month = parse_day(on) or today, by == "month"
    first, last = _month_of(day) if month else _week_of(day)
    agenda = load_agenda(context, actor, first, last)
    weeks = _weeks(agenda.entries, first, last)
    return render_page(
        request,
        "agenda.html",
        month=month,
        day=day,
        first=first,
        last=last,
        today=today,
        weeks=weeks,
        days=[each for week in weeks for each in week if each.inside and each.entries],
        folded=len(agenda.entries) > UNFOLDED,
        count=len(agenda.entries),
        sorts=AGENDA_SORTS,
        weekdays=[weekday_words(number) for number in range(7)],
        before=first - timedelta(days=1) if month else first - WEEK,
        after=last + timedelta(days=1) if month else first + WEEK,
        page_of=lambda entry: _page_of(actor, entry),
    )


def _page_of(actor: Actor, entry: AgendaEntry) -> str:
    """The item's own page; the plan's for leave, for what the system does, and for who sees dates only."""
    plan = f"/plans/{quote(entry.number)}"
    if actor.role not in READ_PLAN.by or entry.kind is None or entry.owner == "system":
        return plan
    return f"{plan}/items/{entry.kind}/{entry.on.isoformat()}"


def _week_of(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _weeks(entries: list[AgendaEntry], first: date, last: date) -> list[list[AgendaDay]]:
    """Whole weeks from Monday on, each day with what lies on it; leave lies on its first day."""
    by_day: Mapping[date, list[AgendaEntry]] = {
        on: [entry for entry in entries if entry.on == on] for on in {entry.on for entry in entries}
    }
    monday, weeks = _week_of(first)[0], []
    while monday <= last:
        days = [monday + timedelta(days=number) for number in range(7)]
        weeks.append([AgendaDay(on, first <= on <= last, by_day.get(on, [])) for on in days])
        monday += WEEK
    return weeks
