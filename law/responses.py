"""What an office may answer a breach with, after hearing: its own ladder, and what has to stand before a revocation.

The Rules know no ladder. Its steps are an office's practice, and each is labelled so wherever it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


class Response(StrEnum):
    """The ladder, lightest first. Extension and revocation are decisions with rules of their own."""

    TALK = "talk"
    REMINDER = "reminder"
    ADMONITION = "admonition"
    WARNING = "warning"
    EXTENSION = "extension"
    REVOCATION = "revocation"


DECISIONS = (Response.EXTENSION, Response.REVOCATION)
"""The rungs that are decided by a decision of their own; all others may be chosen when an incident is closed."""


@applies("VI-15")
def finding_on_agreement(found: str, response: str | None, rulebook: Rulebook) -> Finding:
    """Whether a finding and what is done about it agree (VI-15). `found` is "dismissed", "lesser_response" or "ground";
    `response` what is done, None for nothing. What is dismissed is answered with nothing, a lesser response is named, and
    a ground is answered by the decision that follows it."""
    if found == "dismissed" and response is not None:
        because = _("认定不成立的，不能再给予处理。")
    elif found == "lesser_response" and response is None:
        because = _("作其他处理的，请选择是哪一种处理。")
    elif found == "ground" and response is not None:
        because = _("认定为撤销情形的，由撤销的决定处理，不另作处理。")  # fmt: skip
    else:
        return rulebook.finding("VI-15", True, _("认定与处理一致。"))
    return rulebook.finding("VI-15", False, because)


@dataclass(frozen=True)
class BreachResponseStep:
    """One response: what was found, on what evidence, what the minor said or that the time went by, who decided."""

    response: Response
    fact: str
    evidence: str
    heard: bool
    decided_by: str


@applies("VI-07")
def finding_on_response(step: BreachResponseStep, rulebook: Rulebook) -> Finding:
    """Whether a response may be given (VI-07): four things stand on record, and being heard is one of them."""
    if not step.heard:
        because = _("还没有听取本人说明。")
    elif not step.fact.strip():
        because = _("没有写明认定的事实。")
    elif not step.evidence.strip():
        because = _("没有写明依据的证据。")
    elif not step.decided_by.strip():
        because = _("没有写明由谁决定。")
    else:
        return rulebook.finding("VI-07", True, _("事实、证据、说明、决定人齐全。"))
    return rulebook.finding("VI-07", False, because)


@applies("VI-08")
def finding_on_points(ground_of_article_479: bool, points_total: int | None, rulebook: Rulebook) -> Finding:
    """Whether a revocation rests on more than points (VI-08). A total opens a look by a person and no more."""
    because = (
        _("有第479条的情形，与积分无关。")
        if ground_of_article_479
        else _("积分和系统计数本身不是撤销的理由，只能提请人员查看。")
    )
    return rulebook.finding("VI-08", ground_of_article_479 or points_total is None, because)


@applies("VI-06")
def finding_on_passing_on(is_crime: bool, passed_to_investigators: bool, rulebook: Rulebook) -> Finding:
    """Whether a new or missed crime has been passed to the organ that investigates it (VI-06)."""
    because = (
        _("新罪、漏罪尚未移送侦查机关。")
        if is_crime and not passed_to_investigators
        else _("不涉及移送，或者已经移送。")
    )
    return rulebook.finding("VI-06", passed_to_investigators or not is_crime, because)


@applies("VI-12")
def finding_on_revocation(
    proposed_by: str | None,
    decided_by: str | None,
    decided_by_chief: bool,
    steps: Sequence[BreachResponseStep],
    rulebook: Rulebook,
    *,
    for_crime: bool = False,
) -> Finding:
    """Whether a revocation has its two people and its history (VI-12): a prosecutor proposed, another person decided
    as chief procurator, and the steps taken before are shown. `for_crime`: for a new or missed crime no step comes before
    it (Rules art 479(1), (2)). The Rules name nobody, so this only warns."""
    if not proposed_by or not decided_by:
        because = _("需要提请人和决定人。")
    elif proposed_by == decided_by:
        because = _("提请人不能自己批准。")
    elif not decided_by_chief:
        because = _("应由检察长或者授权的副检察长决定。")
    elif for_crime and not steps:
        because = _("新罪、漏罪不以此前采取过措施为前提，两人分别提请和决定。")
    elif not steps:
        because = _("没有列出此前采取的措施。")
    else:
        because = _("此前采取{count}项措施，两人分别提请和决定。", count=len(steps))
    justified = bool(steps) or for_crime
    holds = bool(proposed_by and decided_by and proposed_by != decided_by and decided_by_chief and justified)
    return rulebook.finding("VI-12", holds, because)
