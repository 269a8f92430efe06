"""Who supervises: handing over, accepting, another office assisting."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Login, LongText, PreviewedAct, Short
from casework.acting.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import NO_ASSISTANCE, OPEN, UNTIL_DECIDED, Phase, Times, while_running
from casework.acting.rights.scope import ALSO_ASSISTING, CASE_TEAM, PROSECUTOR, SIGNERS, RightScope
from casework.shared.facts.fact_rules import FactNotice, FactRule, FactTask, staff_notice
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from models.office import Role
from notifications.events import FAMILY as FAMILY_RECIPIENTS
from notifications.events import Event, Recipient

HANDED_OVER = FactRule(
    "handed_over",
    _("承办人、社工等移交"),
    "supervision",
    starts=_("接收之前由临时代理人负责"),
    asks=(FactTask("hand_over_acceptance", "handover_acceptance_working_days", owner=Role.SOCIAL_WORKER),),
    tells=(FactNotice(Event.HANDOVER_ASKED, (Recipient.SOCIAL_WORKER,)),),
)

HAND_OVER_ACCEPTED = FactRule(
    "hand_over_accepted",
    pgettext("step", "接收移交"),
    "supervision",
    starts=_("全部未办事项归接收人"),
    tells=(FactNotice(Event.CONTACT_CHANGED, FAMILY_RECIPIENTS),),
)

ASSISTANCE_ASKED = FactRule(
    "assistance_asked",
    _("请求异地检察院协助"),
    "who_supervises",
    asks=(FactTask("assistance_answer", "handover_acceptance_working_days"),),
    tells=(FactNotice(Event.HANDOVER_ASKED, (Recipient.PROSECUTOR,)),),
)

ASSISTED = FactRule(
    "assisted",
    _("异地检察院协助考察"),
    "who_supervises",
    starts=_("对方按期反馈；决定仍由本院"),
    asks=(FactTask("assisted_report"),),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)

ASSISTANCE_DECLINED = FactRule(
    "assistance_declined",
    _("对方检察院不予协助"),
    "who_supervises",
    starts=_("全部事项仍由本院办理"),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)

ASSISTANCE_ENDED = FactRule(
    "assistance_ended",
    _("协助结束"),
    "who_supervises",
    starts=_("全部事项回到本院"),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)


Post = Literal["social_worker", "assistant", "prosecutor", "clerk", "department_head", "chief_prosecutor", "deputy"]
"""In which somebody carries a plan."""


class HandOver(PreviewedAct):
    """A member of the team leaves; the successor is named and acts until they accept.

    It is handed over by the holder of the role, or by the department head. A worker and an assistant hand over their
    own role; an assisting office, that of its own people. Somebody is always responsible: until the successor accepts,
    the predecessor or the substitute. The person named has the role and works for the office to which it belongs.
    """

    operation: ClassVar = Operation(
        "hand_over",
        title=_("移交"),
        done=_("提出了移交"),
        by={**ALSO_ASSISTING, Role.DEPARTMENT_HEAD: RightScope.OFFICE},
        fits=Times(OPEN | {Phase.SEALED}),
        changes=(HANDED_OVER,),
        group=ActGroup.PEOPLE,
        steps={"handover": Responsibility.PROPOSES},
    )
    also: ClassVar = _("换人、调离、交接")
    asks_first: ClassVar = "role"

    role: Post
    to: Annotated[Login, ChosenFrom(PlanChoices.SUCCESSORS), Caption(_("移交给谁"))]
    """The successor's sign-in name."""
    stand_in: Annotated[
        Login | None,
        ChosenFrom(PlanChoices.SUCCESSORS),
        Caption(_("接收之前由谁代理（不填即移交人）")),
    ] = None
    """Who is responsible until the successor accepts, by sign-in name: of the same role, or for a worker the plan's
    own assistant. If omitted, the person who hands over."""
    leaving: Annotated[
        Login | None,
        ChosenFrom(PlanChoices.SUCCESSORS),
        Caption(_("谁离开（登录名）")),
    ] = None
    """Who leaves, by sign-in name, where several have the role; if omitted, the person who hands over."""


class AcceptHandOver(Act):
    """The successor accepted: from now on the open items are theirs."""

    operation: ClassVar = Operation(
        "accept_hand_over",
        title=pgettext("title", "接收移交"),
        done=_("接收了移交"),
        by={
            Role.SOCIAL_WORKER: RightScope.OFFICE,
            Role.ASSISTANT: RightScope.OFFICE,
            Role.PROSECUTOR: RightScope.OFFICE,
            Role.CLERK: RightScope.OFFICE,
            Role.DEPARTMENT_HEAD: RightScope.OFFICE,
            **SIGNERS,
        },
        fits=Times(OPEN | {Phase.SEALED}),
        changes=(HAND_OVER_ACCEPTED,),
        needs_open=("hand_over_acceptance",),
        group=ActGroup.PEOPLE,
        steps={"handover": Responsibility.DECIDES},
    )

    role: Post


