"""The way of a family's page: what was done, what was praised and what comes next, in words."""

import re

from models.item import ItemStatus
from tests.web.visitors import Pages, parse_page
from web.views.own_way import _MARKS, WayMark


def test_what_was_done_stands_on_the_way_and_what_comes_next_beside_it(pages: Pages) -> None:
    """The note that has not come can still come; once it is there, it is done like any other, however late. What can be done
    stands above what is past."""
    browser, here = pages.family("minor")
    before = browser.get(here).text
    assert "还可以补交" in before
    assert "接下来：" in before
    browser.post(f"{here}/fill/weekly_note/2026-03-09", data={"text": "都好"})
    after = browser.get(here).text
    assert "已经完成1件事" in after
    assert "还可以补交" not in after
    assert "<svg width" not in after
    assert after.index("外出申请，看答复") < after.index("我的路") < after.index("交过的")


def test_the_way_is_one_s_own_and_has_no_rank_and_no_score(pages: Pages) -> None:
    """A guardian sees what a guardian does; no number stands on the way but that of what was done."""
    browser, here = pages.family("mother")
    text = browser.get(here).text
    assert "每周小结" not in text
    way = parse_page(browser.get(here)).text.partition("一路走来")[2]
    assert not re.search(r"%|名次|排名|分数|连续", way)


def test_every_status_is_told_or_was_never_asked_for() -> None:
    never = {ItemStatus.NOT_OWED_YET, ItemStatus.BEFORE_THIS_SYSTEM, ItemStatus.CANCELLED}
    assert set(_MARKS) == set(ItemStatus) - never
    assert _MARKS[ItemStatus.LATE] is _MARKS[ItemStatus.ON_TIME] is WayMark.DONE


def test_what_a_form_keeps_on_the_phone_is_named_by_a_number_that_tells_nothing(pages: Pages) -> None:
    """Each person has their own number and their own key; the page before the code has neither."""
    forms = []
    for who in ("minor", "mother"):
        browser, here = pages.family(who)
        forms.append(browser.get(f"{here}/leave").text)
    kept = [re.search(r'data-own="([0-9a-f]{8})" data-key="([0-9a-f]{64})"', text) for text in forms]
    assert None not in kept
    assert len({found[place] for found in kept if found for place in (1, 2)}) == 4
    assert "data-key" not in pages.stranger().get(here).text
