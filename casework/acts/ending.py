"""The end: opinion, decision, announcement, judgment, after-care."""

from typing import Literal

from pydantic import Field

from casework import ending, sealing
from casework.acts.act import Act
from casework.acts.performer import Performer
from casework.plan_file import Day
from law.parties import PartyState
from law.transitions import End, Outcome
from models.office import Role
from sunward.errors import BadInput
from sunward.words import Words


class WriteOpinion(Act):
    """The supervision opinion (考察意见书) was signed: it proposes non-prosecution or prosecution."""

    did: Literal["write_opinion"]
    proposal: Literal["non_prosecution", "prosecution"]
    text: str | None = None


class HearVictim(Act):
    """The victim was heard before the final decision, or could not be (Rules art 477(2))."""

    did: Literal["hear_victim"]
    state: Literal["heard", "tried_and_failed", "not_in_this_case"] = "heard"


class DecideNonProsecution(Act):
    """The chief procurator, or the authorised deputy, decided non-prosecution."""

    did: Literal["decide_non_prosecution"]


class Revoke(Act):
    """The prosecutor's proposal to revoke was approved: the conditional non-prosecution is revoked."""

    did: Literal["revoke"]
    incident: str
    approved_by: Literal["chief_prosecutor", "deputy"] = "chief_prosecutor"
    reason: str = Field(min_length=1)


class Prosecute(Act):
    """After the revocation the indictment was filed."""

    did: Literal["prosecute"]


class RecordJudgment(Act):
    """The judgment of a revoked case took effect; sealing follows where the sentence is five years or less."""

    did: Literal["record_judgment"]
    sentence_months: int = Field(ge=0)
    effective_on: Day


class AnnounceOutcome(Act):
    """The final decision was announced to the person."""

    did: Literal["announce_outcome"]
    present: list[str] = ["minor"]


class EndOtherwise(Act):
    """The case ended in another way: death, no liability after all, corrected by the higher office, other jurisdiction."""

    did: Literal["end_otherwise"]
    how: Literal["death", "no_liability", "corrected_by_higher_office", "change_of_jurisdiction"]
    reason: str = Field(min_length=1)


class AnswerAfterCare(Act):
    """The person said whether they want voluntary after-care, and until when."""

    did: Literal["answer_after_care"]
    consent: bool
    until_on: Day | None = None


class EndAfterCare(Act):
    """The person said: no more."""

    did: Literal["end_after_care"]


Acts = (
    WriteOpinion
    | HearVictim
    | DecideNonProsecution
    | Revoke
    | Prosecute
    | RecordJudgment
    | AnnounceOutcome
    | EndOtherwise
    | AnswerAfterCare
    | EndAfterCare
)


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case WriteOpinion():
            ending.write_opinion(desk, by, number, proposal=Outcome(act.proposal), text=act.text)
        case HearVictim():
            ending.hear_victim(desk, by, number, state=PartyState(act.state))
        case DecideNonProsecution():
            ending.decide_non_prosecution(desk, by, number)
        case Revoke():
            chief = done.approver(act.approved_by)
            ending.revoke(
                desk, chief, number, incident=act.incident, reason=act.reason,
                proposed_by=by if by.role is Role.PROSECUTOR else None,
            )  # fmt: skip
        case Prosecute():
            ending.prosecute(desk, by, number)
        case RecordJudgment():
            ending.record_judgment(desk, by, number, sentence_months=act.sentence_months, effective_on=act.effective_on)
        case AnnounceOutcome():
            ending.announce_outcome(desk, by, number, present=act.present)
        case EndOtherwise():
            ending.end_otherwise(desk, by, number, how=End(act.how), reason=act.reason)
        case AnswerAfterCare():
            sealing.answer_after_care(desk, by, number, consent=act.consent, until_on=act.until_on)
        case EndAfterCare():
            raise BadInput(
                Words(
                    "自愿回访卡与案卷没有关联，请在回访卡上结束。",
                    "The after-care card has no link to the plan: end it there.",
                )
            )
