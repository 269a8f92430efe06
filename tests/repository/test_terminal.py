"""A long command speaks one language, says how far it has come, and prints what it is given as it stands."""

import contextlib
import io
import os
import sys

import pytest
from rich.console import Console

from app.terminal import A_LINE_EVERY, Terminal
from core.clock import WallClock
from core.i18n import _, verbatim


def a_terminal(language: str, *, interactive: bool = False) -> tuple[Terminal, io.StringIO]:
    """One that writes into a text."""
    written = io.StringIO()
    console = Console(file=written, force_terminal=interactive, width=120, soft_wrap=True)
    return Terminal(language, console), written


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "已停止。"), ("en", "Stopped.")])
def test_it_speaks_one_language(language: str, said: str) -> None:
    terminal, written = a_terminal(language)
    terminal.say(_("已停止。"))
    assert written.getvalue() == f"{said}\n"


def test_where_nobody_reads_any_more_what_follows_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program says that it stops before it stops: a closed pipe must not keep it from that."""
    ours, theirs = os.pipe()
    os.close(ours)
    with open(theirs, "w") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        terminal = Terminal("en")
        terminal.say(_("已停止。"))
        terminal.tell(_("页面"), "http://127.0.0.1")
        monkeypatch.setattr(sys, "stdout", sys.__stdout__)
        with contextlib.suppress(OSError):
            closed.close()


def test_brackets_are_printed_and_taken_for_nothing_else() -> None:
    """As in a diary, "[prosecutor]" says who acted."""
    terminal, written = a_terminal("en")
    terminal.print("sealed  [prosecutor]")
    terminal.tell(verbatim("[a]"), "[b]", verbatim("[c]"))
    assert written.getvalue() == "sealed  [prosecutor]\n[a]  [b]  ([c])\n"


def test_without_a_terminal_progress_is_a_line_every_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, written = a_terminal("en")
    moment = WallClock().now()
    monkeypatch.setattr(WallClock, "now", lambda _clock: moment)
    with terminal.show_progress(verbatim("building"), 200) as tell:
        for day in range(100):
            tell(day, f"day {day}")
        moment += A_LINE_EVERY
        tell(100, "day 100")
    assert written.getvalue() == "building  day 0  0%\nbuilding  day 100  50%\n"


def test_on_a_terminal_progress_is_one_line_that_is_written_anew() -> None:
    terminal, written = a_terminal("en", interactive=True)
    with terminal.show_progress(verbatim("building"), 2) as tell:
        tell(1, "2026-04-21")
    assert "building" in written.getvalue()
    assert written.getvalue().count("\n") <= 2
