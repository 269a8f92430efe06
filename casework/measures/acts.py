"""What belongs to the decision and its review: objections, a hearing, limits that began anew, measures, property;
and a fact that was recorded wrongly."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.shared.acts.act import Act
from casework.shared.acts.captions import Caption
from casework.shared.acts.reasons import (
    A_RECORD,
    ANSWERS_WHAT_WAS_ASKED,
    HEARD_IN_PERSON,
    RECORDED_AGAIN,
    SAID_IN_PERSON,
    SOMEBODYS_WORDS,
)
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
from casework.shared.rights.scope import ALSO_ASSISTING, CASE_TEAM, CLERKS, FAMILY, PROSECUTOR, RightScope
from core.words import Words
from law.four_eyes import Responsibility
from models.office import Role
from notifications.events import Event, Recipient

FACT_CORRECTED = FactRule(
    "fact_corrected",
    Words("登记有误的事实被更正，或者整条撤回", "a fact that was recorded wrongly is corrected, or withdrawn"),
    "office_practice",
    starts=Words(
        "由它推算的期限、事项和消息重新计算；恢复的事项先询问，不直接计为未完成；已作的决定由人审查",
        "dates computed from it are computed again; duties that revive are asked about first "
        "and never counted as missed at once; decisions made since are for people to review",
    ),
    tells=(staff_notice(*TEAM),),
)

OBJECTION_MADE = FactRule(
    "objection_made",
    Words(
        "本人或者法定代理人一方对决定有异议，或者对附带条件、考验期有异议",
        "one of minor and representative objects to the decision, or anybody to its conditions",
    ),
    "HR-04",
    starts=Words("须答复；不采纳的说明理由", "an answer is due, with reasons where it is not adopted"),
    asks=(FactTask("objection_answer", Role.PROSECUTOR, 2, at_once=True),),
)

OBJECTION_BY_BOTH = FactRule(
    "objection_by_both",
    Words(
        "本人和法定代理人均在期限内对附条件不起诉决定有异议，且未撤回",
        "minor and representative both object to the decision in time, and neither has withdrawn",
    ),
    "HR-03",
    stops=Stops.SUPERVISION,
    reason="both_object",
    starts=Words(
        "应当作出起诉的决定；决定之前可以撤回异议", "prosecution is due; until it is decided they may withdraw"
    ),
    asks=(FactTask("objection_answer", Role.PROSECUTOR, 2, at_once=True), BY_THE_CHIEF),
    tells=(staff_notice(*ALL_STAFF), IN_PERSON),
    family_reads=ALL_RESTS,
    banner=Words(
        "双方均有异议：考察已停止，应当作出起诉的决定", "both object: supervision has stopped, and prosecution is due"
    ),
)

OBJECTION_WITHDRAWN = FactRule(
    "objection_withdrawn",
    Words("异议撤回后，不再是双方均有异议", "an objection is withdrawn, so that both object no longer"),
    "HR-05",
    lifts="both_object",
    starts=Words("考察继续", "the supervision continues"),
    tells=(staff_notice(*TEAM),),
)

HELD = FactRule(
    "held",
    Words("被拘留、逮捕，尚未释放", "somebody under supervision is taken into custody"),
    "DE-05",
    stops=Stops.WHILE_UNABLE,
    reason="unable",
    starts=Words("立即释放或者变更强制措施", "release, or another measure, at once"),
    asks=(FactTask("custody", Role.PROSECUTOR, at_once=True),),
    family_reads=NOT_THESE_DAYS,
)

RELEASED = FactRule(
    "released",
    Words("已释放", "the release is recorded"),
    "DE-05",
    starts=Words("释放之后的事项照常", "what falls due from then on is required as usual"),
    tells=(staff_notice(*TEAM),),
)

BAIL_CHANGED = FactRule(
    "bail_changed",
    Words("决定或者解除取保候审、监视居住", "bail or residential surveillance is ordered or lifted"),
    "measures",
    starts=Words(
        "强制措施的届满日；取保期间外出还须派出所同意",
        "its own last day; while on bail, leave needs the police station as well",
    ),
    tells=(staff_notice(*TEAM),),
)

VICTIM_ADDED = FactRule(
    "victim_added",
    Words("查明还有被害人，增加为受送达人", "another victim is known, and is to be served"),
    "service_starts_remedies",
    starts=Words(
        "送达；自其本人收到之日起七日内可以申诉", "service; seven days to complain, from that victim's own receipt"
    ),
    asks=(FactTask("service", Role.CLERK, 1),),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)

REVIEW_RESTARTED = FactRule(
    "review_restarted",
    Words(
        "查明审查起诉期限曾重新计算（补充侦查退回、改变管辖）",
        "it turns out that the review period restarted (supplementary investigation, jurisdiction)",
    ),
    "HR-10",
    starts=Words(
        "剩余期限和作出起诉或者不起诉决定的最后一日随之变动", "the days left and the last day for the decision move"
    ),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)


Which = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=40)]


class Object(Act):
    """The minor, the representative or both objected to the decision or to its conditions (CPL art 282(3)).

    An objection to the decision counts until the announcement is closed, one to the conditions at any time. Where both
    object to the decision, prosecution is due, and the chief procurator may end the supervision (`end_otherwise`);
    where only one does, no text decides.
    """

    operation: ClassVar = Operation(
        "object",
        does="casework.measures.objections:object_to",
        title=Words("登记异议", "Record an objection"),
        done=Words("登记了异议", "recorded an objection"),
        noun=Words("异议", "objection"),
        detail="`objection`, `against`, `in_time`, `rules`, `prosecution_due`, `fact`, `cancelled`, `asked`",
        by={**CLERKS, **FAMILY},
        fits=LATE,
        fact=True,
        notifies=(
            Event.PLAN_CHANGED,
            Event.TO_BE_TOLD_IN_PERSON,
        ),
        changes=(
            OBJECTION_MADE,
            OBJECTION_BY_BOTH,
        ),
        group=ActGroup.SERVICE,
        not_corrected=SOMEBODYS_WORDS,
        steps={"objection": Responsibility.PROPOSES},
    )

    did: Literal["object"]
    objection_by: Literal["both", "minor", "legal_representative"]
    against: Literal["decision", "conditions"]
    text: str = Field(min_length=1, max_length=2000)
    made_on: Annotated[PastDay | None, Caption(Words("提出之日（不填即今天）", "Made on (today, if left empty)"))] = (
        None
    )
    """The act's own day, if left out."""


