"""Statistics for the heads of an office and for the city: completion, lateness, durations, outcomes. Offices are shown in
the order of their names, never ranked; one with fewer than five cases shows no figure at all (and is in no sum).

Two answers never differ by a few people. The windows are whole calendar years of the decision, so no two of them
overlap; the facts are those on record at the end of the last full quarter, so that nothing moves from one day to the
next; inside an office a figure of one to four people is withheld, with what would give it away
(`evaluation.fairness.withheld`), and the sum over the offices has no figure that one of them withholds.

Read from dates and codes alone: no name, no file is opened, and what was sealed is still counted, like all others.
"""

import csv
import io
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, or_, type_coerce
from sqlalchemy import select as sa_select
from sqlmodel import Session, col

from casework.outcome.acts_ending import ENDINGS
from casework.shared.context import Context
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.rights import Actor, list_visible_offices
from casework.shared.rights.read_operations import READ_STATISTICS
from casework.shared.text.spreadsheets import plain_cell
from core.clock import local_date, start_of_day
from core.errors import BadInput, Mistake
from core.i18n import Text, _, pgettext
from evaluation.fairness import FEWEST, withheld
from evaluation.numbers import median, p90, share
from models.base import unindexed
from models.decision import Decision
from models.item import Item, ItemStatus
from models.office import Role
from models.plan import Plan

_KEPT = (ItemStatus.ON_TIME, ItemStatus.LATE)
_BY_LAW = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.STATUTORY]
_DUE = (*_KEPT, ItemStatus.MISSED, ItemStatus.UNKNOWN)
_OWN = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.FAMILY and code != "own_view"]
OUTCOMES = tuple(ENDINGS.values())
FIRST_YEAR = 2013
"""Conditional non-prosecution is law since 1 January 2013."""
BY_PLAN = 100
"""With so many offices at most things are read plan by plan: 2 ms an office. More are read all at once: 0.4 s for 616."""
NINE_OF_TEN = 10
"""With fewer people what nine of ten did not exceed would be one of them."""


@dataclass(frozen=True)
class StatisticsWindow:
    """Decisions of one calendar year, as far as they were on record on `as_of`, the last day of a quarter."""

    from_on: date
    to_on: date
    as_of: date

    @property
    def known_until(self) -> datetime:
        """The moment at which `as_of` is over."""
        return start_of_day(self.as_of + timedelta(days=1))


@dataclass(frozen=True)
class DurationFigures:
    """Durations: the number of cases, the median, and the value that nine of ten did not exceed. `count` is None
    where it would reveal for how few others it is unknown."""

    count: int | None
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class OfficeTotals:
    """The figures of one office, or of all that are shown together. None: withheld, or no value."""

    cases: int
    running: int | None
    outcomes: dict[str, int | None]
    completed: int | None
    """Of a hundred decided cases, how many ended without prosecution."""
    extended: int | None
    shortened: int | None
    owed: int | None
    """The minors' own things that count as owed."""
    on_time: int | None
    late: int | None
    not_done: int | None
    unknown: int | None
    kept: int | None
    """Of a hundred owed, how many came, in time or later."""
    dates_of_law: int | None
    dates_late: int | None
    days_late: DurationFigures
    """By how many days the office was late with dates of the law, of those that were late."""
    to_announcement: DurationFigures
    """Days from the decision to its announcement."""
    to_final_decision: DurationFigures
    """Days from the last day of the period to the final decision."""


@dataclass(frozen=True)
class OfficeFigures:
    """One office. Without figures it has too few cases to be spoken of."""

    office: str
    figures: OfficeTotals | None


@dataclass(frozen=True)
class Statistics:
    """Cases by the day of their decision, by office, as on record at the end of `as_of`."""

    from_on: date
    to_on: date
    as_of: date
    offices: list[OfficeFigures]
    together: OfficeTotals | None


PlanKey = uuid.UUID | str
Sets = dict[str, set[PlanKey]]


