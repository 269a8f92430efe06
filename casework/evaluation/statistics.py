"""Statistics for the heads of an office and for the city: completion, lateness, durations, outcomes. Offices are shown in
the order of their names, never ranked; one with fewer than five cases shows no figure at all (and is in no sum).

Read from dates and codes alone: no name, no file is opened, and what was sealed is still counted.
"""

import csv
import io
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from casework.desk import Desk
from casework.kinds import KINDS, Pattern
from casework.rights import RIGHTS, Act, Actor, Scope
from evaluation.fairness import FEWEST
from evaluation.numbers import median, p90, share
from law.transitions import PlanStatus
from models.decision import Decision
from models.item import Item, ItemStatus
from models.office import Office, OfficeLevel, Role
from models.plan import Plan
from sunward.clock import local_date
from sunward.errors import BadInput, Mistake
from sunward.words import Words

_KEPT = (ItemStatus.ON_TIME, ItemStatus.LATE)
_BY_LAW = [code for code, kind in KINDS.items() if kind.pattern is Pattern.STATUTORY]
_OWN = [code for code, kind in KINDS.items() if kind.pattern is Pattern.FAMILY and code != "own_view"]
_RUNNING = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


@dataclass(frozen=True)
class Days:
    """How long something took: of how many, the middle, and what nine of ten did not exceed."""

    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Figures:
    """What is told of one office, or of all that are shown together."""

    cases: int
    running: int
    outcomes: dict[str, int]
    completed: int | None
    """Of a hundred decided cases, how many ended without prosecution."""
    extended: int
    shortened: int
    owed: int
    """The minors' own things that count as owed."""
    on_time: int
    late: int
    not_done: int
    unknown: int
    kept: int | None
    """Of a hundred owed, how many came, in time or later."""
    dates_of_law: int
    dates_late: int
    days_late: Days
    """By how many days the office was late with dates of the law, of those that were late."""
    to_announcement: Days
    """Days from the decision to its announcement."""
    to_final_decision: Days
    """Days from the last day of the period to the final decision."""


@dataclass(frozen=True)
class OfficeFigures:
    """One office. Without figures it has too few cases to be spoken of."""

    office: str
    figures: Figures | None


@dataclass(frozen=True)
class Statistics:
    """Cases by the day of their decision, by office."""

    from_on: date | None
    to_on: date | None
    offices: list[OfficeFigures]
    together: Figures | None


@dataclass
class _Counted:
    """What is counted of some offices: their plans, and of all that was owed and decided in them no more than counts
    and days. A province has a hundred thousand items; none of them is needed whole."""

    plans: list[Any] = field(default_factory=list)
    own: Counter[str] = field(default_factory=Counter)
    """How the minors' own things stand."""
    days_late: list[int] = field(default_factory=list)
    """By how much each date of the law was kept or missed."""
    changes: Counter[str] = field(default_factory=Counter)
    to_final_decision: list[int] = field(default_factory=list)

    def add(self, other: "_Counted") -> None:
        self.plans += other.plans
        self.own += other.own
        self.days_late += other.days_late
        self.changes += other.changes
        self.to_final_decision += other.to_final_decision


def statistics(desk: Desk, actor: Actor, *, from_on: date | None = None, to_on: date | None = None) -> Statistics:
    """The figures that the actor may see: of the own office; for a city office, of those under it; for an auditor, of all.
    Looking is a line in the journal. BadInput where the last day lies before the first."""
    if from_on is not None and to_on is not None and to_on < from_on:
        wrong = Words("早于起始日。", "lies before the first day.")
        raise BadInput(Words("有1处需要改正。", "1 thing must be corrected."), mistakes=[Mistake("to_on", wrong)])
    with desk.look_over(actor, Act.READ_STATISTICS) as session:
        today = desk.clock.today()
        offices = offices_in_reach(session, actor, Act.READ_STATISTICS)
        counted = _counted(session, [office.id for office in offices], from_on, to_on, today)
        shown = {office.id: counted[office.id] for office in offices if len(counted[office.id].plans) >= FEWEST}
        rows = [
            OfficeFigures(office.name, _figures(shown[office.id]) if office.id in shown else None) for office in offices
        ]
        together = _Counted()
        for each in shown.values():
            together.add(each)
        return Statistics(from_on, to_on, rows, _figures(together) if len(shown) > 1 else None)


