"""A fact that was recorded wrongly: the act that corrects it, made from the acts that record such facts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, create_model

from casework.acting.acts.act import ACTS, PreviewedAct
from casework.acting.acts.captions import (
    CORRECT_FACT,
    Caption,
    ChosenFrom,
    Correctable,
    PlanChoices,
    get_correctable_fields,
    get_marker,
)
from casework.acting.acts.own_code import NamesOwnCode
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import CLOSED_OR_SEALED, OPEN, Times
from casework.acting.rights.scope import ALSO_ASSISTING, RightScope
from casework.shared.facts.fact_rules import TEAM, FactRule, staff_notice
from casework.shared.files.base import KnownDay
from core.i18n import _
from models.office import Role

FACT_CORRECTED = FactRule(
    "fact_corrected",
    _("登记有误的事实被更正，或者整条撤回"),
    "office_practice",
    starts=_("由它推算的期限、事项和消息重新计算；恢复的事项先询问，不直接计为未完成；已作的决定由人审查"),
    tells=(staff_notice(*TEAM),),
)

CORRECTABLE: Mapping[str, tuple[str, ...]] = {
    code: get_correctable_fields(act) for code, act in ACTS.items() if act.corrected
}
"""By the code of the act that records the fact, which of its fields a correction can say otherwise."""
RIGHT_VALUES = tuple(dict.fromkeys(name for names in CORRECTABLE.values() for name in names))
"""The fields of a correction that hold values of the fact itself."""

_TITLES = {code: act.operation.title for code, act in ACTS.items() if code in CORRECTABLE and act.operation.title}
if TYPE_CHECKING:
    FactCode = str
else:
    FactCode = Literal[tuple(CORRECTABLE)]
Which = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=40), NamesOwnCode(only=False)]


class _Entry(PreviewedAct):
    """Which entry is meant."""

    fact: Annotated[
        FactCode,
        Caption(_("哪类事实登记有误"), _TITLES),
    ]
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


def _right_value(name: str) -> Any:
    """The field of that name as the first of its acts has it, left out where it was not wrong."""
    codes = [code for code, names in CORRECTABLE.items() if name in names]
    info = ACTS[codes[0]].model_fields[name]
    mark = get_marker(info, Correctable)
    assert mark is not None
    kept = [each for each in info.metadata if not isinstance(each, Caption)]
    value_type: Any = Annotated[(info.annotation, *kept)]
    description = f"The right value, as in {' or '.join(f'`{code}`' for code in codes)}."
    return Annotated[value_type | None, Caption(mark.words)], Field(None, description=description)


if TYPE_CHECKING:
    _RightValues = _Entry
else:
    _RightValues = create_model(
        "_RightValues", __base__=_Entry, __module__=__name__, **{name: _right_value(name) for name in RIGHT_VALUES}
    )


class CorrectFact(_RightValues):
    """A fact had been recorded wrongly: the right one replaces it, and everything that follows is computed again.

    Staff who may record that fact may correct it. The first entry stays in the journal and the correction names it;
    dates, duties and messages that rest on it are computed again, and the people who acted on it are notified. A
    correction alone never makes an item count as missed: duties that are due again and overdue are asked about first.
    Decisions made by a person remain. After the seal only what is on the closing list can be corrected: the day of a
    receipt or of a remedy.
    """

    operation: ClassVar = Operation(
        CORRECT_FACT,
        title=_("更正登记有误的事实"),
        done=_("更正了登记有误的事实"),
        # Its verb asks for the right to record that very fact besides; this is the widest of them.
        by={**ALSO_ASSISTING, Role.CLERK: RightScope.OFFICE},
        fits=Times(OPEN, fact=CLOSED_OR_SEALED),
        changes=(FACT_CORRECTED,),
        group=ActGroup.SERVICE,
        hint=_(
            "只填登记有误的那一类事实的正确内容，其余不填。原来的登记保留在案卷日志中；由它推算的期限、事项和消息重新计算，下一步先给您看。"
            "不会因更正直接计为未完成：先询问本人。"
        ),
    )
    also: ClassVar = _("改错、写错、撤销登记")
    asks_first: ClassVar = "fact"
    asks_then: ClassVar = CORRECTABLE

    never_happened: Annotated[bool, Caption(_("此事没有发生，整条撤回"))] = False
    """It did not happen at all, instead of the right values: withdraws a receipt, an answer, a period of
    unavailability, a measure, a death or a guardian's end, the announcement of the outcome, a judgment, a
    restriction of cards, an appeal against it or a relief, a self-query of cards, a unit's reply, an answer to a
    referral, or a certificate. What waited for it is due again; where another reply had been recorded before it,
    that one applies."""
    reason: Annotated[str, Caption(_("错在哪里，依据什么更正"))] = Field(min_length=1, max_length=2000)
    """What was wrong, and how that is known."""
