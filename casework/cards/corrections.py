"""A restriction of cards, an appeal against it, a relief or a self-query that never was: taken back, and what its clock asked
for with it. Their days are recorded again under the same label, and the last counts."""

from collections.abc import Callable

from casework.acting.entries import KeptEntry, delete_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.cards.acts import RecordAppeal, RecordCardQuery, RecordRelief, RecordRestriction
from casework.cards.cards import get_queried_numbers, require_restriction_notice
from casework.checkins.submissions import take_back_submission
from casework.checkins.unavailability import restore_item
from casework.shared.facts.correction import Correction, FactEntry, Noted
from casework.shared.items.items import cancel_items
from models.cards import CardRestriction
from models.item import Item, ItemStatus


def _with_day(day: str) -> Callable[[OpenPlan], list[FactEntry]]:
    """Every restriction that has that day."""
    return lambda open_plan: [
        FactEntry(row, {day: getattr(row, day)}, {"label": row.label}, (row.label,))
        for row in open_plan.rows(CardRestriction)
        if getattr(row, day) is not None
    ]


def _never_restricted(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    cancel_items(open_plan, "fact_corrected", kinds=("restriction_notice", "restriction_end", "restriction_appeal"),
               label=entry.row.label)  # fmt: skip
    open_plan.session.delete(entry.row)
    return {}


def _never_appealed(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    row: CardRestriction = entry.row
    row.appealed_on = row.answer_by = row.answered_on = row.appeal_outcome = None
    cancel_items(open_plan, "fact_corrected", kinds=("restriction_appeal",), label=row.label)
    return {}


def _never_relieved(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """What a lifting had ended runs again: the notice and the end that are asked for, and the answer to an appeal."""
    row: CardRestriction = entry.row
    row.relief = row.relieved_on = row.lifted_on = None
    require_restriction_notice(open_plan, row)
    return {}


def _card_query(open_plan: OpenPlan) -> list[FactEntry]:
    """Of several of one day the one recorded last is meant."""
    last_of = {get_queried_numbers(entry)[0]: entry for entry in list_entries(open_plan, RecordCardQuery)}
    return [
        FactEntry(entry, {"queried_on": day}, {"queried_on": day, "unknown_ones": entry.fields.unknown_ones})
        for day, entry in last_of.items()
    ]


def _never_queried(open_plan: OpenPlan, fact: FactEntry) -> Noted:
    """The self-query that it had answered is owed again, unless another one answers it."""
    entry: KeptEntry[RecordCardQuery] = fact.row
    item = open_plan.session.get(Item, entry.about) if entry.about else None
    delete_entry(open_plan, entry)
    if item is None:
        return {}
    numbers = {"phone_cards": entry.fields.phone_cards, "accounts": entry.fields.accounts}
    open_again = take_back_submission(open_plan, item, entry.at, numbers)
    open_again = open_again and item.status in (ItemStatus.ON_TIME, ItemStatus.LATE)
    if open_again:
        restore_item(open_plan, item)
    return {"owed_again": int(open_again)}


RESTRICTION = Correction(RecordRestriction.operation, "from_on", _with_day("from_on"), take_back=_never_restricted)
APPEAL = Correction(RecordAppeal.operation, "appealed_on", _with_day("appealed_on"), take_back=_never_appealed)
RELIEF = Correction(RecordRelief.operation, "relieved_on", _with_day("relieved_on"), take_back=_never_relieved)
CARD_QUERY = Correction(RecordCardQuery.operation, "queried_on", _card_query, take_back=_never_queried)
