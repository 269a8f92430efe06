"""Cards and accounts: handed back, looked up, restricted, appealed, relieved."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.shared.acts.act import Act, Label
from casework.shared.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.shared.acts.reasons import (
    A_RECORD,
    ANSWERS_WHAT_WAS_ASKED,
    DATES_FOLLOW,
    HEARD_IN_PERSON,
    OPENS_ONE_ITEM,
    OWN_RECORD,
    RECORDED_AGAIN,
    SAID_IN_PERSON,
)
from casework.shared.files.base import FarDay, KnownDay, PastDay
from casework.shared.rights.operation import ActGroup, Operation
from casework.shared.rights.phases import LATE
from casework.shared.rights.scope import CASE_AND_WORKER, FAMILY, RightScope
from core.words import Words
from models.office import Role

MAX_CARDS = 2_000
CardKind = Literal["phone_card", "iot_card", "bank_card", "payment"]


class RecordReturnedCards(Act):
    """Cards or accounts were handed back or closed."""

    operation: ClassVar = Operation(
        "record_returned_cards",
        does="casework.cards.cards:record_returned_cards",
        title=Words("登记交回的卡和账户", "Record cards handed back"),
        done=Words("登记了交回的卡和账户", "recorded cards handed back"),
        noun=Words("交回卡和账户", "cards and accounts handed back"),
        detail="`card`, `count`, `returned_on`",
        by={**CASE_AND_WORKER, Role.CLERK: RightScope.OFFICE},
        fits=LATE,
        fact=True,
        notifies=HEARD_IN_PERSON,
        changes=A_RECORD,
        group=ActGroup.CARDS,
        not_corrected=RECORDED_AGAIN,
    )

    did: Literal["record_returned_cards"]
    card: Annotated[
        CardKind,
        Caption(
            Words("哪种卡或账户", "What kind of card or account"),
            choices={
                "phone_card": Words("电话卡", "Phone card"),
                "iot_card": Words("物联网卡", "IoT card"),
                "bank_card": Words("银行卡或账户", "Bank card or account"),
                "payment": Words("支付账户", "Payment account"),
            },
        ),
    ]
    count: Annotated[int, Caption(Words("几张（个）", "How many"))] = Field(ge=1, le=500)
    returned_to: Annotated[
        Literal["police", "bank", "operator", "office"],
        Caption(
            Words("交给", "Handed to"),
            choices={
                "police": Words("公安机关", "The police"),
                "bank": Words("银行或支付机构", "A bank or payment company"),
                "operator": Words("电信运营商", "A phone operator"),
                "office": Words("检察院", "The office"),
            },
        ),
    ]
    returned_on: Annotated[PastDay | None, Caption(Words("交回之日", "Day of the return"))] = None
    """The act's own day, if left out."""
    note: str | None = Field(None, max_length=MAX_CARDS)


class RecordCardQuery(Act):
    """The person looked up which phone cards and accounts are in their own name.

    It closes the self-query that is due.
    """

    operation: ClassVar = Operation(
        "record_card_query",
        does="casework.cards.cards:record_card_query",
        title=Words("登记电话卡和账户自查", "Record a self-query of cards"),
        done=Words("登记了电话卡和账户自查", "recorded a self-query of cards and accounts"),
        noun=Words("电话卡和账户自查", "self-query of cards and accounts"),
        detail="`queried_on`, `unknown_ones`",
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE,
        fact=True,
        notifies=OWN_RECORD,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.CARDS,
    )

    did: Literal["record_card_query"]
    phone_cards: Annotated[int | None, Caption(Words("名下电话卡几张", "Phone cards in the own name"))] = Field(
        None, ge=0, le=500
    )
    """How many are in the person's own name. One of `phone_cards` and `accounts` is needed."""
    accounts: Annotated[int | None, Caption(Words("名下账户几个", "Accounts in the own name"))] = Field(
        None, ge=0, le=500
    )
    """How many are in the person's own name."""
    unknown_ones: Annotated[
        int,
        Caption(
            Words(
                "其中本人不知情的几个（不因此不利）",
                "How many of them are unknown to the person (never held against them)",
            )
        ),
    ] = Field(0, ge=0, le=500)
    """How many of them the person knows nothing of; it is never held against them."""
    queried_on: Annotated[PastDay | None, Caption(Words("自查之日", "Day of the query"))] = None
    """The act's own day, if left out."""
    due_on: KnownDay | None = None
    """Which self-query; if left out, the one that is open."""
    told_by_phone: bool = False
    note: str | None = Field(None, max_length=MAX_CARDS)


