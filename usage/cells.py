"""What stands in a cell: days, moments, durations and money, in the ways people and phones write them."""

import re
from datetime import date, datetime, time
from math import isfinite

from usage.stretches import EPOCH, MICROSECOND

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(\d{4})(\d{2})(\d{2})(?!\d)")
_TIME = re.compile(
    r"(上午|下午|晚上|am|pm)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})?(?:\s*[:分]\s*(\d{1,2}))?", re.IGNORECASE
)
_COLONS = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2}))?")
_PARTS = re.compile(
    r"(?:(\d{1,4}(?:\.\d{1,3})?)\s*(?:小时|时|hours?|hrs?|h))?\s*"
    r"(?:(\d{1,5}(?:\.\d{1,3})?)\s*(?:分钟|分|minutes?|mins?|m))?\s*"
    r"(?:(\d{1,6}(?:\.\d{1,3})?)\s*(?:秒钟?|seconds?|secs?|s))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,9})?")
_YUAN = re.compile(r"[¥¥]?\s*(\d{1,7})(?:\.(\d{1,2}))?\s*元?")
_SECONDS_OF = {
    "ms": 0.001, "毫秒": 0.001, "millis": 0.001, "milliseconds": 0.001,
    "s": 1, "sec": 1, "秒": 1, "seconds": 1, "secs": 1,
    "h": 3600, "小时": 3600, "hours": 3600, "时": 3600,
}  # fmt: skip
SECONDS_IN_A_MINUTE = 60


def day_in(text: str) -> date | None:
    """The local day a cell begins with; None where it names none that exists."""
    found = _DAY.match(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def moment_in(text: str) -> datetime | None:
    """The moment in a cell: ISO 8601, a day and a time of day as people write them, or milliseconds since 1970.

    Without an offset it is naive, and means local time. None where there is none.
    """
    if text.isdecimal() and len(text) in (10, 13):
        factor = 1_000_000 if len(text) == 10 else 1_000
        return EPOCH + int(text) * factor * MICROSECOND
    try:
        return datetime.fromisoformat(text) if len(text) > 10 else None
    except ValueError:
        pass
    day = day_in(text)
    found = _TIME.search(text, _end_of_day(text)) if day else None
    if day is None or found is None:
        return None
    half, hour, minute, second = found.groups()
    hours = int(hour) + (12 if half and half.casefold() in ("下午", "晚上", "pm") and int(hour) < 12 else 0)
    try:
        return datetime(day.year, day.month, day.day, hours, int(minute or 0), int(second or 0))  # noqa: DTZ001
    except ValueError:
        return None


def seconds_in(text: str, unit: str = "") -> float | None:
    """The seconds a duration means: "205" in the column's unit (minutes without one), "3小时25分钟", "3 h 25 m", "3:25".

    None where the cell is empty, no duration, or not a number. A negative number is given back as it is.
    """
    if _NUMBER.fullmatch(text):
        return float(text) * _SECONDS_OF.get(unit, _by_word(unit))
    if found := _COLONS.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    found = _PARTS.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    hours_, minutes_, seconds_ = (float(part or 0) for part in found.groups())
    total = hours_ * 3600 + minutes_ * 60 + seconds_
    return total if isfinite(total) else None


def fen_in(text: str) -> int | None:
    """The fen that "12.50元" means; None where it is no amount."""
    found = _YUAN.fullmatch(text)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def _by_word(unit: str) -> float:
    """The unit a heading such as duration_seconds or 使用毫秒 ends with; minutes where it names none."""
    for word in sorted(_SECONDS_OF, key=len, reverse=True):
        if len(word) > 1 and unit.endswith(word):
            return _SECONDS_OF[word]
    return SECONDS_IN_A_MINUTE


def _end_of_day(text: str) -> int:
    found = _DAY.match(text)
    return found.end() if found else 0


def window_in(text: str) -> tuple[time, time] | None:
    """The hours that "20:00-21:00" means; None for "none"."""
    if text == "none":
        return None
    opens, _, closes = text.partition("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)
