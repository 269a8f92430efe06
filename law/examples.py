"""The examples of the law: what is given, what is asked, what must come out, in sentences a jurist can check.

They stand in `examples.toml`, one table a rule, and are run by the tests and by `sunward law ID`. What is asked is a
function of this folder; what it is given is written as it would be said, and read by the function's own types.
"""

import inspect
import tomllib
import types
import typing
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from core.i18n import Text, verbatim
from law.clocks import Deadline
from law.entries import parse_words
from law.finding import Finding
from law.rulebook import Rulebook
from law.working_days import AnnouncedDay, WorkingDays


@dataclass(frozen=True)
class Example:
    """One example of one rule: the sentence, the function asked ("module.function"), what it is given, what follows."""

    rule: str
    sentence: Text
    ask: str
    given: Mapping[str, Any]
    then: Any
    """holds, warns or refuses for a finding; the day, number, word or list for everything else."""
    reading: bool = False
    """Whether the answer must be marked as one of several readings."""


@dataclass(frozen=True)
class ExampleResult:
    """An example that was run: what came out, and whether it is what the example says."""

    example: Example
    answer: Any
    because: Text | None
    as_expected: bool


def get_examples(rule: str) -> tuple[Example, ...]:
    """The examples of that rule, in the order of the file."""
    return tuple(
        Example(rule, parse_words(row), row["ask"], row.get("given", {}), row["then"], row.get("reading", False))
        for row in _file()["rules"].get(rule, [])
    )


def run_example(example: Example, rulebook: Rulebook, days: WorkingDays) -> ExampleResult:
    """The example, run. Raises what the function raises, and TypeError for a fact the function does not know."""
    answer = _function(example.ask)(**_arguments(example, rulebook, days))
    if isinstance(answer, list) and answer and isinstance(answer[0], Finding):
        (answer,) = [finding for finding in answer if finding.rule == example.rule]
    if isinstance(answer, Finding):
        came_out = "refuses" if answer.refuses else "warns" if answer.warns else "holds"
        follows = came_out == example.then and answer.is_reading is example.reading and answer.rule == example.rule
        return ExampleResult(example, came_out, answer.because, follows)
    plain = _plain(answer)
    return ExampleResult(example, plain, None, plain == example.then)


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("law").joinpath("examples.toml").read_text(encoding="utf-8"))


def _function(ask: str) -> Any:
    module, _, name = ask.partition(".")
    return getattr(import_module(f"law.{module}"), name)


def _arguments(example: Example, rulebook: Rulebook, days: WorkingDays) -> dict[str, Any]:
    function = _function(example.ask)
    hints = typing.get_type_hints(function)
    parameters = inspect.signature(function).parameters
    if strangers := example.given.keys() - parameters.keys():
        raise TypeError(f"{example.ask} is told {', '.join(sorted(strangers))}, which it does not ask")
    arguments: dict[str, Any] = {}
    for name, parameter in parameters.items():
        hint = hints[name]
        if name in example.given:
            arguments[name] = _read(hint, example.given[name])
        elif hint is Rulebook:
            arguments[name] = rulebook
        elif hint is WorkingDays:
            arguments[name] = days
        elif parameter.default is inspect.Parameter.empty:
            if type(None) not in typing.get_args(hint):
                raise TypeError(f"{example.ask} is not told {name}")
            arguments[name] = None
    return arguments


def _read(hint: Any, value: Any) -> Any:
    """The value as that type: codes become members, tables become records, "none" is nothing."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if value == "none":
            return None
        return _read(next(each for each in inner if each is not type(None)), value)
    if origin in (list, tuple, set, Sequence, Collection, Iterable):
        return [_read(inner[0], each) for each in value]
    if origin in (dict, Mapping):
        return {_read(inner[0], key): _read(inner[1], each) for key, each in value.items()}
    if hint is WorkingDays:
        rows = {date.fromisoformat(day): AnnouncedDay(works, "notice") for day, works in value.get("days", {}).items()}
        return WorkingDays(rows, value.get("years", ()))
    if hint is Text:
        return verbatim(value)
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return hint(value)
    if inspect.isclass(hint) and is_dataclass(hint):
        return _record(hint, value)
    return value


def _record(kind: Any, given: Mapping[str, Any]) -> Any:
    """A record of that kind; what is not told is as in the file's `ordinary` record of that name."""
    all_values = {**_file()["ordinary"].get(kind.__name__, {}), **given}
    hints = typing.get_type_hints(kind)
    if strangers := all_values.keys() - hints.keys():
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(strangers))}")
    values = {name: _read(hints[name], value) for name, value in all_values.items()}
    for field in fields(kind):
        if field.name not in values and field.default is MISSING and field.default_factory is MISSING:
            values[field.name] = None
    return kind(**values)


def _plain(answer: Any) -> Any:
    """The answer as the file writes it."""
    if answer is None:
        return "none"
    if isinstance(answer, Deadline):
        return answer.due_on
    if isinstance(answer, Enum):
        return answer.value
    if isinstance(answer, (set, frozenset)):
        return sorted(_plain(each) for each in answer)
    if isinstance(answer, (list, tuple)):
        return [_plain(each) for each in answer]
    return answer
