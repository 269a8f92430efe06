"""Whatever a page can, a client can: what a page asks of the casework, some route of the API asks as well."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute, iter_route_contexts

from api.app import V1
from casework.staff.staff_accounts import list_staff
from tests.reach import built_from, name_of, reached
from web.app import PAGE_MODULES
from web.page_only import only_a_page


def _routes(router: APIRouter) -> Iterator[tuple[str, APIRoute]]:
    for context in iter_route_contexts(router.routes):
        route = context.original_route
        assert isinstance(route, APIRoute)
        yield f"{sorted(route.methods or ())[0]} {context.path}", route


@cache
def _asked_by_the_api() -> frozenset[Callable[..., Any]]:
    """What its routes ask, and of what the views are built that they show."""
    direct = {each for router in V1 for _name, route in _routes(router) for each in reached(route)}
    return frozenset(direct | {part for each in direct for part in built_from(each)})


def _reason(route: APIRoute) -> tuple[str, tuple[Callable[..., Any], ...]] | None:
    """Why a client needs no such thing, and of which functions that is said; None for a page that said nothing."""
    reason: tuple[str, tuple[Callable[..., Any], ...]] | None = getattr(route.endpoint, "only_a_page", None)
    return reason


def _lacks(route: APIRoute) -> list[str]:
    """What this page asks and the API does not, without a reason given at the page."""
    found = reached(route)
    why, excused = _reason(route) or ("", ())
    if not found:
        return [] if why else ["asks nothing, and does not say why a client needs no such thing"]
    if why and not excused:
        return []
    return sorted(name_of(each) for each in found - _asked_by_the_api() - set(excused))


PAGES = [(name, route) for module in PAGE_MODULES for name, route in _routes(module.router)]


@pytest.mark.parametrize("route", [pytest.param(route, id=name) for name, route in PAGES])
def test_what_a_page_asks_a_client_can_ask(route: APIRoute) -> None:
    assert _lacks(route) == []


def test_a_page_that_asks_what_no_client_can_is_noticed() -> None:
    router = APIRouter()

    def only_here(context: Any) -> None:
        """An operation of its own."""

    only_here.__module__ = "casework.only.here"
    only_here.__annotations__["context"] = __import__("casework.shared.context").shared.context.Context

    @router.get("/new")
    def show() -> None:
        only_here(None)

    @router.get("/static")
    def show_nothing() -> None: ...

    @router.get("/known")
    @only_a_page("a page by nature")
    def show_known() -> None: ...

    show.__globals__["only_here"] = only_here
    lacking = {name: _lacks(route) for name, route in _routes(router)}
    del show.__globals__["only_here"]
    assert lacking["GET /static"]
    assert not lacking["GET /known"]


def test_the_reading_of_routes_sees_what_a_route_calls() -> None:
    """It would be blind if the code of a route came to be hidden from it."""
    names = {name: {name_of(each) for each in reached(route)} for name, route in PAGES}
    assert name_of(list_staff) in names["GET /staff"]
    assert "casework.shared.performing:perform_as" in names["POST /team/accept"]
    assert len({each for found in names.values() for each in found}) > 100


@pytest.mark.parametrize("route", [pytest.param(route, id=name) for name, route in PAGES if _reason(route)])
def test_no_excuse_outlives_its_reason(route: APIRoute) -> None:
    """What the API asks by now needs no excuse any more."""
    _why, excused = _reason(route) or ("", ())
    assert not set(excused) & _asked_by_the_api()
    assert set(excused) <= reached(route)
