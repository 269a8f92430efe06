"""Every page, as axe reads it in a real browser: on a desk and on a narrow phone, nobody is shut out; nothing runs out of
the window or is cut in its box, in either language, not at 360 px and not when the letters are twice as large."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from app.server import DEMO_NOW
from flows.demo_history import DemoHistory, enrol_staff, read_scenarios
from flows.rehearsal import SimulatedOutbox
from models.database import Database
from tests.api.two_offices import TwoOffices
from tests.browser.conftest import Site
from tests.builders import CASELOAD, an_office
from tests.web.conftest import pages
from tests.web.test_web_every_page import VISITS
from tests.web.visitors import Pages

__all__ = ["pages"]  # as in the pages' own tests

HERE = "http://pages.test"
DESK, PHONE, TWICE_AS_LARGE = 1280, 360, 640
"""A desk at 200 % shows as much as one of half the width."""
DENSE = (
    "the prosecutor's desk",
    "a plan",
    "a plan's calendar",
    "how somebody is doing",
    "statistics",
    "offices and staff",
)
"""Pages whose tables lie otherwise on a desk: read at that width too."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALIKE = (
    "the desk, filtered", "a plan for the chief", "a plan's papers for the chief", "a paper that is whole",
    "an item, just handed in", "a sheet by phone", "an answer with mistakes", "a form by phone with mistakes",
    "the mother's digital use", "the mother's progress", "the law that only warns", "an act's form",
)  # fmt: skip
"""Pages that differ from another one in their words alone."""
WHOLE = [what for what in VISITS if not what.endswith("live part") and what not in ALIKE]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FOUND = f"""async () => (await axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ["violations"]}}))
    .violations.map(each => each.id + ": " + each.nodes[0].html)"""
HEIGHTS = """() => [document.documentElement.scrollHeight,
    Math.max(0, ...[...document.querySelectorAll("header.top")].map(head => head.offsetHeight))]"""
