"""The chart of a device's days: a limit is drawn where it holds, and one machine has one chart."""

from datetime import date, timedelta
from typing import Any

from casework.usage.view import DeviceView, UsageDayView
from core.i18n import _
from tests.web.test_web_charts import drawn
from web.views.usage_charts import build_day_charts

MONDAY = date(2026, 3, 9)
FREE_DAYS_ONLY: list[tuple[date, dict[str, Any]]] = [(MONDAY, {"daily_minutes": {"free_day": 120}})]
LEGEND = (
    '{% from "parts/charts.html" import bars_legend with context %}'
    '{{ bars("one", one.columns, one.most) }}{{ bars_legend("one", one) }}'
)


def device(*totals: int | None, machine_id: str = "") -> DeviceView:
    days = [
        UsageDayView(
            day=(day := MONDAY + timedelta(days=n)), kind="free_day" if day.weekday() > 4 else "school_day", total=total,
            night=None, longest=None, unlocks=None, kinds={}, grade="A", reported=False, aside=False,
        )
        for n, total in enumerate(totals)
    ]  # fmt: skip
    return DeviceView("computer", _("电脑"), "own", machine_id, days, [])


def test_a_limit_of_free_days_is_drawn_over_free_days_alone_and_the_legend_says_so() -> None:
    """A school day beyond it is beyond nothing."""
    (one,) = build_day_charts([device(130, 60, None, 20, 30, 130, 90)], FREE_DAYS_ONLY)
    assert [column.limit for column in one.columns] == [None] * 5 + [120, 120]
    assert [column.sign for column in one.columns] == ["", "", "", "", "", "over", ""]
    text, reader = drawn(LEGEND, one=one)
    assert text.count('<line class="limit"') == 2 + 1
    assert all(sentence in reader.text for sentence in ("休息日约定最多120分钟", "超过当天的约定", "没有记录"))
    assert "上学日约定" not in reader.text


def test_what_is_not_drawn_has_no_place_in_the_legend() -> None:
    """Nothing agreed, nothing beyond it, no gap."""
    (one,) = build_day_charts([device(130, 60)], [])
    assert "<li>" not in drawn(LEGEND, one=one)[0]


def test_a_second_machine_has_a_number_and_one_of_which_nothing_is_known_has_no_chart() -> None:
    """Two charts of one name, one of them empty, tell nobody anything."""
    charts = build_day_charts([device(10, 20), device(None, None, machine_id="a"), device(5, None, machine_id="b")], [])
    assert [one.name.zh for one in charts] == ["电脑", "电脑（第2台）"]
    assert len(build_day_charts([device(None, None), device(None, None, machine_id="a")], [])) == 1
