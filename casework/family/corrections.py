"""A death, or the end of a guardian's part, corrected: the day, or that it never was."""

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.family.acts import LAST_GUARDIAN_GONE, MINOR_DIED, EndContact, RecordDeath
from casework.service.announcement_and_service import serve_again
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted
from casework.shared.facts.stopping import lift_stop
from casework.shared.items.items import finish_items, reopen_duty
from law.service import Addressee
from models.journal import JournalLine
from models.person import Person


def _ended(open_plan: OpenPlan) -> list[FactEntry]:
    return [
        FactEntry(
            person, {"since": person.ended_on}, {"relation": person.relation, "on": person.ended_on}, (person.relation,)
        )
        for person in open_plan.people("guardian")
        if person.ended_on is not None
    ]


def _died(open_plan: OpenPlan) -> list[FactEntry]:
    minor = open_plan.minor()
    on = minor.ended_on
    return [FactEntry(minor, {"since": on}, {"on": on})] if on is not None else []


def _since(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    person: Person = entry.row
    person.ended_on = values["since"]
    return {}


def _never_ended(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """They are the guardian they were, and what is still to come is owed and told again."""
    person: Person = entry.row
    query = select(JournalLine).where(
        JournalLine.plan_id == open_plan.plan.id, JournalLine.act == EndContact.operation.code
    )  # fmt: skip
    lines = open_plan.session.exec(query.order_by(col(JournalLine.sequence).desc())).all()
    notes = [line.note for line in lines if line.note.get("relation") == person.relation]
    represented = [bool(note["represented"]) for note in notes if "represented" in note]
    person.ended_on = person.ended_because = None
    person.legal_representative = represented[0] if represented else person.legal_representative
    if person.legal_representative:
        finish_items(open_plan, "representative_missing", because="fact_corrected")
    if person.receives and person.named_as_danger_at is None:
        lift_stop(open_plan, LAST_GUARDIAN_GONE.reason)
    return {"represented": person.legal_representative}


def _never_died(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """The minor is alive: what stopped goes on, and what was owed is owed again."""
    person: Person = entry.row
    person.ended_on = person.ended_because = None
    lift_stop(open_plan, MINOR_DIED.reason)
    lines = open_plan.rows(JournalLine, JournalLine.act == RecordDeath.operation.code)
    not_served = [line.note["not_served"] for line in lines if "not_served" in line.note][-1]
    serve_again(open_plan, Addressee.MINOR, not_served)
    for item in open_plan.items("prosecution", "search", "after_care_offer", only_open=False):
        if item.settled_because == MINOR_DIED.reason:
            reopen_duty(open_plan, item)
    return {}


CONTACT = Correction(EndContact.operation, "since", _ended, _since, _never_ended)
DEATH = Correction(RecordDeath.operation, "since", _died, _since, _never_died)
