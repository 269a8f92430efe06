"""A program that says that it stops, stops."""

import contextlib
import os
import sys

import pytest

from app import answers
from app.answers import ignore_closed_output, say, tell
from core.i18n import _


def test_where_nobody_reads_what_follows_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program says that it stops before it stops: a closed pipe must not keep it from that. A command that answers
    says that its answer is lost."""
    monkeypatch.setattr(answers._Spoken, "may_be_lost", False)
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
