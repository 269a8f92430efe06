"""Devices of a plan: whose each is, and when one was handed in for keeping."""

from datetime import timedelta

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_code
from casework.acting.verbs import verb
from casework.shared.device_consent import ask_for_consent
from casework.usage.acts import NameDevice, RecordDeviceCustody
from casework.usage.device_names import PHONE, SHARED_PHONE
from core.clock import at_local
from core.errors import BadInput, NotFound, StateConflict
from core.i18n import _
from models.base import new_id
from models.usage_source import UsageDevice
from usage.sources import DeviceOwnership

MAX_DEVICES = 12
_OWNERSHIP = {"own": DeviceOwnership.OWN, "shared": DeviceOwnership.SHARED}


@verb(NameDevice)
def name_device(open_plan: OpenPlan, act: NameDevice) -> None:
    """The plan knows the device, and whose it is: somebody's own, shared, or unknown. Said again, the last word stands."""
    ownership = DeviceOwnership(act.whose)
    store_device(open_plan, act.device, ownership)
    ask_for_consent(open_plan)
    open_plan.record(note={"device": act.device, "whose": ownership.value})


def store_device(open_plan: OpenPlan, label: str, ownership: DeviceOwnership) -> UsageDevice:
    """The device of that label is on the file, and it is that person's, shared, or unknown."""
    device = find_device(open_plan, label)
    if device is None:
        if len(open_plan.rows(UsageDevice)) >= MAX_DEVICES:
            raise StateConflict(_("登记的设备太多了。"))
        device = UsageDevice(id=new_id(open_plan.now), plan_id=open_plan.plan.id, label=label, whose="")
    device.whose = ownership.value
    open_plan.session.add(device)
    open_plan.session.flush()
    return device


def find_device(open_plan: OpenPlan, label: str) -> UsageDevice | None:
    """The device of that label, if the plan knows one."""
    code = get_code(open_plan.context.vault, open_plan.plan.number, label)
    return next((row for row in open_plan.rows(UsageDevice) if row.label == code), None)


def get_device(open_plan: OpenPlan, label: str) -> UsageDevice:
    """The device of that label. NotFound if the plan knows none."""
    device = find_device(open_plan, label)
    if device is None:
        raise NotFound(_("没有登记这台设备。"))
    return device


def find_phone(open_plan: OpenPlan, *, shared: bool) -> UsageDevice:
    """The phone that sheets are about: the minor's own, or the one that several people use."""
    held = open_plan.minor().device
    ownership = DeviceOwnership.SHARED if shared else _OWNERSHIP.get(held, DeviceOwnership.UNKNOWN)
    label = SHARED_PHONE if ownership is DeviceOwnership.SHARED else PHONE
    return store_device(open_plan, label, ownership)


@verb(RecordDeviceCustody)
def record_device_custody(open_plan: OpenPlan, act: RecordDeviceCustody) -> None:
    """It is on record that the device was handed in for keeping. Its missing days have that reason."""
    from_at = at_local(act.from_on, act.from_at)
    to_at = at_local(act.to_on, act.to_at)
    if not timedelta(0) < to_at - from_at <= timedelta(days=366):
        raise BadInput(_("保管的起止时间不对。"))
    row = get_device(open_plan, act.device)
    since = (row.id, act.from_on, act.from_at)
    entries = list_entries(open_plan, RecordDeviceCustody)
    same = next((kept.id for kept in entries if (kept.about, kept.fields.from_on, kept.fields.from_at) == since), None)
    keep_entry(open_plan, act, about=row.id, replaces=same, note={"device": act.device})
