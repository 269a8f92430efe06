"""Remedies against the decision."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Login
from casework.acting.acts.captions import Caption, Correctable
from casework.acting.rights.operation import ActGroup, Operation, PlanToAsk
from casework.acting.rights.phases import ALWAYS, CLOSED_OR_SEALED, OPEN, Times
from casework.acting.rights.scope import CLERKS, SIGNERS
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
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from models.decision import Remedy
from models.office import Role
from notifications.events import Event, Recipient

REMEDY_TO_ANSWER_HERE = FactRule(
    "remedy_to_answer_here",
    _("公安机关要求复议，或者被害人逾期申诉"),
    "remedies_of_the_office",
    starts=_("本院的答复期限；考验期照常，标明有争议"),
    asks=(FactTask("remedy_answer", owner=Role.CHIEF_PROSECUTOR),),
    tells=(FactNotice(Event.REMEDY_RECEIVED, (*HANDLERS, Recipient.DEPARTMENT_HEAD)),),
)

REMEDY_ANSWERED_ABOVE = FactRule(
    "remedy_answered_above",
    _("公安机关提请复核，或者被害人期限内申诉"),
    "remedies_of_the_higher_office",
    starts=_("上一级检察院的答复期限，由承办人跟踪"),
    asks=(FactTask("remedy_answer", owner=Role.PROSECUTOR),),
    tells=(FactNotice(Event.REMEDY_RECEIVED, (*HANDLERS, Recipient.DEPARTMENT_HEAD)),),
)

CORRECTED_BY_RECONSIDERATION = correction_rule(
    "corrected_by_reconsideration",
    _("公安机关要求复议，本院复议决定改变原决定（结论为“纠正”）"),
    "reconsideration",
)

CORRECTED_BY_REVIEW = correction_rule(
    "corrected_by_review",
    _("公安机关提请复核，上一级检察院复核决定撤销或者变更原决定（结论为“纠正”）"),
    "review_by_higher",
)

CORRECTED_ON_COMPLAINT = correction_rule(
    "corrected_on_complaint",
    _("被害人期限内申诉，上一级检察院复查决定撤销原决定（结论为“纠正”）"),
    "complaint",
)

CORRECTED_ON_LATE_COMPLAINT = correction_rule(
    "corrected_on_late_complaint",
    _("被害人逾期申诉，本院复查决定撤销原决定（结论为“纠正”）"),
    "complaint",
)

CORRECTED_AFTER_THE_END = FactRule(
    "corrected_after_the_end",
    _("已作出不起诉决定之后，复议、复核或者申诉的结论为“纠正”"),
    "corrected_by_higher",
    reason="overturned",
    starts=_("须决定是否撤销不起诉"),
    asks=(BY_THE_CHIEF,),
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD),),
)


Receipt = Annotated[str, Field(max_length=40)]
Kind = Literal["reconsideration", "higher_review", "victim_complaint"]


def _remedy_waits(open_plan: PlanToAsk) -> bool:
    return any(row.decided_on is None for row in open_plan.rows(Remedy))


class FileRemedy(Act):
    """The police asked for reconsideration or review, or the victim complained."""

    operation: ClassVar = Operation(
        "file_remedy",
        title=_("登记复议、复核或申诉"),
        done=_("登记了复议、复核或申诉"),
        by=CLERKS,
        fits=Times(OPEN, fact=CLOSED_OR_SEALED),
        fact=True,
        changes=(
            REMEDY_TO_ANSWER_HERE,
            REMEDY_ANSWERED_ABOVE,
        ),
        group=ActGroup.SERVICE,
    )
    corrected: ClassVar = True

    remedy: Kind
    decision_received_on: Annotated[DayOfPlan, Caption(_("收到决定之日")), Correctable(_("救济：正确的收到决定之日"))]
    posted_on: Annotated[DayOfPlan | None, Caption(_("邮寄之日（邮戳）")), Correctable(_("救济：正确的邮寄之日"))] = (
        None
    )
    """The postmark: what a party posts in time is in time (CPL art 105)."""
    filed_on: Annotated[
        DayOfPlan | None, Caption(_("收到请求之日（不填即今天）")), Correctable(_("救济：正确的收到请求之日"))
    ] = None
    """When it arrived, if it is recorded later; the day of the act, if omitted. The time limit for the answer begins
    there."""
    receipt_number: Receipt | None = None
    """Whose receipt began the window, where there are several victims: each complains for themselves."""
    complex_case: Annotated[bool, Caption(_("案情复杂"))] = False
    """A complaint whose re-examination takes up to six months (Rules art 386)."""


class DecideRemedy(Act):
    """This office's answer was decided by its chief procurator or deputy, on somebody else's examination.

    Once a request for reconsideration is answered, the police's receipt of the answer is due within the same thirty days
    (`record_service` with `decision = "reconsideration"`); from it they may ask the higher office for seven days.
    """

    operation: ClassVar = Operation(
        "decide_remedy",
        title=_("作出复议决定，或者对逾期申诉的复查决定"),
        done=_("作出了复议或者复查决定"),
        by=SIGNERS,
        fits=Times(ALWAYS),
        signs=True,
        changes=(
            CORRECTED_BY_RECONSIDERATION,
            CORRECTED_ON_LATE_COMPLAINT,
            CORRECTED_AFTER_THE_END,
        ),
        ready=_remedy_waits,
        group=ActGroup.SERVICE,
        steps={"remedy": Responsibility.DECIDES},
    )

    remedy: Kind
    outcome: Literal["upheld", "corrected", "withdrawn"]
    examined_by: Annotated[Login | None, Caption(_("由谁另行审查（登录名）"))] = None
    """The examiner's sign-in name: not the deciding person. If the handler examined it, there is a remark."""
    receipt_number: Receipt | None = None
    """Whose complaint, where several victims wait."""


class RecordRemedyAnswer(Act):
    """The next-higher office answered."""

    operation: ClassVar = Operation(
        "record_remedy_answer",
        title=_("登记上一级检察院的复核决定或者复查决定"),
        done=_("登记了上一级检察院的决定"),
        by=CLERKS,
        fits=Times(OPEN, fact=CLOSED_OR_SEALED),
        fact=True,
        changes=(
            CORRECTED_BY_REVIEW,
            CORRECTED_ON_COMPLAINT,
            CORRECTED_AFTER_THE_END,
        ),
        group=ActGroup.SERVICE,
        steps={"remedy_higher": Responsibility.RECORDS},
    )
    corrected: ClassVar = True

    remedy: Kind
    outcome: Annotated[Literal["upheld", "corrected", "withdrawn"], Correctable(_("上一级检察院的决定：正确的结论"))]
    served: Annotated[
        list[Literal["victim", "minor", "deciding_office"]] | None,
        Caption(
            _("已送达"),
            choices={
                "victim": pgettext("acts: choices", "被害人"),
                "minor": pgettext("acts: choices", "本人"),
                "deciding_office": _("作出决定的检察院"),
            },
        ),
    ] = None
    """On whom a re-examination was served (Rules art 383), where this was checked."""
    receipt_number: Receipt | None = None
    """Whose complaint, where several victims wait."""
