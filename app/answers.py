"""How a command speaks: one language, chosen once for all commands; its answer in words, or as JSON where that is asked for; how
far it has come meanwhile, which is no part of the answer."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text as RichText
from typer import rich_utils
from typer.core import TyperGroup

from app.wrong_call import describe_wrong_call
from core.i18n import Language, Text, _, translate, write_for_program
from core.terminal_language import get_terminal_language, is_language_set

AsJson = Annotated[bool, typer.Option("--json", help=_("以 JSON 答复。").zh)]
TellProgress = Callable[[int, str], None]
"""Told how much is done, and at what it is."""

_TITLES: dict[str, Text] = {
    "ARGUMENTS_PANEL_TITLE": _("参数"),
    "OPTIONS_PANEL_TITLE": _("选项"),
    "COMMANDS_PANEL_TITLE": _("命令"),
    "DEFAULT_STRING": _("[默认：{}]"),
    "REQUIRED_LONG_STRING": _("[必填]"),
}
"""What typer calls the parts of a help page."""


class _WholeSentences(rich_utils.OptionHighlighter):
    """A help text goes on in the next line wherever this one is full: Chinese has no blanks at which to break, and what
    does not fit would be cut off."""

    def __call__(self, text: str | RichText) -> RichText:
        marked = super().__call__(text)
        marked.overflow = "fold"
        return marked


_INTERRUPTED = 130
"""The exit code of a command interrupted by Ctrl-C, as shells and typer have it."""


class Commands(TyperGroup):
    """Commands of which each takes the language, wherever among its words it stands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        words = _language_first(["--help", *args[1:]] if args[:1] == ["help"] else list(args))
        choose_language(_find_asked_language(words))
        translate_help(self, get_help_language())
        return super().parse_args(ctx, words)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs a command. How it was called wrongly is told in the language of the command."""
        try:
            ended = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.TyperException as wrong:
            if not standalone_mode:
                raise
            for words in describe_wrong_call(wrong):
                say(words, err=True)
            sys.exit(wrong.exit_code)
        except typer.Abort:
            ended = _INTERRUPTED
        if not standalone_mode:
            return ended
        if ended == _INTERRUPTED:
            say(_("已中止。"), err=True)
        sys.exit(ended if isinstance(ended, int) else 0)  # the exit code of `typer.Exit`; a command returns nothing


def translate_help(command: Any, language: Language) -> None:
    """What the command and its options say of themselves is said in that language; the source of it is Chinese."""
    for one in (command, *command.params):
        if one.help:
            one.source_help = getattr(one, "source_help", one.help)
            one.help = translate(language, one.source_help)
    if epilog := getattr(command, "epilog", None):
        command.source_epilog = getattr(command, "source_epilog", epilog)
        command.epilog = translate(language, command.source_epilog)
    if panel := getattr(command, "rich_help_panel", None):
        command.source_panel = getattr(command, "source_panel", panel)
        command.rich_help_panel = translate(language, command.source_panel)
    for below in getattr(command, "commands", {}).values():
        translate_help(below, language)
    find = type(command).get_help_option

    def get_help_option(ctx: Any) -> Any:
        option = find(command, ctx)
        if option is not None:
            option.help = _("显示这份说明后退出。").in_(language)
        return option

    command.get_help_option = get_help_option
    for name, title in _TITLES.items():
        setattr(rich_utils, name, title.in_(language))
    rich_utils.highlighter = _WholeSentences()


class _Spoken:
    language: Language | None = None
    asked = False
    may_be_lost = False


def choose_language(asked: str | None) -> None:
    """From now on commands speak that language; the terminal's, where none is asked for."""
    _Spoken.language = get_terminal_language(asked)
    _Spoken.asked = asked is not None


def get_language() -> Language:
    """The language in which the command speaks."""
    return _Spoken.language or get_terminal_language()


def get_help_language() -> Language:
    """Return the language of help pages: that of the command, or English where nobody has chosen one. Whoever looks around
    for the first time may read no Chinese."""
    return get_language() if _Spoken.asked or is_language_set() else "en"


def in_words(text: Text) -> str:
    """The text in the language of the command."""
    return text.in_(get_language())


def ignore_closed_output() -> None:
    """From now on a line that nobody reads, or for which no room is left, is lost and nothing else: what it tells of must be
    done all the same."""
    _Spoken.may_be_lost = True


def say(text: Text | str, *, err: bool = False, bold: bool = False, dim: bool = False) -> None:
    """One line as it stands; among errors, if it is one."""
    with contextlib.suppress(*([OSError] if _Spoken.may_be_lost else [])):
        typer.secho(in_words(text) if isinstance(text, Text) else text, err=err, bold=bold, dim=dim)


def tell(name: Text, value: str, remark: Text | None = None, *, indent: int = 0) -> None:
    """A line of a list: what it is, its value, and a remark."""
    behind = f"  ({in_words(remark)})" if remark else ""
    say(f"{' ' * indent}{typer.style(in_words(name), bold=True)}  {value}{behind}")


def answer(as_json: bool, found: Any, lines: Iterable[Text | str] = (), *, fails: bool = False) -> None:
    """What was found as JSON for a program, sentences in every language that the API has; or these lines. The command has
    failed where it says so."""
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2, default=write_for_program))
    else:
        for line in lines:
            say(line)
    if fails:
        raise typer.Exit(1)


@contextlib.contextmanager
def working(words: Text) -> Iterator[None]:
    """A terminal shows the words and a moving sign while it is open. They go to stderr, not into the answer."""
    with Console(stderr=True).status(in_words(words)):
        yield


@contextlib.contextmanager
def show_progress(doing: Text, total: int) -> Iterator[TellProgress]:
    """How far it has come: on a terminal a line that rewrites itself, elsewhere nothing but how it ended."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[at]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(escape(in_words(doing)), total=total, at="")
        yield lambda done, at: bar.update(task, completed=done, at=at)
        bar.update(task, completed=total)


def _find_asked_language(words: list[str]) -> str | None:
    """The language that stands first among the words. Where its name is missing, typer says so."""
    match words:
        case ["--language", asked, *_]:
            return asked
        case [first, *_] if first.startswith("--language="):
            return first.partition("=")[2]
        case _:
            return None


def _language_first(words: list[str]) -> list[str]:
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--language":
            return [*words[place : place + 2], *words[:place], *words[place + 2 :]]
        if word.startswith("--language="):
            return [word, *words[:place], *words[place + 1 :]]
    return words
