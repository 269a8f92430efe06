"""Where a rule is relied on is read from the source, and what is read is true."""

import re
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


def test_a_file_that_is_named_imports_from_the_law_or_asks_a_number(rulebook: Rulebook) -> None:
    """Read again in another way: by its text."""
    keys = "|".join(entry.key for entry in rulebook.entries())
    for rule, files in uses().used_in.items():
        for name in files:
            text = (HOUSE / name).read_text(encoding="utf-8")
            assert re.search(rf"from law\.\w+ import|\"({keys})\"", text), f"{rule}: {name}"


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
