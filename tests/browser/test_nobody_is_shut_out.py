"""Every page, as axe reads it in a real browser: on a desk and on a narrow phone, nobody is shut out; nothing runs out of
the window or is cut in its box, in either language, not at 360 px and not when the letters are twice as large."""

import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app.server import DEMO_NOW
from documents.pdf_export import STYLES
from flows.demo_history import DemoHistory, enrol_staff, read_scenarios
from flows.rehearsal import SimulatedOutbox
from models.database import Database
from tests.api.two_offices import TwoOffices
from tests.browser.conftest import Site
from tests.builders import CASELOAD, an_office
from tests.web.conftest import pages, readers
from tests.web.test_web_every_page import VISITS, visit
from tests.web.visitors import Pages
from web.rendering import STATIC

__all__ = ["pages", "readers"]  # as in the pages' own tests

HERE = "http://pages.test/"
DESK, PHONE, TWICE_AS_LARGE = 1280, 360, 640
"""A desk at 200 % shows as much as one of half the width."""
DENSE = (
    "the prosecutor's desk",
    "a plan",
    "how somebody is doing",
    "statistics",
    "offices and staff",
)
"""Pages whose tables lie otherwise on a desk: read at that width too."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALIKE = (
    "the desk, filtered", "a plan for the chief", "a plan's papers for the chief", "a paper that is whole",
    "an item, just handed in", "a sheet by phone", "an answer with mistakes", "a form by phone with mistakes",
    "the mother's digital use", "the mother's progress", "the rules that only warn", "an act's form",
)  # fmt: skip
"""Pages that differ from another one in their words alone."""
WHOLE = [what for what in VISITS if not what.endswith("live part") and what not in ALIKE]
EVERY_THIRD = WHOLE[::3]
"""Of pages made of the same parts, as many are read by axe."""
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FOUND = f"""async () => (await axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ["violations"]}}))
    .violations.map(each => each.id + ": " + each.nodes[0].html)"""
LOOKED_AT = """() => ({
    headings: document.querySelectorAll("h1").length,
    entries: [...document.querySelectorAll("li, tr, dt")].filter(entry => entry.checkVisibility()).length,
    head: Math.max(0, ...[...document.querySelectorAll("header.top")].map(head => head.offsetHeight)),
    runs_out: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    cut: [...document.querySelectorAll("body *")]
        .filter(box => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 1)
        .filter(box => getComputedStyle(box).overflowX !== "visible")
        .filter(box => !box.matches(".scroll[tabindex], .tabs ul, input, select"))
        .map(box => `${box.tagName} ${box.className} ${box.scrollWidth} > ${box.clientWidth}`)})"""
"""What is cut are boxes that hide what is too wide for them. A table that is meant to be scrolled can be reached by the
keyboard too."""
MANY, ONE_LINE = 70, 64
"""How many lines of lists and tables a page may show without being asked for more, and how high what stands at its head is."""
LONGER = ("a new plan before it is signed",)
"""The whole calendar of a plan, which whoever signs it looks through."""
LONG_LISTS = {
    "jia.prosecutor": (
        "/",
        "/reading",
        "/messages",
        "/agenda?by=month",
        "/runs",
        "/approvals",
        "/rules",
    ),
    "city.admin": ("/", "/records?year=2026&accepted=1", "/people", "/messages", "/rules"),
    "city.auditor": ("/people", "/statistics"),
}
"""Pages of the demonstration on which much is listed."""
CASES = ("15", "23", "24", "27")
"""Of the demonstration: a decision awaited, a proposal and texts that no longer arrive, a crisis, a challenged decision."""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One tab for all, with axe in it: a page is put into it without a server."""
    context = browser.new_context(locale="zh-CN", java_script_enabled=True, bypass_csp=True)
    tab = context.new_page()
    tab.route("**/*", lambda route: route.fulfill(body="") if route.request.url == HERE else route.abort())
    tab.goto(HERE)
    tab.evaluate(AXE)
    yield tab
    context.close()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Pages]:
    """Some lives of the demonstration, on its day."""
    record = tmp_path_factory.mktemp("demonstration") / "record.db"
    shutil.copy(sqlite_template, record)
    database = Database(f"sqlite:///{record}")
    scenarios = [scenario for scenario in read_scenarios(CASELOAD) if scenario.name[:2] in CASES]
    context = an_office(database, min(scenario.begins for scenario in scenarios))
    enrol_staff(context, CASELOAD / "staff.toml")
    history = DemoHistory(context, SimulatedOutbox(context))
    history.process_due(scenarios, DEMO_NOW)
    numbers = list(history.rehearsals)
    yield Pages(TwoOffices(context, numbers[0], numbers[1]))
    database.dispose()


