"""The small faults that are accepted are faults that can be put into the law of today, each with a reason."""

import ast
from pathlib import Path

from tools.mutants.__main__ import accepted
from tools.mutants.faults import faults_of, with_fault

HOUSE = Path(__file__).parents[2]
FILES = sorted(path.relative_to(HOUSE).as_posix() for path in (HOUSE / "law").glob("*.py"))


def test_whatever_is_accepted_can_still_be_put_into_the_law() -> None:
    """A line that was changed is looked at anew, and its old excuse goes."""
    known = {fault.name for file in FILES for fault in faults_of(file, (HOUSE / file).read_text(encoding="utf-8"))}
    told = accepted()
    assert sorted(told.keys() - known) == []
    assert all(len(because) > 20 for because in told.values())


def test_one_fault_turns_one_thing() -> None:
    """Where it is said to, and nowhere else; what is only said is left alone."""
    source = 'def f(a, b):\n    """1 < 2"""\n    return Words("a" if a < 1 else "b") if a < b and not b else None\n'
    found = faults_of("law/x.py", source)
    assert [fault.turned for fault in found] == [
        "what is answered -> None", "And -> Or", "Lt -> LtE", "Lt -> GtE", "not -> nothing",
    ]  # fmt: skip

    turned = ast.unparse(with_fault(source, found[2]))
    assert "a <= b and (not b)" in turned
    assert "a < 1" in turned
