"""Sources on a plan's file, and the days made of them. Used inside verbs and views only.

A day is made anew from every reading that is still kept, so that files that overlap are merged exactly; two devices are
never added. Days of an earlier reading that was deleted stay as long as no reading knows more.
"""

import base64
import itertools
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.checkins.submissions import TAKEN_BACK
from casework.shared.device_consent import ensure_device_consent, get_device_consent
from casework.shared.device_ways import DataWay
from casework.shared.items.items import add_item
from casework.usage.agreement import (
    get_agreement_on,
    get_agreements,
    get_categories,
    get_day_kinds,
    get_plan_days,
)
from core.clock import OFFICE_ZONE
from core.errors import BadInput
from core.i18n import _
from models.base import new_id
from models.office import Role
from models.usage_day import UsageDay
from models.usage_review import UsageRemark
from models.usage_source import UsageDevice, UsageSource
from usage.day_codec import day_from_dict, day_to_dict
from usage.day_facts import DayFacts
from usage.facts import DeviceFacts, compute_facts, reliability_key
from usage.packed import dump_reading, load_reading
from usage.period import clip_reading
from usage.reading import Reading
from usage.sources import Device, DeviceOwnership, Source

ONE_DAY = timedelta(days=1)
MAX_UNCATEGORIZED = 200
BY_A_SYSTEM = "system"
"""How another system hands in."""
UNCONFIRMED = {"unconfirmed": True}
"""What a document says that nobody confirmed in time."""
DELETES_ON = 0
"""Monday: what ends in a week goes together."""

Key = tuple[str, str, date]
AtHand = Mapping[uuid.UUID, Reading]
"""Readings by their sources' ids: what a verb has read or opened already is not unsealed and unpacked once more."""


@dataclass(frozen=True)
class StoredReading:
    """What became of something handed in; `again` if the very same had been handed in before."""

    source: UsageSource
    again: bool
    reading: Reading
    """What was taken of it: the days of the plan's period."""


def store_reading(
    open_plan: OpenPlan,
    device: UsageDevice,
    reading: Reading,
    *,
    input_method: str,
    item_id: Any = None,
    photo: bytes | None = None,
) -> StoredReading:
    """The reading is on the file and the days it speaks of are made anew. The same file again changes nothing.

    Refused without a consent that stands. Of days outside the plan's period nothing is kept; BadInput where it tells of no
    other day.
    """
    ensure_device_consent(open_plan, get_way(reading.source), *([DataWay.PHOTO] if photo is not None else []))
    reading = clip_to_period(open_plan, reading)
    digest = digest_of(open_plan, reading.sha256)
    known = find_source(open_plan, device, digest)
    told_again = known is not None and known.collector == Role.GUARDIAN == open_plan.actor.role
    if known is not None and known.waits and not told_again:  # handed in once more, as it is to count
        discard_waiting(open_plan, known)
        known = None
    if known is not None and not (known.superseded and item_id is not None):
        return StoredReading(known, True, reading)
    if known is not None:  # corrected, and now corrected back
        _supersede(open_plan, item_id)
        known.superseded = False
        store_working_copy(open_plan, known, reading)
        open_plan.session.add(known)
        days_of = (known.first_on or open_plan.today, known.last_on or open_plan.today)
        rebuild_days(open_plan, device, *days_of, {known.id: reading})
        return StoredReading(known, False, reading)
    if item_id is not None:
        _supersede(open_plan, item_id)
    days = sorted(reading.coverage)
    row_id = new_id(open_plan.now)
    row = UsageSource(
        id=row_id,
        plan_id=open_plan.plan.id,
        device_id=device.id,
        item_id=item_id,
        source=reading.source.value,
        grade=reading.about.grade.value,
        collector=reading.collector,
        by_id=open_plan.actor.id,
        way=input_method,
        zone=str(reading.zone),
        digest=digest,
        received_at=open_plan.now,
        first_on=days[0] if days else None,
        last_on=days[-1] if days else None,
        entries=reading.offered,
        document=open_plan.seal("usage_source.document", row_id, note_of(reading)),
    )
    keep_for = open_plan.context.get_law(open_plan.plan.office_id).number
    store_working_copy(open_plan, row, reading)
    if photo is not None:
        row.photo_ends_on = ends_on(open_plan, keep_for("usage_photo_days", on=open_plan.today))
        row.photo = open_plan.seal("usage_source.photo", row_id, {"base64": base64.b64encode(photo).decode()})
    open_plan.session.add(row)
    open_plan.session.flush()
    remind_of_deletion(open_plan, row)
    if row.first_on is not None and row.last_on is not None:
        rebuild_days(open_plan, device, row.first_on, row.last_on, {row.id: reading})
    return StoredReading(row, False, reading)


