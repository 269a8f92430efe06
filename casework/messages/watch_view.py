"""What the watch over the outbox says, as those see it who rely on reminders: alarms, and each day's account."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from casework.desk import Desk
from casework.messages.watchdogs import Watched, accounts, watch
from casework.rights import Act, Actor, may
from models.office import Office, Role

DAYS = 7


@dataclass(frozen=True)
class DayOfOffice:
    """What fell due on a day in an office, and what became of it."""

    day: date
    office: str | None
    """None for digests of the whole house."""
    expected: int
    left: int
    not_sent: int
    failed: int
    waiting: int
    missing: int


def alarms(desk: Desk, actor: Actor) -> list[Watched]:
    """What is not as it should be, for whoever relies on messages; nothing for a post that has none."""
    with desk.database.reading() as session:
        if not may(session, actor, Act.SEARCH_MESSAGES, None, desk.clock.now()):
            return []
        return [one for one in watch(session, desk) if not one.ok]


def accounts_of_days(desk: Desk, actor: Actor) -> list[DayOfOffice]:
    """Expected against sent, the last seven days, newest first: one's own office; for an administrator every office."""
    with desk.look_over(actor, Act.SEARCH_MESSAGES) as session:
        names = dict(session.exec(select(Office.id, Office.name).order_by(col(Office.name))).all())
        now, today = desk.clock.now(), desk.clock.today()
        everywhere = actor.role is Role.ADMINISTRATOR
        return [
            DayOfOffice(
                one.day, names.get(one.office_id) if one.office_id else None, one.expected, one.left, one.not_sent,
                one.failed, one.waiting, one.missing,
            )
            for back in range(DAYS)
            for one in accounts(session, today - timedelta(days=back), now, desk.policy.watch.late)
            if everywhere or one.office_id == actor.office_id
        ]  # fmt: skip
