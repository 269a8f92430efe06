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


def test_two_assumptions_stand_side_by_side_and_the_page_says_what_it_is_not(pages: Pages) -> None:
    pages.end_period("2026-03-20")
    browser = pages.as_role(Role.PROSECUTOR)
    form = browser.get(pages.plan("/what-if")).text
    assert "不预测未成年人会怎样做" in form
    compared = parse_page(browser.get(pages.plan("/what-if?a=on_time&b=period&days_b=30"))).text
    for words in ("两边比一比", "今天把考验期延长30天", "哪天要求谁做什么", "会有哪些消息，各几条"):
        assert words in compared
    assert "不能这样假设" in browser.get(pages.plan("/what-if?a=remedy")).text
    assert browser.get(pages.plan("/what-if?a=guess")).status_code == 422
    without_days = browser.get(pages.plan("/what-if?a=nothing&b=period"))
    assert (without_days.status_code, 'id="days_b-wrong"' in without_days.text) == (422, True)
    assert pages.as_role(Role.CASE_MANAGEMENT).get(pages.plan("/what-if")).status_code == 403
