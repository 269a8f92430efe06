"""A copy of what is stored about somebody of a family, for themselves (Personal Information Protection Law art 45).

It has what they told us, what they agreed to, what we told them, and of a minor's plan its days and conditions. It has
nothing that somebody else told or wrote: for that they ask, and a named person answers.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.entries import list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_word
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_OWN_COPY
from casework.family.data_requests import DataRequestView, list_own_requests
from casework.outcome.statements import load_statements
from casework.shared.device_consent import get_device_consent, get_visible_content
from casework.shared.own_plan import load_own_number
from casework.usage.acts import TellWhatFor
from casework.usage.device_names import device_label
from casework.usage.store import get_usage_facts
from core.clock import local_date
from core.i18n import Text
from models.attachment import Attachment
from models.decision import Leave
from models.item import Explanation, Item, Submission
from models.message import Message
from models.office import Role
from models.person import Consent, Person
from models.plan import Condition
from models.usage_review import UsageRemark
from notifications.events import ChannelName

OWN_FIELDS = (
    "name",
    "born_on",
    "identity_number",
    "nationality",
    "foreign_document",
    "interpreted",
    "sign_language",
    "phone",
    "address",
    "language",
)
"""What of a person's own document is theirs to take along; other people's contacts in it are not."""


@dataclass(frozen=True)
class CopiedSubmission:
    """Something that was handed in or explained: for what, when, and what it says."""

    kind: str
    due_on: date | None
    at: datetime
    content: dict[str, Any]


@dataclass(frozen=True)
class CopiedLeave:
    """Leave that was asked for."""

    asked_at: datetime
    from_on: date
    to_on: date
    destination: str
    reason: str


@dataclass(frozen=True)
class CopiedConsent:
    """What was answered when a consent was asked for."""

    subject: str
    given: bool
    given_on: date
    withdrawn_on: date | None


@dataclass(frozen=True)
class CopiedMessage:
    """A message that was sent: its subject, when, by which channel."""

    event: str
    channel: str
    sent_at: datetime


@dataclass(frozen=True)
class CopiedCondition:
    """A duty of the plan, in the words of the decision."""

    kind: str
    text: str
    ended_on: date | None


@dataclass(frozen=True)
class CopiedWords:
    """What they said of their own accord, in their words. `about`: 'statement' (how the case should end), 'usage', or
    'what_for' (what the phone was for)."""

    about: str
    on: date
    text: str


@dataclass(frozen=True)
class CopiedUsageDay:
    """What is known of a day of a device of theirs, in minutes; None where it is not known."""

    device: Text
    day: date
    minutes: int | None
    night_minutes: int | None


@dataclass(frozen=True)
class OwnCopy:
    """All that is stored about the person and is theirs. `photos` counts what was attached: it is deleted in time, and is
    not in the copy."""

    number: str
    made_at: datetime
    identity: dict[str, Any]
    period_from: date | None = None
    period_to: date | None = None
    conditions: list[CopiedCondition] = field(default_factory=list)
    handed_in: list[CopiedSubmission] = field(default_factory=list)
    explained: list[CopiedSubmission] = field(default_factory=list)
    leave: list[CopiedLeave] = field(default_factory=list)
    said: list[CopiedWords] = field(default_factory=list)
    usage: list[CopiedUsageDay] = field(default_factory=list)
    consents: list[CopiedConsent] = field(default_factory=list)
    messages: list[CopiedMessage] = field(default_factory=list)
    requests: list[DataRequestView] = field(default_factory=list)
    photos: int = 0


def load_own_copy(context: Context, actor: Actor) -> OwnCopy:
    """The copy as of now; that it was taken is a line in the journal. NotFound once the record is sealed."""
    with context.open_for_reading(load_own_number(context, actor), actor, READ_OWN_COPY) as open_plan:
        person = open_plan.session.get_one(Person, actor.id)
        plan, is_minor = open_plan.plan, actor.role is Role.MINOR
        document = open_plan.open("person.document", person.id, person.document)
        return OwnCopy(
            number=plan.number,
            made_at=open_plan.now,
            identity={name: document[name] for name in OWN_FIELDS if document.get(name)},
            period_from=plan.period_from if is_minor else None,
            period_to=plan.period_to if is_minor else None,
            conditions=list_conditions(open_plan) if is_minor else [],
            handed_in=_handed_in(open_plan, person),
            explained=_explained(open_plan),
            leave=_leave(open_plan),
            said=_list_statements(open_plan, person),
            usage=_usage(open_plan) if is_minor else [],
            consents=[
                CopiedConsent(row.subject, row.given, row.given_on, row.withdrawn_on)
                for row in open_plan.rows(Consent)
                if row.person_id == person.id
            ],
            messages=[
                CopiedMessage(row.event, row.channel, row.sent_at)
                for row in open_plan.session.exec(
                    select(Message)
                    .where(
                        Message.plan_id == plan.id,
                        Message.recipient_id == person.id,
                        Message.channel != ChannelName.INBOX.value,
                    )
                    .order_by(col(Message.sent_at))
                )
                if row.sent_at is not None
            ],
            requests=list_own_requests(open_plan, person.id),
            photos=len(
                open_plan.session.exec(
                    select(Attachment.id).where(Attachment.plan_id == plan.id, Attachment.by_id == person.id)
                ).all()
            ),
        )


def list_conditions(open_plan: OpenPlan) -> list[CopiedCondition]:
    """The duties of the law and the conditions of the decision, in its words; those that ended too."""
    rows = sorted(open_plan.rows(Condition), key=lambda row: row.place)
    return [
        CopiedCondition(
            row.kind, str(open_plan.open("condition.document", row.id, row.document).get("text", "")), row.ended_on
        )
        for row in rows
    ]


def _handed_in(open_plan: OpenPlan, person: Person) -> list[CopiedSubmission]:
    rows = open_plan.session.exec(
        select(Submission, Item)
        .join(Item, col(Item.id) == col(Submission.item_id), isouter=True)
        .where(Submission.plan_id == open_plan.plan.id, Submission.by_id == person.id)
        .order_by(col(Submission.received_at))
    ).all()
    return [
        CopiedSubmission(
            item.kind if item else "other", item.due_on if item else None, row.received_at,
            get_visible_content(open_plan, row),
        )
        for row, item in rows
    ]  # fmt: skip


def _explained(open_plan: OpenPlan) -> list[CopiedSubmission]:
    """An explanation is kept by role: there is one person of a family in each."""
    rows = open_plan.session.exec(
        select(Explanation, Item)
        .join(Item, col(Item.id) == col(Explanation.item_id))
        .where(Explanation.plan_id == open_plan.plan.id, Explanation.by_role == open_plan.actor.role.value)
        .order_by(col(Explanation.given_at))
    ).all()
    return [
        CopiedSubmission(
            item.kind, item.due_on, row.given_at,
            {"text": open_plan.open("explanation.document", row.id, row.document).get("text", "")},
        )
        for row, item in rows
    ]  # fmt: skip


def _list_statements(open_plan: OpenPlan, person: Person) -> list[CopiedWords]:
    """Statements that staff wrote down for them are their words too."""
    remarks = [
        CopiedWords(
            "usage", local_date(row.given_at),
            str(open_plan.open("usage_remark.document", row.id, row.document)["text"]),
        )
        for row in open_plan.rows(UsageRemark)
        if row.by_id == person.id
    ]  # fmt: skip
    remarks += [
        CopiedWords("what_for", each.on, each.fields.words)
        for each in list_entries(open_plan, TellWhatFor)
        if each.fields.words and open_plan.actor.role is Role.MINOR
    ]
    own = [each for each in load_statements(open_plan) if each.of == open_plan.actor.role.value]
    return [*remarks, *(CopiedWords("statement", each.said_on, each.text) for each in own)]


def _usage(open_plan: OpenPlan) -> list[CopiedUsageDay]:
    """The minor's own devices, day by day. Nothing where no consent stands: then it is hidden from everybody."""
    if not get_device_consent(open_plan).given:
        return []
    return [
        CopiedUsageDay(device_label(get_word(open_plan, each.device_id)), day, _minutes(facts.total), _minutes(facts.night))
        for each in get_usage_facts(open_plan)
        if each.speaks_of_a_person
        for day, facts in each.days.items()
    ]  # fmt: skip


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else round(span / timedelta(minutes=1))


def _leave(open_plan: OpenPlan) -> list[CopiedLeave]:
    found = []
    for row in open_plan.rows(Leave, Leave.asked_by_role == open_plan.actor.role.value):
        said = open_plan.open("leave.document", row.id, row.document)
        found.append(
            CopiedLeave(
                row.asked_at, row.from_on, row.to_on, str(said.get("destination", "")), str(said.get("reason", ""))
            )
        )
    return found
