"""Guardians and partners: orders, suggestions, aid, assessments, certificates, and the level of support."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from casework.shared.acts.act import Act, Label, Relation, Short
from casework.shared.acts.captions import Caption, ChosenFrom, GeneratedCode, PlanChoices
from casework.shared.acts.reasons import (
    A_RECORD,
    ANSWERS_WHAT_WAS_ASKED,
    DATES_FOLLOW,
    HEARD_IN_PERSON,
    OPENS_ONE_ITEM,
    OWN_RECORD,
    RECORDED_AGAIN,
    SAID_IN_PERSON,
    TAKEN_BACK,
    WAITS_ON_DESK,
)
from casework.shared.files.base import MAX_LIST_LENGTH, DayOfStretch, FarDay, KnownDay, PastDay
from casework.shared.rights.operation import ActGroup, Operation
from casework.shared.rights.phases import (
    ALSO_AFTERWARDS,
    LATE,
    LATE_TO_THE_END,
    OPEN,
    OVER,
    UNTIL_DECIDED,
    PhaseReason,
    Times,
    also_after_seal,
    while_running,
)
from casework.shared.rights.scope import CASE_AND_WORKER, CLERKS, FAMILY, PROSECUTOR
from core.words import Words
from law.four_eyes import Responsibility
from notifications.events import Event

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class OrderGuardian(Act):
    """The prosecutor ordered a guardian to take family-education guidance, or to fulfil guardianship.

    What is required of a guardian never counts as the minor's. It is refused once the young person is of age; an
    order without hours is recorded with its finding.
    """

    operation: ClassVar = Operation(
        "order_guardian",
        does="casework.partners.partners:order_guardian",
        title=Words("责令监护人接受家庭教育指导", "Order a guardian to take guidance"),
        done=Words("向监护人发出了指导令", "gave an order to a guardian"),
        noun=Words("监护人指导令", "order to a guardian"),
        detail="`order`, `made_on`, `until_on`, `rule`, `holds`, `warnings`, the item",
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        notifies=SAID_IN_PERSON,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.PARTNERS,
        hint=Words("这是监护人的事，不计在孩子名下。", "It is the guardian's duty, and never counts as the child's."),
        steps={"guardian_order": Responsibility.DECIDES},
    )

    did: Literal["order_guardian"]
    order: Annotated[Label, GeneratedCode("o"), Caption(Words("指导令编号", "A code for it"))]
    """A label of your own, by which later acts mean it."""
    kind: Annotated[
        Literal["family_education", "guardianship"],
        Caption(
            choices={
                "family_education": Words("家庭教育指导令", "Guidance in family education"),
                "guardianship": Words("督促监护令", "Guardianship"),
            }
        ),
    ] = "family_education"
    person: Annotated[Relation, ChosenFrom(PlanChoices.GUARDIANS)]
    """'guardian', or the relation, such as 'mother'."""
    hours: int | None = Field(None, ge=1, le=400)
    """How many hours in all."""
    provider: Line
    """Who gives the hours."""
    made_on: Annotated[PastDay | None, Caption(Words("作出之日（不填即今天）", "Made on (today, if left empty)"))] = (
        None
    )
    """The day on which it was made, as stated on the document; the day of the act, if omitted. Hours count from that
    day on."""
    until_on: Annotated[
        FarDay | None,
        Caption(Words("截止日（不填即期满或成年）", "Last day (without one, the end or the birthday)")),
    ] = None
    """Its last day; if omitted, the end of the period or the eighteenth birthday, whichever is earlier."""
    text: Text | None = None


class RecordOrderHours(Act):
    """Hours of an order were done.

    They count from the day on which the order was made. Hours after its last day are filed, marked as late.
    """

    operation: ClassVar = Operation(
        "record_order_hours",
        does="casework.partners.partners:record_order_hours",
        title=Words("登记指导令的时数", "Record hours of an order"),
        done=Words("登记了指导令的时数", "recorded hours of an order"),
        noun=Words("指导令时数", "hours of an order done"),
        detail="`order`, `on`, `amount`, `done`, `owed`; `late`, `last_day` after its end",
        by=CASE_AND_WORKER,
        fits=LATE,
        fact=True,
        notifies=OWN_RECORD,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.PARTNERS,
        not_corrected=TAKEN_BACK,
    )

    did: Literal["record_order_hours"]
    order: Annotated[str, ChosenFrom(PlanChoices.ORDERS), Caption(Words("哪份指导令", "Which order"))] = Field(
        max_length=20
    )
    """The label of the order."""
    hours: int = Field(ge=1, le=400)
    done_on: Annotated[
        PastDay | None, Caption(Words("哪一天（不填即今天）", "On which day (today, if left empty)"))
    ] = None
    """The day on which they were done; the act's own day, if left out."""
    another: bool = False
    """They belong to another session than the one reported for that day. Without it, the same day and hours reported
    by a second person are one session, confirmed by both."""
    note: Text | None = None


