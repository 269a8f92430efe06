"""Every picture of the README and the documentation, made anew from a running demonstration:

    ./run demo                                           in one window
    .venv/bin/python -m tools.screenshots                in another

The demonstration's people are invented, so the pictures show nobody. Chromium does the looking; the pictures are
cut to one screen, reduced to a few colours and kept small.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
LARGEST = 150 * 1024
DESKTOP, PHONE = (1280, 800), (360, 740)
LANGUAGES = {"zh": "zh-CN", "en": "en"}
_QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync", "--font-render-hinting=none"]  # fmt: skip


@dataclass(frozen=True)
class Shot:
    """One picture: its name, who is looking, where, on what; and what is tapped and scrolled to before it is taken."""

    name: str
    who: str | None
    address: str
    size: tuple[int, int] = DESKTOP
    tap: str | None = None
    to: str | None = None


PLAN = "SW-ESNJ-PF8C"
"""The plan of the demonstration whose family has a saved page."""
SHOTS = (
    Shot("desk", "jia.prosecutor", "/"),
    Shot("runs", "jia.head", "/runs"),
    Shot("case", "jia.prosecutor", "PLAN"),
    Shot("usage", "jia.prosecutor", "PLAN/check-ins#usage-title", to="figure"),
    Shot("run", "jia.prosecutor", "PLAN/history#run"),
    Shot("decision", "jia.chief", "/approvals"),
    Shot("phone-door", None, "/p/the-page-on-the-card", PHONE),
    Shot("phone-minor", "minor", "PAGE", PHONE),
    Shot("phone-guardian", "mother", "PAGE", PHONE, tap="article .button"),
    Shot("phone-worker", "jia.worker", "/out/", PHONE, tap="#out-things button", to="#out-form"),
)


def take_all(address: str, into: Path) -> list[Path]:
    """Every picture in every language, in the folder."""
    taken = []
    with _chromium() as browser:
        for folder, language in LANGUAGES.items():
            for shot in SHOTS:
                file = into / folder / f"{shot.name}.png"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(small(_take(browser, address, shot, language)))
                taken.append(file)
    return taken


def small(png: bytes) -> bytes:
    """The picture in as many colours as its size allows. ValueError where even few make it too large."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for colours in (128, 64, 32):
        kept = BytesIO()
        picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            kept, "PNG", optimize=True
        )
        if kept.tell() <= LARGEST:
            return kept.getvalue()
    raise ValueError("the picture is too large")


def _take(browser: Browser, address: str, shot: Shot, language: str) -> bytes:
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=language, reduced_motion="reduce", base_url=address
    )
    try:
        page = context.new_page()
        where = _arrive(page, shot)
        page.goto(f"{where}{'&' if '?' in where else '?'}lang={language}")
        page.wait_for_load_state("networkidle")
        if shot.tap:
            page.locator(shot.tap).first.click()
            page.wait_for_load_state("networkidle")
        if shot.to:
            page.locator(shot.to).first.scroll_into_view_if_needed()
            page.locator(shot.to).first.evaluate(
                "(found) => window.scrollTo(0, found.getBoundingClientRect().top + window.scrollY - 150)"
            )
        page.evaluate("document.fonts.ready.then(() => document.activeElement && document.activeElement.blur())")
        return page.screenshot(animations="disabled", caret="hide")
    finally:
        context.close()


def _arrive(page: Page, shot: Shot) -> str:
    """Signed in as whoever looks; where the picture is taken."""
    if shot.who is None:
        return shot.address
    page.goto("/sign-in")
    page.evaluate(
        """(who) => { const form = document.querySelector("form"); form.action = "/demo/as/" + who; form.submit(); }""",
        shot.who,
    )
    page.wait_for_url(lambda url: "/sign-in" not in url)
    here = re.sub(r"^https?://[^/]+", "", page.url.partition("?")[0])
    home = re.match(r"/p/[^/]+", here)
    return shot.address.replace("PLAN", f"/plans/{PLAN}").replace("PAGE", home.group() if home else "")


@contextmanager
def _chromium() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()


def main() -> None:
    """The pictures are taken, and each told with its size."""
    asked = argparse.ArgumentParser(description="Take every picture of the documentation from a running demonstration.")
    asked.add_argument("address", nargs="?", default="http://127.0.0.1:8460")
    asked.add_argument("--into", type=Path, default=IMAGES)
    arguments = asked.parse_args()
    for file in take_all(arguments.address, arguments.into):
        sys.stdout.write(f"{file.stat().st_size // 1024:>4} KB  {file.parent.name}/{file.name}\n")


if __name__ == "__main__":
    main()
