"""What the watch over the outbox says, as those see it who rely on reminders: alarms, and each day's account."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.rights import Actor, is_allowed
from casework.acting.rights.read_operations import SEARCH_MESSAGES
from casework.messages.outbox_alarms import AlarmCheck, count_day_accounts, run_alarm_checks
from models.office import Office, Role

DAYS = 7
LOOKED_AT_AGAIN = timedelta(minutes=1)

OF_THE_MACHINES = ("backup", "journal_heads", "mute_mailboxes")
"""Alarms of no message: only an administrator can do something about them."""


@dataclass(frozen=True)
class OfficeDayView:
    """What fell due on a day in an office, and what became of it."""

    day: date
    office: str | None
    """None for digests of the whole program."""
    expected: int
    left: int
    not_sent: int
    failed: int
    waiting: int
    missing: int


@dataclass
class AlarmsCache:
    """What is not as it should be, looked at once a minute however many ask."""

    _found: list[AlarmCheck] = field(default_factory=list)
    _at: datetime | None = None

    def seen_by(self, context: Context, actor: Actor) -> list[AlarmCheck]:
        """The alarms that the actor's post sees."""
        now = context.clock.now()
        with context.database.reading() as session:
            if not is_allowed(session, actor, SEARCH_MESSAGES, None, now):
                return []
            if self._at is None or not self._at <= now < self._at + LOOKED_AT_AGAIN:
                self._found, self._at = [one for one in run_alarm_checks(session, context) if not one.ok], now
            if actor.role is Role.ADMINISTRATOR:
                return self._found
            return [one for one in self._found if one.name not in OF_THE_MACHINES]


def list_day_accounts(context: Context, actor: Actor) -> list[OfficeDayView]:
    """Expected against sent, the last seven days, newest first: one's own office; for an administrator every office."""
    with context.query_plans(actor, SEARCH_MESSAGES) as session:
        names = dict(session.exec(select(Office.id, Office.name).order_by(col(Office.name))).all())
        now, today = context.clock.now(), context.clock.today()
        everywhere = actor.role is Role.ADMINISTRATOR
        return [
            OfficeDayView(
                one.day, names.get(one.office_id) if one.office_id else None, one.expected, one.left, one.not_sent,
                one.failed, one.waiting, one.missing,
            )
            for back in range(DAYS)
            for one in count_day_accounts(session, today - timedelta(days=back), now, context.get_policy(None).watch.late)
            if everywhere or one.office_id == actor.office_id
        ]  # fmt: skip
