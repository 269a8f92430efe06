"""Days and numbers as people write them, in the form of a new plan and in a spreadsheet: with full-width figures, with
年, 月 and 日, with a unit. What is none comes back as it is: the plan's own check names it."""

import re

from core.typed_days import normalize_figures, parse_day
from usage.chinese_numerals import to_digits

_BETWEEN_DAYS = re.compile(r"[,，、;；\n]+")
_WITH_UNIT = re.compile(r"(\d{1,9})(?:个月|月|次|小时|元|项|人)?")


def read_day(text: str) -> str:
    """The day as 2026-06-26."""
    found = parse_day(text)
    return found.isoformat() if found else text.strip()


def read_days(text: str) -> list[str]:
    """Several days, with commas, lines or blanks between them. Blanks within a day part nothing."""
    parts = _BETWEEN_DAYS.split(text)
    days = [[part] if parse_day(part) else part.split() for part in parts]
    return [read_day(day) for each in days for day in each]


def read_number(text: str) -> str:
    """The number in digits, without its unit."""
    digits = _WITH_UNIT.fullmatch(to_digits(normalize_figures(text), exactly=True))
    return digits[1] if digits else text.strip()
