"""The head of the journal leaves the machine once a day: into a folder, and by mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from casework.acting.context import Context
from core.clock import start_of_day
from core.durable_files import write_once
from models.base import insert_if_new
from models.exported_head import FILE_NAME, ExportedHead, SignedHead, sign_head
from models.message import Message, MessageState
from notifications.events import Event, Recipient
from notifications.outbox import post_message

ALARM_AFTER_DAYS = 3
"""How many days without a sent head are an alarm."""
SHOWN_DAYS = 7


@dataclass(frozen=True)
class HeadDeparture:
    """What became of one day's head."""

    day: date
    in_folder: bool
    mailed: bool
    waiting: int
    """Messages with it that have not left, or of which nobody knows."""

    @property
    def left(self) -> bool:
        return self.in_folder or self.mailed


def export_journal_head(context: Context, folder: Path | None) -> bool:
    """Today's head is signed, its messages wait in the outbox, and it lies in the folder, each once, also if another
    process does the same; returns whether anything was still to be done. A journal without a linked line has no
    head."""
    today = context.clock.today()
    with context.database.reading() as session:
        kept = session.get(ExportedHead, today)
    posted = kept is None and _sign_and_post(context)
    return (folder is not None and _put_into(context, folder, today)) or posted


def write_head(context: Context, folder: Path) -> tuple[SignedHead, Path] | None:
    """The chain's newest head lies in the folder as a file of its own, by its number; None where there is none yet."""
    with context.database.reading() as session:
        head = sign_head(session, context.vault, context.clock.now())
    if head is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE_NAME.format(day=f"{head.day}-{head.number}")
    if not file.exists():
        write_once(file, _as_text(head))
    return head, file


def load_departures(session: Session, today: date, days: int = SHOWN_DAYS) -> list[HeadDeparture]:
    """What became of the heads of these last days, today's first; a day without a head is not among them."""
    since = today - timedelta(days=days - 1)
    heads = session.exec(
        select(ExportedHead).where(col(ExportedHead.day) >= since).order_by(col(ExportedHead.day).desc())
    )
    messages = sql_select(col(Message.dedupe_key), col(Message.state)).where(
        col(Message.event) == Event.JOURNAL_HEAD.value, col(Message.created_at) >= start_of_day(since)
    )
    states = [(date.fromisoformat(key.split("/")[1]), state) for key, state in session.execute(messages)]
    was_sent = (MessageState.SENT, MessageState.DELIVERED)
    return [
        HeadDeparture(
            head.day,
            head.in_folder_at is not None,
            any(day == head.day and state in was_sent for day, state in states),
            sum(day == head.day and state not in was_sent for day, state in states),
        )
        for head in heads
    ]


def is_overdue(departures: Sequence[HeadDeparture], today: date) -> bool:
    """Whether heads are to go elsewhere, and none of the last three days has left. Where none goes anywhere, the office has
    chosen so."""
    lately = today - timedelta(days=ALARM_AFTER_DAYS - 1)
    if any(one.left and one.day >= lately for one in departures):
        return False
    return any(one.left or one.waiting for one in departures) and departures[-1].day < lately


def _sign_and_post(context: Context) -> bool:
    with context.database.transaction() as session:
        now = context.clock.now()
        head = sign_head(session, context.vault, now)
        if head is None:
            return False
        connection = session.connection()
        row = {"day": head.day, "text": _as_text(head).decode(), "made_at": now}
        if_new = insert_if_new(connection.dialect.name, "exported_head", "day").returning(col(ExportedHead.day))
        if connection.execute(if_new, row).first() is None:
            return False  # another process has just done so
        if context.heads_email:
            post_message(
                session,
                now,
                event=Event.JOURNAL_HEAD,
                recipient=Recipient.HEAD_KEEPER,
                recipient_id=None,
                dedupe_key=f"journal-head/{head.day}/{Recipient.HEAD_KEEPER.value}",
                variables={"day": head.day, "signed_head": row["text"]},
                language=context.language,
            )
    return True


def _put_into(context: Context, folder: Path, day: date) -> bool:
    with context.database.reading() as session:
        kept = session.get(ExportedHead, day)
    if kept is None or kept.in_folder_at is not None:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE_NAME.format(day=day)
    if not file.exists():
        write_once(file, kept.text.encode())
    with context.database.transaction() as session:
        session.get_one(ExportedHead, day).in_folder_at = context.clock.now()
    return True


def _as_text(head: SignedHead) -> bytes:
    return head.model_dump_json(indent=1).encode() + b"\n"
