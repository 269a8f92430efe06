"""Files about digital use: handed in by the family or for them, read at once, and forgotten on their day."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, or_, select

from casework.checkins.submissions import SubmissionResult, ensure_may_submit, record_submission
from casework.shared.context import Context, OpenPlan
from casework.shared.device_consent import WITHDRAWN, ensure_device_consent, get_device_consent
from casework.shared.device_ways import DataWay
from casework.shared.items.completing_items import completing_due_item
from casework.shared.items.item_kinds import SHEETS
from casework.shared.rights import Actor
from casework.usage.acts import UploadUsage
from casework.usage.agreement import get_categories
from casework.usage.anomalies import look_at_what_was_taken
from casework.usage.deletion import delete_usage_data
from casework.usage.devices import get_device
from casework.usage.sheets import find_phone, store_sheet
from casework.usage.store import StoredReading, get_way, is_own_account, store_reading
from core.clock import OFFICE_ZONE
from core.errors import NotFound
from core.i18n import Text, _
from models.item import STILL_OPEN, Item
from models.office import Role
from models.usage_source import UsageDevice, UsageSource
from usage.import_issues import ImportIssue
from usage.limits import Limits
from usage.reading import read_source
from usage.sources import Device, DeviceOwnership, Source
from usage.units import Unit

MAX_FILE_SIZE = 32 * 1024 * 1024


@dataclass(frozen=True)
class UsageImportResult:
    """The result of an upload. `again`: the very same file was received before, and nothing changed."""

    source: str
    grade: str
    device: str
    whose: str
    entries: int
    first_on: date | None
    last_on: date | None
    days: int
    again: bool
    problems: list[Text]


def submit_usage(context: Context, actor: Actor, number: str, act: UploadUsage) -> SubmissionResult | UsageImportResult:
    """The weekly sheet where minutes are given, or else the pasted table or the file, is handed in."""
    how = "phone" if act.told_by_phone else "paper" if act.on_paper else None if actor.kind == "family" else "person"
    if act.minutes is not None:
        content = {"minutes": act.minutes, "night_minutes": act.night_minutes, "pickups": act.pickups,
                   "screen": act.screen, "shared": act.shared}  # fmt: skip
        return submit_usage_sheet(
            context, actor, number, content={name: each for name, each in content.items() if each is not None},
            due_on=act.due_on, photo=act.photo_base64, input_method=how,
        )  # fmt: skip
    return import_usage_file(
        context, actor, number, device=act.device or "", source=Source(act.source),
        content=(act.text.encode() if act.text is not None else act.base64) or b"", input_method=how,
        unit=Unit(act.unit) if act.unit else None,
    )  # fmt: skip


def import_usage_file(
    context: Context,
    actor: Actor,
    number: str,
    *,
    device: str,
    source: Source,
    content: bytes,
    input_method: str | None = None,
    unit: Unit | None = None,
) -> UsageImportResult:
    """The file is of that device; without one, of the phone that sheets are about. It is read, its days are made, and
    nothing of it is kept but figures (and the file itself where the plan says so). The same file again changes nothing.
    `unit` is that of numbers in a table which name none. Raises BadInput where it cannot be read, or where such numbers
    can be of several units and none was said; Refused without a consent that stands, and the file is not even opened.

    A table of a sheet settles the open weekly sheet that is due.
    """
    with context.open_for_update(number, actor, UploadUsage.operation) as open_plan:
        if not is_own_account(open_plan, source):
            ensure_device_consent(open_plan, get_way(source))
        row = get_device(open_plan, device) if device else find_phone(open_plan, shared=False)
        reading = read_source(
            source,
            Device(row.label, DeviceOwnership(row.whose)),
            actor.role.value,
            OFFICE_ZONE,
            content,
            Limits(export_bytes=MAX_FILE_SIZE, latest=open_plan.today + timedelta(days=1)),
            categories=get_categories(open_plan),
            unit=unit,
        )
        taken = store_reading(open_plan, row, reading, input_method=input_method or _input_method(actor), raw=content)
        if not taken.again:
            look_at_what_was_taken(open_plan, row, taken)
            _settle_sheet(open_plan, row, source)
            open_plan.record(
                note={"source": source.value, "device": row.label, "entries": reading.offered,
                      "first_on": taken.source.first_on, "last_on": taken.source.last_on}
            )  # fmt: skip
            open_plan.wake()
        return _import_result(row, taken, taken.reading.problems, len(taken.reading.coverage))


def submit_usage_sheet(
    context: Context,
    actor: Actor,
    number: str,
    *,
    content: dict[str, object],
    due_on: date | None = None,
    photo: bytes | None = None,
    input_method: str | None = None,
) -> SubmissionResult:
    """The weekly sheet is handed in with a photo of the screen, which is kept under the vault until its day. Of a week
    that has not begun no day is taken."""
    with context.open_for_update(number, actor, UploadUsage.operation) as open_plan:
        item = find_due_sheet(open_plan, due_on)
        submission = record_submission(open_plan, item, content, input_method)
        if not submission.early:
            store_sheet(open_plan, item, dict(content), submission.way, photo)
        open_plan.wake()
    return submission


def find_due_sheet(open_plan: OpenPlan, due_on: date | None) -> Item:
    """The weekly sheet of that day; without a day the oldest open one that is due within two days or past, or else the
    last one that was: what is sent again is a correction and not next week's. NotFound if there is none; Refused without
    a consent that stands."""
    ensure_device_consent(open_plan, DataWay.SHEET)
    near = open_plan.today + timedelta(days=2)
    items = open_plan.items(*SHEETS, only_open=False)
    found = [item for item in items if item.due_on == due_on] if due_on else [i for i in items if i.due_on <= near]
    waiting = [item for item in found if item.status in STILL_OPEN]
    if not found:
        raise NotFound(_("没有这张小表，或还没到时候。"))
    item = waiting[0] if waiting else found[-1]
    ensure_may_submit(open_plan, item)
    return item


def delete_usage_files(context: Context, number: str, item_id: uuid.UUID) -> None:
    """What was kept for a while is gone on its day: readings, files as they came, photos. The days' figures stay, unless
    it is the day on which a withdrawn consent takes everything along."""
    with completing_due_item(context, number, item_id) as found:
        if found is None:
            return
        open_plan, item, fell_due_at = found
        gone = (
            delete_usage_data(open_plan)
            if item.label == WITHDRAWN
            else delete_expired_files(open_plan, open_plan.today)
        )
        open_plan.record(item=item, act="delete_usage_files", fell_due_at=fell_due_at, note={"gone": gone})


def delete_expired_files(open_plan: OpenPlan, until: date | None) -> int:
    """What was to be kept until then, or everything, is gone. Returns how many things that were."""
    query = select(UsageSource).where(
        UsageSource.plan_id == open_plan.plan.id,
        or_(
            col(UsageSource.working).is_not(None),
            col(UsageSource.raw).is_not(None),
            col(UsageSource.photo).is_not(None),
        ),
    )
    gone = 0
    for row in open_plan.session.exec(query):
        for part in ("working", "raw", "photo"):
            ends_on = getattr(row, f"{part}_ends_on")
            if getattr(row, part) is not None and (until is None or (ends_on is not None and ends_on <= until)):
                setattr(row, part, None)
                gone += 1
        open_plan.session.add(row)
    return gone


def delete_all_files(open_plan: OpenPlan) -> None:
    """Whatever was kept for a while is gone, whenever its day would be."""
    delete_expired_files(open_plan, None)


def delete_at_seal(open_plan: OpenPlan) -> None:
    """What was to be deleted on its day does not outlive the seal."""
    if not get_device_consent(open_plan).given:
        delete_usage_data(open_plan)
    delete_all_files(open_plan)


def _settle_sheet(open_plan: OpenPlan, device: UsageDevice, source: Source) -> None:
    """A sheet as a table does what the form does: the open weekly sheet that is due has come in."""
    if source is not Source.SHEET:
        return
    owned = [
        item
        for item in open_plan.items(*SHEETS)
        if item.due_on <= open_plan.today + timedelta(days=1)
        and item.status in STILL_OPEN
        and not (item.owner == Role.GUARDIAN and open_plan.actor.role is Role.MINOR)
    ]
    if owned:
        record_submission(open_plan, owned[0], {"as_table": device.label}, None)


def _input_method(actor: Actor) -> str:
    return "page" if actor.kind == "family" else "person"


def _import_result(
    row: UsageDevice, taken: StoredReading, problems: tuple[ImportIssue, ...], days: int
) -> UsageImportResult:
    source = taken.source
    return UsageImportResult(
        source=source.source,
        grade=source.grade,
        device=row.label,
        whose=row.whose,
        entries=source.entries,
        first_on=source.first_on,
        last_on=source.last_on,
        days=days,
        again=taken.again,
        problems=[problem.words for problem in problems],
    )
