"""The acts file: what happened, one act a line, with its actor and date.

    acts = [
      { on = 2026-03-06, by = "minor", did = "submit", item = "weekly_note", each_until = 2026-08-01 },
      { on = 2026-04-06, by = "social_worker", did = "record_unable", who = "minor", from_on = 2026-04-06, ... },
    ]

Each act is performed by the same verb that a person's click or a client's request performs.
"""

from datetime import datetime, time
from typing import Annotated, Literal

from pydantic import Field, model_validator

from casework.plan_file import Day, Part, TimeOfDay
from sunward.clock import at_local

Actor = Literal[
    "prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk",
    "minor", "guardian", "mother", "father", "grandmother", "grandfather", "aunt", "uncle", "brother", "sister",
]  # fmt: skip
ItemName = Literal[
    "weekly_note", "thought_report", "usage_sheet", "usage_review", "worker_contact", "prosecutor_talk",
    "return_check", "consents",
]  # fmt: skip
UnableReason = Literal[
    "hospital", "illness", "detained", "no_device", "no_signal", "school_keeps_phone", "bereavement",
    "worker_unavailable", "other",
]  # fmt: skip


Label = Annotated[str, Field(pattern=r"^([A-Za-z][A-Za-z0-9_.-]*|[0-9]{1,8})$", max_length=20)]
"""A code of your own, such as 'late-mondays': it stands in the open, so it never tells of anybody."""
Relation = Annotated[str, Field(pattern=r"^[a-z_]{2,20}$")]


class Act(Part):
    """What every act has: the day, the time of day, and who did it."""

    on: Day
    at: TimeOfDay = time(10, 0)
    by: Actor

    @property
    def moment(self) -> datetime:
        """When it was done, in UTC."""
        return at_local(self.on, self.at)


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


class Submit(Act):
    """Something owed was handed in or done. With `each_until` it was done for every item of that kind that falls due
    from `on` to that day, on its due day at `at`, except for the due days named."""

    did: Literal["submit"]
    item: ItemName
    due_on: Day | None = None
    """Which item; without it, the one that is open and due next."""
    told_by_phone: bool = False
    on_paper: bool = False
    text: str | None = None
    minutes: list[int] | None = None
    """For a usage sheet: minutes of screen time, one number a day."""
    night_minutes: list[int] | None = None
    phone_clock: datetime | None = None
    """What the phone believed; a remark only, the server's time counts."""
    each_until: Day | None = None
    each_except: list[Day] = []
    days_early: int = Field(0, ge=0, le=6)
    days_late: int = Field(0, ge=0, le=60)


class RecordProgress(Act):
    """Part of a condition was done: times, hours, yuan."""

    did: Literal["record_progress"]
    condition: str
    """The condition's kind, such as 'A1', or its place on the plan, such as '2'."""
    amount: int = Field(ge=1)
    note: str | None = None


class RecordUnable(Act):
    """Somebody could not do what was owed, from a day to a day; everything in it is excused by this one act."""

    did: Literal["record_unable"]
    who: Literal["minor", "guardian", "social_worker"] = "minor"
    from_on: Day
    to_on: Day
    reason: UnableReason
    text: str | None = None

    @model_validator(mode="after")
    def _forward(self) -> "RecordUnable":
        if self.to_on < self.from_on:
            raise ValueError("zh:终止日早于起始日 en:it ends before it begins")
        return self


class Explain(Act):
    """The minor or guardian explained an item that had not been received."""

    did: Literal["explain"]
    item: ItemName
    due_on: Day
    text: str = Field(min_length=1)
    told_by_phone: bool = False


class AnswerExplanation(Act):
    """A named person answered the explanation: excused, accepted as late, unable, or counted as missed."""

    did: Literal["answer_explanation"]
    item: ItemName
    due_on: Day
    answer: Literal["excused", "unable", "late", "missed"]
    reason: str = Field(min_length=1)


class ChangePeriod(Act):
    """The period was extended or shortened, inside 6 to 12 months and never into the past."""

    did: Literal["change_period"]
    new_end_on: Day
    approved_by: Literal["chief_prosecutor", "deputy"] = "chief_prosecutor"
    reason: str = Field(min_length=1)


class ChangeCondition(Act):
    """An additional condition was changed after the minor and representative were heard."""

    did: Literal["change_condition"]
    condition: str
    text: str
    measure: str | None = None
    amount: int | None = None
    by_on: Day | None = None
    heard: bool = True
    reason: str = Field(min_length=1)


class ReportIncident(Act):
    """Somebody reported a possible breach. Nothing is found yet; the prosecutor looks at it."""

    did: Literal["report_incident"]
    incident: Label
    """A label of your own, by which later acts mean this incident."""
    kind: Literal["new_crime", "missed_crime", "public_security", "supervision_rules"]
    done_on: Day
    found_on: Day | None = None
    facts: str = Field(min_length=1)
    serious: bool = False


