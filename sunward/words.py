"""A sentence in the two languages of the house."""

from dataclasses import dataclass
from typing import Literal

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
