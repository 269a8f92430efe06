"""A year's holiday notice as somebody types it in: free days by name, worked weekends, its number and where it stands."""

from datetime import date, timedelta

from pydantic import Field, model_validator

from casework.shared.files.base import Day, FileModel, field_error
from core.dates import days_between
from core.i18n import Bilingual, _
from law.holiday_notice import parse_notice_days
from law.working_days import AnnouncedDay


class FreePart(FileModel):
    """Days off in a row, under one name."""

    name_zh: str = Field(min_length=1, max_length=40)
    name_en: str = Field(min_length=1, max_length=60)
    from_on: Day
    to_on: Day

    @model_validator(mode="after")
    def _in_order(self) -> "FreePart":
        if not self.from_on <= self.to_on <= self.from_on + timedelta(days=30):
            raise field_error(_("假期的终止日早于起始日，或者超过三十天。"))
        return self

    def days(self) -> list[date]:
        return days_between(self.from_on, self.to_on)


class HolidayNotice(FileModel):
    """One year's notice."""

    year: int = Field(ge=2000, le=2199)
    notice: str = Field(min_length=1, max_length=100)
    source: str = Field(min_length=1, max_length=300)
    """Where it can be read."""
    free: list[FreePart] = Field(min_length=1, max_length=40)
    worked: list[Day] = Field([], max_length=40)

    def rows(self) -> dict[date, AnnouncedDay]:
        """The notice day by day. BadInput names every mistake in it."""
        free = {day: Bilingual(part.name_zh, part.name_en) for part in self.free for day in part.days()}
        return parse_notice_days(self.notice, self.year, free, self.worked)