def put(tab: Page, answer: httpx2.Response) -> None:
    """That answer, in the tab, with its styles in it. The document is written anew: it looks as if it had been opened,
    for half the work."""
    text = re.sub(r"<script src=[^>]*></script>", "", answer.text)
    tab.set_content(re.sub(r'<link rel="stylesheet" href="/static/([^"?]+)[^>]*>', lambda link: style(link[1]), text))
    tab.evaluate(
        "document.getAnimations().forEach((moving) => moving.finish())"
    )  # what fades in is looked at when it is there


@cache
def style(name: str) -> str:
    """That style sheet, as it stands within a page."""
    (sheet,) = (folder / name for folder in (STATIC, STYLES) if (folder / name).exists())
    return f"<style>{sheet.read_text(encoding='utf-8')}</style>"


def look(tab: Page, width: int) -> dict[str, Any]:
    """The page in the tab at that width, where nothing runs out of the window or is cut in its box."""
    tab.set_viewport_size({"width": width, "height": 800})
    seen: dict[str, Any] = tab.evaluate(LOOKED_AT)
    assert (seen["runs_out"] <= 0, seen["cut"]) == (True, []), (width, seen)
    return seen


def is_short(seen: dict[str, Any]) -> bool:
    """Not too many entries in sight, with a head of one line."""
    return bool(seen["entries"] <= MANY and seen["head"] <= ONE_LINE)


def test_what_is_left_out_is_like_something_that_is_not() -> None:
    assert set(ALIKE) | set(DENSE) | set(LONGER) <= set(VISITS)


@pytest.mark.parametrize(
    ("what", "language"),
    [
        *((what, "zh-CN") for what in WHOLE),
        *((what, "en") for what in DENSE),
    ],
)
def test_every_page_is_short_and_whole_and_shuts_nobody_out(
    tab: Page, readers: Pages, request: pytest.FixtureRequest, what: str, language: str
) -> None:
    """One heading of the first rank, no endless list, all words in sight there and on a desk with letters
    twice as large; no finding of WCAG 2.2 AA on the phone, of dense pages on a desk too. English words are longer than
    Chinese ones, and may not be broken anywhere."""
    put(tab, visit(what, language, readers, request))
    look(tab, TWICE_AS_LARGE)
    seen = look(tab, PHONE)
    assert seen["headings"] == 1
    assert language == "en" or what in LONGER or is_short(seen), seen
    if language == "zh-CN" and (what in DENSE or what in EVERY_THIRD):
        assert tab.evaluate(FOUND) == []
        if what in DENSE:
            tab.set_viewport_size({"width": DESK, "height": 800})
            assert tab.evaluate(FOUND) == []


@pytest.mark.parametrize(
    ("login", "language"),
    [
        ("jia.prosecutor", "zh-CN"),
        *((login, "en") for login in ("jia.prosecutor", "jia.worker", "jia.cases", "jia.chief", "xin.prosecutor", "bing.head")),
    ],
)  # fmt: skip
def test_nothing_is_cut_on_the_desks_of_the_demonstration(
    tab: Page, demonstration: Pages, login: str, language: str
) -> None:
    """The desk with its longest lines and warnings, and each plan that it leads to; in English, which is longer, for all."""
    visitor = demonstration.as_(login)
    context = visitor.get("/", params={"lang": language})
    plans = sorted(set(re.findall(r'href="(/plans/[-A-Z0-9]+)"', context.text)))
    assert plans
    for answer in (context, *(visitor.get(path, params={"lang": language}) for path in plans)):
        put(tab, answer)
        look(tab, PHONE)
        look(tab, TWICE_AS_LARGE)


