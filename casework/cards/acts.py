"""Cards and accounts: handed back, looked up, restricted, appealed, relieved."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Label
from casework.acting.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import LATE_FACT
from casework.acting.rights.scope import CASE_AND_WORKER, FAMILY, RightScope
from casework.shared.files.base import FarDay, KnownDay, PastDay
from core.i18n import _, pgettext
from models.office import Role

MAX_NOTE = 2_000
CardKind = Literal["phone_card", "iot_card", "bank_card", "payment"]


class RecordReturnedCards(Act):
    """Cards or accounts were handed back or closed."""

    operation: ClassVar = Operation(
        "record_returned_cards",
        title=_("登记交回的卡和账户"),
        done=_("登记了交回的卡和账户"),
        by={**CASE_AND_WORKER, Role.CLERK: RightScope.OFFICE},
        fits=LATE_FACT,
        fact=True,
        group=ActGroup.CARDS,
    )

    card: Annotated[
        CardKind,
        Caption(
            _("哪种卡或账户"),
            choices={
                "phone_card": _("电话卡"),
                "iot_card": _("物联网卡"),
                "bank_card": _("银行卡或账户"),
                "payment": _("支付账户"),
            },
        ),
    ]
    count: Annotated[int, Caption(_("几张（个）"))] = Field(ge=1, le=500)
    returned_to: Annotated[
        Literal["police", "bank", "operator", "office"],
        Caption(
            _("交给"),
            choices={
                "police": pgettext("choice", "公安机关"),
                "bank": _("银行或支付机构"),
                "operator": _("电信运营商"),
                "office": pgettext("choice", "检察院"),
            },
        ),
    ]
    returned_on: Annotated[PastDay | None, Caption(_("交回之日"))] = None
    """The act's own day, if left out."""
    note: str | None = Field(None, max_length=MAX_NOTE)


class RecordCardQuery(Act):
    """The person looked up which phone cards and accounts are in their own name.

    It closes the self-query that is due.
    """

    operation: ClassVar = Operation(
        "record_card_query",
        title=_("登记电话卡和账户自查"),
        done=_("登记了电话卡和账户自查"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE_FACT,
        fact=True,
        group=ActGroup.CARDS,
    )
    corrected: ClassVar = True

    phone_cards: Annotated[int | None, Caption(_("名下电话卡几张"))] = Field(None, ge=0, le=500)
    """How many are in the person's own name. One of `phone_cards` and `accounts` is needed."""
    accounts: Annotated[int | None, Caption(_("名下账户几个"))] = Field(None, ge=0, le=500)
    """How many are in the person's own name."""
    unknown_ones: Annotated[
        int,
        Caption(_("其中本人不知情的几个（不因此不利）")),
    ] = Field(0, ge=0, le=500)
    """How many of them the person knows nothing of; it is never held against them."""
    queried_on: Annotated[PastDay | None, Caption(_("自查之日"))] = None
    """The act's own day, if left out."""
    due_on: KnownDay | None = None
    """Which self-query; if left out, the one that is open."""
    told_by_phone: bool = False
    note: str | None = Field(None, max_length=MAX_NOTE)


class RecordRestriction(Act):
    """Cards and accounts are restricted from a day on; the written notice may still be missing.

    Another authority decides it; its time limit is monitored so that help is given in time. If it is recorded again
    under the same label, new data is added.
    """

    operation: ClassVar = Operation(
        "record_restriction",
        title=_("登记卡和账户的限制措施"),
        done=_("登记了卡和账户的限制措施"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        group=ActGroup.CARDS,
    )
    corrected: ClassVar = True

    restriction: Annotated[Label, ChosenFrom(PlanChoices.ANY_RESTRICTION)]
    """A label of your own, by which later acts mean it."""
    group: Annotated[
        Literal["found_by_police", "punished"],
        Caption(
            _("限制依据"),
            choices={
                "found_by_police": _("公安机关认定"),
                "punished": _("受过刑事处罚"),
            },
        ),
    ] = "found_by_police"
    """`found_by_police` runs for two years, `punished` for three; the latter does not fit somebody who was not
    punished."""
    from_on: FarDay
    ends_on: Annotated[FarDay | None, Caption(_("限制到哪天（不填则按依据计算）"))] = None
    """If left out, computed from the group."""
    notice_on: Annotated[PastDay | None, Caption(_("收到书面告知之日"))] = None
    """When the written notice arrived; if omitted, the social worker is asked to obtain it."""
    note: str | None = Field(None, max_length=MAX_NOTE)


class RecordAppeal(Act):
    """An appeal against a restriction was submitted."""

    operation: ClassVar = Operation(
        "record_appeal",
        title=_("登记对限制措施的申诉"),
        done=_("登记了对限制措施的申诉"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        group=ActGroup.CARDS,
    )
    corrected: ClassVar = True

    restriction: Annotated[Label, ChosenFrom(PlanChoices.RESTRICTIONS)]
    """The label of the restriction."""
    appealed_on: Annotated[PastDay | None, Caption(_("申诉之日"))] = None
    """The act's own day, if left out."""
    answer_by: Annotated[FarDay | None, Caption(_("何时去问答复"))] = None
    """When the answer is asked after; thirty days later, if left out."""
    note: str | None = Field(None, max_length=MAX_NOTE)


class AnswerAppeal(Act):
    """The appeal was answered."""

    operation: ClassVar = Operation(
        "answer_appeal",
        title=_("登记申诉的答复"),
        done=_("登记了申诉的答复"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        group=ActGroup.CARDS,
    )

    restriction: Annotated[Label, ChosenFrom(PlanChoices.RESTRICTIONS)]
    """The label of the restriction."""
    outcome: Annotated[
        Literal["granted", "partly", "refused"],
        Caption(
            choices={
                "granted": _("支持"),
                "partly": _("部分支持"),
                "refused": _("未支持"),
            }
        ),
    ]
    answered_on: Annotated[PastDay | None, Caption(_("答复之日"))] = None
    """The act's own day, if left out."""
    note: str | None = Field(None, max_length=MAX_NOTE)


class RecordRelief(Act):
    """One card is allowed, or the restriction is lifted."""

    operation: ClassVar = Operation(
        "record_relief",
        title=_("登记限制措施的放宽"),
        done=_("登记了限制措施的放宽"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        group=ActGroup.CARDS,
    )
    corrected: ClassVar = True

    restriction: Annotated[Label, ChosenFrom(PlanChoices.RESTRICTIONS)]
    """The label of the restriction."""
    relief: Annotated[
        Literal["wage_card", "school_card", "phone_card", "lifted"],
        Caption(
            _("放宽了什么"),
            choices={
                "wage_card": _("准许一张工资卡"),
                "school_card": _("准许一张学费或校园卡"),
                "phone_card": _("准许一张电话卡"),
                "lifted": _("全部解除"),
            },
        ),
    ]
    """The card that is allowed again, or `lifted`: the whole restriction."""
    relieved_on: Annotated[PastDay | None, Caption(_("放宽之日"))] = None
    """The act's own day, if left out."""
    note: str | None = Field(None, max_length=MAX_NOTE)
