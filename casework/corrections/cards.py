"""A restriction of cards, an appeal against it or a relief that never was: taken back, and what its clock asked for with it.
Their days are recorded again under the same label, and the last counts."""

from datetime import date

from casework.acts.cards import RecordAppeal, RecordRelief, RecordRestriction
from casework.cards import owe_what_runs, restrictions_of
from casework.context import OpenPlan
from casework.corrections.correction import Correction, FactEntry, FactValues, Noted, get_single_entry
from casework.items import cancel_items
from models.cards import CardRestriction


def _nothing_else(file: OpenPlan, entry: FactEntry, told: FactValues) -> Noted:
    """No value is told otherwise here."""
    return {}


def _restriction(file: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
    return _entry(file, which, was_on, "from_on")


def _appeal(file: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
    return _entry(file, which, was_on, "appealed_on")


def _relief(file: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
    return _entry(file, which, was_on, "relieved_on")


def _entry(file: OpenPlan, which: str | None, was_on: date | None, day: str) -> FactEntry:
    found = [row for row in restrictions_of(file) if which in (None, row.label) and getattr(row, day) is not None]
    return get_single_entry(
        [FactEntry(row, {day: getattr(row, day)}, {"label": row.label}) for row in found], was_on, day
    )


def _never_restricted(file: OpenPlan, entry: FactEntry) -> Noted:
    cancel_items(file, "fact_corrected", kinds=("restriction_notice", "restriction_end", "restriction_appeal"),
               label=entry.row.label)  # fmt: skip
    file.session.delete(entry.row)
    return {}


def _never_appealed(file: OpenPlan, entry: FactEntry) -> Noted:
    row: CardRestriction = entry.row
    row.appealed_on = row.answer_by = row.answered_on = row.appeal_outcome = None
    file.session.add(row)
    cancel_items(file, "fact_corrected", kinds=("restriction_appeal",), label=row.label)
    return {}


def _never_relieved(file: OpenPlan, entry: FactEntry) -> Noted:
    """What a lifting had ended runs again: the notice and the end that are asked for, and the answer to an appeal."""
    row: CardRestriction = entry.row
    row.relief = row.relieved_on = row.lifted_on = None
    file.session.add(row)
    owe_what_runs(file, row)
    return {}


RESTRICTION = Correction(RecordRestriction.operation, (), _restriction, _nothing_else, _never_restricted)
APPEAL = Correction(RecordAppeal.operation, (), _appeal, _nothing_else, _never_appealed)
RELIEF = Correction(RecordRelief.operation, (), _relief, _nothing_else, _never_relieved)
