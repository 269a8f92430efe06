"""The announcement, and the receipts of what was served."""

from typing import Literal

from pydantic import Field

from casework import announcing
from casework.acts.act import Act
from casework.acts.performer import Performer
from casework.plan_file import Day


class Announce(Act):
    """The decision was announced in person; the three items that were told are named."""

    did: Literal["announce"]
    present: list[str] = ["minor"]
    told: list[Literal["period", "rules", "liability"]] = ["period", "rules", "liability"]


class RecordService(Act):
    """An addressee's receipt of a decision came back."""

    did: Literal["record_service"]
    to: Literal["police", "victim", "minor", "legal_representative", "defender"]
    received_on: Day | None = None
    number: str | None = Field(None, max_length=40)
    decision: Literal["conditional_non_prosecution", "non_prosecution", "revocation", "period_change"] = (
        "conditional_non_prosecution"
    )


Acts = Announce | RecordService


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case Announce():
            announcing.announce(desk, by, number, on=act.on, present=act.present, told=act.told)
        case RecordService():
            announcing.record_service(
                desk, by, number, to=act.to, received_on=act.received_on or act.on, decision=act.decision,
                receipt_number=act.number,
            )  # fmt: skip
