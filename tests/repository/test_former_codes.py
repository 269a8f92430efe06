"""A code that was renamed is declared with what bears the new one: files and old lines are still read by the old."""

import json

import pytest
from pydantic import ValidationError

from casework.messages.reason_labels import reason_label
from casework.plan.views.timeline import load_timeline
from casework.shared.acts.act import ACTS
from casework.shared.files.acts_file import ActsFile
from casework.shared.files.acts_page import render_page as acts_page
from casework.shared.files.diary_events_page import render_page as happenings_page
from casework.shared.files.parsing import read_acts_file
from casework.shared.rights import OPERATIONS, find_operation, get_current_code
from casework.shared.rights.operation import Operation
from casework.shared.rights.read_operations import READ_PLAN
from casework.shared.text.journal_text import act_sentence
from casework.shared.text.labels import FORMER_REASONS, REASONS
from models.journal import ActorKind, append_line
from tests.builders import CASELOAD, start_plan

RENAMED = [(was, code) for code, each in OPERATIONS.items() for was in each.formerly]
RENAMED_ACTS = [(was, code) for was, code in RENAMED if code in ACTS]


def _read(tag: str) -> set[tuple[int | str, ...]]:
    """Where an act with that tag and nothing else is found wrong."""
    with pytest.raises(ValidationError) as found:
        ActsFile.model_validate({"format": "sunward-acts/1", "acts": [{"did": tag, "never": 1}]})
    return {error["loc"] for error in found.value.errors()}


@pytest.mark.parametrize(("was", "now"), RENAMED_ACTS)
def test_an_acts_file_is_read_by_the_old_tag_as_by_the_new(was: str, now: str) -> None:
    places = _read(was)
    assert places == _read(now)
    assert {place[:3] for place in places} == {("acts", 0, now)}


def test_a_whole_file_written_before_is_the_same_file() -> None:
    written = (CASELOAD / "24-dahan.acts.toml").read_text(encoding="utf-8")
    before = written.replace('did = "pause_messages"', 'did = "hush"')
    assert before != written
    assert read_acts_file(before) == read_acts_file(written)


def test_what_is_no_text_is_a_mistake_as_before() -> None:
    for tag in (None, 1, ["hush"]):
        with pytest.raises(ValidationError):
            ActsFile.model_validate({"format": "sunward-acts/1", "acts": [{"did": tag}]})
    with pytest.raises(ValidationError):
        ActsFile.model_validate({"format": "sunward-acts/1", "acts": ["hush"]})


def test_schemas_and_pages_speak_the_new_names_only() -> None:
    assert len(RENAMED_ACTS) > 10
    schema = json.dumps(ActsFile.model_json_schema())
    pages = acts_page() + happenings_page()
    for was, now in RENAMED_ACTS:
        assert f'"{was}"' not in schema
        assert f'"{now}"' in schema
        assert f"### `{was}`" not in pages
        assert f"| `{was}` |" not in pages


@pytest.mark.parametrize(("was", "now"), RENAMED)
def test_an_old_line_is_the_same_sentence(was: str, now: str) -> None:
    assert act_sentence(was, "prosecutor", None) == act_sentence(now, "prosecutor", None)
    assert find_operation(was) is OPERATIONS[now]
    assert get_current_code(was) == now


def test_an_old_line_of_the_journal_has_its_code_of_today() -> None:
    life = start_plan()
    with life.context.database.transaction() as session:
        append_line(
            session,
            life.context.clock.now(),
            "hush",
            actor_kind=ActorKind.SYSTEM,
            actor_role="system",
            plan_id=life.plan.id,
        )
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PLAN) as open_plan:
        newest = load_timeline(open_plan).lines[0]
    assert newest.act == "pause_messages"
    assert newest.words == act_sentence("pause_messages", "system", None)


def test_an_old_reason_of_a_message_is_the_same_words() -> None:
    for was, now in FORMER_REASONS.items():
        assert was not in REASONS
        assert reason_label(was) == reason_label(now) == REASONS[now]


def test_a_code_is_not_declared_again_as_an_old_one() -> None:
    count = len(OPERATIONS)
    for code, formerly in (("plant", ("hush",)), ("hush", ()), ("plant", ("submit",))):
        with pytest.raises(ValueError, match="Declared twice"):
            Operation(code, formerly=formerly)
    assert len(OPERATIONS) == count
