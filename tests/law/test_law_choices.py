"""Who sets a value, and how a year's holidays are typed in."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.errors import BadInput
from core.i18n import Bilingual, Text
from law.choices import Choice, finding_on_choice, with_choices
from law.holiday_notice import parse_notice_days
from law.rulebook import Rulebook
from law.working_days import WorkingDays

FIVE = Choice("police_sealing_days", 5, "市院法律人员", True, "查到原文", date(2026, 12, 1))


@pytest.mark.parametrize("changes", [{"chosen_by": " "}, {"reason": ""}])
def test_a_choice_without_a_name_or_a_reason_is_refused(changes: dict[str, Any], rulebook: Rulebook) -> None:
    """What is lacking is said."""
    finding = finding_on_choice(replace(FIVE, **changes), rulebook)
    assert finding.refuses
    assert "who chose" in finding.because.en


def test_a_choice_counts_from_its_day_and_the_latest_stands(rulebook: Rulebook) -> None:
    """Whatever the order told in."""
    later = replace(FIVE, value=7, from_on=date(2027, 3, 1))
    law = rulebook.number("police_sealing_days", date(2026, 11, 30))
    for order in ([FIVE, later], [later, FIVE]):
        ours = with_choices(rulebook, order)
        days = (date(2026, 11, 30), date(2026, 12, 1), date(2027, 2, 28), date(2027, 3, 1))
        assert [ours.number("police_sealing_days", on) for on in days] == [law, 5, 5, 7]
    again = with_choices(rulebook, [FIVE, replace(FIVE, value=6)])
    assert again.number("police_sealing_days", date(2026, 12, 1)) == 6


# ---------------------------------------------------------------- the notice of a year

HOLIDAY = Bilingual("假日", "holiday")
FREE = dict.fromkeys(WorkingDays().holidays_by_statute(2027), HOLIDAY)
NUMBER = "国办发明电〔2026〕1号"


def wrong(number: str = NUMBER, free: dict[date, Text] | None = None, worked: tuple[date, ...] = ()) -> list[str]:
    """The places of the mistakes in that notice for 2027."""
    with pytest.raises(BadInput) as refused:
        parse_notice_days(number, 2027, FREE if free is None else free, worked)
    return [mistake.place for mistake in refused.value.mistakes]


def test_a_notice_becomes_rows_with_its_number() -> None:
    """Free days by name, worked weekends, and an eve in the December before."""
    saturday, eve = date(2027, 2, 20), date(2026, 12, 31)
    rows = parse_notice_days(NUMBER, 2027, {**FREE, eve: Bilingual("元旦", "New Year")}, [saturday])
    assert len(rows) == len(FREE) + 2
    assert {row.notice for row in rows.values()} == {NUMBER}
    calendar = WorkingDays(rows, [2027])
    assert calendar.is_working(saturday)
    assert not calendar.is_working(eve)
    assert calendar.holiday_name(eve) == Bilingual("元旦", "New Year")
    assert calendar.knows_year(2027)


def test_every_mistake_of_a_notice_is_named() -> None:
    """No number, another year, both at once, a weekday worked anyway, a holiday left out."""
    assert wrong(number=" ") == ["notice"]
    assert wrong(worked=(date(2028, 1, 1),)) == ["2028-01-01"]
    assert wrong(worked=(date(2026, 11, 28),)) == ["2026-11-28"]
    both = next(day for day in FREE if day.weekday() >= 5)
    assert wrong(worked=(both,)) == [both.isoformat()]
    assert wrong(worked=(date(2027, 3, 5),)) == ["2027-03-05"], "a Friday"
    assert wrong(free={day: name for day, name in FREE.items() if day != date(2027, 10, 1)}) == ["2027-10-01"]
    parse_notice_days(NUMBER, 2027, FREE, [date(2027, 3, 6)])  # a Saturday


def test_the_statute_knows_thirteen_free_days() -> None:
    """Since 2025: New Year, Spring Festival with its eve, Tomb-Sweeping, Labour Day, Dragon Boat, Mid-Autumn, National."""
    assert len(FREE) == 13
    assert date(2027, 10, 1) in FREE


def test_an_edition_knows_its_own_numbers_and_those_of_today_and_no_others(rulebook: Rulebook) -> None:
    assert rulebook.knows("police_sealing_days")
    assert not rulebook.knows("no_such_number")
    older = rulebook.snapshot()
    older["statute"].pop("police_sealing_days", None)
    assert Rulebook(older).knows("police_sealing_days"), "asked of the files of today"
