"""How much there is and how long it waits, in counts: what a watching machine asks every half minute. Nobody stands in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from casework.acting.context import Context
from casework.settings.health import LATE_AFTER
from models.backup_day import BackupDay
from models.chain import count_unlinked
from models.message import OPEN_STATES, Message, MessageState
from models.plan import Plan
from models.sign_in_attempt import SignInAttempt
from models.storage_problem import free_bytes

ENDED_WITHIN = timedelta(days=1)
"""Messages that need nothing more are counted for so long after their moment."""
FAILED_WITHIN = timedelta(hours=1)
"""Sign-ins that went wrong are counted for so long."""


@dataclass(frozen=True)
class RecordFigures:
    """The record at one moment; waiting times in seconds, 0 where nothing waits."""

    plans_open: int
    plans_due: int
    plans_overdue: int
    plans_halted: int
    plans_failing: int
    oldest_due_seconds: float
    runs_open: int
    messages: dict[tuple[str, str], int]
    """By channel and state."""
    oldest_message_seconds: float
    journal_unlinked_lines: int
    failed_sign_ins: int
    backup_age_seconds: float | None
    """Since the first try where no scheduled backup was ever made; None where none was tried."""
    clock_ahead_seconds: float
    """This machine's clock of that of the database server; negative where it is behind."""
    disk_free_bytes: int | None
    """None where the record is no file here."""


def load_figures(context: Context) -> RecordFigures:
    """The figures of now, by a few counts that use an index."""
    now = context.clock.now()
    with context.database.reading() as session:
        not_closed = col(Plan.closed_at).is_(None)
        is_open = not_closed & col(Plan.sealed_at).is_(None)
        runs_by_itself = (not_closed, col(Plan.quarantined_at).is_(None))  # a sealed plan too has something to be done
        due = (*runs_by_itself, col(Plan.wake_at) <= now)
        return RecordFigures(
            plans_open=_count(session, is_open),
            plans_due=_count(session, *due),
            plans_overdue=_count(session, *runs_by_itself, col(Plan.wake_at) < now - LATE_AFTER),
            plans_halted=_count(session, not_closed, col(Plan.quarantined_at).is_not(None)),
            plans_failing=_count(session, not_closed, col(Plan.failures) > 0),
            oldest_due_seconds=_age(session.exec(select(func.min(Plan.wake_at)).where(*due)).one(), now),
            runs_open=_count(session, is_open, col(Plan.flow_run_id).is_not(None)),
            messages=_messages(session, now),
            oldest_message_seconds=_age(
                session.exec(
                    select(func.min(Message.due_at)).where(
                        col(Message.state).in_(OPEN_STATES), col(Message.due_at) <= now
                    )
                ).one(),
                now,
            ),
            journal_unlinked_lines=count_unlinked(session, now),
            failed_sign_ins=session.exec(
                select(func.sum(SignInAttempt.tries)).where(col(SignInAttempt.last_at) > now - FAILED_WITHIN)
            ).one()
            or 0,
            backup_age_seconds=_since(
                session.exec(select(func.coalesce(func.max(BackupDay.made_at), func.min(BackupDay.began_at)))).one(),
                now,
            ),
            clock_ahead_seconds=context.database.server_clock.measure().total_seconds(),
            disk_free_bytes=free_bytes(context.database.url),
        )


def _count(session: Session, *where: object) -> int:
    return session.exec(select(func.count()).select_from(Plan).where(*where)).one()  # type: ignore[arg-type]


def _messages(session: Session, now: datetime) -> dict[tuple[str, str], int]:
    """Whatever still waits for something, and what ended lately."""
    waits = col(Message.state).in_([*OPEN_STATES, MessageState.UNKNOWN])
    lately = ~waits & (col(Message.due_at) > now - ENDED_WITHIN)
    counted: dict[tuple[str, str], int] = {}
    for which in (waits, lately):
        query = (
            select(Message.channel, Message.state, func.count()).where(which).group_by(Message.channel, Message.state)
        )
        counted |= {(channel, state): count for channel, state, count in session.exec(query)}
    return counted


def _age(moment: datetime | None, now: datetime) -> float:
    return _since(moment, now) or 0.0


def _since(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else max(0.0, (now - moment).total_seconds())
