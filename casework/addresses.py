"""Asked at the moment of sending: where a person can be reached, and whether this message may still leave."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from casework.desk import Desk
from casework.steps import quiet_hours
from casework.telling import may_receive
from law.transitions import PlanStatus
from models.item import Item, ItemStatus, Unable
from models.message import Message
from models.office import Staff
from models.person import Person
from models.plan import Plan
from models.webhook import Webhook
from notifications.addresses import Address
from notifications.events import FAMILY, Event, Recipient
from notifications.policy import PhoneWindow
from sunward.clock import local_date

CODE_WORDS = "松竹梅兰菊桃李杏枫桂荷柳云霞虹星月川溪泉山石田禾麦豆谷瓜果茶"
STILL_SAID_AT_THE_END = (
    Event.TO_BE_TOLD_IN_PERSON, Event.EXPLANATION_ANSWERED, Event.LEAVE_ANSWERED, Event.CONTACT_CHANGED,
    Event.SUBMISSION_RECEIVED,
)  # fmt: skip


@dataclass(frozen=True)
class CaseAddresses:
    """The addresses of families, opened from the vault for the length of one sending, and of staff."""

    desk: Desk

    def address(self, session: Session, message: Message) -> Address | None:
        """Where the recipient can be reached now; None if nobody knows, or the file is sealed."""
        if message.recipient_id is None:
            return None
        if message.recipient_role == Recipient.OFFICE_SYSTEM:
            webhook = session.get(Webhook, message.recipient_id)
            if webhook is None or webhook.ended_at is not None:
                return None
            return Address(url=webhook.url, secret=self.desk.vault.signing_secret(webhook.id))
        if Recipient(message.recipient_role) not in FAMILY:
            staff = session.get(Staff, message.recipient_id)
            return None if staff is None or not staff.active else Address(email=staff.email)
        person = session.get(Person, message.recipient_id)
        if person is None or message.plan_id is None:
            return None
        words = self.desk.vault.open_document(message.plan_id, "person.document", person.id, person.document)
        return Address(
            phone=words.get("phone") if "sms" in person.reach and person.device not in ("none", "keypad") else None,
            code_word=code_word(message.plan_id.hex),
            since=person.number_since_at,
            quiet=quiet_hours(self.desk.law, local_date(self.desk.clock.now())),
            windows=tuple(PhoneWindow.read(text) for text in person.phone_held),
        )


def code_word(plan_id: str) -> str:
    """The family's word from the paper card: the same for ever, and telling nothing."""
    digest = hashlib.sha256(plan_id.encode()).digest()
    return CODE_WORDS[digest[0] % len(CODE_WORDS)] + CODE_WORDS[digest[1] % len(CODE_WORDS)]


@dataclass(frozen=True)
class MayStillLeave:
    """The last look before a message leaves: is what it says still so, and may this person still be written to?"""

    desk: Desk

    def __call__(self, session: Session, message: Message) -> str | None:
        """None, or the code of the reason why not."""
        if message.plan_id is None or Recipient(message.recipient_role) not in FAMILY:
            return _about_item(session, message)
        plan = session.get_one(Plan, message.plan_id)
        today = local_date(self.desk.clock.now())
        person = session.get(Person, message.recipient_id)
        if plan.sealed_at is not None:
            return "sealed"
        if plan.status != PlanStatus.UNDER_SUPERVISION and Event(message.event) not in STILL_SAID_AT_THE_END:
            return "ended"
        if person is None or not may_receive(person, today):
            return "not_a_contact"
        if plan.age_doubted_at is not None and Event(message.event) not in STILL_SAID_AT_THE_END:
            return "age_in_doubt"
        if plan.hushed_until_on is not None and today <= plan.hushed_until_on:
            return "hushed"
        return _about_item(session, message) or _unable(session, message, person.role, today)


def _about_item(session: Session, message: Message) -> str | None:
    if message.item_id is None or message.channel == "inbox":
        return None
    item = session.get(Item, message.item_id)
    if item is None:
        return None
    if message.event in (Event.CHECK_IN_DUE, Event.CHECK_IN_LAST_DAY, Event.USAGE_SHEET_DUE, Event.THOUGHT_REPORT_DUE,
                         Event.MILESTONE_FORM_DUE, Event.CHECK_IN_NOT_RECEIVED, Event.EXPLANATION_ASKED, Event.RETURN_CHECK):  # fmt: skip
        match ItemStatus(item.status):
            case ItemStatus.ON_TIME | ItemStatus.LATE | ItemStatus.DONE:
                return "done_meanwhile"
            case ItemStatus.UNABLE | ItemStatus.EXCUSED | ItemStatus.CANCELLED as status:
                return status.value
            case _:
                return None
    return None


def _unable(session: Session, message: Message, role: str, today: date) -> str | None:
    if message.item_id is None or message.channel == "inbox":
        return None
    found = session.exec(
        select(Unable.id).where(
            Unable.plan_id == message.plan_id,
            Unable.owner == role,
            col(Unable.from_on) <= today,
            col(Unable.to_on) >= today,
        )
    ).first()
    return "unable" if found else None