class AnswerObjection(Act):
    """The prosecutor answered: the objection is adopted, or the reasons why not are given (Rules art 470(2)).

    An objection by both to the decision cannot be settled by an answer.
    """

    operation: ClassVar = Operation(
        "answer_objection",
        does="casework.measures.objections:answer_objection",
        title=Words("答复异议", "Answer an objection"),
        done=Words("答复了异议", "answered the objection"),
        noun=Words("答复异议", "objection answered"),
        detail="`objection`, `against`, `adopted`",
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        notifies=SAID_IN_PERSON,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.SERVICE,
        steps={"objection": Responsibility.DECIDES},
    )

    did: Literal["answer_objection"]
    against: Literal["decision", "conditions"]
    adopted: Annotated[
        bool,
        Caption(
            Words("是否采纳", "Adopted or not"),
            choices={
                "true": Words("采纳", "Adopted"),
                "false": Words("不采纳，说明理由", "Not adopted, with the reasons"),
            },
        ),
    ]
    reason: str = Field(min_length=1, max_length=2000)


class WithdrawObjection(Act):
    """The objection was withdrawn; until prosecution is decided the supervision can continue (Rules art 470(3))."""

    operation: ClassVar = Operation(
        "withdraw_objection",
        does="casework.measures.objections:withdraw_objection",
        title=Words("登记异议的撤回", "Record that an objection was withdrawn"),
        done=Words("登记了异议的撤回", "recorded that the objection was withdrawn"),
        noun=Words("撤回异议", "objection withdrawn"),
        detail="`objection`, `against`, `holds`",
        by={**CLERKS, **FAMILY},
        fits=LATE_TO_THE_END,
        fact=True,
        notifies=(Event.PLAN_CHANGED,),
        changes=(OBJECTION_WITHDRAWN,),
        group=ActGroup.SERVICE,
        not_corrected=SOMEBODYS_WORDS,
    )

    did: Literal["withdraw_objection"]
    objection_by: Literal["both", "minor", "legal_representative"]
    against: Literal["decision", "conditions"]