def get_way(source: Source) -> DataWay:
    """By which way what is of that kind comes in."""
    return DataWay.SHEET if source is Source.SHEET else DataWay.FILE


def clip_to_period(open_plan: OpenPlan, reading: Reading) -> Reading:
    """The reading of the plan's days; the same object where it has no other day. BadInput where it has none of them."""
    clipped = clip_reading(reading, *get_plan_days(open_plan))
    if clipped is not reading and not clipped.coverage:
        raise outside_period()
    return clipped


def outside_period() -> BadInput:
    """The refusal of what tells of no day of the plan's period."""
    return BadInput(_("这份记录里的日子都不在考察期内，没有收取。"))


def digest_of(open_plan: OpenPlan, sha256: str) -> str:
    """What tells the same file of this plan again."""
    return open_plan.context.vault.index(f"{open_plan.plan.id} {sha256}")


def find_source(open_plan: OpenPlan, device: UsageDevice, digest: str) -> UsageSource | None:
    """What was handed in of the device with that digest."""
    query = select(UsageSource).where(UsageSource.device_id == device.id, UsageSource.digest == digest)
    return open_plan.session.exec(query).first()


def free_digest(open_plan: OpenPlan, row: UsageSource) -> None:
    """The same file handed in again is new."""
    row.digest = open_plan.context.vault.index(f"{open_plan.plan.id} given up {row.id}")
    open_plan.session.add(row)
    open_plan.session.flush()


def discard_waiting(open_plan: OpenPlan, row: UsageSource, because: Mapping[str, bool] = TAKEN_BACK) -> None:
    """The waiting submission is discarded: its reading is deleted, and its document says why."""
    document = open_plan.open("usage_source.document", row.id, row.document)
    row.document = open_plan.seal("usage_source.document", row.id, {**document, **because})
    row.superseded, row.waits = True, False
    row.working = row.photo = None
    row.working_ends_on = row.photo_ends_on = None
    free_digest(open_plan, row)


def store_waiting(open_plan: OpenPlan, row: UsageSource, reading: Reading) -> None:
    """The row waits, as it was read, until its day; what a guardian handed in, until somebody answers it."""
    days = sorted(reading.coverage)
    row.source, row.grade = reading.source.value, reading.about.grade.value
    row.first_on, row.last_on = (days[0], days[-1]) if days else (None, None)
    row.entries = reading.offered
    row.waits, row.working_ends_on = True, None
    if row.collector != Role.GUARDIAN:
        law = open_plan.context.get_law(open_plan.plan.office_id)
        row.working_ends_on = ends_on(open_plan, law.number("usage_waiting_days", on=open_plan.today))
    row.document = open_plan.seal("usage_source.document", row.id, note_of(reading))
    row.working = open_plan.seal("usage_source.working", row.id, {"base64": pack(reading)})
    open_plan.session.add(row)
    open_plan.session.flush()
    remind_of_deletion(open_plan, row)


def hold_back(open_plan: OpenPlan, device: UsageDevice, taken: StoredReading) -> None:
    """What was taken waits, and does not count before somebody confirms it."""
    row = taken.source
    store_waiting(open_plan, row, taken.reading)
    if row.first_on is not None and row.last_on is not None:
        rebuild_days(open_plan, device, row.first_on, row.last_on)


def remind_of_deletion(open_plan: OpenPlan, row: UsageSource) -> None:
    """What is kept of it for a while has its days of deletion."""
    for day in {row.working_ends_on, row.photo_ends_on} - {None}:
        assert day is not None
        add_item(open_plan, "usage_deletion", day)


def store_working_copy(open_plan: OpenPlan, row: UsageSource, reading: Reading) -> None:
    """The reading itself is kept for a while beside its source; that of a typed sheet, which knows only what was
    submitted, as long as the sheet."""
    if row.item_id is None:
        row.working_ends_on = ends_on(
            open_plan,
            open_plan.context.get_law(open_plan.plan.office_id).number("usage_working_days", on=open_plan.today),
        )
    row.working = open_plan.seal("usage_source.working", row.id, {"base64": pack(reading)})


def load_kept_reading(open_plan: OpenPlan, row: UsageSource, device: UsageDevice) -> Reading | None:
    """The reading that is kept beside the source; None where none is."""
    if row.working is None:
        return None
    packed = open_plan.open("usage_source.working", row.id, row.working)["base64"]
    return load_reading(base64.b64decode(packed), as_named(device), OFFICE_ZONE)


