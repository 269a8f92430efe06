"""A stranger can write a plan and its acts from the pages alone."""

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from casework.files.acts_file import ActsFile
from casework.files.as_it_happened import as_it_happened
from casework.files.examining import examine
from casework.files.plan_file import PlanFile
from casework.files.reading import read_acts_file, read_plan_file
from flows.rehearsal import rehearse
from law.rulebook import Rulebook
from law.working_days import WorkingDays

DOCS = Path(__file__).parents[2] / "docs"
TODAY = date(2026, 11, 24)


@cache
def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def example(name: str) -> str:
    """The page's one example in TOML."""
    (found,) = re.findall(r"^```toml\n(.*?)^```", page(name), re.DOTALL | re.MULTILINE)
    assert isinstance(found, str)
    return found


def told(text: str) -> set[str]:
    """Everything that the page's tables and sentences name as code."""
    outside = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return {word.strip('"') for word in re.findall(r"`([^`\n]+)`", outside)}


def fields_and_words(model: type[BaseModel]) -> dict[str, dict[str, set[str]]]:
    """Each part of the format with its fields, and each field with the words that may stand there."""
    schema = model.model_json_schema()
    parts = {name: part for name, part in schema.get("$defs", {}).items() if "properties" in part}
    parts[model.__name__] = schema
    return {name: {field: _words(shape) for field, shape in part["properties"].items()} for name, part in parts.items()}


def _words(shape: Any) -> set[str]:
    if isinstance(shape, list):
        return set().union(*(_words(each) for each in shape))
    if not isinstance(shape, dict):
        return set()
    here = {str(word) for word in shape.get("enum", [])} | ({str(shape["const"])} if "const" in shape else set())
    return here.union(*(_words(each) for key, each in shape.items() if key not in ("default", "$ref")))


@pytest.mark.parametrize("part", sorted(fields_and_words(PlanFile)))
def test_the_plan_page_names_every_field_and_word(part: str) -> None:
    """No field of a plan file, and no word that may stand in one, has to be found out by trying."""
    named = told(page("plan-file.md"))
    for field, words in fields_and_words(PlanFile)[part].items():
        assert field in named, f"{part}.{field}"
        if words - {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}:
            assert words <= named, f"{part}.{field}: {words - named}"


@cache
def sections() -> dict[str, str]:
    """What the acts page says of each act, by its word."""
    parts = re.split(r"^### `(\w+)`$", page("acts-file.md"), flags=re.MULTILINE)
    return {word: text.partition("\n## ")[0] for word, text in zip(parts[1::2], parts[2::2], strict=True)}


@cache
def acts() -> dict[str, dict[str, set[str]]]:
    """Each act of the format, by its word, with its fields."""
    found = {}
    for fields in fields_and_words(ActsFile).values():
        if "did" in fields:
            (word,) = fields["did"]
            found[word] = fields
    return found


def test_the_acts_page_has_a_section_for_every_act_and_for_no_other() -> None:
    """What can happen to a plan is told act by act."""
    assert set(sections()) == set(acts())


@pytest.mark.parametrize("word", sorted(acts()))
def test_the_acts_page_names_every_field_and_word(word: str) -> None:
    """Each act's own fields stand in its section, with the words that may stand in them; what all share stands above."""
    shared = told(page("acts-file.md").partition("\n## ")[0])
    own = told(sections()[word])
    for field, words in acts()[word].items():
        assert field in (shared if field in ("on", "at", "by", "did") else own), f"{word}.{field}"
        if field == "by":
            continue
        assert words - {word} <= own | shared, f"{word}.{field}: {words - own - shared}"


def test_no_section_names_a_field_that_the_act_does_not_have() -> None:
    """The first column of a section's table holds fields of that act and nothing else."""
    for word, text in sections().items():
        for cell in re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE):
            assert set(re.findall(r"`(\w+)`", cell)) <= set(acts()[word]), f"{word}: {cell}"


def test_the_example_of_the_plan_page_may_be_opened() -> None:
    """It reads without a mistake, and the law finds none in it."""
    file = read_plan_file(example("plan-file.md"))
    examined = examine(file, Rulebook.load(), max(each.on for each in (file.decision, *file.service)), WorkingDays())
    assert [str(mistake) for mistake in examined.mistakes] == []
    assert [finding.rule for finding in examined.findings if finding.warns] == []


def test_the_example_of_the_plan_page_is_full() -> None:
    """Every field of the format but the one it says it leaves out stands in it somewhere."""

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(keys(each) for each in value.values()))
        return set().union(*(keys(each) for each in value)) if isinstance(value, list) else set()

    written = keys(tomllib.loads(example("plan-file.md")))
    every = {field for fields in fields_and_words(PlanFile).values() for field in fields}
    assert every - written == {"taken_over_on"}


def test_the_two_examples_are_one_life() -> None:
    """The acts of the acts page happen to the plan of the plan page, and none of them is refused."""
    acts_file = read_acts_file(example("acts-file.md"))
    plan, later = as_it_happened(read_plan_file(example("plan-file.md")))
    lived = rehearse(plan, [*later, *acts_file.acts], TODAY)
    happened = [entry.happening for entry in lived.diary]
    assert "refused" not in happened
    assert {act.did for act in acts_file.acts} <= set(happened)
