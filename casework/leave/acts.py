"""Leave from the place, asked and answered."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Label, Short
from casework.acting.acts.captions import Caption, ChosenFrom, GeneratedCode, PlanChoices
from casework.acting.rights.operation import ActGroup, Operation, PlanToAsk
from casework.acting.rights.phases import LATE_FACT, UNTIL_DECIDED
from casework.acting.rights.scope import CASE_AND_WORKER, CASE_TEAM, FAMILY, owners_of
from casework.shared.facts.fact_rules import TEAM, FactRule, FactTask, staff_notice
from casework.shared.files.base import DayOfAbsence, DayWithinPlan
from casework.shared.text.text_checks import MAX_REMARK, MAX_TEXT
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from models.decision import Leave

MOVE_ASKED = FactRule(
    "move_asked",
    _("申请迁居"),
    "leave_on_bail",
    starts=_("由承办人批准；考虑异地协助"),
    asks=(FactTask("leave_decision", "leave_answer_working_days", at_once=True),),
    tells=(staff_notice(*TEAM),),
)


def _leave_waits(open_plan: PlanToAsk) -> bool:
    return any(
        row.prosecutor_approved is None or (row.needs_police_station and row.police_station_approved is None)
        for row in open_plan.rows(Leave)
    )


class AskLeave(Act):
    """Leave to be away was asked for, or an absence was reported by phone in an emergency."""

    operation: ClassVar = Operation(
        "ask_leave",
        title=_("登记外出申请"),
        done=_("提出了外出申请"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=UNTIL_DECIDED,
        changes=(MOVE_ASKED,),
        group=ActGroup.DAILY,
        steps={"leave": Responsibility.PROPOSES},
    )
    also: ClassVar = _("请假、出行、离开本地")

    leave: Annotated[Label, GeneratedCode("l")]
    """A label of your own, by which later acts mean it."""
    from_on: DayWithinPlan
    to_on: DayOfAbsence
    destination: str = Field(min_length=1, max_length=MAX_TEXT)
    reason: str = Field(min_length=1, max_length=MAX_TEXT)
    companions: Annotated[str | None, Caption(_("和谁一起去"))] = Field(None, max_length=MAX_REMARK)
    """Who goes with them."""
    emergency: Annotated[bool, Caption(_("紧急，已先电话报告"))] = False
    """It was reported by phone; nothing about it is a breach."""
    standing: Annotated[bool, Caption(_("长期往返许可"))] = False
    """A standing permission for regular travel, such as to school or work across the boundary."""
    leaves: Annotated[
        Literal["county", "city"],
        Caption(
            _("离开多远"),
            choices={
                "county": _("出县（区），不出市"),
                "city": _("出市"),
            },
        ),
    ] = "city"
    """Destination range; the decision states what may not be left without approval."""
    moves_home: Annotated[bool, Caption(_("迁居"))] = False
    """A move always needs approval."""
    for_school_or_work: Annotated[bool, Caption(_("经常外出就学、就业"))] = False
    """Regular travel to school or work needs a standing permission."""


class DecideLeave(Act):
    """The prosecutor decided on leave, or the police station's answer was recorded (needed too while on bail).

    The police station's answer is recorded by prosecutor or assistant. On bail the family hears "granted" only when
    both have agreed.
    """

    operation: ClassVar = Operation(
        "decide_leave",
        title=_("外出审批"),
        done=_("对外出申请作出了决定"),
        by=owners_of("leave_decision"),
        fits=UNTIL_DECIDED,
        ready=_leave_waits,
        group=ActGroup.DAILY,
        steps={"leave": Responsibility.DECIDES},
    )
    also: ClassVar = _("请假、出行、离开本地")

    leave: Annotated[Short, ChosenFrom(PlanChoices.LEAVES)]
    """The label of the leave."""
    whose: Annotated[Literal["prosecutor", "police_station"], Caption(_("谁的意见"))] = "prosecutor"
    approved: Annotated[
        bool,
        Caption(
            _("是否同意"),
            choices={"true": pgettext("choice", "同意"), "false": _("不同意")},
        ),
    ]
    reason: str | None = Field(None, max_length=MAX_TEXT)

    @property
    def asks(self) -> Operation:
        return RECORD_POLICE_STATION if self.whose == "police_station" else self.operation

    @classmethod
    def operations(cls) -> tuple[Operation, ...]:
        return (cls.operation, RECORD_POLICE_STATION)


RECORD_POLICE_STATION = Operation(
    "record_police_station",
    done=_("登记了派出所意见"),
    by=CASE_TEAM,
    fits=LATE_FACT,
    steps={"leave_on_bail": Responsibility.RECORDS},
)
