"""The plan file: one minor's plan as a stranger can write it, in TOML.

The classes are the format: their JSON Schema is what `sunward schema plan` prints, and docs/plan-file.md explains it.
Reading a file finds every mistake at once, each with its place; nothing is changed by reading.
"""

from datetime import time
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, create_model, model_validator

from casework.shared.files.base import (
    MAX_AMOUNT,
    Day,
    DaysText,
    FileModel,
    Number,
    TimeOfDay,
    WindowText,
    field_error,
    written_as,
)
from casework.shared.files.case_parts import (
    AdultsPart,
    CardsPart,
    HearingPart,
    InvestigationPart,
    ObjectionPart,
    PropertyPart,
    QuestioningPart,
)
from casework.shared.items.item_kinds import RHYTHMS, Recurrence, Rhythm
from core.i18n import _, pgettext

__all__ = ["Day", "FileModel", "PlanFile", "TimeOfDay"]

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
IdentityNumber = Annotated[
    str, Field(pattern=r"^[0-9]{17}[0-9Xx]$"), written_as(_("应为18位公民身份号码，最后一位可以是X。"))
]
OffenceArticle = Annotated[
    str, Field(pattern=r"^[0-9]{2,3}(-[0-9])?$"), written_as(_("应为《刑法》的条文，如264、287-2。"))
]
ShortName = Annotated[str, Field(min_length=1, max_length=60)]
Device = Literal["own", "shared", "keypad", "none", "unknown"]
Reach = Literal["sms", "call", "paper"]


class PersonPart(FileModel):
    """A person of the household and how to reach them. Contacts of one person are never shown to another."""

    name: str = Field(min_length=1, max_length=40)
    phone: Number | None = None
    device: Device = "unknown"
    """Whose phone it is: only an own device can show that its owner could know."""
    reach: list[Reach] = ["sms"]
    """In which order this person is reached; a call by a person and a sheet of paper count as much as a text."""
    phone_held: list[WindowText] = []
    """When this person holds the phone, such as 'Fri 18:00-Sun 16:00'; empty means always."""
    held_in_term: bool = False
    """The hours apply in school terms only: it is the school that keeps the phone."""
    not_at: list[WindowText] = Field([], max_length=21)
    """Hours of every week in which this person sleeps or works, such as 'Mon 22:00-Tue 07:00'."""
    exams: list[DaysText] = Field([], max_length=20)
    """Days of examinations, such as '2027-06-07/2027-06-09': nothing is sent on them that can wait."""
    interpreted: ShortName | None = None
    """The language in which this person follows what is said: an interpreter is there."""
    sign_language: bool = False
    """Whether this person signs: nobody calls, and somebody who signs is there."""
    quiet: bool = False
    """True while this person opted out of all messages; a person calls instead."""

    @model_validator(mode="after")
    def _never_called(self) -> "PersonPart":
        if self.sign_language and "call" in self.reach:
            raise field_error(_("使用手语的，不打电话联系：请写短信或者纸面。"))
        return self


class MinorPart(PersonPart):
    """The young person. `name` is what the file calls them; all of this part is encrypted in the record."""

    sex: Literal["M", "F"]
    born_on: Day
    at_school: bool = True
    """While true, no text comes in class hours."""
    identity_number: IdentityNumber | None = None
    nationality: ShortName | None = None
    """Empty for a Chinese national."""
    foreign_document: ShortName | None = None
    """Kind and number of a passport or another foreign document, in place of the identity number."""
    address: str | None = None


class GuardianPart(PersonPart):
    """A parent or other adult of the family."""

    relation: Literal["mother", "father", "grandmother", "grandfather", "aunt", "uncle", "brother", "sister", "other"]
    legal_representative: bool = False
    receives: bool = True
    """Whether this person receives messages."""
    address: str | None = None
    address_hidden_from: list[str] = []
    from_on: Day | None = None
    """Since when this person is a contact; empty means from the start."""


