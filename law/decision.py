"""The decision itself: in writing, what the victim is told, who is let out of custody, and what no paper may say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook
from law.service import NOT_IN_A_NOTICE


class Custody(StrEnum):
    """Where the person is when the decision is signed."""

    FREE = "free"
    ON_BAIL = "on_bail"
    RESIDENTIAL_SURVEILLANCE = "residential_surveillance"
    DETAINED = "detained"


@applies("DE-01")
def finding_on_written_decision(document_exists: bool, rulebook: Rulebook) -> Finding:
    """Whether there is a written decision to serve and announce (DE-01)."""
    because = _("有书面决定。") if document_exists else _("还没有附条件不起诉决定书。")
    return rulebook.finding("DE-01", document_exists, because)


@applies("DE-04")
def finding_on_telling_the_victim(
    has_victim: bool, told_of_complaint: bool, told_no_court: bool, rulebook: Rulebook
) -> Finding:
    """Whether the victim was told both things (DE-04). In a case without a victim there is nobody to tell."""
    if not has_victim:
        because = _("本案没有被害人。")
    elif not told_of_complaint:
        because = _("没有告知七日内可以申诉。")
    elif not told_no_court:
        because = _("没有告知不能提起自诉。")
    else:
        because = _("两项均已告知。")
    return rulebook.finding("DE-04", not has_victim or (told_of_complaint and told_no_court), because)


@applies("DE-05")
def finding_on_custody(custody: Custody, rulebook: Rulebook) -> Finding:
    """Whether anybody is still locked up (DE-05). A person on bail has nothing to be released from."""
    because = _("仍在押，应当立即释放或者变更强制措施。") if custody is Custody.DETAINED else _("未被羁押。")
    return rulebook.finding("DE-05", custody is not Custody.DETAINED, because)


@dataclass(frozen=True)
class Measure:
    """Bail or residential surveillance that was not lifted: who ordered it, and since when."""

    decided_by: str
    at_home: bool
    from_on: date


def measures_that_run(measures: Iterable[Measure]) -> list[Measure]:
    """Those whose limit counts. Where another organ decided anew, its own decision starts the limit and the one before
    is over (Rules art 103); where the same organ said the same again, its first decision counts."""
    in_order = sorted(measures, key=lambda each: each.from_on)
    running: dict[bool, Measure] = {}
    for measure in in_order:
        if measure.decided_by == in_order[-1].decided_by:
            running.setdefault(measure.at_home, measure)
    return list(running.values())


@applies("DE-06")
def finding_on_end_of_measure(ends_on: date, period_end: date, rulebook: Rulebook) -> Finding:
    """Whether bail or surveillance lasts as long as the period (DE-06): it commonly ends before, and is then lifted, and
    the person told, whatever the period does."""
    because = (
        _("强制措施至{ends_on}届满，早于考验期届满；届时解除并告知本人。", ends_on=ends_on.isoformat())
        if ends_on < period_end
        else _("强制措施不早于考验期届满。")
    )
    return rulebook.finding("DE-06", ends_on >= period_end, because)


@applies("RE-09")
def finding_on_notice(text: str, rulebook: Rulebook) -> Finding:
    """Whether a paper keeps silent about suing (RE-09). These decisions cannot be taken to court by a victim."""
    found = [words for words in NOT_IN_A_NOTICE if words in text]
    because = _("文书中写有“{found}”，这类决定不能自诉。", found=found[0]) if found else _("没有写可以起诉的内容。")
    return rulebook.finding("RE-09", not found, because)
