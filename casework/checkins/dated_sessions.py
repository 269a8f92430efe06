"""Counselling, courses, hours and work as dated facts: each session has a day, who told it and who confirmed it. The same
one told by a second person is confirmed, not counted twice; what was counted too often is taken back, with a reason.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.shared.duplicates import record_correction
from casework.shared.text.text_checks import text_or_none
from core.errors import BadInput, NotFound, StateConflict
from core.i18n import NO_TEXT, _
from models.base import new_id
from models.dated_session import DatedSession
from models.guardian_order import GuardianOrder
from models.journal import Harmless
from models.plan import Condition

MAX_A_DAY = {"hours": "most_hours_a_day", "times": "most_times_a_day"}
"""What a day can hold, by the unit that is counted; money and things have no such bound."""
CONFIRMED = "confirm_session"
_UNITS = {"hours": _("小时"), "times": _("次")}

Subject = Condition | GuardianOrder
LineNote = Mapping[str, Harmless | list[str]]


def find_condition(open_plan: OpenPlan, name: str) -> Condition:
    """Return the additional condition of that kind ('A1') or place ('2'). BadInput if there is none or more than one."""
    rows = [row for row in open_plan.additional_conditions() if name in (row.kind, str(row.place))]
    if len(rows) != 1:
        raise BadInput(_("没有这项附带条件，或不止一项：请用序号。"))
    return rows[0]


def get_condition_ref(row: Condition) -> dict[str, Harmless | list[str]]:
    """Which condition it is, as the journal may say it."""
    return {"condition": row.kind, "place": row.place, "owed": row.amount}


def get_amounts_done(open_plan: OpenPlan) -> Mapping[uuid.UUID, int]:
    """How much is done of each condition and order of the plan, by its id; 0 for whatever has none. What was done of a
    condition before it was changed counts for the one that replaces it."""
    own: Counter[uuid.UUID] = Counter()
    for row in open_plan.rows(DatedSession):
        if row.taken_back_at is None:
            own[row.condition_id or row.order_id or row.id] += row.amount
    before = _replaced(open_plan)
    whole: Counter[uuid.UUID] = Counter()
    for subject in {*own, *before}:
        whole[subject] = sum(own[each] for each in _back_from(subject, before))
    return whole


def get_sessions(open_plan: OpenPlan, subject: Subject) -> list[DatedSession]:
    """The sessions that count for it, in the order they were recorded."""
    return [row for row in _all_of(open_plan, subject) if row.taken_back_at is None]


def store_session(
    open_plan: OpenPlan,
    subject: Subject,
    *,
    amount: int,
    on: date | None,
    another: bool,
    words: str | None,
    about: LineNote,
    article: str,
    code: str | None = None,
) -> int:
    """So much was done on that day, today if left out; returns how much is done in all. Its line in the journal is of the
    act that is carried out, or of `code`.

    What somebody else told already for that day is the same session, and is confirmed by this, unless it is said to be
    another. A day after the last one is kept as a late fact with its remark. BadInput for a day to come, one before the
    decision or before the order was made, or more than a day holds; StateConflict for what the same person told already.
    """
    day = on or open_plan.today
    if isinstance(subject, GuardianOrder) and day < subject.ordered_on:
        raise BadInput(_("这一天在作出责令之前。"))
    known = [row for row in get_sessions(open_plan, subject) if row.done_on == day]
    same = [] if another else [row for row in known if row.amount == amount]
    row = next((each for each in same if open_plan.actor.id not in (each.recorded_by, each.confirmed_by)), None)
    if same and row is None:
        raise StateConflict(
            _("这一天的这一次您已经登记过，没有重复计算；如果当天还有另一次，请注明“是另一次”。")
        )  # fmt: skip
    if row is None:
        _refuse_more_than_a_day_holds(open_plan, subject, amount, sum(each.amount for each in known))
        row = DatedSession(
            id=new_id(open_plan.now),
            plan_id=open_plan.plan.id,
            condition_id=subject.id if isinstance(subject, Condition) else None,
            order_id=subject.id if isinstance(subject, GuardianOrder) else None,
            done_on=day,
            amount=amount,
            recorded_at=open_plan.now,
            recorded_by=open_plan.actor.id,
            recorded_role=open_plan.actor.role.value,
        )
        act = code
    else:
        act = CONFIRMED
        if row.confirmed_by is None:
            row.confirmed_at, row.confirmed_by, row.confirmed_role = (
                open_plan.now,
                open_plan.actor.id,
                open_plan.actor.role.value,
            )
    open_plan.session.add(row)
    open_plan.session.flush()
    done = get_amounts_done(open_plan)[subject.id]
    late: dict[str, Harmless | list[str]] = {}
    if day > (last := _last_day(open_plan, subject)):
        late = {"late": True, "last_day": last}
    open_plan.record(
        act,
        article=article,
        note={**about, "on": day, "amount": amount, "done": done, **late},
        detail={"note": words} if text_or_none(words) else None,
    )
    return done


def withdraw_session(
    open_plan: OpenPlan, subject: Subject, *, on: date, amount: int | None, reason: str, about: LineNote, article: str
) -> int:
    """That session does not count: it was another day's, another amount, or never took place. Its first record stays
    in the journal. Returns how much is done now. NotFound where nothing is on record for that day; BadInput where it
    is not certain which is meant."""
    those = [row for row in _all_of(open_plan, subject) if row.done_on == on and amount in (None, row.amount)]
    in_force = [row for row in those if row.taken_back_at is None]
    if not those:
        raise NotFound(_("这一天没有这样的登记。"))
    if len({row.amount for row in in_force}) > 1:
        raise BadInput(_("这一天有几次登记，请写明数量。"))
    about = {**about, "on": on, "amount": those[-1].amount}
    if not in_force:
        record_correction(open_plan, about, {"reason": reason}, article=article)
    else:
        row = in_force[-1]
        row.taken_back_at, row.taken_back_by = open_plan.now, open_plan.actor.id
        open_plan.session.flush()
    done = get_amounts_done(open_plan)[subject.id]
    if in_force:
        open_plan.record(article=article, note={**about, "done": done}, detail={"reason": reason})
    return done


def _refuse_more_than_a_day_holds(open_plan: OpenPlan, subject: Subject, amount: int, known: int) -> None:
    unit = _unit(subject)
    key = MAX_A_DAY.get(unit)
    if key is None or amount + known <= (most := open_plan.number(key)):
        return
    name = _UNITS[unit]
    there = _("（当天已登记{known}{name}）", known=known, name=name) if known else NO_TEXT
    raise BadInput(
        _("一天最多登记{most}{name}{there}；请写明哪一天，逐日登记。", most=most, name=name, there=there)
    )  # fmt: skip


def _unit(subject: Subject) -> str:
    return "hours" if isinstance(subject, GuardianOrder) else subject.unit or "times"


def _last_day(open_plan: OpenPlan, subject: Subject) -> date:
    """The last day on which it was to be done: what comes after it is a late fact."""
    if isinstance(subject, GuardianOrder):
        return min(subject.until_on, subject.ended_on or subject.until_on)
    return subject.by_on or open_plan.plan.period_to


def _all_of(open_plan: OpenPlan, subject: Subject) -> list[DatedSession]:
    replaced = _back_from(subject.id, _replaced(open_plan))
    return [row for row in open_plan.rows(DatedSession) if {row.condition_id, row.order_id} & {*replaced}]


def _replaced(open_plan: OpenPlan) -> dict[uuid.UUID, uuid.UUID]:
    """Which condition each one replaced."""
    return {row.replaced_by_id: row.id for row in open_plan.rows(Condition) if row.replaced_by_id is not None}


def _back_from(subject: uuid.UUID, before: Mapping[uuid.UUID, uuid.UUID]) -> list[uuid.UUID]:
    """It, and what it replaced, and what that replaced."""
    found = [subject]
    while found[-1] in before:
        found.append(before[found[-1]])
    return found