class InformedPart(FileModel):
    """A person outside the family who already knows, as a named prosecutor has recorded."""

    role: Literal["form_teacher", "head_teacher", "employer", "mentor", "grid_worker", "village_committee", "other"]
    name: str = Field(min_length=1, max_length=40)
    since: Day
    recorded_by: str
    told_by: str | None = None
    phone: Number | None = None
    """Only school and mentor ever receive messages, and only for a form that a person sends manually."""


PartyState = Literal["heard", "tried_and_failed", "not_in_this_case", "no_longer_a_party"]


class OpinionPart(FileModel):
    """One party's opinion before the decision (Rules art 469): in one of four states, with its date."""

    state: PartyState
    on: Day | None = None
    tried_on: list[Day] = []
    note: str | None = None

    @model_validator(mode="after")
    def _dated(self) -> "OpinionPart":
        if self.state == "heard" and self.on is None:
            raise field_error(_("听取意见须写明日期。"))
        if self.state == "tried_and_failed" and not self.tried_on:
            raise field_error(_("未能听取须写明尝试日期。"))
        return self


class PoliceOpinionPart(OpinionPart):
    """The opinion of the police, and its form (HR-02): in writing, approved by the head of a county-level organ."""

    written: bool | None = None
    approved_by_head: bool | None = None


class OpinionsPart(FileModel):
    police: PoliceOpinionPart | None = None
    victim: OpinionPart | None = None
    minor: OpinionPart | None = None
    legal_representative: OpinionPart | None = None
    defender: OpinionPart | None = None


class BailPart(FileModel):
    """Bail (取保候审) or residential surveillance: counted afresh for each deciding organ (Rules art 103)."""

    decided_by: Literal["police", "procuratorate", "court"]
    measure: Literal["bail", "residential_surveillance"] = "bail"
    from_on: Day
    lifted_on: Day | None = None


class CasePart(FileModel):
    office: str = Field(min_length=1, max_length=40)
    """The basic-level office, by its name; it is made if the record does not know it yet."""
    offence_article: OffenceArticle
    """The article of the Criminal Law, such as '287-2'."""
    act_dates: list[Day] = Field(min_length=1)
    facts_line: str = Field(min_length=1, max_length=400)
    predicted_sentence_months: int = Field(ge=0, le=300)
    reasons_for_prediction: str | None = None
    evidence_sufficient: bool | None = None
    repentance: list[
        Literal["plea", "restitution", "apology", "forgiveness", "surrender", "help_in_recovery", "other"]
    ] = Field(min_length=1)
    why_not_minor_offence: str | None = None
    """Why art. 177(2) is not used (PR-07)."""
    no_victim: bool = False
    victims: int = Field(0, ge=0, le=500)
    counsel: Literal["retained", "legal_aid", "none"] | None = None
    """If omitted, it is not recorded (PR-10): a defender who was heard shows it as well."""
    opinions: OpinionsPart = OpinionsPart()
    bail: list[BailPart] = []
    in_custody: bool = False
    """Whether the person is still locked up when the decision is signed (DE-05)."""
    handler_familiar_with_minors: bool | None = None
    serious_injury_or_death: bool = False
    """What makes somebody of fourteen liable for an injury (PR-02)."""
    mitigating: list[Literal["deceived", "short_and_little_gain", "plea", "useful_help"]] = []
    aggravating: list[
        Literal[
            "organising_or_long_trading", "using_minors_or_students", "insider", "cross_border", "dedicated_tools",
            "deepfake", "penalty_within_two_years", "conviction_within_five_years",
        ]
    ] = []  # fmt: skip
    """Both for card and account cases (PR-08)."""
    cards: CardsPart | None = None
    questioning: QuestioningPart | None = None
    social_investigation: InvestigationPart | None = None
    adults: AdultsPart | None = None
    property: list[PropertyPart] = []
    objection: ObjectionPart | None = None
    hearing: HearingPart | None = None


