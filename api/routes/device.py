"""What a family computer pushes by itself, as ActivityWatch speaks: with its own token, and nothing else can be done here.

A script on that computer may send its export once a day:

    curl -s http://localhost:5600/api/0/export | curl -H "Authorization: Bearer …" --data-binary @- …/api/v1/device/export
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field

from api.plan_body import read_body
from api.routing import ApiRoute
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from casework.usage.acts import PUSH_USAGE
from casework.usage.push import PushResult, ensure_bucket, push_events, push_export, push_heartbeat
from serving.app_state import get_app_state
from serving.auth import requires_device_token

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


class BucketInfo(FileModel):
    """What ActivityWatch says of a bucket. Of the machine's name only a fingerprint is used."""

    type: str = Field(min_length=1, max_length=60)
    client: str = Field("", max_length=120)
    hostname: str = Field("", max_length=120)


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
