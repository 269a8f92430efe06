"""Files about digital use: handed in by the family or for them, read at once, and forgotten on their day."""

import uuid
from datetime import date, timedelta

from sqlmodel import col, or_

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.verbs import verb
from casework.checkins.photos import sanitize_photo
from casework.checkins.submissions import SubmissionResult, ensure_may_submit, record_submission
from casework.shared.device_consent import WITHDRAWN, ensure_device_consent, get_device_consent
from casework.shared.device_ways import DataWay
from casework.shared.items.completing_items import completing_due_item
from casework.shared.items.item_kinds import SHEETS
from casework.usage.acts import UploadUsage
from casework.usage.deletion import delete_usage_data
from casework.usage.previews import UsagePreview
from casework.usage.sheets import store_sheet
from casework.usage.store import UNCONFIRMED, discard_waiting
from casework.usage.waiting import hand_in_usage_file, hold_back_if_doubtful
from core.errors import NotFound
from core.i18n import _
from models.item import STILL_OPEN, Item
from models.usage_source import UsageDevice, UsageSource

HAND_IN_SHEET = UploadUsage.operation
"""What `submit_usage_sheet` is."""


@verb(UploadUsage, opens_plan=True)
def submit_usage(context: Context, actor: Actor, number: str, act: UploadUsage) -> SubmissionResult | UsagePreview:
    """The weekly sheet where minutes are given, or else the pasted table or the file, is handed in. A file waits to be
    confirmed."""
    how = "phone" if act.told_by_phone else "paper" if act.on_paper else None if actor.kind == "family" else "person"
    if act.minutes is not None:
        content = {"minutes": act.minutes, "night_minutes": act.night_minutes, "pickups": act.pickups,
                   "shared": act.shared}  # fmt: skip
        return submit_usage_sheet(
            context, actor, number, content={name: each for name, each in content.items() if each is not None},
            due_on=act.due_on, photo=act.photo_base64, input_method=how,
        )  # fmt: skip
    file = (act.text.encode() if act.text is not None else act.base64) or b""
    return hand_in_usage_file(context, actor, number, device=act.device or "", content=file, input_method=how)


def submit_usage_sheet(
    context: Context,
    actor: Actor,
    number: str,
    *,
    content: dict[str, object],
    due_on: date | None = None,
    photo: bytes | None = None,
    input_method: str | None = None,
    asks_again: bool = False,
) -> SubmissionResult:
    """The weekly sheet is handed in with a photo of the screen, which is kept under the vault until its day. Of a week
    that has not begun no day is taken. With `asks_again`, doubtful figures wait until the person who typed them
    confirms them, as on the family's own page; the sheet is received all the same."""
    picture = sanitize_photo(photo) if photo is not None else None  # it takes a while, and the plan is not locked yet
    with context.open_for_update(number, actor, UploadUsage.operation) as open_plan:
        item = find_due_sheet(open_plan, due_on)
        submission = record_submission(open_plan, item, content, input_method)
        if not submission.early:
            taken = store_sheet(open_plan, item, dict(content), submission.way, picture)
            if taken is not None and asks_again:
                device = open_plan.session.get_one(UsageDevice, taken.source.device_id)
                hold_back_if_doubtful(open_plan, device, taken)
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
    kept = or_(col(UsageSource.working).is_not(None), col(UsageSource.photo).is_not(None))
    gone = 0
    for row in open_plan.rows(UsageSource, kept):
        for part in ("working", "photo"):
            ends_on = getattr(row, f"{part}_ends_on")
            if getattr(row, part) is not None and (until is None or (ends_on is not None and ends_on <= until)):
                setattr(row, part, None)
                gone += 1
        if row.waits and row.working is None:
            discard_waiting(open_plan, row, UNCONFIRMED)
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