def offices_in_reach(session: Session, actor: Actor, act: Act) -> list[Office]:
    """The offices whose cases the actor's right covers, by name. A city office's own are those under it."""
    query = select(Office).order_by(col(Office.name))
    if RIGHTS[act].get(actor.role) is not Scope.ALL:
        own = session.get(Office, actor.office_id)
        if own is None:
            return []
        if own.level != OfficeLevel.CITY:
            return [own]
        under = (col(Office.superior_id) == own.id) | col(Office.superior_id).is_(None)
        query = query.where(under)
    return [office for office in session.exec(query) if office.level == OfficeLevel.BASIC]


def as_csv(told: Statistics) -> str:
    """The same for a spreadsheet, one office a line; an office with too few cases has its name and nothing more."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([words.zh for words in COLUMNS.values()])
    for row in told.offices:
        lines.writerow([_plain(row.office), *_values(row.figures)])
    if told.together is not None:
        lines.writerow([TOGETHER.zh, *_values(told.together)])
    return "\ufeff" + out.getvalue()


def as_xlsx(told: Statistics) -> bytes:
    """As `as_csv`, as a workbook: numbers are numbers, and no name is ever a formula."""
    from openpyxl import Workbook  # loads only for who asks for a workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "统计"
    sheet.append([words.zh for words in COLUMNS.values()])
    rows = [(row.office, row.figures) for row in told.offices]
    for name, figures in [*rows, *([(TOGETHER.zh, told.together)] if told.together is not None else [])]:
        sheet.append([name, *(values_of(figures).values() if figures is not None else [])])
        sheet.cell(sheet.max_row, 1).data_type = "s"
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TOGETHER = Words("以上有数字的各院合计", "All that are shown, together")
COLUMNS: dict[str, Words] = {
    "office": Words("检察院", "Office"),
    "cases": Words("案件数", "Cases"),
    "running": Words("考察中", "Running"),
    "non_prosecution": Words("不起诉", "Not prosecuted"),
    "prosecution": Words("起诉", "Prosecuted"),
    "otherwise": Words("其他终结", "Ended otherwise"),
    "completed": Words("不起诉占已决（%）", "Not prosecuted of decided (%)"),
    "extended": Words("延长", "Extended"),
    "shortened": Words("缩短", "Shortened"),
    "owed": Words("本人应交", "Owed by minors"),
    "on_time": Words("按时", "On time"),
    "late": Words("补交", "Later"),
    "not_done": Words("未完成", "Not done"),
    "unknown": Words("情况不明", "Unknown"),
    "kept": Words("交来（%）", "Kept (%)"),
    "dates_of_law": Words("法定期限项数", "Dates of the law"),
    "dates_late": Words("其中逾期", "Of them late"),
    "late_median": Words("逾期天数中位数", "Days late, median"),
    "late_p90": Words("逾期天数九成以内", "Days late, P90"),
    "announcement_median": Words("决定到宣布天数中位数", "Days to the announcement, median"),
    "announcement_p90": Words("决定到宣布天数九成以内", "Days to the announcement, P90"),
    "decision_median": Words("届满到决定天数中位数", "Days to the final decision, median"),
    "decision_p90": Words("届满到决定天数九成以内", "Days to the final decision, P90"),
}


def values_of(figures: Figures) -> dict[str, float | int | None]:
    """Each column's value but the office's name."""
    return {
        "cases": figures.cases,
        "running": figures.running,
        **figures.outcomes,
        "completed": figures.completed,
        "extended": figures.extended,
        "shortened": figures.shortened,
        "owed": figures.owed,
        "on_time": figures.on_time,
        "late": figures.late,
        "not_done": figures.not_done,
        "unknown": figures.unknown,
        "kept": figures.kept,
        "dates_of_law": figures.dates_of_law,
        "dates_late": figures.dates_late,
        "late_median": figures.days_late.median,
        "late_p90": figures.days_late.p90,
        "announcement_median": figures.to_announcement.median,
        "announcement_p90": figures.to_announcement.p90,
        "decision_median": figures.to_final_decision.median,
        "decision_p90": figures.to_final_decision.p90,
    }


def _values(figures: Figures | None) -> list[str]:
    if figures is None:
        return []
    return ["" if value is None else f"{value:g}" for value in values_of(figures).values()]


def _plain(text: str) -> str:
    """A spreadsheet takes no name for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _counted(
    session: Session, offices: Sequence[uuid.UUID], from_on: date | None, to_on: date | None, today: date
) -> dict[uuid.UUID, _Counted]:
    there: ColumnElement[bool] = col(Plan.office_id).in_(offices)
    if from_on is not None:
        there = and_(there, col(Plan.decided_on) >= from_on)
    if to_on is not None:
        there = and_(there, col(Plan.decided_on) <= to_on)
    counted: dict[uuid.UUID, _Counted] = defaultdict(_Counted)
    plans = sa_select(
        col(Plan.office_id), col(Plan.status), col(Plan.outcome), col(Plan.ended_because), col(Plan.decided_on),
        col(Plan.announced_on),
    )  # fmt: skip
    for plan in session.execute(plans.where(there)):
        counted[plan.office_id].plans.append(plan)
    own = (
        sa_select(col(Plan.office_id), col(Item.status), func.count())
        .join(Item, col(Item.plan_id) == col(Plan.id))
        .where(there, col(Item.owner) == Role.MINOR.value, col(Item.kind).in_(_OWN))
        .group_by(col(Plan.office_id), col(Item.status))
    )
    for office, status, count in session.execute(own):
        counted[office].own[status] += count
    past = or_(
        col(Item.status) == ItemStatus.DONE.value,
        and_(col(Item.status) == ItemStatus.OPEN.value, col(Item.due_on) < today),
    )
    by_law = (
        sa_select(col(Plan.office_id), col(Item.due_on), col(Item.settled_at))
        .join(Item, col(Item.plan_id) == col(Plan.id))
        .where(there, col(Item.kind).in_(_BY_LAW), past)
    )
    for office, due_on, settled_at in session.execute(by_law):
        done_on = local_date(settled_at) if settled_at is not None else today
        counted[office].days_late.append((done_on - due_on).days)
    decided = sa_select(
        col(Plan.office_id), col(Plan.period_to), col(Decision.kind), col(Decision.decided_on),
        col(Decision.superseded_by_id),
    ).join(Decision, col(Decision.plan_id) == col(Plan.id))  # fmt: skip
    for office, period_to, kind, decided_on, superseded_by in session.execute(decided.where(there)):
        counted[office].changes[kind] += 1
        if kind == "non_prosecution" and superseded_by is None:
            counted[office].to_final_decision.append((decided_on - period_to).days)
    return counted


