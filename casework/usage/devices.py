"""Devices of a plan: whose each is, the narrow token with which one may push, and when one was handed in for keeping."""

import hashlib
import secrets
from datetime import timedelta

from sqlmodel import select

from casework.acts.usage import GIVE_TOKEN, TAKE_TOKEN_BACK, KeepDevice, NameDevice
from casework.desk import Desk, File
from casework.rights import Actor
from casework.usage.consent import ask_for_consent, refuse_without_consent
from casework.usage.notes import look_for_patterns
from casework.usage.record import readings_around
from models.columns import new_id
from models.office import Role
from models.usage_source import UsageCustody, UsageDevice
from sunward.clock import at_local, local_date
from sunward.errors import BadInput, NotAsItStands, NotFound
from sunward.words import Words
from usage.sources import Whose

MOST_DEVICES = 12


def name_device(file: File, act: NameDevice) -> None:
    """The plan knows the device, and whose it is: somebody's own, shared, or unknown. Said again, the last word stands."""
    whose = Whose(act.whose)
    put_device(file, act.device, whose)
    ask_for_consent(file)
    file.record(note={"device": act.device, "whose": whose.value})
    file.wake()


def put_device(file: File, label: str, whose: Whose) -> UsageDevice:
    """The device of that label is on the file, and it is that person's, shared, or unknown."""
    device = find_device(file, label)
    if device is None:
        query = select(UsageDevice.id).where(UsageDevice.plan_id == file.plan.id)
        if len(file.session.exec(query).all()) >= MOST_DEVICES:
            raise NotAsItStands(Words("登记的设备太多了。", "Too many devices are on this plan."))
        device = UsageDevice(id=new_id(file.now), plan_id=file.plan.id, label=label, whose="", named_at=file.now)
    device.whose = whose.value
    file.session.add(device)
    file.session.flush()
    return device


def find_device(file: File, label: str) -> UsageDevice | None:
    """The device of that label, if the plan knows one."""
    query = select(UsageDevice).where(UsageDevice.plan_id == file.plan.id, UsageDevice.label == label)
    return file.session.exec(query).first()


def device_of(file: File, label: str) -> UsageDevice:
    """The device of that label. NotFound if the plan knows none."""
    device = find_device(file, label)
    if device is None:
        raise NotFound(Words("没有登记这台设备。", "Device not found on this plan."))
    return device


def give_token(desk: Desk, actor: Actor, number: str, *, device: str) -> str:
    """A new token for that device, told once; an earlier one is void. With it the device pushes, and does nothing else.
    Refused without a consent that stands."""
    with desk.file(number, actor, GIVE_TOKEN) as file:
        refuse_without_consent(file)
        row = device_of(file, device)
        token = secrets.token_urlsafe(32)
        row.token_digest = digest_of(token)
        row.token_ends_on = file.today + timedelta(days=desk.law.number("usage_token_days", on=file.today))
        file.session.add(row)
        file.record(note={"device": device, "ends_on": row.token_ends_on})
    return token


def take_token_back(desk: Desk, actor: Actor, number: str, *, device: str) -> None:
    """The device pushes no more, from this moment."""
    with desk.file(number, actor, TAKE_TOKEN_BACK) as file:
        row = device_of(file, device)
        if row.token_digest is None:
            return
        row.token_digest = row.token_ends_on = None
        file.session.add(row)
        file.record(note={"device": device})


def actor_of_token(desk: Desk, token: str) -> Actor | None:
    """The device that holds this token; None if none does any more."""
    with desk.database.reading() as session:
        row = session.exec(select(UsageDevice).where(UsageDevice.token_digest == digest_of(token))).first()
        if row is None or row.token_ends_on is None or row.token_ends_on < desk.clock.today():
            return None
        return Actor("device", Role.DEVICE, row.id, None, row.plan_id)


def digest_of(token: str) -> str:
    """What of a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def keep_device(file: File, act: KeepDevice) -> None:
    """It is on record that the device lay with somebody for keeping. Use meanwhile is a question, never a verdict."""
    from_at = at_local(act.from_on, act.from_at)
    to_at = at_local(act.to_on, act.to_at)
    if not timedelta(0) < to_at - from_at <= timedelta(days=366):
        raise BadInput(Words("保管的起止时间不对。", "The times of keeping are not right."))
    row = device_of(file, act.device)
    same = select(UsageCustody).where(UsageCustody.device_id == row.id, UsageCustody.from_at == from_at)
    kept = file.session.exec(same).first() or UsageCustody(
        id=new_id(file.now), plan_id=file.plan.id, device_id=row.id, from_at=from_at, to_at=to_at
    )
    kept.to_at = to_at
    file.session.add(kept)
    file.session.flush()
    look_for_patterns(file, readings_around(file, row, local_date(from_at), local_date(to_at)).values())
    file.record(note={"device": act.device})
