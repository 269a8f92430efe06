"""The only module here that knows the program by name; when a name moves, it is mended here and nowhere else.

Everything else reaches the program from outside: over HTTP, by its commands, by its files in `examples/`. These are all
the names: `core.clock` (whose reading of real time is stopped), `app.server` (`demo_settings`, `build_demo`,
`DEMO_FOLDER`), `app.bootstrap.create_context`, `web.app.create_web` and `web.demo_roles.load_demo` (the application over a record),
`app.cli.app` (the commands), and for the messages `MATRIX`, `TEMPLATES`, `KINDS` and `render` of `notifications`.
`flows.rehearsal.rehearse` is wrapped so that one life is lived once for its three diaries; without that it is only slower.
"""

import importlib
import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""The one moment of the demonstration: 24 November 2026, 09:00 in the office."""
ROOT = Path(__file__).parents[2]
CASELOAD = ROOT / "examples" / "caseload"
LANGUAGES = ("zh-CN", "en")


class _StandingStill:
    """`datetime` as the clock module sees it: as ever, and now is always the same moment."""

    def __getattr__(self, name: str) -> Any:
        return getattr(datetime, name)

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, datetime)

    def now(self, zone: Any = None) -> datetime:
        return NOW.astimezone(zone)


def freeze_time() -> None:
    """Real time stands still for the program, and its random bytes come from `seed_random`."""
    clock: Any = importlib.import_module("core.clock")
    clock.datetime = _StandingStill()
    os.urandom = _bytes
    random._urandom = _bytes  # type: ignore[attr-defined]  # what `secrets` draws from


_drawn = random.Random()


def seed_random(what: str) -> None:
    """Random bytes are from here on those of that seed."""
    _drawn.seed(what)


def _bytes(count: int) -> bytes:
    return _drawn.randbytes(count)


def load() -> None:
    """Whatever is needed is imported, so that a process started from here need not do it again."""
    for name in ("app.cli", "app.server", "web.app", "flows.rehearsal", "notifications.render"):
        importlib.import_module(name)


def build_demonstration(folder: Path) -> None:
    """The demonstration's record lies in the folder, as it is on the morning of its first day."""
    importlib.import_module("app.server").build_demo(_settings(folder))


def _settings(folder: Path) -> Any:
    running: Any = importlib.import_module("app.server")
    running.DEMO_FOLDER = folder
    return running.demo_settings(None)


@dataclass(frozen=True)
class Demonstration:
    """The pages and the API over one record."""

    folder: Path
    app: Any
    close: Callable[[], None]

    @property
    def as_dict(self) -> dict[str, Any]:
        """What the demonstration prints about itself: the password, the families' pages and codes."""
        words: dict[str, Any] = json.loads((self.folder / "demo.json").read_text(encoding="utf-8"))
        return words

    @property
    def secrets(self) -> list[str]:
        """What is drawn anew with each demonstration and may stand in an address."""
        return [self.as_dict["password"], *(family["page"].removeprefix("/p/") for family in self.as_dict["families"])]

    def browser(self, who: str | None) -> TestClient:
        """A browser in which that member of staff or of a family is signed in. It follows no redirect by itself."""
        browser = TestClient(self.app, raise_server_exceptions=False, follow_redirects=False)
        if who is not None:
            led = browser.post(f"/demo/as/{who}")
            if led.status_code == 404:  # nobody by one click
                led = browser.post("/sign-in", data={"login": who, "password": self.as_dict["password"]})
            assert led.status_code == 303, f"{who} is not let in: {led.status_code}"
        return browser

    def home(self, who: str) -> str:
        """The page on which that person begins."""
        return next((each["page"] for each in self.as_dict["families"] if each["relation"] == who), "/")


@contextmanager
def open_demonstration(folder: Path) -> Iterator[Demonstration]:
    """The application over that demonstration's record."""
    settings = _settings(folder)
    context = replace(importlib.import_module("app.bootstrap").create_context(settings), second_factor=False)
    words = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    demo = importlib.import_module("web.demo_roles").load_demo(words)
    app = importlib.import_module("web.app").create_web(
        settings, context, lambda: None, lambda: {}, "http://prefect.example", demo
    )
    yield Demonstration(folder, app, context.database.dispose)
    context.database.dispose()


def run_command(*typed: str) -> str:
    """What the command `sunward ...` prints."""
    printed = StringIO()
    cli = importlib.import_module("app.cli")
    with redirect_stdout(printed):
        cli.app(list(typed), standalone_mode=False)
    return printed.getvalue()


@contextmanager
def rehearse_once() -> Iterator[None]:
    """Inside, a life that was lived is not lived again for another way of printing it."""
    module: Any = importlib.import_module("flows.rehearsal")
    live = module.rehearse
    rehearsed: list[Any] = []

    def once(*asked: Any) -> Any:
        if not rehearsed:
            rehearsed.append(live(*asked))
        return rehearsed[0]

    module.rehearse = once
    try:
        yield
    finally:
        module.rehearse = live


_SAMPLES: dict[str, Any] = {
    "date": date(2026, 12, 23),
    "hour": time(15, 30),
    "number": 3,
    "digits": "4711",
    "id": "0" * 32,
}
_SAMPLE_HEAD = {
    "installation": "0" * 32, "edition": "0.1.0", "day": "2026-12-23", "made_at": "2026-12-23T01:00:00Z", "number": 7,
    "head": "1" * 64, "public_key": "2" * 64, "signature": "3" * 128,
}  # fmt: skip
_SAMPLES["signed head"] = json.dumps(_SAMPLE_HEAD)


def messages() -> Iterator[tuple[str, str]]:
    """Every registered text in every language, as short as it can be and with all that it can say; and who hears it."""
    render = importlib.import_module("notifications.render").render
    registered = importlib.import_module("notifications.text_registry")
    matrix = importlib.import_module("notifications.matrix").MATRIX
    for template, takes in registered.TEMPLATES.items():
        sample = {name: _SAMPLES[registered.KINDS[name]] for name in takes.required | takes.optional}
        bare = {name: sample[name] for name in takes.required}
        for language in LANGUAGES:
            rendered = [
                render(template, language, bare),
                render(template, language, sample),
                render(template, language, bare, code_word="小河", call_back="0900-8600000"),
            ]
            lines = [f"{one.subject}\n{one.body}\n{one.preview}\n{dict(one.values)}\n" for one in rendered]
            yield f"{language}/{template}.txt", "\n".join(lines)
    rows = [
        f"{row.event.value} -> {row.recipient.value}: "
        + ", ".join(f"{channel_text.channel.value} {channel_text.template}" for channel_text in row.channel_texts)
        + f"; {list(row.channels)[-1]}; {row.merge.value}; {row.stale.value}; {row.may_opt_out}; {row.article}; {row.timing.zh}"
        for row in matrix
    ]
    yield "who-hears-what.txt", "\n".join(rows) + "\n"
