"""Asked at the moment of sending: where a person can be reached, in which hours, and whose phone it is."""

import hashlib
import uuid
from dataclasses import dataclass

from sqlmodel import Session

from casework.acting.resources import Resources
from casework.messages.victim_contact import get_office_phone, get_receipt_phone, get_work_phone
from casework.shared.notify.contact_hours import get_contact_hours, get_staff_hours
from models.decision import ServiceReceipt
from models.message import Message
from models.office import Role, Staff
from models.person import Person
from models.plan import Plan
from models.webhook import Webhook
from notifications.addresses import Address
from notifications.events import TO_PERSONS, Recipient
from notifications.phone_numbers import number_for_texts
from notifications.text_registry import TEXTS_WITH_CALL_BACK

CONTACTS = (Role.SOCIAL_WORKER.value, Role.ASSISTANT.value, Role.PROSECUTOR.value)
"""Whom a family calls back: the first of these who carries the plan and has a number."""
CODE_WORDS = "松竹梅兰菊桃李杏枫桂荷柳云霞虹星月川溪泉山石田禾麦豆谷瓜果茶"


@dataclass(frozen=True)
class CaseAddresses:
    """The addresses of families, opened from the vault for the length of one sending, and of staff."""

    context: Resources

    def address(self, session: Session, message: Message) -> Address | None:
        """Where the recipient can be reached now; None if nobody knows, or the file is sealed."""
        if message.recipient_role == Recipient.HEAD_KEEPER:
            return Address(email=self.context.heads_email)
        if message.recipient_id is None:
            return None
        if message.recipient_role == Recipient.OFFICE_SYSTEM:
            webhook = session.get(Webhook, message.recipient_id)
            if webhook is None or webhook.ended_at is not None:
                return None
            return Address(url=webhook.url, secret=self.context.vault.signing_secret(webhook.id))
        if message.recipient_role == Recipient.VICTIM:
            return self._of_a_victim(session, message)
        if message.recipient_role not in TO_PERSONS:
            staff = session.get(Staff, message.recipient_id)
            if staff is None or not staff.active:
                return None
            hours = get_staff_hours(self.context.get_policy(staff.office_id), message.channel, message.event)
            phone, since = number_for_texts(staff.phone), staff.address_since_at
            return Address(email=staff.email, phone=phone, hours=hours, since=since)
        person = session.get(Person, message.recipient_id)
        if person is None or message.plan_id is None:
            return None
        plan = session.get_one(Plan, message.plan_id)
        words = self.context.vault.open_document(message.plan_id, "person.document", person.id, person.document)
        family = person.role != "informed"
        return Address(
            phone=number_for_texts(words.get("phone")) if person_can_receive_texts(person) else None,
            code_word=get_code_word(message.plan_id.hex) if family else None,
            call_back=get_callback_number(session, message.plan_id)
            if message.template in TEXTS_WITH_CALL_BACK
            else None,
            since=person.number_since_at,
            hours=get_contact_hours(
                self.context,
                self.context.get_policy(plan.office_id),
                self.context.get_law(plan.office_id),
                self.context.clock.today(),
                person,
            ),
            device=person.device,
        )

    def _of_a_victim(self, session: Session, message: Message) -> Address | None:
        row = session.get(ServiceReceipt, message.recipient_id)
        phone = get_receipt_phone(self.context, row) if row is not None else None
        if row is None or phone is None:
            return None
        plan = session.get_one(Plan, row.plan_id)
        hours = get_contact_hours(
            self.context, self.context.get_policy(plan.office_id), self.context.get_law(plan.office_id),
            self.context.clock.today(), None,
        )  # fmt: skip
        return Address(phone=number_for_texts(phone), call_back=get_office_phone(session, plan), hours=hours)


def person_can_receive_texts(person: Person) -> bool:
    """Whether a text is a way to this person at all."""
    return "sms" in person.reach and person.device not in ("none", "keypad")


def get_callback_number(session: Session, plan_id: uuid.UUID) -> str | None:
    """The work number of the family's contact."""
    return get_work_phone(session, plan_id, CONTACTS)


def get_code_word(plan_id: str) -> str:
    """The family's word from the paper card: the same for ever, and telling nothing."""
    digest = hashlib.sha256(plan_id.encode()).digest()
    return CODE_WORDS[digest[0] % len(CODE_WORDS)] + CODE_WORDS[digest[1] % len(CODE_WORDS)]
