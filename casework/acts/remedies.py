"""Remedies against the decision."""

from typing import Annotated, Literal

from pydantic import Field

from casework import remedies
from casework.acts.act import Act, Login
from casework.acts.performer import Performer, actor_named
from casework.files.file_part import DayOfPlan
from casework.rights import Actor
from sunward.errors import BadInput

Receipt = Annotated[str, Field(max_length=40)]
Kind = Literal["reconsideration", "higher_review", "victim_complaint"]


class FileRemedy(Act):
    """The police asked for reconsideration or review, or the victim complained."""

    did: Literal["file_remedy"]
    remedy: Kind
    decision_received_on: DayOfPlan
    posted_on: DayOfPlan | None = None
    """The postmark: what a party posts in time is in time (CPL art 105)."""
    filed_on: DayOfPlan | None = None
    """When it came, if it is written down later: the answer's clock runs from there."""
    receipt_number: Receipt | None = None
    complex_case: bool = False
    """A complaint whose re-examination takes up to six months (Rules art 386)."""


class DecideRemedy(Act):
    """What this office answers was decided by its chief procurator or deputy, on somebody else's examination."""

    did: Literal["decide_remedy"]
    remedy: Kind
    outcome: Literal["upheld", "corrected", "withdrawn"]
    examined_by: Login | None = None
    """The examiner's sign-in name: not the handler's, and not the decider's."""
    receipt_number: Receipt | None = None
    """Whose complaint, where several victims wait."""
    approved_by: Literal["chief_prosecutor", "deputy"] = "chief_prosecutor"


class RecordRemedyAnswer(Act):
    """The answer of the next-higher office came."""

    did: Literal["record_remedy_answer"]
    remedy: Kind
    outcome: Literal["upheld", "corrected", "withdrawn"]
    served: list[Literal["victim", "minor", "deciding_office"]] | None = None
    """On whom a re-examination was served (Rules art 383), where somebody looked."""
    receipt_number: Receipt | None = None
    """Whose complaint, where several victims wait."""


Acts = FileRemedy | DecideRemedy | RecordRemedyAnswer


def _examiner(done: Performer) -> Actor:
    """In a story told from a file: the department head, or the prosecutor where the office has none."""
    try:
        return actor_named(done.desk, done.number, "department_head")
    except BadInput:
        return actor_named(done.desk, done.number, "prosecutor")


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case FileRemedy():
            remedies.file_remedy(
                desk, by, number, kind=act.remedy, decision_received_on=act.decision_received_on,
                posted_on=act.posted_on, filed_on=act.filed_on, receipt_number=act.receipt_number, complex_case=act.complex_case,
            )  # fmt: skip
        case DecideRemedy() if done.in_person is None and not remedies.answered_here(
            desk, number, act.remedy, act.receipt_number
        ):
            remedies.record_remedy_answer(
                desk, by, number, kind=act.remedy, outcome=act.outcome, receipt_number=act.receipt_number
            )
        case DecideRemedy():
            examiner = None if done.in_person or act.examined_by else _examiner(done)
            remedies.decide_remedy(
                desk, done.approver(act.approved_by), number, kind=act.remedy, outcome=act.outcome,
                examined_by=act.examined_by, examiner=examiner, receipt_number=act.receipt_number,
            )  # fmt: skip
        case RecordRemedyAnswer():
            remedies.record_remedy_answer(
                desk, by, number, kind=act.remedy, outcome=act.outcome, served=act.served,
                receipt_number=act.receipt_number,
            )  # fmt: skip
