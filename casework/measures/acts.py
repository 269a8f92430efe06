"""What belongs to the decision and its review: objections, a hearing, limits that began anew, measures, property;
and a fact that was recorded wrongly."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.shared.acts.act import Act, Present, PreviewedAct
from casework.shared.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.shared.acts.own_code import NamesOwnCode
from casework.shared.facts.fact_rules import (
    ALL_RESTS,
    ALL_STAFF,
    BY_THE_CHIEF,
    IN_PERSON,
    NOT_THESE_DAYS,
    TEAM,
    FactRule,
    FactTask,
    Stops,
    staff_notice,
)
from casework.shared.files.base import DayOfPlan, DayOfStretch, DayWithinPlan, KnownDay, PastDay
from casework.shared.rights.operation import ActGroup, Operation
from casework.shared.rights.phases import (
    AFTERWARDS,
    ALSO_AFTERWARDS,
    HANDLED,
    LATE,
    LATE_TO_THE_END,
    OPEN,
    OVER,
    UNDECIDED,
    Phase,
    Times,
)
from casework.shared.rights.scope import ALSO_ASSISTING, CASE_TEAM, CLERKS, FAMILY, PROSECUTOR, RightScope, owners_of
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from models.office import Role
from notifications.events import Recipient

FACT_CORRECTED = FactRule(
    "fact_corrected",
    _("登记有误的事实被更正，或者整条撤回"),
    "office_practice",
    starts=_("由它推算的期限、事项和消息重新计算；恢复的事项先询问，不直接计为未完成；已作的决定由人审查"),
    tells=(staff_notice(*TEAM),),
)

OBJECTION_MADE = FactRule(
    "objection_made",
    _("本人或者法定代理人一方对决定有异议，或者对附带条件、考验期有异议"),
    "HR-04",
    starts=_("须答复；不采纳的说明理由"),
    asks=(FactTask("objection_answer", 2, at_once=True),),
)

OBJECTION_BY_BOTH = FactRule(
    "objection_by_both",
    _("本人和法定代理人均在期限内对附条件不起诉决定有异议，且未撤回"),
    "HR-03",
    stops=Stops.SUPERVISION,
    reason="both_object",
    starts=_("应当作出起诉的决定；决定之前可以撤回异议"),
    asks=(FactTask("objection_answer", 2, at_once=True), BY_THE_CHIEF),
    tells=(staff_notice(*ALL_STAFF), IN_PERSON),
    family_reads=ALL_RESTS,
    banner=_("双方均有异议：考察已停止，应当作出起诉的决定"),
)

OBJECTION_WITHDRAWN = FactRule(
    "objection_withdrawn",
    _("异议撤回后，不再是双方均有异议"),
    "HR-05",
    lifts="both_object",
    starts=_("考察继续"),
    tells=(staff_notice(*TEAM),),
)

HELD = FactRule(
    "held",
    _("被拘留、逮捕，尚未释放"),
    "DE-05",
    stops=Stops.WHILE_UNABLE,
    reason="unable",
    starts=_("立即释放或者变更强制措施"),
    asks=(FactTask("custody", at_once=True),),
    family_reads=NOT_THESE_DAYS,
)

RELEASED = FactRule(
    "released",
    _("已释放"),
    "DE-05",
    starts=_("释放之后的事项照常"),
    tells=(staff_notice(*TEAM),),
)

BAIL_CHANGED = FactRule(
    "bail_changed",
    _("决定或者解除取保候审、监视居住"),
    "measures",
    starts=_("强制措施的届满日；取保期间外出还须派出所同意"),
    tells=(staff_notice(*TEAM),),
)

VICTIM_ADDED = FactRule(
    "victim_added",
    _("查明还有被害人，增加为受送达人"),
    "service_starts_remedies",
    starts=_("送达；自其本人收到之日起七日内可以申诉"),
    asks=(FactTask("service", 1),),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)

REVIEW_RESTARTED = FactRule(
    "review_restarted",
    _("查明审查起诉期限曾重新计算（补充侦查退回、改变管辖）"),
    "HR-10",
    starts=_("剩余期限和作出起诉或者不起诉决定的最后一日随之变动"),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)


Which = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=40), NamesOwnCode(only=False)]


class Object(Act):
    """The minor, the representative or both objected to the decision or to its conditions (CPL art 282(3)).

    An objection to the decision counts until the announcement is closed, one to the conditions at any time. Where both
    object to the decision, prosecution is due, and the chief procurator may end the supervision (`end_otherwise`);
    where only one does, no text decides. One of the family objects for themselves; staff record that both did with
    who was present.
    """

    operation: ClassVar = Operation(
        "object",
        title=_("登记异议"),
        done=_("登记了异议"),
        by={**CLERKS, **FAMILY},
        fits=LATE,
        signs=False,
        fact=True,
        changes=(
            OBJECTION_MADE,
            OBJECTION_BY_BOTH,
        ),
        group=ActGroup.SERVICE,
        steps={"objection": Responsibility.PROPOSES},
    )

    objection_by: Literal["both", "minor", "legal_representative"]
    against: Literal["decision", "conditions"]
    text: str = Field(min_length=1, max_length=2000)
    present: Annotated[list[Present] | None, ChosenFrom(PlanChoices.PRESENT)] = Field(None, max_length=20)
    """Who was there; for `both` the minor and a representative."""
    made_on: Annotated[PastDay | None, Caption(_("提出之日（不填即今天）"))] = None
    """The act's own day, if left out."""


