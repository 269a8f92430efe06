"""Remedies against the decision."""

from typing import Literal

from casework import remedies
from casework.acts.act import Act
from casework.acts.performer import Performer
from casework.plan_file import Day


class FileRemedy(Act):
    """The police asked for reconsideration or review, or the victim complained."""

    did: Literal["file_remedy"]
    remedy: Literal["reconsideration", "higher_review", "victim_complaint"]
    decision_received_on: Day
    posted_on: Day | None = None
    """The postmark: what a party posts in time is in time (CPL art 105)."""
    receipt_number: str | None = None


class DecideRemedy(Act):
    """The remedy was decided."""

    did: Literal["decide_remedy"]
    remedy: Literal["reconsideration", "higher_review", "victim_complaint"]
    outcome: Literal["upheld", "corrected", "withdrawn"]


Acts = FileRemedy | DecideRemedy


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case FileRemedy():
            remedies.file_remedy(
                desk,
                by,
                number,
                kind=act.remedy,
                decision_received_on=act.decision_received_on,
                posted_on=act.posted_on,
                receipt_number=act.receipt_number,
            )
        case DecideRemedy():
            remedies.decide_remedy(desk, by, number, kind=act.remedy, outcome=act.outcome)
