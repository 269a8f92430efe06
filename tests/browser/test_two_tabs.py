"""Two tabs on two cases, and two tabs on one: nothing typed crosses, nothing is done twice, and what has moved is said."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import select

from casework.acting.own_codes import get_code
from casework.plan.opening import open_new_plan
from flows.rehearsal import get_opener
from models.decision import Leave
from models.journal import JournalLine
from tests.api.two_offices import HERE, make_plan_for
from tests.browser.conftest import Site

FIRST, SECOND = "第一件的事", "第二件的事"
ANOTHER = {"name": "橘子", "identity_number": "999001200905050028", "phone": "10000990301"}


@pytest.fixture
def desktop(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A prosecutor's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    site.sign_in(context, "gui.prosecutor")
    yield context
    context.close()


@pytest.fixture
def two(site: Site) -> tuple[str, str]:
    """The numbers of two plans that the same people carry."""
    offices = site.pages.offices
    plan = make_plan_for(HERE, minor=ANOTHER)
    return offices.number, open_new_plan(offices.context, get_opener(offices.context, plan), plan)


def _note(tab: Page, site: Site, number: str, words: str) -> None:
    tab.goto(f"{site.address}/plans/{number}/do/note")
    tab.select_option("[name=topic]", "other")
    tab.fill("[name=text]", words)


def _go(tab: Page, step: str) -> None:
    tab.locator(f"button[name=_go][value={step}]").first.click()


def test_what_is_typed_in_one_case_never_stands_in_another(
    desktop: BrowserContext, site: Site, two: tuple[str, str]
) -> None:
    """Both typed, both checked, done in the other order, with a double click, the receipt loaded again: each was done once,
    in its own case. While the network is cut the form says that nothing was sent and keeps every word."""
    tabs = [desktop.new_page(), desktop.new_page()]
    for tab, number, words in zip(tabs, two, (FIRST, SECOND), strict=True):
        _note(tab, site, number, words)
    desktop.set_offline(True)
    _go(tabs[0], "check")
    expect(tabs[0].locator("#no-network")).to_contain_text("没有提交")
    expect(tabs[0].locator("[name=text]")).to_have_value(FIRST)
    desktop.set_offline(False)
    expect(tabs[0].locator("#no-network")).to_have_count(0)
    for tab, words, other in ((tabs[0], FIRST, SECOND), (tabs[1], SECOND, FIRST)):
        _go(tab, "check")
        expect(tab.locator("main")).to_contain_text(words)
        expect(tab.locator("main")).not_to_contain_text(other)
    for tab in reversed(tabs):
        tab.locator("button[name=_go][value=do]").first.dblclick()
        expect(tab.locator("main")).to_contain_text("已办理")
        tab.reload()
        expect(tab.locator("main")).to_contain_text("已办理")
    for tab, number in zip(tabs, two, strict=True):
        tab.goto(f"{site.address}/plans/{number}/do/note")
        expect(tab.locator("[name=text]")).to_have_value("")
    for number, words, other in ((two[0], FIRST, SECOND), (two[1], SECOND, FIRST)):
        tabs[0].goto(f"{site.address}/plans/{number}/history")
        expect(tabs[0].locator("main")).to_contain_text(words)
        expect(tabs[0].locator("main")).not_to_contain_text(other)
    with site.pages.offices.context.database.reading() as session:
        assert len(session.exec(select(JournalLine).where(JournalLine.act == "note")).all()) == 2


def test_the_older_tab_learns_that_the_case_has_moved(desktop: BrowserContext, site: Site) -> None:
    """Leave approved in one tab, refused in the other a moment before: nothing is done by the older tab until whoever sits
    there has seen how it stands now."""
    offices = site.pages.offices
    when = {"from_on": "2026-03-14", "to_on": "2026-03-15"}
    offices.act("minor", "ask_leave", leave="trip", destination="外婆家", reason="看外婆", **when)
    older, newer = desktop.new_page(), desktop.new_page()
    trip = get_code(offices.context.vault, offices.number, "trip")
    for tab, answer in ((older, "true"), (newer, "false")):
        tab.goto(f"{site.address}/plans/{offices.number}/do/decide_leave?leave={trip}")
        tab.check(f"input[name=approved][value={answer}]")
        if tab.locator("[name=reason]").count():
            tab.fill("[name=reason]", "那两天另有安排")
        _go(tab, "check")
    _go(newer, "do")
    expect(newer.locator("main")).to_contain_text("已办理")
    _go(older, "do")
    expect(older.locator("main .errors")).to_contain_text("案卷有变动，还没有办理")
    assert [row.prosecutor_approved for row in offices.rows(Leave)] == [False]
    _go(older, "do")  # seen again and confirmed again: now it is meant
    expect(older.locator("main")).to_contain_text("已办理")
    assert [row.prosecutor_approved for row in offices.rows(Leave)] == [True]