class TakeBackSession(Act):
    """Something reported as done no longer counts: counted twice, for another day, or it did not take place.

    Its first record stays in the journal. It names a condition or an order, one of the two.
    """

    operation: ClassVar = Operation(
        "cancel_session",
        formerly=("take_back_session",),
        does="casework.partners.partners:cancel_session",
        title=Words("更正：一次登记不再计算", "Cancel a recorded session"),
        done=Words("更正：一次登记不再计算", "cancelled a recorded session"),
        noun=Words("更正，不再计算", "session cancelled"),
        detail="`condition` or `order`, `on`, `amount`, `done`, `owed`",
        by=CASE_AND_WORKER,
        fits=LATE,
        notifies=OWN_RECORD,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.PARTNERS,
        hint=Words(
            "原来的登记留在日志里，总数随即重新计算。",
            "The first record stays in the journal; the sum is computed again.",
        ),
    )

    did: Literal["cancel_session"]
    condition: Annotated[
        Short | None,
        ChosenFrom(PlanChoices.CONDITIONS),
        Caption(Words("哪一项附带条件（或者指导令，二者择一）", "Which condition (or an order: one of the two)")),
    ] = None
    """The condition's kind, such as 'A1', or its place on the plan, such as '2'."""
    order: Annotated[str | None, ChosenFrom(PlanChoices.ORDERS), Caption(Words("哪份指导令", "Which order"))] = Field(
        None, max_length=20
    )
    """The label of the order."""
    done_on: Annotated[KnownDay, Caption(Words("登记的是哪一天", "For which day it was recorded"))]
    """The day for which it was recorded."""
    amount: Annotated[
        int | None, Caption(Words("数量（当天有几次时写明）", "How much (where several are on record for that day)"))
    ] = Field(None, ge=1, le=MAX_LIST_LENGTH)
    """How much it was; needed where several are on record for that day."""
    reason: Text

    @model_validator(mode="after")
    def _one_of_both(self) -> "TakeBackSession":
        if (self.condition is None) == (self.order is None):
            raise ValueError("zh:条件或者指导令，二者择一 en:a condition or an order: one of the two")
        return self


class EndOrder(Act):
    """An order ended."""

    operation: ClassVar = Operation(
        "end_order",
        does="casework.partners.partners:end_order",
        title=Words("终止指导令", "End an order"),
        done=Words("终止了指导令", "ended an order to a guardian"),
        noun=Words("指导令终止", "order ended"),
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        notifies=SAID_IN_PERSON,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.PARTNERS,
    )

    did: Literal["end_order"]
    order: Annotated[str, ChosenFrom(PlanChoices.ORDERS), Caption(Words("哪份指导令", "Which order"))] = Field(
        max_length=20
    )
    """The label of the order."""
    reason: Text


class SendSuggestion(Act):
    """A suggestion was served on a unit that failed its duty towards the child; a written answer is due.

    The unit answers in writing within one month, or two for a general one.
    """

    operation: ClassVar = Operation(
        "send_suggestion",
        does="casework.partners.partners:send_suggestion",
        title=Words("登记检察建议", "Record a suggestion to a unit"),
        done=Words("送达了检察建议", "served a suggestion on a unit"),
        noun=Words("检察建议", "suggestion served"),
        detail="`served_on`, `rule`, the item",
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        notifies=DATES_FOLLOW,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.PARTNERS,
    )

    did: Literal["send_suggestion"]
    suggestion: Annotated[Label, GeneratedCode("s"), Caption(Words("建议编号", "A code for it"))]
    """A label of your own, by which later acts mean it."""
    kind: Annotated[
        Literal["minors_protection", "general"],
        Caption(
            choices={
                "minors_protection": Words(
                    "依未成年人保护法（一个月答复）", "Under the Minors Protection Law (one month)"
                ),
                "general": Words("一般检察建议（两个月答复）", "A general one (two months)"),
            }
        ),
    ] = "minors_protection"
    unit: Line
    text: Text
    served_on: Annotated[
        PastDay | None, Caption(Words("送达之日（不填即今天）", "Served on (today, if left empty)"))
    ] = None
    """The act's own day, if left out."""


