"""What a route asks of the casework, read from its code: no list of routes is kept anywhere."""

import inspect
import types
from collections.abc import Callable, Iterator
from typing import Any

from fastapi.params import Depends
from fastapi.routing import APIRoute

from casework.shared.context import Context, OpenPlan

OURS = ("web.", "api.", "serving.")


def reached(route: APIRoute) -> set[Callable[..., Any]]:
    """Every function of the casework that takes the context or an open plan and that this route calls, by itself, by the
    functions beneath it that are no casework, or by what it depends on."""
    found: set[Callable[..., Any]] = set()
    seen: set[object] = set()
    for function in (route.endpoint, *_dependencies(route.endpoint)):
        _follow(function, found, seen)
    return found


def built_from(function: Callable[..., Any]) -> set[Callable[..., Any]]:
    """The functions of the casework of which a view is built: those that are given its open plan."""
    found: set[Callable[..., Any]] = set()
    seen: set[object] = {function}
    waiting = [function]
    while waiting:
        for each in _called(waiting.pop()):
            if each not in seen and each.__module__.startswith("casework."):
                seen.add(each)
                waiting.append(each)
                if _first(each) is OpenPlan:
                    found.add(each)
    return found


def name_of(function: Callable[..., Any]) -> str:
    return f"{function.__module__}:{function.__qualname__}"


def _follow(function: Any, found: set[Callable[..., Any]], seen: set[object]) -> None:
    if function in seen:
        return
    seen.add(function)
    for each in _called(function):
        if each.__module__.startswith("casework."):
            if _first(each) in (Context, OpenPlan):
                found.add(each)
        elif each.__module__.startswith(OURS):
            _follow(each, found, seen)


def _called(function: Any) -> Iterator[types.FunctionType]:
    """The functions that its code names, of its own module or of one that it names."""
    function = inspect.unwrap(function)
    if not isinstance(function, types.FunctionType):
        return
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    modules = [value for name in names if isinstance(value := function.__globals__.get(name), types.ModuleType)]
    for name in names:
        for value in (function.__globals__.get(name), *(getattr(module, name, None) for module in modules)):
            value = inspect.unwrap(value) if callable(value) else value
            if isinstance(value, types.FunctionType):
                yield value


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _codes(constant)


def _dependencies(function: Any) -> Iterator[Any]:
    for parameter in inspect.signature(function).parameters.values():
        for each in getattr(parameter.annotation, "__metadata__", ()):
            if isinstance(each, Depends) and each.dependency is not None:
                asked = each.dependency
                called = asked if isinstance(asked, types.FunctionType) else type(asked).__call__
                yield called
                yield from _dependencies(called)


def _first(function: types.FunctionType) -> Any:
    parameters = list(inspect.signature(function).parameters.values())
    return parameters[0].annotation if parameters else None
