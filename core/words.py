"""A sentence in both languages."""

import re
from dataclasses import dataclass
from typing import Literal

_IN_BOTH = re.compile(r"(?P<zh>[^()]*[\u4e00-\u9fff][^()]*?) ?\((?P<citation>.*)\)")

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


def split_citation(article: str) -> Words | None:
    """An article that is written in both languages, "刑法第17条 (Criminal Law art 17)", in each; None of any other."""
    found = _IN_BOTH.fullmatch(article)
    return Words(found["zh"], found["citation"]) if found else None


def short_citation(article: str) -> str:
    """The one way in which an article is stored and answered, such as "CPL art 284(1)": of one that is written in both
    languages, the short one. `casework.shared.text.citations` says it to readers of either language."""
    both = split_citation(article)
    return both.en if both else article