class AnswerObjection(Act):
    """The prosecutor answered: the objection is adopted, or the reasons why not are given (Rules art 470(2)).

    An objection by both to the decision cannot be settled by an answer.
    """

    operation: ClassVar = Operation(
        "answer_objection",
        title=pgettext("title", "答复异议"),
        done=_("答复了异议"),
        by=owners_of("objection_answer"),
        fits=ALSO_AFTERWARDS,
        signs=False,
        group=ActGroup.SERVICE,
        steps={"objection": Responsibility.DECIDES},
    )

    against: Literal["decision", "conditions"]
    adopted: Annotated[
        bool,
        Caption(
            _("是否采纳"),
            choices={
                "true": _("采纳"),
                "false": _("不采纳，说明理由"),
            },
        ),
    ]
    reason: str = Field(min_length=1, max_length=2000)


class WithdrawObjection(Act):
    """The objection was withdrawn; until prosecution is decided the supervision can continue (Rules art 470(3))."""

    operation: ClassVar = Operation(
        "withdraw_objection",
        title=_("登记异议的撤回"),
        done=_("登记了异议的撤回"),
        by={**CLERKS, **FAMILY},
        fits=LATE_TO_THE_END,
        signs=False,
        steps={},
        fact=True,
        changes=(OBJECTION_WITHDRAWN,),
        group=ActGroup.SERVICE,
    )

    objection_by: Literal["both", "minor", "legal_representative"]
    against: Literal["decision", "conditions"]


class HoldHearing(Act):
    """A hearing (听证) was held: recorded as it was."""

    operation: ClassVar = Operation(
        "hold_hearing",
        title=_("登记听证"),
        done=_("登记了听证"),
        by=CLERKS,
        fits=Times(OPEN, fact=frozenset({Phase.CLOSED})),
        signs=False,
        steps={},
        fact=True,
        group=ActGroup.SERVICE,
    )

    held_on: Annotated[PastDay | None, Caption(_("听证日（不填即今天）"))] = None
    """The act's own day, if left out."""
    notified_on: Annotated[PastDay | None, Caption(_("通知参加人之日"))] = None
    """When the participants were notified."""
    public: Annotated[bool, Caption(_("公开"))] = False
    text: str | None = Field(None, max_length=20_000)


class RestartReview(Act):
    """It turned out that the review period restarted before the decision (CPL arts 172(2), 175).

    The days left, and every open date at the end, follow.
    """

    operation: ClassVar = Operation(
        "restart_review",
        title=_("登记审查起诉期限重新计算"),
        done=_("登记了审查起诉期限重新计算"),
        by=CASE_TEAM,
        fits=Times(UNDECIDED | {Phase.REVOKED}, fact=AFTERWARDS | {Phase.CLOSED}),
        signs=False,
        steps={},
        changes=(REVIEW_RESTARTED,),
        group=ActGroup.SERVICE,
    )

    because: Annotated[Literal["supplementary_investigation", "change_of_jurisdiction"], Caption(_("因为"))]
    began_on: Annotated[PastDay, Caption(_("从哪天重新计算"))]
    """Between receipt and decision."""


