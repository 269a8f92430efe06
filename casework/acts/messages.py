"""What people do about messages: calls, paper, words passed on, the hours in which somebody can be reached."""

from typing import Annotated, Literal

from pydantic import Field

from casework.acts.act import Act, ItemName, Relation
from casework.acts.performer import Performer
from casework.files.file_part import ComingDay, DaysText, KnownDay, Number, PastDay, PastMoment
from casework.files.plan_file import PHONE_WINDOW
from casework.messages import calls, reach
from models.office import Role
from notifications.events import Event
from sunward.clock import in_utc

Stretch = Annotated[str, Field(pattern=PHONE_WINDOW)]


class RecordCall(Act):
    """A call about something owed, and what came of it. One that reached the person counts as a text would."""

    did: Literal["record_call"]
    item: ItemName
    due_on: KnownDay
    outcome: Literal["reached", "not_reached", "call_back", "wrong_number"]
    called_at: PastMoment | None = None
    """When it was; without it, now. At most seven days ago."""


class RecordPassedOn(Act):
    """The neutral text was passed on by hand, in whatever way the family is used to."""

    did: Literal["record_passed_on"]
    item: ItemName
    due_on: KnownDay
    seen: bool = False
    passed_on_at: PastMoment | None = None
    """When it was; without it, now. At most seven days ago."""


class RecordPaper(Act):
    """A sheet with everything that falls due until a day was put into somebody's hand."""

    did: Literal["record_paper"]
    who: Literal["minor", "guardian"]
    until_on: ComingDay
    handed_over_at: PastMoment | None = None
    """When it was; without it, now. At most seven days ago."""


class RecordHours(Act):
    """When somebody of the family holds a phone, sleeps or works, and is examined. What is not said stays as it was."""

    did: Literal["record_hours"]
    person: Relation
    """'minor' or the relation, such as 'mother'. Somebody of the family says it of themself."""
    phone_held: list[Stretch] | None = Field(None, max_length=21)
    held: Literal["always", "in_term"] | None = None
    """Whether these stretches hold all year, or in school terms only because it is the school that keeps the phone."""
    not_at: list[Stretch] | None = Field(None, max_length=21)
    exams: list[DaysText] | None = Field(None, max_length=20)


class OptOut(Act):
    """Somebody wants no more messages of a kind that nobody must have, or no text at all, or wants them `again`."""

    did: Literal["opt_out"]
    person: Relation
    event: Literal["praise_given", "after_care_offered", "milestone_form_due", "all_texts"]
    again: bool = False


class RecordInformed(Act):
    """A person outside the family knows already: which person, from whom, since when, what the minor said to it."""

    did: Literal["record_informed"]
    who: Literal["form_teacher", "head_teacher", "employer", "mentor", "grid_worker", "village_committee", "other"]
    name: str = Field(min_length=1, max_length=40)
    since: PastDay
    told_by: str | None = Field(None, max_length=100)
    minor_said: str | None = Field(None, max_length=400)
    phone: Number | None = None
    no_longer: bool = False
    """The same person is written to no more."""


Acts = RecordCall | RecordPassedOn | RecordPaper | RecordHours | OptOut | RecordInformed


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case RecordCall():
            calls.record_call(
                desk, by, number, kind=act.item, due_on=act.due_on, outcome=calls.CallOutcome(act.outcome),
                at=in_utc(act.called_at),
            )  # fmt: skip
        case RecordPassedOn():
            calls.record_passed_on(
                desk, by, number, kind=act.item, due_on=act.due_on, seen=act.seen, at=in_utc(act.passed_on_at)
            )
        case RecordPaper():
            calls.record_paper(
                desk, by, number, who=Role(act.who), until_on=act.until_on, at=in_utc(act.handed_over_at)
            )
        case RecordHours():
            reach.record_hours(
                desk, by, number, relation=act.person, phone_held=act.phone_held, held_in_term=None if act.held is None else act.held == "in_term",
                not_at=act.not_at, exams=act.exams,
            )  # fmt: skip
        case OptOut():
            event = None if act.event == reach.ALL_TEXTS else Event(act.event)
            reach.opt_out(desk, by, number, relation=act.person, event=event, again=act.again)
        case RecordInformed():
            reach.record_informed(
                desk, by, number, who=act.who, name=act.name, since=act.since, told_by=act.told_by,
                minor_said=act.minor_said, phone=act.phone, no_longer=act.no_longer,
            )  # fmt: skip
