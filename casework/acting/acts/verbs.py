"""Which function does an act: the one that has `@verb(AskLeave)` above it."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from casework.acting.acts.act import Act

Function = TypeVar("Function", bound=Callable[..., Any])


class Verb(NamedTuple):
    """The function that does an act. It is given the plan, open and locked, and the act; one that `opens_plan` itself,
    which works on something else before or after that, is given the context, the actor, the plan's number and the
    act."""

    do: Callable[..., Any]
    opens_plan: bool


VERBS: dict[str, Verb] = {}
"""By the code of the act. Complete once `casework.acting.performing` is imported."""


def verb(act: type[Act], *, opens_plan: bool = False) -> Callable[[Function], Function]:
    """The function below does that act. Raises ValueError where another one does it already."""

    def register(function: Function) -> Function:
        if VERBS.setdefault(act.operation.code, Verb(function, opens_plan)).do is not function:
            raise ValueError(f"Done by two functions: {act.operation.code}")
        return function

    return register
