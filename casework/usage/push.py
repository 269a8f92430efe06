"""What a family computer pushes by itself: events of one device of one plan, with a token that can do nothing else.

The first push of a device, and any doubtful one, waits until somebody has looked at it; the others count. It speaks as
ActivityWatch does: a bucket is begun once, then come lists of events, heartbeats, or whole exports. Nothing
is answered but how many events were taken.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from casework.shared.context import Context, OpenPlan
from casework.shared.device_consent import ensure_device_consent
from casework.shared.device_ways import DataWay
from casework.shared.rights import Actor
from casework.usage.acts import PUSH_USAGE
from casework.usage.agreement import get_categories
from casework.usage.anomalies import look_at_what_was_taken
from casework.usage.previews import load_waiting_reading
from casework.usage.store import PUSHED, as_named, load_kept_reading, rebuild_days, store_reading, store_working_copy
from casework.usage.waiting import get_limits, store_waiting_push
from core.clock import OFFICE_ZONE, local_date
from core.errors import BadInput, NotFound, StateConflict
from core.i18n import _
from models.plan import Plan
from models.usage_day import UsageDay
from models.usage_source import UsageDevice, UsageSource
from usage.heartbeats import merge_heartbeat
from usage.import_issues import IssueKind
from usage.reading import Reading, read_bucket, read_source
from usage.sources import Source

MAX_BUCKETS = 20
MAX_HEARTBEATS = 20_000
DOUBTFUL = frozenset({IssueKind.CLOCK_CHANGED, IssueKind.LONGER_THAN_A_DAY})
FRESH = timedelta(minutes=15)
"""After a heartbeat the day is made anew at most this often; a later one of any day catches up."""


@dataclass(frozen=True)
class PushResult:
    """How many events were submitted; `again` if the very same push was received before."""

    events: int
    again: bool


def ensure_bucket(context: Context, actor: Actor, *, bucket: str, kind: str, hostname: str) -> None:
    """The device's bucket is known by its kind. Only a mark of its machine is kept, never its name."""
    with pushing(context, actor) as (open_plan, device):
        buckets = _buckets(open_plan, device)
        if bucket not in buckets and len(buckets) >= MAX_BUCKETS:
            raise StateConflict(_("记录种类太多了。"))
        buckets[bucket] = {"type": kind[:60], "hostname": hostname[:120]}
        device.buckets = open_plan.seal("usage_device.buckets", device.id, buckets)
        open_plan.session.add(device)


def push_events(context: Context, actor: Actor, *, bucket: str, content: bytes) -> PushResult:
    """The events are part of the device's days. The same list again changes nothing. NotFound for a bucket not begun."""
    with pushing(context, actor) as (open_plan, device):
        return _taken(open_plan, device, _read(open_plan, device, bucket, content))


def push_export(context: Context, actor: Actor, *, content: bytes) -> PushResult:
    """A whole export of the device's own machine is part of its days. The same again changes nothing."""
    with pushing(context, actor) as (open_plan, device):
        reading = read_source(
            Source.ACTIVITYWATCH, as_named(device), "device", OFFICE_ZONE, content, get_limits(open_plan),
            categories=get_categories(open_plan),
        )  # fmt: skip
        return _taken(open_plan, device, reading)


def push_heartbeat(context: Context, actor: Actor, *, bucket: str, content: bytes, pulse_seconds: float) -> PushResult:
    """The heartbeat makes the bucket's last stretch of the day longer, or begins a new one."""
    with pushing(context, actor) as (open_plan, device):
        heartbeat = _read(open_plan, device, bucket, content)
        day = open_plan.today
        digest = open_plan.context.vault.index(f"{open_plan.plan.id} beats {bucket} {day}")
        query = select(UsageSource).where(UsageSource.device_id == device.id, UsageSource.digest == digest)
        row = open_plan.session.exec(query).first()
        if row is not None and row.waits and row.working is not None:
            _ensure_not_too_many(row)
            whole = merge_heartbeat(load_waiting_reading(open_plan, device, row), heartbeat, pulse_seconds)
            store_waiting_push(open_plan, device, whole, row)
            return PushResult(heartbeat.offered, False)
        if row is None and _is_asked_about(open_plan, device, heartbeat):
            row, again = store_waiting_push(open_plan, device, heartbeat, digest=digest)
            _record(open_plan, device, row)
            return PushResult(heartbeat.offered, again)
        if row is None or row.working is None:
            taken = store_reading(open_plan, device, heartbeat, input_method=PUSHED)
            if not taken.again:
                taken.source.digest = digest
                open_plan.session.add(taken.source)
                _record(open_plan, device, taken.source)
            return PushResult(heartbeat.offered, taken.again)
        _ensure_not_too_many(row)
        whole = merge_heartbeat(load_kept_reading(open_plan, row, device), heartbeat, pulse_seconds)
        store_working_copy(open_plan, row, whole)
        days = sorted(whole.coverage)
        row.entries, row.first_on, row.last_on = whole.offered, days[0], days[-1]
        if open_plan.now - row.received_at >= FRESH:
            row.received_at = open_plan.now
            rebuild_days(open_plan, device, local_date(open_plan.now), local_date(open_plan.now), {row.id: whole})
        open_plan.session.add(row)
        return PushResult(heartbeat.offered, False)


