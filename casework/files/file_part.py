"""What every part of a file is made of: strict fields, a day, a time of day."""

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from notifications.phone_numbers import tidied
from notifications.policy import Days


def _clock_time(value: object) -> object:
    """'20:00' is a time of day; a TOML local time is one already."""
    return time.fromisoformat(value) if isinstance(value, str) else value


def _days(text: str) -> str:
    try:
        Days.read(text)
    except ValueError:
        raise ValueError("zh:应为起止日期，如 2027-06-07/2027-06-09 en:must be two days, the first one first") from None
    return text


Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
"""A day from which one can count on and back."""
MOST_OF_ANYTHING = 10_000_000
"""So many times, hours, yuan or items at most: whoever types more has slipped, and the record has room for no more."""
DaysText = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d$"), AfterValidator(_days)]
"""The first and the last of some days."""
Number = Annotated[
    str,
    BeforeValidator(lambda told: tidied(told) if isinstance(told, str) else told),
    Field(pattern=r"^\+?[0-9-]{5,20}$"),
]
"""A phone number, however it is written: +86, spaces, full-width figures."""
TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]


class Part(BaseModel):
    """A part of a file: an unknown field is a mistake, because a misspelt one would be silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)
