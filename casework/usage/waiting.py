"""Submissions about digital use that wait until somebody has checked them: nothing of them counts before.

It is received the moment it is handed in, so that a weekly sheet is on time. What waits is kept encrypted, as it was read.
What a guardian handed in waits for the young person's look, at the latest until the review, where a person looks at it with
them; anything else is gone after the office's days (`usage_waiting_days`) if nobody confirms it.
"""

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.verbs import verb
from casework.shared.device_consent import ensure_device_consent
from casework.usage.acts import ConfirmUsage, UploadUsage
from casework.usage.agreement import get_categories
from casework.usage.devices import find_phone, get_device
from casework.usage.previews import UsagePreview, facts_of, find_waiting, list_named, past_minutes, preview_of
from casework.usage.sheet_items import settle_sheet
from casework.usage.store import (
    StoredReading,
    as_named,
    clip_to_period,
    digest_of,
    discard_waiting,
    find_source,
    get_way,
    hold_back,
    load_kept_reading,
    note_of,
    rebuild_days,
    remind_of_deletion,
    store_waiting,
    store_working_copy,
)
from core.clock import OFFICE_ZONE, local_date
from core.errors import NotFound, StateConflict
from core.i18n import _
from models.base import new_id
from models.usage_source import UsageDevice, UsageSource
from usage.limits import Limits
from usage.preview import find_doubts, preview_reading
from usage.questions import QuestionCode, answer_questions
from usage.reading import Reading
from usage.recognition import recognize

MAX_FILE_SIZE = 32 * 1024 * 1024


def hand_in_usage_file(
    context: Context,
    actor: Actor,
    number: str,
    *,
    content: bytes,
    device: str = "",
    input_method: str | None = None,
) -> UsagePreview:
    """The file is received, and what it says is shown; nothing of it counts before `confirm_usage`. It is known by what
    stands in it; without `device` it is of the phone that sheets are about.

    Raises BadInput for what is no record that is taken, or where nothing of it is of the plan's period; Refused without a
    consent that stands. The same file again is shown again; StateConflict once its reading is deleted and only its figures
    are kept.
    """
    with context.open_for_update(number, actor, UploadUsage.operation) as open_plan:
        row, reading = read_file(open_plan, content, device)
        waiting, again = _store(open_plan, row, reading, input_method or actor.input_method)
        if not again:
            settle_sheet(open_plan, row, reading)
            open_plan.record(note={"source": waiting.source, "device": row.label, "entries": waiting.entries,
                                   "first_on": waiting.first_on, "last_on": waiting.last_on})  # fmt: skip
            open_plan.wake()
        return preview_of(open_plan, row, waiting, again=again)


def read_file(open_plan: OpenPlan, content: bytes, device: str) -> tuple[UsageDevice, Reading]:
    """The device, and the file as it was read. Refused without a consent that stands, and it is not even opened; refused
    too where data may not come in by that way."""
    ensure_device_consent(open_plan)
    row = get_device(open_plan, device) if device else find_phone(open_plan, shared=False)
    reading = recognize(
        content, as_named(row), open_plan.actor.role.value, OFFICE_ZONE, get_limits(open_plan),
        categories=get_categories(open_plan),
    )  # fmt: skip
    ensure_device_consent(open_plan, get_way(reading.source))
    return row, reading


@verb(ConfirmUsage)
def confirm_usage(open_plan: OpenPlan, act: ConfirmUsage) -> None:
    """The submission counts from this moment. The person who submitted it confirms it, or a member of the team; what a
    guardian submitted, the young person or a member of the team who has gone through it with them.
    NotFound for nothing that waits. What is confirmed already changes nothing."""
    named = list_named(open_plan, act.file, act.device)
    row = find_waiting(named) or _find_answered(named, act)
    if row is None:
        if any(not each.waits for each in named):
            return
        raise NotFound(_("没有等着确认的用网记录。"))
    device = open_plan.session.get_one(UsageDevice, row.device_id)
    reading = load_kept_reading(open_plan, row, device)
    assert reading is not None, "what waits is kept"
    reading = answer_questions(reading, [QuestionCode(each) for each in act.yes_to], local_date(row.received_at))
    _count(open_plan, device, row, reading)
    open_plan.record(note={"source": row.source, "device": device.label, "entries": row.entries,
                           "first_on": row.first_on, "last_on": row.last_on, "yes_to": act.yes_to})  # fmt: skip
    open_plan.wake()


def _find_answered(named: list[UsageSource], act: ConfirmUsage) -> UsageSource | None:
    """The one that counts already and about which a question is answered now."""
    return next((each for each in named if act.file and act.yes_to and each.working is not None), None)


def get_limits(open_plan: OpenPlan) -> Limits:
    """How large a file may be, and the last day that a record can be of."""
    return Limits(export_bytes=MAX_FILE_SIZE, latest=open_plan.today, open_from=open_plan.today)


def _store(open_plan: OpenPlan, device: UsageDevice, reading: Reading, way: str) -> tuple[UsageSource, bool]:
    """What waits, as it was read, and whether the very same was there before."""
    reading = clip_to_period(open_plan, reading)
    digest = digest_of(open_plan, reading.sha256)
    known = find_source(open_plan, device, digest)
    if known is not None and known.working is not None:
        return known, True
    if known is not None and not known.waits:
        raise StateConflict(_("这个文件以前交过，数字已经在计算，不用再交。"))
    if known is not None:
        discard_waiting(open_plan, known)
    row = UsageSource(
        id=new_id(open_plan.now), plan_id=open_plan.plan.id, device_id=device.id, source="", grade="",
        collector=open_plan.actor.role.value, by_id=open_plan.actor.id, way=way, zone=str(OFFICE_ZONE), digest=digest,
        received_at=open_plan.now, document=b"",
    )  # fmt: skip
    store_waiting(open_plan, row, reading)
    return row, False


def hold_back_if_doubtful(open_plan: OpenPlan, device: UsageDevice, taken: StoredReading) -> None:
    """A typed week with a day that is far above the last weeks, or longer than anybody is awake, waits until the
    person who typed it confirms it; any other counts as it is."""
    past = past_minutes(open_plan, device, taken.source)
    shown = preview_reading(taken.reading, facts_of(open_plan, taken.reading), past, open_plan.today)
    if not (taken.again or taken.source.waits) and find_doubts(shown.days, past, beside=False):
        hold_back(open_plan, device, taken)


def _count(open_plan: OpenPlan, device: UsageDevice, row: UsageSource, reading: Reading) -> None:
    """The reading counts: its days are made anew."""
    row.waits, row.working_ends_on = False, None
    row.document = open_plan.seal("usage_source.document", row.id, note_of(reading))
    store_working_copy(open_plan, row, reading)
    open_plan.session.add(row)
    open_plan.session.flush()
    remind_of_deletion(open_plan, row)
    if row.first_on is not None and row.last_on is not None:
        rebuild_days(open_plan, device, row.first_on, row.last_on, {row.id: reading})
