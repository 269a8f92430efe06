"""What a family computer pushes by itself: events of one device of one plan, with a token that can do nothing else.

It speaks as ActivityWatch does: a bucket is begun once, then come lists of events, heartbeats, or whole exports. Nothing
is answered but how many events were taken.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import select

from casework.shared.context import Context, OpenPlan
from casework.shared.device_consent import ensure_device_consent
from casework.shared.rights import Actor
from casework.usage.acts import PUSH_USAGE
from casework.usage.agreement import get_categories
from casework.usage.anomalies import look_at_what_was_taken
from casework.usage.files import MAX_FILE_SIZE
from casework.usage.store import load_kept_reading, rebuild_days, store_reading, store_working_copy
from core.clock import OFFICE_ZONE, local_date
from core.errors import BadInput, NotFound, StateConflict
from core.i18n import _
from models.plan import Plan
from models.usage_source import UsageDevice, UsageSource
from usage.heartbeats import merge_heartbeat
from usage.limits import Limits
from usage.reading import Reading, read_bucket, read_source
from usage.sources import Device, DeviceOwnership, Source

MAX_BUCKETS = 20
MAX_HEARTBEATS = 20_000
FRESH = timedelta(minutes=15)
"""After a heartbeat the day is made anew at most this often; a later one of any day catches up."""


@dataclass(frozen=True)
class PushResult:
    """How many events were submitted; `again` if the very same push was received before."""

    events: int
    again: bool


def ensure_bucket(context: Context, actor: Actor, *, bucket: str, kind: str, hostname: str) -> None:
    """The device's bucket is known by its kind. Only a mark of its machine is kept, never its name."""
    with _pushing(context, actor) as (file, device):
        buckets = _buckets(file, device)
        if bucket not in buckets and len(buckets) >= MAX_BUCKETS:
            raise StateConflict(_("记录种类太多了。"))
        buckets[bucket] = {"type": kind[:60], "hostname": hostname[:120]}
        device.buckets = file.seal("usage_device.buckets", device.id, buckets)
        file.session.add(device)


def push_events(context: Context, actor: Actor, *, bucket: str, content: bytes) -> PushResult:
    """The events are part of the device's days. The same list again changes nothing. NotFound for a bucket not begun."""
    with _pushing(context, actor) as (file, device):
        return _taken(file, device, _read(file, device, bucket, content))


def push_export(context: Context, actor: Actor, *, content: bytes) -> PushResult:
    """A whole export of the device's own machine is part of its days. The same again changes nothing."""
    with _pushing(context, actor) as (file, device):
        reading = read_source(
            Source.ACTIVITYWATCH, _as_named(device), "device", OFFICE_ZONE, content, _limits(file),
            categories=get_categories(file),
        )  # fmt: skip
        return _taken(file, device, reading)


def push_heartbeat(context: Context, actor: Actor, *, bucket: str, content: bytes, pulse_seconds: float) -> PushResult:
    """The heartbeat makes the bucket's last stretch of the day longer, or begins a new one."""
    with _pushing(context, actor) as (file, device):
        beat = _read(file, device, bucket, content)
        day = file.today
        digest = file.context.vault.index(f"{file.plan.id} beats {bucket} {day}")
        query = select(UsageSource).where(UsageSource.device_id == device.id, UsageSource.digest == digest)
        row = file.session.exec(query).first()
        if row is None or row.working is None:
            taken = store_reading(file, device, beat, way="push")
            if not taken.again:
                taken.source.digest = digest
                file.session.add(taken.source)
                _record(file, device, taken.source)
            return PushResult(beat.offered, taken.again)
        if row.entries >= MAX_HEARTBEATS:
            raise StateConflict(_("今天的记录太多了。"))
        whole = merge_heartbeat(load_kept_reading(file, row, device), beat, pulse_seconds)
        store_working_copy(file, row, whole)
        days = sorted(whole.coverage)
        row.entries, row.first_on, row.last_on = whole.offered, days[0], days[-1]
        if file.now - row.received_at >= FRESH:
            row.received_at = file.now
            rebuild_days(file, device, local_date(file.now), local_date(file.now), {row.id: whole})
        file.session.add(row)
        return PushResult(beat.offered, False)


@contextmanager
def _pushing(context: Context, actor: Actor) -> Iterator[tuple[OpenPlan, UsageDevice]]:
    """The plan's file and the one device the token is of."""
    with context.database.reading() as session:
        number = session.exec(select(Plan.number).where(Plan.id == actor.plan_id)).first()
    with context.open_for_update(number or "", actor, PUSH_USAGE) as file:
        if file.plan.sealed_at is not None or file.plan.closed_at is not None:
            raise StateConflict(_("已经结束，不再接收。"))
        ensure_device_consent(file)
        yield file, file.session.get_one(UsageDevice, actor.id)


def _read(file: OpenPlan, device: UsageDevice, bucket: str, content: bytes) -> Reading:
    known: dict[str, Any] | None = _buckets(file, device).get(bucket)
    if known is None:
        raise NotFound(_("没有登记这类记录。"))
    return read_bucket(
        known["type"], known["hostname"], _as_named(device), OFFICE_ZONE, content, _limits(file),
        categories=get_categories(file),
    )  # fmt: skip


def _taken(file: OpenPlan, device: UsageDevice, reading: Reading) -> PushResult:
    if not reading.offered:
        raise BadInput(_("没有可用的记录。"))
    taken = store_reading(file, device, reading, way="push")
    if not taken.again:
        look_at_what_was_taken(file, device, taken)
        _record(file, device, taken.source)
        file.wake()
    return PushResult(reading.offered, taken.again)


def _record(file: OpenPlan, device: UsageDevice, source: UsageSource) -> None:
    file.record(note={"device": device.label, "entries": source.entries, "first_on": source.first_on,
                      "last_on": source.last_on})  # fmt: skip


def _buckets(file: OpenPlan, device: UsageDevice) -> dict[str, Any]:
    return file.open("usage_device.buckets", device.id, device.buckets) if device.buckets else {}


def _as_named(device: UsageDevice) -> Device:
    return Device(device.label, DeviceOwnership(device.whose))


def _limits(file: OpenPlan) -> Limits:
    return Limits(export_bytes=MAX_FILE_SIZE, latest=file.today + timedelta(days=1))
