"""A record that tells of the week of a weekly sheet does what the sheet's form does: it has come in, on its day."""

from datetime import timedelta

from casework.acting.open_plan import OpenPlan
from casework.checkins.submissions import record_submission
from casework.shared.items.item_kinds import SHEETS
from casework.usage.device_names import PHONE, SHARED_PHONE
from casework.usage.sheets import get_week_before
from models.item import STILL_OPEN, Item
from models.office import Role
from models.usage_source import UsageDevice
from usage.reading import Reading
from usage.sources import Source


def settle_sheet(open_plan: OpenPlan, device: UsageDevice, reading: Reading | None) -> None:
    """The open weekly sheet that is due is received, once a sheet as a table was handed in, or a record of the phone that
    tells of its week, or a table that nobody can read yet. Whether its figures count is another matter."""
    for item in open_plan.items(*SHEETS):
        if (
            item.due_on <= open_plan.today + timedelta(days=1)
            and item.status in STILL_OPEN
            and not (item.owner == Role.GUARDIAN and open_plan.actor.role is Role.MINOR)
            and (reading is None or _is_a_sheet_of(reading, device, item))
        ):
            record_submission(open_plan, item, {"as_table": device.label}, None)
            return


def _is_a_sheet_of(reading: Reading, device: UsageDevice, item: Item) -> bool:
    if reading.source is Source.SHEET:
        return True
    monday = get_week_before(item.due_on)
    of_the_phone = device.label in (PHONE, SHARED_PHONE)
    return of_the_phone and any(monday <= day <= monday + timedelta(days=6) for day in reading.coverage)
