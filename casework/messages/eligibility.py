"""The last check before a message leaves: is what it says still so, and may this person still be written to?

Each reason is a code that stands in the message's own row; `casework.shared.text.labels` has its words.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from casework.acting.open_plan import get_birth_date
from casework.acting.resources import Resources
from casework.checkins.unavailability import cannot_be_done, is_unable
from casework.messages.addresses import person_can_receive_texts
from casework.messages.victim_contact import find_reason_not_to_ask, get_receipt_phone
from casework.shared.notify.notify import may_receive
from law.age import is_of_age
from law.transitions import PlanStatus
from models.decision import ServiceReceipt
from models.item import Item, ItemStatus
from models.message import Message
from models.person import Person
from models.plan import Plan, TeamMember
from models.search import IndexKind, PersonIndex
from notifications.events import FAMILY, TO_PERSONS, ChannelName, Event, Recipient
from notifications.matrix import find_rule
from notifications.phone_numbers import phone_comparison_key

STILL_SAID_AT_THE_END = (
    Event.TO_BE_TOLD_IN_PERSON, Event.EXPLANATION_ANSWERED, Event.PAGE_UPDATED, Event.PAGE_GIVEN, Event.LEAVE_ANSWERED, Event.CONTACT_CHANGED,
    Event.SUBMISSION_RECEIVED, Event.AFTER_CARE_OFFERED,
)  # fmt: skip
ASKS_FOR_IT = (
    Event.CHECK_IN_DUE, Event.CHECK_IN_LAST_DAY, Event.USAGE_SHEET_DUE, Event.THOUGHT_REPORT_DUE, Event.RETURN_CHECK, Event.RETURN_NOT_REPORTED,
    Event.MILESTONE_FORM_DUE,
    Event.CHECK_IN_NOT_RECEIVED, Event.EXPLANATION_ASKED, Event.STAFF_ITEM_DUE, Event.STILL_WAITING, Event.STATUTORY_DATE_NEAR,
    Event.STATUTORY_DATE_PASSED, Event.SERVICE_NEAR, Event.DECISION_ASKED, Event.PERIOD_NEAR_END,
)  # fmt: skip
"""What is untrue once the thing it speaks of is done."""


@dataclass(frozen=True)
class SendEligibility:
    """Asked at the moment of sending, for all messages that are to leave together."""

    context: Resources

    def __call__(self, session: Session, messages: Sequence[Message]) -> dict[uuid.UUID, str]:
        """Of those that must not leave, by their ids, the code of the reason why."""
        given_up = _list_given_up(session, messages)
        reasons = {message.id: self._reason(session, message, given_up) for message in messages}
        return {message_id: reason for message_id, reason in reasons.items() if reason is not None}

    def _reason(self, session: Session, message: Message, given_up: Collection[uuid.UUID]) -> str | None:
        if message.plan_id is None:
            return None
        plan = session.get_one(Plan, message.plan_id)
        if message.recipient_role == Recipient.VICTIM:
            return find_reason_not_to_ask(session, message, plan) or self._belongs_to_a_family(session, message)
        if message.recipient_role in TO_PERSONS:
            return self._to_person(session, message, plan)
        if plan.sealed_at is not None and message.created_at < plan.sealed_at:
            return "sealed"
        return "no_longer_carries" if message.id in given_up else _about_item(session, message)

    def _to_person(self, session: Session, message: Message, plan: Plan) -> str | None:
        today, event = self.context.clock.today(), Event(message.event)
        person = session.get(Person, message.recipient_id) if message.recipient_id is not None else None
        if plan.sealed_at is not None:
            return "sealed"
        if plan.status != PlanStatus.UNDER_SUPERVISION and event not in STILL_SAID_AT_THE_END:
            return "ended"
        if plan.quarantined_at is not None:
            return "paused"
        return (
            _no_contact(person, message, plan, today, self._of_age(session, message, plan, today))
            or (plan.stopped_because if event not in STILL_SAID_AT_THE_END else None)
            or ("messages_paused" if plan.hushed_until_on is not None and today <= plan.hushed_until_on else None)
            or _about_item(session, message)
            or _not_asked_now(session, message, plan, person, today)
            or (self._number(session, message, person) if message.channel == ChannelName.TEXT else None)
        )

    def _of_age(self, session: Session, message: Message, plan: Plan, today: date) -> bool:
        """Whether the recipient is a guardian of a person who is of age."""
        if message.recipient_role != Recipient.GUARDIAN:
            return False
        minor = session.exec(select(Person).where(Person.plan_id == plan.id, Person.role == "minor")).first()
        if minor is None:
            return False
        born_on = get_birth_date(self.context.vault, minor)
        return is_of_age(born_on, today, self.context.get_rulebook(session, plan))

    def _belongs_to_a_family(self, session: Session, message: Message) -> str | None:
        """A victim's number that is also that of somebody of a case here: a person makes contact."""
        row = session.get(ServiceReceipt, message.recipient_id)
        phone = get_receipt_phone(self.context, row) if row is not None else None
        if phone is None:
            return None
        digest = self.context.vault.index(phone_comparison_key(phone))
        by_number = (PersonIndex.kind == IndexKind.PHONE, PersonIndex.digest == digest)
        found = session.exec(select(PersonIndex.person_id).where(*by_number)).first()
        return "number_shared" if found else None

    def _number(self, session: Session, message: Message, person: Person | None) -> str | None:
        """Whether the number stands in another case too: nobody can know before whose eyes a text would come."""
        if person is not None and person.no_texts_since_at is not None:
            return "wants_no_texts"
        if person is None or not person_can_receive_texts(person):
            return None
        is_phone = PersonIndex.kind == IndexKind.PHONE
        digest = select(PersonIndex.digest).where(is_phone, PersonIndex.person_id == person.id).scalar_subquery()
        elsewhere = (
            select(PersonIndex.person_id)
            .join(Person, col(Person.id) == col(PersonIndex.person_id))
            .where(is_phone, PersonIndex.digest == digest)
            .where(Person.plan_id != message.plan_id, col(Person.ended_on).is_(None))
        )
        return "number_shared" if session.exec(elsewhere.limit(1)).first() is not None else None


