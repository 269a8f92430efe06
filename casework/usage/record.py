"""Sources on a plan's file, and the days made of them. Used inside verbs and views only.

A day is made anew from every reading that is still kept, so that files that overlap are merged exactly; two devices are
never added. What an earlier reading told, and is no longer kept, stands as long as nothing tells more.
"""

import base64
import itertools
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from casework.desk import File
from casework.items import add_item
from casework.usage.agreement import (
    agreement_on,
    agreements,
    categories_of,
    day_kinds,
    days_of_plan,
    keep_raw_days,
)
from casework.usage.consent import device_consent, refuse_without_consent
from models.columns import new_id
from models.office import Role
from models.usage_day import UsageDay
from models.usage_review import UsageRemark
from models.usage_source import UsageDevice, UsageSource
from sunward.clock import OFFICE_ZONE
from sunward.errors import BadInput
from sunward.words import Words
from usage.day_facts import DayFacts
from usage.facts import DeviceFacts, facts_of, sureness
from usage.figures import day_from, figures_of
from usage.packed import pack, unpack
from usage.period import within
from usage.reading import Reading
from usage.sources import Device, Scope, Source, Whose

ONE_DAY = timedelta(days=1)
MOST_UNPLACED = 200
DELETES_ON = 0
"""Monday: what ends in a week goes together."""

Key = tuple[str, str, str, date]
AtHand = Mapping[uuid.UUID, Reading]
"""Readings by their sources' ids: what a verb has read or opened already is not unsealed and unpacked once more."""


@dataclass(frozen=True)
class Taken:
    """What became of something handed in; `again` if the very same had been handed in before."""

    source: UsageSource
    again: bool
    reading: Reading
    """What was taken of it: the days of the plan's period."""
    at_hand: AtHand = field(default_factory=dict)
    """The readings of its days, its own among them; none if it was here before."""


def take(
    file: File,
    device: UsageDevice,
    reading: Reading,
    *,
    way: str,
    item_id: Any = None,
    raw: bytes | None = None,
    photo: bytes | None = None,
) -> Taken:
    """The reading is on the file and the days it speaks of are made anew. The same file again changes nothing.

    Refused without a consent that stands, but for what the young person wrote down of themselves. Of days outside the
    plan's period nothing is kept; BadInput where it tells of no other day.
    """
    if not is_own_account(file, reading.source):
        refuse_without_consent(file)
    cut = within(reading, *days_of_plan(file))
    reading = cut.reading
    if cut.left_out and not reading.coverage:
        raise BadInput(
            Words(
                "这份记录里的日子都不在考察期内，没有收取。",
                "All of its days lie outside the period: nothing of it was taken.",
            )
        )
    raw = None if cut.left_out else raw  # the file itself would keep what was left out
    digest = file.desk.vault.index(f"{file.plan.id} {reading.sha256}")
    query = select(UsageSource).where(UsageSource.device_id == device.id, UsageSource.digest == digest)
    known = file.session.exec(query).first()
    if known is not None and not (known.superseded and item_id is not None):
        return Taken(known, True, reading)
    if known is not None:  # corrected, and now corrected back
        _supersede(file, item_id)
        known.superseded = False
        put_working(file, known, reading)
        file.session.add(known)
        days_of = (known.first_on or file.today, known.last_on or file.today)
        return Taken(known, False, reading, refresh(file, device, *days_of, {known.id: reading}))
    if item_id is not None:
        _supersede(file, item_id)
    days = sorted(reading.coverage)
    row_id = new_id(file.now)
    row = UsageSource(
        id=row_id,
        plan_id=file.plan.id,
        device_id=device.id,
        item_id=item_id,
        source=reading.source.value,
        grade=reading.about.grade.value,
        collector=reading.collector,
        by_id=file.actor.id,
        way=way,
        zone=str(reading.zone),
        digest=digest,
        received_at=file.now,
        first_on=days[0] if days else None,
        last_on=days[-1] if days else None,
        entries=reading.offered,
        document=file.seal("usage_source.document", row_id, _told_of(reading)),
    )
    keep_for = file.desk.law.number
    put_working(file, row, reading)
    if raw is not None and (kept := keep_raw_days(file)):
        row.raw_ends_on = _ends_on(file, kept)
        row.raw = file.seal("usage_source.raw", row_id, {"base64": base64.b64encode(raw).decode()})
    if photo is not None:
        row.photo_ends_on = _ends_on(file, keep_for("usage_photo_days", on=file.today))
        row.photo = file.seal("usage_source.photo", row_id, {"base64": base64.b64encode(photo).decode()})
        row.photo_digest = file.desk.vault.index(f"{file.plan.id} {reading.photo_sha256}")
    file.session.add(row)
    file.session.flush()
    for ends_on in {row.working_ends_on, row.raw_ends_on, row.photo_ends_on} - {None}:
        assert ends_on is not None
        add_item(file, "usage_deletion", Role.SYSTEM, ends_on)
    at_hand: AtHand = {row.id: reading}
    if row.first_on is not None and row.last_on is not None:
        at_hand = refresh(file, device, row.first_on, row.last_on, at_hand)
    return Taken(row, False, reading, at_hand)


