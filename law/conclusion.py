"""The decision that ends the case: its contents, its announcement, its service, the property, what other organs hear."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from core.i18n import Text, _, listed, ngettext
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook
from law.service import Addressee


class DecisionSection(StrEnum):
    """Rules art 372: what a non-prosecution decision holds."""

    PERSON = "person"
    CAUSE_AND_ORIGIN = "cause_and_origin"
    FACTS = "facts"
    BASIS_AND_REASONS = "basis_and_reasons"
    PROPERTY = "property"
    RIGHTS_NOTICE = "rights_notice"


SECTION_LABELS: dict[DecisionSection, Text] = {
    DecisionSection.PERSON: _("当事人基本情况"),
    DecisionSection.CAUSE_AND_ORIGIN: _("案由和案件来源"),
    DecisionSection.FACTS: _("案件事实"),
    DecisionSection.BASIS_AND_REASONS: _("不起诉的法律依据和理由"),
    DecisionSection.PROPERTY: _("涉案财物的处理情况"),
    DecisionSection.RIGHTS_NOTICE: _("有关告知事项"),
}


class Audience(StrEnum):
    """Who may be in the room when the outcome is told: a small circle (2013 Provisions art 50, from memory)."""

    MINOR = "minor"
    LEGAL_REPRESENTATIVE = "legal_representative"
    APPROPRIATE_ADULT = "appropriate_adult"
    DEFENDER = "defender"
    POLICE = "police"
    SOCIAL_WORKER = "social_worker"
    ANYBODY_ELSE = "anybody_else"


@applies("FI-05")
def finding_on_content(parts: Collection[DecisionSection], rulebook: Rulebook) -> Finding:
    """Whether the decision holds its six parts (FI-05)."""
    missing = [part for part in DecisionSection if part not in parts]
    because = (
        ngettext(
            "缺少{count}部分内容：{parts}。",
            len(missing),
            count=len(missing),
            parts=listed(SECTION_LABELS[part] for part in missing),
        )
        if missing
        else _("六部分内容齐全。")
    )
    return rulebook.finding("FI-05", not missing, because)


@applies("FI-06")
def finding_on_telling_the_outcome(announced: bool, present: Collection[Audience], rulebook: Rulebook) -> Finding:
    """Whether the outcome was told, which gives it effect, and to few (FI-06)."""
    if not announced:
        because = _("尚未宣布，决定尚未生效。")
    elif Audience.ANYBODY_ELSE in present:
        because = _("在场人员超出必要范围。")
    elif Audience.MINOR not in present:
        because = _("本人不在场。")
    else:
        because = _("已宣布，范围适当。")
    holds = announced and Audience.ANYBODY_ELSE not in present and Audience.MINOR in present
    return rulebook.finding("FI-06", holds, because)


@applies("FI-07")
def finding_on_outcome_served(
    owed: Collection[Addressee], served: Collection[Addressee], rulebook: Rulebook
) -> Finding:
    """Whether the decision reached everybody it is served on (FI-07). School and employer are nobody's addressees
    unless a named prosecutor added one; the law's word of a person's unit was written for adults."""
    missing = [to for to in owed if to not in served]
    because = _("尚有{count}方未送达。", count=len(missing)) if missing else _("已全部送达。")
    return rulebook.finding("FI-07", not missing, because)


@applies("FI-08")
def finding_on_punishment_opinion(needed: bool, sent: bool, rulebook: Rulebook) -> Finding:
    """Whether an opinion went to the organ that punishes or confiscates, where that is needed (FI-08)."""
    because = _("需要其他机关处理的，检察意见尚未送出。") if needed and not sent else _("无需提出，或者已提出。")
    return rulebook.finding("FI-08", sent or not needed, because)


@applies("FI-09")
def finding_on_property(outcomes: Mapping[str, str | None], rulebook: Rulebook) -> Finding:
    """Whether everything seized or frozen has an outcome (FI-09): returned, unfrozen, handed over, confiscated."""
    left = [thing for thing, outcome in outcomes.items() if not (outcome or "").strip()]
    because = ngettext("还有{count}项财物没有处理结果。", len(left), count=len(left)) if left else _("财物均已处理。")
    return rulebook.finding("FI-09", not left, because)


@applies("FI-10")
def finding_on_final_complaint(received_decision: bool, in_time: bool, rulebook: Rulebook) -> Finding:
    """What a complaint against the final decision meets (FI-10): the same seven days, from that victim's receipt, and
    the same two ways. Late it goes to the deciding office; it is never turned away and never a matter for a court."""
    if not received_decision:
        because = _("尚未送达该被害人，期限未开始。")
    elif in_time:
        because = _("七日内提出，由上一级检察院复查。")
    else:
        because = _("超过七日，由作出决定的检察院受理。")
    return rulebook.finding("FI-10", in_time or not received_decision, because)
