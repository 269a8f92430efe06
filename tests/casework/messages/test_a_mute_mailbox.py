"""A mailbox of the staff from which everything comes back is seen by whoever can mend it, and mended by a new address."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.messages.addresses import CaseAddresses
from casework.messages.outbox_alarms import run_alarm_checks
from casework.shared.files.parsing import read_staff_path
from casework.staff.enrolment import enrol
from casework.staff.staff_accounts import list_staff
from models.base import new_id
from models.message import Message
from models.office import Staff
from tests.builders import an_office
from tests.records import fresh_record

FILE = """format = "sunward-staff/1"
offices = [{ name = "甲区" }]
staff = [
  { login = "jia.admin", role = "administrator", office = "甲区", display_name = "管理员", email = "a@jia.invalid" },
  { login = "jia.prosecutor", role = "prosecutor", office = "甲区", display_name = "检察官", email = "%s" },
]
"""


def _enrol(context: Context, folder: Path, email: str) -> None:
    path = folder / "staff.toml"
    path.write_text(FILE % email, encoding="utf-8")
    enrol(context, read_staff_path(path))


def _mute(context: Context) -> tuple[bool, list[str]]:
    """Whether the alarm cries, and whose mailbox the administrator sees marked."""
    with context.database.reading() as session:
        alarm = next(one for one in run_alarm_checks(session, context) if one.name == "mute_mailboxes")
        admin = session.exec(select(Staff).where(Staff.login == "jia.admin")).one()
    seen = list_staff(context, Actor.of_staff(admin))
    return not alarm.ok, [one.login for one in seen.staff if one.mute]


def test_it_stands_before_the_administrator_until_an_address_is_entered_again(tmp_path: Path) -> None:
    context = an_office(fresh_record(), "2026-11-27 09:00")
    _enrol(context, tmp_path, "old@jia.invalid")
    context.clock.advance_by(timedelta(days=1))
    now = context.clock.now()
    with context.database.transaction() as session:
        staff = session.exec(select(Staff).where(Staff.login == "jia.prosecutor")).one()
        unsent = Message(
            id=new_id(now), event="statutory_date_passed", recipient_role="prosecutor", recipient_id=staff.id,
            channel="email", template="E2", language="zh-CN", dedupe_key="m", created_at=now, due_at=now,
            state="not_sent", state_reason="address_bounced",
        )  # fmt: skip
        session.add(unsent)
    assert _mute(context) == (True, ["jia.prosecutor"])

    context.clock.advance_by(timedelta(days=1))
    _enrol(context, tmp_path, "new@jia.invalid")
    assert _mute(context) == (False, [])
    with context.database.reading() as session:
        address = CaseAddresses(context).address(session, session.exec(select(Message)).one())
    assert address is not None
    assert (address.email, address.since) == ("new@jia.invalid", context.clock.now())
