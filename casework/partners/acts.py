"""Guardians and partners: orders, suggestions, aid, assessments, certificates, and the level of support."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from casework.acting.acts.act import Act, Label, LongText, Relation, Short
from casework.acting.acts.captions import Caption, ChosenFrom, GeneratedCode, PlanChoices
from casework.acting.rights.operation import ActGroup, Operation, SystemOperation
from casework.acting.rights.phases import (
    ALSO_AFTERWARDS,
    CLOSED_OR_SEALED,
    LATE_FACT,
    LATE_FACT_ALSO_CLOSED,
    OPEN,
    UNTIL_DECIDED,
    PhaseReason,
    Times,
    also_after_seal,
    while_running,
)
from casework.acting.rights.scope import CASE_AND_WORKER, CLERKS, FAMILY, PROSECUTOR
from casework.shared.files.base import MAX_AMOUNT, DayOfStretch, FarDay, KnownDay, PastDay, field_error
from casework.shared.text.text_checks import MAX_REMARK
from core.i18n import _, pgettext
from law.four_eyes import Responsibility

Line = Annotated[str, Field(min_length=1, max_length=200)]
YesNo = Literal["yes", "no"]
_YES_NO = {"yes": _("是"), "no": _("否")}


class OrderGuardian(Act):
    """The prosecutor ordered a guardian to take family-education guidance, or to fulfil guardianship.

    What is required of a guardian never counts as the minor's. It is refused once the young person is of age; an
    order without hours is recorded with its finding.
    """

    operation: ClassVar = Operation(
        "order_guardian",
        title=_("责令监护人接受家庭教育指导"),
        done=_("向监护人发出了指导令"),
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        group=ActGroup.PARTNERS,
        hint=_("这是监护人的事，不计在孩子名下。"),
        steps={"guardian_order": Responsibility.DECIDES},
    )

    order: Annotated[Label, GeneratedCode("o"), Caption(_("指导令编号"))]
    """A label of your own, by which later acts mean it."""
    kind: Annotated[
        Literal["family_education", "guardianship"],
        Caption(
            choices={
                "family_education": _("家庭教育指导令"),
                "guardianship": _("督促监护令"),
            }
        ),
    ] = "family_education"
    person: Annotated[Relation, ChosenFrom(PlanChoices.GUARDIANS)]
    """'guardian', or the relation, such as 'mother'."""
    hours: int | None = Field(None, ge=1, le=400)
    """How many hours in all."""
    provider: Line
    """Who gives the hours."""
    made_on: Annotated[PastDay | None, Caption(_("作出之日（不填即今天）"))] = None
    """The day on which it was made, as stated on the document; the day of the act, if omitted. Hours count from that
    day on."""
    until_on: Annotated[
        FarDay | None,
        Caption(_("截止日（不填即期满或成年）")),
    ] = None
    """Its last day; if omitted, the end of the period or the eighteenth birthday, whichever is earlier."""
    text: LongText | None = None


class RecordOrderHours(Act):
    """Hours of an order were done.

    They count from the day on which the order was made. Hours after its last day are filed, marked as late.
    """

    operation: ClassVar = Operation(
        "record_order_hours",
        title=_("登记指导令的时数"),
        done=_("登记了指导令的时数"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        group=ActGroup.PARTNERS,
    )

    order: Annotated[str, ChosenFrom(PlanChoices.ORDERS), Caption(_("哪份指导令"))] = Field(max_length=20)
    """The label of the order."""
    hours: int = Field(ge=1, le=400)
    done_on: Annotated[PastDay | None, Caption(_("哪一天（不填即今天）"))] = None
    """The day on which they were done; the act's own day, if left out."""
    another: bool = False
    """They belong to another session than the one reported for that day. Without it, the same day and hours reported
    by a second person are one session, confirmed by both."""
    note: LongText | None = None