class HoldHearing(Act):
    """A hearing (听证) was held: recorded as it was."""

    operation: ClassVar = Operation(
        "hold_hearing",
        does="casework.measures.review_events:hold_hearing",
        title=Words("登记听证", "Record a hearing"),
        done=Words("登记了听证", "recorded a hearing"),
        noun=Words("听证", "hearing held"),
        detail="`on`, `notified_on`, `public`, `holds`, `rule`",
        by=CLERKS,
        fits=Times(OPEN, fact=frozenset({Phase.CLOSED})),
        fact=True,
        notifies=HEARD_IN_PERSON,
        changes=A_RECORD,
        group=ActGroup.SERVICE,
        not_corrected=RECORDED_AGAIN,
    )

    did: Literal["hold_hearing"]
    held_on: Annotated[PastDay | None, Caption(Words("听证日（不填即今天）", "Held on (today, if left empty)"))] = None
    """The act's own day, if left out."""
    notified_on: Annotated[PastDay | None, Caption(Words("通知参加人之日", "When the participants were notified"))] = (
        None
    )
    """When the participants were notified."""
    public: Annotated[bool, Caption(Words("公开", "Public"))] = False
    text: str | None = Field(None, max_length=20_000)


class RestartReview(Act):
    """It turned out that the review period restarted before the decision (CPL arts 172(2), 175).

    The days left, and every open date at the end, follow.
    """

    operation: ClassVar = Operation(
        "restart_review",
        does="casework.measures.review_events:restart_review",
        title=Words("登记审查起诉期限重新计算", "Record a restart of the review period"),
        done=Words("登记了审查起诉期限重新计算", "recorded that the review period restarted"),
        noun=Words("审查起诉期限重新计算", "review period restarted"),
        detail="`because`, `began_on`, `old_limit`, `limit_ends_on`, `old_days_left`, `review_days_left`, `final_decision_by`, `moved`, `warnings`",
        by=CASE_TEAM,
        fits=Times(UNDECIDED | {Phase.REVOKED}, fact=AFTERWARDS | {Phase.CLOSED}),
        notifies=(Event.PLAN_CHANGED,),
        changes=(REVIEW_RESTARTED,),
        group=ActGroup.SERVICE,
    )

    did: Literal["restart_review"]
    because: Annotated[
        Literal["supplementary_investigation", "change_of_jurisdiction"], Caption(Words("因为", "Because of"))
    ]
    began_on: Annotated[PastDay, Caption(Words("从哪天重新计算", "Restarted on"))]
    """Between receipt and decision."""


