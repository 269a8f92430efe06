"""One function for many plans, each in its own transaction: one that fails holds up no other."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from models.storage_problem import find_storage_problem

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def do_each(things: Iterable[Thing], act: Callable[[Thing], Result]) -> list[Result]:
    """The function was called for each, and all results are returned. If some fail, the rest are still done and the first
    failure is raised afterwards; if the record cannot be written, nothing more is tried."""
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