@contextmanager
def pushing(context: Context, actor: Actor) -> Iterator[tuple[OpenPlan, UsageDevice]]:
    """The plan's file and the one device the token is of. StateConflict once it is closed, Refused without a consent."""
    with context.database.reading() as session:
        number = session.exec(select(Plan.number).where(Plan.id == actor.plan_id)).first()
    with context.open_for_update(number or "", actor, PUSH_USAGE) as open_plan:
        if open_plan.plan.sealed_at is not None or open_plan.plan.closed_at is not None:
            raise StateConflict(_("已经结束，不再接收。"))
        ensure_device_consent(open_plan, DataWay.PROGRAM)
        yield open_plan, open_plan.session.get_one(UsageDevice, actor.id)


def _read(open_plan: OpenPlan, device: UsageDevice, bucket: str, content: bytes) -> Reading:
    known: dict[str, Any] | None = _buckets(open_plan, device).get(bucket)
    if known is None:
        raise NotFound(_("没有登记这类记录。"))
    return read_bucket(
        known["type"], known["hostname"], as_named(device), OFFICE_ZONE, content, get_limits(open_plan),
        categories=get_categories(open_plan),
    )  # fmt: skip


def _taken(open_plan: OpenPlan, device: UsageDevice, reading: Reading) -> PushResult:
    if not reading.offered:
        raise BadInput(_("没有可用的记录。"))
    if _is_asked_about(open_plan, device, reading):
        row, again = store_waiting_push(open_plan, device, reading)
        if not again:
            _record(open_plan, device, row)
            open_plan.wake()
        return PushResult(reading.offered, again)
    taken = store_reading(open_plan, device, reading, input_method=PUSHED)
    if not taken.again:
        look_at_what_was_taken(open_plan, device, taken)
        _record(open_plan, device, taken.source)
        open_plan.wake()
    return PushResult(reading.offered, taken.again)


def _is_asked_about(open_plan: OpenPlan, device: UsageDevice, reading: Reading) -> bool:
    """Whether the push waits for somebody to look at it: none of the device was confirmed yet, or this one is doubtful, by a
    clock that was set back, a stretch of more than a day, or a machine that never pushed here before. Any other counts,
    is listed, and can be taken back."""
    pushes = select(UsageSource.id).where(
        UsageSource.device_id == device.id, UsageSource.way == PUSHED, col(UsageSource.waits).is_(False),
        col(UsageSource.superseded).is_(False), UsageSource.source == Source.ACTIVITYWATCH.value,
    )  # fmt: skip
    if open_plan.session.exec(pushes.limit(1)).first() is None:
        return True
    known = set(
        open_plan.session.exec(select(UsageDay.mark).where(UsageDay.device_id == device.id, UsageDay.mark != ""))
    )
    others = {mark for mark in reading.machines if mark} - known
    return bool(known and others) or any(problem.trouble in DOUBTFUL for problem in reading.problems)


def _ensure_not_too_many(row: UsageSource) -> None:
    if row.entries >= MAX_HEARTBEATS:
        raise StateConflict(_("今天的记录太多了。"))


def _record(open_plan: OpenPlan, device: UsageDevice, source: UsageSource) -> None:
    open_plan.record(note={"device": device.label, "entries": source.entries, "first_on": source.first_on,
                      "last_on": source.last_on})  # fmt: skip


def _buckets(open_plan: OpenPlan, device: UsageDevice) -> dict[str, Any]:
    return open_plan.open("usage_device.buckets", device.id, device.buckets) if device.buckets else {}