class RecordMeasure(Act):
    """Bail, residential surveillance or custody was ordered or lifted, by that organ.

    Each organ's own decision starts its own time limit. While somebody is held in `custody`, the prosecutor is
    notified at once, their duties are *unable* and nothing is sent to them; so is a guardian's sheet of their phone.
    A release ends that from its day on: what falls due later is due again.
    """

    operation: ClassVar = Operation(
        "record_measure",
        does="casework.measures.review_events:record_measure",
        title=Words("登记强制措施", "Record bail, surveillance or custody"),
        done=Words("登记了强制措施", "recorded a compulsory measure"),
        noun=Words("强制措施", "compulsory measure"),
        detail="`measure`, `decided_by`, `from_on`, `lifted_on`",
        by=CLERKS,
        fits=LATE,
        fact=True,
        notifies=(Event.PLAN_CHANGED,),
        changes=(
            HELD,
            RELEASED,
            BAIL_CHANGED,
        ),
        group=ActGroup.SERVICE,
    )

    did: Literal["record_measure"]
    measure: Annotated[
        Literal["bail", "residential_surveillance", "custody"],
        Caption(
            Words("哪种强制措施", "Which measure"),
            choices={
                "bail": Words("取保候审", "Bail"),
                "residential_surveillance": Words("监视居住", "Residential surveillance"),
                "custody": Words("羁押", "Custody"),
            },
        ),
    ]
    decided_by: Annotated[
        Literal["police", "procuratorate", "court"],
        Caption(
            Words("哪个机关决定", "Decided by which organ"),
            choices={
                "police": Words("公安机关", "The police"),
                "procuratorate": Words("检察院", "The procuratorate"),
                "court": Words("法院", "The court"),
            },
        ),
    ]
    from_on: PastDay
    lifted_on: Annotated[PastDay | None, Caption(Words("解除之日", "Lifted on"))] = None


