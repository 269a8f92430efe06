"""What looks odd about what was handed in, as questions. A named person closes one as harmless, and then it is gone."""

from collections.abc import Collection
from datetime import date

from sqlmodel import col

from casework.acting.acts.verbs import verb
from casework.acting.entries import list_entries
from casework.acting.open_plan import OpenPlan
from casework.shared.device_consent import get_device_consent
from casework.shared.duplicates import record_correction
from casework.usage.acts import CloseAnomaly, RecordDeviceCustody
from casework.usage.store import StoredReading, load_readings_around
from core.clock import OFFICE_ZONE, at_local
from core.errors import NotFound
from core.i18n import _
from models.base import new_id
from models.usage_review import UsageNote
from models.usage_source import UsageDevice
from usage.anomalies import USED_WHILE_HANDED_IN, AnomalyQuestion, DeviceCustody, find_anomalies
from usage.reading import Reading


def look_at_what_was_taken(open_plan: OpenPlan, device: UsageDevice, taken: StoredReading) -> None:
    """Questions that what was just handed in raises, beside what else is kept of its days, are on the file."""
    around = load_readings_around(open_plan, device, taken.source.first_on, taken.source.last_on, taken.at_hand)
    detect_anomalies(open_plan, around.values())


def detect_anomalies(open_plan: OpenPlan, readings: Collection[Reading]) -> None:
    """Questions that what was handed in raises are on the file; one that was closed as harmless does not come again.
    None without a consent to look at it."""
    if not get_device_consent(open_plan).given:
        return
    rows = {row.key: row for row in open_plan.rows(UsageNote)}
    closed = [key for key, row in rows.items() if row.closed_at is not None]
    for note in find_anomalies(readings, _custody(open_plan), OFFICE_ZONE, closed):
        row = rows.get(note.key)
        if row is None:
            row = UsageNote(
                id=new_id(open_plan.now),
                plan_id=open_plan.plan.id,
                key=note.key,
                oddity=USED_WHILE_HANDED_IN,
                noted_at=open_plan.now,
            )
        days = sorted({*(day.isoformat() for day in note.days), *_days_of(open_plan, row)})
        row.document = open_plan.seal("usage_note.document", row.id, {"days": days})
        open_plan.session.add(row)
    open_plan.session.flush()


def get_raised_questions(open_plan: OpenPlan, readings: Collection[Reading]) -> dict[str, AnomalyQuestion]:
    """The questions that what was handed in and still counts raises today, by key, whether they were closed or not."""
    return {each.key: each for each in find_anomalies(readings, _custody(open_plan), OFFICE_ZONE)}


def withdraw_questions(
    open_plan: OpenPlan, before: dict[str, AnomalyQuestion], after: dict[str, AnomalyQuestion]
) -> None:
    """Open questions that the figures do not raise now are deleted; of those still raised, the days that do not raise
    them are."""
    for row in open_plan.rows(UsageNote, col(UsageNote.closed_at).is_(None)):
        if row.key not in before:
            continue
        if row.key not in after:
            open_plan.session.delete(row)
            continue
        gone = {day.isoformat() for day in before[row.key].days} - {day.isoformat() for day in after[row.key].days}
        days = [day for day in _days_of(open_plan, row) if day not in gone]
        row.document = open_plan.seal("usage_note.document", row.id, {"days": days})
    open_plan.session.flush()


def get_open_notes(open_plan: OpenPlan) -> list[AnomalyQuestion]:
    """What a view may show and a count may count."""
    if not get_device_consent(open_plan).given:
        return []
    return [
        AnomalyQuestion(row.key, tuple(date.fromisoformat(day) for day in _days_of(open_plan, row)))
        for row in open_plan.rows(UsageNote)
        if row.closed_at is None
    ]


@verb(CloseAnomaly)
def close_anomaly(open_plan: OpenPlan, act: CloseAnomaly) -> None:
    """The question had a harmless answer: it leaves every view and count, and does not come again. Its days are gone;
    the answer stands in the journal, encrypted."""
    found = [row for row in open_plan.rows(UsageNote) if act.note in (row.key, row.oddity)]
    if not found:
        raise NotFound(_("没有这条想了解的情况。"))
    for row in found:
        if row.closed_at is not None:
            record_correction(open_plan, {"oddity": row.oddity}, {"explanation": act.explanation})
        else:
            row.closed_at, row.closed_by, row.document = open_plan.now, open_plan.actor.id, None
            open_plan.record(note={"oddity": row.oddity}, detail={"explanation": act.explanation})


def _days_of(open_plan: OpenPlan, row: UsageNote) -> list[str]:
    if row.document is None:
        return []
    days: list[str] = open_plan.open("usage_note.document", row.id, row.document)["days"]
    return days


def _custody(open_plan: OpenPlan) -> list[DeviceCustody]:
    labels = {device.id: device.label for device in open_plan.rows(UsageDevice)}
    return [
        DeviceCustody(
            labels[kept.about],
            at_local(kept.fields.from_on, kept.fields.from_at),
            at_local(kept.fields.to_on, kept.fields.to_at),
        )
        for kept in list_entries(open_plan, RecordDeviceCustody)
        if kept.about
    ]
