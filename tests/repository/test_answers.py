"""A command speaks one language, says how far it has come, and prints what it is given as it stands."""

import contextlib
import os
import sys

import pytest
import typer

from app import answers
from app.answers import answer, choose_language, ignore_closed_output, say, tell
from core.i18n import _, verbatim


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers._Spoken, "language", "en")
    monkeypatch.setattr(answers._Spoken, "may_be_lost", False)


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "已停止。"), ("en", "Stopped.")])
def test_it_speaks_one_language(language: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    choose_language(language)
    say(_("已停止。"))
    assert capsys.readouterr().out == f"{said}\n"


def test_where_nobody_reads_what_follows_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program says that it stops before it stops: a closed pipe must not keep it from that. A command that answers
    says that its answer is lost."""
    ours, theirs = os.pipe()
    os.close(ours)
    with open(theirs, "w") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        with pytest.raises(BrokenPipeError):
            say(_("已停止。"))
        ignore_closed_output()
        say(_("已停止。"))
        tell(_("页面"), "http://127.0.0.1")
        monkeypatch.setattr(sys, "stdout", sys.__stdout__)
        with contextlib.suppress(OSError):
            closed.close()


def test_an_answer_is_words_or_json_and_says_whether_it_failed(capsys: pytest.CaptureFixture[str]) -> None:
    answer(False, {"rows": 2}, [verbatim("two rows")])
    assert capsys.readouterr().out == "two rows\n"
    with pytest.raises(typer.Exit) as ended:
        answer(True, {"rows": 2}, [verbatim("two rows")], fails=True)
    assert (capsys.readouterr().out, ended.value.exit_code) == ('{\n  "rows": 2\n}\n', 1)
