"""Functions that one subject registers for a moment of another one: registered beside its acts, and called without
being known there.

A function is named as "module:function", because acts are imported before verbs; `performing` finds them all.
"""

from collections.abc import Callable
from enum import Enum, auto
from functools import cache
from pkgutil import resolve_name
from typing import Any


class Moment(Enum):
    """When the functions are called, and with what beside the open plan."""

    AT_SEAL = auto()
    """The record is sealed: what does not outlive it goes."""
    AT_CLOSE = auto()
    """The last date after the seal has passed: whatever was still kept goes."""
    SEAL_WAS_LIFTED = auto()
    """The record is open again to its handlers."""
    DONE_WITH_THE_PLAN = auto()
    """A verb is done with an open plan, and nothing of it is written yet."""
    SHEET_IS_READ = auto()
    """A sheet of minutes came in. With its item and its content; the answer is the content that is kept."""
    SHEET_WAS_RECORDED = auto()
    """A sheet of minutes is on record. With its item, its content, and how it came."""
    REVIEW_WAS_RECORDED = auto()
    """A review of digital use is on record. With its item and its words."""


HOOKS: dict[Moment, list[str]] = {moment: [] for moment in Moment}
"""By moment, the functions in the order in which they are called."""


def register_hook(moment: Moment, does: str) -> None:
    """That function is called at that moment, after those that are registered already."""
    if does not in HOOKS[moment]:
        HOOKS[moment].append(does)


def run_hooks(moment: Moment, *about: Any) -> list[Any]:
    """Each subject's function is called; what they answer is returned."""
    return [_find(does)(*about) for does in HOOKS[moment]]


def find_hooks() -> None:
    """Every function is found now, and none only when its moment comes."""
    for functions in HOOKS.values():
        for does in functions:
            _find(does)


@cache
def _find(does: str) -> Callable[..., Any]:
    found: Callable[..., Any] = resolve_name(does)
    return found
