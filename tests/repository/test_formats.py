"""A stranger can write a plan and its acts from the pages alone."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from casework.acting.acts.act import ACTS
from casework.plan.plan_examination import examine_plan
from casework.shared.files.acts_file import ActsFile
from casework.shared.files.acts_page import SHARED, render_page
from casework.shared.files.field_descriptions import get_field_descriptions
from casework.shared.files.parsing import read_acts_file, read_plan_file
from casework.shared.files.plan_file import PlanFile
from flows.later_events import split_later_events
from flows.rehearsal import rehearse
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from serving.act_schemas import get_request_model

DOCS = Path(__file__).parents[2] / "docs"

acts_page = cache(render_page)


@cache
def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def example(text: str) -> str:
    """The page's one example in TOML."""
    (found,) = re.findall(r"^```toml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert isinstance(found, str)
    return found


def named_codes(text: str) -> set[str]:
    """Everything that the page's tables and sentences name as code."""
    outside = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return {word.strip('"') for word in re.findall(r"`([^`\n]+)`", outside)}


@cache
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
    named = named_codes(page("plan-file.md"))
    for field, words in fields_and_words(PlanFile)[part].items():
        assert field in named, f"{part}.{field}"
        if words - {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}:
            assert words <= named, f"{part}.{field}: {words - named}"


def test_the_acts_page_leads_to_every_act() -> None:
    """Each under a heading, once."""
    assert sorted(re.findall(r"^### `(\w+)`$", acts_page(), re.MULTILINE)) == sorted(ACTS)


def test_every_field_that_may_stand_in_an_act_is_in_its_table() -> None:
    """With every word that may stand in it."""
    sections = re.split(r"^### `(\w+)`$", acts_page(), flags=re.MULTILINE)
    by_act = dict(zip(sections[1::2], sections[2::2], strict=True))
    every = {each["did"].pop(): each for each in fields_and_words(ActsFile).values() if "did" in each}
    assert set(every) == set(ACTS)
    for act, fields in every.items():
        named = named_codes(by_act[act])
        for field, words in fields.items():
            if field not in SHARED:
                assert {field} | words <= named, f"{act}.{field}"


def test_no_act_refers_to_an_act_or_field_that_is_not() -> None:
    """What stands as code in a sentence of a declaration is an act, a field of it, or a word that may stand there;
    words of a field in which any code may stand are named here."""
    any_code = {"defender", "used_while_handed_in"}
    for code, act in ACTS.items():
        words = any_code | set(ACTS) | set(act.model_fields) | named_shapes(act)
        for sentence in [act.__doc__ or "", *get_field_descriptions(act).values()]:
            for name in re.findall(r"`([a-z_]+)`", sentence):
                assert name in words, f"{code}: {name}"


def named_shapes(act: type[BaseModel]) -> set[str]:
    """Every word that may stand in a field of that act, and the fields of its parts."""
    parts = fields_and_words(act)
    return {field for fields in parts.values() for field in fields}.union(
        *(words for fields in parts.values() for words in fields.values())
    )


def test_the_schemas_say_what_fields_mean() -> None:
    """What stands under a field in its declaration stands in the schema of the file and of the API."""
    in_the_file = ActsFile.model_json_schema()["$defs"]
    for code, act in ACTS.items():
        sent = get_request_model(code).model_json_schema()["properties"]
        for field, sentence in get_field_descriptions(act).items():
            assert in_the_file[act.__name__]["properties"][field]["description"] == sentence
            if field in sent and field not in SHARED:
                assert sent[field]["description"] == sentence, f"{code}.{field}"
    assert len({code for code, act in ACTS.items() if set(get_field_descriptions(act)) - set(SHARED)}) > len(ACTS) / 2


def test_the_example_of_the_plan_page_may_be_opened() -> None:
    """It reads without a mistake, and the law finds none in it."""
    file = read_plan_file(example(page("plan-file.md")))
    examined = examine_plan(
        file, Rulebook.load(), max(each.on for each in (file.decision, *file.service)), WorkingDays()
    )
    assert [str(mistake) for mistake in examined.mistakes] == []
    assert [finding.rule for finding in examined.findings if finding.warns] == []


def test_the_example_of_the_plan_page_is_full() -> None:
    """Every field of the format but the one it says it leaves out stands in it somewhere."""

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(keys(each) for each in value.values()))
        return set().union(*(keys(each) for each in value)) if isinstance(value, list) else set()

    written = keys(tomllib.loads(example(page("plan-file.md"))))
    every = {field for fields in fields_and_words(PlanFile).values() for field in fields}
    assert every - written == {"taken_over_on", "nationality", "foreign_document"}


def test_the_two_examples_are_one_life() -> None:
    """The acts of the acts page happen to the plan of the plan page, and none of them is refused."""
    acts_file = read_acts_file(example(acts_page()))
    plan, later = split_later_events(read_plan_file(example(page("plan-file.md"))))
    acts = [*later, *acts_file.acts]
    rehearsal = rehearse(plan, acts, max(act.on for act in acts))
    happened = [entry.happening for entry in rehearsal.diary]
    assert "refused" not in happened
    assert {act.did for act in acts_file.acts} <= set(happened)
