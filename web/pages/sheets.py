"""Sheets to print: the card, the month sheet, the course of a month, and what is to be typed into another system."""

from datetime import date, timedelta
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.family import GIVE_PAGE
from casework.articles import article_in
from casework.family_page import Page, give_page
from casework.papers.sheets import card_of, course_of, month_sheet, to_type
from casework.rights import Actor
from casework.rights.reading import READ_PAPER, READ_PLAN
from documents.reading_copy import pdf
from sunward.words import Words
from web.asking import Form
from web.labels.codes import RELATIONS
from web.languages import language_of
from web.remarks import remarks_on
from web.rendering import page, render

router = APIRouter(prefix="/plans/{number}/sheets")

Giver = Annotated[Actor, asks(GIVE_PAGE)]
Relation = Annotated[str, Query(pattern=r"^[a-z_]{2,20}$")]
Month = Annotated[str | None, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
NEUTRAL = Words("向阳", "Sunward")


@router.get("/card")
def card(request: Request, number: str, actor: Giver, relation: Relation = "minor", as_pdf: bool = False) -> Response:
    """The card as it is handed out, with room for the page's address and code."""
    shown = card_of(reception_of(request).desk, actor, number, relation)
    return _sheet(request, number, "card", as_pdf, card=shown, page=None, address=None, drawing=None)


@router.post("/card")
def card_with_page(request: Request, number: str, typed: Form, actor: Giver, relation: Relation = "minor") -> Response:
    """The card with a new page and code on it; the old ones open nothing any more."""
    desk = reception_of(request).desk
    given: Page = give_page(desk, actor, number, relation)
    shown = card_of(desk, actor, number, relation)
    address = f"{request.base_url}p/{given.secret}"
    drawing = Markup(segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2))
    return _sheet(request, number, "card", False, card=shown, page=given, address=address, drawing=drawing)


@router.get("/month")
def month(
    request: Request,
    number: str,
    actor: Giver,
    relation: Relation = "minor",
    month: Month = None,
    as_pdf: bool = False,
) -> Response:
    """One person's month on one page."""
    on = _first_of(request, month)
    shown = month_sheet(reception_of(request).desk, actor, number, relation, on)
    return _sheet(request, number, "month", as_pdf, sheet=shown)


@router.get("/course")
def course(
    request: Request,
    number: str,
    actor: Annotated[Actor, asks(READ_PLAN)],
    month: Month = None,
    as_pdf: bool = False,
) -> Response:
    """What happened in a month, in the order of the file."""
    shown = course_of(reception_of(request).desk, actor, number, _first_of(request, month))
    lines = [(line, remarks_on(line)) for line in shown.lines]
    language = language_of(request)
    return _sheet(
        request, number, "course", as_pdf, course=shown, lines=lines, article=lambda each: article_in(language, each)
    )


@router.get("/typing")
def typing(request: Request, number: str, actor: Annotated[Actor, asks(READ_PAPER)], as_pdf: bool = False) -> Response:
    """What is to be typed into the national case system."""
    return _sheet(request, number, "typing", as_pdf, sections=to_type(reception_of(request).desk, actor, number))


def _ways(request: Request, shown: dict[str, Any]) -> dict[str, Any]:
    """Whose sheet it could be, and the months beside the one shown: links above the sheet, which are not printed."""
    sheet = shown.get("card") or shown.get("sheet")
    dated = shown.get("sheet") or shown.get("course")
    return {
        "whose": [
            (RELATIONS.get(each, RELATIONS["other"]), request.url.include_query_params(relation=each).query)
            for each in (sheet.contacts if sheet else [])
        ],
        "months": [
            (key, request.url.include_query_params(month=f"{month:%Y-%m}").query)
            for key, month in (
                (Words("上个月", "the month before"), _beside(dated.month, -1)),
                (Words("下个月", "the month after"), _beside(dated.month, 1)),
            )
        ]
        if dated
        else [],
    }


def _beside(first: date, by: int) -> date:
    return (first + timedelta(days=31 if by > 0 else -1)).replace(day=1)


def _first_of(request: Request, month: str | None) -> date:
    if month is None:
        return reception_of(request).desk.clock.today().replace(day=1)
    return date.fromisoformat(f"{month}-01")


def _sheet(request: Request, number: str, name: str, as_pdf: bool, **shown: Any) -> Response:
    """The sheet as a page of its own, or as a PDF whose name tells the plan's number and no more."""
    if not as_pdf:
        query = request.url.include_query_params(as_pdf="true").query
        shown |= _ways(request, shown)
        found: HTMLResponse = page(request, "sheet.html", sheet_name=name, number=number, pdf_query=query, **shown)
        return found
    body = Markup(render(request, f"sheets/{name}.html", number=number, **shown))
    headers = {"Content-Disposition": f'attachment; filename="{number}-{name}.pdf"', "Cache-Control": "no-store"}
    return Response(pdf(body, "sheet", NEUTRAL), media_type="application/pdf", headers=headers)
