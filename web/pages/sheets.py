"""Sheets to print: the card, the month sheet, and what is to be typed into another system."""

from datetime import date, timedelta
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_DEVICE_AGREEMENT, READ_PLAN, READ_TYPING_SHEET
from casework.documents.sheets import load_month_sheet, load_paper_card, load_typing_sheet
from casework.family.acts_page import GIVE_PAGE
from casework.family.family_access import FamilyCredentials, make_family_page
from casework.shared.text.labels import RELATIONS
from casework.usage.device_terms import load_device_agreement
from core.errors import NotFound
from core.i18n import _
from documents.pdf_export import render_pdf
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form
from web.rendering import render, render_page

router = APIRouter(prefix="/plans/{number}/sheets")

Reader = Annotated[Actor, requires_right(READ_PLAN, GIVE_PAGE, READ_DEVICE_AGREEMENT, READ_TYPING_SHEET)]
Giver = Annotated[Actor, requires_right(GIVE_PAGE)]
Relation = Annotated[str, Query(pattern=r"^[a-z_]{2,20}$")]
Month = Annotated[str | None, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
NEUTRAL = _("向阳")


@router.get("/{sheet}")
def show_sheet(
    request: Request,
    number: str,
    sheet: str,
    actor: Reader,
    relation: Relation = "minor",
    month: Month = None,
    as_pdf: bool = False,
) -> Response:
    """The card as it is handed out, with room for the page's address and code; one person's month; the
    agreement on data of devices; or what is to be typed into the national case system. Each asks for its own right."""
    context, page = get_app_state(request).context, dict[str, Any]()
    match sheet:
        case "card":
            card = load_paper_card(context, actor, number, relation, get_app_state(request).signature)
            page = {"card": card, "page": None, "address": None, "drawing": None}
        case "month":
            page["sheet"] = load_month_sheet(context, actor, number, relation, _first_of(request, month))
        case "agreement":
            page["agreement"] = load_device_agreement(context, actor, number)
        case "typing":
            page["sections"] = load_typing_sheet(context, actor, number)
        case _:
            raise NotFound(_("没有这一页。"))
    return _sheet(request, number, sheet, as_pdf, **page)


@router.post("/card")
def issue_page_and_card(
    request: Request, number: str, typed: Form, actor: Giver, relation: Relation = "minor"
) -> Response:
    """The card with a new page and code on it; the old ones open nothing."""
    context = get_app_state(request).context
    given: FamilyCredentials = make_family_page(context, actor, number, relation)
    card = load_paper_card(context, actor, number, relation, get_app_state(request).signature)
    address = f"{request.base_url}p/{given.secret}"
    picture, as_pdf = segno.make(address, error="m", micro=False), typed.get("as_pdf") == "yes"
    rows = ("".join("#" if dark else "." for dark in row) for row in picture.matrix)
    drawing = "".join(f"<p>{row}</p>" for row in rows) if as_pdf else picture.svg_inline(scale=4, border=2)
    return _sheet(request, number, "card", as_pdf, card=card, page=given, address=address, drawing=Markup(drawing))


def _links(request: Request, page: dict[str, Any]) -> dict[str, Any]:
    """Whose sheet it could be, and the months beside the one shown: links above the sheet, which are not printed."""
    month_sheet = page.get("sheet")
    sheet = page.get("card") or month_sheet
    return {
        "whose": [
            (RELATIONS.get(each, RELATIONS["other"]), request.url.include_query_params(relation=each).query)
            for each in (sheet.contacts if sheet else [])
        ],
        "months": [
            (key, request.url.include_query_params(month=f"{month:%Y-%m}").query)
            for key, month in (
                (_("上个月"), _beside(month_sheet.month, -1)),
                (_("下个月"), _beside(month_sheet.month, 1)),
            )
        ]
        if month_sheet
        else [],
    }


def _beside(first: date, by: int) -> date:
    return (first + timedelta(days=31 if by > 0 else -1)).replace(day=1)


def _first_of(request: Request, month: str | None) -> date:
    if month is None:
        return get_app_state(request).context.clock.today().replace(day=1)
    return date.fromisoformat(f"{month}-01")


def _sheet(request: Request, number: str, name: str, as_pdf: bool, **sheet: Any) -> Response:
    """The sheet as a page of its own, or as a PDF whose name tells the plan's number and no more."""
    if not as_pdf:
        query = request.url.include_query_params(as_pdf="true").query
        sheet |= _links(request, sheet)
        found: HTMLResponse = render_page(
            request, "sheet.html", sheet_name=name, number=number, pdf_query=query, **sheet
        )
        return found
    body = Markup(render(request, f"sheets/{name}.html", number=number, **sheet))
    headers = {"Content-Disposition": f'attachment; filename="{number}-{name}.pdf"', "Cache-Control": "no-store"}
    return Response(render_pdf(body, "sheet", NEUTRAL), media_type="application/pdf", headers=headers)
