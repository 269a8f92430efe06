"""What people write says something: one rule, tried on every act and every form. (On every verb: tests/casework/test_sent_again.py.)"""

import ast
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from casework.acting.acts.act import ACTS
from casework.shared.files.parsing import to_bad_input
from casework.shared.files.plan_file import PlanFile
from casework.shared.text.text_checks import has_text, text_or_none
from serving.act_schemas import get_request_model
from tests.sources import parse_where

NOTHING = (
    "", "   ", "\u3000\t\n", "\u200b", "\ufeff\u2060", "\u00ad", "\ufe0f", "\u3164", "\u115f\u1160", "\uffa0", "\u2800", "\u180e",
    "\U000e0041\U000e007f", "\u0301", "。。。", "……？！", "-—/·", " . \u200d", "（）", "■□",
)  # fmt: skip
SOMETHING = ("是", "1", "无", "２", "ok", "𠮷", "〇", "👍", "。好", "\u200b在\u200b", "ہاں")


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_blanks_the_unseen_and_punctuation_say_nothing(text: str) -> None:
    assert not has_text(text)
    assert text_or_none(text) is None


@pytest.mark.parametrize("text", SOMETHING)
def test_a_letter_a_figure_or_a_small_picture_says_something(text: str) -> None:
    assert has_text(text)
    assert text_or_none(text) == text


# every act, as a client sends it


def texts_of(tag: str) -> dict[str, FieldInfo]:
    """The fields of the act in which people write words, whatever else may be asked of the words."""
    return {
        name: field
        for name, field in get_request_model(tag).model_fields.items()
        if name not in ("did", "by") and field.annotation in (str, str | None)
    }


def test_in_no_text_of_any_act_nothing_is_said() -> None:
    """Refused in words and by its name where it is needed; not given where it is not, so that a fact is kept."""
    for tag in ACTS:
        form = get_request_model(tag)
        for name, field in texts_of(tag).items():
            for nothing in NOTHING:
                mistakes = _mistakes(form, {"did": tag, name: nothing})
                if field.is_required():
                    (wrong,) = mistakes[name]
                    assert "标点不算" in wrong.zh, (tag, name, ascii(nothing), wrong)
                    assert "punctuation" in wrong.en
                else:
                    assert name not in mistakes, (tag, name, ascii(nothing))


def _mistakes(form: Any, values: dict[str, Any]) -> dict[str, list[Any]]:
    try:
        form.model_validate(values)
    except ValidationError as found:
        by_place: dict[str, list[Any]] = {}
        for mistake in to_bad_input(found).mistakes:
            by_place.setdefault(mistake.place, []).append(mistake.wrong)
        return by_place
    return {}


def test_an_optional_text_of_blanks_was_not_given() -> None:
    kept = get_request_model("record_progress").model_validate(
        {"did": "record_progress", "condition": "A1", "amount": 1, "note": "\u200b"}
    )
    assert kept.model_dump()["note"] is None


def test_a_plan_file_is_asked_too() -> None:
    """Deep inside it as well: a condition whose words are dots, an opinion noted with blanks."""
    with pytest.raises(ValidationError) as found:
        PlanFile.model_validate({"condition": [{"text": "。。", "measure": "\u200b", "kind": "A1"}]})
    by_place = {mistake.place: mistake.wrong.zh for mistake in to_bad_input(found.value).mistakes}
    assert "标点不算" in by_place["condition[1].text"]
    assert "标点不算" in by_place["condition[1].measure"]


# no way past


def test_nothing_is_sealed_past_the_rule() -> None:
    """Words of a case go on record through the resources, which check; only they use the vault, and drafts and spreadsheets,
    which are not on record yet and may be unfinished, and the secrets of second factors, which are no words."""
    places = {
        str(path)
        for path in Path("casework").rglob("*.py")
        for node in ast.walk(parse_where(path, "seal_document"))
        if isinstance(node, ast.Attribute) and node.attr == "seal_document"
    }
    assert places == {
        "casework/acting/resources.py", "casework/plan/unfinished.py",
        "casework/staff/second_factors.py",
    }  # fmt: skip


def test_no_page_reads_a_form_by_itself() -> None:
    """Every form is read in one place, in which a text that says nothing is an empty field. A template is a file and the
    code of its paper, and no words; so is a head of the journal; and of any form its own token is read apart."""
    places = {
        str(path)
        for path in [*Path("web").rglob("*.py"), *Path("api").rglob("*.py"), *Path("serving").rglob("*.py")]
        for node in ast.walk(parse_where(path, r"\.form\b"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "form"
    }
    assert places == {"web/forms.py", "web/own_forms.py", "web/pages/records.py", "web/pages/rules.py"}
