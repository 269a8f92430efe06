"""The benches of this folder: every module with `def measure(quick: bool) -> Result`."""

import ast
import importlib
import traceback
from pathlib import Path
from time import perf_counter

from bench.result import Result

FOLDER = Path(__file__).parent


def find_benches() -> dict[str, str]:
    """The name of every bench, and the first line of its docstring."""
    found = {}
    for file in sorted(FOLDER.glob("*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))  # not imported: some need what is not in the lock
        if any(isinstance(each, ast.FunctionDef) and each.name == "measure" for each in module.body):
            found[file.stem] = (ast.get_docstring(module) or "").splitlines()[0]
    return found


def carry_out(name: str, quick: bool) -> tuple[Result, float]:
    """What that bench found, and the seconds it took. RuntimeError, with the trace in words, if it could not be measured."""
    began = perf_counter()
    try:
        result: Result = importlib.import_module(f"bench.{name}").measure(quick)
    except BaseException:
        raise RuntimeError(traceback.format_exc()) from None  # not every error of ours can be sent between processes
    return result, perf_counter() - began
