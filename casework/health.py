"""Whether the house is in order: what can be told from the record alone, without a name in it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, func, or_, select

from casework.dates.holidays import stale
from casework.desk import Desk
from casework.messages.watchdogs import watch
from models.chain import ALARM_AFTER, unlinked_older_than
from models.message import Message, MessageState
from models.plan import Plan
from models.storage_trouble import LEAST_FREE_BYTES, free_bytes, trouble_behind
from sunward.words import Words

MESSAGES_LATE_BY = timedelta(seconds=60)
WAKES_LATE_BY = timedelta(seconds=30)


@dataclass(frozen=True)
class Part:
    """One part of the house and how it is. What only informs does not make the whole unready."""

    name: str
    ok: bool
    words: Words
    informs_only: bool = False


def parts_of(desk: Desk) -> list[Part]:
    """The record, its tables, the outbox, the wakes and the journal, and what is watched, as they are now."""
    from models.schema import is_current

    try:
        with desk.database.reading() as session:
            session.execute(text("SELECT 1"))
        current = is_current(desk.database)
    except SQLAlchemyError as error:
        trouble = trouble_behind(error)
        words = trouble.words if trouble else Words("数据库不能用。", "The record cannot be reached.")
        return [Part("record", False, words)]
    parts = [
        Part("record", True, Words("数据库可用。", "The record is there.")),
        Part("tables", current, _either(current, "数据表是当前版本。", "The tables are current.", "数据表不是当前版本。",
                                        "The tables are not those of this program.")),
    ]  # fmt: skip
    if not current:
        return parts
    parts.append(_disk(desk))
    with desk.database.reading() as session:
        fresh = stale(desk)
        calendar = Part("calendar", fresh.holds, fresh.because, informs_only=True)
        watched = [Part(one.name, one.ok, one.words, informs_only=True) for one in watch(session, desk)]
        return [
            *parts,
            _outbox(session, desk),
            _wakes(session, desk),
            _failing(session),
            _journal(session, desk),
            calendar,
            *watched,
        ]


def _disk(desk: Desk) -> Part:
    free = free_bytes(desk.database.url)
    ok = free is None or free >= LEAST_FREE_BYTES
    return Part("disk", ok, _either(ok, "磁盘空间足够。", "There is room on the disk.",
                                    "服务器磁盘已满或将满，写入可能失败。", "The server's disk is full or nearly so; writing may fail."))  # fmt: skip


def _failing(session: Session) -> Part:
    """Plans whose processing fails are for people to look at; they do not make the whole unready."""
    count = session.exec(
        select(func.count()).where(
            col(Plan.closed_at).is_(None), or_(col(Plan.failures) > 0, col(Plan.quarantined_at).is_not(None))
        )
    ).one()
    ok = count == 0
    return Part("plans", ok, _either(ok, "没有方案办理失败。", "No plan fails to be processed.",
                                     f"有{count}个方案办理失败或者已停。", f"{count} plans fail to be processed, or are halted."),
                informs_only=True)  # fmt: skip


def _outbox(session: Session, desk: Desk) -> Part:
    late = desk.clock.now() - MESSAGES_LATE_BY
    count = session.exec(
        select(func.count()).where(col(Message.state) == MessageState.CREATED, col(Message.due_at) < late)
    ).one()
    ok = count == 0
    return Part("outbox", ok, _either(ok, "没有积压的消息。", "No message waits too long.",
                                      f"有{count}条消息应发未发。", f"{count} messages should have left."))  # fmt: skip


def _wakes(session: Session, desk: Desk) -> Part:
    late = desk.clock.now() - WAKES_LATE_BY
    count = session.exec(
        select(func.count()).where(
            col(Plan.wake_at) < late,
            col(Plan.closed_at).is_(None),
            col(Plan.quarantined_at).is_(None),
            col(Plan.failures) == 0,
        )
    ).one()
    ok = count == 0
    return Part("wakes", ok, _either(ok, "没有方案等着办理。", "No plan waits to be lived.",
                                     f"有{count}个方案到时未办。", f"{count} plans are overdue to be lived."))  # fmt: skip


def _journal(session: Session, desk: Desk) -> Part:
    count = unlinked_older_than(session, desk.clock.now() - ALARM_AFTER)
    ok = count == 0
    return Part("journal", ok, _either(ok, "日志已全部链接。", "Every journal line is linked.",
                                       f"有{count}条日志未链接。", f"{count} journal lines are unlinked."))  # fmt: skip


def _either(ok: bool, zh: str, en: str, not_zh: str, not_en: str) -> Words:
    return Words(zh, en) if ok else Words(not_zh, not_en)
