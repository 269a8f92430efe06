"""What a guess at a password costs, by the program's own hasher: the tests' is a cheap one (tests/conftest.py)."""

import runpy
from types import SimpleNamespace

import pytest

from casework.staff import passwords
from core.errors import BadInput


def test_a_kept_hash_costs_64_mib_three_times_over_and_only_the_right_secret_verifies() -> None:
    own = SimpleNamespace(**runpy.run_path(str(passwords.__file__)))
    kept = own.hash_password("three boats in a row")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert "boats" not in kept
    assert own.verify_password("three boats in a row", kept)
    assert not own.verify_password("three boats in a rows", kept)
    assert not own.verify_password("three boats in a row", None)


@pytest.mark.parametrize(
    ("weak", "said"),
    {
        "short": "应为12至200个字符", "123456789012": "很多人用过", "password1234": "很多人用过", "qwertyuiopas": "很多人用过",
        "sunward123456": "本系统的名字", "gui.prosecutor-1": "登录名", "向阳向阳向阳向阳向阳向阳": "重复", "癸县附条件不起诉2026": "单位",
        "tyuiop[]fghjkl": "键盘", "20190311-2019": "日期",
    }.items(),
)  # fmt: skip
def test_a_password_that_is_easily_guessed_is_refused_and_the_reason_is_said(weak: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        passwords.check_strength(weak, "gui.prosecutor", "桂检察官", "癸县")
    assert said in refused.value.mistakes[0].wrong.zh


@pytest.mark.parametrize(
    "good", ["linen-harbour-417", "春天的小河流过旧桥下的石头", "three boats in a row", "xk7-Qm2v.9tRw" * 15]
)
def test_a_good_passphrase_is_taken_in_any_language(good: str) -> None:
    passwords.check_strength(good, "gui.prosecutor", "桂检察官", "癸县")
