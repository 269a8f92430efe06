"""A visitor is led through one case of the demonstration, a step in each pair of shoes. Elsewhere there is no such page."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import ANYBODY, set_cookie
from api.reception import reception_of
from casework.family_page import open_page
from casework.signing_in import sign_in
from sunward.errors import NotFound
from sunward.words import Words
from web.asking import Form
from web.family_door import let_in
from web.guided import COOKIE, OTHERS, STEPS, Step, Tour
from web.rendering import page

router = APIRouter(prefix="/tour", dependencies=[ANYBODY])


@router.get("")
def story(request: Request) -> HTMLResponse:
    """All steps, each with whose shoes it is in and what to look at; and everybody else one may be."""
    tour = _tour(request)
    return page(request, "tour.html", tour=tour, steps=tour.steps(), others=OTHERS)


@router.post("/{place}")
def step(request: Request, place: int, _typed: Form) -> Response:
    """In the shoes of that step, on the page where it begins."""
    tour = _tour(request)
    if not 1 <= place <= len(STEPS):
        raise NotFound(Words("没有这一步。", "Step not found."))
    response = _in_the_shoes_of(request, tour, STEPS[place - 1])
    response.set_cookie(COOKIE, str(place), httponly=True, secure=request.url.scheme == "https", samesite="lax")
    return response


@router.post("/as/{who}")
def other(request: Request, who: str, _typed: Form) -> Response:
    """Signed in as that one, and out of the story."""
    tour = _tour(request)
    for each in (*OTHERS, *STEPS):
        if each.who == who:
            response = _in_the_shoes_of(request, tour, each)
            response.delete_cookie(COOKIE)
            return response
    raise NotFound(Words("演示里没有这个人。", "No such person in the demonstration."))


def _in_the_shoes_of(request: Request, tour: Tour, step: Step) -> Response:
    desk = reception_of(request).desk
    response = RedirectResponse(tour.address_of(step), status_code=303)
    if step.who in tour.family:
        card = tour.family[step.who]
        let_in(request, response, card.secret, open_page(desk, card.secret, card.code).token)
    else:
        set_cookie(request, response, sign_in(desk, step.who, tour.password).token)
    return response


def _tour(request: Request) -> Tour:
    tour: Tour | None = getattr(request.app.state, "tour", None)
    if tour is None:
        raise NotFound(Words("没有这个页面。", "Page not found."))
    return tour
