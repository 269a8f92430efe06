"""One number, however it is written; a landline rings and takes no text."""

import pytest

from notifications.phone_numbers import compared, takes_texts, tidied

WRITTEN = (
    "10000990103", "+86 100 0099 0103", "0086-10000990103", "86 10000990103", "１００００９９０１０３", "100-0099-0103",
    " 100 0099 0103 ", "100–0099–0103", "(100)00990103", "+8610000990103",
)  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_a_mobile_number_is_the_same_however_it_is_written(written: str) -> None:
    assert tidied(written) == compared(written) == "10000990103"
    assert takes_texts(written)


@pytest.mark.parametrize(
    "landline", ["0900-8600000", "(0900) 8600000", "0900－8600000", "400-860-0000", "12345", "", None]
)
def test_a_landline_takes_no_text(landline: str | None) -> None:
    assert not takes_texts(landline)


def test_a_landline_keeps_its_strokes_and_is_known_without_them() -> None:
    assert tidied("0900－8600000") == "0900-8600000"
    assert compared("0900-8600000") == compared("(0900) 8600000")


def test_a_number_of_another_country_keeps_its_prefix() -> None:
    assert tidied("00852 9000 0000") == "+85290000000"
    assert takes_texts("+852 9000 0000")
    assert not takes_texts("+86 0900 8600000")


@pytest.mark.parametrize("nonsense", ["妈妈10000990103", "1000099010a", "++1000099", "10000990103 或 10000990104"])
def test_what_is_no_number_comes_back_as_it_was(nonsense: str) -> None:
    assert tidied(nonsense) == nonsense
