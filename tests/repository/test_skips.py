"""A test that is left out says why, and the closing lines count it."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.sources import parse_where

ROOT = Path(__file__).parents[2]
_WITHOUT_A_TEST = """
import pytest
@pytest.mark.parametrize("one", [1, 2])
def test_left_out(one):
    pytest.skip("no moon tonight")
"""


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


def test_the_closing_lines_count_what_was_left_out(tmp_path: Path) -> None:
    """By reason, in a quiet run too."""
    (tmp_path / "test_moon.py").write_text(_WITHOUT_A_TEST, encoding="utf-8")
    completed = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "-p", "tests.skip_summary", "--rootdir", tmp_path, tmp_path],
        cwd=ROOT, env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "2 left out. Skipped: no moon tonight" in completed.stdout
