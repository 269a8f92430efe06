"""Payments to a victim in instalments: which are paid, which are late, and which the period does not reach any more.

Money that a family does not have is never a breach: nothing here counts a miss.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.acts import AgreeInstalments
from casework.checkins.dated_sessions import find_condition, get_amounts_done
from casework.shared.items.follow_ups import get_carrier
from casework.shared.items.items import add_item, cancel_items, finish_item
from core.errors import BadInput, Mistake
from core.i18n import Text, _
from core.typed_days import normalize_figures, parse_day
from law.duties import CONDITIONS
from models.plan import Condition

CHECK = "instalment_check"
_INSTALMENT = re.compile(r"(?P<day>.+?)\s+(?P<yuan>[0-9]{1,8})\s*元?")


@dataclass(frozen=True)
class InstalmentView:
    """An instalment: how much of it is paid, and whether its day lies beyond the period."""

    due_on: date
    yuan: int
    paid: int
    late: bool
    after_period: bool


@dataclass(frozen=True)
class InstalmentsView:
    """What was agreed for one condition."""

    payee: str
    place: int
    instalments: list[InstalmentView]


@verb(AgreeInstalments)
def agree_instalments(open_plan: OpenPlan, act: AgreeInstalments) -> None:
    """The instalments are on the file, and the team looks after each that falls due within the period.

    Raises BadInput for a condition that is not counted in yuan, for a line that is no day and amount, and for more than the
    condition asks.
    """
    row = find_condition(open_plan, act.condition)
    if row.unit != "yuan":
        raise _mistake("condition", _("只有按金额计的附带条件可以分期。"))
    instalments = _read(act.instalments)
    if row.amount is not None and sum(yuan for _day, yuan in instalments) > row.amount:
        raise _mistake("instalments", _("各期相加超过了附带条件的金额。"))
    replaced = [entry.id for entry in list_entries(open_plan, AgreeInstalments) if entry.about == row.id]
    if not keep_entry(open_plan, act, about=row.id, replaces=replaced[-1] if replaced else None, article=CONDITIONS):
        return
    label = str(row.place)
    cancel_items(open_plan, "agreed_anew", kinds=(CHECK,), label=label)
    for due_on, _yuan in instalments:
        if open_plan.today <= due_on <= open_plan.plan.period_to:
            add_item(
                open_plan,
                CHECK,
                _check_day(open_plan, due_on),
                owner=get_carrier(open_plan),
                label=label,
                article=CONDITIONS,
            )


def finish_paid_checks(open_plan: OpenPlan, condition: Condition) -> None:
    """Nobody has to look after an instalment that is paid."""
    paid_until = [
        each.due_on for view in load_instalments(open_plan) if view.place == condition.place
        for each in view.instalments if each.paid >= each.yuan
    ]  # fmt: skip
    for item in open_plan.items(CHECK):
        if item.label == str(condition.place) and paid_until and item.due_on <= _check_day(open_plan, paid_until[-1]):
            finish_item(open_plan, item)


def load_instalments(open_plan: OpenPlan) -> list[InstalmentsView]:
    """Return what stands agreed, condition by condition; payments cover the earliest instalments."""
    done = get_amounts_done(open_plan)
    conditions = {row.id: row for row in open_plan.rows(Condition)}
    views = []
    for entry in list_entries(open_plan, AgreeInstalments):
        row = conditions[entry.about or uuid.UUID(int=0)]
        left, instalments = done.get(row.id, 0), []
        for due_on, yuan in _read(entry.fields.instalments):
            paid = min(left, yuan)
            left -= paid
            after = due_on > open_plan.plan.period_to
            late = paid < yuan and due_on < open_plan.today and not after
            instalments.append(InstalmentView(due_on, yuan, paid, late, after))
        views.append(InstalmentsView(entry.fields.payee, row.place, instalments))
    return views


def get_next_instalment(open_plan: OpenPlan) -> InstalmentView | None:
    """Return the earliest instalment within the period that is not paid in full; None where there is none."""
    unpaid = [
        each
        for view in load_instalments(open_plan)
        for each in view.instalments
        if each.paid < each.yuan and not each.after_period
    ]
    return min(unpaid, key=lambda each: each.due_on, default=None)


def _check_day(open_plan: OpenPlan, due_on: date) -> date:
    return open_plan.context.days.roll_forward(due_on + timedelta(days=1))


def _read(lines: list[str]) -> list[tuple[date, int]]:
    found = []
    for place, line in enumerate(lines, 1):
        parts = _INSTALMENT.fullmatch(normalize_figures(line.strip()))
        day = parse_day(parts["day"]) if parts else None
        if parts is None or day is None or int(parts["yuan"]) == 0:
            raise _mistake("instalments", _("第{place}期不是“哪天 多少元”：请写成“2026-06-30 500”。", place=place))
        found.append((day, int(parts["yuan"])))
    return sorted(found)


def _mistake(field: str, why: Text) -> BadInput:
    return BadInput(why, mistakes=[Mistake(field, why)])