@dataclass
class _Counted:
    """What is counted of one office, each with the plans it comes from."""

    plans: set[PlanKey] = field(default_factory=set)
    ended: Sets = field(default_factory=lambda: defaultdict(set))
    """Plans by how they ended."""
    changed: Sets = field(default_factory=lambda: defaultdict(set))
    own: Counter[str] = field(default_factory=Counter)
    """How the minors' own things stand, and whose they are."""
    own_of: Sets = field(default_factory=lambda: defaultdict(set))
    by_law: Counter[str] = field(default_factory=Counter)
    by_law_of: Sets = field(default_factory=lambda: defaultdict(set))
    days_late: dict[PlanKey, list[int]] = field(default_factory=lambda: defaultdict(list))
    to_announcement: dict[PlanKey, list[int]] = field(default_factory=lambda: defaultdict(list))
    to_final_decision: dict[PlanKey, list[int]] = field(default_factory=lambda: defaultdict(list))


def load_statistics(
    context: Context, actor: Actor, *, from_on: date | None = None, to_on: date | None = None
) -> Statistics:
    """The figures that the actor may see: of the own office; for a city office, of those under it; for an auditor, of all.
    Looking is a line in the journal. Without days, of the year of the last full quarter; BadInput for days that are no
    whole calendar year."""
    window = get_window(context.clock.today(), from_on, to_on)
    with context.query_plans(actor, READ_STATISTICS) as session:
        offices = list_visible_offices(session, actor, READ_STATISTICS)
        counted = _counted(session, [office.id for office in offices], window)
        offices_shown = {office.id: counted[office.id] for office in offices if len(counted[office.id].plans) >= FEWEST}
        figures = {office: _figures(each) for office, each in offices_shown.items()}
        rows = [OfficeFigures(office.name, figures.get(office.id)) for office in offices]
        together = _together(list(figures.values()), list(offices_shown.values())) if len(offices_shown) > 1 else None
        return Statistics(window.from_on, window.to_on, window.as_of, rows, together)


def get_last_full_quarter(today: date) -> date:
    """The last day of the last full quarter."""
    return date(today.year, today.month - (today.month - 1) % 3, 1) - timedelta(days=1)


def list_years(today: date) -> list[int]:
    """The years that can be asked for, newest first."""
    return list(range(get_last_full_quarter(today).year, FIRST_YEAR - 1, -1))


def get_window(today: date, from_on: date | None, to_on: date | None) -> StatisticsWindow:
    """The year from `from_on` to `to_on`; without either, that of the last full quarter. BadInput for any other days."""
    known = get_last_full_quarter(today)
    if from_on is None and to_on is None:
        from_on, to_on = date(known.year, 1, 1), date(known.year, 12, 31)
    for year in list_years(today):
        if (from_on, to_on) == (date(year, 1, 1), date(year, 12, 31)):
            return StatisticsWindow(date(year, 1, 1), date(year, 12, 31), known)
    wrong = _(
        "只能按整年查看（{first_year}年到{year}年，1月1日到12月31日），数字截至{known}。",
        first_year=FIRST_YEAR,
        year=known.year,
        known=known,
    )
    raise BadInput(wrong, mistakes=[Mistake("from_on", wrong), Mistake("to_on", wrong)])


