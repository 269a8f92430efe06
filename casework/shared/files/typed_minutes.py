"""Minutes of a day, and of the days of a week, as people and systems write them: 205, or what a screen says, "3小时25分"."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from casework.shared.files.base import field_error
from core.dates import weekday_words
from core.i18n import _
from usage.cell_parsers import NO_DURATION, parse_minutes

MAX_MINUTES, DAYS = 24 * 60, 7


def _read(value: object) -> int | None:
    if isinstance(value, str):
        return parse_minutes(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_MINUTES else None


def _day(value: object) -> int:
    minutes = _read(value)
    if minutes is None:
        raise field_error(NO_DURATION)
    return minutes


def _week(value: object) -> object:
    """A day that is left empty is unknown; one that cannot be read is named."""
    if not isinstance(value, list):
        return value
    days = [None if figure == "" else figure for figure in value]
    for day, figure in enumerate(days[:DAYS]):
        if figure is not None and _read(figure) is None:
            raise field_error(_("{weekday}：{words}", weekday=weekday_words(day), words=NO_DURATION))
    return days


DayMinutes = Annotated[int, BeforeValidator(_day, json_schema_input_type=int | str), Field(ge=0, le=MAX_MINUTES)]
WeekMinutes = Annotated[list[DayMinutes | None], BeforeValidator(_week), Field(max_length=DAYS)]
"""One entry a day from Monday."""
