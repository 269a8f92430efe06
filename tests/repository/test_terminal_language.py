"""A command speaks one language: as asked, the terminal's, or the installation's."""

import pytest

from app.answers import choose_language, get_help_language
from core.errors import BadInput
from core.terminal_language import get_terminal_language


@pytest.fixture(autouse=True)
def _a_silent_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SUNWARD_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("locale", "spoken"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_TW"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        ({"LANG": "sr_RS@latin"}, "zh-CN"),
        ({"LANG": "C.UTF-8"}, "zh-CN"),
        ({"LANG": "POSIX", "SUNWARD_LANGUAGE": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "SUNWARD_LANGUAGE": "en"}, "zh-CN"),
        ({}, "zh-CN"),
    ],
)
def test_the_terminal_names_the_language_before_the_installation_does(
    monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], spoken: str
) -> None:
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert get_terminal_language() == spoken


def test_what_is_asked_for_is_spoken_on_any_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert get_terminal_language("en-US") == "en"
    assert get_terminal_language("ZH") == "zh-CN"


def test_a_language_that_has_no_catalogue_is_refused_with_those_that_have() -> None:
    with pytest.raises(BadInput, match="zh-CN"):
        get_terminal_language("fr")


@pytest.mark.parametrize(
    ("locale", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"SUNWARD_LANGUAGE": "zh-CN"}, "zh-CN"),
    ],
)
def test_a_help_page_speaks_english_where_nobody_has_chosen_a_language(
    monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], spoken: str
) -> None:
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    choose_language(None)
    assert get_help_language() == spoken
