"""A week's screen time as typed: seven entries a line, of which any may be missing."""

from typing import Any

from core.i18n import _
from usage.cell_parsers import NO_DURATION, parse_minutes
from usage.headings import normalize_cell
from usage.reading_builder import MAX_PICKUPS
from web.forms import FormErrors, FormValues

MAX_DIGITS = 4
LINES = {"night": "night_minutes", "pickups": "pickups"}


def parse_week(typed: FormValues) -> tuple[list[int | None], FormErrors]:
    """Minutes from Monday to Sunday, None where a day was left empty, and what is wrong with them."""
    minutes, errors = _seven(typed, "minutes")
    if not errors and all(day is None for day in minutes):
        errors["minutes_1"] = _("至少填一天。")
    return minutes, errors


def parse_extras(typed: FormValues) -> tuple[dict[str, Any], FormErrors]:
    """Night and pickups where they were typed, and whether the phone is shared."""
    content: dict[str, Any] = {"shared": True} if typed.get("shared") else {}
    errors: FormErrors = {}
    for line, name in LINES.items():
        numbers, wrong = _seven(typed, line)
        errors |= wrong
        if any(number is not None for number in numbers):
            content[name] = numbers
    return content, errors


def format_minutes(minutes: list[int | None]) -> FormValues:
    """The numbers as the form would have them typed."""
    return {f"minutes_{place}": str(day) for place, day in enumerate(minutes, 1) if day is not None}


def _seven(typed: FormValues, line: str) -> tuple[list[int | None], FormErrors]:
    numbers: list[int | None] = []
    errors: FormErrors = {}
    for place in range(1, 8):
        field = f"{line}_{place}"
        written = normalize_cell(typed.get(field, ""))
        numbers.append(_count(written) if line == "pickups" else parse_minutes(written))
        if written and numbers[-1] is None:
            errors[field] = _("请填整数，不清楚就空着。") if line == "pickups" else NO_DURATION
    return numbers, errors


def _count(written: str) -> int | None:
    plain = written.removesuffix("次")
    is_count = plain.isascii() and plain.isdecimal() and len(plain) <= MAX_DIGITS and int(plain) <= MAX_PICKUPS
    return int(plain) if is_count else None
