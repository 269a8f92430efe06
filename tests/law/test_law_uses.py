"""Where a rule is relied on is read from the source, and what is read is true."""

import ast
from pathlib import Path

from law.explained import explained
from law.rulebook import Rulebook
from law.uses import HOUSE, ROOMS, uses


def test_every_rule_is_asked_by_a_function_of_the_law() -> None:
    """A rule that nobody asks would be a title."""
    assert [rule for rule, functions in uses().asked_by.items() if not functions] == []


def test_known_uses_are_found() -> None:
    """Through one function, through several, and through a number asked by its key."""
    found = uses()
    assert {"casework/changing.py", "casework/files/examining.py"} <= set(found.used_in["PB-01"])
    assert "period.findings_on_period" in found.asked_by["PB-01"]
    assert "casework/incidents.py" in found.used_in["VI-01"], "the rule stands in a table that the function looks up"
    assert "casework/ending.py" in found.used_in["FI-03"]
    assert "casework/people.py" in found.used_in["GU-04"], "through the number of days, which belongs to the rule"


def test_who_relies_on_a_rule_is_the_same_read_in_another_way(rulebook: Rulebook) -> None:
    """Read again as trees, which takes longer: no file is missed, and none is named that only speaks of a rule."""
    of_number = {entry.key: entry.rule for entry in rulebook.entries() if entry.rule}
    for room in ("casework", "web"):
        for path in (HOUSE / room).rglob("*.py"):
            nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
            imported = {
                f"{node.module.removeprefix('law.')}.{name.name}"
                for node in nodes
                if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("law.")
                for name in node.names
            }
            said = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
            relied_on = {rule for rule, functions in uses().asked_by.items() if imported & set(functions)}
            relied_on |= {of_number[key] for key in said & of_number.keys()}
            file = path.relative_to(HOUSE).as_posix()
            assert relied_on == {rule for rule, files in uses().used_in.items() if file in files}, file


def test_every_room_outside_the_law_is_read() -> None:
    """A new room is read too."""
    with_code = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}
    assert with_code - {"law", "tests", "bench", "tools"} <= set(ROOMS)


def test_a_house_without_rooms_uses_nothing(tmp_path: Path) -> None:
    """And a file that imports one function relies on that function's rules alone."""
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "small.py").write_text(
        'def a(): return ask("PB-01")\ndef b(): return a()\ndef c(): return ask("FI-01")\n', encoding="utf-8"
    )
    (tmp_path / "casework").mkdir()
    (tmp_path / "casework" / "x.py").write_text("from law.small import b\n", encoding="utf-8")
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "y.py").write_text('number("service_days")\n', encoding="utf-8")
    found = uses(tmp_path)
    assert found.asked_by["PB-01"] == ("small.a", "small.b")
    assert found.used_in["PB-01"] == ("casework/x.py",)
    assert found.used_in["FI-01"] == ()
    assert found.used_in["DE-02"] == ("api/y.py",)


def test_a_rule_is_explained_with_all_its_fields(rulebook: Rulebook) -> None:
    """Id, title, article, edition, confidence, effect, and where it is used."""
    object = explained(rulebook.rule("DE-02"), rulebook)
    assert object == {
        "id": "DE-02",
        "title": {"zh": "三日内送达", "en": "Served on every addressee within three days"},
        "article": rulebook.rule("DE-02").article,
        "edition": rulebook.short_edition,
        "confidence": "V",
        "effect": "starts_clock",
        "clocks": ["service_days"],
        "numbers": ["service_days"],
        "asked_by": ["clocks.service_deadline"],
        "used_in": list(uses().used_in["DE-02"]),
    }
    assert "casework/announcing.py" in object["used_in"]


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
