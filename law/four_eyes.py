"""Four eyes as one table: for each step, who prepares it, proposes it, countersigns it, decides it, puts it on record.

Where a step changes a minor's position, two people stand behind it, and nobody approves their own proposal. The act
by which the program carries a column names the step where it is declared (`Operation.steps`); who may do that act is
the same in the office's rights, and a test holds the two together. A column without an act happens on paper or in
another organ. A department head's countersignature stands on the file where it is given; no decision waits for it, but
the person who decides is told that there is none, and says why they go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.i18n import Text, _, listed, pgettext
from law.applied import applies
from law.articles import get_article
from law.finding import Confidence, Finding
from law.rulebook import Rulebook


class ActorRole(StrEnum):
    """Whose hand a step needs, by office and not by name."""

    PROSECUTOR = "prosecutor"
    ASSISTANT = "assistant"
    DEPARTMENT_HEAD = "department_head"
    CHIEF_PROSECUTOR = "chief_prosecutor"
    DEPUTY = "deputy"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"
    SOCIAL_WORKER = "social_worker"
    MINOR = "minor"
    GUARDIAN = "guardian"
    SYSTEM = "system"
    POLICE = "police"
    OTHER_OFFICE = "other_office"
    HIGHER_OFFICE = "higher_office"
    COURT = "court"


class Responsibility(StrEnum):
    """What a hand does to a step."""

    PREPARES = "prepares"
    PROPOSES = "proposes"
    COUNTERSIGNS = "countersigns"
    DECIDES = "decides"
    RECORDS = "records"


ActorRoles = tuple[ActorRole, ...]


@dataclass(frozen=True)
class ProcedureStep:
    """One row: the step, its hands column by column, the transitions it makes."""

    id: str
    meaning: Text
    rule: str
    """The rule or article of the law's files that it stands on."""
    prepares: ActorRoles = ()
    proposes: ActorRoles = ()
    countersigns: ActorRoles = ()
    decides: ActorRoles = ()
    records: ActorRoles = ()
    transitions: tuple[str, ...] = ()

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

    @property
    def two_people(self) -> bool:
        """Whether somebody must propose or countersign before another decides."""
        return bool(self.decides and (self.proposes or self.countersigns))

    def hands(self, column: Responsibility) -> ActorRoles:
        """Whose hand that column needs; any one of them is enough."""
        roles: ActorRoles = getattr(self, column.value)
        return roles


_H, _C = ActorRole, Responsibility
_SIGNS = (_H.CHIEF_PROSECUTOR, _H.DEPUTY)
_TEAM = (_H.PROSECUTOR, _H.ASSISTANT)
_DESK = (_H.PROSECUTOR, _H.ASSISTANT, _H.CLERK)
_CARES = (_H.PROSECUTOR, _H.ASSISTANT, _H.SOCIAL_WORKER)

