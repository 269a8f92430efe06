"""Which function does an act: the one that has `@verb(AskLeave)` above it."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeVar, overload

from casework.acting.acts.act import Act
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor

A = TypeVar("A", bound=Act)
R = TypeVar("R")
Function = TypeVar("Function", bound=Callable[..., Any])
OnOpenPlan = Callable[[OpenPlan, A], R]
OnNumber = Callable[[Context, Actor, str, A], R]


class Verb(NamedTuple):
    """The function that does an act. It is given the plan, open and locked, and the act; one that `opens_plan` itself,
    which works on something else before or after that, is given the context, the actor, the plan's number and the
    act."""

    do: Callable[..., Any]
    opens_plan: bool


VERBS: dict[str, Verb] = {}
"""By the code of the act. Complete once `casework.acting.performing` is imported."""


@overload
def verb(act: type[A]) -> Callable[[OnOpenPlan[A, R]], OnOpenPlan[A, R]]: ...
@overload
def verb(act: type[A], *, opens_plan: Literal[True]) -> Callable[[OnNumber[A, R]], OnNumber[A, R]]: ...
def verb(act: type[Act], *, opens_plan: bool = False) -> Callable[[Function], Function]:
    """Register the function below as what does that act: mypy compares its parameters with the act. Raise ValueError
    where another function does it already."""

    def register(function: Function) -> Function:
        if VERBS.setdefault(act.operation.code, Verb(function, opens_plan)).do is not function:
            raise ValueError(f"Done by two functions: {act.operation.code}")
        return function

    return register