class RecordMeasure(Act):
    """Bail, residential surveillance or custody was ordered or lifted, by that organ.

    Each organ's own decision starts its own time limit. While somebody is held in `custody`, the prosecutor is
    notified at once, their duties are *unable* and nothing is sent to them; so is a guardian's sheet of their phone.
    A release ends that from its day on: what falls due later is due again.
    """

    operation: ClassVar = Operation(
        "record_measure",
        title=_("登记强制措施"),
        done=_("登记了强制措施"),
        by=CLERKS,
        fits=LATE,
        signs=False,
        steps={},
        fact=True,
        changes=(
            HELD,
            RELEASED,
            BAIL_CHANGED,
        ),
        group=ActGroup.SERVICE,
    )

    measure: Annotated[
        Literal["bail", "residential_surveillance", "custody"],
        Caption(
            _("哪种强制措施"),
            choices={
                "bail": _("取保候审"),
                "residential_surveillance": _("监视居住"),
                "custody": _("羁押"),
            },
        ),
    ]
    decided_by: Annotated[
        Literal["police", "procuratorate", "court"],
        Caption(
            _("哪个机关决定"),
            choices={
                "police": pgettext("choice", "公安机关"),
                "procuratorate": pgettext("acts: choices", "检察院"),
                "court": pgettext("choice", "法院"),
            },
        ),
    ]
    from_on: PastDay
    lifted_on: Annotated[PastDay | None, Caption(_("解除之日"))] = None


class SettleProperty(Act):
    """The disposal of something seized or frozen (Rules art 374)."""

    operation: ClassVar = Operation(
        "settle_property",
        title=_("登记涉案财物的处理"),
        done=_("登记了涉案财物的处理"),
        by=CLERKS,
        fits=Times(OPEN, fact=frozenset({Phase.CLOSED})),
        signs=False,
        steps={},
        group=ActGroup.SERVICE,
    )

    place: int = Field(ge=1, le=500)
    """Its place on the plan's list."""
    outcome: Annotated[
        Literal["returned", "unfrozen", "handed_over", "confiscated"],
        Caption(
            choices={
                "returned": _("返还"),
                "unfrozen": _("解除冻结"),
                "handed_over": _("移送有关机关"),
                "confiscated": _("没收"),
            }
        ),
    ]


class AddAddressee(Act):
    """A named prosecutor added a school, an employer, or a victim who became known, as addressee of a document, with
    a reason. Nobody else can.

    No document goes to a school or an employer otherwise. A victim who became known later is served too, and may
    complain from their own receipt.
    """

    operation: ClassVar = Operation(
        "add_addressee",
        title=_("增加受送达人（学校、单位、被害人）"),
        done=_("增加了受送达人"),
        by=PROSECUTOR,
        fits=HANDLED,
        signs=False,
        changes=(VICTIM_ADDED,),
        group=ActGroup.SERVICE,
        steps={"addressee": Responsibility.DECIDES},
    )

    to: Annotated[
        Literal["school", "employer", "victim"],
        Caption(
            choices={
                "school": pgettext("choice", "学校"),
                "victim": pgettext("choice", "被害人"),
                "employer": _("用人单位"),
            }
        ),
    ]
    number: str | None = Field(None, max_length=40)
    """Of several victims: the number of the receipt."""
    decision: Literal["conditional_non_prosecution", "non_prosecution", "revocation"] = "conditional_non_prosecution"
    reason: str = Field(min_length=1, max_length=2000)