class RecordSuggestionReply(Act):
    """The unit answered in writing."""

    operation: ClassVar = Operation(
        "record_suggestion_reply",
        does="casework.partners.partners:record_suggestion_reply",
        title=Words("登记检察建议的答复", "Record a unit's answer"),
        done=Words("登记了检察建议的答复", "recorded a unit's answer"),
        noun=Words("检察建议的答复", "suggestion answered"),
        detail="`label`, `in_time`, `replied_on`; `corrects` where it replaces another reply",
        by=CLERKS,
        fits=also_after_seal("suggestion_reply", "unit"),
        fact=True,
        notifies=OWN_RECORD,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.PARTNERS,
    )

    did: Literal["record_suggestion_reply"]
    suggestion: Annotated[str, ChosenFrom(PlanChoices.SUGGESTIONS), Caption(Words("哪份建议", "Which suggestion"))] = (
        Field(max_length=20)
    )
    """The label of the suggestion."""
    replied_on: Annotated[
        PastDay | None, Caption(Words("答复之日（不填即今天）", "Answered on (today, if left empty)"))
    ] = None
    """The act's own day, if left out."""
    text: Text


class AskAid(Act):
    """Judicial or legal aid was applied for.

    No amount is shown openly.
    """

    operation: ClassVar = Operation(
        "ask_aid",
        does="casework.partners.partners:ask_aid",
        title=Words("申请救助", "Apply for aid"),
        done=Words("申请了救助", "applied for aid"),
        noun=Words("申请救助", "aid applied for"),
        detail="`aid`, the item",
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        notifies=WAITS_ON_DESK,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.PARTNERS,
    )

    did: Literal["ask_aid"]
    aid: Annotated[Label, GeneratedCode("a"), Caption(Words("申请编号", "A code for it"))]
    """A label of your own, by which later acts mean it."""
    kind: Annotated[
        Literal["judicial_aid", "legal_aid"],
        Caption(
            choices={"judicial_aid": Words("司法救助", "Judicial aid"), "legal_aid": Words("法律援助", "Legal aid")}
        ),
    ] = "judicial_aid"
    yuan: int | None = Field(None, ge=1, le=10_000_000)
    """How much is asked for."""
    reason: Text


class AnswerAid(Act):
    """The request for aid was answered."""

    operation: ClassVar = Operation(
        "answer_aid",
        does="casework.partners.partners:answer_aid",
        title=Words("登记救助的答复", "Record the answer about aid"),
        done=Words("登记了救助的答复", "recorded the answer about aid"),
        noun=Words("救助答复", "aid answered"),
        detail="`granted`",
        by=PROSECUTOR,
        fits=also_after_seal("aid_answer", "office"),
        notifies=SAID_IN_PERSON,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.PARTNERS,
    )

    did: Literal["answer_aid"]
    aid: Annotated[str, ChosenFrom(PlanChoices.AID), Caption(Words("哪次申请", "Which request"))] = Field(max_length=20)
    """The label of the request."""
    granted: bool
    yuan: int | None = Field(None, ge=1, le=10_000_000)
    """How much was granted."""
    reason: Text