def is_own_account(file: File, source: Source) -> bool:
    """Whether it is no data of a device, but a diary that the young person hands in of their own will."""
    return source is Source.DIARY and file.actor.role is Role.MINOR


def put_working(file: File, row: UsageSource, reading: Reading) -> None:
    """The reading itself is kept for a while beside its source; that of a typed sheet, which tells no more than what was
    handed in, as long as that is."""
    if row.item_id is None:
        row.working_ends_on = _ends_on(file, file.desk.law.number("usage_working_days", on=file.today))
    packed = base64.b64encode(pack(reading)).decode()
    row.working = file.seal("usage_source.working", row.id, {"base64": packed})


def reading_in(file: File, row: UsageSource, device: UsageDevice) -> Reading:
    """The reading that is kept beside the source."""
    assert row.working is not None
    packed = base64.b64decode(file.open("usage_source.working", row.id, row.working)["base64"])
    return unpack(packed, Device(device.label, Whose(device.whose)), OFFICE_ZONE)


def readings_around(
    file: File, device: UsageDevice, first: date | None, last: date | None, at_hand: AtHand | None = None
) -> AtHand:
    """The readings of the device that touch those days and are still kept."""
    if first is None or last is None:
        return {}
    return _readings_in(file, device, sources_of(file, device, first, last), at_hand or {})


def _readings_in(file: File, device: UsageDevice, rows: list[UsageSource], at_hand: AtHand) -> AtHand:
    return {row.id: at_hand.get(row.id) or reading_in(file, row, device) for row in rows if row.working is not None}


def sources_of(file: File, device: UsageDevice, first: date, last: date) -> list[UsageSource]:
    """What counts of the device and touches those days."""
    query = select(UsageSource).where(
        UsageSource.device_id == device.id,
        col(UsageSource.superseded).is_(False),
        col(UsageSource.first_on) <= last,
        col(UsageSource.last_on) >= first,
    )
    return list(file.session.exec(query.order_by(col(UsageSource.id))))


def refresh(file: File, device: UsageDevice, first: date, last: date, at_hand: AtHand | None = None) -> AtHand:
    """Every day from `first` to `last`, and the one before and after, is made anew from what is kept; returns the
    readings it was made of."""
    first, last = first - ONE_DAY, last + ONE_DAY
    rows = sources_of(file, device, first - ONE_DAY, last + ONE_DAY)
    readings = _readings_in(file, device, rows, at_hand or {})
    gone = [row for row in rows if row.working is None]
    computed, unplaced = _made(file, readings.values(), first, last)
    query = select(UsageDay).where(UsageDay.device_id == device.id, col(UsageDay.day).between(first, last))
    there = {(row.scope, row.mark, row.source, row.day): row for row in file.session.exec(query)}
    standing: dict[tuple[str, str, date], list[tuple[DayFacts, UsageDay]]] = defaultdict(list)
    for key in sorted(there.keys() | computed.keys(), key=str):
        row, facts = there.get(key), computed.get(key)
        was_told = any(each.source == key[2] and _touches(each, key[3]) for each in gone)
        if row is not None and was_told and (facts is None or row.coverage > facts.coverage):
            facts = facts_in(file, row)  # what told it is kept no more, and nothing tells as much
        elif facts is None:
            if row is not None:
                file.session.delete(row)
            continue
        else:
            row = _written(file, device, key, facts, row)
        standing[key[0], key[1], key[3]].append((facts, row))
    for told in standing.values():
        surest = max(told, key=lambda each: sureness(each[0]))[1]
        for _, row in told:
            row.standing = row is surest
            file.session.add(row)
    _list_unplaced(file, device, unplaced)
    file.session.flush()
    return readings


def facts_in(file: File, row: UsageDay) -> DayFacts:
    """The day's figures."""
    figures = file.open("usage_day.document", row.id, row.document)
    return day_from(figures, row.day, row.source, row.grade, row.coverage)


def facts_on_file(file: File) -> list[DeviceFacts]:
    """What is known of every device of the plan, day by day; what an answered dispute set aside counts as missing.

    Without a consent that stands there is nothing but what the young person wrote down of themselves.
    """
    seen = device_consent(file).given
    devices = {row.id: row for row in file.session.exec(select(UsageDevice).where(UsageDevice.plan_id == file.plan.id))}
    aside = set_aside(file)
    query = (
        select(UsageDay)
        .where(UsageDay.plan_id == file.plan.id, col(UsageDay.day).between(*days_of_plan(file)))
        .order_by(col(UsageDay.day), col(UsageDay.source))
    )
    days: dict[tuple[str, str, str], dict[date, DayFacts]] = defaultdict(dict)
    others: dict[tuple[str, str, str], list[DayFacts]] = defaultdict(list)
    for row in file.session.exec(query):
        group = (devices[row.device_id].label, row.scope, row.mark)
        if row.day in aside or not (seen or row.source == Source.DIARY):
            continue
        facts = facts_in(file, row)
        if row.standing or not seen:
            days[group][row.day] = facts
        else:
            others[group].append(facts)
    by_label = {row.label: row for row in devices.values()}
    return [
        DeviceFacts(
            device_id=label,
            whose=Whose.UNKNOWN if scope == Scope.HOUSEHOLD else Whose(by_label[label].whose),
            scope=Scope(scope),
            mark=mark,
            days=days[label, scope, mark],
            others=tuple(others[label, scope, mark]),
            unplaced=_unplaced_of(file, by_label[label]) if seen else {},
            problems=(),
        )
        for label, scope, mark in sorted(days.keys() | others.keys())
    ]


