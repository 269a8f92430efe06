"""Which function applies which rule: said by the function itself, `@applies("PB-01")`, and listed nowhere else."""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])
_RULES: dict[Callable[..., Any], tuple[str, ...]] = {}


def applies(*rules: str) -> Callable[[Function], Function]:
    """The function applies these rules, itself or through others. Raises ValueError where none or one twice is named."""
    if not rules or len(set(rules)) < len(rules):
        raise ValueError(f"Each rule once: {', '.join(rules)}")

    def declared(function: Function) -> Function:
        _RULES[function] = rules
        return function

    return declared


def get_applied_rules(value: object) -> tuple[str, ...]:
    """The rules that a function says it applies; none for anything else."""
    return _RULES.get(value, ()) if isinstance(value, FunctionType) else ()


@cache
def get_functions_by_rule() -> dict[str, tuple[str, ...]]:
    """By rule, the functions of the law that apply it, each as "module.function"."""
    for module in iter_modules(import_module("law").__path__):
        import_module(f"law.{module.name}")
    found: dict[str, set[str]] = defaultdict(set)
    for function, rules in _RULES.items():
        package, _, module_name = function.__module__.partition(".")
        for rule in rules if package == "law" else ():
            found[rule].add(f"{module_name}.{function.__name__}")
    return {rule: tuple(sorted(functions)) for rule, functions in found.items()}
