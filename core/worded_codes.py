"""Codes that a record keeps and words that people read, declared together."""

from enum import StrEnum
from typing import Self

from core.i18n import NO_TEXT, Text


class WordedCode(StrEnum):
    """A code with its words: each member is written as `NAME = "code", _("words")`."""

    words: Text

    def __new__(cls, code: str, words: Text = NO_TEXT) -> Self:
        """The code, with the words beside it."""
        member = str.__new__(cls, code)
        member._value_, member.words = code, words
        return member