def _figures(counted: _Counted) -> Figures:
    own, plans = counted.own, counted.plans
    outcomes = Counter(map(_outcome, plans))
    told = {name: outcomes[name] for name in ("non_prosecution", "prosecution", "otherwise")}
    owed = sum(own[status] for status in (*_KEPT, ItemStatus.MISSED, ItemStatus.UNKNOWN))
    late = [days for days in counted.days_late if days > 0]
    return Figures(
        cases=len(plans),
        running=sum(plan.status in _RUNNING for plan in plans),
        outcomes=told,
        completed=share(told["non_prosecution"], sum(told.values())),
        extended=counted.changes["extension"],
        shortened=counted.changes["shortening"],
        owed=owed,
        on_time=own[ItemStatus.ON_TIME],
        late=own[ItemStatus.LATE],
        not_done=own[ItemStatus.MISSED],
        unknown=own[ItemStatus.UNKNOWN],
        kept=share(own[ItemStatus.ON_TIME] + own[ItemStatus.LATE], owed),
        dates_of_law=len(counted.days_late),
        dates_late=len(late),
        days_late=_days(late),
        to_announcement=_days(
            (plan.announced_on - plan.decided_on).days for plan in plans if plan.announced_on is not None
        ),
        to_final_decision=_days(counted.to_final_decision),
    )


def _outcome(plan: Any) -> str | None:
    if plan.outcome in ("non_prosecution", "prosecution"):
        return str(plan.outcome)
    return "otherwise" if plan.ended_because is not None else None


def _days(found: Iterable[int]) -> Days:
    values = list(found)
    return Days(len(values), median(values), p90(values))