RUNS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll("body *")]
    .filter(box => getComputedStyle(box).overflowX !== "visible" && box.clientWidth > 1)
    .filter(box => box.scrollWidth > box.clientWidth + 1 && !box.matches(".scroll[tabindex], .tabs ul, input, select"))
    .map(box => `${box.tagName} ${box.className} ${box.scrollWidth} > ${box.clientWidth}`)"""
"""Boxes that hide what is too wide for them. A table that is meant to be scrolled can be reached by the keyboard too."""
LANGUAGES = ("zh-CN", "en")
TEN_SCREENS, ONE_LINE = 7400, 64
"""Of a phone of 360 x 740: how long a page may be, and how high what stands at its head."""
LONGER = ("a new plan before it is signed",)
"""The whole calendar of a plan, which whoever signs it looks through."""
LONG_LISTS = {
    "jia.prosecutor": (
        "/",
        "/inbox",
        "/messages",
        "/agenda?by=month",
        "/runs",
        "/approvals",
        "/law",
        "/law/steps",
        "/law/dates",
    ),
    "city.admin": ("/", "/journal", "/staff", "/messages", "/overrides", "/holidays", "/practice", "/paper-templates"),
    "city.auditor": ("/staff", "/statistics"),
}
"""Pages of the demonstration on which much is listed."""
LIVES = ("09", "12", "15", "24", "27")
"""Of the demonstration: a judgment awaited, a decision awaited, bail, an age in doubt, a challenged decision."""


@pytest.fixture(scope="module")
def tab(browser: Browser, offices_of_readers: Pages) -> Iterator[Page]:
    """One tab for all, with axe in it: a page is put into it without a server, its pictures and styles come from the
    house."""
    context = browser.new_context(locale="zh-CN", java_script_enabled=True, bypass_csp=True)
    stranger, given = offices_of_readers.stranger(), dict[str, httpx2.Response]()

    def fulfil(route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.path == "/shown":
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body="")
        elif asked.path.startswith("/static/") and not asked.path.endswith(".js"):
            address = f"{asked.path}?{asked.query}"
            if address not in given:
                given[address] = stranger.get(address)
            file = given[address]
            route.fulfill(status=file.status_code, content_type=file.headers["content-type"], body=file.content)
        else:
            route.abort()

    tab = context.new_page()
    tab.route("**/*", fulfil)
    tab.goto(f"{HERE}/shown")
    tab.evaluate(AXE)
    yield tab
    context.close()


@pytest.fixture(scope="module")
def offices_of_readers(
    built_offices: tuple[Path, TwoOffices], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pages]:
    """One house for all who only look."""
    file, built = built_offices
    record = tmp_path_factory.mktemp("readers") / "record.db"
    shutil.copy(file, record)
    database = Database(f"sqlite:///{record}")
    yield Pages(TwoOffices(built.desk_on(database), built.number, built.other))
    database.dispose()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Pages]:
    """Some lives of the demonstration, on its day."""
    record = tmp_path_factory.mktemp("demonstration") / "record.db"
    shutil.copy(sqlite_template, record)
    database = Database(f"sqlite:///{record}")
    scenarios = [scenario for scenario in read_scenarios(CASELOAD) if scenario.name[:2] in LIVES]
    context = an_office(database, min(scenario.begins for scenario in scenarios))
    enrol_staff(context, CASELOAD / "staff.toml")
    history = DemoHistory(context, SimulatedOutbox(context))
    history.process_due(scenarios, DEMO_NOW)
    numbers = list(history.rehearsals)
    yield Pages(TwoOffices(context, numbers[0], numbers[1]))
    database.dispose()


def show(tab: Page, pages: Pages, what: str, language: str = "zh-CN") -> None:
    """The page as that visitor is answered, in the tab."""
    put(tab, VISITS[what](pages, language))


def put(tab: Page, answer: httpx2.Response) -> None:
    """That answer, in the tab. The document is written anew: it looks as if it had been opened, for half the work."""
    tab.set_content(answer.text)


def test_what_is_left_out_is_like_something_that_is_not() -> None:
    assert set(ALIKE) | set(DENSE) | set(LONGER) <= set(VISITS)


@pytest.mark.parametrize("what", WHOLE)
def test_every_page_is_short_and_whole(
    tab: Page, offices_of_readers: Pages, request: pytest.FixtureRequest, what: str
) -> None:
    """One heading of the first rank, no more than ten screens of a phone, and no scrolling sideways."""
    only_looks = VISITS[what].__name__ == "visit"
    tab.set_viewport_size({"width": PHONE, "height": 800})
    show(tab, offices_of_readers if only_looks else request.getfixturevalue("pages"), what)
    assert tab.locator("h1").count() == 1
    assert what in LONGER or is_short(tab), tab.evaluate(HEIGHTS)
    nothing_is_cut(tab)


@pytest.mark.parametrize(
    "what",
    [
        what if what in DENSE or place % 3 == 0 else pytest.param(what, marks=pytest.mark.long)
        for place, what in enumerate(WHOLE)
    ],
)
def test_nobody_is_shut_out(tab: Page, offices_of_readers: Pages, request: pytest.FixtureRequest, what: str) -> None:
    """No finding of WCAG 2.2 AA on a phone, of dense pages on a desk too. Of pages made of the same parts every third is
    read in a short run."""
    only_looks = VISITS[what].__name__ == "visit"
    show(tab, offices_of_readers if only_looks else request.getfixturevalue("pages"), what)
    for width in (PHONE, DESK) if what in DENSE else (PHONE,):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(FOUND) == [], width


@pytest.mark.parametrize(
    "what", [what if what in DENSE else pytest.param(what, marks=pytest.mark.long) for what in WHOLE]
)
def test_in_english_nothing_is_cut_either(
    tab: Page, offices_of_readers: Pages, request: pytest.FixtureRequest, what: str
) -> None:
    """English words are longer than Chinese ones, and may not be broken anywhere."""
    only_looks = VISITS[what].__name__ == "visit"
    tab.set_viewport_size({"width": PHONE, "height": 800})
    show(tab, offices_of_readers if only_looks else request.getfixturevalue("pages"), what, "en")
    nothing_is_cut(tab)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "login", ["jia.prosecutor", "jia.worker", "jia.cases", "wu.chief", "xin.prosecutor", "bing.head"]
)
def test_nothing_is_cut_on_the_desks_of_the_demonstration(
    tab: Page, demonstration: Pages, login: str, language: str
) -> None:
    """The desk with its longest lines and warnings, and each plan that it leads to."""
    visitor = demonstration.as_(login)
    context = visitor.get("/", params={"lang": language})
    plans = sorted(set(re.findall(r'href="(/plans/[-A-Z0-9]+)"', context.text)))
    assert plans
    for answer in (context, *(visitor.get(path, params={"lang": language}) for path in plans)):
        put(tab, answer)
        nothing_is_cut(tab)


@pytest.mark.parametrize("login", LONG_LISTS)
def test_no_list_of_the_demonstration_is_longer_than_ten_screens(tab: Page, demonstration: Pages, login: str) -> None:
    """Walls are grouped, folded or paged; the head of each page is one line."""
    visitor = demonstration.as_(login)
    tab.set_viewport_size({"width": PHONE, "height": 740})
    for path in LONG_LISTS[login]:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        put(tab, answer)
        assert is_short(tab), (path, tab.evaluate(HEIGHTS))
        assert tab.evaluate(RUNS_OUT) <= 0, path


def is_short(tab: Page) -> bool:
    """Whether the page in the tab is no longer than ten screens, with a head of one line."""
    height, head = tab.evaluate(HEIGHTS)
    return bool(height <= TEN_SCREENS and head <= ONE_LINE)


def nothing_is_cut(tab: Page) -> None:
    """On a phone, and on a desk with letters twice as large, the page in the tab has all its words in sight."""
    for width in (PHONE, TWICE_AS_LARGE):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(RUNS_OUT) <= 0, width
        assert tab.evaluate(CUT) == [], width


def test_on_a_phone_the_tab_that_is_open_is_in_view(phone: BrowserContext, site: Site) -> None:
    """Of a plan's tabs only some fit into one line; the last of them is not out of sight while it is open."""
    site.sign_in(phone, "gui.prosecutor")
    page = phone.new_page()
    for tab in ("", "/check-ins", "/run"):
        page.goto(f"{site.address}{site.pages.plan(tab)}")
        box = page.locator(".tabs [aria-current]").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
