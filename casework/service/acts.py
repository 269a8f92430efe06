"""The announcement, and the receipts of what was served."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Present
from casework.acting.acts.captions import (
    RIGHT_DAY_OF_ANNOUNCEMENT,
    Caption,
    ChosenFrom,
    Correctable,
    PlanChoices,
)
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import ALSO_AFTERWARDS, CLOSED_OR_SEALED, LATE_FACT_ALSO_CLOSED, OPEN, Times
from casework.acting.rights.scope import CLERKS
from casework.shared.facts.fact_rules import FactRule, Stops
from casework.shared.files.base import ComingDay, DayOfPlan, Number
from core.i18n import _, pgettext
from law.four_eyes import Responsibility

ANNOUNCED = FactRule(
    "announced",
    _("当面宣布附条件不起诉决定"),
    "DE-03",
    stops=Stops.UNTIL_ANNOUNCED,
    reason="not_announced",
    starts=_("此后到期的事项才开始计算"),
)


class Announce(Act):
    """The decision was announced in person; the three items that were explained are named.

    From its day on duties can be missed; the period has been running since the decision. An incomplete announcement
    is recorded with its finding, not refused.
    """

    operation: ClassVar = Operation(
        "announce",
        title=pgettext("title", "当面宣布"),
        done=_("当面宣布了决定"),
        told=True,
        by=CLERKS,
        fits=LATE_FACT_ALSO_CLOSED,
        fact=True,
        changes=(ANNOUNCED,),
        ready=lambda open_plan: open_plan.plan.announced_on is None,
        group=ActGroup.SERVICE,
        hint=_("所附条件自决定之日起遵守；当面宣布之后，才开始计算各项是否完成。"),
        steps={"announcement": Responsibility.RECORDS},
    )
    corrected: ClassVar = True
    dated: ClassVar = "The day it was announced; without it, today."

    present: Annotated[list[Present], ChosenFrom(PlanChoices.PRESENT)] = Field(["minor"], max_length=20)
    """Relations, and `defender`."""
    explained: Annotated[
        list[Literal["period", "rules", "liability"]],
        Caption(
            _("已告知"),
            choices={
                "period": pgettext("choice", "考验期"),
                "rules": _("应当遵守的规定"),
                "liability": _("违反的后果"),
            },
        ),
    ]
    """Which of the three items were explained; an empty list if none was."""
    guardians_signed: Annotated[int | None, Caption(_("几位法定代理人已签收告知"))] = Field(None, ge=0, le=9)
    """How many representatives signed what is required of them, where this was checked."""
    text_shown: Annotated[bool, Caption(_("看了联系卡：短信是什么样子，开头是什么名称"))] = False
    """Whether the family saw on the card what a genuine text looks like."""
    announced_on: Annotated[DayOfPlan | None, Correctable(RIGHT_DAY_OF_ANNOUNCEMENT)] = None
    """Its date, if it is recorded later; the day of the act, if omitted."""


class RecordService(Act):
    """An addressee's receipt of a decision was returned, or the police's of the answer to their request."""

    operation: ClassVar = Operation(
        "record_service",
        title=_("登记送达回证"),
        done=_("登记了送达回证"),
        by=CLERKS,
        fits=Times(OPEN, fact=CLOSED_OR_SEALED),
        fact=True,
        group=ActGroup.SERVICE,
    )
    also: ClassVar = _("签收、邮寄、收到决定书")
    corrected: ClassVar = True

    to: Annotated[
        Literal["police", "victim", "minor", "legal_representative", "defender", "school", "employer"],
        Caption(choices={"school": pgettext("choice", "学校"), "employer": _("用人单位")}),
    ]
    """`school` and `employer` are recorded with a remark, unless a prosecutor added them."""
    received_on: Annotated[
        DayOfPlan | None, Caption(_("收到之日（不填即今天）")), Correctable(_("送达：正确的收到之日"))
    ] = None
    """The act's own day, if left out."""
    number: str | None = Field(None, max_length=40)
    """The number of the receipt, for an addressee of whom there are several."""
    decision: Annotated[
        Literal[
            "conditional_non_prosecution",
            "non_prosecution",
            "revocation",
            "set_aside",
            "end_otherwise",
            "period_change",
            "reconsideration",
            "sealing",
        ],
        Caption(
            choices={
                "sealing": _("公安机关的封存回执"),
                "reconsideration": _("复议决定"),
            }
        ),
    ] = "conditional_non_prosecution"
    """`reconsideration`: the answer that the police had asked for. `sealing`: the police's receipt that they have
    sealed as well, which ends their clock on the closing list."""
    victim_told: Annotated[
        list[Literal["complaint", "no_court"]] | None,
        Caption(
            _("已告知被害人"),
            choices={
                "complaint": _("七日内可以申诉"),
                "no_court": _("不能提起自诉"),
            },
        ),
    ] = None
    """What that victim was informed of: that they may complain within seven days, and that no private prosecution is
    possible."""
    how: Annotated[Literal["signed", "taken_in", "left_there"], Caption(_("怎样送达"))] = "signed"
    """`taken_in`: by an adult of the family. `left_there`: the addressee refused to sign, which stops no clock (CPL
    art 107)."""
    witnessed: Annotated[bool, Caption(_("有见证人或者全程录像"))] = False
    """Whether somebody saw it left there, or it was filmed. Without either there is a warning (CPL art 107, not
    verified at its source)."""


class AskToSign(Act):
    """The victim's side is asked by one neutral text to call the office and sign for a document.

    It is possible while a document is still to be signed for by a victim. The text (`S21`) only says that there is a
    document, and to call the office by that day.
    """

    operation: ClassVar = Operation(
        "ask_to_sign",
        title=pgettext("title", "短信请被害方签收"),
        done=_("用短信请被害方签收文书"),
        by=CLERKS,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.SERVICE,
    )

    day: Annotated[ComingDay, Caption(_("请在哪天前回电"))]
    """By when; at most fourteen days from now."""
    phone: Annotated[
        Number | None,
        Caption(_("被害方电话（已登记过可不填）")),
    ] = None
    """The phone number of the victim's side, needed the first time. It is stored encrypted until the receipt is back."""
    number: str | None = Field(None, max_length=40)
    """The number on the receipt; needed where several victims have not signed yet."""
    decision: Literal[
        "conditional_non_prosecution", "non_prosecution", "revocation", "set_aside", "end_otherwise", "period_change"
    ] = "conditional_non_prosecution"