def pack(reading: Reading) -> str:
    """The reading as text, for a sealed document."""
    return base64.b64encode(dump_reading(reading)).decode()


def as_named(device: UsageDevice) -> Device:
    """The device as the plan knows it."""
    return Device(device.label, DeviceOwnership(device.whose))


def get_sources(open_plan: OpenPlan, device: UsageDevice, first: date, last: date) -> list[UsageSource]:
    """What counts of the device and touches those days."""
    query = select(UsageSource).where(
        UsageSource.device_id == device.id,
        col(UsageSource.superseded).is_(False),
        col(UsageSource.waits).is_(False),
        col(UsageSource.first_on) <= last,
        col(UsageSource.last_on) >= first,
    )
    return list(open_plan.session.exec(query.order_by(col(UsageSource.id))))


def rebuild_days(
    open_plan: OpenPlan, device: UsageDevice, first: date, last: date, at_hand: AtHand | None = None
) -> None:
    """Every day from `first` to `last`, and the one before and after, is made anew from what is kept."""
    at_hand = at_hand or {}
    first, last = first - ONE_DAY, last + ONE_DAY
    rows = get_sources(open_plan, device, first - ONE_DAY, last + ONE_DAY)
    readings = [at_hand.get(row.id) or load_kept_reading(open_plan, row, device) for row in rows]
    gone = [row for row in rows if row.working is None]
    computed, unplaced = _compute_days(open_plan, [each for each in readings if each is not None], first, last)
    query = select(UsageDay).where(UsageDay.device_id == device.id, col(UsageDay.day).between(first, last))
    there = {(row.mark, row.source, row.day): row for row in open_plan.session.exec(query)}
    by_machine: dict[tuple[str, date], list[tuple[DayFacts, UsageDay]]] = defaultdict(list)
    for key in sorted(there.keys() | computed.keys(), key=str):
        row, facts = there.get(key), computed.get(key)
        was_read = any(each.source == key[1] and _touches(each, key[2]) for each in gone)
        if row is not None and was_read and (facts is None or row.coverage > facts.coverage):
            facts = decode_facts(open_plan, row)  # what told it is kept no more, and nothing tells as much
        elif facts is None:
            if row is not None:
                open_plan.session.delete(row)
            continue
        else:
            row = _written(open_plan, device, key, facts, row)
        by_machine[key[0], key[2]].append((facts, row))
    for candidates in by_machine.values():
        surest = max(candidates, key=lambda each: reliability_key(each[0]))[1]
        for __, row in candidates:
            row.standing = row is surest
            open_plan.session.add(row)
    _list_unplaced(open_plan, device, unplaced)
    open_plan.session.flush()


def decode_facts(open_plan: OpenPlan, row: UsageDay) -> DayFacts:
    """The day's figures."""
    figures = open_plan.open("usage_day.document", row.id, row.document)
    return day_from_dict(figures, row.day, row.source, row.grade, row.coverage)


def get_usage_facts(open_plan: OpenPlan) -> list[DeviceFacts]:
    """What is known of every device of the plan, day by day; what is disputed, or was set aside, counts as missing. Without
    a consent that stands there is nothing."""
    if not get_device_consent(open_plan).given:
        return []
    devices = {row.id: row for row in open_plan.rows(UsageDevice)}
    aside = get_disputed_days(open_plan)
    query = (
        select(UsageDay)
        .where(
            UsageDay.plan_id == open_plan.plan.id,
            col(UsageDay.day).between(*get_plan_days(open_plan)),
            col(UsageDay.standing).is_(True),
        )
        .order_by(col(UsageDay.day))
    )
    days: dict[tuple[str, str], dict[date, DayFacts]] = defaultdict(dict)
    for row in open_plan.session.exec(query):
        if row.day not in aside:
            days[devices[row.device_id].label, row.mark][row.day] = decode_facts(open_plan, row)
    by_label = {row.label: row for row in devices.values()}
    return [
        DeviceFacts(
            device_id=label,
            whose=DeviceOwnership(by_label[label].whose),
            mark=machine_id,
            days=known,
            others=(),
            unplaced=_unplaced_of(open_plan, by_label[label]),
            problems=(),
        )
        for (label, machine_id), known in sorted(days.items())
    ]


def get_disputed_days(open_plan: OpenPlan) -> set[date]:
    """The days of disputes that wait for their answer, and those that a named person set aside."""
    days = get_days_set_aside(open_plan)
    for row in open_plan.rows(UsageRemark, UsageRemark.disputes, col(UsageRemark.answered_at).is_(None)):
        document = open_plan.open("usage_remark.document", row.id, row.document)
        days |= {date.fromisoformat(day) for day in document["days"]}
    return days


