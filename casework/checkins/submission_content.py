"""What was handed in, as far as a page knows how to show it: it may have come from a file or a client of any edition."""

from typing import Any

KNOWN = {
    "told_by": ("minor", "guardian"),
    "how": ("visit", "call", "video"),
    "went": ("completed", "attempted", "third_person"),
    "submitter": ("code_word", "call_back", "talk", "known_person", "not_checked"),
    "result": ("continue", "strengthen", "relax", "change"),
}


def filter_content(content: dict[str, Any]) -> dict[str, Any]:
    """Text, codes that have words, and minutes from Monday to Sunday; everything else stays in the record unshown."""
    known: dict[str, Any] = {name: content[name] for name, codes in KNOWN.items() if content.get(name) in codes}
    if isinstance(text := content.get("text"), str) and text:
        known["text"] = text
    for name in ("minutes", "night_minutes"):
        if isinstance(days := content.get(name), list) and days:
            known[name] = [day if isinstance(day, int) else None for day in days[:7]]
    for name in ("shared", "early", "taken_back"):
        if content.get(name) is True:
            known[name] = True
    return known
