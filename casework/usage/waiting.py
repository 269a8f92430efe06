"""What was handed in about digital use waits until somebody has looked at it: nothing of it counts before.

It is received the moment it is handed in, so that a weekly sheet is on time. What waits is kept encrypted, in every way in
which the file can be read, and is gone after the office's days (`usage_waiting_days`) if nobody confirms it.
"""

import base64
import zlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from casework.shared.context import Context, OpenPlan
from casework.shared.device_consent import ensure_device_consent, get_device_consent
from casework.shared.device_ways import DataWay
from casework.shared.rights import Actor
from casework.usage.acts import ConfirmUsage, UploadUsage
from casework.usage.agreement import get_categories, get_plan_days
from casework.usage.anomalies import look_at_what_was_taken
from casework.usage.devices import find_phone, get_device
from casework.usage.previews import (
    UsagePreview,
    came_at,
    facts_of,
    find_waiting,
    may_see,
    past_minutes,
    preview_of,
    readings_of,
)
from casework.usage.sheet_items import settle_sheet
from casework.usage.store import (
    StoredReading,
    as_named,
    digest_of,
    discard_waiting,
    ends_on,
    find_source,
    get_way,
    note_of,
    outside_period,
    pack,
    rebuild_days,
    remind_of_deletion,
    store_raw,
    store_working_copy,
)
from casework.usage.table_matches import find_match, match_to_dict
from core.clock import OFFICE_ZONE
from core.errors import BadInput, NotFound
from core.i18n import _
from models.base import new_id
from models.office import Role
from models.usage_source import UsageDevice, UsageSource
from usage.limits import NOT_READABLE, Limits
from usage.period import ClippedReading, clip_reading
from usage.preview import find_doubts, preview_reading
from usage.reading import Reading, sha256_of
from usage.recognition import Candidate, Recognition, recognize
from usage.sources import SOURCE_TRAITS, Source
from usage.table_context import TableHints

MAX_FILE_SIZE = 32 * 1024 * 1024
CELL_SHOWN, COLUMNS_SHOWN = 24, 16
"""How much of the first lines of an unknown table is shown."""


def hand_in_usage_file(
    context: Context,
    actor: Actor,
    number: str,
    *,
    content: bytes,
    device: str = "",
    source: Source | None = None,
    hints: TableHints | None = None,
    input_method: str | None = None,
) -> UsagePreview:
    """The file is received, and what it says is shown; nothing of it counts before `confirm_usage`. Without `source` it is
    recognised by what stands in it; without `device` it is of the phone that sheets are about.

    Raises BadInput where no reader knows it, or where nothing of it is of the plan's period; Refused without a consent
    that stands, but for the young person's own diary. The same file again is shown again.
    """
    with context.open_for_update(number, actor, UploadUsage.operation) as open_plan:
        among = get_allowed_sources(open_plan, source)
        row = get_device(open_plan, device) if device else find_phone(open_plan, shared=False)
        found = recognize(
            content, as_named(row), actor.role.value, OFFICE_ZONE, get_limits(open_plan),
            categories=get_categories(open_plan), hints=hints or TableHints(), among=among,
            find_match=lambda lines: find_match(open_plan, lines),
        )  # fmt: skip
        if not found.candidates and not found.first_lines:
            raise found.refusal or BadInput(NOT_READABLE)
        waiting, again = _store(open_plan, row, found, input_method or _input_method(actor), content)
        if not again:
            settle_sheet(open_plan, row, [each.reading for each in found.candidates])
            known = {"source": waiting.source} if waiting.source else {}
            open_plan.record(note={**known, "device": row.label, "entries": waiting.entries,
                                   "first_on": waiting.first_on, "last_on": waiting.last_on})  # fmt: skip
            open_plan.wake()
        return preview_of(open_plan, row, waiting, again=again)


def confirm_usage(open_plan: OpenPlan, act: ConfirmUsage) -> None:
    """What was handed in counts from this moment, read as `source` and in the `unit` and order of days that are said where
    it could be several. Whoever handed it in confirms it, or a member of the team. BadInput where it could be several and
    none was said; NotFound for nothing that waits. What is confirmed already changes nothing."""
    device = get_device(open_plan, act.device) if act.device else find_phone(open_plan, shared=False)
    row = find_waiting(open_plan, device, act.handed_in_on, act.handed_in_at)
    if row is None:
        if _was_confirmed(open_plan, device, act):
            return
        raise NotFound(_("没有等着确认的用网记录。"))
    taken = _count(open_plan, device, row, _chosen(open_plan, device, row, act))
    look_at_what_was_taken(open_plan, device, taken)
    open_plan.record(note={"source": row.source, "device": device.label, "entries": row.entries,
                           "first_on": row.first_on, "last_on": row.last_on})  # fmt: skip
    open_plan.wake()