def _no_contact(person: Person | None, message: Message, plan: Plan, today: date, of_age: bool) -> str | None:
    """Why this person may not be written to at all. The reason for a person named as a danger discloses nothing."""
    if person is None or person.plan_id != plan.id:
        return "not_a_contact"
    if person.named_as_danger_at is not None:
        return "not_now"
    if of_age:
        return "of_age"  # also where the program has not processed that midnight yet
    if person.role == "informed":
        begun = person.from_on is not None and person.from_on <= today
        known = begun and (person.ended_on is None or today < person.ended_on)
        reason = None if known else "not_recorded_as_knowing"
    else:
        reason = None if may_receive(person, today) else "not_a_contact"
    row = find_rule(message.event, message.recipient_role)
    if reason is None and row is not None and row.may_opt_out and message.event in person.opted_out:
        return "opted_out"
    return reason


def _not_asked_now(session: Session, message: Message, plan: Plan, person: Person | None, today: date) -> str | None:
    """Whether what is owed can be owed just now: it was told in person, and the owner is able."""
    if message.item_id is None or message.channel == ChannelName.INBOX or message.recipient_role not in FAMILY:
        return None
    item = session.get(Item, message.item_id)
    if plan.announced_on is None and item is not None and item.kind != "consents" and message.event in ASKS_FOR_IT:
        return "not_told_yet"
    role = person.role if person else ""
    if item is not None and item.owner == role:
        return "unable" if cannot_be_done(session, item, today) else None
    return "unable" if is_unable(session, plan.id, role, today) else None


def _about_item(session: Session, message: Message) -> str | None:
    if message.item_id is None or message.channel == ChannelName.INBOX or message.event not in ASKS_FOR_IT:
        return None
    item = session.get(Item, message.item_id)
    match ItemStatus(item.status) if item is not None else None:
        case ItemStatus.ON_TIME | ItemStatus.LATE | ItemStatus.DONE:
            return "done_meanwhile"
        case ItemStatus.UNABLE | ItemStatus.EXCUSED | ItemStatus.CANCELLED as status:
            return status.value
        case _:
            return None


def _list_given_up(session: Session, messages: Sequence[Message]) -> set[uuid.UUID]:
    """The messages to somebody of the staff who has given the plan up since."""
    to_staff = [message for message in messages if message.plan_id and message.recipient_role not in TO_PERSONS]
    if not to_staff:
        return set()
    member = (col(TeamMember.plan_id), col(TeamMember.staff_id), col(TeamMember.role))
    ended = (
        select(*member)
        .where(
            col(TeamMember.plan_id).in_({message.plan_id for message in to_staff}),
            col(TeamMember.staff_id).in_({message.recipient_id for message in to_staff}),
        )
        .group_by(*member)
        .having(func.count(col(TeamMember.until_at)) == func.count())
    )
    given_up = {tuple(each) for each in session.exec(ended)}
    return {one.id for one in to_staff if (one.plan_id, one.recipient_id, one.recipient_role) in given_up}
