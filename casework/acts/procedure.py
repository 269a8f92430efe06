"""What belongs to the decision and its review: objections, a hearing, limits that began anew, measures, property;
and a fact that was recorded wrongly."""

from typing import Annotated, Literal

from pydantic import Field

from casework import announcing, concluding, correcting, objecting, reviewing
from casework.acts.act import Act
from casework.acts.performer import Performer
from casework.files.file_part import DayOfPlan, DayOfStretch, KnownDay, PastDay

Which = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=40)]


class Object(Act):
    """The minor, the representative or both objected to the decision or to its conditions (CPL art 282(3))."""

    did: Literal["object"]
    objection_by: Literal["both", "minor", "legal_representative"]
    against: Literal["decision", "conditions"]
    text: str = Field(min_length=1, max_length=2000)
    made_on: DayOfPlan | None = None


class AnswerObjection(Act):
    """The prosecutor answered: the objection is adopted, or the reasons why not are given (Rules art 470(2))."""

    did: Literal["answer_objection"]
    against: Literal["decision", "conditions"]
    adopted: bool
    reason: str = Field(min_length=1, max_length=2000)


class WithdrawObjection(Act):
    """The objection was withdrawn; until prosecution is decided the way is open again (Rules art 470(3))."""

    did: Literal["withdraw_objection"]
    objection_by: Literal["both", "minor", "legal_representative"]
    against: Literal["decision", "conditions"]


class HoldHearing(Act):
    """A hearing (听证) was held: recorded as it was."""

    did: Literal["hold_hearing"]
    held_on: PastDay | None = None
    notified_on: PastDay | None = None
    public: bool = False
    text: str = Field("", max_length=20_000)


class RestartReview(Act):
    """It turned out that the review limit began anew before the decision (CPL arts 172(2), 175)."""

    did: Literal["restart_review"]
    because: Literal["supplementary_investigation", "change_of_jurisdiction"]
    began_on: PastDay


class RecordMeasure(Act):
    """Bail, residential surveillance or custody was ordered or lifted, by that organ."""

    did: Literal["record_measure"]
    measure: Literal["bail", "residential_surveillance", "custody"]
    decided_by: Literal["police", "procuratorate", "court"]
    from_on: PastDay
    lifted_on: PastDay | None = None


class SettleProperty(Act):
    """What became of something seized or frozen (Rules art 374)."""

    did: Literal["settle_property"]
    place: int = Field(ge=1, le=500)
    """Its place on the plan's list."""
    outcome: Literal["returned", "unfrozen", "handed_over", "confiscated"]


class AddAddressee(Act):
    """A named prosecutor added a school, an employer, or a victim who became known, as addressee of a paper, with a
    reason. Nobody else can."""

    did: Literal["add_addressee"]
    to: Literal["school", "employer", "victim"]
    number: str | None = Field(None, max_length=40)
    """Of several victims: the number of the receipt."""
    decision: Literal["conditional_non_prosecution", "non_prosecution", "revocation"] = "conditional_non_prosecution"
    reason: str = Field(min_length=1, max_length=2000)


class CorrectFact(Act):
    """A fact had been recorded wrongly: what is right stands in its place, and what follows is computed anew."""

    did: Literal["correct_fact"]
    fact: Literal[
        "announce", "record_service", "file_remedy", "record_remedy_answer", "record_unable", "record_measure", "report_incident",
        "end_contact",
    ]  # fmt: skip
    """The act that recorded it."""
    which: Which | None = None
    """Which entry, where there are several: addressee, kind of remedy, measure, who, label, relation, or receipt number."""
    was_on: KnownDay | None = None
    """The day that the entry told, where that tells it from others."""
    announced_on: DayOfPlan | None = None
    received_on: DayOfPlan | None = None
    decision_received_on: DayOfPlan | None = None
    posted_on: DayOfPlan | None = None
    filed_on: DayOfPlan | None = None
    outcome: Literal["upheld", "corrected", "withdrawn"] | None = None
    from_on: DayOfStretch | None = None
    to_on: DayOfStretch | None = None
    lifted_on: PastDay | None = None
    done_on: PastDay | None = None
    found_on: PastDay | None = None
    since: PastDay | None = None
    never_happened: bool = False
    """It did not happen at all: instead of the right values."""
    reason: str = Field(min_length=1, max_length=2000)
    """What was wrong, and how that is known."""


_HOW_TO_CORRECT = {"did", "on", "at", "by", "fact", "which", "was_on", "never_happened", "reason"}
"""What of a correction is no value of the fact itself."""

Acts = (
    Object
    | AnswerObjection
    | WithdrawObjection
    | HoldHearing
    | RestartReview
    | RecordMeasure
    | SettleProperty
    | AddAddressee
    | CorrectFact
)


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case Object():
            objecting.object_to(
                desk, by, number, by=act.objection_by, against=act.against, text=act.text, on=act.made_on or act.on
            )
        case AnswerObjection():
            objecting.answer_objection(desk, by, number, against=act.against, adopted=act.adopted, reason=act.reason)
        case WithdrawObjection():
            objecting.withdraw_objection(desk, by, number, by=act.objection_by, against=act.against)
        case HoldHearing():
            reviewing.hold_hearing(
                desk,
                by,
                number,
                on=act.held_on or act.on,
                notified_on=act.notified_on,
                public=act.public,
                text=act.text,
            )
        case RestartReview():
            reviewing.restart_review(desk, by, number, because=act.because, began_on=act.began_on)
        case RecordMeasure():
            reviewing.record_measure(
                desk, by, number, measure=act.measure, decided_by=act.decided_by, from_on=act.from_on,
                lifted_on=act.lifted_on,
            )  # fmt: skip
        case SettleProperty():
            concluding.settle_property(desk, by, number, place=act.place, outcome=act.outcome)
        case AddAddressee():
            announcing.add_addressee(
                desk, by, number, to=act.to, decision=act.decision, reason=act.reason, receipt_number=act.number
            )
        case CorrectFact():
            correcting.correct_fact(
                desk, by, number, fact=act.fact, which=act.which, was_on=act.was_on,
                right=act.model_dump(exclude=_HOW_TO_CORRECT), never_happened=act.never_happened, reason=act.reason,
            )  # fmt: skip