@pytest.mark.parametrize("login", LONG_LISTS)
def test_no_list_of_the_demonstration_is_endless(tab: Page, demonstration: Pages, login: str) -> None:
    """Walls are grouped, folded or paged; the head of each page is one line."""
    visitor = demonstration.as_(login)
    for path in LONG_LISTS[login]:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        put(tab, answer)
        seen = look(tab, PHONE)
        assert is_short(seen), (path, seen)


def test_on_a_phone_the_tab_that_is_open_is_in_view(phone: BrowserContext, site: Site) -> None:
    """Of a plan's tabs only some fit into one line; the last of them is not out of sight while it is open."""
    site.sign_in(phone, "gui.prosecutor")
    page = phone.new_page()
    for tab in ("", "/check-ins", "/history"):
        page.goto(f"{site.address}{site.pages.plan(tab)}")
        box = page.locator(".tabs [aria-current]").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


@pytest.mark.parametrize("relation", ["minor", "mother"])
def test_on_a_family_s_page_a_thumb_hits_what_it_wants_and_larger_letters_are_larger(
    phone: BrowserContext, site: Site, relation: str
) -> None:
    """Also where the phone is half as wide; the size of letters that somebody has set is kept."""
    client, here = site.pages.family(relation)
    phone.add_cookies([{"name": one.name, "value": one.value or "", "url": site.address} for one in client.cookies.jar])
    page = phone.new_page()
    for width in (360, 180):
        page.set_viewport_size({"width": width, "height": 740})
        for rest in ("", "/leave", "/progress", "/stored", "/usage"):
            page.goto(f"{site.address}{here}{rest}")
            assert list_small(page) == [], (rest, width)
            letters = page.locator("main p").first
            before = letters.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
            page.evaluate("document.documentElement.style.fontSize = '24px'")
            assert letters.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") > before, rest
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (rest, width)


def list_small(page: Page) -> list[str]:
    """What is lower on that page than a thumb needs."""
    small: list[str] = (
        page.evaluate("""() => [...document.querySelectorAll("a, button, summary, textarea, select, label.choice, input")]
        .filter((one) => one.checkVisibility() && !one.matches(".skip, [type=hidden], [type=radio], [type=checkbox], .demo *"))
        .filter((one) => one.getBoundingClientRect().height < 43.5)
        .map((one) => `${one.tagName} ${one.getBoundingClientRect().height} ${one.innerText || one.name}`)""")
    )
    return small


def test_a_worker_on_the_way_hits_what_they_want(phone: BrowserContext, site: Site) -> None:
    """On the form for where there is no signal, and on the reading desk with a note, a question, a leave and a notice."""
    offices = site.pages.offices
    offices.on("2026-03-10 08:00")
    offices.act("minor", "submit", item="weekly_note", due_on="2026-03-09", text="寒假能不能去打工？")
    when = {"from_on": "2026-03-14", "to_on": "2026-03-15"}
    offices.act("minor", "ask_leave", leave="trip", destination="外婆家", reason="看外婆", **when)
    offices.act("minor", "withdraw_consent")
    offices.process_due()
    for login in ("gui.social_worker", "gui.prosecutor"):
        site.sign_in(phone, login)
        page = phone.new_page()
        page.goto(f"{site.address}/reading")
        found = page.eval_on_selector_all("nav.list a", "(links) => links.map((one) => one.href)")
        assert found
        for address in found:
            page.goto(address)
            assert list_small(page) == [], address
    page.goto(f"{site.address}/out/")
    page.click("#out-harm summary")
    assert list_small(page) == []
    page.locator("#out-tasks button").first.click()
    assert list_small(page) == []
