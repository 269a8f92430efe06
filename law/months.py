"""Counting in months, as the criminal courts count (Supreme People's Court Interpretation of 2021, art 202).

The Civil Code counts otherwise where a period starts on the last day of a short month (28 February + 6 months is
28 August there and 31 August here). Criminal procedure uses the rule written here and no other.
"""

from calendar import monthrange
from datetime import date, timedelta

from core.errors import BadInput
from core.i18n import _
from law.applied import applies


@applies("DT-04")
def same_day_after(start: date, months: int) -> date:
    """DT-04: the same day of the month, `months` months on: how procedural limits are counted.

    From the last day of a month to the last day of a month; where the day does not exist, to the month's last day.
    Raises BadInput for a negative number of months.
    """
    if months < 0:
        raise BadInput(_("月数不能为负数。"))
    year, month_index = divmod(start.year * 12 + start.month - 1 + months, 12)
    last_of_target = monthrange(year, month_index + 1)[1]
    starts_on_last_day = start.day == monthrange(start.year, start.month)[1]
    day = last_of_target if starts_on_last_day else min(start.day, last_of_target)
    return date(year, month_index + 1, day)


@applies("DT-04", "DT-05")
def last_day_of_term(start: date, months: int) -> date:
    """DT-05: the last day of a term whose first day counts, as for a sentence: the day before DT-04's day."""
    return same_day_after(start, months) - timedelta(days=1)
