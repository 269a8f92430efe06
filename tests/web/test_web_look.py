"""One set of colours, sizes and spaces for every page."""

import re

import pytest

from web.rendering import STATIC

SHEETS = ("pages.css", "out.css")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def rules_of(sheet: str) -> str:
    """The sheet without its remarks."""
    return re.sub(r"/\*.*?\*/", "", (STATIC / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)


def tokens(*, dark: bool = False) -> dict[str, str]:
    """Every token with its value, by day or where the system asks for the dark."""
    by_day, _, at_night = rules_of("tokens.css").partition("@media")
    listed = re.findall(r"(--[\w-]+): ([^;]+);", by_day + (at_night if dark else ""))
    return dict(listed)


def test_every_token_that_is_asked_for_is_there_and_every_one_there_is_used() -> None:
    asked = {token for sheet in SHEETS for token in re.findall(r"var\((--[\w-]+)\)", rules_of(sheet))}
    assert asked <= set(tokens())
    families = {token for token, value in tokens().items() if value in _COLOUR.findall(rules_of("family.css"))}
    assert set(tokens()) <= asked | families


GROUNDS = {
    ("--paper", "--ground", "--cool-pale"): ("--ink", "--soft", "--link", "--deep"),
    ("--paper", "--good-pale"): ("--good",),
    ("--paper", "--late-pale"): ("--late",),
    ("--sun-pale",): ("--ink", "--sun-ink"),
    ("--head", "--head-light"): ("--on-head", "--on-head-soft"),
    ("--button",): ("--on-head",),
    ("--sun",): ("--on-sun",),
}


@pytest.mark.parametrize("dark", [False, True])
def test_words_can_be_read_on_what_they_stand_on_by_day_and_in_the_dark(dark: bool) -> None:
    """A contrast of 4.5 at least (WCAG 2.2, 1.4.3)."""
    known = tokens(dark=dark)
    pairs = [(words, ground) for grounds, inks in GROUNDS.items() for ground in grounds for words in inks]
    dim = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    assert {pair: found for pair, found in dim.items() if found < 4.5} == {}


def contrast(one: str, other: str) -> float:
    """Of two colours, by the formula of WCAG."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dim + 0.05)