def get_allowed_sources(open_plan: OpenPlan, source: Source | None) -> Sequence[Source]:
    """What may be handed in: what comes in by a way that was agreed to, and the young person's own diary always. Refused
    where there is nothing."""
    if source is Source.DIARY and open_plan.actor.role is Role.MINOR:
        return (source,)
    consent = get_device_consent(open_plan)
    if source is None and open_plan.actor.role is Role.MINOR and not consent.given:
        return (Source.DIARY,)
    allowed = [each for each in Source if SOURCE_TRAITS[each].as_file and consent.takes(get_way(each))]
    if source is not None or not allowed:
        ensure_device_consent(open_plan, DataWay.FILE if source is None else get_way(source))
    return tuple(allowed) if source is None else (source,)


def get_limits(open_plan: OpenPlan) -> Limits:
    """How large a file may be, and the last day that a record can be of."""
    return Limits(export_bytes=MAX_FILE_SIZE, latest=open_plan.today + timedelta(days=1))


def several_readings() -> BadInput:
    """The refusal of what could be read in several ways and of which nobody said the one."""
    return BadInput(_("这份记录可以有几种读法，请选定一种：哪种记录、哪个单位、日子怎样写。"))


def _store(
    open_plan: OpenPlan, device: UsageDevice, found: Recognition, way: str, content: bytes
) -> tuple[UsageSource, bool]:
    """What waits, and whether the very same was there before. A table that no reader knows waits as it is, so that its
    columns can be matched; of anything else only what was read."""
    candidates, cuts = _within_period(open_plan, found.candidates)
    digest = digest_of(open_plan, sha256_of(content))
    known = find_source(open_plan, device, digest)
    if known is not None and not (known.waits and known.working is None):
        return known, True
    if known is not None:
        discard_waiting(open_plan, known)
    row = _new_row(open_plan, device, way, digest)
    table = base64.b64encode(zlib.compress(content)).decode() if found.first_lines else None
    lines = [[cell[:CELL_SHOWN] for cell in cells[:COLUMNS_SHOWN]] for cells in found.first_lines]
    note = {"sha256": sha256_of(content), "first_lines": lines}
    store_choices(open_plan, row, candidates, [cut.reading for cut in cuts], note, table)
    if not any(cut.left_out for cut in cuts):
        store_raw(open_plan, row, content)
    open_plan.session.add(row)
    open_plan.session.flush()
    remind_of_deletion(open_plan, row)
    return row, False


def _new_row(open_plan: OpenPlan, device: UsageDevice, way: str, digest: str) -> UsageSource:
    return UsageSource(
        id=new_id(open_plan.now), plan_id=open_plan.plan.id, device_id=device.id, source="", grade="",
        collector=open_plan.actor.role.value, by_id=open_plan.actor.id, way=way, zone=str(OFFICE_ZONE), digest=digest,
        received_at=open_plan.now, waits=True, document=b"",
        working_ends_on=ends_on(open_plan, open_plan.context.law.number("usage_waiting_days", on=open_plan.today)),
    )  # fmt: skip


def hold_back_if_doubtful(open_plan: OpenPlan, device: UsageDevice, taken: StoredReading) -> None:
    """A typed week with a day that is far above the last weeks, or longer than anybody is awake, waits for one more look of
    whoever typed it; any other counts as it is."""
    row, reading = taken.source, taken.reading
    past = past_minutes(open_plan, device, row)
    choice = preview_reading(reading, facts_of(open_plan, [reading]), past)
    if taken.again or not find_doubts(choice.days, past, of_device=False):
        return
    row.waits = True
    row.working_ends_on = ends_on(open_plan, open_plan.context.law.number("usage_waiting_days", on=open_plan.today))
    candidate = Candidate(reading.source, TableHints(), reading)
    store_choices(open_plan, row, [candidate], [reading], {"sha256": reading.sha256}, None)
    open_plan.session.flush()
    remind_of_deletion(open_plan, row)
    if row.first_on is not None and row.last_on is not None:
        rebuild_days(open_plan, device, row.first_on, row.last_on)