class AskAssistance(PreviewedAct):
    """The office of another place was asked to assist.

    Until the other office accepts, every duty stays here.
    """

    operation: ClassVar = Operation(
        "ask_assistance",
        title=pgettext("title", "请求异地检察院协助"),
        done=_("请求异地检察院协助考察"),
        by=PROSECUTOR,
        fits=while_running("SU-05", NO_ASSISTANCE),
        changes=(ASSISTANCE_ASKED,),
        group=ActGroup.ELSEWHERE,
    )

    office: Annotated[str, ChosenFrom(PlanChoices.OFFICES)] = Field(max_length=40)
    """The office that is asked."""


class AcceptAssistance(Act):
    """The asked office assists from now on; its prosecutor names its worker.

    The decision stays where it was made; the assisting office decides nothing.
    """

    operation: ClassVar = Operation(
        "accept_assistance",
        title=_("接受协助考察"),
        done=_("接受了协助考察"),
        by={Role.PROSECUTOR: RightScope.ASKED},
        fits=while_running("SU-05", NO_ASSISTANCE),
        changes=(ASSISTED,),
        group=ActGroup.ELSEWHERE,
    )

    social_worker: Login | None = None
    """The sign-in name of its worker."""


class DeclineAssistance(Act):
    """The asked office does not assist: its prosecutor says so, or its letter is put on file here.

    Every duty stays here; another office can be asked.
    """

    operation: ClassVar = Operation(
        "decline_assistance",
        title=_("不予协助考察"),
        done=_("答复不予协助"),
        by={Role.PROSECUTOR: RightScope.ASKED},
        fits=UNTIL_DECIDED,
        changes=(ASSISTANCE_DECLINED,),
        group=ActGroup.ELSEWHERE,
    )

    reason: LongText
    by_letter: Annotated[bool, Caption(_("对方来函答复（由本院登记）"))] = False
    """It was received by letter, and the deciding office's prosecutor or assistant puts it on file."""

    @property
    def asks(self) -> Operation:
        return RECORD_DECLINED if self.by_letter else self.operation

    @classmethod
    def operations(cls) -> tuple[Operation, ...]:
        return (cls.operation, RECORD_DECLINED)


RECORD_DECLINED = Operation(
    "record_declined_assistance",
    done=_("登记了对方不予协助"),
    by=CASE_TEAM,
    fits=UNTIL_DECIDED,
    fact=True,
    changes=(ASSISTANCE_DECLINED,),
)


class RecordAssistedReport(Act):
    """The assisting office reported: through its own people, or by letter.

    The next report has its due day.
    """

    operation: ClassVar = Operation(
        "record_assisted_report",
        title=_("登记协助考察的反馈"),
        done=_("登记了协助考察的反馈"),
        by=ALSO_ASSISTING,
        fits=UNTIL_DECIDED,
        fact=True,
        group=ActGroup.ELSEWHERE,
    )

    text: LongText
    by_letter: Annotated[bool, Caption(_("以书面来函报告（由本院登记）"))] = False
    """It was received by letter, and the deciding office's prosecutor or assistant puts it on file."""


class RecordRecusal(Act):
    """A member of staff is recused from the case, or the recusal ended: to them the case does not exist. A member of
    its team hands over first, so that somebody is responsible all the while.
    """

    operation: ClassVar = Operation(
        "record_recusal",
        title=_("登记回避"),
        done=_("登记了一名人员的回避"),
        by={Role.DEPARTMENT_HEAD: RightScope.OFFICE, **SIGNERS},
        fits=Times(OPEN | {Phase.SEALED}),
        group=ActGroup.PEOPLE,
        hint=_("回避的人看不到这个案件的任何页面、清单、消息，也不能办理；本人在办案组的，先移交。"),
    )
    also: ClassVar = _("利害关系、近亲属、不能看这个案件")

    who: Annotated[Login, ChosenFrom(PlanChoices.COLLEAGUES), Caption(_("谁回避"))]
    """Who is recused, by sign-in name."""
    reason: LongText
    ended: Annotated[bool, Caption(_("回避的情形已经消除"))] = False
    """True where the ground is gone: the case is open to them again, as to anybody in their post."""


class EndAssistance(PreviewedAct):
    """The assistance of the other office ended. It is refused while somebody of theirs is the only one in a role: name
    a successor first.
    """

    operation: ClassVar = Operation(
        "end_assistance",
        title=_("结束异地协助"),
        done=_("结束了协助考察"),
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        changes=(ASSISTANCE_ENDED,),
        group=ActGroup.ELSEWHERE,
    )

    reason: LongText


class AssistElsewhere(Act):
    """The office of another place accepted to assist, by letter; the decision stays with the deciding office."""

    operation: ClassVar = Operation(
        "assist_elsewhere",
        title=_("登记异地检察院已来函同意协助"),
        done=_("委托异地协助考察"),
        by=PROSECUTOR,
        fits=while_running("SU-05", NO_ASSISTANCE),
        changes=(ASSISTED,),
        group=ActGroup.ELSEWHERE,
        steps={"elsewhere": Responsibility.DECIDES},
    )

    office: Annotated[Short, ChosenFrom(PlanChoices.OFFICES)]
    """The office that assists."""
    social_worker: Annotated[Login | None, ChosenFrom(PlanChoices.WORKERS_ELSEWHERE)] = None
    """The sign-in name of its worker."""
