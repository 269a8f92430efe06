"""Cards and accounts: handed back, looked up, restricted, appealed, relieved."""

from typing import Literal

from pydantic import Field

from casework import cards
from casework.acts.act import Act, Label
from casework.acts.performer import Performer
from casework.files.file_part import DayOfStretch, FarDay, KnownDay, PastDay
from law.card_restriction import Group

MOST = 2_000
CardKind = Literal["phone_card", "iot_card", "bank_card", "payment"]


class RecordReturnedCards(Act):
    """Cards or accounts were handed back or closed."""

    did: Literal["record_returned_cards"]
    card: CardKind
    count: int = Field(ge=1, le=500)
    returned_to: Literal["police", "bank", "operator", "office"]
    returned_on: PastDay | None = None
    note: str = Field("", max_length=MOST)


class RecordCardQuery(Act):
    """The person looked up which phone cards and accounts are in their own name."""

    did: Literal["record_card_query"]
    phone_cards: int | None = Field(None, ge=0, le=500)
    accounts: int | None = Field(None, ge=0, le=500)
    unknown_ones: int = Field(0, ge=0, le=500)
    """How many of them the person knows nothing of; never held against them."""
    queried_on: PastDay | None = None
    due_on: KnownDay | None = None
    told_by_phone: bool = False
    note: str = Field("", max_length=MOST)


class RecordRestriction(Act):
    """Cards and accounts are restricted from a day on; its written notice may still be missing."""

    did: Literal["record_restriction"]
    restriction: Label
    group: Literal["found_by_police", "punished"] = "found_by_police"
    from_on: DayOfStretch
    ends_on: FarDay | None = None
    """Without it, computed from the ground."""
    notice_on: PastDay | None = None
    note: str = Field("", max_length=MOST)


class RecordAppeal(Act):
    """An appeal against a restriction was handed in."""

    did: Literal["record_appeal"]
    restriction: Label
    appealed_on: PastDay | None = None
    answer_by: FarDay | None = None
    note: str = Field("", max_length=MOST)


class AnswerAppeal(Act):
    """The appeal was answered."""

    did: Literal["answer_appeal"]
    restriction: Label
    outcome: Literal["granted", "partly", "refused"]
    answered_on: PastDay | None = None
    note: str = Field("", max_length=MOST)


class RecordRelief(Act):
    """One card is allowed, or the restriction is lifted."""

    did: Literal["record_relief"]
    restriction: Label
    relief: Literal["wage_card", "school_card", "phone_card", "lifted"]
    relieved_on: PastDay | None = None
    note: str = Field("", max_length=MOST)


Acts = RecordReturnedCards | RecordCardQuery | RecordRestriction | RecordAppeal | AnswerAppeal | RecordRelief


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case RecordReturnedCards():
            cards.record_returned_cards(
                desk, by, number, kind=act.card, count=act.count, returned_to=act.returned_to,
                returned_on=act.returned_on or act.on, note=act.note,
            )  # fmt: skip
        case RecordCardQuery():
            way = "phone" if act.told_by_phone else None if by.kind == "family" else "person"
            cards.record_card_query(
                desk, by, number, queried_on=act.queried_on or act.on, phone_cards=act.phone_cards,
                accounts=act.accounts, unknown_ones=act.unknown_ones, note=act.note, due_on=act.due_on, way=way,
            )  # fmt: skip
        case RecordRestriction():
            cards.record_restriction(
                desk, by, number, label=act.restriction, group=Group(act.group), from_on=act.from_on,
                ends_on=act.ends_on, notice_on=act.notice_on, note=act.note,
            )  # fmt: skip
        case RecordAppeal():
            cards.record_appeal(
                desk, by, number, label=act.restriction, appealed_on=act.appealed_on or act.on,
                answer_by=act.answer_by, note=act.note,
            )  # fmt: skip
        case AnswerAppeal():
            cards.answer_appeal(
                desk, by, number, label=act.restriction, answered_on=act.answered_on or act.on, outcome=act.outcome,
                note=act.note,
            )  # fmt: skip
        case RecordRelief():
            cards.record_relief(
                desk, by, number, label=act.restriction, relief=act.relief, relieved_on=act.relieved_on or act.on,
                note=act.note,
            )  # fmt: skip