class CorrectFact(PreviewedAct):
    """A fact had been recorded wrongly: the right one replaces it, and everything that follows is computed again.

    Whoever of the staff may record that fact may correct it. The first entry stays in the journal and the correction
    names it; dates, duties and messages that rest on it are computed again, and whoever acted on it is notified. A
    correction alone never makes an item count as missed: duties that are due again and overdue are asked about first.
    Decisions made by a person remain. After the seal only what is on the closing list can be corrected: the day of a
    receipt or of a remedy.
    """

    operation: ClassVar = Operation(
        "correct_fact",
        title=_("更正登记有误的事实"),
        done=_("更正了登记有误的事实"),
        # Its verb asks for the right to record that very fact besides; this is the widest of them.
        by={**ALSO_ASSISTING, Role.CLERK: RightScope.OFFICE},
        fits=Times(OPEN, fact=OVER),
        signs=False,
        steps={},
        changes=(FACT_CORRECTED,),
        group=ActGroup.SERVICE,
        hint=_(
            "只填登记有误的那一类事实的正确内容，其余不填。原来的登记保留在案卷日志中；由它推算的期限、事项和消息重新计算，下一步先给您看。"
            "不会因更正直接计为未完成：先询问本人。"
        ),
    )
    also: ClassVar = _("改错、写错、撤销登记")

    fact: Annotated[Literal[
        "announce", "record_service", "file_remedy", "record_remedy_answer", "record_unable", "record_measure", "report_incident",
        "end_contact", "announce_outcome", "record_judgment", "record_restriction", "record_appeal", "record_relief",
        "record_card_query", "record_suggestion_reply", "record_referral_answer", "record_certificate",
    ], Caption(_("哪类事实登记有误"), choices={"announce": _("宣布"), "record_service": pgettext("choice", "送达"), "file_remedy": _("复议、复核或者申诉"), "record_remedy_answer": _("上一级检察院的决定"), "record_unable": _("无法履行的期间"), "record_measure": pgettext("choice", "强制措施"), "report_incident": _("报告的情况"), "end_contact": _("去世，或者不再是监护人"), "announce_outcome": _("宣布不起诉决定"), "record_judgment": pgettext("choice", "生效判决"), "record_restriction": _("卡和账户的限制措施"), "record_appeal": _("对限制措施的申诉"), "record_relief": pgettext("choice", "限制措施的放宽"), "record_card_query": pgettext("choice", "电话卡和账户自查"), "record_suggestion_reply": _("检察建议的答复"), "record_referral_answer": _("转介的回复"), "record_certificate": _("无犯罪记录证明已出具")})]  # fmt: skip
    """The act that recorded it."""
    which: Annotated[
        Which | None,
        ChosenFrom(PlanChoices.ENTRIES),
        Caption(_("哪一条（只有一条的不填）：受送达人、救济种类、强制措施、谁、情况代码、亲属关系或者回执号")),
    ] = None
    """Which entry, where there are several: addressee, kind of remedy, measure, who, label, relation, or receipt number."""
    was_on: Annotated[
        KnownDay | None,
        Caption(_("原来登记的日期（只有一条的不填）")),
    ] = None
    """The day stated by the entry, where that distinguishes it from others: of receipt, of filing, of the answer, the
    first day, the day it happened, the day it ended. Of an answer to a referral and a certificate: the day it was
    recorded."""
    announced_on: Annotated[
        DayOfPlan | None,
        Caption(_("宣布（附条件不起诉决定或者不起诉决定）：正确的宣布之日")),
    ] = None
    """The right value, as in `announce` or `announce_outcome`."""
    received_on: Annotated[DayOfPlan | None, Caption(_("送达：正确的收到之日"))] = None
    """The right value, as in `record_service`."""
    decision_received_on: Annotated[DayOfPlan | None, Caption(_("救济：正确的收到决定之日"))] = None
    """The right value, as in `file_remedy`."""
    posted_on: Annotated[DayOfPlan | None, Caption(_("救济：正确的邮寄之日"))] = None
    """The right value, as in `file_remedy`."""
    filed_on: Annotated[DayOfPlan | None, Caption(_("救济：正确的收到请求之日"))] = None
    """The right value, as in `file_remedy`."""
    outcome: Annotated[
        Literal["upheld", "corrected", "withdrawn"] | None,
        Caption(_("上一级检察院的决定：正确的结论")),
    ] = None
    """The right value, as in `record_remedy_answer`."""
    from_on: Annotated[
        DayOfStretch | None,
        Caption(_("无法履行或者强制措施：正确的起始日")),
    ] = None
    """The right value, as in `record_unable` or `record_measure`."""
    to_on: Annotated[DayOfStretch | None, Caption(_("无法履行：正确的终止日"))] = None
    """The right value, as in `record_unable`."""
    lifted_on: Annotated[PastDay | None, Caption(_("强制措施：正确的解除之日"))] = None
    """The right value, as in `record_measure`."""
    done_on: Annotated[PastDay | None, Caption(_("情况：正确的发生之日"))] = None
    """The right value, as in `report_incident`."""
    found_on: Annotated[PastDay | None, Caption(_("情况：正确的得知之日"))] = None
    """The right value, as in `report_incident`."""
    since: Annotated[
        PastDay | None,
        Caption(_("去世或者不再是监护人：正确的日期")),
    ] = None
    """The right value, as in `end_contact`."""
    sentence_months: Annotated[int | None, Caption(_("判决：正确的刑期（月）"))] = Field(None, ge=0, le=1_200)
    """The right value, as in `record_judgment`."""
    effective_on: Annotated[DayWithinPlan | None, Caption(_("判决：正确的生效之日"))] = None
    """The right value, as in `record_judgment`."""
    never_happened: Annotated[bool, Caption(_("此事没有发生，整条撤回"))] = False
    """It did not happen at all, instead of the right values: withdraws a receipt, an answer, a period of
    unavailability, a measure, a death or a guardian's end, the announcement of the outcome, a judgment, a
    restriction of cards, an appeal against it or a relief, a self-query of cards, a unit's reply, an answer to a
    referral, or a certificate. What waited for it is due again; where another reply had been recorded before it,
    that one applies."""
    reason: Annotated[str, Caption(_("错在哪里，依据什么更正"))] = Field(min_length=1, max_length=2000)
    """What was wrong, and how that is known."""


_HOW_TO_CORRECT = {"did", "on", "at", "by", "fact", "which", "was_on", "never_happened", "reason"}
"""What of a correction is no value of the fact itself."""
