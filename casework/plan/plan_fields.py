"""The fields of a new plan, as a person fills them in: each under its place in the plan file, so that a mistake finds its
way back. The form and the spreadsheet of a caseload ask the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.plan_field_labels import CHOICES, FIELDS
from casework.shared.items.item_kinds import RHYTHMS, Recurrence
from casework.shared.text.labels import RELATIONS
from core.i18n import Text, _, verbatim
from models.office import Office, Role, Staff

Control = Literal["text", "long", "day", "days", "number", "yes", "choice", "many"]
CONDITIONS = 4
"""How many additional conditions the form has room for."""
PARTIES = ("police", "victim", "minor", "legal_representative", "defender")
_TEAM = ("prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk")
_KIN = ("mother", "father", "grandmother", "grandfather", "aunt", "uncle", "brother", "sister", "other")


@dataclass(frozen=True)
class PlanField:
    """One field: its place in the plan file, what it is called, how it is asked, what it may say."""

    place: str
    words: Text
    control: Control
    choices: tuple[tuple[str, Text], ...] = ()
    needed: bool = False


def get_office_name(context: Context, actor: Actor) -> str:
    """The name of the actor's office: a plan is opened in it."""
    with context.database.reading() as session:
        office = session.get(Office, actor.office_id) if actor.office_id else None
        return office.name if office else ""


def _field(place: str, control: Control, choices: tuple[tuple[str, Text], ...] = (), needed: bool = False) -> PlanField:
    name = place.rsplit(".", 1)[-1]
    return PlanField(place, FIELDS[name], control, choices, needed)


def _codes(name: str, *codes: str) -> tuple[tuple[str, Text], ...]:
    return tuple((code, CHOICES[f"{name}.{code}"]) for code in codes)