class CancelSession(Act):
    """Something reported as done ceases to count: counted twice, for another day, or it did not take place.

    Its first record stays in the journal. It names a condition or an order, one of the two.
    """

    operation: ClassVar = Operation(
        "cancel_session",
        title=_("更正：一次登记不再计算"),
        done=pgettext("journal", "更正：一次登记不再计算"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        group=ActGroup.PARTNERS,
        hint=_("原来的登记留在日志里，总数随即重新计算。"),
    )

    condition: Annotated[
        Short | None,
        ChosenFrom(PlanChoices.CONDITIONS),
        Caption(_("哪一项附带条件（或者指导令，二者择一）")),
    ] = None
    """The condition's kind, such as 'A1', or its place on the plan, such as '2'."""
    order: Annotated[str | None, ChosenFrom(PlanChoices.ORDERS), Caption(_("哪份指导令"))] = Field(None, max_length=20)
    """The label of the order."""
    done_on: Annotated[KnownDay, Caption(_("登记的是哪一天"))]
    """The day for which it was recorded."""
    amount: Annotated[int | None, Caption(_("数量（当天有几次时写明）"))] = Field(None, ge=1, le=MAX_AMOUNT)
    """How much it was; needed where several are on record for that day."""
    reason: LongText

    @model_validator(mode="after")
    def _one_of_both(self) -> "CancelSession":
        if (self.condition is None) == (self.order is None):
            raise field_error(_("附带条件或者指导令，二者择一。"))
        return self


class EndOrder(Act):
    """An order ended."""

    operation: ClassVar = Operation(
        "end_order",
        title=_("终止指导令"),
        done=_("终止了指导令"),
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        group=ActGroup.PARTNERS,
    )

    order: Annotated[str, ChosenFrom(PlanChoices.ORDERS), Caption(_("哪份指导令"))] = Field(max_length=20)
    """The label of the order."""
    reason: LongText


class SendSuggestion(Act):
    """A suggestion was served on a unit that failed its duty towards the child, or with a non-prosecution an opinion on
    the organ that punishes or confiscates; an answer is due.

    The unit answers in writing within one month, or two for a general one. The law names no days for the organ: it is
    asked after two months.
    """

    operation: ClassVar = Operation(
        "send_suggestion",
        title=_("登记检察建议、检察意见"),
        done=_("送达了检察建议或者检察意见"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PARTNERS,
    )

    suggestion: Annotated[Label, GeneratedCode("s"), Caption(_("建议编号"))]
    """A label of your own, by which later acts mean it."""
    kind: Annotated[
        Literal["minors_protection", "general", "punishment"],
        Caption(
            choices={
                "minors_protection": _("依未成年人保护法（一个月答复）"),
                "general": _("一般检察建议（两个月答复）"),
                "punishment": _("检察意见：行政处罚、处分或者没收（通报处理情况）"),
            }
        ),
    ] = "minors_protection"
    unit: Line
    text: LongText
    served_on: Annotated[PastDay | None, Caption(_("送达之日（不填即今天）"))] = None
    """The act's own day, if left out."""


class RecordSuggestionReply(Act):
    """The unit answered in writing."""

    operation: ClassVar = Operation(
        "record_suggestion_reply",
        title=_("登记检察建议的答复"),
        done=_("登记了检察建议的答复"),
        by=CLERKS,
        fits=also_after_seal("suggestion_reply", "unit"),
        fact=True,
        group=ActGroup.PARTNERS,
    )
    corrected: ClassVar = True

    suggestion: Annotated[str, ChosenFrom(PlanChoices.SUGGESTIONS), Caption(_("哪份建议"))] = Field(max_length=20)
    """The label of the suggestion."""
    replied_on: Annotated[PastDay | None, Caption(_("答复之日（不填即今天）"))] = None
    """The act's own day, if left out."""
    text: LongText


class AskAid(Act):
    """Judicial or legal aid was applied for.

    No amount is shown openly.
    """

    operation: ClassVar = Operation(
        "ask_aid",
        title=_("申请救助"),
        done=_("申请了救助"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PARTNERS,
    )

    aid: Annotated[Label, GeneratedCode("a"), Caption(_("申请编号"))]
    """A label of your own, by which later acts mean it."""
    kind: Annotated[
        Literal["judicial_aid", "legal_aid"],
        Caption(choices={"judicial_aid": _("司法救助"), "legal_aid": _("法律援助")}),
    ] = "judicial_aid"
    yuan: int | None = Field(None, ge=1, le=10_000_000)
    """How much is asked for."""
    reason: LongText


class AnswerAid(Act):
    """The request for aid was answered."""

    operation: ClassVar = Operation(
        "answer_aid",
        title=_("登记救助的答复"),
        done=_("登记了救助的答复"),
        by=PROSECUTOR,
        fits=also_after_seal("aid_answer", "office"),
        group=ActGroup.PARTNERS,
    )

    aid: Annotated[str, ChosenFrom(PlanChoices.AID), Caption(_("哪次申请"))] = Field(max_length=20)
    """The label of the request."""
    granted: bool
    yuan: int | None = Field(None, ge=1, le=10_000_000)
    """How much was granted."""
    reason: LongText


class RecordAssessment(Act):
    """A psychological assessment was made, with the prior consents.

    It is refused without the consents given before the test.
    """

    operation: ClassVar = Operation(
        "record_assessment",
        title=_("登记心理测评"),
        done=_("登记了心理测评"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT_ALSO_CLOSED,
        fact=True,
        group=ActGroup.PARTNERS,
    )

    assessment: Annotated[Label, GeneratedCode("t"), Caption(_("测评编号"))]
    """A label of your own."""
    tested_on: Annotated[PastDay, Caption(_("测评之日"))]
    minor_consented_on: PastDay | None = None
    """The day of the minor's consent, not after the test."""
    representative_consented_on: PastDay | None = None
    """The day of the representative's consent, not after the test; not needed of somebody of age."""
    result: Annotated[LongText, Caption(_("测评结果（仅供参考）"))]


class Refer(Act):
    """The young person was referred to a helping service, with the prior consents.

    It is refused without the consent required at that age. Its answer is due within ten working days (an office can
    choose otherwise), and is recorded or dismissed before the opinion.
    """

    operation: ClassVar = Operation(
        "refer",
        title=_("转介到心理、学校或者其他服务"),
        done=_("转介到能提供帮助的单位"),
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        group=ActGroup.PARTNERS,
        hint=_(
            "须先有同意：不满十四周岁的由监护人同意，已满十四周岁的由本人和监护人同意，成年的由本人同意。转介是帮助，不是义务。"
        ),
    )
    also: ClassVar = _("心理咨询、学校、帮扶")

    referral: Annotated[Label, GeneratedCode("f"), Caption(_("转介编号"))]
    """A label of your own, by which later acts mean it."""
    kind: Annotated[
        Literal["counselling", "school", "service"],
        Caption(
            _("转介到哪里"),
            choices={
                "counselling": _("心理辅导"),
                "school": _("学校、培训"),
                "service": _("其他帮扶服务"),
            },
        ),
    ]
    unit: Annotated[Line, Caption(_("单位名称"))]
    """To whom."""
    purpose: Annotated[LongText, Caption(_("为什么转介"))]
    """What for."""
    minor_consented_on: PastDay | None = None
    """The day of the young person's own consent."""
    guardian_consented_on: Annotated[PastDay | None, Caption(_("监护人同意之日"))] = None
    """The day of a guardian's consent. Under fourteen the guardian consents, from fourteen both, of age the person
    alone."""


class RecordReferralAnswer(Act):
    """The outcome of a referral: accepted, declined, or no answer. Another answer corrects it."""

    operation: ClassVar = Operation(
        "record_referral_answer",
        title=_("登记转介的回复"),
        done=_("登记了转介的回复"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT_ALSO_CLOSED,
        fact=True,
        group=ActGroup.PARTNERS,
    )
    corrected: ClassVar = True

    referral: Annotated[str, ChosenFrom(PlanChoices.REFERRALS), Caption(_("哪次转介"))] = Field(max_length=20)
    """The label of the referral."""
    outcome: Annotated[
        Literal["accepted", "declined", "no_answer"],
        Caption(
            pgettext("column", "结果"),
            choices={
                "accepted": _("已接受"),
                "declined": _("未接受"),
                "no_answer": _("没有回复"),
            },
        ),
    ]
    first_on: Annotated[DayOfStretch | None, Caption(_("第一次去的日子"))] = None
    """The first day there; needed where it was accepted."""
    reason: str | None = Field(None, max_length=MAX_REMARK)
    """Needed where it was declined."""


class Place(Act):
    """The minor goes to a place for a time: a base, the community, community work, training, a job.

    One at a time. The place learns what the team tells it and nothing more; the social worker asks how it goes every so
    often. Work is for those of sixteen or older (Minors Protection Law art 61; Labour Law art 15).
    """

    operation: ClassVar = Operation(
        "place",
        title=_("安排观护场所、公益服务、培训或者岗位"),
        done=_("安排了去处"),
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        group=ActGroup.PARTNERS,
        hint=_(
            "去处只知道必须知道的；谁知情，逐个写明。未满十六周岁的不安排工作；十六至十八周岁的，不安排危险、有害的和夜间的工作。"
        ),
    )
    also: ClassVar = _("观护基地、公益劳动、实习、职业培训、观护帮教")

    kind: Annotated[
        Literal["base", "community", "service", "training", "job"],
        Caption(
            _("哪一类去处"),
            choices={
                "base": _("观护基地"),
                "community": _("社区"),
                "service": _("公益服务"),
                "training": _("职业培训"),
                "job": _("工作、实习岗位"),
            },
        ),
    ]
    unit: Annotated[Line, Caption(_("单位名称"))]
    from_on: Annotated[KnownDay, Caption(_("从哪一天起"))]
    until_on: Annotated[FarDay | None, Caption(_("到哪一天（不填即考验期满）"))] = None
    """Its last day; if left out, that of the period."""
    times: Annotated[Line, Caption(_("每周哪几天、几点到几点（避开上课）"))]
    hours: Annotated[int | None, Caption(_("一共多少小时（不按小时的不填）"))] = Field(None, ge=1, le=2000)
    condition: Annotated[
        Short | None, ChosenFrom(PlanChoices.CONDITIONS), Caption(_("计入哪一项附带条件（不计入的不选）"))
    ] = None
    """The condition for which its hours count."""
    supervisor: Annotated[Line, Caption(_("那边由谁带（姓名）"))]
    phone: Annotated[str, Caption(_("带的人的电话"))] = Field(min_length=3, max_length=40)
    informed: Annotated[LongText, Caption(_("那边谁知道多少（只写这些人，其他人不得告诉）"))]
    agreed_on: Annotated[PastDay, Caption(_("各方书面商定之日"))]
    insured: Annotated[YesNo | None, Caption(_("是否投保人身意外险"), choices=_YES_NO)] = None
    paid: Annotated[YesNo | None, Caption(_("是否有报酬"), choices=_YES_NO)] = None
    fetched_by: Annotated[Line | None, Caption(_("谁接送"))] = None
    minor_consented_on: PastDay | None = None
    """The day of the young person's own consent."""
    guardian_consented_on: Annotated[PastDay | None, Caption(_("监护人同意之日"))] = None
    """The day of a guardian's consent. Under fourteen the guardian consents, from fourteen both, of age the person
    alone."""


class RecordPlacementReport(Act):
    """The place told how it goes: by a call, on paper, or when somebody was there."""

    operation: ClassVar = Operation(
        "record_placement_report",
        title=_("登记去处的反馈和时数"),
        done=_("登记了去处的反馈"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        group=ActGroup.PARTNERS,
    )
    also: ClassVar = _("观护基地、考勤")

    way: Annotated[
        Literal["call", "paper", "visit"],
        Caption(_("怎么得知的"), choices={
            "call": pgettext("how", "电话"), "paper": pgettext("within a sentence", "纸面"), "visit": _("到现场看"),
        }),
    ]  # fmt: skip
    told_on: Annotated[PastDay | None, Caption(_("哪一天（不填即今天）"))] = None
    """The day that it tells of; the act's own day, if left out."""
    hours: Annotated[int | None, Caption(_("这一天的时数"))] = Field(None, ge=1, le=12)
    """How many hours were done that day."""
    paused: Annotated[bool, Caption(_("目前暂停（内容写明原因）"))] = False
    text: LongText


class EndPlacement(Act):
    """The minor no longer goes there."""

    operation: ClassVar = Operation(
        "end_placement",
        title=_("登记去处结束和观护帮教鉴定"),
        done=_("登记了去处的结束"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        group=ActGroup.PARTNERS,
        hint=_("中途结束不等于违反规定；写明原因。"),
    )
    also: ClassVar = _("观护基地")

    because: Annotated[
        Literal["done", "minor", "place", "moved", "other"],
        Caption(
            _("为什么结束"),
            choices={
                "done": _("按约定完成"),
                "minor": _("本人不再去"),
                "place": _("对方不能再接"),
                "moved": _("换一个去处"),
                "other": _("其他原因"),
            },
        ),
    ]
    ended_on: Annotated[PastDay | None, Caption(_("最后一天（不填即今天）"))] = None
    """The last day there; the act's own day, if left out."""
    text: Annotated[LongText, Caption(_("学到了什么、表现怎样（观护帮教鉴定），或者原因"))]


class SetSupportLevel(Act):
    """The prosecutor set the level of support, with a reason; it lapses automatically.

    It lapses after sixty days, changes nothing by itself, and appears only on the plan.
    """

    operation: ClassVar = Operation(
        "set_support_level",
        title=pgettext("title", "确定帮扶力度"),
        done=_("确定了帮扶力度"),
        by=PROSECUTOR,
        fits=while_running(reason=_("考验期已经届满，不再确定帮扶力度。")),
        group=ActGroup.PARTNERS,
        hint=_("六十日后自行失效；不改变任何义务，也不出现在任何名单上。"),
        steps={"support_level": Responsibility.DECIDES},
    )

    level: Annotated[
        Literal["lighter", "usual", "closer"],
        Caption(
            _("力度"),
            choices={
                "lighter": _("减少"),
                "usual": _("照常"),
                "closer": _("加强"),
            },
        ),
    ]
    reason: LongText


class AskCertificate(Act):
    """The person requests a certificate of no criminal record from the police.

    The police issue it from the first day of the period; it is not necessary to wait for the seal.
    """

    operation: ClassVar = Operation(
        "ask_certificate",
        title=_("登记需要无犯罪记录证明"),
        done=_("提出需要无犯罪记录证明"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=Times(
            OPEN,
            reasons=dict.fromkeys(
                CLOSED_OR_SEALED,
                PhaseReason(
                    _("请直接向公安机关申请，封存后同样可以取得。"),
                    "certificate",
                ),
            ),
        ),
        group=ActGroup.PARTNERS,
        hint=_("由公安机关出具，自考验期第一日起即可申请，不必等封存。"),
    )


class RecordCertificate(Act):
    """The police issued the certificate."""

    operation: ClassVar = Operation(
        "record_certificate",
        title=_("登记证明已出具"),
        done=_("登记了证明已出具"),
        by=CASE_AND_WORKER,
        fits=also_after_seal("certificate", "police"),
        fact=True,
        group=ActGroup.PARTNERS,
    )
    corrected: ClassVar = True


CONFIRM_SESSION = SystemOperation("confirm_session", done=_("确认了同一次（两人所说为同一次，只计一次）"))


TELL_OF_LAPSE = SystemOperation("tell_of_lapse", done=_("帮扶力度到期提示"))
