"""Which parts of casework and of the messages rely on a rule: whatever holds a function that says it applies it (`law.applied`)."""

from collections import defaultdict
from functools import cache
from importlib import import_module
from itertools import chain
from pkgutil import walk_packages

import casework
import notifications
from law.applied import get_applied_rules


@cache
def used_in() -> dict[str, tuple[str, ...]]:
    """By rule, the files that ask it, or a function of the law that applies it."""
    found: dict[str, set[str]] = defaultdict(set)
    for part in chain(
        walk_packages(casework.__path__, "casework."), walk_packages(notifications.__path__, "notifications.")
    ):
        held = vars(import_module(part.name)).values()
        for rule in {rule for value in held for rule in get_applied_rules(value)}:
            found[rule].add(part.name.replace(".", "/") + ("/__init__.py" if part.ispkg else ".py"))
    return {rule: tuple(sorted(files)) for rule, files in found.items()}
