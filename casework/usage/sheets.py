"""The weekly sheet, read from a screen: three numbers a day and, if there is one, a photo of the screen."""

from datetime import date, timedelta
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.usage.agreement import get_plan_days
from casework.usage.devices import find_phone
from casework.usage.store import StoredReading, hold_back, store_reading
from core.clock import OFFICE_ZONE
from core.dates import full_day
from core.errors import BadInput
from core.i18n import _
from models.item import Item
from models.office import Role
from usage.limits import Limits
from usage.reading import read_typed_week
from usage.sheet import TypedWeek
from usage.sources import Device, DeviceOwnership

SUNDAY = 6
BY_DAY = ("minutes", "night_minutes", "pickups")
"""What a sheet tells day by day."""


def get_week_before(due_on: date) -> date:
    """The Monday of the week that a sheet due on that day is about: the one that ends on it, or the last whole one."""
    back = due_on.weekday() + (0 if due_on.weekday() == SUNDAY else 7)
    return due_on - timedelta(days=back)


def store_sheet(
    open_plan: OpenPlan, item: Item, content: dict[str, Any], input_method: str, photo: bytes | None = None
) -> StoredReading | None:
    """The sheet's numbers are days of the phone; None where it has none of the plan's period. A sheet for the same week replaces an earlier
    one. A day left empty is a gap and never nought. What a guardian typed waits for the young person's look."""
    content = within_period(open_plan, item, content)
    if not any(minutes is not None for minutes in content.get("minutes") or []):
        return None
    week = TypedWeek(
        first_on=get_week_before(item.due_on),
        minutes=content["minutes"],
        night_minutes=content.get("night_minutes") or [],
        pickups=content.get("pickups") or [],
    )
    device = find_phone(open_plan, shared=bool(content.get("shared")))
    reading = read_typed_week(
        week,
        Device(device.label, DeviceOwnership(device.whose)),
        open_plan.actor.role.value,
        OFFICE_ZONE,
        Limits(latest=open_plan.today, open_from=open_plan.today),
    )
    taken = store_reading(open_plan, device, reading, input_method=input_method, item_id=item.id, photo=photo)
    if open_plan.actor.role is Role.GUARDIAN and not taken.again:
        hold_back(open_plan, device, taken)
    return taken


def within_period(open_plan: OpenPlan, item: Item, content: dict[str, Any]) -> dict[str, Any]:
    """What was typed, without the figures of days outside the plan's period: they are nobody's to keep. BadInput where one is
    of a day that has not come."""
    first, last = get_plan_days(open_plan)
    monday = get_week_before(item.due_on)
    reported = [place for name in BY_DAY if isinstance(content.get(name), list)
            for place, figure in enumerate(content[name]) if figure is not None]  # fmt: skip
    if reported and (day := monday + timedelta(days=max(reported))) > open_plan.today:
        raise BadInput(_("{day}还没有到，请先空着，过了那天再填。", day=full_day(day)))
    return {
        name: [
            figure if first <= monday + timedelta(days=place) <= last else None for place, figure in enumerate(figures)
        ]
        if name in BY_DAY and isinstance(figures, list)
        else figures
        for name, figures in content.items()
    }
