"""A running plan's calendar recast: how often what is owed, one contact moved, another edition of the rulebook.

What lies before the day from which a change holds is never touched: what was owed, called for or missed stays as it is.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.outcome.final_decision_checks import look_at_changing
from casework.plan.acts_changes import AdoptEdition, ChangeCadence, MoveItem
from casework.plan.calendar import is_excluded, list_due_between, list_milestones
from casework.plan.opening import store_edition
from casework.plan.period_and_conditions import ensure_running, get_cadence
from casework.shared.device_consent import get_device_consent
from casework.shared.duplicates import is_already_recorded, record_correction
from casework.shared.files.plan_file import CadencePart
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_WORKER, Pattern
from casework.shared.items.items import add_item, close_item, find_item, get_item_steps, set_due_date
from casework.shared.items.steps import set_next
from casework.shared.notify.notify import notify
from core.clock import at_local, local_time
from core.errors import BadInput, Mistake, NotAllowed, Refused, StateConflict
from core.i18n import Text, _
from law.clocks import final_decision_deadline
from law.duties import SUPERVISING, DueItem
from law.finding import filter_warnings
from law.rulebook import Rulebook
from law.supervision import finding_on_team_day
from models.item import Item, ItemStatus
from models.office import Role
from notifications.matrix import Event
from notifications.outbox import withdraw_messages


@dataclass(frozen=True)
class CalendarChange:
    """What a change did to the items to come: how many stay as they are, are new, and are cancelled."""

    kept: int
    added: int
    cancelled: int


@verb(ChangeCadence)
def change_cadence(open_plan: OpenPlan, act: ChangeCadence) -> CalendarChange:
    """From that day on the kind is owed as `changed` says, in the words of the plan file's cadence, and for the rest
    as before; with None it ends. What falls on the same day as before stays the very same item; nothing before the day
    is touched.

    Refused once the period is over, and for what the family owes from a day on which nobody has told them yet: from
    tomorrow at the earliest. The family is to be informed face to face. With the cadence that it has already, nothing
    happens.
    """
    values = {
        "on": act.weekday,
        "by": act.hour,
        "owner": act.owner,
        "every_days": act.every_days,
        "every_months": act.every_months,
        "on_day": act.on_day,
        "first_on": act.first_on,
    }
    changed = None if act.no_more else {name: value for name, value in values.items() if value is not None}
    ensure_running(open_plan)
    if not open_plan.today < act.from_on <= open_plan.plan.period_to:
        raise BadInput(_("变更应自明天起、在考验期之内。"))
    before, _milestones = get_cadence(open_plan)
    after = _changed(before, act.item, changed)
    if after == before:
        if is_already_recorded(open_plan, {"item": act.item, "from_on": act.from_on}, {"reason": act.reason}):
            return CalendarChange(0, 0, 0)
        raise Refused(
            _("与现在的安排相同，没有可以变更的。"),
            article=SUPERVISING,
        )
    accepted = look_at_changing(open_plan)
    done = _regenerate(open_plan, act.item, after, act.from_on)
    _store_cadence(open_plan, after)
    open_plan.record(
        article=SUPERVISING,
        note={"item": act.item, "from_on": act.from_on, "kept": done.kept, "added": done.added, "cancelled": done.cancelled},
        detail={"reason": act.reason, "changed": after.model_dump(mode="json")[act.item]},
        warned=accepted,
    )  # fmt: skip
    if ITEM_KINDS[act.item].pattern is Pattern.FAMILY and open_plan.plan.stopped_because is None:
        notify(open_plan, Event.PAGE_UPDATED, f"cadence/{open_plan.lines[-1].id}")
    return done


@verb(MoveItem)
def move_item(open_plan: OpenPlan, act: MoveItem) -> None:
    """One thing that the team owes is due on another day, as when its own is a holiday. Refused for what the family owes
    (their days change by the cadence, and are told), into the past, and beyond the period. A day off is warned of (SU-07).
    Moved twice, it is moved."""
    if open_plan.actor.role is Role.SOCIAL_WORKER and act.item not in OF_THE_WORKER:
        raise NotAllowed(_("这一项由承办检察官移动。"), article=None)
    moved = [item for item in open_plan.items(act.item) if item.due_on == act.to_on]
    if moved and not [item for item in open_plan.items(act.item) if item.due_on == act.due_on]:
        record_correction(
            open_plan, {"kind": act.item, "due_on": act.to_on, "old_due_on": act.due_on}, {"reason": act.reason}
        )
        return
    item = find_item(open_plan, act.item, act.due_on)
    if item.status != ItemStatus.OPEN:
        raise StateConflict(_("这一项已经办结。"))
    if moved or act.to_on > open_plan.plan.period_to:
        raise BadInput(
            _("应移到今天之后、考验期之内、没有同类事项的一天。")
        )  # fmt: skip
    set_due_date(open_plan, item, act.to_on, at_local(act.to_on, local_time(item.due_at).time()))
    withdraw_messages(open_plan.session, open_plan.now, reason="cancelled", item_id=item.id, plan_id=open_plan.plan.id)
    _begin_again(open_plan, item)
    accepted = filter_warnings(
        [finding_on_team_day(open_plan.context.days.is_working(act.to_on), act.to_on, open_plan.rulebook)]
    )
    open_plan.record(
        item=item,
        note={"old_due_on": act.due_on},
        detail={"reason": act.reason},
        warned=accepted,
    )


@dataclass(frozen=True)
class NumberChange:
    """A number that the new edition has otherwise."""

    key: str
    meaning: Text
    before: tuple[int, ...]
    after: tuple[int, ...]


def edition_diff(old: Rulebook, new: Rulebook, on: date) -> list[NumberChange]:
    """Every number that differs on that day between two editions, in the order of the files."""
    changes = []
    for entry in new.entries():
        before, after = _value(old, entry.key, on), _value(new, entry.key, on)
        if before != after:
            changes.append(NumberChange(entry.key, entry.meaning, before, after))
    return changes


@verb(AdoptEdition)
def adopt_edition(open_plan: OpenPlan, act: AdoptEdition) -> list[NumberChange]:
    """The plan lives under today's edition of the rulebook from now on: steps still to come have their moments from it,
    and the last day for the decision is counted anew. What was computed before stays in the journal. To the edition it
    has already, nothing happens."""
    old = open_plan.rulebook
    if old.edition == open_plan.context.rulebook.edition:
        return []
    changes = edition_diff(old, open_plan.context.rulebook, open_plan.today)
    store_edition(open_plan.session, open_plan.context, open_plan.now)
    open_plan.plan.edition_id = open_plan.context.rulebook.edition
    if open_plan.plan.ended_because is None:
        open_plan.plan.final_decision_by = final_decision_deadline(
            open_plan.plan.working_end, open_plan.plan.review_days_left, open_plan.context.days, open_plan.rulebook
        ).rolled_to
    moved = sum(_follow_edition(open_plan, item) for item in open_plan.items())
    open_plan.record(
        note={"old_edition": old.short_edition, "edition": open_plan.context.rulebook.short_edition, "moved": moved,
              "numbers": [change.key for change in changes], "final_decision_by": open_plan.plan.final_decision_by},
        detail={"reason": act.reason},
    )  # fmt: skip
    return changes


def _changed(before: CadencePart, kind: str, changed: dict[str, Any] | None) -> CadencePart:
    """The cadence with that one part otherwise. BadInput for words that the part does not know."""
    words = before.model_dump(mode="json", exclude_none=True)
    if changed is None:
        words[kind] = None
    else:
        words[kind] = (words.get(kind) or {}) | changed
    try:
        return CadencePart.model_validate(words)
    except ValidationError:
        wrong = _("这一项不能这样变更。")
        raise BadInput(wrong, mistakes=[Mistake("item", wrong)]) from None


def _regenerate(open_plan: OpenPlan, kind: str, cadence: CadencePart, from_on: date) -> CalendarChange:
    row = open_plan.plan
    milestones = list_milestones([], row.period_from, row.period_to)
    eve = from_on - timedelta(days=1)
    consent = get_device_consent(open_plan)
    coming = [
        due_item
        for due_item in list_due_between(
            cadence, milestones, row.period_from, eve, row.period_to, open_plan.context.days
        )
        if due_item.kind == kind and not is_excluded(open_plan, due_item, consent)
    ]
    wanted = {(due_item.kind, due_item.due_on): due_item for due_item in coming}
    kept = cancelled = 0
    for item in open_plan.items(kind):
        if item.due_on < from_on or item.status != ItemStatus.OPEN:
            continue
        due_item = wanted.pop((item.kind, item.due_on), None)
        if due_item is not None and str(due_item.owner) == item.owner:
            kept += 1
            _at_its_hour(open_plan, item, due_item)
            continue
        if due_item is not None:
            wanted[item.kind, item.due_on] = due_item
        close_item(open_plan, item, ItemStatus.CANCELLED, "cadence_changed")
        withdraw_messages(open_plan.session, open_plan.now, reason="cancelled", item_id=item.id, plan_id=row.id)
        cancelled += 1
    open_plan.session.flush()
    for due_item in wanted.values():
        add_item(open_plan, due_item.kind, due_item.due_on, owner=str(due_item.owner), due_time=due_item.due_time, label=due_item.label,
                 article=due_item.article)  # fmt: skip
    return CalendarChange(kept, len(wanted), cancelled)


def _at_its_hour(open_plan: OpenPlan, item: Item, due_item: DueItem) -> None:
    due_at = at_local(due_item.due_on, due_item.due_time)
    if item.due_at != due_at:
        item.due_at = due_at
        _begin_again(open_plan, item)


def _begin_again(open_plan: OpenPlan, item: Item) -> None:
    """Its steps that are still to come have their moments anew; it is called for again where its day has moved on."""
    steps = get_item_steps(open_plan, item)
    item.called_at = None
    set_next(item, [step for step in steps if step[1] > open_plan.now] or steps[-1:])
    if item.next_at is not None:
        open_plan.wake(max(item.next_at, open_plan.now))


def _follow_edition(open_plan: OpenPlan, item: Item) -> bool:
    """The item's next step has its moment from the plan's edition; whether that has moved it."""
    if item.next_step is None or item.next_at is None or item.next_at <= open_plan.now:
        return False
    moments = dict(get_item_steps(open_plan, item))
    moment = moments.get(item.next_step)
    if moment is None or moment == item.next_at:
        return False
    item.next_at = max(moment, open_plan.now)
    return True


def _store_cadence(open_plan: OpenPlan, cadence: CadencePart) -> None:
    case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
    case["cadence"] = cadence.model_dump(mode="json")
    open_plan.plan.case_document = open_plan.seal("plan.case", open_plan.plan.id, case)


def _value(rulebook: Rulebook, key: str, on: date) -> tuple[int, ...]:
    try:
        return rulebook.numbers(key, on=on)
    except TypeError:
        return (rulebook.number(key, on=on),)
