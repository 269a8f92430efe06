"""Four eyes as one table: for each step, who prepares it, proposes it, countersigns it, decides it, puts it on record.

Where a step changes a minor's position, two people stand behind it, and nobody approves their own proposal. A column
that the program carries names the act by which it is done; who may do that act is the same in the office's rights, and
a test holds the two together. A column without an act happens on paper or in another organ. A department head's
countersignature stands on the file where it is given; no decision waits for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from law.finding import Confidence, Finding
from law.rulebook import Rulebook
from sunward.words import Words


class Hand(StrEnum):
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


class Column(StrEnum):
    """What a hand does to a step."""

    PREPARES = "prepares"
    PROPOSES = "proposes"
    COUNTERSIGNS = "countersigns"
    DECIDES = "decides"
    RECORDS = "records"


Hands = tuple[Hand, ...]


@dataclass(frozen=True)
class Step:
    """One row: the step, its hands column by column, the acts that carry it, the transitions it makes."""

    id: str
    meaning: Words
    article: str
    confidence: Confidence
    prepares: Hands = ()
    proposes: Hands = ()
    countersigns: Hands = ()
    decides: Hands = ()
    records: Hands = ()
    acts: Mapping[Column, str] = field(default_factory=dict)
    transitions: tuple[str, ...] = ()

    @property
    def two_people(self) -> bool:
        """Whether somebody must propose or countersign before another decides."""
        return bool(self.decides and (self.proposes or self.countersigns))

    def hands(self, column: Column) -> Hands:
        """Whose hand that column needs; any one of them is enough."""
        hands: Hands = getattr(self, column.value)
        return hands


_H, _C = Hand, Column
_SIGNS = (_H.CHIEF_PROSECUTOR, _H.DEPUTY)
_TEAM = (_H.PROSECUTOR, _H.ASSISTANT)
_DESK = (_H.PROSECUTOR, _H.ASSISTANT, _H.CLERK)
_CARES = (_H.PROSECUTOR, _H.ASSISTANT, _H.SOCIAL_WORKER)

STEPS = (
    Step(
        "conditional_decision", Words("附条件不起诉决定", "The conditional decision"),
        "人民检察院办理未成年人刑事案件的规定第33条 (2013 Provisions art 33)", Confidence.K,
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), decides=_SIGNS, records=_TEAM,
        acts={_C.RECORDS: "open_plan"},
    ),
    Step(
        "announcement", Words("当面宣布", "The announcement"),
        "人民检察院刑事诉讼规则第471条第2款 (Rules art 471(2))", Confidence.V,
        records=_DESK, acts={_C.RECORDS: "announce"},
    ),
    Step(
        "period_change", Words("缩短或者延长考验期", "Shortening or extending the period"),
        "人民检察院办理未成年人刑事案件的规定第40条 (2013 Provisions art 40)", Confidence.K,
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), countersigns=(_H.DEPARTMENT_HEAD,), decides=_SIGNS,
        acts={_C.PROPOSES: "propose", _C.COUNTERSIGNS: "countersign", _C.DECIDES: "change_period"},
    ),
    Step(
        "condition_change", Words("变更附带条件", "Changing a condition"),
        "人民检察院刑事诉讼规则第476条 (Rules art 476)", Confidence.V,
        prepares=(_H.ASSISTANT, _H.SOCIAL_WORKER), decides=(_H.PROSECUTOR,), acts={_C.DECIDES: "change_condition"},
    ),
    Step(
        "leave", Words("批准外出", "Approving leave"),
        "刑事诉讼法第283条第3款第3项 (CPL art 283(3)(3))", Confidence.V,
        proposes=(*_CARES, _H.MINOR, _H.GUARDIAN), decides=(_H.PROSECUTOR,),
        acts={_C.PROPOSES: "ask_leave", _C.DECIDES: "decide_leave"},
    ),
    Step(
        "leave_on_bail", Words("取保候审期间外出的第二个批准", "The second approval of leave while on bail"),
        "公安机关办理刑事案件程序规定第95条 (Police Procedure art 95)", Confidence.V,
        decides=(_H.POLICE,), records=_TEAM, acts={_C.RECORDS: "record_police_station"},
    ),
    Step(
        "elsewhere", Words("异地协助考察", "Supervision elsewhere"),
        "人民检察院办理未成年人刑事案件的规定第44条 (2013 Provisions art 44)", Confidence.V2,
        countersigns=(_H.OTHER_OFFICE,), decides=(_H.PROSECUTOR,), acts={_C.DECIDES: "assist_elsewhere"},
    ),
    Step(
        "guardian_order", Words("责令监护人接受指导", "An order to a guardian"),
        "家庭教育促进法第49条、未成年人保护法第118条第2款 (Family Education Law art 49; Minors Protection Law art 118(2))",
        Confidence.V, prepares=(_H.ASSISTANT, _H.SOCIAL_WORKER), decides=(_H.PROSECUTOR,),
        acts={_C.DECIDES: "order_guardian"},
    ),
    Step(
        "support_level", Words("确定帮扶力度", "Setting the level of support"),
        "本院做法 (the office's own practice)", Confidence.P,
        decides=(_H.PROSECUTOR,), acts={_C.DECIDES: "set_support_level"},
    ),
    Step(
        "cadence", Words("变更日程", "Changing what is owed how often"),
        "刑事诉讼法第283条第1款 (CPL art 283(1))", Confidence.V,
        prepares=(_H.ASSISTANT, _H.SOCIAL_WORKER), decides=(_H.PROSECUTOR,), acts={_C.DECIDES: "change_cadence"},
    ),
    Step(
        "handover", Words("移交与接收", "Hand-over and acceptance"),
        "本院做法 (the office's own practice)", Confidence.P,
        proposes=(*_CARES, _H.DEPARTMENT_HEAD),
        decides=(_H.SOCIAL_WORKER, _H.ASSISTANT, _H.PROSECUTOR, _H.CLERK, _H.DEPARTMENT_HEAD, *_SIGNS),
        acts={_C.PROPOSES: "hand_over", _C.DECIDES: "accept_hand_over"},
    ),
    Step(
        "age", Words("年龄存疑及认定", "A doubt about age, and settling it"),
        "刑法第17条、刑事诉讼法第16条 (Criminal Law art 17; CPL art 16)", Confidence.V,
        proposes=_CARES, decides=(_H.PROSECUTOR,), acts={_C.PROPOSES: "doubt_age", _C.DECIDES: "settle_age"},
    ),
    Step(
        "explanation", Words("答复本人的说明", "Answering an explanation"),
        "刑事诉讼法第284条，推论 (inferred from CPL art 284)", Confidence.P,
        decides=_TEAM, acts={_C.DECIDES: "answer_explanation"},
    ),
    Step(
        "incident", Words("待核实情况的认定", "What an incident amounts to"),
        "人民检察院刑事诉讼规则第479条 (Rules art 479)", Confidence.V,
        prepares=_TEAM, decides=(_H.PROSECUTOR,), acts={_C.PREPARES: "hear", _C.DECIDES: "close_incident"},
    ),
    Step(
        "revocation", Words("撤销附条件不起诉", "Revocation"),
        "人民检察院刑事诉讼规则第479条未写明由谁决定 (Rules art 479 names nobody)", Confidence.K,
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), countersigns=(_H.DEPARTMENT_HEAD,), decides=_SIGNS,
        acts={_C.PROPOSES: "propose", _C.COUNTERSIGNS: "countersign", _C.DECIDES: "revoke"},
        transitions=("ST-02", "ST-03"),
    ),
    Step(
        "prosecution", Words("撤销后提起公诉", "The indictment after a revocation"),
        "刑事诉讼法第284条第1款 (CPL art 284(1))", Confidence.V,
        decides=(_H.PROSECUTOR,), acts={_C.DECIDES: "prosecute"},
    ),
    Step(
        "non_prosecution", Words("期满不起诉", "Non-prosecution after the period"),
        "人民检察院刑事诉讼规则第477条第1款 (Rules art 477(1))", Confidence.V,
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), countersigns=(_H.DEPARTMENT_HEAD,), decides=_SIGNS,
        acts={_C.PROPOSES: "write_opinion", _C.COUNTERSIGNS: "countersign", _C.DECIDES: "decide_non_prosecution"}, transitions=("ST-04",),
    ),
    Step(
        "outcome_announcement", Words("宣布起诉或者不起诉的决定", "Telling the outcome"),
        "人民检察院刑事诉讼规则第376条 (Rules art 376)", Confidence.V,
        records=_DESK, acts={_C.RECORDS: "announce_outcome"},
    ),
    Step(
        "end_otherwise", Words("因死亡、不负刑事责任、纠正、改变管辖或者异议终结", "An end for another reason"),
        "见各项情形 (see each end)", Confidence.V,
        prepares=(_H.ASSISTANT,), proposes=(_H.PROSECUTOR,), countersigns=(_H.DEPARTMENT_HEAD,), decides=_SIGNS,
        acts={_C.PROPOSES: "propose", _C.COUNTERSIGNS: "countersign", _C.DECIDES: "end_otherwise"},
        transitions=("ST-10", "ST-11"),
    ),
    Step(
        "acquittal", Words("终止审理或者宣告无罪", "The trial is terminated, or an acquittal"),
        "刑事诉讼法第16条 (CPL art 16)", Confidence.V,
        decides=(_H.COURT,), records=_SIGNS, acts={_C.RECORDS: "end_otherwise"}, transitions=("ST-12",),
    ),
    Step(
        "judgment", Words("生效判决", "The judgment in force"),
        "人民检察院刑事诉讼规则第482条 (Rules art 482)", Confidence.V,
        decides=(_H.COURT,), records=_TEAM, acts={_C.RECORDS: "record_judgment"},
    ),
    Step(
        "remedy", Words("本院的复议决定、对逾期申诉的复查决定", "The office's own answer to a remedy"),
        "人民检察院刑事诉讼规则第379条、第382条 (Rules arts 379, 382)", Confidence.V,
        proposes=(_H.PROSECUTOR, _H.DEPARTMENT_HEAD), decides=_SIGNS, acts={_C.DECIDES: "decide_remedy"},
    ),
    Step(
        "remedy_higher", Words("上一级检察院的复核决定、复查决定", "The higher office's answer to a remedy"),
        "人民检察院刑事诉讼规则第380条至第383条 (Rules arts 380-383)", Confidence.V,
        decides=(_H.HIGHER_OFFICE,), records=_DESK, acts={_C.RECORDS: "record_remedy_answer"},
    ),
    Step(
        "objection", Words("对异议的答复", "Answering an objection"),
        "刑事诉讼法第282条第3款、人民检察院刑事诉讼规则第470条 (CPL art 282(3); Rules art 470)", Confidence.V,
        proposes=(_H.MINOR, _H.GUARDIAN, *_DESK), decides=(_H.PROSECUTOR,),
        acts={_C.PROPOSES: "object", _C.DECIDES: "answer_objection"},
    ),
    Step(
        "addressee", Words("增加学校或者单位为受送达人", "Adding a school or an employer as addressee"),
        "人民检察院刑事诉讼规则第377条、第481条 (Rules arts 377, 481)", Confidence.V,
        decides=(_H.PROSECUTOR,), acts={_C.DECIDES: "add_addressee"},
    ),
    Step(
        "setting_aside", Words("撤销不起诉并起诉", "A non-prosecution is set aside"),
        "人民检察院刑事诉讼规则第383条、第388条 (Rules arts 383, 388)", Confidence.V,
        proposes=(_H.PROSECUTOR,), decides=(_H.HIGHER_OFFICE, *_SIGNS), records=_SIGNS,
        acts={_C.RECORDS: "set_aside"}, transitions=("ST-08", "ST-09"),
    ),
    Step(
        "after_correction", Words("上级纠正后如何处理", "What follows a higher office's correction"),
        "人民检察院刑事诉讼规则第380条 (Rules art 380)", Confidence.V,
        proposes=(_H.PROSECUTOR,), decides=_SIGNS, acts={_C.DECIDES: "follow_correction"},
    ),
    Step(
        "sealed_access", Words("查阅封存的记录", "A look into a sealed record"),
        "人民检察院刑事诉讼规则第484条、第486条 (Rules arts 484, 486)", Confidence.V,
        proposes=_DESK, decides=_SIGNS, acts={_C.PROPOSES: "ask_access", _C.DECIDES: "answer_access"},
    ),
    Step(
        "unsealing", Words("解除判决的封存", "The seal of a judged case is lifted"),
        "人民检察院刑事诉讼规则第485条 (Rules art 485)", Confidence.V,
        proposes=(_H.PROSECUTOR,), decides=_SIGNS, acts={_C.DECIDES: "unseal"}, transitions=("ST-16",),
    ),
    Step(
        "carried_out", Words("期满、封存、收尾：由系统执行已决定的事", "The end of the period, sealing, closing"),
        "刑事诉讼法第284条第2款、人民检察院刑事诉讼规则第482条、第486条 (CPL art 284(2); Rules arts 482, 486)",
        Confidence.V,
        records=(_H.SYSTEM,), acts={_C.RECORDS: "live"},
        transitions=("ST-01", "ST-05", "ST-06", "ST-07", "ST-13", "ST-14", "ST-15", "ST-17"),
    ),
    Step(
        "mandatory_report", Words("报告侵害并登记", "Reporting harm, and putting it on record"),
        "未成年人保护法第11条第2款 (Minors Protection Law art 11(2))", Confidence.V,
        decides=_CARES, acts={_C.DECIDES: "report_danger"},
    ),
    Step(
        "paper_template", Words("更换文书模板", "Another template for a paper"),
        "本院做法 (the office's own practice)", Confidence.P,
        proposes=(_H.ADMINISTRATOR,), decides=(*_SIGNS, _H.DEPARTMENT_HEAD),
        acts={_C.PROPOSES: "offer_template", _C.DECIDES: "approve_template"},
    ),
    Step(
        "hush", Words("暂缓提醒", "Holding back all texts"),
        "本院做法 (the office's own practice)", Confidence.P,
        decides=(_H.PROSECUTOR,), acts={_C.DECIDES: "hush"},
    ),
)  # fmt: skip


def step(id: str) -> Step:
    """That row. Raises KeyError for an unknown step."""
    return {each.id: each for each in STEPS}[id]


def finding_on_own_proposal(step_id: str, proposed_by: str | None, decided_by: str, rulebook: Rulebook) -> Finding:
    """Whether somebody decides on another's proposal (FE-01). Steps that one person takes are not asked.

    `proposed_by` and `decided_by` tell two people apart, whatever offices they hold. Raises KeyError for an unknown step.
    """
    if not step(step_id).two_people:
        because = Words("这一步由一人作出。", "One person takes this step.")
        return rulebook.finding("FE-01", True, because)
    if not proposed_by:
        because = Words("没有写明由谁提请。", "It is not said who proposed it.")
    elif proposed_by == decided_by:
        because = Words("提请人不能自己批准。", "Nobody approves their own proposal.")
    else:
        return rulebook.finding("FE-01", True, Words("由两人分别提请和决定。", "One proposed and another decided."))
    return rulebook.finding("FE-01", False, because)
