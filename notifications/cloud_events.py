"""What an office's own systems hear of, as CloudEvents has it: the feed shows it, and a webhook sends the very same."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

MEDIA_TYPE = "application/cloudevents+json"
TEST_PLAN = "SW-TEST-TEST"
"""The subject of an event that is sent to try a webhook: no plan has this number."""


@dataclass(frozen=True)
class EventData:
    """The day that the event is about, and the kind of its item, as `items` of the plan has them."""

    due_on: date | None
    kind: str | None


@dataclass(frozen=True)
class CloudEvent:
    """An event of a plan. `subject` is the number of the plan; the same `id` is the same event. `type` is a date's, or the
    code of the act that somebody did."""

    specversion: Literal["1.0"]
    id: uuid.UUID
    source: str
    type: Annotated[str, Field(examples=["sunward.statutory_date_near"])]
    time: datetime
    subject: str
    datacontenttype: Literal["application/json"]
    data: EventData


def to_event(
    event_id: uuid.UUID, event: str, at: datetime, plan_number: str, due_on: date | None, kind: str | None
) -> CloudEvent:
    """The event of a plan."""
    data = EventData(due_on, kind)
    return CloudEvent("1.0", event_id, "/api/v1/plans", f"sunward.{event}", at, plan_number, "application/json", data)
