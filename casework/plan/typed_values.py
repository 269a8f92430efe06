"""Days and numbers as people write them, in the form of a new plan and in a spreadsheet: with full-width figures, with
年, 月 and 日, with a unit. What is none comes back as it is: the plan's own check names it."""

import re
import unicodedata

from usage.cell_parsers import parse_date
from usage.chinese_numerals import to_digits

_BETWEEN_DAYS = re.compile(r"[,，、;；\n]+")
_WITH_UNIT = re.compile(r"(\d{1,9})(?:个月|月|次|小时|元|项|人)?")
_FULL_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|\d{8}")


def read_day(text: str) -> str:
    """The day as 2026-06-26."""
    plain = _plain(text)
    found = parse_date(plain) if _FULL_DAY.fullmatch(plain) else None
    return found.isoformat() if found else text.strip()


def read_days(text: str) -> list[str]:
    """Several days, with commas, lines or blanks between them. Blanks within a day part nothing."""
    parts = _BETWEEN_DAYS.split(text)
    days = [[part] if _FULL_DAY.fullmatch(_plain(part)) else part.split() for part in parts]
    return [read_day(day) for each in days for day in each]


def read_number(text: str) -> str:
    """The number in digits, without its unit."""
    digits = _WITH_UNIT.fullmatch(to_digits(_plain(text), exactly=True))
    return digits[1] if digits else text.strip()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
