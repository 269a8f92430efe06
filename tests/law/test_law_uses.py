"""Who relies on a rule is read from the source itself, however it imports what asks the rule."""

from pathlib import Path

from law.uses import HOUSE, uses


def a_house(tmp_path: Path, source: str) -> Path:
    """A house whose law is ours, with one file outside the law."""
    (tmp_path / "law").symlink_to(HOUSE / "law")
    (tmp_path / "casework").mkdir()
    (tmp_path / "casework" / "one.py").write_text(source, encoding="utf-8")
    return tmp_path


def test_a_file_relies_on_what_it_imports_in_whatever_way(tmp_path: Path) -> None:
    source = """
from law.months import months_between
from law.breach import (
    Ground,
    counts_as_missed as counted,  # asked before anything counts, and finding_on_several is not
)


def late() -> None:
    from law.clocks import service_deadline
"""
    found = uses(a_house(tmp_path, source)).used_in
    assert [found["VI-11"], found["DE-02"]] == [("casework/one.py",), ("casework/one.py",)]
    assert found["VI-05"] == ()


def test_a_file_relies_on_a_rule_whose_number_it_asks_for_and_not_on_what_it_only_speaks_of(tmp_path: Path) -> None:
    found = uses(
        a_house(tmp_path, 'days = file.number("attention_threshold_missed")\n"""Late by service_days."""\n')
    ).used_in
    assert found["VI-05"] == ("casework/one.py",)
    assert found["DE-02"] == ()