def _within_period(
    open_plan: OpenPlan, candidates: Sequence[Candidate]
) -> tuple[list[Candidate], list[ClippedReading]]:
    """The candidates that tell of a day of the plan's period. BadInput where none does."""
    cuts = [(each, clip_reading(each.reading, *get_plan_days(open_plan))) for each in candidates]
    inside = [(each, cut) for each, cut in cuts if cut.reading.coverage or not cut.left_out]
    if candidates and not inside:
        raise outside_period()
    return [each for each, _cut in inside], [cut for _each, cut in inside]


def store_choices(
    open_plan: OpenPlan,
    row: UsageSource,
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    note: dict[str, Any],
    table: str | None,
) -> None:
    """Every way to read what waits is on the file, with what is said of each; `table` is that of one to be matched."""
    days = sorted({day for reading in readings for day in reading.coverage})
    row.source = _only({each.source.value for each in candidates})
    row.grade = _only({each.about.grade.value for each in readings})
    row.first_on, row.last_on = (days[0], days[-1]) if days else (None, None)
    row.entries = max((each.offered for each in readings), default=0)
    said: dict[str, Any] = {
        "coverage": {day.isoformat(): 1.0 for day in days}, "problems": [], "texts": [],
        "choices": [_choice(each, reading) for each, reading in zip(candidates, readings, strict=True)],
    }  # fmt: skip
    row.document = open_plan.seal("usage_source.document", row.id, {**note, **said})
    kept = {"choices": [pack(each) for each in readings], "table": table}
    row.working = open_plan.seal("usage_source.working", row.id, kept)
    open_plan.session.add(row)


def get_waiting_table(open_plan: OpenPlan, row: UsageSource) -> bytes:
    """The table that waits to be matched. NotFound for what is none."""
    kept = open_plan.open("usage_source.working", row.id, row.working)["table"] if row.working and row.waits else None
    if kept is None:
        raise NotFound(_("这份记录不是要对照各列的表格。"))
    return zlib.decompress(base64.b64decode(kept))


def _only(codes: set[str]) -> str:
    """The code where there is one; "" as long as it could be several."""
    return codes.pop() if len(codes) == 1 else ""


def _choice(candidate: Candidate, reading: Reading) -> dict[str, Any]:
    """What a sealed document says of one way to read the file."""
    return {
        "source": candidate.source.value,
        "unit": candidate.hints.unit.value if candidate.hints.unit else None,
        "order": candidate.hints.order,
        "match": match_to_dict(candidate.hints.match) if candidate.hints.match else None,
        "problems": note_of(reading)["problems"],
        "units": [[found.value, unit.value if unit else None] for found, unit in sorted(reading.unit_notes, key=str)],
    }


def _chosen(open_plan: OpenPlan, device: UsageDevice, row: UsageSource, act: ConfirmUsage) -> Reading:
    """The one reading that is meant."""
    fitting = [
        reading
        for said, reading in readings_of(open_plan, device, row)
        if act.source in (None, said["source"])
        and act.unit in (None, said["unit"])
        and act.day_order in (None, said["order"])
    ]
    if len(fitting) != 1:
        raise several_readings()
    return fitting[0]


def _count(open_plan: OpenPlan, device: UsageDevice, row: UsageSource, reading: Reading) -> StoredReading:
    """The reading counts: its days are made anew."""
    days = sorted(reading.coverage)
    row.waits, row.working_ends_on = False, None
    row.source, row.grade, row.entries = reading.source.value, reading.about.grade.value, reading.offered
    row.first_on, row.last_on = (days[0], days[-1]) if days else (None, None)
    units = [[found.value, unit.value if unit else None] for found, unit in sorted(reading.unit_notes, key=str)]
    row.document = open_plan.seal("usage_source.document", row.id, {**note_of(reading), "units": units})
    store_working_copy(open_plan, row, reading)
    open_plan.session.add(row)
    open_plan.session.flush()
    remind_of_deletion(open_plan, row)
    at_hand = {row.id: reading}
    if row.first_on is None or row.last_on is None:
        return StoredReading(row, False, reading, at_hand)
    return StoredReading(row, False, reading, rebuild_days(open_plan, device, row.first_on, row.last_on, at_hand))


def _was_confirmed(open_plan: OpenPlan, device: UsageDevice, act: ConfirmUsage) -> bool:
    """Whether what the act names counts already."""
    query = select(UsageSource).where(
        UsageSource.device_id == device.id, col(UsageSource.waits).is_(False), col(UsageSource.superseded).is_(False)
    )
    return any(
        may_see(open_plan, row) and came_at(row, act.handed_in_on, act.handed_in_at)
        for row in open_plan.session.exec(query)
    )


def _input_method(actor: Actor) -> str:
    return "page" if actor.kind == "family" else "person"
