"""Digital use: looked at, files handed in, and daily totals that another system reports."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from api.plan_body import read_body
from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_USAGE
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.files.typed_minutes import DayMinutes
from casework.usage.acts import REPORT_DEVICE_DAYS, UploadUsage
from casework.usage.previews import UsagePreview, load_usage_preview
from casework.usage.reported_days import DaysReceived, report_device_days
from casework.usage.view import UsageView, load_usage
from casework.usage.waiting import hand_in_usage_file
from serving.app_state import get_app_state
from serving.auth import requires_right
from usage.daily_totals import DayTotals

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}", tags=["usage"])

Label = Annotated[str, Field(pattern=r"^([A-Za-z][A-Za-z0-9_.-]*|[0-9]{1,8})$", max_length=20)]
AppName = Annotated[str, Field(min_length=1, max_length=200)]
FILE: dict[str, object] = {
    "requestBody": {
        "required": True,
        "description": "The file itself: an export in JSON, a table as CSV or XLSX. At most 32 MB.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/usage")
def read_usage(request: Request, number: str, actor: Annotated[Actor, requires_right(READ_USAGE)]) -> UsageView:
    """Get the digital use of a plan.

    Returns devices with their days, findings and their limits, comments and answers, reviews, and the terms agreed.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_USAGE) as open_plan:
        return load_usage(open_plan)


@router.post("/usage/files", status_code=201, openapi_extra=FILE)
def upload_usage_file(
    request: Request,
    number: str,
    actor: Annotated[Actor, requires_right(UploadUsage.operation)],
    body: Annotated[bytes, Depends(read_body)],
    device: Annotated[Label | None, Query()] = None,
) -> UsagePreview:
    """Upload a usage file.

    Returns what the file says: as what it was recognised, its days, what was left out, and what is asked. Nothing counts
    before the act `confirm_usage` with its `id` as `file`. The same file again is shown again. A table
    has the columns of the template.
    """
    context = get_app_state(request).context
    return hand_in_usage_file(context, actor, number, device=device or "", content=body)


@router.get("/usage/files/{file}")
def read_usage_file(
    request: Request, number: str, file: UUID, actor: Annotated[Actor, requires_right(UploadUsage.operation)]
) -> UsagePreview:
    """Get what was handed in.

    Returns what a usage file or sheet says, to the person who handed it in and to the team, whether it waits or counts.
    """
    return load_usage_preview(get_app_state(request).context, actor, number, file)


class DeviceDay(FileModel):
    """One finished day of a device in whole minutes, or durations such as "3 h 25 min"."""

    day: Day
    minutes: DayMinutes
    night_minutes: DayMinutes | None = None
    """Of them before 6:00 and from 22:00, where that is known."""
    apps: dict[AppName, DayMinutes] = Field({}, max_length=200)
    """Of them by the name of an app, or by a kind of use such as `game`, where that is known."""


class DeviceDays(FileModel):
    """Daily totals of one device; without `device`, of the phone that the weekly sheets are about."""

    device: Label | None = None
    days: list[DeviceDay] = Field(min_length=1, max_length=62)


@router.post("/usage/days", status_code=201)
def report_usage_days(
    request: Request, number: str, sent: DeviceDays, actor: Annotated[Actor, requires_right(REPORT_DEVICE_DAYS)]
) -> DaysReceived:
    """Report daily totals of a device.

    Accepts finished days of the plan's period, for a system that has them from elsewhere. They count as a statement, never
    as the device's own record. A day sent again with the same figures changes nothing; with others it is corrected.
    """
    days = [DayTotals(each.day, each.minutes, each.night_minutes, each.apps) for each in sent.days]
    return report_device_days(get_app_state(request).context, actor, number, days=days, device=sent.device or "")
