"""The icons of the pages, from the library heroicons, under the names of what they mean here.

An icon never stands alone for something: beside it stands a word, or the link has a label of its own.
"""

from functools import cache
from typing import cast

from heroicons.jinja import heroicon_mini
from markupsafe import Markup

ICONS = {
    "alert": "exclamation-triangle",
    "back": "arrow-left",
    "check": "check-circle",
    "clock": "clock",
    "down": "chevron-down",
    "download": "arrow-down-tray",
    "edit": "pencil-square",
    "halted": "pause-circle",
    "inbox": "envelope",
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
