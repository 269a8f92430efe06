"""Guardians and partners: orders, suggestions, aid, assessments, certificates, and the level of support."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from casework import levels, partners, referring
from casework.acts.act import Act, Label, Relation, Short
from casework.acts.performer import Performer
from casework.files.file_part import MOST_OF_ANYTHING, ComingDay, DayOfPlan, DayWithinPlan, KnownDay, PastDay
from law.guardians import OrderKind

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class OrderGuardian(Act):
    """The prosecutor ordered a guardian to take family-education guidance, or to look after the child."""

    did: Literal["order_guardian"]
    order: Label
    kind: Literal["family_education", "guardianship"] = "family_education"
    person: Relation
    """'guardian', or the relation, such as 'mother'."""
    hours: int | None = Field(None, ge=1, le=400)
    provider: Line
    """Who gives the hours."""
    until_on: ComingDay | None = None
    """Its last day; without it, the end of the period or the eighteenth birthday, whichever comes first."""
    text: Text | None = None


class RecordOrderHours(Act):
    """So many hours of an order were done."""

    did: Literal["record_order_hours"]
    order: str = Field(max_length=20)
    hours: int = Field(ge=1, le=400)
    done_on: DayOfPlan | None = None
    """The day of them; without one, the day of the act."""
    another: bool = False
    """They are another session's than the one already told for that day."""
    note: Text | None = None


class TakeBackSession(Act):
    """Something told as done counts no more: counted twice, for another day, or it never was."""

    did: Literal["take_back_session"]
    condition: Short | None = None
    """Of this condition, as in `record_progress`; or of an order: one of the two."""
    order: str | None = Field(None, max_length=20)
    done_on: KnownDay
    amount: int | None = Field(None, ge=1, le=MOST_OF_ANYTHING)
    """How much it was, where several are on record for that day."""
    reason: Text

    @model_validator(mode="after")
    def _one_of_both(self) -> "TakeBackSession":
        if (self.condition is None) == (self.order is None):
            raise ValueError("zh:条件或者指导令，二者择一 en:a condition or an order: one of the two")
        return self


class EndOrder(Act):
    """An order is owed no more."""

    did: Literal["end_order"]
    order: str = Field(max_length=20)
    reason: Text


class SendSuggestion(Act):
    """A suggestion was served on a unit that failed its duty towards the child; it owes a written answer."""

    did: Literal["send_suggestion"]
    suggestion: Label
    kind: Literal["minors_protection", "general"] = "minors_protection"
    unit: Line
    text: Text
    served_on: PastDay | None = None


class RecordSuggestionReply(Act):
    """The unit answered in writing."""

    did: Literal["record_suggestion_reply"]
    suggestion: str = Field(max_length=20)
    replied_on: PastDay | None = None
    text: Text


class AskAid(Act):
    """Judicial or legal aid was asked for."""

    did: Literal["ask_aid"]
    aid: Label
    kind: Literal["judicial_aid", "legal_aid"] = "judicial_aid"
    yuan: int | None = Field(None, ge=1, le=10_000_000)
    reason: Text


class AnswerAid(Act):
    """The request for aid was answered."""

    did: Literal["answer_aid"]
    aid: str = Field(max_length=20)
    granted: bool
    yuan: int | None = Field(None, ge=1, le=10_000_000)
    reason: Text


class RecordAssessment(Act):
    """A psychological assessment was made, with the consents that came before it."""

    did: Literal["record_assessment"]
    assessment: Label
    tested_on: PastDay
    minor_consented_on: PastDay | None = None
    representative_consented_on: PastDay | None = None
    """Not needed of somebody of age."""
    result: Text


class Refer(Act):
    """The young person was referred to somebody who helps, with the consents that came before it."""

    did: Literal["refer"]
    referral: Label
    kind: Literal["counselling", "school", "service"]
    unit: Line
    """To whom."""
    purpose: Text
    minor_consented_on: PastDay | None = None
    guardian_consented_on: PastDay | None = None
    """Who has to consent goes by age: under fourteen the guardian, from fourteen both, of age the person."""


