"""Whom one calls when a child is harmed."""

from pathlib import Path

import pytest

from law.finding import Confidence
from law.reporting import reporting_numbers


def test_the_police_come_first_and_every_number_says_when_it_is_the_right_one() -> None:
    numbers = reporting_numbers()
    assert numbers[0].number == "110"
    assert {"民政", "教育"} <= {organ for each in numbers for organ in ("民政", "教育") if organ in each.whom.zh}
    assert all(each.when.zh and each.when.en and each.confidence is Confidence.K for each in numbers)


def test_an_office_s_own_numbers_stand_before_them(tmp_path: Path) -> None:
    own = tmp_path / "numbers.toml"
    own.write_text('[[number]]\nnumber = "0900-8600001"\nwhom = { zh = "本县民政", en = "ours" }\n'
                   'when = { zh = "白天", en = "by day" }\n', encoding="utf-8")  # fmt: skip
    assert [each.number for each in reporting_numbers(own)][:2] == ["0900-8600001", "110"]
    for wrong in ('number = "110"', 'number = "1;x"\nwhom = { zh = "x", en = "x" }\nwhen = { zh = "x", en = "x" }'):
        own.write_text(f"[[number]]\n{wrong}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=r"number\[1\]"):
            reporting_numbers(own)


@pytest.mark.parametrize(("number", "fits"), [("12", False), ("123", True), ("1" * 20, True), ("1" * 21, False)])
def test_a_number_has_the_length_of_a_telephone_number(number: str, fits: bool, tmp_path: Path) -> None:
    own = tmp_path / "numbers.toml"
    whom = 'whom = { zh = "甲", en = "a" }\nwhen = { zh = "乙", en = "b" }'
    own.write_text(f'[[number]]\nnumber = "{number}"\n{whom}\n', encoding="utf-8")
    if fits:
        assert reporting_numbers(own)[0].number == number
    else:
        with pytest.raises(ValueError, match="not a telephone number"):
            reporting_numbers(own)
