"""What is typed into a family's form is kept on the phone without a signal, where nobody else can read it."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Page, Route, expect

from casework.family.family_access import FamilyCredentials
from models.item import Explanation, Item
from tests.browser.conftest import Site

WORDS = "手机坏了，所以晚了"
MISSED = "/explain/weekly_note/2026-03-09"


def opened(phone: BrowserContext, site: Site, card: FamilyCredentials) -> Page:
    """The page of that card, opened with its code."""
    page = phone.new_page()
    page.goto(f"{site.address}/p/{card.secret}")
    page.fill("[name=code]", card.code)
    page.click("main button")
    expect(page.locator("[name=code]")).to_have_count(0)
    return page


def test_an_explanation_is_written_without_a_signal(phone: BrowserContext, site: Site) -> None:
    """It stays until it is sent: it is there again after the page was left, unreadable in the phone's storage, and gone
    once it was received."""
    card = site.pages.card("minor")
    page = opened(phone, site, card)
    form = f"{site.address}/p/{card.secret}{MISSED}"
    page.goto(form)
    phone.set_offline(True)
    page.fill("[name=text]", WORDS)
    page.click("main form button")
    expect(page.locator(".kept:visible")).to_contain_text("留在这部手机上")
    stored = page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "note-" in stored
    assert not any(word in stored for word in (WORDS, "weekly", "explain", "2026-03-09", card.secret))
    phone.set_offline(False)
    page.goto(form)
    expect(page.locator("[name=text]")).to_have_value(WORDS)
    page.click("main form button")
    expect(page.locator(".receipt")).to_be_visible()
    is_kept(page, 0)
    page.goto(form.replace("explain", "fill"))
    page.fill("[name=text]", WORDS)
    is_kept(page, 1)
    page.click("main form button")
    expect(page.locator(".receipt")).to_be_visible()
    is_kept(page, 0)  # sent as soon as it was written
    page.goto(f"{form.replace('explain', 'fill')}?more=1")
    page.fill("[name=text]", WORDS)
    is_kept(page, 1)
    page.goto(f"{site.address}/p/{card.secret}")
    page.click("form[action$='/close'] button")
    is_kept(page, 0)


def test_the_minutes_of_a_sheet_are_kept_with_its_words(phone: BrowserContext, site: Site) -> None:
    """The page says that what was written is kept: the numbers and the tick are written, too."""
    due_on = next(
        row.due_on for row in site.pages.offices.rows(Item) if (row.kind, row.status) == ("usage_sheet", "open")
    )
    card = site.pages.card("mother")
    page = opened(phone, site, card)
    form = f"{site.address}/p/{card.secret}/fill/usage_sheet/{due_on}"
    page.goto(form)
    phone.set_offline(True)
    page.fill("[name=minutes_2]", "3小时25分")
    page.check("[name=shared]")
    page.click("main form button[value=send]")
    expect(page.locator(".kept:visible")).to_contain_text("留在这部手机上")
    phone.set_offline(False)
    page.goto(form)
    expect(page.locator("[name=minutes_2]")).to_have_value("3小时25分")
    expect(page.locator("[name=shared]")).to_be_checked()
    expect(page.locator(".kept:visible")).to_contain_text("没有提交过")


def test_a_leave_is_kept_too_and_closing_forgets_one_s_own_words_only(phone: BrowserContext, site: Site) -> None:
    """A boy and his mother write on one phone; he closes his page, and hers are still there."""
    his, hers = site.pages.card("minor"), site.pages.card("mother")
    mothers = opened(phone, site, hers)
    mothers.type("#talk-text", WORDS)
    is_kept(mothers, 1)
    page = opened(phone, site, his)
    page.goto(f"{site.address}/p/{his.secret}/leave")
    page.fill("[name=destination]", "外婆家")
    phone.set_offline(True)
    page.click("main form button")
    expect(page.locator(".kept:visible")).to_contain_text("留在这部手机上")
    phone.set_offline(False)
    page.reload()
    expect(page.locator("[name=destination]")).to_have_value("外婆家")
    is_kept(page, 2)
    page.goto(f"{site.address}/p/{his.secret}")
    page.click("form[action$='/close'] button")
    is_kept(mothers, 1)
    mothers.reload()
    expect(mothers.locator("#talk-text")).to_have_value(WORDS)
    mothers.click("[name=wish][value=talk]")
    expect(mothers.locator(".receipt")).to_be_visible()
    is_kept(mothers, 0)


def is_kept(page: Page, count: int) -> None:
    """So much is in the phone's storage, now or soon."""
    for _ in range(200):
        if page.evaluate("localStorage.length") == count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.evaluate("Object.entries(localStorage)"))