def as_csv(statistics: Statistics) -> str:
    """The same for a spreadsheet, one office a line; an office with too few cases has its name and nothing more."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([words.zh for words in COLUMNS.values()])
    for row in statistics.offices:
        lines.writerow([plain_cell(row.office), *_values(row.figures)])
    if statistics.together is not None:
        lines.writerow([TOGETHER.zh, *_values(statistics.together)])
    return "\ufeff" + out.getvalue()


def as_xlsx(statistics: Statistics) -> bytes:
    """As `as_csv`, as a workbook: numbers are numbers, and no name is ever a formula."""
    from openpyxl import Workbook  # loads only for who asks for a workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "统计"
    sheet.append([words.zh for words in COLUMNS.values()])
    rows = [(row.office, row.figures) for row in statistics.offices]
    for name, figures in [*rows, *([(TOGETHER.zh, statistics.together)] if statistics.together is not None else [])]:
        sheet.append([name, *(get_column_values(figures).values() if figures is not None else [])])
        sheet.cell(sheet.max_row, 1).data_type = "s"
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


TOGETHER = _("以上有数字的各院合计")
COLUMNS: dict[str, Text] = {
    "office": _("检察院"),
    "cases": _("案件数"),
    "running": _("考察中"),
    "non_prosecution": pgettext("column", "不起诉"),
    "prosecution": pgettext("column", "起诉"),
    "otherwise": pgettext("column", "其他终结"),
    "completed": _("不起诉占已决（%）"),
    "extended": _("延长"),
    "shortened": _("缩短"),
    "owed": _("本人应交"),
    "on_time": _("按时"),
    "late": pgettext("column", "补交"),
    "not_done": _("未完成"),
    "unknown": pgettext("column", "情况不明"),
    "kept": _("交来（%）"),
    "dates_of_law": _("法定期限项数"),
    "dates_late": _("其中逾期"),
    "late_median": _("逾期天数中位数"),
    "late_p90": _("逾期天数九成以内"),
    "announcement_median": _("决定到宣布天数中位数"),
    "announcement_p90": _("决定到宣布天数九成以内"),
    "decision_median": _("届满到决定天数中位数"),
    "decision_p90": _("届满到决定天数九成以内"),
}

DEFINITIONS: dict[str, Text] = {
    "cases": _("这一年作出附条件不起诉决定的案件。"),
    "running": _("截至数字所到之日还没有作出起诉或者不起诉的决定。"),
    "completed": _("不起诉的占已作出决定的比例；考察中的不算在内。"),
    "owed": _("本人已被告知、已经到期、有了结果的事项；免除的和当时不必交的不算。"),
    "on_time": _("到期当天或者之前交来。"),
    "late": _("到期之后交来，不论晚几天。"),
    "not_done": _("没有交来，并且经听取说明或者说明期满后记为未完成。"),
    "unknown": _("没有交来，但不能证明本人知道或者能够做到；不计为未完成。"),
    "kept": _("按时和补交的合计占应交的比例：补交也算交来，所以有补交时仍可以是100%。"),
    "dates_of_law": _("检察院和其他机关自己的法定期限，不是本人的。"),
    "late_median": _("只算逾期的：一半不超过这个天数。"),
    "late_p90": _("只算逾期的：十分之九不超过这个天数；不足十件时不显示。"),
    "announcement_median": _("一半的案件不超过这个天数。"),
    "decision_median": _("从考验期最后一天起；一半的案件不超过这个天数。"),
}
"""How figures are counted, where a name alone does not say it."""


def get_column_values(figures: OfficeTotals) -> dict[str, float | int | None]:
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


def _values(figures: OfficeTotals | None) -> list[str]:
    if figures is None:
        return []
    return ["" if value is None else f"{value:g}" for value in get_column_values(figures).values()]


_KEYS = (type_coerce(col(Plan.office_id), String), type_coerce(col(Plan.id), String))
"""A plan and its office as the database has them: to make an id of each of a hundred thousand rows took half of the time."""


def _counted(session: Session, offices: Sequence[uuid.UUID], window: StatisticsWindow) -> dict[uuid.UUID, _Counted]:
    known, until = window.known_until, window.as_of
    there = and_(
        col(Plan.office_id).in_(offices),
        col(Plan.decided_on).between(window.from_on, min(window.to_on, until)),
        col(Plan.opened_at) < known,
    )
    counted: dict[uuid.UUID, _Counted] = defaultdict(_Counted)
    by_key = {office.hex: counted[office] for office in offices} | {office: counted[office] for office in offices}
    plans = sa_select(*_KEYS, col(Plan.decided_on), col(Plan.announced_on))
    for office, plan, decided_on, announced_on in session.execute(plans.where(there)):
        by_key[office].plans.add(plan)
        if announced_on is not None and announced_on <= until:
            by_key[office].to_announcement[plan].append((announced_on - decided_on).days)
    # Without statistics a SQLite file is read by the status of all things there are, which is dear for one office.
    stands: ColumnElement[str] = unindexed(Item.status) if len(offices) <= BY_PLAN else type_coerce(Item.status, String)
    own = (
        sa_select(*_KEYS, col(Item.status), func.count())
        .join(Item, col(Item.plan_id) == col(Plan.id))
        .where(there, col(Item.owner) == Role.MINOR.value, col(Item.kind).in_(_OWN))
        .where(stands.in_(_DUE), col(Item.due_on) <= until, col(Item.settled_at) < known)
        .group_by(col(Plan.office_id), col(Plan.id), col(Item.status))
    )
    for office, plan, status, count in session.execute(own):
        by_key[office].own[status] += count
        by_key[office].own_of[status].add(plan)
    past = and_(col(Item.due_on) <= until, or_(*(stands == each.value for each in (ItemStatus.DONE, ItemStatus.OPEN))))
    by_law = (
        sa_select(*_KEYS, col(Item.due_on), col(Item.settled_at))
        .join(Item, col(Item.plan_id) == col(Plan.id))
        .where(there, col(Item.kind).in_(_BY_LAW), past)
    )
    for office, plan, due_on, settled_at in session.execute(by_law):
        done_on = local_date(settled_at) if settled_at is not None and settled_at < known else until
        late = (done_on - due_on).days
        in_time = "late" if late > 0 else "in_time"
        by_key[office].by_law[in_time] += 1
        by_key[office].by_law_of[in_time].add(plan)
        if late > 0:
            by_key[office].days_late[plan].append(late)
    decided = (
        sa_select(
            *_KEYS, col(Plan.period_to), col(Decision.kind), col(Decision.decided_on),
            col(Decision.superseded_by_id),
        )
        .join(Decision, col(Decision.plan_id) == col(Plan.id))
        .where(there, col(Decision.decided_on) <= until, col(Decision.recorded_at) < known)
        .order_by(col(Decision.decided_on), col(Decision.id))
    )  # fmt: skip
    for office, plan, period_to, kind, decided_on, superseded_by in session.execute(decided):
        if kind in ("extension", "shortening"):
            by_key[office].changed[kind].add(plan)
        elif kind in ENDINGS and superseded_by is None:
            for others in by_key[office].ended.values():
                others.discard(plan)
            by_key[office].ended[ENDINGS[kind]].add(plan)
            if kind == "non_prosecution":
                by_key[office].to_final_decision[plan].append((decided_on - period_to).days)
    return counted


def _figures(counted: _Counted) -> OfficeTotals:
    outcomes = _suppressed_counts(_whole(counted.plans, OUTCOMES, counted.ended, "running"))
    longer = counted.changed["extension"]
    changes = _suppressed_counts(
        _whole(counted.plans, ("extension", "shortening"),
               {"extension": longer, "shortening": counted.changed["shortening"] - longer}, "as_written")
    )  # fmt: skip
    own = _suppressed_counts({status: counted.own_of[status] for status in _DUE}, counted.own)
    announced = _suppressed_counts(
        _whole(counted.plans, ("announced",), {"announced": set(counted.to_announcement)}, "not_yet")
    )
    by_law = _suppressed_counts({each: counted.by_law_of[each] for each in ("late", "in_time")}, counted.by_law)
    return _with_shares(
        OfficeTotals(
            cases=len(counted.plans),
            running=outcomes["running"],
            outcomes={name: outcomes[name] for name in OUTCOMES},
            completed=None,
            extended=changes["extension"],
            shortened=changes["shortening"],
            owed=_sum_of(counted.own, counted.own_of),
            on_time=own[ItemStatus.ON_TIME],
            late=own[ItemStatus.LATE],
            not_done=own[ItemStatus.MISSED],
            unknown=own[ItemStatus.UNKNOWN],
            kept=None,
            dates_of_law=_sum_of(counted.by_law, counted.by_law_of),
            dates_late=by_law["late"],
            days_late=_days(counted.days_late, by_law["late"]),
            to_announcement=_days(counted.to_announcement, announced["announced"]),
            to_final_decision=_days(counted.to_final_decision, outcomes["non_prosecution"]),
        )
    )


def _together(totals: Sequence[OfficeTotals], counted: Sequence[_Counted]) -> OfficeTotals:
    """The sums of what every office shows, and how long it took in the offices that show it."""

    def add(values: Iterable[int | None]) -> int | None:
        found = list(values)
        return None if any(value is None for value in found) else sum(value for value in found if value is not None)

    def days(name: str) -> DurationFigures:
        large_enough = [
            each for each, figures in zip(counted, totals, strict=True) if getattr(figures, name).median is not None
        ]
        lasted = {plan: values for each in large_enough for plan, values in getattr(each, name).items()}
        return _days(lasted, add(getattr(each, name).count for each in totals))

    counts = ("running", "extended", "shortened", "owed", "on_time", "late", "not_done", "unknown", "dates_of_law",
              "dates_late")  # fmt: skip
    sums: dict[str, Any] = {name: add(getattr(each, name) for each in totals) for name in counts}
    spans: dict[str, Any] = {name: days(name) for name in ("days_late", "to_announcement", "to_final_decision")}
    outcomes = {name: add(each.outcomes[name] for each in totals) for name in OUTCOMES}
    cases = sum(each.cases for each in totals)
    return _with_shares(OfficeTotals(cases=cases, outcomes=outcomes, completed=None, kept=None, **sums, **spans))


def _with_shares(figures: OfficeTotals) -> OfficeTotals:
    """The shares of a hundred, each where all that it is made of is shown."""
    completed = kept = None
    ended = [count for count in figures.outcomes.values() if count is not None]
    if len(ended) == len(figures.outcomes):
        completed = share(figures.outcomes["non_prosecution"] or 0, sum(ended))
    if figures.owed is not None and figures.on_time is not None and figures.late is not None:
        kept = share(figures.on_time + figures.late, figures.owed)
    return replace(figures, completed=completed, kept=kept)


def _whole(
    plans: set[PlanKey], names: Iterable[str], parts: Mapping[str, set[PlanKey]], rest: str
) -> dict[str, set[PlanKey]]:
    """All plans in their parts, and the rest of them."""
    counts = {name: parts.get(name, set()) & plans for name in names}
    return {**counts, rest: plans.difference(*counts.values())}


def _suppressed_counts(
    people: Mapping[str, set[PlanKey]], counts: Mapping[str, int] | None = None
) -> dict[str, int | None]:
    """How many plans, or things of `counts`, are in each part; None where it is withheld."""
    hidden = withheld(people)
    if _few(people):
        hidden = frozenset(people)
    return {name: None if name in hidden else len(who) if counts is None else counts[name]
            for name, who in people.items()}  # fmt: skip


def _sum_of(counts: Counter[str], people: Sets) -> int | None:
    return None if _few(people) else sum(counts.values())


def _few(people: Mapping[str, set[PlanKey]]) -> bool:
    return 0 < len(set().union(*people.values())) < FEWEST


def _days(lasted: Mapping[PlanKey, list[int]], count: int | None) -> DurationFigures:
    """Said of five people or more, and what nine of ten did not exceed of ten or more."""
    values = [value for each in lasted.values() for value in each]
    return DurationFigures(
        count,
        median(values) if len(lasted) >= FEWEST else None,
        p90(values) if len(lasted) >= NINE_OF_TEN else None,
    )
