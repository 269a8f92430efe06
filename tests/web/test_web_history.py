"""The history's page: entries with their links, filters, a drawing without script, and any past day."""

import re

from models.office import Role
from tests.web.visitors import Pages, parse_page


def test_an_entry_leads_to_what_caused_it_and_back(pages: Pages) -> None:
    """The links are places of the same page, or name the entry for which another page opens."""
    browser = pages.as_role(Role.PROSECUTOR)
    text = browser.get(pages.plan("/history")).text
    assert "因为：" in text
    assert "引起：" in text
    anchors = set(re.findall(r'<li id="([a-z]+-[0-9a-f]{32})"', text))
    here = set(re.findall(r'href="#([a-z]+-[0-9a-f]{32})"', text))
    assert here
    assert here <= anchors
    elsewhere = re.search(r'href="([^"]*\?entry=([a-z]+-[0-9a-f]{32}))#', text)
    assert elsewhere is not None
    assert f'id="{elsewhere[2]}"' in browser.get(elsewhere[1]).text


def test_filters_leave_only_what_is_asked_for(pages: Pages) -> None:
    browser = pages.as_role(Role.PROSECUTOR)
    for asked, there, missing in (
        ("kind=message", "消息：", "建立了考察方案"), ("to=minor", "消息：", "建立了考察方案"),
        ("by=prosecutor", "建立了考察方案", "每周小结：提醒"),
        ("from_on=2026-03-09&to_on=2026-03-09", "2026年3月9日", "2026年3月2日（周一）"),
    ):  # fmt: skip
        found = browser.get(pages.plan(f"/history?{asked}")).text
        listed = found[found.index('id="history-title"') :]
        assert (there in listed, missing in listed) == (True, False), asked


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