def test_after_sending_the_receipt_has_the_focus_and_is_what_one_sees(phone: BrowserContext, site: Site) -> None:
    """A talk is asked for far down on the page; what became of it stood below the screen, and it was pressed again."""
    card = site.pages.card("minor")
    page = opened(phone, site, card)
    page.click(".to-talk a")
    page.click("[name=wish][value=talk]")
    receipt = page.locator(".receipt")
    expect(receipt).to_be_focused()
    expect(receipt).to_be_in_viewport()


def test_pressed_twice_on_a_slow_line_it_is_sent_once_and_the_page_says_that_it_is_going(
    phone: BrowserContext, site: Site
) -> None:
    card = site.pages.card("minor")
    page = opened(phone, site, card)
    page.goto(f"{site.address}/p/{card.secret}{MISSED}")
    sent: list[str] = []

    def slowly(route: Route) -> None:
        sent.append(route.request.method)
        page.wait_for_timeout(500)
        route.continue_()

    page.route(f"**{MISSED}", slowly)
    page.fill("[name=text]", WORDS)
    said = page.evaluate("""() => {
        for (let press of [1, 2, 3]) document.querySelector("main form button").click();
        return document.querySelector(".busy").textContent; }""")
    assert "正在提交" in said
    expect(page.locator(".receipt")).to_be_visible()
    assert (sent, len(site.pages.offices.rows(Explanation))) == (["POST"], 1)


def test_whose_page_has_closed_meanwhile_is_asked_for_the_code_and_goes_on(phone: BrowserContext, site: Site) -> None:
    card = site.pages.card("minor")
    page = opened(phone, site, card)
    page.goto(f"{site.address}/p/{card.secret}{MISSED}")
    page.fill("[name=text]", WORDS)
    phone.clear_cookies()
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("刚才写的没有丢")
    expect(page.locator("main")).not_to_contain_text(WORDS)
    page.fill("[name=code]", card.code)
    page.click("main button")
    expect(page.locator("blockquote")).to_have_text(WORDS)
    page.click("main form button")
    expect(page.locator(".receipt")).to_be_visible()
    assert len(site.pages.offices.rows(Explanation)) == 1


def test_on_a_phone_on_which_another_s_page_is_open_one_s_own_asks_for_its_code(
    phone: BrowserContext, site: Site
) -> None:
    """What the boy has open and has written does not open his mother's page, and is not seen on it."""
    his, hers = site.pages.card("minor"), site.pages.card("mother")
    boys = opened(phone, site, his)
    boys.goto(f"{site.address}/p/{his.secret}{MISSED}")
    boys.fill("[name=text]", WORDS)
    is_kept(boys, 1)
    page = phone.new_page()
    page.goto(f"{site.address}/p/{hers.secret}{MISSED}")
    expect(page.locator("main label")).to_contain_text("四位号码")
    page.fill("[name=code]", hers.code)
    page.click("main button")
    expect(page.locator("[name=code]")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text(WORDS)
    boys.click("main form button")
    expect(boys.locator(".receipt")).to_be_visible()
    (row,) = site.pages.offices.rows(Explanation)
    assert row.by_role == "minor"


def test_a_wrong_clock_neither_loses_what_was_written_nor_dates_it(phone: BrowserContext, site: Site) -> None:
    """A year ahead while it is written, and set right afterwards."""
    card = site.pages.card("minor")
    page = opened(phone, site, card)
    form = f"{site.address}/p/{card.secret}{MISSED}"
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=365))
    page.goto(form)
    page.fill("[name=text]", WORDS)
    is_kept(page, 1)
    page.clock.set_fixed_time(datetime.now(UTC))
    page.goto(form)
    expect(page.locator("[name=text]")).to_have_value(WORDS)
    expect(page.locator(".kept:visible")).to_contain_text("没有提交过")
    page.click("main form button")
    expect(page.locator(".receipt")).to_be_visible()
    (row,) = site.pages.offices.rows(Explanation)
    assert row.given_at - site.pages.offices.context.clock.now() < timedelta(minutes=5)
