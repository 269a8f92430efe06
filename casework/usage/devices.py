"""Devices of a plan: whose each is, the narrow token with which one may push, and when one was handed in for keeping."""

import hashlib
import secrets
from datetime import timedelta

from sqlmodel import select

from casework.shared.context import Context, OpenPlan
from casework.shared.device_consent import ask_for_consent, ensure_device_consent
from casework.shared.rights import Actor
from casework.usage.acts import GIVE_TOKEN, TAKE_TOKEN_BACK, NameDevice, RecordDeviceCustody
from casework.usage.anomalies import detect_anomalies
from casework.usage.store import load_readings_around
from core.clock import at_local, local_date
from core.errors import BadInput, NotFound, StateConflict
from core.i18n import _
from models.base import new_id
from models.office import Role
from models.usage_source import UsageCustody, UsageDevice
from usage.sources import DeviceOwnership

MAX_DEVICES = 12


def name_device(file: OpenPlan, act: NameDevice) -> None:
    """The plan knows the device, and whose it is: somebody's own, shared, or unknown. Said again, the last word stands."""
    whose = DeviceOwnership(act.whose)
    store_device(file, act.device, whose)
    ask_for_consent(file)
    file.record(note={"device": act.device, "whose": whose.value})
    file.wake()


def store_device(file: OpenPlan, label: str, whose: DeviceOwnership) -> UsageDevice:
    """The device of that label is on the file, and it is that person's, shared, or unknown."""
    device = find_device(file, label)
    if device is None:
        query = select(UsageDevice.id).where(UsageDevice.plan_id == file.plan.id)
        if len(file.session.exec(query).all()) >= MAX_DEVICES:
            raise StateConflict(_("登记的设备太多了。"))
        device = UsageDevice(id=new_id(file.now), plan_id=file.plan.id, label=label, whose="", named_at=file.now)
    device.whose = whose.value
    file.session.add(device)
    file.session.flush()
    return device


def find_device(file: OpenPlan, label: str) -> UsageDevice | None:
    """The device of that label, if the plan knows one."""
    query = select(UsageDevice).where(UsageDevice.plan_id == file.plan.id, UsageDevice.label == label)
    return file.session.exec(query).first()


def get_device(file: OpenPlan, label: str) -> UsageDevice:
    """The device of that label. NotFound if the plan knows none."""
    device = find_device(file, label)
    if device is None:
        raise NotFound(_("没有登记这台设备。"))
    return device


def issue_device_token(context: Context, actor: Actor, number: str, *, device: str) -> str:
    """A new token for that device, told once; an earlier one is void. With it the device pushes, and does nothing else.
    Refused without a consent that stands."""
    with context.open_for_update(number, actor, GIVE_TOKEN) as file:
        ensure_device_consent(file)
        row = get_device(file, device)
        token = secrets.token_urlsafe(32)
        row.token_digest = hash_device_token(token)
        row.token_ends_on = file.today + timedelta(days=context.law.number("usage_token_days", on=file.today))
        file.session.add(row)
        file.record(note={"device": device, "ends_on": row.token_ends_on})
    return token


def revoke_device_token(context: Context, actor: Actor, number: str, *, device: str) -> None:
    """The device pushes no more, from this moment."""
    with context.open_for_update(number, actor, TAKE_TOKEN_BACK) as file:
        row = get_device(file, device)
        if row.token_digest is None:
            return
        row.token_digest = row.token_ends_on = None
        file.session.add(row)
        file.record(note={"device": device})


def get_token_actor(context: Context, token: str) -> Actor | None:
    """The device that holds this token; None if none does any more."""
    with context.database.reading() as session:
        row = session.exec(select(UsageDevice).where(UsageDevice.token_digest == hash_device_token(token))).first()
        if row is None or row.token_ends_on is None or row.token_ends_on < context.clock.today():
            return None
        return Actor("device", Role.DEVICE, row.id, None, row.plan_id)


def hash_device_token(token: str) -> str:
    """What of a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def record_device_custody(file: OpenPlan, act: RecordDeviceCustody) -> None:
    """It is on record that the device lay with somebody for keeping. Use meanwhile is a question, never a verdict."""
    from_at = at_local(act.from_on, act.from_at)
    to_at = at_local(act.to_on, act.to_at)
    if not timedelta(0) < to_at - from_at <= timedelta(days=366):
        raise BadInput(_("保管的起止时间不对。"))
    row = get_device(file, act.device)
    same = select(UsageCustody).where(UsageCustody.device_id == row.id, UsageCustody.from_at == from_at)
    kept = file.session.exec(same).first() or UsageCustody(
        id=new_id(file.now), plan_id=file.plan.id, device_id=row.id, from_at=from_at, to_at=to_at
    )
    kept.to_at = to_at
    file.session.add(kept)
    file.session.flush()
    detect_anomalies(file, load_readings_around(file, row, local_date(from_at), local_date(to_at)).values())
    file.record(note={"device": act.device})
