"""Objections by the minor and the legal representative (CPL art 282(3); Rules art 470).

An objection to the decision counts until its announcement is closed, because the statute speaks of objecting to
what the office decided. It may be withdrawn until the decision to prosecute.
"""

from datetime import date
from enum import StrEnum

from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


class ObjectionKind(StrEnum):
    """Who objects to what; an objection that was withdrawn is NONE."""

    NONE = "none"
    TO_DECISION_BY_BOTH = "to_decision_by_both"
    TO_DECISION_BY_ONE = "to_decision_by_one"
    TO_CONDITIONS = "to_conditions"


def can_be_recorded(on: date, announced_on: date | None) -> bool:
    """Whether an objection of that day still counts as one to the decision."""
    return announced_on is None or on <= announced_on


@applies("HR-05")
def finding_on_withdrawal(withdrawn_on: date, prosecution_decided_on: date | None, rulebook: Rulebook) -> Finding:
    """Whether an objection withdrawn on that day opens the way again (HR-05): before prosecution is decided, it does."""
    holds = prosecution_decided_on is None or withdrawn_on < prosecution_decided_on
    because = _("异议在起诉决定之前撤回，可以再作附条件不起诉。") if holds else _("起诉决定已经作出，撤回不再有效。")
    return rulebook.finding("HR-05", holds, because)


@applies("HR-03", "HR-04", "HR-11")
def findings_on_objection(objection: ObjectionKind, answered: bool, rulebook: Rulebook) -> list[Finding]:
    """What an objection means for the decision; `answered` says whether reasons were given for not adopting it."""
    both = objection is ObjectionKind.TO_DECISION_BY_BOTH
    findings = [
        rulebook.finding(
            "HR-03",
            not both,
            _("本人和法定代理人均有异议，应当起诉。") if both else _("没有双方一致的异议。"),
        )
    ]
    if objection is ObjectionKind.TO_DECISION_BY_ONE:
        because = _("只有一方异议，法律未作规定，请检察官判断。")
        findings.append(rulebook.finding("HR-11", False, because, is_reading=True))
    if objection is ObjectionKind.TO_CONDITIONS:
        because = _("对所附条件的异议已采纳或说明理由。") if answered else _("对所附条件的异议尚未答复。")
        findings.append(rulebook.finding("HR-04", answered, because))
    return findings


def to_law_objection(by: str, against: str) -> ObjectionKind:
    """What the law calls an objection by those people to the decision or to its conditions."""
    if against == "conditions":
        return ObjectionKind.TO_CONDITIONS
    return ObjectionKind.TO_DECISION_BY_BOTH if by == "both" else ObjectionKind.TO_DECISION_BY_ONE