_DEVICES = _codes("device", "own", "shared", "keypad", "none", "unknown")
_WEEKDAYS = _codes("weekday", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def list_person_fields(place: str, *, minor: bool = False) -> tuple[PlanField, ...]:
    own = (
        (
            _field(f"{place}.sex", "choice", _codes("sex", "M", "F"), True),
            _field(f"{place}.born_on", "day", (), True),
            _field(f"{place}.identity_number", "text"),
            _field(f"{place}.address", "text"),
            _field(f"{place}.nationality", "text"),
            _field(f"{place}.foreign_document", "text"),
        )
        if minor
        else (
            _field(f"{place}.relation", "choice", tuple((code, RELATIONS[code]) for code in _KIN)),
            _field(f"{place}.legal_representative", "yes"),
        )
    )
    return (
        _field(f"{place}.name", "text", (), minor), *own, _field(f"{place}.phone", "text"),
        _field(f"{place}.device", "choice", _DEVICES),
        _field(f"{place}.reach", "choice", _codes("reach", "sms", "call", "paper")),
        _field(f"{place}.interpreted", "text"), _field(f"{place}.sign_language", "yes"),
    )  # fmt: skip


DECISION_FIELDS = (
    _field("review.received_on", "day", (), True), _field("review.extended", "yes"),
    _field("decision.on", "day", (), True), _field("decision.months", "number", (), True),
    _field("decision.period_written_from", "day", (), True), _field("decision.period_written_to", "day", (), True),
    _field("decision.reasons", "long"), PlanField("decision.decided_by", FIELDS["who_decided"], "text"),
    _field("decision.victim_told", "many", _codes("victim_told", "complaint", "no_court")),
    _field("decision.leave_boundary", "choice", _codes("leave_boundary", "county", "city")),
)  # fmt: skip


def _opinion(party: str) -> tuple[PlanField, PlanField]:
    words = FIELDS["legal_representative_opinion" if party == "legal_representative" else party]
    day = _("{words}：日期", words=words)
    here = f"case.opinions.{party}"
    return PlanField(f"{here}.state", words, "choice", _STATES, True), PlanField(f"{here}.on", day, "day")


CASE_FIELDS = (
    _field("case.offence_article", "text", (), True), _field("case.act_dates", "days", (), True),
    _field("case.facts_line", "long", (), True), _field("case.predicted_sentence_months", "number", (), True),
    _field("case.repentance", "many", _codes("repentance", "plea", "restitution", "apology", "forgiveness", "surrender",
                                             "help_in_recovery", "other"), True),
    _field("case.no_victim", "yes"), _field("case.victims", "number"),
    _field("case.counsel", "choice", _codes("counsel", "legal_aid", "retained", "none")),
)  # fmt: skip
_STATES = _codes("state", "heard", "tried_and_failed", "not_in_this_case", "no_longer_a_party")
OPINION_FIELDS = (
    *(field for party in PARTIES for field in _opinion(party)),
    _field("case.opinions.police.written", "yes"), _field("case.opinions.police.approved_by_head", "yes"),
)  # fmt: skip
BAIL_FIELDS = (
    PlanField("case.bail[1].measure", FIELDS["bail_measure"], "choice",
              _codes("measure", "bail", "residential_surveillance")),
    _field("case.bail[1].decided_by", "choice", _codes("decided_by", "police", "procuratorate", "court")),
    PlanField("case.bail[1].from_on", FIELDS["from_on"], "day"),
    _field("case.in_custody", "yes"),
)  # fmt: skip
ATTACHMENT_FIELDS = (
    _field("attachments.photo", "yes"), _field("attachments.voice", "yes"), _field("attachments.place", "yes"),
)  # fmt: skip
_ASKED = {kind: (rhythm, rhythm.asked) for kind, rhythm in RHYTHMS.items() if rhythm.asked}
MONTHLY_KINDS = {kind: words for kind, (rhythm, words) in _ASKED.items() if rhythm.every is Recurrence.MONTHS}


def _weekly() -> Iterator[PlanField]:
    for kind, (rhythm, words) in _ASKED.items():
        if rhythm.every is Recurrence.WEEK:
            yield PlanField(f"cadence.{kind}.on", words, "choice", _WEEKDAYS)
            if len(rhythm.owners) > 1:
                yield PlanField(
                    f"cadence.{kind}.owner", FIELDS["sheet_owner"], "choice", _codes("owner", *rhythm.owners)
                )


CADENCE_FIELDS = (*_weekly(), *(PlanField(f"cadence.{kind}", words, "yes") for kind, words in MONTHLY_KINDS.items()))
BUSY_FIELDS = (
    _field("busy[1].kind", "choice", _codes("busy", "exam", "harvest", "travel", "treatment", "other")),
    _field("busy[1].from_on", "day"), _field("busy[1].to_on", "day"),
)  # fmt: skip


def list_condition_fields(place: int) -> tuple[PlanField, ...]:
    here = f"condition[{place}]"
    return (
        _field(f"{here}.kind", "choice", _codes("kind", "A1", "A2", "A3", "A4", "A5", "A6")),
        _field(f"{here}.text", "text"), _field(f"{here}.measure", "text"), _field(f"{here}.evidence", "text"),
        _field(f"{here}.confirmed_by", "choice", _codes("confirmed_by", "social_worker", "assistant", "prosecutor",
                                                        "guardian", "police", "mentor", "other")),
        _field(f"{here}.amount", "number"),
        _field(f"{here}.unit", "choice", _codes("unit", "times", "hours", "yuan", "items")),
        _field(f"{here}.by_on", "day"),
        PlanField(f"{here}.owner", FIELDS["condition_owner"], "choice",
                  _codes("owner", "minor", "guardian", "social_worker")),
    )  # fmt: skip


FORM_FIELDS = (
    *list_person_fields("minor", minor=True), *list_person_fields("guardian[1]"), *list_person_fields("guardian[2]"),
    *DECISION_FIELDS, *CASE_FIELDS, *OPINION_FIELDS, *BAIL_FIELDS,
    *(field for place in range(1, CONDITIONS + 1) for field in list_condition_fields(place)),
    *CADENCE_FIELDS, *BUSY_FIELDS, *ATTACHMENT_FIELDS,
)  # fmt: skip
"""All that is filled in of a new plan, but for the team."""


TEAM_FIELDS = tuple(_field(f"team.{role}", "text", (), role == "prosecutor") for role in _TEAM)
"""The team by sign-in names, where there is nobody to choose from."""


def list_team_fields(context: Context, actor: Actor) -> tuple[PlanField, ...]:
    """The team of a new plan, with the people of the actor's office to choose from. NotAllowed for an actor who may
    open none."""
    context.ensure_allowed(actor, OPEN_PLAN)
    with context.database.reading() as session:
        staff = session.exec(
            select(Staff).where(Staff.office_id == actor.office_id, col(Staff.active)).order_by(col(Staff.display_name))
        ).all()
    of = {
        role: tuple((one.login, verbatim(one.display_name)) for one in staff if one.role == Role(role))
        for role in _TEAM
    }
    return tuple(_field(f"team.{role}", "choice", of[role], role == "prosecutor") for role in _TEAM)
