"""What was handed in, as far as a page knows how to show it: it may have come from a file or a client of any edition."""

from datetime import date, datetime
from typing import Any, get_args

from casework.checkins.acts import ContactResult, ContactWay, ToldBy

KNOWN: dict[str, tuple[str, ...]] = {
    "told_by": get_args(ToldBy),
    "how": get_args(ContactWay),
    "went": get_args(ContactResult),
    "result": ("continue", "strengthen", "relax", "change"),
}


def filter_content(content: dict[str, Any]) -> dict[str, Any]:
    """Text, codes that have words, the day of a contact, when it was noted on the telephone, and minutes from Monday to Sunday; everything else stays in the
    record unshown."""
    known: dict[str, Any] = {name: content[name] for name, codes in KNOWN.items() if content.get(name) in codes}
    if isinstance(text := content.get("text"), str) and text:
        known["text"] = text
    if isinstance(held_on := content.get("held_on"), str):
        known["held_on"] = date.fromisoformat(held_on)
    if isinstance(noted_at := content.get("noted_at"), str):
        known["noted_at"] = datetime.fromisoformat(noted_at)
    for name in ("minutes", "night_minutes"):
        if isinstance(days := content.get(name), list) and days:
            known[name] = [day if isinstance(day, int) else None for day in days[:7]]
    for name in ("shared", "early", "taken_back"):
        if content.get(name) is True:
            known[name] = True
    return known