class RecordReferralAnswer(Act):
    """What came of a referral: accepted, declined, or no answer came."""

    did: Literal["record_referral_answer"]
    referral: str = Field(max_length=20)
    outcome: Literal["accepted", "declined", "no_answer"]
    first_on: DayWithinPlan | None = None
    """The first day there; needed where it was accepted."""
    reason: str | None = Field(None, max_length=4000)
    """Needed where it was declined."""


class SetSupportLevel(Act):
    """The prosecutor set the level of support, with a reason; it lapses by itself."""

    did: Literal["set_support_level"]
    level: Literal["lighter", "usual", "closer"]
    reason: Text


class AskCertificate(Act):
    """The person wants a certificate of no criminal record; it comes from the police."""

    did: Literal["ask_certificate"]


class RecordCertificate(Act):
    """The police issued the certificate."""

    did: Literal["record_certificate"]


Acts = (
    OrderGuardian
    | RecordOrderHours
    | TakeBackSession
    | EndOrder
    | SendSuggestion
    | RecordSuggestionReply
    | AskAid
    | AnswerAid
    | RecordAssessment
    | Refer
    | RecordReferralAnswer
    | SetSupportLevel
    | AskCertificate
    | RecordCertificate
)


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case OrderGuardian():
            partners.order_guardian(
                desk, by, number, label=act.order, kind=OrderKind(act.kind), relation=act.person, hours=act.hours,
                provider=act.provider, until_on=act.until_on, text=act.text,
            )  # fmt: skip
        case RecordOrderHours():
            partners.record_order_hours(
                desk, by, number, label=act.order, hours=act.hours, note=act.note, done_on=act.done_on,
                another=act.another,
            )  # fmt: skip
        case TakeBackSession():
            partners.take_back_session(
                desk, by, number, condition=act.condition, order=act.order, done_on=act.done_on, amount=act.amount,
                reason=act.reason,
            )  # fmt: skip
        case EndOrder():
            partners.end_order(desk, by, number, label=act.order, reason=act.reason)
        case SendSuggestion():
            partners.send_suggestion(
                desk, by, number, label=act.suggestion, kind=act.kind, unit=act.unit, text=act.text,
                served_on=act.served_on,
            )  # fmt: skip
        case RecordSuggestionReply():
            partners.record_suggestion_reply(
                desk, by, number, label=act.suggestion, text=act.text, replied_on=act.replied_on
            )
        case AskAid():
            partners.ask_aid(desk, by, number, label=act.aid, kind=act.kind, reason=act.reason, yuan=act.yuan)
        case AnswerAid():
            partners.answer_aid(desk, by, number, label=act.aid, granted=act.granted, reason=act.reason, yuan=act.yuan)
        case RecordAssessment():
            partners.record_assessment(
                desk, by, number, label=act.assessment, tested_on=act.tested_on, result=act.result,
                minor_consented_on=act.minor_consented_on,
                representative_consented_on=act.representative_consented_on,
            )  # fmt: skip
        case Refer():
            referring.refer(
                desk, by, number, label=act.referral, kind=act.kind, unit=act.unit, purpose=act.purpose,
                minor_consented_on=act.minor_consented_on, guardian_consented_on=act.guardian_consented_on,
            )  # fmt: skip
        case RecordReferralAnswer():
            referring.record_referral_answer(
                desk, by, number, label=act.referral, outcome=act.outcome, first_on=act.first_on, reason=act.reason
            )
        case SetSupportLevel():
            levels.set_support_level(desk, by, number, level=act.level, reason=act.reason)
        case AskCertificate():
            partners.ask_certificate(desk, by, number)
        case RecordCertificate():
            partners.record_certificate(desk, by, number)