def get_days_set_aside(open_plan: OpenPlan) -> set[date]:
    """The days that a named person took out after a dispute."""
    return {date.fromisoformat(day) for row in open_plan.rows(UsageRemark) for day in row.set_aside}


def _compute_days(
    open_plan: OpenPlan, readings: Collection[Reading], first: date, last: date
) -> tuple[dict[Key, DayFacts], dict[str, timedelta]]:
    terms = get_agreements(open_plan)
    kinds, categories = get_day_kinds(open_plan, terms), get_categories(open_plan)
    computed: dict[Key, DayFacts] = {}
    unplaced: dict[str, timedelta] = {}
    for begins, ends in _spans(first, last, [from_on for from_on, _agreed in terms]):
        for facts in compute_facts(readings, OFFICE_ZONE, kinds, categories, get_agreement_on(terms, begins)):
            unplaced |= facts.unplaced
            for day in (*facts.days.values(), *facts.others):
                if begins <= day.day <= ends:
                    computed[facts.mark, day.source.value, day.day] = day
    return computed, unplaced


def _spans(first: date, last: date, begins: list[date]) -> Iterator[tuple[date, date]]:
    """The days from `first` to `last`, parted where another agreement begins."""
    cuts = [first, *sorted({day for day in begins if first < day <= last}), last + ONE_DAY]
    for begin, end in itertools.pairwise(cuts):
        yield begin, end - ONE_DAY


def _written(open_plan: OpenPlan, device: UsageDevice, key: Key, facts: DayFacts, row: UsageDay | None) -> UsageDay:
    if row is None:
        machine_id, source, day = key
        row = UsageDay(
            id=new_id(open_plan.now), plan_id=open_plan.plan.id, device_id=device.id, day=day, mark=machine_id,
            source=source, grade="", coverage=0.0, document=b"",
        )  # fmt: skip
    row.grade, row.coverage = facts.grade.value, facts.coverage
    row.document = open_plan.seal("usage_day.document", row.id, day_to_dict(facts))
    open_plan.session.add(row)
    return row


def _touches(row: UsageSource, day: date) -> bool:
    return row.first_on is not None and row.last_on is not None and row.first_on <= day <= row.last_on


def note_of(reading: Reading) -> dict[str, Any]:
    return {
        "sha256": reading.sha256,
        "coverage": {day.isoformat(): round(share, 4) for day, share in reading.coverage.items()},
        "problems": [
            {"trouble": each.kind.value, "unit": each.unit, "at": each.at, "times": each.times}
            for each in reading.problems
        ],
    }


def _supersede(open_plan: OpenPlan, item_id: Any) -> None:
    """A sheet handed in again for the same week stands instead of the earlier one."""
    query = select(UsageSource).where(UsageSource.item_id == item_id, col(UsageSource.superseded).is_(False))
    for earlier in open_plan.session.exec(query):
        earlier.superseded, earlier.waits = True, False
        open_plan.session.add(earlier)
        open_plan.session.flush()
        if earlier.first_on and earlier.last_on:
            device = open_plan.session.get_one(UsageDevice, earlier.device_id)
            rebuild_days(open_plan, device, earlier.first_on, earlier.last_on)


def ends_on(open_plan: OpenPlan, days: int) -> date:
    ends = open_plan.today + timedelta(days=days)
    return ends + timedelta(days=(DELETES_ON - ends.weekday()) % 7)


def _list_unplaced(open_plan: OpenPlan, device: UsageDevice, found: dict[str, timedelta]) -> None:
    known = _unplaced_of(open_plan, device)
    for name, spent in found.items():
        known[name] = max(spent, known.get(name, timedelta()))
    longest = sorted(known.items(), key=lambda each: (-each[1], each[0]))[:MAX_UNCATEGORIZED]
    if longest:
        document = {name: spent // timedelta(seconds=1) for name, spent in longest}
        device.unplaced = open_plan.seal("usage_device.unplaced", device.id, document)
        open_plan.session.add(device)


def _unplaced_of(open_plan: OpenPlan, device: UsageDevice) -> dict[str, timedelta]:
    """Apps nobody has placed yet, longest first."""
    if device.unplaced is None:
        return {}
    categories = get_categories(open_plan)
    document = open_plan.open("usage_device.unplaced", device.id, device.unplaced)
    listed = sorted(document.items(), key=lambda each: (-each[1], each[0]))
    return {name: timedelta(seconds=seconds) for name, seconds in listed if not categories.knows(name)}
