"""Whoever adds an act gives it words, so that a person can do it from a page."""

from collections import Counter
from types import ModuleType
from typing import get_args

import pytest

from api.acts import ACT_TAGS, tag_of
from casework.files import acts_file
from casework.files.acts_file import AnyAct
from web.acting.fields import fields_of, without_form
from web.acting.words import choice_words, group_of, name_of, title_of
from web.words.acts import ROOMS

WITHOUT_FORM: dict[str, str] = {"make_paper": "web/pages/documents.py: each paper has its own fields"}
"""Acts whose form is another page's own, and which one. An act that a generic form cannot ask belongs here."""


@pytest.mark.parametrize("act", [act for act in ACT_TAGS if act not in WITHOUT_FORM])
def test_every_act_can_be_done_from_a_form(act: str) -> None:
    """Its title, every field and every choice has words in web/words/acts/; nothing it needs is left unasked."""
    assert title_of(act)
    assert group_of(act)
    assert without_form(act) == [], "put it into WITHOUT_FORM and give it a page of its own"
    for field in fields_of(act):
        if field.control != "made_up":
            assert name_of(field)
        for code in [*field.codes, *(("true", "false") if field.control == "yes_no" else ())]:
            assert choice_words(field, code)


def test_an_acts_words_stand_in_the_room_named_like_its_own() -> None:
    """Who has found casework/acts/leave.py knows where the words of leave are."""
    its_own = {tag_of(act): _name(room) for room in acts_file.ROOMS for act in get_args(room.Acts)}
    assert its_own == {act: _name(room) for room in ROOMS for act in getattr(room, "TITLES", {})}


def test_what_a_file_may_tell_is_what_the_rooms_perform() -> None:
    """The two lists of rooms in casework/files/acts_file.py: one for the types, one for the doing."""
    (told, *_) = get_args(AnyAct)
    assert set(get_args(told)) == {act for room in acts_file.ROOMS for act in get_args(room.Acts)}


@pytest.mark.parametrize("table", ["TITLES", "FIELDS", "CHOICES", "HINTS"])
def test_no_word_of_an_act_is_said_by_two_rooms(table: str) -> None:
    """Put together, the later room would silently win over the earlier one."""
    said = Counter(key for room in ROOMS for key in getattr(room, table, {}))
    assert [key for key, times in said.items() if times > 1] == []


def _name(room: ModuleType) -> str:
    return room.__name__.split(".")[-1]
