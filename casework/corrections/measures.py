"""Bail, residential surveillance and custody, corrected: their ends, and what somebody held could not do."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from casework.acts.procedure import RecordMeasure
from casework.corrections.correction import Correction, Entry, Noted, Told, the_one
from casework.desk import File
from casework.explaining import excuse_within, is_held, owe_what_was_unable
from casework.reviewing import case_of, custody_follows, put_measures
from models.item import Unable
from models.office import Role
from sunward.errors import BadInput
from sunward.words import Words


def _measure(file: File, which: str | None, was_on: date | None) -> Entry:
    held = select(Unable).where(Unable.plan_id == file.plan.id, col(Unable.while_held).is_(True))
    entries = [
        _entry(row, "custody", row.from_on, row.to_on if row.to_on <= file.today else None)
        for row in file.session.exec(held.order_by(col(Unable.id))).all()
    ]
    for each in case_of(file)["bail"]:
        lifted_on = date.fromisoformat(each["lifted_on"]) if each["lifted_on"] else None
        entries.append(_entry(each, each.get("measure", "bail"), date.fromisoformat(each["from_on"]), lifted_on))
    return the_one([entry for entry in entries if which in (None, entry.known_by["measure"])], was_on, "from_on")


def _entry(row: Any, measure: str, from_on: date, lifted_on: date | None) -> Entry:
    return Entry(row, {"from_on": from_on, "lifted_on": lifted_on}, {"measure": measure, "from_on": from_on})


def _other_days(file: File, entry: Entry, told: Told) -> Noted:
    from_on = told.get("from_on", entry.told["from_on"])
    lifted_on = told.get("lifted_on", entry.told["lifted_on"])
    if from_on > file.today or (lifted_on is not None and not from_on <= lifted_on <= file.today):
        raise BadInput(Words("起止日期不对。", "The days are not in order, or lie in the future."))
    if isinstance(entry.row, Unable):
        return _held(file, entry.row, from_on, lifted_on)
    case = case_of(file)
    measure = case["bail"][case["bail"].index(entry.row)]
    measure |= {"from_on": from_on.isoformat(), "lifted_on": lifted_on.isoformat() if lifted_on else None}
    put_measures(file, case)
    return {}


def _held(file: File, row: Unable, from_on: date, lifted_on: date | None) -> Noted:
    """What was owed while nobody was held is asked after; what was owed while somebody was is unable."""
    was_from, was_to = row.from_on, row.to_on
    row.from_on, row.to_on = from_on, lifted_on or max(file.plan.period_to, file.today)
    file.session.add(row)
    again = owe_what_was_unable(file, Role.MINOR, was_from, was_to)
    until = min(row.to_on, file.today)
    excused = excuse_within(file, Role.MINOR, from_on, row.to_on, items_until=until, known_since=file.now)
    _custody(file)
    return {"items": len(excused), "owed_again": len(again)}


def _never_was(file: File, entry: Entry) -> Noted:
    if isinstance(row := entry.row, Unable):
        was_from, was_to = row.from_on, row.to_on
        file.session.delete(row)
        again = owe_what_was_unable(file, Role.MINOR, was_from, was_to)
        _custody(file)
        return {"owed_again": len(again)}
    case = case_of(file)
    case["bail"].remove(row)
    put_measures(file, case)
    return {}


def _custody(file: File) -> None:
    case = case_of(file)
    case["in_custody"] = is_held(file)
    custody_follows(file, case["in_custody"])
    put_measures(file, case)


MEASURE = Correction(RecordMeasure.operation, ("from_on", "lifted_on"), _measure, _other_days, _never_was)
