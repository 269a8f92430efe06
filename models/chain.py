"""The journal's chain: shows afterwards that no line was changed, removed, or moved.

Committed lines are linked one after another, in a table of their own, over keyed digests:

    digest = HMAC(key, line)        head = HMAC(key, number ‖ previous head ‖ digest ‖ when linked)

Verbs only leave a mark (`UnlinkedLine`) beside each line, and `link_committed`, called by the tick each second, links
whatever is committed and marked, in whatever order it became visible: on PostgreSQL a line with a lower number may
appear after a higher one is linked already. A digest covers the sealed detail as it stands, so a line stays verifiable
when its key is destroyed. Who has no key can forge no link; who cuts off the end is found out by a head that was
exported earlier. What verbs leave in rows that are bound (`models/bound_rows.py`) is linked in the same chain.
"""

import logging
import uuid
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, String, delete
from sqlmodel import Field, Session, col, func, select

from core.clock import local_time
from models.append_only import append_only
from models.base import Record, UTCDateTime
from models.bound_rows import RowChange, UnlinkedRowChange, digest_change
from models.cluster_lock import take_turn
from models.journal import JournalLine, UnlinkedLine
from models.keyed_digest import make_keyed_digest, to_plain
from models.server_clock import WRONG_FROM

log = logging.getLogger(__name__)

ALARM_AFTER = timedelta(seconds=10)
"""A line that waits longer than this for its link is an alarm."""

NOTHING = "0" * 64
"""The head of an empty chain."""


@append_only
class ChainLink(Record, table=True):
    """One link; `number` counts from 1 without a gap."""

    __tablename__ = "chain_link"

    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    line_id: uuid.UUID = Field(unique=True)
    digest: str = Field(sa_type=String(64))
    previous: str = Field(sa_type=String(64))
    head: str = Field(sa_type=String(64))
    linked_at: datetime = Field(sa_type=UTCDateTime)


class ChainHead(NamedTuple):
    """How far the chain reached at some time; kept elsewhere, it holds the record to everything up to there."""

    number: int
    head: str


def link_committed(session: Session, key: bytes, now: datetime, limit: int = 1000) -> int:
    """Up to `limit` committed lines, and as many changes of bound rows, are linked, and none twice; how many there were.
    A change that was not written under this key, or is linked already, stays where it is, and becomes an alarm.

    The session is a writing transaction. Linkers take turns: on SQLite by its write lock, on PostgreSQL by an advisory
    lock held until the commit. Were the lock to fail, the primary key would refuse a fork.
    """
    take_turn(session.connection(), "link the journal")
    lines = session.exec(
        select(JournalLine)
        .join(UnlinkedLine, col(UnlinkedLine.line_id) == col(JournalLine.id))
        .order_by(col(JournalLine.sequence))
        .limit(limit)
    ).all()
    changes = _take_row_changes(session, key, limit)
    if lines or changes:
        tell_clock_behind(session, now)
    last = export_head(session)
    found = [(line.id, compute_digest(key, line)) for line in lines] + [(one.id, one.digest) for one in changes]
    for line_id, digest in found:
        link = ChainLink(
            number=last.number + 1,
            line_id=line_id,
            digest=digest,
            previous=last.head,
            head=_head(key, last.number + 1, last.head, digest, now),
            linked_at=now,
        )
        session.add(link)
        last = ChainHead(link.number, link.head)
    session.execute(delete(UnlinkedLine).where(col(UnlinkedLine.line_id).in_([line.id for line in lines])))
    return len(found)


def _take_row_changes(session: Session, key: bytes, limit: int) -> list[RowChange]:
    """Changes of bound rows that wait for their link, in their place now, in the order in which they were made."""
    good: list[UnlinkedRowChange] = []
    after = 0
    while not good:  # as many as the limit may have been put before them past the program
        waiting = session.exec(
            select(UnlinkedRowChange)
            .where(col(UnlinkedRowChange.sequence) > after)
            .order_by(col(UnlinkedRowChange.sequence))
            .limit(limit)
        ).all()
        if not waiting:
            return []
        ids = [one.id for one in waiting]
        linked = set(session.exec(select(ChainLink.line_id).where(col(ChainLink.line_id).in_(ids))))
        good = [one for one in waiting if one.id not in linked and one.digest == digest_change(key, one)]
        after = waiting[-1].sequence or after
    taken = [RowChange(id=one.id, at=one.at, entries=one.entries, digest=one.digest) for one in good]
    session.add_all(taken)
    session.execute(delete(UnlinkedRowChange).where(col(UnlinkedRowChange.id).in_([one.id for one in good])))
    return taken


def tell_clock_behind(session: Session, now: datetime) -> None:
    """The log says so where the clock shows a time before that of the newest link: what is written now is found by `verify`."""
    last = session.exec(select(ChainLink.linked_at).order_by(col(ChainLink.number).desc()).limit(1)).first()
    if last is not None and now < last - WRONG_FROM:
        log.error(
            "The clock shows %s, the journal's newest line was linked at %s: the clock was set back. Put it right. What is "
            "written now is named by ./run doctor. / 时钟曾被拨回，请改正；现在写下的内容，./run doctor 会指明。",
            f"{local_time(now):%Y-%m-%d %H:%M}", f"{local_time(last):%Y-%m-%d %H:%M}",
        )  # fmt: skip


def count_unlinked(session: Session, moment: datetime) -> int:
    """How many lines, and changes of bound rows, written before that moment still wait for their link."""
    lines = session.exec(select(func.count()).select_from(UnlinkedLine).where(col(UnlinkedLine.at) < moment)).one()
    rows = select(func.count()).select_from(UnlinkedRowChange).where(col(UnlinkedRowChange.at) < moment)
    return lines + session.exec(rows).one()


def export_head(session: Session) -> ChainHead:
    """The newest link's number and head."""
    link = session.exec(select(ChainLink).order_by(col(ChainLink.number).desc()).limit(1)).first()
    return ChainHead(0, NOTHING) if link is None else ChainHead(link.number, link.head)


def compute_digest(key: bytes, line: JournalLine) -> str:
    """The keyed digest of everything the line says, its sealed detail by the sealed bytes."""
    content = [
        line.sequence, line.id, line.plan_id, line.at, line.fell_due_at, line.noticed_at, line.actor_kind, line.actor_id,
        line.actor_role, line.act, line.subject_kind, line.subject_id, line.article, line.note, line.detail_sealed,
        line.transaction_id, line.run_id,
    ]  # fmt: skip
    return make_keyed_digest(key, "line", content)


def _head(key: bytes, number: int, previous: str, digest: str, linked_at: datetime) -> str:
    return make_keyed_digest(key, "head", f"{number} {previous} {digest} {to_plain(linked_at)}")


def compute_head(key: bytes, link: ChainLink) -> str:
    """The head this link must have."""
    return _head(key, link.number, link.previous, link.digest, link.linked_at)
