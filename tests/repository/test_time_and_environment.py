"""One module reads the clock and one reads the environment; everybody else is told."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.sources import parse_where

ROOT = Path(__file__).parents[2]
PACKAGES = ["api", "casework", "evaluation", "flows", "law", "models", "notifications", "core", "serving", "app", "web"]

CLOCK_READINGS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
    ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"), ("func", "now"), ("func", "current_timestamp"),
}  # fmt: skip
ENVIRONMENT_READINGS = {("os", "environ"), ("os", "environb"), ("os", "getenv"), ("os", "getenvb")}

READS_TIME = {"core/clock.py"}
READS_ENVIRONMENT = {
    "core/settings.py",
    # Prefect reads its own settings from the environment when it is imported: they are laid there, not read by us.
    "flows/prefect/environment.py",
    # The same for the server's own process, and for the children that a stock worker starts.
    "flows/prefect/server.py",
}


_NAMES = "|".join({name for _, name in CLOCK_READINGS | ENVIRONMENT_READINGS})
_READ = rf"\.(?:{_NAMES})\b|\bimport\b.*\b(?:{_NAMES})\b|^\s+(?:{_NAMES})\b(?: as \w+)?,$"
"""Where one of them may be used: after a dot, or by a name that was imported, in a line or in a list of lines."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the program, by its path."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), parse_where(path, _READ)


def uses(tree: ast.AST, wanted: set[tuple[str, str]]) -> list[int]:
    """The lines on which one of those is used, by whatever name its module or itself was imported."""
    aliases: dict[str, str] = {}
    bare: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            aliases |= {each.asname: each.name for each in node.names if each.asname}
        elif isinstance(node, ast.ImportFrom):
            aliases |= {each.asname: each.name for each in node.names if each.asname}
            module = (node.module or "").rpartition(".")[2]
            bare |= {each.asname or each.name for each in node.names if (module, each.name) in wanted}
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            value = node.value
            owner = value.id if isinstance(value, ast.Name) else value.attr if isinstance(value, ast.Attribute) else ""
            if (aliases.get(owner, owner), node.attr) in wanted:
                lines.append(node.lineno)
        elif isinstance(node, ast.Name) and node.id in bare and isinstance(node.ctx, ast.Load):
            lines.append(node.lineno)
    return lines


@cache
def readings() -> tuple[list[str], list[str]]:
    """Where the program reads a clock, and where the environment. Its modules are parsed once for both."""
    time, environment = [], []
    for name, tree in sources():
        time += [f"{name}:{line}" for line in uses(tree, CLOCK_READINGS)]
        environment += [f"{name}:{line}" for line in uses(tree, ENVIRONMENT_READINGS)]
    return time, environment


def test_only_the_clock_reads_time() -> None:
    """Twelve months can be lived in a second, because nobody looks at a clock of their own."""
    found, _ = readings()
    assert [each for each in found if each.partition(":")[0] not in READS_TIME] == []
    assert {each.partition(":")[0] for each in found} == READS_TIME


def test_only_the_settings_read_the_environment() -> None:
    """What an installation may choose stands in one place."""
    _, found = readings()
    assert [each for each in found if each.partition(":")[0] not in READS_ENVIRONMENT] == []
    assert {each.partition(":")[0] for each in found} == READS_ENVIRONMENT
