"""What an office's own systems hear of, as CloudEvents has it: the feed shows it, and a webhook sends the very same."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from models.exported_head import SignedHead
from notifications.events import Event

MEDIA_TYPE = "application/cloudevents+json"


@dataclass(frozen=True)
class EventData:
    """The day that the event is about."""

    due_on: date | None


@dataclass(frozen=True)
class CloudEvent:
    """An event of a plan. `subject` is the number of the plan; the same `id` is the same event."""

    specversion: Literal["1.0"]
    id: uuid.UUID
    source: str
    type: Annotated[str, Field(examples=["sunward.statutory_date_near"])]
    time: datetime
    subject: str
    datacontenttype: Literal["application/json"]
    data: EventData


@dataclass(frozen=True)
class HeadData:
    """The signed head of the journal."""

    head: SignedHead


@dataclass(frozen=True)
class HeadEvent:
    """The head of the journal, once a day; it is of no plan."""

    specversion: Literal["1.0"]
    id: uuid.UUID
    source: str
    type: Annotated[str, Field(examples=["sunward.journal_head"])]
    time: datetime
    datacontenttype: Literal["application/json"]
    data: HeadData


def to_event(event_id: uuid.UUID, event: str, at: datetime, plan_number: str, due_on: date | None) -> CloudEvent:
    """The event of a plan."""
    return CloudEvent(
        "1.0", event_id, "/api/v1/plans", f"sunward.{event}", at, plan_number, "application/json", EventData(due_on)
    )


def to_head_event(event_id: uuid.UUID, at: datetime, head: SignedHead) -> HeadEvent:
    """The event of the journal's head."""
    return HeadEvent(
        "1.0", event_id, "/api/v1/journal", f"sunward.{Event.JOURNAL_HEAD}", at, "application/json", HeadData(head)
    )
