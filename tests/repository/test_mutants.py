"""The small faults that are accepted are faults that can be put into the law of today, each with a reason."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools.mutants.__main__ import accepted
from tools.mutants.faults import apply_fault, find_faults
from tools.mutants.trials import _OPTIONS, _in_a_fork

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "law").glob("*.py"))


def test_whatever_is_accepted_can_still_be_put_into_the_law() -> None:
    """A line that was changed is looked at anew, and its old excuse goes."""
    known = {fault.name for file in FILES for fault in find_faults(file, (ROOT / file).read_text(encoding="utf-8"))}
    mutants = accepted()
    assert sorted(mutants.keys() - known) == []
    assert all(len(because) > 20 for because in mutants.values())


def test_one_fault_turns_one_thing() -> None:
    """Where it is said to, and nowhere else; what is only said is left alone."""
    source = 'def f(a, b):\n    """1 < 2"""\n    return _("a" if a < 1 else "b") if a < b and not b else None\n'
    found = find_faults("law/x.py", source)
    assert [fault.turned for fault in found] == [
        "what is answered -> None", "And -> Or", "Lt -> LtE", "Lt -> GtE", "not -> nothing",
    ]  # fmt: skip

    turned = ast.unparse(apply_fault(source, found[2]))
    assert "a <= b and (not b)" in turned
    assert "a < 1" in turned


def test_a_trial_that_goes_wrong_by_itself_is_no_fault_noticed() -> None:
    def wrong() -> bool:
        raise ValueError

    with pytest.raises(RuntimeError):
        _in_a_fork(wrong)
    assert not _in_a_fork(lambda: False)
    assert _in_a_fork(lambda: True)


def test_the_tests_of_the_law_begin_under_the_options_of_the_trials() -> None:
    """Without the workers and their hooks: where nothing can begin, every fault would look noticed."""
    command = [sys.executable, "-m", "pytest", *_OPTIONS, "tests/law/test_law_period.py"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60).returncode == 0
