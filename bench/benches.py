"""The benches of this folder: every module with `def measure(quick: bool) -> list[Figure]`."""

import ast
import importlib
import traceback
from pathlib import Path

from bench.result import Figure


def find_benches() -> dict[str, str]:
    """The name of every bench, and the first line of its docstring."""
    found = {}
    for file in sorted(Path(__file__).parent.glob("*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))  # not imported: each loads much that another does without
        if any(isinstance(each, ast.FunctionDef) and each.name == "measure" for each in module.body):
            found[file.stem] = (ast.get_docstring(module) or "").splitlines()[0]
    return found


def carry_out(name: str, quick: bool) -> list[Figure]:
    """What that bench found. RuntimeError, with the trace in words, if it could not be measured."""
    try:
        figures: list[Figure] = importlib.import_module(f"bench.{name}").measure(quick)
    except BaseException:
        raise RuntimeError(traceback.format_exc()) from None  # not every error of ours can be sent between processes
    return figures
