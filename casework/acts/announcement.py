"""The announcement, and the receipts of what was served."""

from typing import Literal

from pydantic import Field

from casework import announcing
from casework.acts.act import Act, Present
from casework.acts.performer import Performer
from casework.files.file_part import ComingDay, DayOfPlan, Number
from casework.messages import asking_to_sign
from law.service import Delivery


class Announce(Act):
    """The decision was announced in person; the three items that were told are named."""

    did: Literal["announce"]
    present: list[Present] = Field(["minor"], max_length=20)
    told: list[Literal["period", "rules", "liability"]] = ["period", "rules", "liability"]
    guardians_signed: int | None = Field(None, ge=0, le=9)
    """How many representatives signed what is theirs to do, where somebody looked."""
    announced_on: DayOfPlan | None = None
    """When it was, if it is written down later."""


class RecordService(Act):
    """An addressee's receipt of a decision came back, or the police's of the answer to their request."""

    did: Literal["record_service"]
    to: Literal["police", "victim", "minor", "legal_representative", "defender", "school", "employer"]
    received_on: DayOfPlan | None = None
    number: str | None = Field(None, max_length=40)
    decision: Literal[
        "conditional_non_prosecution", "non_prosecution", "revocation", "period_change", "reconsideration", "sealing"
    ] = "conditional_non_prosecution"
    """Sealing: the police's receipt that they have sealed as well, which ends their clock on the closing list."""
    victim_told: list[Literal["complaint", "no_court"]] | None = None
    how: Literal["signed", "taken_in", "left_there"] = "signed"
    """Left there: the addressee refused to sign (CPL art 107)."""
    witnessed: bool = False
    """Whether somebody saw it left there, or it was filmed."""


class AskToSign(Act):
    """The victim's side is asked by one neutral text to call the office and sign for a paper."""

    did: Literal["ask_to_sign"]
    day: ComingDay
    """By when; at most fourteen days from now."""
    phone: Number | None = None
    """Kept, encrypted, until the receipt is back."""
    number: str | None = Field(None, max_length=40)
    """The number on the receipt, where several are still out."""
    decision: Literal["conditional_non_prosecution", "non_prosecution", "revocation", "period_change"] = (
        "conditional_non_prosecution"
    )


Acts = Announce | RecordService | AskToSign


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case Announce():
            announcing.announce(desk, by, number, on=act.announced_on or act.on, present=act.present, told=act.told,
                                guardians_signed=act.guardians_signed)  # fmt: skip
        case RecordService():
            announcing.record_service(
                desk, by, number, to=act.to, received_on=act.received_on or act.on, decision=act.decision,
                receipt_number=act.number, victim_told=act.victim_told, how=Delivery(act.how), witnessed=act.witnessed,
            )  # fmt: skip
        case AskToSign():
            asking_to_sign.ask_to_sign(
                desk, by, number, decision=act.decision, day=act.day, phone=act.phone, receipt=act.number
            )
