"""A finding of the law, as pages and API show it."""

from dataclasses import dataclass

from core.i18n import Text
from law.finding import Finding


@dataclass(frozen=True)
class FindingView:
    """The finding of one rule. A warning is not a refusal."""

    rule: str
    holds: bool
    because: Text
    article: str
    confidence: str
    effect: str
    is_reading: bool


def to_finding_view(finding: Finding) -> FindingView:
    """The finding as a page shows it."""
    return FindingView(
        finding.rule, finding.holds, finding.because, finding.article, finding.confidence.value, finding.effect.value,
        finding.is_reading,
    )  # fmt: skip