STEPS = (
    ProcedureStep(
        "conditional_decision", _("附条件不起诉决定"),
        "conditional_decision",
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), decides=_SIGNS, records=_TEAM,
    ),
    ProcedureStep(
        "announcement", pgettext("step", "当面宣布"),
        "DE-03",
        records=_DESK,
    ),
    ProcedureStep(
        "change_period", _("缩短或者延长考验期"),
        "PB-03",
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), countersigns=(_H.DEPARTMENT_HEAD,), decides=_SIGNS,
    ),
    ProcedureStep(
        "condition_change", _("变更附带条件"),
        "OB-02",
        prepares=(_H.ASSISTANT, _H.SOCIAL_WORKER), decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "leave", _("批准外出"),
        "OB-06",
        proposes=(*_CARES, _H.MINOR, _H.GUARDIAN), decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "leave_on_bail", _("取保候审期间外出的第二个批准"),
        "station_approves",
        decides=(_H.POLICE,), records=_TEAM,
    ),
    ProcedureStep(
        "elsewhere", _("异地协助考察"),
        "SU-05",
        countersigns=(_H.OTHER_OFFICE,), decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "guardian_order", _("责令监护人接受指导"),
        "GU-01", prepares=(_H.ASSISTANT, _H.SOCIAL_WORKER), decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "support_level", _("确定帮扶力度"),
        "office_practice",
        decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "cadence", _("变更日程"),
        "supervision",
        prepares=(_H.ASSISTANT, _H.SOCIAL_WORKER), decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "handover", _("移交与接收"),
        "office_practice",
        proposes=(*_CARES, _H.DEPARTMENT_HEAD),
        decides=(_H.SOCIAL_WORKER, _H.ASSISTANT, _H.PROSECUTOR, _H.CLERK, _H.DEPARTMENT_HEAD, *_SIGNS),
    ),
    ProcedureStep(
        "age", _("年龄存疑及认定"),
        "liability_age",
        proposes=_CARES, decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "explanation", _("答复本人的说明"),
        "VI-11",
        decides=_TEAM,
    ),
    ProcedureStep(
        "incident", _("待核实情况的认定"),
        "incidents",
        prepares=_TEAM, decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "revoke", _("撤销附条件不起诉"),
        "VI-12",
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), countersigns=(_H.DEPARTMENT_HEAD,), decides=_SIGNS,
        transitions=("ST-02", "ST-03"),
    ),
    ProcedureStep(
        "prosecution", _("撤销后提起公诉"),
        "grounds_of_revocation",
        decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "decide_non_prosecution", _("期满不起诉"),
        "FI-12",
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), countersigns=(_H.DEPARTMENT_HEAD,), decides=_SIGNS, transitions=("ST-04",),
    ),
    ProcedureStep(
        "outcome_announcement", _("宣布不起诉决定"),
        "outcome_told",
        records=_DESK,
    ),
    ProcedureStep(
        "end_otherwise", _("因死亡、不负刑事责任、纠正、改变管辖或者异议终结"),
        "each_end",
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), countersigns=(_H.DEPARTMENT_HEAD,), decides=_SIGNS,
        transitions=("ST-10", "ST-11", "ST-12"),
    ),
    ProcedureStep(
        "acquittal", _("终止审理或者宣告无罪"),
        "not_liable",
        decides=(_H.COURT,), records=_TEAM,
    ),
    ProcedureStep(
        "judgment", _("生效判决"),
        "SE-15",
        decides=(_H.COURT,), records=_TEAM,
    ),
    ProcedureStep(
        "remedy", _("本院的复议决定、对逾期申诉的复查决定"),
        "remedies_of_the_office",
        proposes=(_H.PROSECUTOR, _H.DEPARTMENT_HEAD), decides=_SIGNS,
    ),
    ProcedureStep(
        "remedy_higher", _("上一级检察院的复核决定、复查决定"),
        "remedies_of_either_office",
        decides=(_H.HIGHER_OFFICE,), records=_DESK,
    ),
    ProcedureStep(
        "objection", _("对异议的答复"),
        "objections",
        proposes=(_H.MINOR, _H.GUARDIAN, *_DESK), decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "addressee", _("增加学校或者单位为受送达人"),
        "addressees",
        decides=(_H.PROSECUTOR,),
    ),
    ProcedureStep(
        "setting_aside", _("撤销不起诉并起诉"),
        "setting_aside",
        proposes=(_H.PROSECUTOR,), decides=(_H.HIGHER_OFFICE, *_SIGNS), records=_SIGNS, transitions=("ST-08", "ST-09", "ST-18"),
    ),
    ProcedureStep(
        "after_correction", _("纠正或者异议后如何处理"),
        "review_by_higher",
        proposes=(_H.PROSECUTOR,), decides=_SIGNS,
    ),
    ProcedureStep(
        "sealed_access", _("查阅封存的记录"),
        "access_to_sealed",
        proposes=_DESK, decides=_SIGNS,
    ),
    ProcedureStep(
        "retention", _("保管期限届满后删除"),
        "kept_no_longer",
        decides=_SIGNS,
    ),
    ProcedureStep(
        "kept_on", _("保管期限届满后继续保管"),
        "kept_no_longer",
        decides=_SIGNS,
    ),
    ProcedureStep(
        "colleague_access", _("查阅他人办理的案件"),
        "access_by_staff",
        proposes=(_H.PROSECUTOR, _H.ASSISTANT, _H.DEPARTMENT_HEAD), decides=_SIGNS,
    ),
    ProcedureStep(
        "unsealing", pgettext("step", "解除判决的封存"),
        "unsealing",
        proposes=(_H.PROSECUTOR,), decides=_SIGNS, transitions=("ST-16",),
    ),
    ProcedureStep(
        "carried_out", _("期满、封存、收尾：由系统执行已决定的事"),
        "carried_out",
        records=(_H.SYSTEM,),
        transitions=("ST-01", "ST-05", "ST-06", "ST-07", "ST-13", "ST-14", "ST-15", "ST-17"),
    ),
    ProcedureStep(
        "mandatory_report", _("报告侵害并登记"),
        "GU-03",
        decides=_CARES,
    ),
    ProcedureStep(
        "paper_template", _("更换文书模板"),
        "office_practice",
        proposes=(_H.ADMINISTRATOR,), decides=(*_SIGNS, _H.DEPARTMENT_HEAD),
    ),
    ProcedureStep(
        "pause_messages", _("暂缓提醒"),
        "office_practice",
        decides=(_H.PROSECUTOR,),
    ),
)  # fmt: skip


def get_step(id: str) -> ProcedureStep:
    """That row. Raises KeyError for an unknown step."""
    return {each.id: each for each in STEPS}[id]


@applies("FE-01")
def finding_on_own_proposal(step_id: str, proposed_by: str | None, decided_by: str, rulebook: Rulebook) -> Finding:
    """Whether somebody decides on another's proposal (FE-01). Steps that one person takes are not asked.

    `proposed_by` and `decided_by` tell two people apart, whatever offices they hold. Raises KeyError for an unknown step.
    """
    if not get_step(step_id).two_people:
        because = _("这一步由一人作出。")
        return rulebook.finding("FE-01", True, because)
    if not proposed_by:
        because = _("检察官尚未提请，不能决定。")
    elif proposed_by == decided_by:
        because = _("提请人不能自己批准。")
    else:
        return rulebook.finding("FE-01", True, _("由两人分别提请和决定。"))
    return rulebook.finding("FE-01", False, because)


@applies("FE-02")
def finding_on_what_happened_since(happened: Sequence[Text], rulebook: Rulebook) -> Finding:
    """Whether the case is as it was when the decision was proposed (FE-02), and what has happened since."""
    because = _("提请之后：{happened}。", happened=listed(happened)) if happened else _("提请之后没有别的变动。")
    return rulebook.finding("FE-02", not happened, because)


@applies("FE-03")
def finding_on_countersigning(step_id: str, countersigned: bool, rulebook: Rulebook) -> Finding:
    """Whether somebody looked the proposal over where the step asks for it (FE-03). Raises KeyError for an unknown step."""
    holds = countersigned or not get_step(step_id).countersigns
    return rulebook.finding("FE-03", holds, _("已经审核，或者不须审核。") if holds else _("部门负责人尚未审核。"))
