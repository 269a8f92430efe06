"""`sunward law` as it is typed."""

import json

from typer.testing import CliRunner

from app.cli import app
from core.errors import NotFound
from law.rulebook import Rulebook
from law.rules_page import CONFIDENCES

FIELDS = {
    "id",
    "title",
    "article",
    "edition",
    "confidence",
    "effect",
    "clocks",
    "used_in",
    "asked_by",
    "numbers",
    "examples",
}


def typed(*words: str) -> str:
    """What is printed."""
    ran = CliRunner().invoke(app, ["--language", "en", "law", *words])
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_all_rules_are_listed_with_where_they_are_used() -> None:
    """Id and title, article, effect and confidence in words, and the files."""
    printed = typed()
    rulebook = Rulebook.load()
    assert rulebook.short_edition in printed
    for rule in rulebook.rules():
        assert f"{rule.id}  {rule.title.en}" in printed
        assert f" · {CONFIDENCES[rule.confidence.value].en}" in printed
    assert "casework/plan/plan_examination.py" in printed


def test_one_rule_is_explained_and_its_examples_are_run() -> None:
    """The number with its date, each sentence with what came out, and the line between kept and broken."""
    printed = typed("PB-01")
    assert "probation" not in printed.splitlines()[0]
    assert "12 months" in printed
    assert "✗" not in printed
    assert printed.count("✓") == 5
    assert "= refuses" in printed
    assert typed("pb-01") == printed


def test_a_machine_gets_a_list_of_objects() -> None:
    """One object a rule, all of them with the same fields, and examples that came out as told."""
    rules = json.loads(typed("--json"))
    assert [rule["id"] for rule in rules] == [rule.id for rule in Rulebook.load().rules()]
    for rule in rules:
        assert set(rule) == FIELDS
        assert rule["title"].keys() == {"zh", "en"}
        assert isinstance(rule["used_in"], list)
        assert rule["examples"]
        assert all(example["as_expected"] for example in rule["examples"])
    (only,) = json.loads(typed("DE-02", "--json"))
    assert only["id"] == "DE-02"
    assert only["examples"][0]["answer"] == "2026-10-08"


def test_a_row_that_is_no_rule_says_why() -> None:
    """It is not simply unknown."""
    printed = typed("SE-04")
    assert "not automated" in printed
    assert "models/vault.py" in printed


def test_an_end_of_a_case_is_explained_with_what_is_asked() -> None:
    """By its code, with every article on which it rests."""
    printed = typed("charges_withdrawn")
    assert "Rules arts 424, 426" in printed
    assert "no second prosecution" in printed


def test_an_unknown_rule_is_not_found() -> None:
    """With a reason in both languages."""
    ran = CliRunner().invoke(app, ["law", "XX-99"])
    assert isinstance(ran.exception, NotFound)
