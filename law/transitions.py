"""Where a plan can stand, and who moves it from one place to the next under which article.

Time alone moves a plan once: when the last day of the period is over, it waits for a decision. Everything else is
decided by a named person. There is no way back from the end of the period, and none around a decision.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.i18n import Text, _
from law.applied import applies
from law.articles import get_article
from law.finding import Confidence, Effect, Finding
from law.rulebook import Rulebook


class PlanStatus(StrEnum):
    """What a person would say about the plan today. REVOKED means that the case is before the court."""

    UNDER_SUPERVISION = "under_supervision"
    AWAITING_DECISION = "awaiting_decision"
    REVOKED = "revoked"
    NON_PROSECUTED = "non_prosecuted"
    SEALED = "sealed"
    UNSEALED = "unsealed"
    ENDED_OTHERWISE = "ended_otherwise"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a case may be concluded."""

    NON_PROSECUTION = "non_prosecution"
    PROSECUTION = "prosecution"
    CHARGES_WITHDRAWN = "charges_withdrawn"
    """No conclusion yet: the court let the charges be withdrawn, and a decision not to prosecute follows."""


class Decider(StrEnum):
    """Who moves a plan. TIME is the end of the period's last day and decides nothing about the person."""

    TIME = "time"
    CHIEF_PROSECUTOR = "chief_prosecutor"
    HIGHER_OFFICE = "higher_office"
    COURT = "court"
    ARCHIVE = "archive"


class End(StrEnum):
    """How our office ends a plan otherwise, each by its row of ends.toml. Each stops every duty and every reminder at
    once."""

    DEATH = "death"
    NO_CRIMINAL_FACT = "no_criminal_fact"
    DONE_BY_ANOTHER = "done_by_another"
    MINOR_CIRCUMSTANCES = "minor_circumstances"
    TIME_BARRED = "time_barred"
    AMNESTY = "amnesty"
    NO_COMPLAINT = "no_complaint"
    OTHER_EXEMPTION = "other_exemption"
    BELOW_AGE = "below_age"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"
    CORRECTED_BY_HIGHER_OFFICE = "corrected_by_higher_office"
    CHANGE_OF_JURISDICTION = "change_of_jurisdiction"
    OBJECTION = "objection"


_OF_THE_LIVING = (
    End.MINOR_CIRCUMSTANCES,
    End.TIME_BARRED,
    End.AMNESTY,
    End.NO_COMPLAINT,
    End.OTHER_EXEMPTION,
    End.BELOW_AGE,
    End.INSUFFICIENT_EVIDENCE,
    End.OBJECTION,
)
"""After a death the case ends by it, or for want of a criminal fact."""


@dataclass(frozen=True)
class Transition:
    """One step a plan can take."""

    id: str
    frm: PlanStatus
    to: PlanStatus
    decided_by: Decider
    meaning: Text
    rule: str
    """The rule or article of the law's files that it stands on."""

    def __post_init__(self) -> None:
        get_article(self.rule)

    @property
    def article(self) -> str:
        """The article in both languages."""
        return get_article(self.rule).article

    @property
    def confidence(self) -> Confidence:
        """How sure we are of it."""
        return get_article(self.rule).confidence


_S, _D = PlanStatus, Decider
_COURSE = get_article("course_of_a_plan")

