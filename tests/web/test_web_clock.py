"""The clock bar of a demonstration: on the pages of its staff, moved by one press once, and nowhere else."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from core.clock import ClockStep, SimulatedClock
from serving.auth import COOKIE
from tests.api.front import Front
from tests.web.visitors import SETTINGS, Pages, follow, parse_page
from web.app import create_web
from web.demo_clock import DemoClock
from web.demo_roles import Demo

SPANS = {ClockStep.HOUR: timedelta(hours=1), ClockStep.DAY: timedelta(days=1)}


@dataclass
class Demonstration:
    """A demonstration over the first plan's offices, with its clock."""

    pages: Pages
    moved: int = 0

    def __post_init__(self) -> None:
        demo = Demo(self.pages.offices.number, "", {})
        clock = DemoClock(lambda: self.moved, self._move)
        context = self.pages.offices.context
        self.pages.app = Front(
            "clock", lambda: create_web(SETTINGS, context, lambda: None, lambda: {}, None, demo, clock)
        )

    def _move(self, step: ClockStep, seen: int) -> None:
        clock = self.pages.offices.context.clock
        assert isinstance(clock, SimulatedClock)
        if seen == self.moved:
            clock.advance_by(SPANS[step])
            self.moved += 1


@pytest.fixture
def demonstration(pages: Pages) -> Demonstration:
    return Demonstration(pages)


def _press(browser: TestClient, page: str, step: str, **more: str) -> str:
    """The bar's form as it stands on that page, sent with that button."""
    fields = parse_page(browser.get(page)).fields
    sent = {"moves": fields["moves"], "here": fields["here"], "step": step}
    return follow(browser, browser.post("/clock", data=sent, headers=more)).text


def test_pressed_twice_it_moves_once_and_one_stays_where_one_was(demonstration: Demonstration) -> None:
    pages = demonstration.pages
    browser, clock = pages.as_("gui.prosecutor"), pages.offices.context.clock
    began, fields = clock.now(), parse_page(browser.get(pages.plan("/check-ins"))).fields
    sent = {"moves": fields["moves"], "here": fields["here"], "step": "day"}
    for _press_again in range(2):
        answer = browser.post("/clock", data=sent)
        assert (answer.status_code, answer.headers["location"]) == (303, pages.plan("/check-ins"))
    assert clock.now() - began == timedelta(days=1)


def test_whoever_moves_the_clock_over_a_day_stays_signed_in(demonstration: Demonstration) -> None:
    """And the session that a day has ended is over: another one began."""
    browser = demonstration.pages.as_("gui.prosecutor")
    former = browser.cookies[COOKIE]
    assert "3月11日" in _press(browser, "/", "day")
    assert browser.get("/").status_code == 200
    left_behind = demonstration.pages.stranger()
    left_behind.cookies.set(COOKIE, former)
    assert left_behind.get("/").status_code == 303


def test_no_stranger_and_no_other_site_moves_it_or_sets_its_speed_nor_to_one_that_no_button_has(
    demonstration: Demonstration,
) -> None:
    sent = {"moves": "0", "here": "/", "step": "day"}
    browser = demonstration.pages.as_("gui.prosecutor")
    assert browser.post("/clock", data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert demonstration.pages.stranger().post("/clock", data=sent).headers["location"] == "/sign-in"
    assert "/clock" not in demonstration.pages.stranger().get("/sign-in").text
    assert demonstration.moved == 0


def test_what_no_button_says_moves_nothing_and_it_leads_to_a_page_of_ours_alone(demonstration: Demonstration) -> None:
    sent, clerk = {"moves": "0", "here": "/", "step": "day"}, demonstration.pages.as_("gui.clerk")
    for wrong in ({"step": "year"}, {"moves": "x"}, {"moves": ""}, {"moves": "²"}):
        assert clerk.post("/clock", data=sent | wrong).status_code == 404, wrong
    assert demonstration.moved == 0
    elsewhere = sent | {"here": "//elsewhere.example/", "step": "hour"}
    assert clerk.post("/clock", data=elsewhere).headers["location"] == "/"


def test_an_office_of_its_own_and_a_family_have_no_clock_to_move(pages: Pages) -> None:
    browser = pages.as_("gui.prosecutor")
    assert "/clock" not in parse_page(browser.get("/")).addresses
    assert browser.post("/clock", data={"moves": "0", "step": "day"}).status_code == 404
    family, here = Demonstration(pages).pages.family("minor")
    assert "/clock" not in parse_page(family.get(here)).addresses
