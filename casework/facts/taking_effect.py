"""A fact takes effect: what its row says is done, in the transaction of the verb that records it."""

from dataclasses import dataclass, field
from datetime import date

from casework.desk import File
from casework.facts.stopping import stop
from casework.facts.table import ROW_OF, Ask, PlanFact
from casework.items import add_item
from casework.messages.telling import tell
from casework.steps import CALL
from models.item import Item
from models.journal import Harmless

TOLD_WITHIN = 3
"""Working days in which a person tells the family what the text only announces (the office's practice)."""


@dataclass(frozen=True)
class Effect:
    """What a fact has changed."""

    fact: PlanFact
    stopped: list[Item] = field(default_factory=list)
    asked: list[Item] = field(default_factory=list)

    @property
    def note(self) -> dict[str, Harmless | list[str]]:
        """For the line of the verb in the journal."""
        return {"fact": self.fact.value, "cancelled": len(self.stopped), "asked": [item.kind for item in self.asked]}


def take_effect(
    file: File, fact: PlanFact, mark: str, *, label: str = "", due: dict[str, date] | None = None
) -> Effect:
    """Whatever the fact's row stops has stopped, who it asks has an open item, and who it tells has a message. `mark`
    tells this occasion from another one of the same fact; `due` gives the day of an item that has a clock of its own.
    """
    row = ROW_OF[fact]
    stopped = stop(file, row.stops, row.reason)
    # On a closed plan nothing can be owed any more; who has to know is told all the same.
    asks = row.asks if file.plan.closed_at is None else ()
    asked = [_ask(file, ask, row.article, label or row.reason, due or {}) for ask in asks]
    for each in row.tells:
        day = file.desk.days.after(file.today, TOLD_WITHIN)
        tell(file, each.event, f"{fact.value}/{mark}/{each.event.value}", day=day, only=each.to)
    file.wake()
    return Effect(fact, stopped, asked)


def _ask(file: File, ask: Ask, article: str, label: str, due: dict[str, date]) -> Item:
    due_on = due[ask.kind] if ask.within is None else file.desk.days.after(file.today, file.number(ask.within))
    item = add_item(file, ask.kind, ask.owner, due_on, label=label, article=article)
    if ask.at_once:
        item.next_step, item.next_at = CALL, file.now
    return item
