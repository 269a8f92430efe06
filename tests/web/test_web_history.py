"""The history's page: entries with their links, filters, a drawing without script, and any past day."""

from models.office import Role
from tests.web.visitors import Pages, parse_page


def test_a_past_day_is_chosen_stepped_through_and_named_when_it_is_none(pages: Pages) -> None:
    browser = pages.as_role(Role.PROSECUTOR)
    page = parse_page(browser.get(pages.plan("/history?day=2026-03-05")))
    for words in ("前一天", "后一天", "考验期内", "这一天无法知道的"):
        assert words in page.text
    for day in ("2026-03-01", "2026-03-11", "nothing"):
        assert browser.get(pages.plan(f"/history?day={day}")).status_code == 404, day