class SettleProperty(Act):
    """The disposal of something seized or frozen (Rules art 374)."""

    operation: ClassVar = Operation(
        "settle_property",
        does="casework.outcome.final_decision_checks:settle_property",
        title=Words("登记涉案财物的处理", "Record the disposal of property"),
        done=Words("登记了涉案财物的处理", "recorded the disposal of property"),
        noun=Words("涉案财物处理", "disposal of property recorded"),
        detail="`place`, `outcome`, `left`",
        by=CLERKS,
        fits=Times(OPEN, fact=frozenset({Phase.CLOSED})),
        notifies=SAID_IN_PERSON,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.SERVICE,
    )

    did: Literal["settle_property"]
    place: int = Field(ge=1, le=500)
    """Its place on the plan's list."""
    outcome: Annotated[
        Literal["returned", "unfrozen", "handed_over", "confiscated"],
        Caption(
            choices={
                "returned": Words("返还", "Returned"),
                "unfrozen": Words("解除冻结", "Unfrozen"),
                "handed_over": Words("移送有关机关", "Handed over"),
                "confiscated": Words("没收", "Confiscated"),
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
        does="casework.service.announcement_and_service:add_addressee",
        title=Words("增加受送达人（学校、单位、被害人）", "Add a school, an employer or a victim as addressee"),
        done=Words("增加了受送达人", "added an addressee"),
        noun=Words("增加受送达人", "addressee added"),
        detail="`to`, `decision`",
        by=PROSECUTOR,
        fits=HANDLED,
        notifies=(Event.PLAN_CHANGED,),
        changes=(VICTIM_ADDED,),
        group=ActGroup.SERVICE,
        steps={"addressee": Responsibility.DECIDES},
        papers=("service_receipt",),
    )

    did: Literal["add_addressee"]
    to: Annotated[
        Literal["school", "employer", "victim"],
        Caption(
            choices={
                "school": Words("学校", "A school"),
                "victim": Words("被害人", "A victim"),
                "employer": Words("用人单位", "An employer"),
            }
        ),
    ]
    number: str | None = Field(None, max_length=40)
    """Of several victims: the number of the receipt."""
    decision: Literal["conditional_non_prosecution", "non_prosecution", "revocation"] = "conditional_non_prosecution"
    reason: str = Field(min_length=1, max_length=2000)


class CorrectFact(Act):
    """A fact had been recorded wrongly: the right one replaces it, and everything that follows is computed again.

    Whoever of the staff may record that fact may correct it. The first entry stays in the journal and the correction
    names it; dates, duties and messages that rest on it are computed again, and whoever acted on it is notified. A
    correction alone never makes an item count as missed: duties that are due again and overdue are asked about first.
    Decisions made by a person remain. After the seal only what is on the closing list can be corrected: the day of a
    receipt or of a remedy.
    """

    operation: ClassVar = Operation(
        "correct_fact",
        does="casework.corrections.fact_correction:correct_fact",
        title=Words("更正登记有误的事实", "Correct a fact that was recorded wrongly"),
        done=Words("更正了登记有误的事实", "corrected a fact that was recorded wrongly"),
        noun=Words("更正登记有误的事实", "a fact recorded wrongly was corrected"),
        detail="`fact` (the act that recorded it), `corrects` (its line), `was_…` and `now_…` of each value, `never_happened`, `sent_before` (how many messages based on it had been sent), and what follows: `not_owed_yet`, `owed_again`, `in_time`, `answer_by`, `ground_may_exist`, `after_care_until`, `fact`, `cancelled`, `asked`",
        # Its verb asks for the right to record that very fact besides; this is the widest of them.
        by={**ALSO_ASSISTING, Role.CLERK: RightScope.OFFICE},
        fits=Times(OPEN, fact=OVER),
        previewed=True,
        notifies=(Event.PLAN_CHANGED, Event.TO_BE_TOLD_IN_PERSON),
        changes=(FACT_CORRECTED,),
        group=ActGroup.SERVICE,
        hint=Words(
            "只填登记有误的那一类事实的正确内容，其余不填。原来的登记保留在案卷日志中；由它推算的期限、事项和消息重新计算，下一步先给您看。"
            "不会因更正直接计为未完成：先询问本人。",
            "Fill in only the right values of the fact that was wrong. The first entry stays in the "
            "journal; dates, duties and messages that rest on it are computed again, and shown to "
            "you first. A correction alone never makes an item count as missed: the person is asked "
            "first.",
        ),
    )

    did: Literal["correct_fact"]
    fact: Annotated[Literal[
        "announce", "record_service", "file_remedy", "record_remedy_answer", "record_unable", "record_measure", "report_incident",
        "end_contact", "announce_outcome", "record_judgment", "record_restriction", "record_appeal", "record_relief",
        "record_card_query", "record_suggestion_reply", "record_referral_answer", "record_certificate",
    ], Caption(Words("哪类事实登记有误", "Which kind of fact was recorded wrongly"), choices={"announce": Words("宣布", "The announcement"), "record_service": Words("送达", "A receipt"), "file_remedy": Words("复议、复核或者申诉", "A remedy"), "record_remedy_answer": Words("上一级检察院的决定", "The higher office's answer"), "record_unable": Words("无法履行的期间", "A period of unavailability"), "record_measure": Words("强制措施", "Bail, surveillance or custody"), "report_incident": Words("报告的情况", "A reported incident"), "end_contact": Words("去世，或者不再是监护人", "A death, or a guardian's end"), "announce_outcome": Words("宣布不起诉决定", "The announcement of the outcome"), "record_judgment": Words("生效判决", "A judgment"), "record_restriction": Words("卡和账户的限制措施", "A restriction of cards"), "record_appeal": Words("对限制措施的申诉", "An appeal against a restriction"), "record_relief": Words("限制措施的放宽", "Relief from a restriction"), "record_card_query": Words("电话卡和账户自查", "A self-query of cards"), "record_suggestion_reply": Words("检察建议的答复", "A unit's reply to a suggestion"), "record_referral_answer": Words("转介的回复", "The answer to a referral"), "record_certificate": Words("无犯罪记录证明已出具", "A certificate as issued")})]  # fmt: skip
    """The act that recorded it."""
    which: Annotated[
        Which | None,
        Caption(
            Words(
                "哪一条（只有一条的不填）：受送达人、救济种类、强制措施、谁、情况代码、亲属关系或者回执号",
                "Which entry (empty, if there is only one): addressee, kind of remedy, measure, who, label, relation, or receipt number",
            )
        ),
    ] = None
    """Which entry, where there are several: addressee, kind of remedy, measure, who, label, relation, or receipt number."""
    was_on: Annotated[
        KnownDay | None,
        Caption(Words("原来登记的日期（只有一条的不填）", "The day it stated (empty, if there is only one)")),
    ] = None
    """The day stated by the entry, where that distinguishes it from others: of receipt, of filing, of the answer, the
    first day, the day it happened, the day it ended. Of an answer to a referral and a certificate: the day it was
    recorded."""
    announced_on: Annotated[
        DayOfPlan | None,
        Caption(
            Words(
                "宣布（附条件不起诉决定或者不起诉决定）：正确的宣布之日",
                "Announcement, of the decision or of the outcome: the right day",
            )
        ),
    ] = None
    """The right value, as in `announce` or `announce_outcome`."""
    received_on: Annotated[
        DayOfPlan | None, Caption(Words("送达：正确的收到之日", "Service: the right day of receipt"))
    ] = None
    """The right value, as in `record_service`."""
    decision_received_on: Annotated[
        DayOfPlan | None, Caption(Words("救济：正确的收到决定之日", "Remedy: the right day of receiving the decision"))
    ] = None
    """The right value, as in `file_remedy`."""
    posted_on: Annotated[
        DayOfPlan | None, Caption(Words("救济：正确的邮寄之日", "Remedy: the right day of posting"))
    ] = None
    """The right value, as in `file_remedy`."""
    filed_on: Annotated[
        DayOfPlan | None, Caption(Words("救济：正确的收到请求之日", "Remedy: the right day on which it came"))
    ] = None
    """The right value, as in `file_remedy`."""
    outcome: Annotated[
        Literal["upheld", "corrected", "withdrawn"] | None,
        Caption(Words("上一级检察院的决定：正确的结论", "The higher office's answer: the right outcome")),
    ] = None
    """The right value, as in `record_remedy_answer`."""
    from_on: Annotated[
        DayOfStretch | None,
        Caption(Words("无法履行或者强制措施：正确的起始日", "Unavailability, or a measure: the right first day")),
    ] = None
    """The right value, as in `record_unable` or `record_measure`."""
    to_on: Annotated[
        DayOfStretch | None, Caption(Words("无法履行：正确的终止日", "Unavailability: the right last day"))
    ] = None
    """The right value, as in `record_unable`."""
    lifted_on: Annotated[
        PastDay | None, Caption(Words("强制措施：正确的解除之日", "A measure: the right day on which it was lifted"))
    ] = None
    """The right value, as in `record_measure`."""
    done_on: Annotated[
        PastDay | None, Caption(Words("情况：正确的发生之日", "Incident: the right day it happened"))
    ] = None
    """The right value, as in `report_incident`."""
    found_on: Annotated[
        PastDay | None, Caption(Words("情况：正确的得知之日", "Incident: the right day it was found"))
    ] = None
    """The right value, as in `report_incident`."""
    since: Annotated[
        PastDay | None,
        Caption(Words("去世或者不再是监护人：正确的日期", "A death, or a guardian's end: the right day")),
    ] = None
    """The right value, as in `end_contact`."""
    sentence_months: Annotated[
        int | None, Caption(Words("判决：正确的刑期（月）", "Judgment: the right sentence in months"))
    ] = Field(None, ge=0, le=1_200)
    """The right value, as in `record_judgment`."""
    effective_on: Annotated[
        DayWithinPlan | None, Caption(Words("判决：正确的生效之日", "Judgment: the right day on which it is in force"))
    ] = None
    """The right value, as in `record_judgment`."""
    never_happened: Annotated[
        bool, Caption(Words("此事没有发生，整条撤回", "It never happened: withdraw the whole entry"))
    ] = False
    """It did not happen at all, instead of the right values: withdraws a receipt, an answer, a period of
    unavailability, a measure, a death or a guardian's end, the announcement of the outcome, a judgment, a
    restriction of cards, an appeal against it or a relief, a self-query of cards, a unit's reply, an answer to a
    referral, or a certificate. What waited for it is due again; where another reply had been recorded before it,
    that one applies."""
    reason: Annotated[str, Caption(Words("错在哪里，依据什么更正", "What was wrong, and how that is known"))] = Field(
        min_length=1, max_length=2000
    )
    """What was wrong, and how that is known."""


_HOW_TO_CORRECT = {"did", "on", "at", "by", "fact", "which", "was_on", "never_happened", "reason"}
"""What of a correction is no value of the fact itself."""
