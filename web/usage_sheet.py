"""A week's screen time as typed: seven numbers a line, of which any may be missing."""

from typing import Any

from web.asking import Errors, Typed

MOST_MINUTES = 24 * 60
MOST_PICKUPS = 5000
LINES = (("night", "night_minutes", MOST_MINUTES), ("pickups", "pickups", MOST_PICKUPS))


def minutes_in(typed: Typed) -> tuple[list[int | None], Errors]:
    """Minutes from Monday to Sunday, None where a day was left empty, and what is wrong with them."""
    minutes, errors = _seven(typed, "minutes", MOST_MINUTES)
    if not errors and all(day is None for day in minutes):
        errors["minutes_1"] = "item.number_missing"
    return minutes, errors


def more_in(typed: Typed) -> tuple[dict[str, Any], Errors]:
    """Night and pickups where they were typed, and whether the phone is shared."""
    content: dict[str, Any] = {"shared": True} if typed.get("shared") else {}
    errors: Errors = {}
    for line, name, most in LINES:
        numbers, wrong = _seven(typed, line, most)
        errors |= wrong
        if any(number is not None for number in numbers):
            content[name] = numbers
    return content, errors


def as_typed(minutes: list[int | None]) -> Typed:
    """The numbers as the form would have them typed."""
    return {f"minutes_{place}": str(day) for place, day in enumerate(minutes, 1) if day is not None}


def _seven(typed: Typed, line: str, most: int) -> tuple[list[int | None], Errors]:
    numbers: list[int | None] = []
    errors: Errors = {}
    for place in range(1, 8):
        field = f"{line}_{place}"
        written = typed.get(field, "")
        if written.isascii() and written.isdecimal() and len(written) <= 4 and int(written) <= most:
            numbers.append(int(written))
        else:
            numbers.append(None)
            if written:
                errors[field] = "item.number_wrong"
    return numbers, errors
