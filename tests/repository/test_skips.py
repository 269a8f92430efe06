"""A test that is left out says why, and the closing lines count it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.sources import parse_where

ROOT = Path(__file__).parents[2]


def skips() -> Iterator[tuple[str, ast.Call]]:
    """Every place in the tests that leaves something out."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(parse_where(path, "skip|xfail")):
            called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            if isinstance(node, ast.Call) and called in ("skip", "skipif", "xfail", "importorskip"):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_whatever_is_left_out_gives_its_reason() -> None:
    found = list(skips())
    assert found
    for place, call in found:
        in_its_place = isinstance(call.func, ast.Attribute) and call.func.attr == "skip" and bool(call.args)
        assert in_its_place or "reason" in {each.arg for each in call.keywords}, place
