"""A fact takes effect: what its row says is done, in the transaction of the verb that records it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from casework.acting.open_plan import OpenPlan
from casework.shared.facts.fact_rules import DECISION_THAT_FOLLOWS, FactRule, FactTask
from casework.shared.facts.stopping import apply_stop, lift_stop
from casework.shared.items.items import add_item
from casework.shared.items.steps import CALL
from casework.shared.notify.notify import notify
from law.clocks import get_deadline
from models.item import Item
from models.journal import Harmless

NOTIFIED_WITHIN = 3
"""Working days in which a person tells the family what the text only announces (the office's practice)."""


@dataclass(frozen=True)
class FactEffect:
    """What a fact has changed."""

    fact: FactRule
    stopped: list[Item] = field(default_factory=list)
    asked: list[Item] = field(default_factory=list)

    @property
    def note(self) -> dict[str, Harmless | list[str]]:
        """For the line of the verb in the journal."""
        return {"fact": self.fact.code, "cancelled": len(self.stopped), "asked": [item.kind for item in self.asked]}


def take_effect(
    open_plan: OpenPlan,
    row: FactRule,
    key: str,
    *,
    label: str | None = None,
    due: Mapping[str, date] | None = None,
    article: str | None = None,
    asks: bool = True,
) -> FactEffect:
    """What the rule of the fact stops has stopped, what it lifts is lifted, everybody it asks has an open item, and
    everybody it notifies has a message, except the actor. `mark` distinguishes this occasion from others of the same
    fact; `label` and `article` are those of its items, `due` the day of an item that has a clock of its own. Without
    `asks` nobody is asked: the verb has done so, or the file is closed."""
    if row.lifts:
        lift_stop(open_plan, row.lifts)
    stopped = apply_stop(open_plan, row)
    # On a closed plan nothing can be owed; those who have to know are told all the same.
    wanted = row.asks if asks and open_plan.plan.closed_at is None else ()
    asked = [_ask(open_plan, row, ask, label, due or {}, article) for ask in wanted]
    for each in row.tells:
        day = open_plan.context.days.after(open_plan.today, NOTIFIED_WITHIN)
        notify(
            open_plan,
            each.event,
            f"{row.code}/{key}/{each.event.value}",
            day=day,
            only=each.to,
            but=open_plan.actor.id,
        )
    return FactEffect(row, stopped, asked)


def _ask(
    open_plan: OpenPlan, row: FactRule, ask: FactTask, label: str | None, due: Mapping[str, date], article: str | None
) -> Item:
    match ask.within:
        case None:
            due_on = due[ask.kind]
        case int() if ask.calendar_days:
            due_on = open_plan.today + timedelta(days=ask.within)
        case int():
            due_on = open_plan.context.days.after(open_plan.today, ask.within)
        case str():
            due_on = get_deadline(ask.within, open_plan.today, open_plan.context.days, open_plan.rulebook).due_on
    name = row.reason if label is None or ask.kind == DECISION_THAT_FOLLOWS else label
    item = add_item(open_plan, ask.kind, due_on, owner=ask.owner, label=name, article=article or row.article)
    if ask.at_once:
        item.next_step, item.next_at = CALL, open_plan.now
    return item
