"""The end: opinion, decision, announcement, judgment, after-care."""

from typing import Literal

from pydantic import Field

from casework import after_care, ending
from casework.acts.act import Act, Present, Short
from casework.acts.performer import Performer
from casework.concluding import PunishmentOpinion
from casework.files.file_part import DayOfPlan, DayWithinPlan, DayWithinYear
from law.conclusion import DecisionPart
from law.parties import PartyState
from law.transitions import End, Outcome


class WriteOpinion(Act):
    """The supervision opinion (考察意见书) was signed: it proposes non-prosecution or prosecution."""

    did: Literal["write_opinion"]
    proposal: Literal["non_prosecution", "prosecution"]
    text: str | None = Field(None, max_length=20_000)


class HearVictim(Act):
    """The victim was heard before the final decision, or could not be (Rules art 477(2))."""

    did: Literal["hear_victim"]
    state: Literal["heard", "tried_and_failed", "not_in_this_case"] = "heard"


class DecideNonProsecution(Act):
    """The chief procurator, or the authorised deputy, decided non-prosecution."""

    did: Literal["decide_non_prosecution"]
    reason: str = Field("", max_length=20_000)
    parts: (
        list[Literal["person", "cause_and_origin", "facts", "basis_and_reasons", "property", "rights_notice"]] | None
    ) = None
    """The parts of the written decision that are there (Rules art 372), where somebody looked."""
    punishment_opinion: Literal["not_needed", "needed", "sent"] | None = None
    """Whether another organ should punish or confiscate, and whether the opinion went to it (Rules art 373)."""


class Revoke(Act):
    """The prosecutor's proposal to revoke was approved: the conditional non-prosecution is revoked."""

    did: Literal["revoke"]
    incident: Short
    approved_by: Literal["chief_prosecutor", "deputy"] = "chief_prosecutor"
    reason: str = Field(min_length=1, max_length=20_000)


class Prosecute(Act):
    """After the revocation the indictment was filed."""

    did: Literal["prosecute"]


class RecordJudgment(Act):
    """The judgment of a revoked case took effect; sealing follows where the sentence is five years or less."""

    did: Literal["record_judgment"]
    sentence_months: int = Field(ge=0, le=1_200)
    effective_on: DayWithinPlan


class AnnounceOutcome(Act):
    """The final decision was announced to the person."""

    did: Literal["announce_outcome"]
    present: list[Present] = Field(["minor"], max_length=20)
    seal_explained_to: list[Literal["minor", "legal_representative"]] | None = None
    """To whom sealing and its rights were explained, where somebody recorded it."""
    announced_on: DayOfPlan | None = None
    """When it was, if it is written down later."""


class EndOtherwise(Act):
    """The case ended in another way: death, no liability after all, corrected by the higher office, other jurisdiction."""

    did: Literal["end_otherwise"]
    how: Literal["death", "no_liability", "corrected_by_higher_office", "change_of_jurisdiction", "objection"]
    reason: str = Field(min_length=1, max_length=20_000)


class AnswerAfterCare(Act):
    """The person said whether they want voluntary after-care, and until when."""

    did: Literal["answer_after_care"]
    consent: bool
    until_on: DayWithinYear | None = None


class EndAfterCare(Act):
    """The person said: no more. Until the seal it is said here; afterwards on the card itself."""

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
            sent = act.punishment_opinion
            ending.decide_non_prosecution(
                desk, by, number, reason=act.reason,
                parts=None if act.parts is None else [DecisionPart(part) for part in act.parts],
                punishment_opinion=PunishmentOpinion(sent != "not_needed", sent == "sent") if sent else None,
            )  # fmt: skip
        case Revoke():
            chief = done.approver(act.approved_by)
            ending.revoke(
                desk, chief, number, incident=act.incident, reason=act.reason,
                proposed_by=done.proposer(),
            )  # fmt: skip
        case Prosecute():
            ending.prosecute(desk, by, number)
        case RecordJudgment():
            ending.record_judgment(desk, by, number, sentence_months=act.sentence_months, effective_on=act.effective_on)
        case AnnounceOutcome():
            ending.announce_outcome(desk, by, number, present=act.present, seal_explained_to=act.seal_explained_to,
                                    on=act.announced_on)  # fmt: skip
        case EndOtherwise():
            ending.end_otherwise(desk, by, number, how=End(act.how), reason=act.reason,
                                 proposed_by=done.proposer())  # fmt: skip
        case AnswerAfterCare():
            after_care.answer_after_care(desk, by, number, consent=act.consent, until_on=act.until_on)
        case EndAfterCare():
            after_care.answer_after_care(desk, by, number, consent=False)
