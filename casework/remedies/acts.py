"""Remedies against the decision."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field
from sqlmodel import col, select

from casework.shared.acts.act import Act, Approver, Login
from casework.shared.acts.captions import Caption
from casework.shared.facts.fact_rules import (
    BY_THE_CHIEF,
    HANDLERS,
    FactNotice,
    FactRule,
    FactTask,
    correction_rule,
    staff_notice,
)
from casework.shared.files.base import DayOfPlan
from casework.shared.rights.operation import ActGroup, Operation
from casework.shared.rights.phases import ALWAYS, OPEN, OVER, Times
from casework.shared.rights.scope import CLERKS, SIGNERS
from core.words import Words
from law.four_eyes import Responsibility
from models.decision import Remedy
from models.office import Role
from notifications.events import Event, Recipient

if TYPE_CHECKING:
    from casework.shared.context import OpenPlan

REMEDY_TO_ANSWER_HERE = FactRule(
    "remedy_to_answer_here",
    Words("公安机关要求复议，或者被害人逾期申诉", "the police ask for reconsideration, or a victim complains late"),
    "remedies_of_the_office",
    starts=Words(
        "本院的答复期限；考验期照常，标明有争议", "this office's answer has its date; the period runs on under a banner"
    ),
    asks=(FactTask("remedy_answer", Role.CHIEF_PROSECUTOR),),
    tells=(FactNotice(Event.REMEDY_RECEIVED, (*HANDLERS, Recipient.DEPARTMENT_HEAD)),),
)

REMEDY_ANSWERED_ABOVE = FactRule(
    "remedy_answered_above",
    Words("公安机关提请复核，或者被害人期限内申诉", "the police ask for review, or a victim complains in time"),
    "remedies_of_the_higher_office",
    starts=Words(
        "上一级检察院的答复期限，由承办人跟踪", "the higher office's answer has its date, which the prosecutor watches"
    ),
    asks=(FactTask("remedy_answer", Role.PROSECUTOR),),
    tells=(FactNotice(Event.REMEDY_RECEIVED, (*HANDLERS, Recipient.DEPARTMENT_HEAD)),),
)

CORRECTED_BY_RECONSIDERATION = correction_rule(
    "corrected_by_reconsideration",
    "公安机关要求复议，本院复议决定改变原决定（结论为“纠正”）",
    "the police asked for reconsideration, and this office's answer is “corrected”",
    "reconsideration",
)

CORRECTED_BY_REVIEW = correction_rule(
    "corrected_by_review",
    "公安机关提请复核，上一级检察院复核决定撤销或者变更原决定（结论为“纠正”）",
    "the police asked for review, and the next-higher office's answer is “corrected”",
    "review_by_higher",
)

CORRECTED_ON_COMPLAINT = correction_rule(
    "corrected_on_complaint",
    "被害人期限内申诉，上一级检察院复查决定撤销原决定（结论为“纠正”）",
    "a victim complained in time, and the next-higher office's answer is “corrected”",
    "complaint",
)

CORRECTED_ON_LATE_COMPLAINT = correction_rule(
    "corrected_on_late_complaint",
    "被害人逾期申诉，本院复查决定撤销原决定（结论为“纠正”）",
    "a victim complained late, and this office's own answer is “corrected”",
    "complaint",
)

CORRECTED_AFTER_THE_END = FactRule(
    "corrected_after_the_end",
    Words(
        "已作出不起诉决定之后，复议、复核或者申诉的结论为“纠正”",
        "a remedy is answered “corrected” after non-prosecution was decided",
    ),
    "corrected_by_higher",
    reason="overturned",
    starts=Words("须决定是否撤销不起诉", "whether the non-prosecution is set aside must be decided"),
    asks=(BY_THE_CHIEF,),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)


Receipt = Annotated[str, Field(max_length=40)]
Kind = Literal["reconsideration", "higher_review", "victim_complaint"]


def _remedy_waits(file: "OpenPlan") -> bool:
    query = select(Remedy.id).where(Remedy.plan_id == file.plan.id, col(Remedy.decided_on).is_(None))
    return file.session.exec(query).first() is not None


class FileRemedy(Act):
    """The police asked for reconsideration or review, or the victim complained."""

    operation: ClassVar = Operation(
        "file_remedy",
        does="casework.remedies.remedies:file_remedy",
        title=Words("登记复议、复核或申诉", "Record a remedy"),
        done=Words("登记了复议、复核或申诉", "recorded a remedy"),
        noun=Words("复议、复核或申诉", "remedy filed"),
        detail="`remedy`, `received_on`, `in_time`, `answer_by`, `answers` (`deciding` or `next_higher`), `warnings`",
        by=CLERKS,
        fits=Times(OPEN, fact=OVER),
        fact=True,
        notifies=(Event.REMEDY_RECEIVED,),
        changes=(
            REMEDY_TO_ANSWER_HERE,
            REMEDY_ANSWERED_ABOVE,
        ),
        group=ActGroup.SERVICE,
    )

    did: Literal["file_remedy"]
    remedy: Kind
    decision_received_on: Annotated[DayOfPlan, Caption(Words("收到决定之日", "Day the decision was received"))]
    posted_on: Annotated[DayOfPlan | None, Caption(Words("邮寄之日（邮戳）", "Day of posting (postmark)"))] = None
    """The postmark: what a party posts in time is in time (CPL art 105)."""
    filed_on: Annotated[
        DayOfPlan | None, Caption(Words("收到请求之日（不填即今天）", "When it came (today, if left empty)"))
    ] = None
    """When it arrived, if it is recorded later; the day of the act, if omitted. The time limit for the answer begins
    there."""
    receipt_number: Receipt | None = None
    """Whose receipt began the window, where there are several victims: each complains for themselves."""
    complex_case: Annotated[bool, Caption(Words("案情复杂", "A complex case"))] = False
    """A complaint whose re-examination takes up to six months (Rules art 386)."""


class DecideRemedy(Act):
    """This office's answer was decided by its chief procurator or deputy, on somebody else's examination.

    In a file, a line that is about another office's answer records that answer. Once a request for reconsideration is
    answered, the police's receipt of the answer is due within the same thirty days (`record_service` with `decision =
    "reconsideration"`); from it they may ask the higher office for seven days.
    """

    operation: ClassVar = Operation(
        "decide_remedy",
        does="casework.remedies.remedies:decide_remedy",
        as_in_a_file="casework.remedies.remedies:read_decision_in_file",
        title=Words("作出复议决定，或者对逾期申诉的复查决定", "Decide the office's answer to a remedy"),
        done=Words("作出了复议或者复查决定", "decided a reconsideration or a complaint"),
        noun=Words("复议决定或者复查决定", "remedy decided"),
        detail="`remedy`, `outcome`, `in_time`, `warnings`, `fact`, `cancelled`, `asked`",
        by=SIGNERS,
        fits=Times(ALWAYS),
        signs=True,
        notifies=(Event.PLAN_CHANGED, Event.TO_BE_TOLD_IN_PERSON),
        changes=(
            CORRECTED_BY_RECONSIDERATION,
            CORRECTED_ON_LATE_COMPLAINT,
            CORRECTED_AFTER_THE_END,
        ),
        ready=_remedy_waits,
        group=ActGroup.SERVICE,
        steps={"remedy": Responsibility.DECIDES},
    )

    did: Literal["decide_remedy"]
    remedy: Kind
    outcome: Literal["upheld", "corrected", "withdrawn"]
    examined_by: Annotated[Login | None, Caption(Words("由谁另行审查（登录名）", "Who examined it (sign-in name)"))] = (
        None
    )
    """The examiner's sign-in name: not whoever decides. That the handler examined it is remarked on. In a file, if
    left out, the department head."""
    receipt_number: Receipt | None = None
    """Whose complaint, where several victims wait."""
    approved_by: Approver = "chief_prosecutor"


class RecordRemedyAnswer(Act):
    """The next-higher office answered."""

    operation: ClassVar = Operation(
        "record_remedy_answer",
        does="casework.remedies.remedies:record_remedy_answer",
        title=Words("登记上一级检察院的复核决定或者复查决定", "Record the higher office's answer"),
        done=Words("登记了上一级检察院的决定", "recorded the higher office's decision"),
        noun=Words("上一级检察院的复核决定或者复查决定", "the higher office's answer"),
        detail="`remedy`, `outcome`, `in_time`, `warnings`, `fact`, `cancelled`, `asked`",
        by=CLERKS,
        fits=Times(OPEN, fact=OVER),
        fact=True,
        notifies=(Event.PLAN_CHANGED, Event.TO_BE_TOLD_IN_PERSON),
        changes=(
            CORRECTED_BY_REVIEW,
            CORRECTED_ON_COMPLAINT,
            CORRECTED_AFTER_THE_END,
        ),
        group=ActGroup.SERVICE,
        steps={"remedy_higher": Responsibility.RECORDS},
    )

    did: Literal["record_remedy_answer"]
    remedy: Kind
    outcome: Literal["upheld", "corrected", "withdrawn"]
    served: Annotated[
        list[Literal["victim", "minor", "deciding_office"]] | None,
        Caption(
            Words("已送达", "Served on"),
            choices={
                "victim": Words("被害人", "The victim"),
                "minor": Words("本人", "The person"),
                "deciding_office": Words("作出决定的检察院", "The deciding office"),
            },
        ),
    ] = None
    """On whom a re-examination was served (Rules art 383), where this was checked."""
    receipt_number: Receipt | None = None
    """Whose complaint, where several victims wait."""