class ReviewPart(FileModel):
    """The clock of review for prosecution: what was used before the decision stays used."""

    received_on: Day
    extended: bool = False
    fast_track: bool = False
    returned_on: list[Day] = []
    """Each day on which the case was returned from supplementary investigation: the limit restarts (CPL art 175)."""
    jurisdiction_changed_on: list[Day] = []
    """Each day on which jurisdiction changed: the limit restarts (CPL art 172(2))."""
    proposed_on: Day | None = None
    """When the decision was proposed (HR-07)."""
    limit_ends_on: Day | None = None
    """The limit's written end; without it, computed from the day on which it began last."""


class DecisionPart(FileModel):
    on: Day
    months: int = Field(ge=1, le=36)
    period_written_from: Day
    period_written_to: Day
    """As the decision's text says; the system computes its own and warns on a difference."""
    reasons: str | None = None
    decided_by: str | None = Field(None, min_length=1, max_length=60)
    """Who decided it, chief procurator or authorised deputy: by sign-in name, or by name in words. If omitted, it is
    not recorded; nobody is assumed to have decided what they proposed."""
    leave_boundary: Literal["county", "city"] = "county"
    """What may not be left without approval, as written in the decision."""
    in_writing: bool = True
    """Whether there is a written decision (DE-01)."""
    victim_told: list[Literal["complaint", "no_court"]] | None = None
    """What the victim was informed of: the seven days, and that no private prosecution is possible (DE-04)."""
    agreement_signed: bool | None = None
    """The supervision agreement (SU-04)."""


class AnnouncementPart(FileModel):
    """The announcement in person (Rules art 471(2)). May be given by an act instead."""

    on: Day
    present: list[Annotated[str, Field(pattern=r"^[a-z_]{2,24}$")]] = Field(["minor"], max_length=20)
    explained: list[Literal["period", "rules", "liability"]] = []
    """Which of the three items were explained. If left out, the plan has no record of it, and says so."""


class ServicePart(FileModel):
    to: Literal["police", "victim", "minor", "legal_representative", "defender"]
    on: Day
    number: str | None = Field(None, max_length=40)
    """Receipt number, for an addressee of whom there are several."""


class ConditionPart(FileModel):
    """One additional condition (Rules art 476), measurable: what, how often, evidence, who confirms, whose it is."""

    kind: Literal["A1", "A2", "A3", "A4", "A5", "A6"]
    text: str = Field(min_length=2, max_length=400)
    measure: str = Field(min_length=1, max_length=200)
    evidence: str = Field(min_length=1, max_length=200)
    confirmed_by: Literal["prosecutor", "assistant", "social_worker", "guardian", "police", "mentor", "other"]
    """A mentor or employer who is recorded as knowing confirms hours or times on a page of their own."""
    amount: int | None = Field(None, ge=1, le=MAX_AMOUNT)
    """How many times, hours or yuan are required, where it can be counted."""
    unit: Literal["times", "hours", "yuan", "items"] | None = None
    by_on: Day | None = None
    owner: Literal["minor", "guardian", "social_worker"] = "minor"
    residential: bool = False
    """A programme away from home: a named person reviews the provider (OB-08)."""


class WeeklyPart(FileModel):
    on: Weekday
    by: TimeOfDay = time(20, 0)


class GuardianSheetPart(WeeklyPart):
    owner: Literal["guardian", "minor"] = "guardian"


class EveryDaysPart(FileModel):
    every_days: int = Field(ge=1, le=92)
    first_on: Day | None = None


class EveryMonthsPart(FileModel):
    every_months: int = Field(1, ge=1, le=6)
    on_day: int | None = Field(None, ge=1, le=31)
    """Day of the month; without it, the day of the decision."""


class Cadence(FileModel):
    """How often each item is due. What is omitted is not required, except the worker's contact and the monthly talk."""

    def of(self, kind: str) -> WeeklyPart | EveryDaysPart | EveryMonthsPart | None:
        """How that kind is owed; None where it is not."""
        rhythm: WeeklyPart | EveryDaysPart | EveryMonthsPart | None = getattr(self, kind)
        return rhythm


