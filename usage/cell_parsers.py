"""What stands in a cell: days, durations and hours, in the ways people and phones write them."""

import re
import unicodedata
from datetime import date, time, timedelta

from core.i18n import _
from usage.chinese_numerals import to_digits
from usage.limits import Limits

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(\d{4})(\d{2})(\d{2})(?!\d)")
NOT_USED_AT_ALL = ("未使用", "没有使用", "没使用", "没用", "没有用", "没玩", "没有玩")
"""Somebody says that there was none: nought, and no gap. A mere 无 may mean either and is neither."""
_COLONS = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2}))?")
_PARTS = re.compile(
    r"(?:(\d{1,4}(?:\.\d{1,3})?)\s*(?:小时|时|hours?|hrs?|h))?\s*"
    r"(?:(\d{1,5}(?:\.\d{1,3})?)\s*(?:分钟|分|minutes?|mins?|m))?\s*"
    r"(?:(\d{1,6}(?:\.\d{1,3})?)\s*(?:秒钟?|seconds?|secs?|s))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,9})?")
_SECONDS_OF = {
    "ms": 0.001, "毫秒": 0.001, "millis": 0.001, "milliseconds": 0.001,
    "s": 1, "sec": 1, "秒": 1, "seconds": 1, "secs": 1,
    "h": 3600, "hr": 3600, "hrs": 3600, "小时": 3600, "hour": 3600, "hours": 3600, "时": 3600,
    "min": 60, "mins": 60, "分": 60, "分钟": 60, "minutes": 60,
}  # fmt: skip
_HOURS = re.compile(r"(\d{1,2}):(\d\d)(?:-|—|–|~|至|到)+(\d{1,2}):(\d\d)")
_NO_HOURS = ("none", "无", "没有", "不玩")
SECONDS_IN_A_MINUTE, SECONDS_IN_A_DAY = 60, 24 * 3600
MAX_DURATION_LENGTH = 40
NO_DURATION = _("请填0到1440的分钟数，或“3小时25分”这样的时长。")
_WEEKDAY = re.compile(
    r"[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?,?", re.IGNORECASE
)
_THREE_PARTS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*[日号]?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_BY_NAME = re.compile(
    rf"(?:(\d{{1,2}})[\s/-]*)?((?:{'|'.join(_MONTHS)})[a-z]*)\.?[\s/-]*(?:(\d{{1,2}})(?!\d))?[\s,/-]*(\d{{4}})?",
    re.IGNORECASE,
)
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""The numbers by which spreadsheets mean the days from 2000 to 2099."""
_SERIAL_NOUGHT = date(1899, 12, 30)


def parse_date(text: str) -> date | None:
    """The local day a cell begins with; None where it names none that exists."""
    found = _DAY.match(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    return _date(year, month, day)


def parse_day(text: str, limits: Limits) -> date | None:
    """The local day that a cell names: "2026-11-16", "2026年11月16日", "11/16", "16 Nov", a spreadsheet's number. Without
    a year it is the last such day that has been. None where it names none, or could be two, as "05/11/2026"."""
    text = _WEEKDAY.sub("", text).strip(" ,，")
    if (day := parse_date(text)) is not None:
        return day
    if text.isdecimal():
        is_serial = len(text) < 9 and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL
        return _SERIAL_NOUGHT + timedelta(days=int(text)) if is_serial else None
    if found := _THREE_PARTS.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        year += 0 if year > 99 else 2000
        days = {_date(year, first, second), _date(year, second, first)} - {None}
        return days.pop() if len(days) == 1 else None
    if found := _MONTH_AND_DAY.fullmatch(text):
        return _last_such_day(int(found[1]), int(found[2]), limits)
    if (found := _MONTH_BY_NAME.fullmatch(text)) and (number := found[1] or found[3]):
        month = _MONTHS.index(found[2][:3].casefold()) + 1
        return _date(int(found[4]), month, int(number)) if found[4] else _last_such_day(month, int(number), limits)
    return None


def _last_such_day(month: int, day: int, limits: Limits) -> date | None:
    gone = (_date(limits.latest.year - back, month, day) for back in (0, 1))
    return next((each for each in gone if each and each <= limits.latest), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_minutes(text: str) -> int | None:
    """The whole minutes of a day that somebody typed; None for what is no duration, or longer than a day."""
    seconds = parse_duration(text)
    return round(seconds / SECONDS_IN_A_MINUTE) if seconds is not None and seconds <= SECONDS_IN_A_DAY else None


def parse_duration(text: str) -> float | None:
    """The seconds a duration means: "205" in minutes, "3小时25分钟", "3 h 25 m", "3 hr, 25 min", "3:25".

    None where the cell is empty or no duration, and for a mere number with a point, which may be meant as hours.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > MAX_DURATION_LENGTH:
        return None
    if text.isdecimal():
        return float(text) * SECONDS_IN_A_MINUTE
    if found := _COLONS.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    if text in NOT_USED_AT_ALL:
        return 0.0
    found = _PARTS.fullmatch(to_digits(text.replace(",", " ")))
    if found is None or not any(found.groups()):
        return None
    hours_, minutes_, seconds_ = (float(part or 0) for part in found.groups())
    return hours_ * 3600 + minutes_ * 60 + seconds_


def is_plain_number(text: str) -> bool:
    """Whether it is a number and nothing else, so that its unit has to be told elsewhere."""
    return _NUMBER.fullmatch(text) is not None


def unit_factor(unit: str) -> float | None:
    """The seconds of the unit that is, or with which ends, a heading such as duration_seconds or 使用毫秒; None where it
    names none."""
    if unit in _SECONDS_OF:
        return _SECONDS_OF[unit]
    for word in sorted(_SECONDS_OF, key=len, reverse=True):
        if len(word) > 1 and unit.endswith(word):
            return _SECONDS_OF[word]
    return None


def normalize_hours(text: str) -> str:
    """Hours as they are kept, "20:00-21:00" or "none", however they are written: full-width, with spaces, 8:00至9:00, 无.
    What are none come back as they are."""
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    if plain in _NO_HOURS:
        return "none"
    found = _HOURS.fullmatch(plain)
    return f"{found[1]:0>2}:{found[2]}-{found[3]:0>2}:{found[4]}" if found else text


def parse_time_range(text: str) -> tuple[time, time] | None:
    """The hours that "20:00-21:00" means; None for "none"."""
    if text == "none":
        return None
    opens, _, closes = text.partition("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)