TRANSITIONS = (
    Transition(
        "ST-01", _S.UNDER_SUPERVISION, _S.AWAITING_DECISION, _D.TIME,
        _("考验期最后一日已过"),
        "end_of_period",
    ),
    Transition(
        "ST-02", _S.UNDER_SUPERVISION, _S.REVOKED, _D.CHIEF_PROSECUTOR,
        _("撤销附条件不起诉决定，提起公诉"),
        "revocation",
    ),
    Transition(
        "ST-03", _S.AWAITING_DECISION, _S.REVOKED, _D.CHIEF_PROSECUTOR,
        _("考验期内的情形期满后发现，撤销并提起公诉"),
        "revocation_reading",
    ),
    Transition(
        "ST-04", _S.AWAITING_DECISION, _S.NON_PROSECUTED, _D.CHIEF_PROSECUTOR,
        _("期满作出不起诉决定"),
        "non_prosecution",
    ),
    Transition(
        "ST-05", _S.NON_PROSECUTED, _S.SEALED, _D.ARCHIVE,
        _("不起诉后封存"),
        "sealed",
    ),
    Transition(
        "ST-06", _S.REVOKED, _S.SEALED, _D.ARCHIVE,
        _("五年以下判决生效后封存"),
        "SE-15",
    ),
    Transition(
        "ST-07", _S.REVOKED, _S.CLOSED, _D.ARCHIVE,
        _("判决超过五年，不封存而结案"),
        "SE-15",
    ),
    Transition(
        "ST-08", _S.NON_PROSECUTED, _S.REVOKED, _D.HIGHER_OFFICE,
        _("复查或者发现确有错误，撤销不起诉并起诉"),
        "setting_aside",
    ),
    Transition(
        "ST-09", _S.SEALED, _S.REVOKED, _D.HIGHER_OFFICE,
        _("封存后撤销不起诉并起诉"),
        "setting_aside",
    ),
    Transition(
        "ST-10", _S.UNDER_SUPERVISION, _S.ENDED_OTHERWISE, _D.CHIEF_PROSECUTOR,
        _("死亡、不负刑事责任、上级纠正、改变管辖或者异议"),
        "each_end",
    ),
    Transition(
        "ST-11", _S.AWAITING_DECISION, _S.ENDED_OTHERWISE, _D.CHIEF_PROSECUTOR,
        _("期满后、决定前因同样情形终结"),
        "each_end",
    ),
    Transition(
        "ST-12", _S.REVOKED, _S.ENDED_OTHERWISE, _D.CHIEF_PROSECUTOR,
        _("撤销之后因死亡、不负刑事责任等终结，或者宣告无罪"),
        "not_liable",
    ),
    Transition(
        "ST-13", _S.ENDED_OTHERWISE, _S.SEALED, _D.ARCHIVE,
        _("未成年人的相关记录封存"),
        "certificate",
    ),
    Transition(
        "ST-14", _S.ENDED_OTHERWISE, _S.CLOSED, _D.ARCHIVE,
        _("案卷移送他院，本院结案"),
        "change_of_jurisdiction",
    ),
    Transition(
        "ST-15", _S.SEALED, _S.CLOSED, _D.ARCHIVE,
        _("收尾清单最后一项期限已过"),
        "office_practice",
    ),
    Transition(
        "ST-16", _S.SEALED, _S.UNSEALED, _D.CHIEF_PROSECUTOR,
        _("新罪或者漏罪并罚五年以上，解除判决的封存"),
        "unsealing",
    ),
    Transition(
        "ST-17", _S.UNSEALED, _S.CLOSED, _D.ARCHIVE,
        _("解除封存后，最后一项期限已过"),
        "office_practice",
    ),
    Transition(
        "ST-18", _S.ENDED_OTHERWISE, _S.REVOKED, _D.HIGHER_OFFICE,
        _("撤销法定不起诉或者存疑不起诉并起诉"),
        "setting_aside",
    ),
)  # fmt: skip


def find_transition(frm: PlanStatus, to: PlanStatus) -> Transition | None:
    """The step from one to the other; None where there is none."""
    return next((step for step in TRANSITIONS if (step.frm, step.to) == (frm, to)), None)


_ENDED = (
    PlanStatus.NON_PROSECUTED,
    PlanStatus.SEALED,
    PlanStatus.UNSEALED,
    PlanStatus.ENDED_OTHERWISE,
    PlanStatus.CLOSED,
)


def can_transition(frm: PlanStatus, to: PlanStatus) -> Finding:
    """Whether a plan may go from one to the other, and under which article."""
    step = find_transition(frm, to)
    if step is None:
        because = _("本案已经终结。") if frm in _ENDED else _("按本案所处的阶段，不能这样办理。")
        return Finding("ST-00", False, because, _COURSE.article, _COURSE.confidence, Effect.REFUSES)
    return Finding(step.id, True, step.meaning, step.article, step.confidence, Effect.REFUSES)


@applies("FE-04")
def finding_on_death(died: bool, end: End | None, ends: bool, rulebook: Rulebook) -> Finding:
    """Whether a decision agrees with the death that is on record, or with there being none (FE-04). `ends`: it is one by
    which the case ends otherwise, and then `end` says how."""
    if died and not ends:
        because = _("已登记本人死亡，不再追究刑事责任；请提请以死亡终结。")
    elif end is End.DEATH and not died:
        because = _("没有登记本人死亡；请先登记，再提请终结。")
    elif died and end in _OF_THE_LIVING:
        because = _("已登记本人死亡：请提请以死亡终结；证据证明没有犯罪事实的，以没有犯罪事实不起诉。")
    else:
        return rulebook.finding("FE-04", True, _("与登记的情况一致。"))
    return rulebook.finding("FE-04", False, because)
