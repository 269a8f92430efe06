"""A running plan's calendar recast: how often what is owed, one contact moved, another edition of the rulebook.

What lies before the day from which a change holds is never touched: what was owed, called for or missed stays as it is.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from casework.plan.acts_changes import AdoptEdition, ChangeCadence, MoveItem
from casework.plan.calendar import is_excluded, list_due_between, list_milestones
from casework.plan.opening import store_edition
from casework.plan.period_and_conditions import ensure_running, get_cadence
from casework.shared.context import OpenPlan
from casework.shared.duplicates import is_already_recorded, record_correction
from casework.shared.files.plan_file import CadencePart
from casework.shared.items.item_kinds import ITEM_KINDS, MOVABLE, OF_THE_WORKER, Pattern
from casework.shared.items.items import add_item, close_item, find_item, get_item_steps, set_due_date
from casework.shared.items.steps import set_next
from casework.shared.notify.notify import notify
from casework.shared.text.text_checks import check_not_blank
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
    """What a change did to what was still to come: how many items stay as they are, are new, and are owed no more."""

    kept: int
    added: int
    cancelled: int


def change_cadence(file: OpenPlan, act: ChangeCadence) -> CalendarChange:
    """From that day on the kind is owed as `changed` says, in the words of the plan file's cadence, and for the rest as
    before; with None it is owed no longer. What falls on the same day as before stays the very same item; nothing
    before the day is touched.

    Refused once the period is over, and for what the family owes from a day on which nobody has told them yet: from
    tomorrow at the earliest. The family is to be told face to face. To the cadence it has already, nothing happens.
    """
    told = {
        "on": act.weekday,
        "by": act.hour,
        "owner": act.owner,
        "every_days": act.every_days,
        "every_months": act.every_months,
        "on_day": act.on_day,
        "first_on": act.first_on,
    }
    changed = None if act.no_more else {name: value for name, value in told.items() if value is not None}
    ensure_running(file)
    if not file.today < act.from_on <= file.plan.period_to:
        raise BadInput(_("变更应自明天起、在考验期之内。"))
    before, _milestones = get_cadence(file)
    after = _changed(before, act.item, changed)
    if after == before:
        if is_already_recorded(file, {"item": act.item, "from_on": act.from_on}, {"reason": act.reason}):
            return CalendarChange(0, 0, 0)
        raise Refused(
            _("与现在的安排相同，没有可以变更的。"),
            article=SUPERVISING,
        )
    done = _lay_out_anew(file, act.item, after, act.from_on)
    _keep_cadence(file, after)
    file.record(
        article=SUPERVISING,
        note={"item": act.item, "from_on": act.from_on, "kept": done.kept, "added": done.added, "cancelled": done.cancelled},
        detail={"reason": act.reason, "changed": after.model_dump(mode="json")[act.item]},
    )  # fmt: skip
    if ITEM_KINDS[act.item].pattern is Pattern.FAMILY:
        told_by = file.context.days.after(file.today, 1)
        notify(file, Event.TO_BE_TOLD_IN_PERSON, f"cadence/{file.lines[-1].id}", day=told_by)
    file.wake()
    return done


def move_item(file: OpenPlan, act: MoveItem) -> None:
    """One thing that the team owes is due on another day, as when its own is a holiday. Refused for what the family owes
    (their days change by the cadence, and are told), into the past, and beyond the period. A day off is warned of (SU-07).
    Moved twice, it is moved."""
    if act.item not in MOVABLE:
        raise StateConflict(_("只能移动本院和社工自己的事项。"))
    if file.actor.role is Role.SOCIAL_WORKER and act.item not in OF_THE_WORKER:
        raise NotAllowed(_("这一项由承办检察官移动。"), article=None)
    moved = [item for item in file.items(act.item) if item.due_on == act.to_on]
    if moved and not [item for item in file.items(act.item) if item.due_on == act.due_on]:
        record_correction(
            file, {"kind": act.item, "due_on": act.to_on, "old_due_on": act.due_on}, {"reason": act.reason}
        )
        return
    item = find_item(file, act.item, act.due_on)
    if item.status != ItemStatus.OPEN:
        raise StateConflict(_("这一项已经办结。"))
    if moved or not file.today <= act.to_on <= file.plan.period_to:
        raise BadInput(
            _("应移到今天之后、考验期之内、没有同类事项的一天。")
        )  # fmt: skip
    set_due_date(file, item, act.to_on, at_local(act.to_on, local_time(item.due_at).time()))
    withdraw_messages(file.session, file.now, reason="cancelled", item_id=item.id, plan_id=file.plan.id)
    _begin_again(file, item)
    accepted = filter_warnings([finding_on_team_day(file.context.days.is_working(act.to_on), act.to_on, file.rulebook)])
    file.record(
        item=item,
        note={"old_due_on": act.due_on},
        detail={"reason": act.reason},
        warned=accepted,
    )
    file.wake()


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


def adopt_edition(file: OpenPlan, act: AdoptEdition) -> list[NumberChange]:
    """The plan lives under today's edition of the rulebook from now on: steps still to come have their moments from it,
    and the last day for the decision is counted anew. What was computed before stays in the journal. To the edition it
    has already, nothing happens."""
    check_not_blank(reason=act.reason)
    old = file.rulebook
    if old.edition == file.context.rulebook.edition:
        return []
    changes = edition_diff(old, file.context.rulebook, file.today)
    store_edition(file.session, file.context, file.now)
    file.plan.edition_id = file.context.rulebook.edition
    file.session.add(file.plan)
    if file.plan.outcome is None and file.plan.ended_because is None:
        file.plan.final_decision_by = final_decision_deadline(
            file.plan.working_end, file.plan.review_days_left, file.context.days, file.rulebook
        ).rolled_to
    moved = sum(_follow_edition(file, item) for item in file.items())
    file.record(
        note={"old_edition": old.short_edition, "edition": file.context.rulebook.short_edition, "moved": moved,
              "numbers": [change.key for change in changes], "final_decision_by": file.plan.final_decision_by},
        detail={"reason": act.reason},
    )  # fmt: skip
    file.wake()
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


def _lay_out_anew(file: OpenPlan, kind: str, cadence: CadencePart, from_on: date) -> CalendarChange:
    row = file.plan
    milestones = list_milestones([], row.period_from, row.period_to)
    eve = from_on - timedelta(days=1)
    coming = [
        owed
        for owed in list_due_between(cadence, milestones, row.period_from, eve, row.period_to, file.context.days)
        if owed.kind == kind and not is_excluded(file, owed)
    ]
    wanted = {(owed.kind, owed.due_on): owed for owed in coming}
    kept = cancelled = 0
    for item in file.items(kind):
        if item.due_on < from_on or item.status != ItemStatus.OPEN:
            continue
        owed = wanted.pop((item.kind, item.due_on), None)
        if owed is not None and str(owed.owner) == item.owner:
            kept += 1
            _at_its_hour(file, item, owed)
            continue
        if owed is not None:
            wanted[item.kind, item.due_on] = owed
        close_item(file, item, ItemStatus.CANCELLED, "cadence_changed")
        withdraw_messages(file.session, file.now, reason="cancelled", item_id=item.id, plan_id=row.id)
        cancelled += 1
    file.session.flush()
    for owed in wanted.values():
        add_item(file, owed.kind, str(owed.owner), owed.due_on, due_time=owed.due_time, label=owed.label,
                 article=owed.article)  # fmt: skip
    return CalendarChange(kept, len(wanted), cancelled)


def _at_its_hour(file: OpenPlan, item: Item, owed: DueItem) -> None:
    due_at = at_local(owed.due_on, owed.due_time)
    if item.due_at != due_at:
        item.due_at = due_at
        _begin_again(file, item)


def _begin_again(file: OpenPlan, item: Item) -> None:
    """Its steps that are still to come have their moments anew; it is called for again where its day has moved on."""
    steps = get_item_steps(file, item)
    item.called_at = None
    set_next(item, [step for step in steps if step[1] > file.now] or steps[-1:])
    file.session.add(item)
    if item.next_at is not None:
        file.wake(max(item.next_at, file.now))


def _follow_edition(file: OpenPlan, item: Item) -> bool:
    """The item's next step has its moment from the plan's edition; whether that has moved it."""
    if item.next_step is None or item.next_at is None or item.next_at <= file.now:
        return False
    moments = dict(get_item_steps(file, item))
    moment = moments.get(item.next_step)
    if moment is None or moment == item.next_at:
        return False
    item.next_at = max(moment, file.now)
    file.session.add(item)
    return True


def _keep_cadence(file: OpenPlan, cadence: CadencePart) -> None:
    case = file.open("plan.case", file.plan.id, file.plan.case_document)
    case["cadence"] = cadence.model_dump(mode="json")
    file.plan.case_document = file.seal("plan.case", file.plan.id, case)
    file.session.add(file.plan)


def _value(rulebook: Rulebook, key: str, on: date) -> tuple[int, ...]:
    try:
        return rulebook.numbers(key, on=on)
    except TypeError:
        return (rulebook.number(key, on=on),)