def set_aside(file: File) -> set[date]:
    """The days that a named person took out after a dispute."""
    query = select(UsageRemark.set_aside).where(UsageRemark.plan_id == file.plan.id)
    return {date.fromisoformat(day) for days in file.session.exec(query) for day in days}


def _made(
    file: File, readings: Collection[Reading], first: date, last: date
) -> tuple[dict[Key, DayFacts], dict[str, timedelta]]:
    terms = agreements(file)
    kinds, categories = day_kinds(file, terms), categories_of(file)
    computed: dict[Key, DayFacts] = {}
    unplaced: dict[str, timedelta] = {}
    for begins, ends in _spans(first, last, [from_on for from_on, _ in terms]):
        for facts in facts_of(readings, OFFICE_ZONE, kinds, categories, agreement_on(terms, begins)):
            unplaced |= facts.unplaced
            for day in (*facts.days.values(), *facts.others):
                if begins <= day.day <= ends:
                    computed[facts.scope.value, facts.mark, day.source.value, day.day] = day
    return computed, unplaced


def _spans(first: date, last: date, begins: list[date]) -> Iterator[tuple[date, date]]:
    """The days from `first` to `last`, parted where another agreement begins."""
    cuts = [first, *sorted({day for day in begins if first < day <= last}), last + ONE_DAY]
    for begin, end in itertools.pairwise(cuts):
        yield begin, end - ONE_DAY


def _written(file: File, device: UsageDevice, key: Key, facts: DayFacts, row: UsageDay | None) -> UsageDay:
    if row is None:
        scope, mark, source, day = key
        row = UsageDay(
            id=new_id(file.now), plan_id=file.plan.id, device_id=device.id, day=day, mark=mark, scope=scope,
            source=source, grade="", coverage=0.0, document=b"",
        )  # fmt: skip
    row.grade, row.coverage = facts.grade.value, facts.coverage
    row.document = file.seal("usage_day.document", row.id, figures_of(facts))
    file.session.add(row)
    return row


def _touches(row: UsageSource, day: date) -> bool:
    return row.first_on is not None and row.last_on is not None and row.first_on <= day <= row.last_on


def _told_of(reading: Reading) -> dict[str, Any]:
    return {
        "sha256": reading.sha256,
        "coverage": {day.isoformat(): round(share, 4) for day, share in reading.coverage.items()},
        "problems": [
            {"trouble": each.trouble.value, "unit": each.unit, "at": each.at, "times": each.times}
            for each in reading.problems
        ],
        "texts": sorted(reading.text_sha256s),
    }


def _supersede(file: File, item_id: Any) -> None:
    """A sheet handed in again for the same week stands instead of the earlier one."""
    query = select(UsageSource).where(UsageSource.item_id == item_id, col(UsageSource.superseded).is_(False))
    for earlier in file.session.exec(query):
        earlier.superseded = True
        file.session.add(earlier)
        file.session.flush()
        if earlier.first_on and earlier.last_on:
            device = file.session.get_one(UsageDevice, earlier.device_id)
            refresh(file, device, earlier.first_on, earlier.last_on)


def _ends_on(file: File, days: int) -> date:
    ends = file.today + timedelta(days=days)
    return ends + timedelta(days=(DELETES_ON - ends.weekday()) % 7)


def _list_unplaced(file: File, device: UsageDevice, found: dict[str, timedelta]) -> None:
    known = _unplaced_of(file, device)
    for name, spent in found.items():
        known[name] = max(spent, known.get(name, timedelta()))
    longest = sorted(known.items(), key=lambda each: (-each[1], each[0]))[:MOST_UNPLACED]
    if longest:
        document = {name: spent // timedelta(seconds=1) for name, spent in longest}
        device.unplaced = file.seal("usage_device.unplaced", device.id, document)
        file.session.add(device)


def _unplaced_of(file: File, device: UsageDevice) -> dict[str, timedelta]:
    """Apps nobody has placed yet, longest first."""
    if device.unplaced is None:
        return {}
    categories = categories_of(file)
    told = file.open("usage_device.unplaced", device.id, device.unplaced)
    listed = sorted(told.items(), key=lambda each: (-each[1], each[0]))
    return {name: timedelta(seconds=seconds) for name, seconds in listed if not categories.knows(name)}
