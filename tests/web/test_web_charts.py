"""Charts: what is drawn, what stands in the table behind, and what a colour never says alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.i18n import Bilingual
from models.office import Role
from tests.web.visitors import Pages, ParsedPage, parse_page
from web.rendering import _environment

IMPORT = '{% from "parts/charts.html" import chart, bars, line, signs with context %}'


@dataclass(frozen=True)
class Column:
    label: str
    value: float | None
    sign: str = ""


def drawn(source: str, **context: Any) -> tuple[str, ParsedPage]:
    """The drawing, and what a strict reader makes of it."""
    text = _environment().from_string(IMPORT + source).render(language="zh-CN", **context)
    reader = ParsedPage()
    reader.feed(text)
    reader.close()
    assert reader.all_mistakes == []
    return text, reader


WEEKS = [Column("3月2日", 120), Column("3月9日", None), Column("3月16日", 240, "over"), Column("3月23日", 60, "good")]


def test_columns_stand_as_high_as_what_they_say_and_a_gap_is_no_nought() -> None:
    """The highest fills the drawing; what is unknown is a dashed gap; what is over is striped, not only coloured."""
    text, _ = drawn('{{ bars("weeks", columns, 240, [(180, "约定")]) }}', columns=WEEKS)
    assert text.count('class="gap"') == 1
    assert 'height="110.0" fill="url(#weeks-stripes)"' in text
    assert 'height="55.0"' in text
    assert "约定" in text


def test_a_course_is_broken_where_nothing_is_known() -> None:
    """Three points, of which two are neighbours: one leg, and nothing is drawn over the gap."""
    text, _ = drawn('{{ line("course", points, 0, 240) }}', points=WEEKS)
    assert text.count("<circle") == 3
    assert text.count('class="leg"') == 1


def test_every_chart_has_its_table_behind_it() -> None:
    """Days and words in the reader's language; what a person wrote is escaped."""
    rows = [(date(2026, 3, 2), Bilingual("按时", "on time"), "<b>&"), (date(2026, 3, 9), Bilingual("补交", "late"), 3)]
    text, reader = drawn(
        '{% call chart("one", "标题", "描述", ("plan.due", "plan.stands", "plan.what"), rows) %}图{% endcall %}',
        rows=rows,
    )
    assert "2026年3月2日（周一）" in reader.text
    assert "&lt;b&gt;&amp;" in text
    assert text.count("<tr>") == 3


def test_the_calendar_shows_each_owners_days_apart(pages: Pages) -> None:
    """The missing note stands in the minor's calendar and the sheet in the mother's; each sign has its word beside it."""
    page = parse_page(pages.as_role(Role.SOCIAL_WORKER).get(pages.plan()))
    text = page.text
    minor, _, guardian = text.partition("监护人：逐日情况")
    assert "每周小结" in minor
    assert "每周小结" not in guardian
    assert "一周手机使用小表" in guardian
    assert "还没收到" in minor
