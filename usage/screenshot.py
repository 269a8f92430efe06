"""The numbers on a photographed screen, from the lines that were recognised on it. They only fill a form: a person looks at
each before it counts."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from usage.cell_parsers import parse_minutes

_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])|\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)", re.IGNORECASE)
_SPAN = re.compile(
    r"\d{1,2}\s*(?:小时|时|h)\s*(?:\d{1,2}\s*(?:分钟|分|m(?:in)?))?|\d{1,3}\s*(?:分钟|分|min|m)(?![a-z])", re.IGNORECASE
)
_PLACE = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_LINES = 400
LINES_BELOW_DAY = 2


def minutes_on_screen(lines: Sequence[str], monday: date) -> list[int | None]:
    """Minutes from Monday to Sunday of that week, None where the screen tells nothing of a day.

    A day is told by its date or its weekday, and its duration stands in the same line or in one of the next two.
    """
    found: list[int | None] = [None] * 7
    kept = [line.strip() for line in lines[:MAX_LINES]]
    for at, line in enumerate(kept):
        place = _day_in(line, monday)
        if place is None or found[place] is not None:
            continue
        for near in kept[at : at + 1 + LINES_BELOW_DAY]:
            if near is not line and _day_in(near, monday) is not None:
                break
            if match := _SPAN.search(_DAY.sub("", near)):
                found[place] = parse_minutes(match.group())
                break
    return found


def _day_in(line: str, monday: date) -> int | None:
    if match := _DAY.search(line):
        for place in range(7):
            day = monday + timedelta(days=place)
            if (day.month, day.day) == (int(match[2]), int(match[3])):
                return place
        return None
    if match := _WEEKDAY.search(line):
        return _PLACE[match[1]] if match[1] else _ENGLISH.index(match[2].casefold())
    return None