class RecordAssessment(Act):
    """A psychological assessment was made, with the prior consents.

    It is refused without the consents given before the test.
    """

    operation: ClassVar = Operation(
        "record_assessment",
        does="casework.partners.partners:record_assessment",
        title=Words("登记心理测评", "Record an assessment"),
        done=Words("登记了心理测评", "recorded an assessment"),
        noun=Words("心理测评", "assessment recorded"),
        detail="`tested_on`, `rule`",
        by=CASE_AND_WORKER,
        fits=LATE_TO_THE_END,
        fact=True,
        notifies=HEARD_IN_PERSON,
        changes=A_RECORD,
        group=ActGroup.PARTNERS,
        not_corrected=RECORDED_AGAIN,
    )

    did: Literal["record_assessment"]
    assessment: Annotated[Label, GeneratedCode("t"), Caption(Words("测评编号", "A code for it"))]
    """A label of your own."""
    tested_on: Annotated[PastDay, Caption(Words("测评之日", "Day of the test"))]
    minor_consented_on: PastDay | None = None
    """The day of the minor's consent, not after the test."""
    representative_consented_on: PastDay | None = None
    """The day of the representative's consent, not after the test; not needed of somebody of age."""
    result: Annotated[Text, Caption(Words("测评结果（仅供参考）", "The result (for reference only)"))]


class Refer(Act):
    """The young person was referred to a helping service, with the prior consents.

    It is refused without the consent required at that age. Its answer is due within ten working days (an office can
    choose otherwise), and is recorded or dismissed before the opinion.
    """

    operation: ClassVar = Operation(
        "refer",
        does="casework.partners.referrals:record_referral",
        title=Words("转介到心理、学校或者其他服务", "Refer to counselling, a school or another service"),
        done=Words("转介到能提供帮助的单位", "referred to somebody who helps"),
        noun=Words("转介", "referral"),
        detail="`referral` (the kind), the item",
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        notifies=WAITS_ON_DESK,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.PARTNERS,
        hint=Words(
            "须先有同意：不满十四周岁的由监护人同意，已满十四周岁的由本人和监护人同意，成年的由本人同意。转介是帮助，不是义务。",
            "Consent first: under fourteen the guardian's, from fourteen both, of age the person's own. It is help, and no duty.",
        ),
    )

    did: Literal["refer"]
    referral: Annotated[Label, GeneratedCode("f"), Caption(Words("转介编号", "A code for it"))]
    """A label of your own, by which later acts mean it."""
    kind: Annotated[
        Literal["counselling", "school", "service"],
        Caption(
            Words("转介到哪里", "To what kind of help"),
            choices={
                "counselling": Words("心理辅导", "Counselling"),
                "school": Words("学校、培训", "A school or training"),
                "service": Words("其他帮扶服务", "Another service"),
            },
        ),
    ]
    unit: Annotated[Line, Caption(Words("单位名称", "The name of the unit"))]
    """To whom."""
    purpose: Annotated[Text, Caption(Words("为什么转介", "What for"))]
    """What for."""
    minor_consented_on: PastDay | None = None
    """The day of the young person's own consent."""
    guardian_consented_on: Annotated[PastDay | None, Caption(Words("监护人同意之日", "The guardian consented on"))] = (
        None
    )
    """The day of a guardian's consent. Under fourteen the guardian consents, from fourteen both, of age the person
    alone."""


class RecordReferralAnswer(Act):
    """The outcome of a referral: accepted, declined, or no answer. Another answer corrects it."""

    operation: ClassVar = Operation(
        "record_referral_answer",
        does="casework.partners.referrals:record_referral_answer",
        title=Words("登记转介的回复", "Record the outcome of a referral"),
        done=Words("登记了转介的回复", "recorded the outcome of the referral"),
        noun=Words("转介的回复", "referral answered"),
        detail="`label`, `referral`, `outcome`, `first_on`; `corrects` where it replaces another answer",
        by=CASE_AND_WORKER,
        fits=LATE_TO_THE_END,
        fact=True,
        notifies=SAID_IN_PERSON,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.PARTNERS,
    )

    did: Literal["record_referral_answer"]
    referral: Annotated[str, ChosenFrom(PlanChoices.REFERRALS), Caption(Words("哪次转介", "Which referral"))] = Field(
        max_length=20
    )
    """The label of the referral."""
    outcome: Annotated[
        Literal["accepted", "declined", "no_answer"],
        Caption(
            Words("结果", "Outcome"),
            choices={
                "accepted": Words("已接受", "Accepted"),
                "declined": Words("未接受", "Declined"),
                "no_answer": Words("没有回复", "No answer came"),
            },
        ),
    ]
    first_on: Annotated[DayOfStretch | None, Caption(Words("第一次去的日子", "The first day there"))] = None
    """The first day there; needed where it was accepted."""
    reason: str | None = Field(None, max_length=4000)
    """Needed where it was declined."""


