"""What a family's own device sends with its own token, and nothing else can be done here: daily totals by kind from the
collector, which a person before it has seen; or events, as ActivityWatch speaks.

A script on that computer may send its export once a day:

    curl -s http://localhost:5600/api/0/export | curl -H "Authorization: Bearer …" --data-binary @- …/api/v1/device/export
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field

from api.device_signature import SIGNED
from api.plan_body import read_body
from api.routing import ApiRoute
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from casework.usage.acts import PUSH_USAGE, TAKE_TOKEN_BACK
from casework.usage.device_days import CollectorTerms, DaysReceived, get_collector_terms, store_device_days
from casework.usage.devices import end_own_token
from casework.usage.push import PushResult, ensure_bucket, push_events, push_export, push_heartbeat
from serving.app_state import get_app_state
from serving.auth import requires_device_token
from usage.categories import Category
from usage.daily_totals import WHOLE_DAY, DayTotals

router = APIRouter(route_class=ApiRoute, prefix="/device", tags=["device"])

DeviceActor = Annotated[Actor, requires_device_token(PUSH_USAGE)]
Bucket = Annotated[str, Path(min_length=1, max_length=200)]
Body = Annotated[bytes, Depends(read_body)]
EVENTS: dict[str, object] = {
    "requestBody": {
        "required": True,
        "description": "ActivityWatch's own JSON. Titles and addresses are dropped while it is read.",
        "content": {"application/json": {"schema": {}}},
    }
}


class CollectorDay(FileModel):
    """One finished day: whole minutes by kind, and how many of all of them lay before 6:00 or from 22:00. A kind that is
    left out was not used; a day of which too little is known is not sent at all."""

    day: Day
    minutes: dict[Category, Annotated[int, Field(ge=0, le=WHOLE_DAY)]]
    night_minutes: int = Field(ge=0, le=WHOLE_DAY)


class CollectorDays(FileModel):
    """One sending. `number` is higher than that of any sending before it."""

    number: int = Field(ge=1, le=2**53)
    days: list[CollectorDay] = Field(min_length=1, max_length=62)


class BucketInfo(FileModel):
    """What ActivityWatch says of a bucket. Of the machine's name only a fingerprint is used."""

    type: str = Field(min_length=1, max_length=60)
    client: str = Field("", max_length=120)
    hostname: str = Field("", max_length=120)


@router.get("")
def read_terms(request: Request, actor: DeviceActor) -> CollectorTerms:
    """Get what a collector may send.

    Returns the first and the last day that are taken, the number of its last sending, and which app is of which kind.
    Nothing about the plan or anybody else is returned. Called with a device token.
    """
    return get_collector_terms(get_app_state(request).context, actor)


@router.post("/days", status_code=201, dependencies=[SIGNED])
def receive_days(request: Request, sent: CollectorDays, actor: DeviceActor) -> DaysReceived:
    """Submit daily totals.

    Accepts finished days as minutes by kind. A day sent before is replaced; days that are not over, or lie outside the
    plan's period, are left out. A sending whose number is not higher than the last is refused (409). Called with a device
    token, and signed with it.
    """
    days = [DayTotals(each.day, each.minutes, each.night_minutes) for each in sent.days]
    return store_device_days(get_app_state(request).context, actor, sent.number, days)


@router.delete("/token", status_code=204)
def delete_own_token(request: Request, actor: Annotated[Actor, requires_device_token(TAKE_TOKEN_BACK)]) -> None:
    """End the device's own token.

    The device can no longer submit data, from this moment. Called with the token that ends.
    """
    end_own_token(get_app_state(request).context, actor)


@router.post("/buckets/{bucket}", status_code=201)
def register_bucket(request: Request, bucket: Bucket, info: BucketInfo, actor: DeviceActor) -> BucketInfo:
    """Register a bucket.

    Registers a bucket of ActivityWatch, or states its type again. Called with a device token.
    """
    ensure_bucket(get_app_state(request).context, actor, bucket=bucket, kind=info.type, hostname=info.hostname)
    return info


@router.post("/buckets/{bucket}/events", status_code=201, openapi_extra=EVENTS)
def receive_events(request: Request, bucket: Bucket, actor: DeviceActor, body: Body) -> PushResult:
    """Submit events.

    Accepts one event or a list. The same list again changes nothing. Called with a device token.
    """
    return push_events(get_app_state(request).context, actor, bucket=bucket, content=body)


@router.post("/buckets/{bucket}/heartbeat", status_code=201, openapi_extra=EVENTS)
def receive_heartbeat(
    request: Request,
    bucket: Bucket,
    actor: DeviceActor,
    body: Body,
    pulsetime: Annotated[
        float, Query(ge=0, le=3600, description="Seconds within which equal events are one interval.")
    ] = 0,
) -> PushResult:
    """Submit a heartbeat.

    An event with the same content as the last one within the pulse time extends it. Called with a device token.
    """
    return push_heartbeat(get_app_state(request).context, actor, bucket=bucket, content=body, pulse_seconds=pulsetime)


@router.post("/export", status_code=201, openapi_extra=EVENTS)
def receive_export(request: Request, actor: DeviceActor, body: Body) -> PushResult:
    """Submit an export.

    Accepts a complete export of the device, such as a script sends once a day. Called with a device token.
    """
    return push_export(get_app_state(request).context, actor, content=body)
