"""Letters: what somebody of the team writes to one of the family, in their own words or in a ready sentence that is true.
It stands on that person's page, signed as they know the writer."""

import uuid
from dataclasses import dataclass
from datetime import date

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.family.acts_page import READY_SENTENCES, WriteLetter
from casework.shared.items.kept_month import is_month_kept
from casework.shared.notify.notify import notify
from core.errors import BadInput, Mistake, NotFound, StateConflict
from core.i18n import Text, _, verbatim
from notifications.events import FAMILY, Event


@dataclass(frozen=True)
class LetterView:
    """A letter as its addressee reads it."""

    on: date
    signed: str
    paragraphs: list[Text]


@verb(WriteLetter)
def write_letter(open_plan: OpenPlan, act: WriteLetter) -> None:
    """The letter stands on the person's page, and they hear at most once a day that there is something to read. BadInput
    where it says nothing; StateConflict for a ready sentence that is not true today."""
    if act.text is None and act.ready is None:
        empty = _("请写几句，或选一句。")
        raise BadInput(empty, mistakes=[Mistake("text", empty)])
    person = next(
        (each for each in open_plan.people() if each.role in FAMILY and act.person in (each.relation, each.role)), None
    )
    if person is None:
        raise NotFound(_("家里没有这个人。"))
    if act.ready == "month_kept" and not is_month_kept(open_plan, person.role):
        raise StateConflict(_("这句话现在不属实：这个月还有没按时交的，或者还没有交过。"))
    if keep_entry(open_plan, act, about=person.id, note={"to": person.relation}):
        notify(open_plan, Event.PAGE_UPDATED, f"letter/{open_plan.today}", only=FAMILY, persons={person.id})


def load_own_letters(open_plan: OpenPlan) -> list[LetterView]:
    """The letters to whoever looks, the latest first."""
    return [
        LetterView(
            entry.on,
            entry.fields.signed,
            [
                *([READY_SENTENCES[entry.fields.ready]] if entry.fields.ready else []),
                *([verbatim(entry.fields.text)] if entry.fields.text else []),
            ],
        )
        for entry in reversed(list_entries(open_plan, WriteLetter))
        if entry.about == open_plan.actor.id
    ]


def load_signatures(open_plan: OpenPlan) -> dict[uuid.UUID | None, str]:
    """By what name each of the team who wrote signed last: the name by which the family knows them."""
    return {entry.by_id: entry.fields.signed for entry in list_entries(open_plan, WriteLetter)}
