"""Pages on which much is listed: what belongs together stands together, and a figure is drawn as far as it is shown."""

import re

from casework.evaluation.statistics import OfficeFigures, Statistics
from casework.evaluation.statistics_count import DurationFigures, OfficeTotals
from models.office import Role
from tests.web.visitors import Pages, follow
from web.views.statistics_charts import build_share_charts


def test_the_console_names_the_minor_for_who_sees_the_case_and_for_nobody_else(pages: Pages) -> None:
    assert "芒果" in pages.as_role(Role.PROSECUTOR).get("/messages").text
    administrator = pages.as_role(Role.ADMINISTRATOR).get("/messages").text
    assert pages.offices.number in administrator
    assert "芒果" not in administrator
    assert "这里没有姓名" in administrator


def test_alike_messages_of_a_day_are_read_together(pages: Pages) -> None:
    """One button for the row; afterwards they are folded among what was read."""
    pages.live_until("2026-03-24 09:00")
    browser = pages.as_role(Role.PROSECUTOR)
    page = browser.get("/inbox").text
    found = re.search(r'name="messages" value="([^"]+)"><button>这(\d+)条都知道了', page)
    assert found is not None
    ids = found[1].split()
    assert len(ids) == int(found[2]) > 1
    after = follow(browser, browser.post("/inbox", data={"messages": found[1]})).text
    assert not [each for each in ids if f"/inbox/{each}/read" in after]
    assert "已读" in after


def test_a_drawing_shows_what_is_withheld_as_one_part(pages: Pages) -> None:
    """Of 177, two parts are withheld: the bar has nothing that the table does not tell."""
    none = DurationFigures(None, None, None)
    shown = OfficeTotals(
        cases=8, running=None, outcomes={"non_prosecution": None, "prosecution": 0, "otherwise": 0}, completed=None,
        extended=0, shortened=0, owed=177, on_time=None, late=None, not_done=7, unknown=0, kept=None, dates_of_law=28,
        dates_late=None, days_late=none, to_announcement=none, to_final_decision=none,
    )  # fmt: skip
    day = pages.offices.today
    offices = [OfficeFigures("甲", shown), OfficeFigures("乙", None)]
    outcomes, own = build_share_charts(Statistics(day, day, day, offices, None))
    assert [(part.place, part.value) for part in outcomes.bars[0].parts] == [(4, 8)]
    assert [(part.place, part.value) for part in own.bars[0].parts] == [(2, 7), (4, 170)]
    assert len(own.bars) == 1
    assert own.rows[0][1:] == ("177", "–", "–", "7", "0")
