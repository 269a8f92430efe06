"""Figures over many cases for heads, chief, city and auditor: statistics."""

from dataclasses import replace
from datetime import date
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_CASELOAD, READ_OFFICE_WORK, READ_STATISTICS
from casework.evaluation import statistics
from casework.evaluation.office_work import as_xlsx, load_office_work
from casework.evaluation.statistics_window import list_years
from core.typed_days import parse_day
from law.transitions import PlanStatus
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.downloads import XLSX, file_response
from web.rendering import render_page

router = APIRouter()

Reader = Annotated[Actor, requires_right(READ_STATISTICS, READ_OFFICE_WORK)]
Day = Annotated[str, Query(max_length=10)]
Year = Annotated[int | None, Query(ge=2000, le=2200)]
PageNumber = Annotated[int, Query(ge=1, le=1000)]

OFFICES_ON_A_PAGE = 40
"""More columns nobody compares."""

CASES_BEHIND = {
    "cases": "/?show=",
    "running": f"/?show=&stage={PlanStatus.UNDER_SUPERVISION.value}",
    "non_prosecution": f"/?show=&stage={PlanStatus.NON_PROSECUTED.value}",
    "prosecution": f"/?show=&stage={PlanStatus.REVOKED.value}",
    "otherwise": f"/?show=&stage={PlanStatus.ENDED_OTHERWISE.value}",
    "dates_late": "/?show=overdue",
}
"""Filters of the list of cases."""


@router.get("/statistics")
def show_statistics(
    request: Request, actor: Reader, year: Year = None, from_on: Day = "", to_on: Day = "", page: PageNumber = 1
) -> HTMLResponse:
    """The work of one year in the words of reports; and each office's figures, in the order of names, `OFFICES_ON_A_PAGE` at
    once: of a year, or of the days that are a whole one."""
    context = get_app_state(request).context
    if actor.role not in READ_STATISTICS.by:
        work = load_office_work(context, actor, year or context.clock.today().year)
        return render_page(request, "statistics.html", work=work, figures=None, years=list_years(context.clock.today()))
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (parse_day(from_on), parse_day(to_on))
    figures = statistics.load_statistics(context, actor, from_on=first, to_on=last)
    pages = max(1, ceil(len(figures.offices) / OFFICES_ON_A_PAGE))
    page = min(page, pages)
    begin = (page - 1) * OFFICES_ON_A_PAGE
    shown = replace(figures, offices=figures.offices[begin : begin + OFFICES_ON_A_PAGE])
    return render_page(
        request,
        "statistics.html",
        work=load_office_work(context, actor, figures.from_on.year),
        figures=shown,
        page=page,
        pages=pages,
        columns={key: words for key, words in statistics.COLUMNS.items() if key != "office"},
        all_offices=statistics.ALL_OFFICES,
        values=statistics.get_column_values,
        years=list_years(context.clock.today()),
        query=f"?from_on={figures.from_on}&to_on={figures.to_on}",
        definitions=statistics.DEFINITIONS,
        cases_behind=_cases_behind(actor, figures),
    )


def _cases_behind(actor: Actor, figures: statistics.Statistics) -> dict[str, str]:
    """For whoever sees the cases of the one office shown: by column, where the cases of that sort are listed as they
    stand today. Nothing where a figure is withheld: the list would tell it."""
    if actor.role not in READ_CASELOAD.by or len(figures.offices) != 1 or figures.offices[0].figures is None:
        return {}
    values = statistics.get_column_values(figures.offices[0].figures)
    return {column: address for column, address in CASES_BEHIND.items() if values[column]}


@router.get("/statistics.xlsx")
def download_statistics_workbook(
    request: Request, actor: Reader, from_on: Day = "", to_on: Day = "", work: Year = None
) -> Response:
    """The figures of the offices as a workbook; with `work`, the work of that year."""
    context = get_app_state(request).context
    if work is not None:
        return file_response(as_xlsx(load_office_work(context, actor, work)), XLSX, f"work-{work}.xlsx")
    figures = statistics.load_statistics(context, actor, from_on=parse_day(from_on), to_on=parse_day(to_on))
    return file_response(statistics.as_xlsx(figures), XLSX, "statistics.xlsx")
