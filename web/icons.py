"""The icons of the pages: of the library heroicons, under the names of what they mean here; and six of our own, one for
each sort of item (`static/kinds.svg`).

An icon never stands alone for something: beside it stands a word, or the link has a label of its own.
"""

from functools import cache
from typing import cast

from heroicons.jinja import heroicon_mini
from markupsafe import Markup

from casework.shared.items.item_kinds import ITEM_KINDS, MEETINGS, Pattern
from web.views.my_day import TO_DECIDE

ICONS = {
    "alert": "exclamation-triangle",
    "back": "arrow-left",
    "check": "check-circle",
    "clock": "clock",
    "down": "chevron-down",
    "download": "arrow-down-tray",
    "edit": "pencil-square",
    "halted": "pause-circle",
    "reading": "envelope",
    "new": "plus",
    "run": "arrow-path",
    "search": "magnifying-glass",
    "up": "chevron-up",
    "wait": "pause",
}
"""What it means, and its name in the library."""


@cache
def render_icon(meaning: str, *, size: int = 20) -> Markup:
    """The icon of that meaning, `size` CSS pixels wide and high, in the colour of the words around it and hidden from
    screen readers. KeyError where no icon has the meaning."""
    markup = heroicon_mini(ICONS[meaning], size=size, **{"class": "icon", "aria_hidden": "true", "focusable": "false"})
    return cast(Markup, markup)


def get_item_sort(kind: str) -> str:
    """Which of the six an item of that kind is shown as: what somebody decides, a day of the law, a meeting, something of a
    phone, something that the family writes, or another task."""
    sorts = {
        "decide": kind in TO_DECIDE or kind not in ITEM_KINDS,
        "meeting": kind in MEETINGS,
        "phone": kind.startswith("usage"),
        "law": kind in ITEM_KINDS and ITEM_KINDS[kind].pattern is Pattern.STATUTORY,
        "note": kind in ITEM_KINDS and ITEM_KINDS[kind].pattern is Pattern.FAMILY,
    }
    return next((sort for sort, holds in sorts.items() if holds), "task")
