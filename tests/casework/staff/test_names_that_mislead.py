"""A name shows whose it is: signs that nobody sees or that turn it around are refused, and a text with them shows them."""

import pytest

from casework.shared.text.text_checks import check_not_blank, outline_name
from core.errors import BadInput
from web.rendering import _show_controls


@pytest.mark.parametrize("name", ["Z\u200b Chief", "Z Chief\u202e", "X\nY", "Z\x00", "Z\u2066 Chief"])
def test_signs_that_nobody_sees_are_refused_in_names(name: str) -> None:
    for field in ("name", "display_name"):
        with pytest.raises(BadInput):
            check_not_blank(**{field: name})


def test_a_text_that_would_turn_around_shows_the_numbers_of_its_signs() -> None:
    assert _show_controls("同意\u202e意不") == "同意[U+202E]意不"
    assert _show_controls("两行\n文字") == "两行\n文字"


@pytest.mark.parametrize("like", ["Ｚ Chief", "z  chief", "Z Сhief"])
def test_names_that_look_alike_have_the_same_outline(like: str) -> None:
    assert outline_name(like) == outline_name("Z Chief")
    assert outline_name("Z Chef") != outline_name("Z Chief")
