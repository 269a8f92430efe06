"""A sentence in the two languages of the house."""

import re
from dataclasses import dataclass
from typing import Literal

_IN_BOTH = re.compile(r"[^()]*[\u4e00-\u9fff][^()]*? ?\((?P<citation>.*)\)")

Language = Literal["zh-CN", "en"]


@dataclass(frozen=True)
class Words:
    """One sentence, Chinese first, English complete."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The sentence in that language."""
        return self.zh if language == "zh-CN" else self.en

    def __str__(self) -> str:
        return self.zh


def citation(article: str) -> str:
    """The one way in which an article is stored and answered, such as "CPL art 284(1)": of one that the rulebook writes
    in both languages, the short one. `casework.articles` says it to readers of either language."""
    found = _IN_BOTH.fullmatch(article)
    return found["citation"] if found else article