class HearExplanation(Act):
    """The minor was heard about an incident."""

    did: Literal["hear"]
    incident: str
    text: str = Field(min_length=1)


class CloseIncident(Act):
    """The review of an incident was closed by a named person: dismissed, a lesser response, or a ground of art. 479."""

    did: Literal["close_incident"]
    incident: str
    finding: Literal["dismissed", "lesser_response", "ground"]
    response: Literal["talk", "admonition", "plan_change", "none"] = "none"
    reason: str = Field(min_length=1)


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


class AskLeave(Act):
    """Leave to be away was asked for, or an absence was reported by phone in an emergency."""

    did: Literal["ask_leave"]
    leave: Label
    from_on: Day
    to_on: Day
    destination: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    emergency: bool = False
    standing: bool = False
    """A standing permission for regular ways, such as school or work across the boundary."""


class DecideLeave(Act):
    """The prosecutor decided on leave, or the police station's answer was recorded (needed too while on bail)."""

    did: Literal["decide_leave"]
    leave: str
    whose: Literal["prosecutor", "police_station"] = "prosecutor"
    approved: bool
    reason: str | None = None


class HandOver(Act):
    """A member of the team leaves; the successor is named and stands in until they accept."""

    did: Literal["hand_over"]
    role: Literal["social_worker", "assistant", "prosecutor", "clerk"]
    to: str
    """The successor's sign-in name."""
    stand_in: str | None = None
    """Who is responsible until the successor accepts; without it, whoever hands over."""


class AcceptHandOver(Act):
    """The successor accepted: from now on the open items are theirs."""

    did: Literal["accept_hand_over"]
    role: Literal["social_worker", "assistant", "prosecutor", "clerk"]


class AssistElsewhere(Act):
    """The office of another place accepted to assist; the decision stays with the deciding office."""

    did: Literal["assist_elsewhere"]
    office: str
    social_worker: str | None = None


class Hush(Act):
    """All texts are held back until a day, with a reason; a person calls instead and legal clocks go on."""

    did: Literal["hush"]
    until_on: Day
    reason: str = Field(min_length=1)


class ReportDanger(Act):
    """A worker reported harm to the child to the authorities; the person named as danger receives and sees nothing."""

    did: Literal["report_danger"]
    person: Relation
    told_to: str = Field(min_length=1)
    reference: str | None = None
    facts: str = Field(min_length=1)


class RecordFeedback(Act):
    """The authority that took the report answered."""

    did: Literal["record_feedback"]
    text: str = Field(min_length=1)


class NameContact(Act):
    """A contact person was named or changed: somebody new, or a new number for somebody known."""

    did: Literal["name_contact"]
    person: Relation
    """'minor' or the relation, such as 'aunt'."""
    name: str | None = None
    phone: str | None = None
    device: Literal["own", "shared", "keypad", "none", "unknown"] = "unknown"


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


class DoubtAge(Act):
    """A paper or person says that the birth date is another. Counting and texts about duties stop at once."""

    did: Literal["doubt_age"]
    claimed_born_on: Day
    source: str = Field(min_length=1)


class SettleAge(Act):
    """The doubt about age was settled by a named person."""

    did: Literal["settle_age"]
    born_on: Day
    reason: str = Field(min_length=1)


class GiveConsents(Act):
    """The person, now of age, gave own consents."""

    did: Literal["give_consents"]
    device_data: bool = True


class WithdrawConsent(Act):
    """Consent to device data was withdrawn; nothing is lost by it."""

    did: Literal["withdraw_consent"]


class Evaluate(Act):
    """A milestone's evaluation was decided by the prosecutor."""

    did: Literal["evaluate"]
    milestone: str = "half_time"
    result: Literal["continue", "strengthen", "relax", "change"]
    text: str | None = None


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


class Note(Act):
    """A fact in words that belongs to the record: help granted, a card allowed, a certificate issued."""

    did: Literal["note"]
    topic: Literal[
        "judicial_aid", "card_restriction", "certificate", "school", "work", "family", "praise", "device_data", "other"
    ]
    text: str = Field(min_length=1)


AnyAct = Annotated[
    Announce | RecordService | Submit | RecordProgress | RecordUnable | Explain | AnswerExplanation | ChangePeriod
    | ChangeCondition | ReportIncident | HearExplanation | CloseIncident | Revoke | Prosecute | RecordJudgment
    | AskLeave | DecideLeave | HandOver | AcceptHandOver | AssistElsewhere | Hush | ReportDanger | RecordFeedback | NameContact
    | FileRemedy | DecideRemedy | DoubtAge | SettleAge | GiveConsents | WithdrawConsent | Evaluate | WriteOpinion
    | HearVictim | DecideNonProsecution | AnnounceOutcome | EndOtherwise | AnswerAfterCare | EndAfterCare | Note,
    Field(discriminator="did"),
]  # fmt: skip


class ActsFile(Part):
    """What happened to one plan, in any order; it is performed in the order of its moments."""

    format: Literal["sunward-acts/1"]
    acts: list[AnyAct] = []