class RecordRestriction(Act):
    """Cards and accounts are restricted from a day on; the written notice may still be missing.

    It is decided elsewhere; its time limit is monitored so that help is given in time. If it is recorded again under
    the same label, new data is added.
    """

    operation: ClassVar = Operation(
        "record_restriction",
        does="casework.cards.cards:record_restriction",
        title=Words("登记卡和账户的限制措施", "Record a restriction of cards"),
        done=Words("登记了卡和账户的限制措施", "recorded a restriction of cards"),
        noun=Words("卡和账户受限", "cards and accounts restricted"),
        detail="`label`, `ends_on`, `rule`, `holds`",
        by=CASE_AND_WORKER,
        fits=LATE,
        fact=True,
        notifies=DATES_FOLLOW,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.CARDS,
    )

    did: Literal["record_restriction"]
    restriction: Label
    """A label of your own, by which later acts mean it."""
    group: Annotated[
        Literal["found_by_police", "punished"],
        Caption(
            Words("限制依据", "Ground of the restriction"),
            choices={
                "found_by_police": Words("公安机关认定", "Found by the police"),
                "punished": Words("受过刑事处罚", "After a punishment"),
            },
        ),
    ] = "found_by_police"
    """`found_by_police` runs for two years, `punished` for three; the latter does not fit somebody who was not
    punished."""
    from_on: FarDay
    ends_on: Annotated[
        FarDay | None, Caption(Words("限制到哪天（不填则按依据计算）", "Until when (computed if left out)"))
    ] = None
    """If left out, computed from the group."""
    notice_on: Annotated[PastDay | None, Caption(Words("收到书面告知之日", "Day the written notice came"))] = None
    """When the written notice arrived; if omitted, the social worker is asked to obtain it."""
    note: str | None = Field(None, max_length=MAX_CARDS)


class RecordAppeal(Act):
    """An appeal against a restriction was submitted."""

    operation: ClassVar = Operation(
        "record_appeal",
        does="casework.cards.cards:record_appeal",
        title=Words("登记对限制措施的申诉", "Record an appeal against a restriction"),
        done=Words("登记了对限制措施的申诉", "recorded an appeal against a restriction"),
        noun=Words("申诉限制措施", "restriction appealed"),
        detail="`label`, `answer_by`",
        by=CASE_AND_WORKER,
        fits=LATE,
        fact=True,
        notifies=DATES_FOLLOW,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.CARDS,
    )

    did: Literal["record_appeal"]
    restriction: Annotated[Label, ChosenFrom(PlanChoices.RESTRICTIONS)]
    """The label of the restriction."""
    appealed_on: Annotated[PastDay | None, Caption(Words("申诉之日", "Day of the appeal"))] = None
    """The act's own day, if left out."""
    answer_by: Annotated[FarDay | None, Caption(Words("何时去问答复", "When to ask for the answer"))] = None
    """When the answer is asked after; thirty days later, if left out."""
    note: str | None = Field(None, max_length=MAX_CARDS)


class AnswerAppeal(Act):
    """The appeal was answered."""

    operation: ClassVar = Operation(
        "answer_appeal",
        does="casework.cards.cards:answer_appeal",
        title=Words("登记申诉的答复", "Record the answer to the appeal"),
        done=Words("登记了申诉的答复", "recorded the answer to the appeal"),
        noun=Words("限制措施申诉的答复", "appeal against a restriction answered"),
        detail="`label`, `outcome`",
        by=CASE_AND_WORKER,
        fits=LATE,
        notifies=SAID_IN_PERSON,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.CARDS,
    )

    did: Literal["answer_appeal"]
    restriction: Annotated[Label, ChosenFrom(PlanChoices.RESTRICTIONS)]
    """The label of the restriction."""
    outcome: Annotated[
        Literal["granted", "partly", "refused"],
        Caption(
            choices={
                "granted": Words("支持", "Granted"),
                "partly": Words("部分支持", "Granted in part"),
                "refused": Words("未支持", "Refused"),
            }
        ),
    ]
    answered_on: Annotated[PastDay | None, Caption(Words("答复之日", "Day of the answer"))] = None
    """The act's own day, if left out."""
    note: str | None = Field(None, max_length=MAX_CARDS)


class RecordRelief(Act):
    """One card is allowed, or the restriction is lifted."""

    operation: ClassVar = Operation(
        "record_relief",
        does="casework.cards.cards:record_relief",
        title=Words("登记限制措施的放宽", "Record relief from a restriction"),
        done=Words("登记了限制措施的放宽", "recorded relief from a restriction"),
        noun=Words("限制措施的放宽", "relief from a restriction"),
        detail="`label`, `relief`",
        by=CASE_AND_WORKER,
        fits=LATE,
        fact=True,
        notifies=SAID_IN_PERSON,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.CARDS,
    )

    did: Literal["record_relief"]
    restriction: Annotated[Label, ChosenFrom(PlanChoices.RESTRICTIONS)]
    """The label of the restriction."""
    relief: Annotated[
        Literal["wage_card", "school_card", "phone_card", "lifted"],
        Caption(
            Words("放宽了什么", "What is allowed"),
            choices={
                "wage_card": Words("准许一张工资卡", "One card for wages"),
                "school_card": Words("准许一张学费或校园卡", "One card for school"),
                "phone_card": Words("准许一张电话卡", "One phone card"),
                "lifted": Words("全部解除", "All lifted"),
            },
        ),
    ]
    """The card that is allowed again, or `lifted`: the whole restriction."""
    relieved_on: Annotated[PastDay | None, Caption(Words("放宽之日", "Day of the relief"))] = None
    """The act's own day, if left out."""
    note: str | None = Field(None, max_length=MAX_CARDS)