def _part(rhythm: Rhythm) -> Any:
    """The field of a kind that recurs so, with what it is where nothing is said."""
    if rhythm.every is Recurrence.WEEK:
        return (WeeklyPart if len(rhythm.owners) == 1 else GuardianSheetPart) | None, None
    by_days = rhythm.every is Recurrence.DAYS
    part, name = (EveryDaysPart, "every_days") if by_days else (EveryMonthsPart, "every_months")
    return part | None, rhythm.unless_said and part.model_validate({name: rhythm.unless_said})


if TYPE_CHECKING:
    CadencePart = Cadence
else:
    CadencePart = create_model(
        "CadencePart", __base__=Cadence, __module__=__name__, __doc__=Cadence.__doc__,
        **{kind: _part(rhythm) for kind, rhythm in RHYTHMS.items()},
    )  # fmt: skip


class MilestonePart(FileModel):
    """An evaluation on a day; without any, one at half time."""

    name: str = Field(min_length=1, max_length=40)
    on: Day


class AttachmentsPart(FileModel):
    """What may be attached to submissions; nothing else is accepted or stored."""

    photo: bool = False
    voice: bool = False
    place: bool = False
    """Where a worker was, once for each contact and rounded; nobody is ever followed."""
    sheet: bool = True
    """A photographed sheet of paper, in place of typing or beside it."""


class ConsentPart(FileModel):
    """One person's answer about device data before the plan was opened: whose answer it is, when and how."""

    person: Annotated[str, Field(pattern=r"^[a-z_]{2,20}$")]
    """'minor', or the relation of a guardian of this file."""
    given: bool
    """True for a Yes, false for a No; nobody is taken to have agreed by silence."""
    on: Day
    way: Literal["person", "phone", "paper"]
    """Given in person, by phone, or signed on paper."""
    ways: list[Literal["sheet", "photo", "file"]] | None = Field(None, max_length=3)
    """Of a Yes: by which ways data may come in; all of them, if left out."""
    until_on: Day | None = None
    """Of a Yes: the last day on which data may come in; the plan's last day, if left out."""


class UsagePart(FileModel):
    """Digital use: without the consents that are needed nothing of a device is collected, and the family is asked."""

    consent: list[ConsentPart] = Field([], max_length=20)


class BusyPart(FileModel):
    """Days on which the young person is taken up by something else, such as exams: shown before the plan is signed."""

    kind: Literal["exam", "harvest", "travel", "treatment", "other"]
    from_on: Day
    to_on: Day

    @model_validator(mode="after")
    def _forward(self) -> "BusyPart":
        if self.to_on < self.from_on:
            raise field_error(pgettext("refusal", "终止日早于起始日。"))
        return self


class TeamPart(FileModel):
    """Who is responsible for the plan, by sign-in name. In the demonstration, unknown people are created."""

    prosecutor: str
    assistant: str | None = None
    social_worker: str | None = None
    department_head: str | None = None
    chief_prosecutor: str | None = None
    deputy: str | None = None
    clerk: str | None = None


class PlanFile(FileModel):
    """One plan. Everything beside `[case]`, `[review]`, `[decision]`, `[minor]` and `[team]` has a default."""

    format: Literal["sunward-plan/1"]
    number: str | None = Field(None, pattern=r"^[A-Z0-9][A-Z0-9-]{2,19}$")
    """Plan number for people; if omitted, a random one is generated. It must not identify office or person."""
    minor: MinorPart
    guardian: list[GuardianPart] = []
    informed: list[InformedPart] = []
    case: CasePart
    review: ReviewPart
    decision: DecisionPart
    announcement: AnnouncementPart | None = None
    service: list[ServicePart] = []
    condition: list[ConditionPart] = []
    cadence: CadencePart = CadencePart()
    milestone: list[MilestonePart] = []
    busy: list[BusyPart] = []
    attachments: AttachmentsPart = AttachmentsPart()
    usage: UsagePart = UsagePart()
    team: TeamPart
    taken_over_on: Day | None = None
    """The first day in this system of a plan that ran before; what was due before is never counted."""
