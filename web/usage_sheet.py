"""A week's screen time as typed: seven entries a line, of which any may be missing. A duration is minutes, or what the
screen itself says: 3小时25分, 3h 25m, 3:25."""

from typing import Any

from core.i18n import _
from usage.cell_parsers import is_plain_number, parse_duration
from usage.headings import normalize_cell
from usage.reading_builder import MAX_PICKUPS
from web.forms import FormErrors, FormValues

MAX_MINUTES = 24 * 60
MAX_DIGITS, MAX_DURATION_LENGTH = 4, 20
LINES = (("night", "night_minutes", MAX_MINUTES), ("pickups", "pickups", MAX_PICKUPS))


def parse_minutes(typed: FormValues) -> tuple[list[int | None], FormErrors]:
    """Minutes from Monday to Sunday, None where a day was left empty, and what is wrong with them."""
    minutes, errors = _seven(typed, "minutes", MAX_MINUTES)
    if not errors and all(day is None for day in minutes):
        errors["minutes_1"] = _("至少填一天。")
    return minutes, errors


def parse_extras(typed: FormValues) -> tuple[dict[str, Any], FormErrors]:
    """Night and pickups where they were typed, and whether the phone is shared."""
    content: dict[str, Any] = {"shared": True} if typed.get("shared") else {}
    errors: FormErrors = {}
    for line, name, most in LINES:
        numbers, wrong = _seven(typed, line, most)
        errors |= wrong
        if any(number is not None for number in numbers):
            content[name] = numbers
    return content, errors


def format_minutes(minutes: list[int | None]) -> FormValues:
    """The numbers as the form would have them typed."""
    return {f"minutes_{place}": str(day) for place, day in enumerate(minutes, 1) if day is not None}


def _seven(typed: FormValues, line: str, most: int) -> tuple[list[int | None], FormErrors]:
    numbers: list[int | None] = []
    errors: FormErrors = {}
    for place in range(1, 8):
        field = f"{line}_{place}"
        written = normalize_cell(typed.get(field, ""))
        number = _number(written) if line == "pickups" else _minutes(written)
        numbers.append(number if number is not None and number <= most else None)
        if written and numbers[-1] is None:
            errors[field] = (
                _("请填整数，不清楚就空着。")
                if line == "pickups"
                else _("请填0到1440的分钟数，或“3小时25分”这样的时长。")
            )
    return numbers, errors


def _number(written: str) -> int | None:
    number = written.removesuffix("次")
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= MAX_DIGITS else None


def _minutes(written: str) -> int | None:
    """A number is minutes; one with a point may be meant as hours, and is neither."""
    if is_plain_number(written):
        return _number(written)
    seconds = parse_duration(written) if len(written) <= MAX_DURATION_LENGTH else None
    return None if seconds is None else round(seconds / 60)
