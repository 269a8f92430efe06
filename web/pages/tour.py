"""A visitor is led through one case of the demonstration, a step in each pair of shoes. Only a demonstration has these
routes."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.family.family_access import sign_in_to_family_page
from casework.staff.authentication import sign_in
from core.errors import NotFound
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS, get_try_source, set_cookie
from web.demo_tour import COOKIE, ROLE_TOURS, TOUR_STEPS, Tour, TourStep, get_tour
from web.family_session import set_family_cookie
from web.forms import Form
from web.rendering import render_page

router = APIRouter(prefix="/tour", dependencies=[PUBLIC_ACCESS])


@router.get("")
def show_tour(request: Request) -> HTMLResponse:
    """All steps, each with whose shoes it is in and what to look at; and everybody else one may be."""
    tour = get_tour(request)
    return render_page(request, "tour.html", tour=tour, steps=tour.steps(), roles=ROLE_TOURS.values())


@router.post("/{place}")
def start_step(request: Request, place: int, _typed: Form) -> Response:
    """In the shoes of that step, on the page where it begins."""
    tour = get_tour(request)
    if not 1 <= place <= len(TOUR_STEPS):
        raise NotFound(_("没有这一步。"))
    response = _in_the_shoes_of(request, tour, TOUR_STEPS[place - 1])
    _remember(request, response, str(place))
    return response


@router.post("/as/{who}")
def sign_in_as(request: Request, who: str, _typed: Form) -> Response:
    """Signed in as that one, at the first step of what there is to do for them."""
    return start_step_of_role(request, who, 1, _typed)


@router.post("/as/{who}/{place}")
def start_step_of_role(request: Request, who: str, place: int, _typed: Form) -> Response:
    """Signed in as that one, on the page of that step."""
    if (role_tour := ROLE_TOURS.get(who)) is None:
        raise NotFound(_("演示里没有这个人。"))
    if not 1 <= place <= len(role_tour.addresses):
        raise NotFound(_("没有这一步。"))
    response = _in_the_shoes_of(request, get_tour(request), role_tour.get_step(place))
    _remember(request, response, f"{who}:{place}")
    return response


def _remember(request: Request, response: Response, position: str) -> None:
    response.set_cookie(COOKIE, position, httponly=True, secure=request.url.scheme == "https", samesite="lax")


def _in_the_shoes_of(request: Request, tour: Tour, step: TourStep) -> Response:
    context = get_app_state(request).context
    response = RedirectResponse(tour.get_address(step), status_code=303)
    if step.who in tour.family:
        card = tour.family[step.who]
        set_family_cookie(request, response, card.secret, sign_in_to_family_page(context, card.secret, card.code).token)
    else:
        set_cookie(request, response, sign_in(context, step.who, tour.password, get_try_source(request)).token)
    return response
