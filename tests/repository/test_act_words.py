"""Whoever adds an act gives it words, so that a person can do it from a page."""

from casework.acting.acts.act import ACTS, Act
from casework.acting.acts.captions import COMMON_CAPTIONS, get_caption
from serving.act_schemas import get_request_model
from web.acting.form_fields import get_form_fields
from web.acting.labels import choice_label, get_act_title, get_field_label

WITHOUT_FORM: dict[str, str] = {"make_paper": "web/pages/documents.py: each paper has its own fields"}
"""Acts whose form is another page's own, and which one. An act that a generic form cannot ask belongs here."""


def test_every_act_can_be_done_from_a_form() -> None:
    """Its title, every field and every choice has words where it is declared; nothing it needs is left unasked."""
    for act in (act for act in ACTS if act not in WITHOUT_FORM):
        assert get_act_title(act)
        needed = {
            name for name, info in get_request_model(act).model_fields.items() if info.is_required() and name != "did"
        }
        asked = {field.name for field in get_form_fields(act)}
        assert needed <= asked, f"{act}: put it into WITHOUT_FORM and give it a page of its own"
        for field in get_form_fields(act):
            if field.control != "made_up":
                assert get_field_label(field)
            for code in [*field.codes, *(("true", "false") if field.control == "yes_no" else ())]:
                assert choice_label(field, code)


def test_every_field_of_an_act_is_called_something_in_both_languages() -> None:
    """Also what only a file or another program tells: whoever reads the pages of the acts reads what it is."""
    without = [
        f"{code}.{name}"
        for code, act in ACTS.items()
        for name, info in act.model_fields.items()
        if name not in Act.model_fields and name != "did" and not (get_caption(info).words or COMMON_CAPTIONS.get(name))
    ]
    assert without == []
