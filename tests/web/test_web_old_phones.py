"""A family's phone may be eight years old: nothing is asked of it that Chromium 60 does not know, and no script but those
that keep what is typed until it is sent, and make a photo smaller."""

import re

import pytest

from web.rendering import STATIC

TEMPLATES = STATIC.parent / "templates"
NEWER_IN_CSS = {
    r":(has|is|where|focus-visible|not\([^)]*,)": "selectors of 2021 and later",
    r"\b(row-|column-)?gap:": "gaps of a flexible box (2020)",
    r"\b(min|max|clamp)\(": "reckoning with a choice (2020)",
    r"\b(subgrid|container|aspect-ratio|accent-color|inset|place-items|text-wrap|backdrop-filter)\b": "2019 and later",
    r"@(layer|container|property|supports|import)": "rules of 2019 and later",
    r"\d(dvh|svh|lvh|cqw|lh)\b": "units of 2022",
    r"^\s*&|color-mix|oklch|:root|var\(": "nesting, colours, variables",
}
KNOWN = r"<script src=\"\{\{ static\('(?:busy|family_keep|photos)\.js'\) \}\}\" defer[^>]*></script>"
NEWER_IN_HTML = r"<(script|dialog|search|picture|template|slot)\b|\b(popover|inert|loading=|srcset|enterkeyhint)\b"


def test_the_family_s_style_is_one_that_an_old_phone_knows() -> None:
    style = (STATIC / "family.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    for newer, what in NEWER_IN_CSS.items():
        assert re.findall(newer, rules, re.MULTILINE) == [], what
    assert "display: grid" not in rules


def test_the_family_s_pages_have_known_scripts_and_no_element_of_later_years() -> None:
    names = [path for path in TEMPLATES.rglob("*.html") if path.name.startswith(("family", "own_thing", "own_way"))]
    assert len(names) > 8
    keeping = set()
    for path in names:
        text, found = re.subn(KNOWN, "", path.read_text(encoding="utf-8"))
        keeping |= {path.name} if found else set()
        assert re.findall(NEWER_IN_HTML, text) == [], path.name
    assert keeping == {"family_base.html", "family.html", "family_form.html", "family_go_on.html"}


@pytest.mark.parametrize("name", ["busy.js", "family_keep.js", "photos.js"])
def test_a_script_of_the_family_s_pages_is_one_that_an_old_phone_knows_and_sends_nothing(name: str) -> None:
    script = (STATIC / name).read_text(encoding="utf-8")
    assert re.findall(r"=>|\b(let|const|async|await|class)\b|`|\?\.|\?\?", script) == []
    assert not re.search(
        r"\bfetch\(|XMLHttpRequest|indexedDB|serviceWorker|document\.cookie|sendBeacon|WebSocket", script
    )
