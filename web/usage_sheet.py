"""A week's screen time as typed: seven numbers, of which any may be missing."""

from web.asking import Errors, Typed

MOST_MINUTES = 24 * 60


def minutes_in(typed: Typed) -> tuple[list[int | None], Errors]:
    """Minutes from Monday to Sunday, None where a day was left empty, and what is wrong with them."""
    minutes: list[int | None] = []
    errors: Errors = {}
    for place in range(1, 8):
        field = f"minutes_{place}"
        written = typed.get(field, "")
        if written.isascii() and written.isdecimal() and len(written) <= 4 and int(written) <= MOST_MINUTES:
            minutes.append(int(written))
        else:
            minutes.append(None)
            if written:
                errors[field] = "item.number_wrong"
    if not errors and all(day is None for day in minutes):
        errors["minutes_1"] = "item.number_missing"
    return minutes, errors
