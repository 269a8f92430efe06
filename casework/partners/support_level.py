"""The level of support (帮扶力度): a measure of ours, set by a named person with a reason. No function computes one.

It lapses by itself, is seen on the plan by its own people, and stands in no list, count, search or export.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.context import Context
from casework.acting.entries import KeptEntry, keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.partners.acts import SetSupportLevel
from casework.shared.items.completing_items import completing_due_item
from casework.shared.items.items import add_item, cancel_items
from casework.shared.notify.notify import notify
from core.i18n import Text, pgettext
from law.supervision import Level, finding_on_level, level_lapses_on, level_on
from models.office import Staff
from notifications.matrix import Event

NOTIFIED_BEFORE = timedelta(days=7)
"""How long before it lapses the prosecutor and the worker are notified."""
LEVELS: dict[str, Text] = {
    "lighter": pgettext("choice", "减少"),
    "usual": pgettext("choice", "照常"),
    "closer": pgettext("choice", "加强"),
}


@dataclass(frozen=True)
class SupportLevelView:
    """The present level, who set it, why, and the first day after it."""

    level: str
    words: Text
    set_by: str
    reason: str
    from_on: date
    lapses_on: date


@verb(SetSupportLevel)
def set_support_level(open_plan: OpenPlan, act: SetSupportLevel) -> date:
    """The level stands from today, in place of the one before, until the day returned. It changes nothing by itself:
    for more or fewer contacts the plan is changed. Which level it is stands in sealed words only."""
    assert open_plan.actor.id is not None  # rights gave this to named people only
    finding = finding_on_level(
        Level(act.level, open_plan.actor.id.hex, act.reason, open_plan.today), open_plan.today, open_plan.rulebook
    )
    lapses_on = level_lapses_on(open_plan.today, open_plan.rulebook)
    before = _level_in_force(open_plan)
    is_new = keep_entry(
        open_plan,
        act,
        replaces=before.id if before else None,
        article=finding.article,
        note={"lapses_on": lapses_on, "rule": finding.rule},
        detail={"level": act.level, "reason": act.reason},
    )
    if not is_new:
        return lapses_on
    cancel_items(open_plan, "set_anew", kinds=("level_lapse",))
    for label, day in (("near", lapses_on - NOTIFIED_BEFORE), ("lapsed", lapses_on)):
        if day > open_plan.today:
            add_item(open_plan, "level_lapse", day, label=label, article=finding.article)
    return lapses_on


def notify_of_lapse(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The prosecutor and the worker are notified that the level lapses in some days, and again when it has. Nothing
    else changes: to prolong it, it is set anew."""
    with completing_due_item(context, number, item_id) as found:
        if found is None:
            return
        open_plan, item, fell_due_at = found
        lapses_on = item.due_on + NOTIFIED_BEFORE if item.label == "near" else item.due_on
        notified = notify(open_plan, Event.SUPPORT_LEVEL_LAPSES, f"level/{item.id}", item=item, day=lapses_on)
        open_plan.record(
            "tell_of_lapse", item=item, fell_due_at=fell_due_at, note={"lapses_on": lapses_on, "notified": notified}
        )


def get_support_level(open_plan: OpenPlan) -> SupportLevelView | None:
    """The level that stands on the plan today; None where none was set or it has lapsed."""
    entry = _level_in_force(open_plan)
    if entry is None:
        return None
    set_by = open_plan.session.get_one(Staff, entry.by_id).display_name
    level = level_on(
        Level(entry.fields.level, set_by, entry.fields.reason, entry.on), open_plan.today, open_plan.rulebook
    )
    if level is None:
        return None
    return SupportLevelView(level.name, LEVELS[level.name], level.set_by, level.reason, level.from_on,
                      level_lapses_on(level.from_on, open_plan.rulebook))  # fmt: skip


def _level_in_force(open_plan: OpenPlan) -> KeptEntry[SetSupportLevel] | None:
    return next(iter(list_entries(open_plan, SetSupportLevel)), None)
