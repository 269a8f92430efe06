"""One thing that happened to a plan, as its history shows it."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.clock import local_date
from core.i18n import Text, _


class HistoryKind(StrEnum):
    """What sort of thing an entry tells of."""

    RUN = "run"
    ACT = "act"
    DECISION = "decision"
    MESSAGE = "message"
    FAILURE = "failure"
    DATE = "date"
    PERIOD = "period"
    ABSENCE = "absence"


HISTORY_KINDS: dict[HistoryKind, Text] = {
    HistoryKind.RUN: _("系统运行"),
    HistoryKind.ACT: _("登记和办理"),
    HistoryKind.DECISION: _("决定和审批"),
    HistoryKind.MESSAGE: _("消息"),
    HistoryKind.FAILURE: _("未能办理和停下"),
    HistoryKind.DATE: _("法定期限"),
    HistoryKind.PERIOD: _("考验期变更"),
    HistoryKind.ABSENCE: _("外出和无法履行"),
}

MAX_LINKS = 6
"""How many links one entry shows; of the others, the number."""


@dataclass(frozen=True)
class HistoryLink:
    """Another entry of the same history."""

    id: str
    at: datetime
    words: Text


@dataclass(frozen=True)
class MessageWay:
    """One way a message took, and what became of it there."""

    id: uuid.UUID
    channel: str
    state: str
    state_words: Text
    reason: Text | None
    due_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened."""

    id: str
    """Stays the same: links lead to it."""
    kind: HistoryKind
    at: datetime
    words: Text
    by: str | None = None
    """The role of who did it."""
    by_name: str | None = None
    by_relation: str | None = None
    to: str | None = None
    """In what capacity somebody was told."""
    to_name: str | None = None
    to_relation: str | None = None
    because_words: Text | None = None
    """Why it happened, where that is no other entry; also that the record does not keep it."""
    due_at: datetime | None = None
    """When what it answers fell due."""
    because: list[HistoryLink] = field(default_factory=list)
    led_to: list[HistoryLink] = field(default_factory=list)
    changed: list[Text] = field(default_factory=list)
    """What it changed of what is owed."""
    ways: list[MessageWay] = field(default_factory=list)
    nobody_else: Text | None = None
    """Of a message, why nobody else was told."""
    item: str | None = None
    item_due_on: date | None = None
    article: str | None = None
    alike: tuple[str, ...] = ()
    """Entries of the same mark are folded; an empty one never is."""
    line_id: uuid.UUID | None = None

    @property
    def on(self) -> date:
        """The day of the office on which it happened."""
        return local_date(self.at)
