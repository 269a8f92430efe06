"""The same done for many plans, each in a transaction of its own: one that fails holds up no other."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from models.storage_problem import find_storage_problem

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def do_each(things: Iterable[Thing], act: Callable[[Thing], Result]) -> list[Result]:
    """What each came to. Where one fails, the others are done all the same, and then the first failure is raised; where the
    record takes nothing, nothing more is tried."""
    results: list[Result] = []
    failed: Exception | None = None
    for thing in things:
        try:
            results.append(act(thing))
        except Exception as failure:
            if find_storage_problem(failure) is not None:
                raise
            failed = failed or failure
    if failed is not None:
        raise failed
    return results
