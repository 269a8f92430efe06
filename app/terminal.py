"""What a long command says on the terminal: in one language, with its progress."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from core.clock import WallClock
from core.i18n import Language, Text

A_LINE_EVERY = timedelta(seconds=5)
"""So often at most progress is a line of its own, where no line can be rewritten."""
TellProgress = Callable[[int, str], None]
"""Told how much is done, and at what it is."""


class _SteadyConsole(Console):
    def on_broken_pipe(self) -> None:
        self.quiet = True


class Terminal:
    """Says what it is given in one language. Where nobody reads any more, or no room is left, the line is lost and nothing
    else: what is told of must be done all the same."""

    def __init__(self, language: Language, console: Console | None = None) -> None:
        self.language = language
        self._console = console or _SteadyConsole(highlight=False, soft_wrap=True)

    def words(self, text: Text) -> str:
        """The text in the language of this terminal."""
        return text.in_(self.language)

    def print(self, line: str, style: str | None = None) -> None:
        """The line stands there as it is."""
        with contextlib.suppress(OSError):
            self._console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)

    def say(self, text: Text, style: str | None = None) -> None:
        """The text stands there."""
        self.print(self.words(text), style)

    def tell(self, name: Text, value: str, remark: Text | None = None, *, indent: int = 0) -> None:
        """A line of a list: what it is, its value, and a remark."""
        behind = f"  ({escape(self.words(remark))})" if remark else ""
        line = f"{' ' * indent}[bold]{escape(self.words(name))}[/]  {escape(value)}{behind}"
        with contextlib.suppress(OSError):
            self._console.print(line, highlight=False, soft_wrap=True)

    @contextlib.contextmanager
    def show_progress(self, doing: Text, total: int) -> Iterator[TellProgress]:
        """How far it has come: on a terminal a line that rewrites itself, elsewhere a line every few seconds."""
        if not self._console.is_terminal:
            yield self._tell_in_lines(doing, total)
            return
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[at]}"), TimeElapsedColumn())
        with Progress(*columns, console=self._console) as bar:
            task = bar.add_task(escape(self.words(doing)), total=total, at="")
            yield lambda done, at: bar.update(task, completed=done, at=at)
            bar.update(task, completed=total)

    def _tell_in_lines(self, doing: Text, total: int) -> TellProgress:
        clock, last = WallClock(), None

        def tell(done: int, at: str) -> None:
            nonlocal last
            if last is None or clock.now() - last >= A_LINE_EVERY:
                last = clock.now()
                self.print(f"{self.words(doing)}  {at}  {done * 100 // max(total, 1)}%")

        return tell
