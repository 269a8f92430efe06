"""How wrong tries slow down the one who makes them, and nobody else.

They are counted for the account and the place they come from: a browser or client that has signed in to this account
before (a known device), or else the network address. Guessing from elsewhere therefore never makes the owner wait at
their own device; and nobody is shut out, only asked to wait, a minute at most.
"""

import hmac
import ipaddress
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from sqlmodel import Session, select

from casework.acting.context import Context
from core.errors import TooManyRequests
from core.i18n import ngettext
from models.base import insert_if_new
from models.office import Staff
from models.sign_in_attempt import SignInAttempt
from notifications.events import Event, Recipient
from notifications.outbox import post_message

FREE_TRIES = 5
"""How many wrong tries are free of waiting."""
FIRST_WAIT = timedelta(seconds=2)
MAX_WAIT = timedelta(minutes=1)
REMEMBERED = timedelta(days=1)
"""How long after the last one wrong tries still count."""
MANY = 10
"""At how many since their last sign-in the owner of the account is notified."""


@dataclass(frozen=True)
class TrySource:
    """Where a try comes from: a network address, and what the browser or client holds of earlier sign-ins."""

    address: str
    devices: Sequence[str] = ()
    browser: str | None = None
    """Browser and system as codes, for the list of one's own sessions."""


def count_try(context: Context, what: str, login: str, staff_id: uuid.UUID | None, source: TrySource) -> str:
    """One more try at that account is counted, before anything is compared: tries sent at the same moment count too.
    Returns under which key, for `forget_tries` once it was right. TooManyRequests, and nothing is counted, where one is
    still to wait; whether there is such an account makes no difference."""
    device = find_known_device(context, staff_id, source.devices)
    key = _key(context, what, login.strip(), f"device {device}" if device else f"address {_network(source.address)}")
    with context.database.transaction() as session:
        now = context.clock.now()
        new = insert_if_new(session.get_bind().dialect.name, "sign_in_attempt", "key")
        row = None
        while row is None:  # whoever was right a moment ago may just have taken it away
            session.execute(new, {"key": key, "tries": 0, "last_at": now, "wait_until": now})
            row = session.exec(select(SignInAttempt).where(SignInAttempt.key == key).with_for_update()).first()
        if not now < row.wait_until <= now + MAX_WAIT:  # further ahead only where the clock was set back
            if row.last_at < now - REMEMBERED:
                row.tries = 0
            row.tries, row.last_at = row.tries + 1, now
            row.wait_until = now + _wait_after(row.tries)
            return key
        seconds = ceil((row.wait_until - now).total_seconds())
    raise TooManyRequests(ngettext("输错次数较多，请等{count}秒再试。", seconds, count=seconds), retry_after=seconds)


def get_tries(session: Session, context: Context, now: datetime, *what: str) -> SignInAttempt:
    """How often it went wrong there, for whoever holds the lock of the plan; not on record while it never did."""
    key = _key(context, *what)
    return session.get(SignInAttempt, key) or SignInAttempt(key=key, tries=0, last_at=now, wait_until=now)


def forget_tries(session: Session, key: str) -> None:
    """No wrong try counts against this place."""
    row = session.get(SignInAttempt, key)
    if row is not None:
        session.delete(row)


def note_wrong(context: Context, session: Session, staff: Staff, now: datetime) -> None:
    """One more wrong try since their last sign-in is counted; at the tenth, the owner of the account is notified."""
    staff.failed_sign_ins += 1
    if staff.failed_sign_ins == MANY and staff.active:
        alert_owner(context, session, staff.id, f"tries/{staff.id}/{now:%Y%m%dT%H%M%S}")


def alert_owner(context: Context, session: Session, staff_id: uuid.UUID, dedupe_key: str) -> None:
    """The owner of the account reads in their inbox and by mail that something about its sign-in is to be checked."""
    post_message(
        session,
        context.clock.now(),
        event=Event.SIGN_IN_ALERT,
        recipient=Recipient.ACCOUNT_HOLDER,
        recipient_id=staff_id,
        dedupe_key=f"sign-in/{dedupe_key}",
        language=context.language,
    )


def make_known_device(context: Context, staff_id: uuid.UUID, devices: Sequence[str]) -> str:
    """What a browser or client keeps after signing in, so that it is known for this account from now on. It opens
    nothing, and names nobody."""
    known = find_known_device(context, staff_id, devices)
    number = known or secrets.token_urlsafe(16)
    return f"{number}.{_sign(context, staff_id, number)}"


def find_known_device(context: Context, staff_id: uuid.UUID | None, devices: Sequence[str]) -> str | None:
    """The number of the device that has signed in to this account before; None for any other."""
    if staff_id is None:
        return None
    for device in devices:
        number, _dot, signed = device.partition(".")
        if number and hmac.compare_digest(signed.encode(), _sign(context, staff_id, number).encode()):
            return number
    return None


def _sign(context: Context, staff_id: uuid.UUID, number: str) -> str:
    return hmac.new(context.vault.derive("known devices"), staff_id.bytes + number.encode(), sha256).hexdigest()[:32]


def _key(context: Context, *parts: str) -> str:
    return hmac.new(context.vault.derive("known devices"), "\n".join(parts).encode(), sha256).hexdigest()


def _network(address: str) -> str:
    """The address; of IPv6 the network, in which one household or firm has as many addresses as it likes."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)


def _wait_after(tries: int) -> timedelta:
    over = tries - FREE_TRIES
    return min(FIRST_WAIT * 2.0 ** min(over, 10), MAX_WAIT) if over >= 0 else timedelta(0)
