"""One number, however it is written; a landline rings and takes no text."""

import pytest

from notifications.phone_numbers import normalize_phone_number, number_for_texts, phone_comparison_key

WRITTEN = (
    "10000990103", "+86 100 0099 0103", "0086-10000990103", "86 10000990103", "１００００９９０１０３", "100-0099-0103",
    " 100 0099 0103 ", "100–0099–0103", "(100)00990103", "+8610000990103",
)  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_a_mobile_number_is_the_same_however_it_is_written(written: str) -> None:
    assert normalize_phone_number(written) == phone_comparison_key(written) == "10000990103"
    assert number_for_texts(written)


@pytest.mark.parametrize(
    "landline", ["0900-8600000", "(0900) 8600000", "0900－8600000", "400-860-0000", "12345", "", None]
)
def test_a_landline_takes_no_text(landline: str | None) -> None:
    assert not number_for_texts(landline)


def test_a_landline_keeps_its_strokes_and_is_known_without_them() -> None:
    assert normalize_phone_number("0900－8600000") == "0900-8600000"
    assert phone_comparison_key("0900-8600000") == phone_comparison_key("(0900) 8600000")


def test_a_number_of_another_country_keeps_its_prefix() -> None:
    assert normalize_phone_number("00852 9000 0000") == "+85290000000"
    assert number_for_texts("+852 9000 0000")
    assert not number_for_texts("+86 0900 8600000")


def test_a_number_abroad_that_is_a_landline_or_none_takes_no_text() -> None:
    """The country is known, the number can be one of its numbers, and it does not ring on a desk."""
    for written in ("+852 2345 6789", "+852 9000", "+999 123456", "+49 6404", "+852 9000 0000 0000 0000"):
        assert not number_for_texts(written), written


def test_a_mobile_number_dialled_from_another_area_is_that_number() -> None:
    """Behind a 0 only a range that is given out; what looks alike may be a landline."""
    assert normalize_phone_number("0138-0013-8000") == "13800138000"
    assert number_for_texts("013800138000")
    assert not number_for_texts("010 0009 90103")
    assert not number_for_texts("13800138000#12")


@pytest.mark.parametrize("nonsense", ["妈妈10000990103", "1000099010a", "++1000099", "10000990103 或 10000990104"])
def test_what_is_no_number_comes_back_as_it_was(nonsense: str) -> None:
    assert normalize_phone_number(nonsense) == nonsense
