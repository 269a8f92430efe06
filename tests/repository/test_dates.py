"""Days are written in one place, with Babel's names and our patterns; the Chinese of a notice never moves."""

import re
from datetime import date, timedelta

import pytest

from core.dates import (
    format_day,
    format_day_without_weekday,
    format_month,
    format_month_and_year,
    format_short_day,
    format_shortest_day,
)
from core.i18n import Language
from core.typed_days import parse_day
from web.dates import NOT_A_DAY, format_days_in

LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
EVERY_DAY = [date(2024, 1, 1) + timedelta(days=number) for number in range(3 * 366)]
DAYS = "一二三四五六日"
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def test_every_day_is_written_as_a_procuratorate_writes_it() -> None:
    for on in EVERY_DAY:
        week, short = f"（周{DAYS[on.weekday()]}）", f"{on.month}月{on.day}日"
        assert format_day("zh-CN", on) == f"{on.year}年{short}{week}"
        assert format_short_day("zh-CN", on) == format_shortest_day("zh-CN", on) == f"{short}{week}"
        assert format_day_without_weekday("zh-CN", on) == f"{on.year}年{short}"
        assert (format_month("zh-CN", on), format_month_and_year("zh-CN", on)) == (
            f"{on.month}月",
            f"{on.year}年{on.month}月",
        )


def test_every_day_is_written_in_plain_english() -> None:
    for on in EVERY_DAY:
        week, month = ENGLISH_DAYS[on.weekday()][:3], MONTHS[on.month - 1]
        assert format_day("en", on) == f"{week} {on.day} {month} {on.year}"
        assert format_short_day("en", on) == f"{week} {on.day} {month}"
        assert format_shortest_day("en", on) == f"{week} {on.day} {month[:3]}"
        assert format_day_without_weekday("en", on) == f"{on.day} {month} {on.year}"
        assert (format_month("en", on), format_month_and_year("en", on)) == (month[:3], f"{month} {on.year}")


def test_a_day_is_read_as_pages_write_it_and_as_people_type_it() -> None:
    for on in EVERY_DAY:
        for language in LANGUAGES:
            assert parse_day(format_day(language, on)) == on
            assert parse_day(format_day_without_weekday(language, on)) == on
    for typed in ("2026-06-26", "2026-6-26", "2026/6/26", "2026.6.26", "2026 年 6 月 26 日", "20260626", "２０２６－０６－２６",
                  "２０２６年６月２６日", "26 Jun 2026", "26 june 2026", "Fri, 26 June 2026"):  # fmt: skip
        assert parse_day(typed) == date(2026, 6, 26), typed
    for typed in (
        "",
        "soon",
        "2026-02-30",
        "2026-13-01",
        "6月26日",
        "26 Nonsense 2026",
        "2026-06-26 and more",
    ):
        assert parse_day(typed) is None, typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_types_a_day_as_the_page_asks_for_it_is_understood(language: Language) -> None:
    """The examples in the sentence are shown as days are on that page; each is read, and they are not the same twice."""
    shown = format_days_in(language, NOT_A_DAY.in_(language))
    examples = re.findall(r"\d{4}年\d+月\d+日|\d+ [A-Z][a-z]+ \d{4}|\d{4}-\d+-\d+", shown)
    assert {parse_day(example) for example in examples} == {date(2026, 6, 26)}
    assert len(set(examples)) == 2


@pytest.mark.parametrize("number", ["2026-13-01", "2026-02-31", "2026-00-10"])
def test_what_only_looks_like_a_day_stays_as_it_was(number: str) -> None:
    assert format_days_in("zh-CN", f"编号{number}。") == f"编号{number}。"
    assert format_days_in("zh-CN", "到2026-06-26为止") == "到2026年6月26日为止"
    assert format_days_in("en", "until 2026-06-26") == "until 26 June 2026"
