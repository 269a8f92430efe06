"""The announcement of the outcome and the judgment, corrected until the seal: after-care, the seal and the close follow."""

from datetime import date

from sqlmodel import col, select

from casework.acts.ending import AnnounceOutcome
from casework.after_care import card_follows
from casework.corrections.correction import Correction, Entry, Note, Told, the_one
from casework.desk import File
from casework.ending import refuse_telling_on
from casework.items import add_item, cancel_all
from law.articles import cited
from models.item import Item
from models.office import Role

_OUTCOME_TOLD = cited("outcome_told")


def _announcement(file: File, which: str | None, was_on: date | None) -> Entry:
    on = file.plan.outcome_announced_on
    entries = [Entry(file.plan, {"announced_on": on}, {"on": on})] if on is not None else []
    return the_one(entries, was_on, "announced_on")


def _announced_on(file: File, entry: Entry, told: Told) -> Note:
    """After-care runs from the right day. The seal stays where it is: it follows the day on which it was recorded."""
    refuse_telling_on(file, told["announced_on"])
    file.plan.outcome_announced_on = told["announced_on"]
    file.session.add(file.plan)
    return {"after_care_until": card_follows(file, entry.told["announced_on"])}


def _never_announced(file: File, entry: Entry) -> Note:
    """It is owed again by the day by which it was, nothing is sealed, and nobody is asked about after-care until then.
    What the person has answered about it stands."""
    file.plan.outcome_announced_on = None
    file.session.add(file.plan)
    cancel_all(file, "fact_corrected", kinds=("sealing", "after_care_offer"))
    asked = select(Item).where(Item.plan_id == file.plan.id, Item.kind == "outcome_announcement")
    last = file.session.exec(asked.order_by(col(Item.due_on).desc())).first()
    due_on = last.due_on if last else file.today
    add_item(file, "outcome_announcement", Role.PROSECUTOR, due_on, article=_OUTCOME_TOLD)
    return {}


OUTCOME = Correction(AnnounceOutcome.operation, ("announced_on",), _announcement, _announced_on, _never_announced)