class SetSupportLevel(Act):
    """The prosecutor set the level of support, with a reason; it lapses automatically.

    It lapses after sixty days, changes nothing by itself, and appears only on the plan.
    """

    operation: ClassVar = Operation(
        "set_support_level",
        does="casework.partners.support_level:set_support_level",
        title=Words("确定帮扶力度", "Set the level of support"),
        done=Words("确定了帮扶力度", "set the level of support"),
        noun=Words("帮扶力度", "level of support set"),
        detail="`lapses_on`, `rule`",
        by=PROSECUTOR,
        fits=while_running(
            reason=Words(
                "考验期已经届满，不再确定帮扶力度。", "The period is over: no level of support is set any more."
            )
        ),
        notifies=Words("只在方案上，不告诉任何人", "it is recorded on the plan, and nobody is notified of it"),
        changes=A_RECORD,
        group=ActGroup.PARTNERS,
        hint=Words(
            "六十日后自行失效；不改变任何义务，也不出现在任何名单上。",
            "It lapses after sixty days; it changes no duty, and appears in no list.",
        ),
        steps={"support_level": Responsibility.DECIDES},
    )

    did: Literal["set_support_level"]
    level: Annotated[
        Literal["lighter", "usual", "closer"],
        Caption(
            Words("力度", "Level"),
            choices={
                "lighter": Words("减少", "Lighter"),
                "usual": Words("照常", "As usual"),
                "closer": Words("加强", "Closer"),
            },
        ),
    ]
    reason: Text


class AskCertificate(Act):
    """The person requests a certificate of no criminal record from the police.

    The police issue it from the first day of the period; it is not necessary to wait for the seal.
    """

    operation: ClassVar = Operation(
        "ask_certificate",
        does="casework.partners.partners:ask_certificate",
        title=Words("登记需要无犯罪记录证明", "Record a request for a certificate"),
        done=Words("提出需要无犯罪记录证明", "requested a certificate of no criminal record"),
        noun=Words("申请无犯罪记录证明", "certificate requested"),
        detail="`rule`, the item",
        by={**CASE_AND_WORKER, **FAMILY},
        fits=Times(
            OPEN,
            reasons=dict.fromkeys(
                OVER,
                PhaseReason(
                    Words(
                        "请直接向公安机关申请，封存后同样可以取得。",
                        "Ask the police: after the seal it is issued just the same.",
                    ),
                    "certificate",
                ),
            ),
        ),
        notifies=DATES_FOLLOW,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.PARTNERS,
        hint=Words(
            "由公安机关出具，自考验期第一日起即可申请，不必等封存。",
            "The police issue it, from the first day of the period: nobody waits for the seal.",
        ),
    )

    did: Literal["ask_certificate"]


class RecordCertificate(Act):
    """The police issued the certificate."""

    operation: ClassVar = Operation(
        "record_certificate",
        does="casework.partners.partners:record_certificate",
        title=Words("登记证明已出具", "Record that the certificate was issued"),
        done=Words("登记了证明已出具", "recorded that the certificate was issued"),
        noun=Words("证明已出具", "certificate issued"),
        detail="the item",
        by=CASE_AND_WORKER,
        fits=also_after_seal("certificate", "police"),
        fact=True,
        notifies=HEARD_IN_PERSON,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.PARTNERS,
    )

    did: Literal["record_certificate"]


CONFIRM_SESSION = Operation(
    "confirm_session",
    done=Words(
        "确认了同一次（两人所说为同一次，只计一次）", "confirmed the same session (reported by two, counted once)"
    ),
    noun=Words("同一次由第二人确认", "same session confirmed by a second person"),
    about="a second person reported the same session: it counts once",
    detail="`condition` or `order`, `on`, `amount`, `done`, `owed`",
    notifies=OWN_RECORD,
)


TELL_OF_LAPSE = Operation(
    "tell_of_lapse",
    done=Words("提示帮扶力度到期", "recorded that the level of support lapses"),
    noun=Words("帮扶力度到期提示", "the level of support lapses"),
    about="prosecutor and worker are notified that it lapses soon, or has lapsed",
    detail="`lapses_on`, `told`",
    notifies=(Event.SUPPORT_LEVEL_LAPSES,),
)
