"""A real browser in front of the pages. Where Chromium is not installed these tests are skipped and say so."""

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.api.two_offices import TwoOffices, copied
from tests.web.visitors import Pages

CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
"""The one that has no window does the same for half the work."""
PHONE = {"width": 360, "height": 740}
expect.set_options(timeout=20_000)  # a busy machine is slow, and what never comes is found out all the same


@dataclass
class Site:
    """The pages of an installation with two plans, at an address of this machine."""

    address: str
    pages: Pages

    def sign_in(self, context: BrowserContext, login: str) -> None:
        """That member of staff is signed in, in this browser."""
        client = self.pages.as_(login)
        context.add_cookies(
            [{"name": cookie.name, "value": cookie.value or "", "url": self.address} for cookie in client.cookies.jar]
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless, that asks nobody on the network for anything."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=[*quiet, "--disable-sync", "--no-first-run"])
        yield one
        one.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone with nothing on it."""
    context = browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def site(tmp_path: Path, built_offices: tuple[Path, TwoOffices]) -> Iterator[Site]:
    """The two offices behind a real server on loopback, stopped at the end."""
    with copied(built_offices, tmp_path / "record.db") as offices, socket.socket() as free:
        pages = Pages(offices)
        free.bind(("127.0.0.1", 0))
        free.listen()
        server = uvicorn.Server(uvicorn.Config(pages.app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        while not server.started:
            sleep(0.02)
        yield Site(f"http://127.0.0.1:{free.getsockname()[1]}", pages)
        server.should_exit = True
        thread.join(timeout=10)
