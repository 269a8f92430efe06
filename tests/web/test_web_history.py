"""The history's page: one day of it by its dates."""

from html import unescape

from models.office import Role
from tests.web.visitors import Pages, parse_page


def test_an_entry_leads_to_what_else_happened_on_its_day(pages: Pages) -> None:
    browser = pages.as_role(Role.PROSECUTOR)
    whole = parse_page(browser.get(pages.plan("/history")))
    days = [unescape(address) for address in whole.addresses if "from_on=" in address]
    assert days
    assert "没有符合条件的记录" not in browser.get(days[0]).text
    assert "没有符合条件的记录" in browser.get(pages.plan("/history?from_on=2026-02-01&to_on=2026-02-01")).text
