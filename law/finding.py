"""What a rule answers: it holds or it does not, why, under which article, how sure we are, and what follows.

Confidence and effect are two different things. Confidence says how well we know the rule; effect says what the
rule does when it is not kept. A rule known only from memory (K) never refuses anything.
Facts can always be recorded, whatever a finding says; only an act of ours can be refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Refused
from core.i18n import Text, short_citation


class Confidence(StrEnum):
    """How sure we are that the rule reads as written here."""

    V = "V"  # the wording was read at its source
    V2 = "V2"  # read only in a second hand: press, reprint, summary, answer key
    K = "K"  # from knowledge; ask a prosecutor before relying on it
    P = "P"  # a proposal, an inference or an office's choice; not law


class Effect(StrEnum):
    """What follows when the rule is not kept, or what the rule is for."""

    REFUSES = "refuses"
    WARNS = "warns"
    STARTS_CLOCK = "starts_clock"


@dataclass(frozen=True)
class Finding:
    """One rule's answer to one question.

    `is_reading` marks an answer that rests on one of several possible readings of the text, so that the person
    who decides knows that the text does not decide for them.
    Raises ValueError for a K rule that would refuse.
    """

    rule: str
    holds: bool
    because: Text
    article: str
    confidence: Confidence
    effect: Effect
    is_reading: bool = False

    def __post_init__(self) -> None:
        if self.confidence is Confidence.K and self.effect is Effect.REFUSES:
            raise ValueError(f"{self.rule}: a rule known only from memory may not refuse")

    @property
    def refuses(self) -> bool:
        """The act asked about may not be done as things stand."""
        return not self.holds and self.effect is Effect.REFUSES

    @property
    def warns(self) -> bool:
        """The act may be done; the person who does it is told first, and the record keeps that they were."""
        return not self.holds and self.effect is Effect.WARNS

    def as_dict(self) -> dict[str, str | bool]:
        """The finding as a journal line or an API problem stores it."""
        return {
            "rule": self.rule,
            "holds": self.holds,
            "because_zh": self.because.zh,
            "because_en": self.because.en,
            "article": short_citation(self.article),
            "confidence": self.confidence.value,
            "effect": self.effect.value,
            "is_reading": self.is_reading,
        }


def filter_refusals(findings: Iterable[Finding]) -> list[Finding]:
    """Those of the findings that refuse, in their order."""
    return [finding for finding in findings if finding.refuses]


def filter_warnings(findings: Iterable[Finding]) -> list[Finding]:
    """Those of the findings that warn, in their order."""
    return [finding for finding in findings if finding.warns]


def refuse_by_law(*findings: Finding) -> None:
    """Raise Refused for the first of them by which the law refuses, with its article."""
    for finding in filter_refusals(findings):
        raise Refused(finding.because, article=finding.article)
