"""What is typed into a family's form is kept on the phone without a signal, where nobody else can read it."""

from playwright.sync_api import BrowserContext, Page, expect

from models.item import Item
from tests.browser.conftest import Site

WORDS = "手机坏了，所以晚了"


def test_an_explanation_is_written_without_a_signal(phone: BrowserContext, site: Site) -> None:
    """It stays until it is sent: it is there again after the page was left, unreadable in the phone's storage, and gone
    once it was received."""
    card = site.pages.card("minor")
    page = phone.new_page()
    page.goto(f"{site.address}/p/{card.secret}")
    page.fill("[name=code]", card.code)
    page.click("main button")
    form = f"{site.address}/p/{card.secret}/explain/weekly_note/2026-03-09"
    page.goto(form)
    phone.set_offline(True)
    page.fill("[name=text]", WORDS)
    page.click("main form button")
    expect(page.locator("#kept")).to_contain_text("留在这部手机上")
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
    page.goto(f"{site.address}/p/{card.secret}")
    page.click("form[action$='/close'] button")
    is_kept(page, 0)


def test_the_minutes_of_a_sheet_are_kept_with_its_words(phone: BrowserContext, site: Site) -> None:
    """The page says that what was written is kept: the numbers and the tick are written, too."""
    due_on = next(
        row.due_on for row in site.pages.offices.rows(Item) if (row.kind, row.status) == ("usage_sheet", "open")
    )
    card = site.pages.card("mother")
    page = phone.new_page()
    page.goto(f"{site.address}/p/{card.secret}")
    page.fill("[name=code]", card.code)
    page.click("main button")
    form = f"{site.address}/p/{card.secret}/fill/usage_sheet/{due_on}"
    page.goto(form)
    phone.set_offline(True)
    page.fill("[name=minutes_2]", "3小时25分")
    page.check("[name=shared]")
    page.click("main form button[value=send]")
    expect(page.locator("#kept")).to_contain_text("留在这部手机上")
    phone.set_offline(False)
    page.goto(form)
    expect(page.locator("[name=minutes_2]")).to_have_value("3小时25分")
    expect(page.locator("[name=shared]")).to_be_checked()
    expect(page.locator("#kept")).to_contain_text("没有提交过")


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
    page = phone.new_page()
    page.goto(f"{site.address}/p/{card.secret}")
    page.fill("[name=code]", card.code)
    page.click("main button")
    page.click(".to-talk a")
    page.click("[name=wish][value=talk]")
    receipt = page.locator(".receipt")
    expect(receipt).to_be_focused()
    expect(receipt).to_be_in_viewport()
