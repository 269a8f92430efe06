"""Counting what the statistics show, office by office: from dates and codes alone, and with nothing that would give away
a few people."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, or_, type_coerce
from sqlalchemy import select as sa_select
from sqlmodel import Session, col

from casework.evaluation.statistics_window import StatisticsWindow
from casework.outcome.acts_ending import ENDINGS
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from core.clock import local_date
from evaluation.numbers import median, p90, share
from evaluation.small_counts import FEWEST, withheld
from models.decision import Decision
from models.item import Item, ItemStatus
from models.office import Role
from models.plan import Plan

_KEPT = (ItemStatus.ON_TIME, ItemStatus.LATE)
_BY_LAW = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.STATUTORY]
_DUE = (*_KEPT, ItemStatus.MISSED, ItemStatus.UNKNOWN)
_OWN = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.FAMILY and code != "own_view"]
OUTCOMES = tuple(ENDINGS.values())
BY_PLAN = 100
"""Up to this number of offices things are read plan by plan: 2 ms an office. More are read all at once: 0.4 s for
616."""
NINE_OF_TEN = 10
"""With fewer people what nine of ten did not exceed would be one of them."""


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
class Durations:
    """In how many cases it was measured, and by number of days, how often."""

    cases: int
    times: dict[int, int]
    """By days."""


@dataclass(frozen=True)
class OfficeCount:
    """The figures of an office with enough cases, and what its durations come from."""

    totals: OfficeTotals
    days_late: Durations
    to_announcement: Durations
    to_final_decision: Durations


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


_KEYS = (type_coerce(col(Plan.office_id), String), type_coerce(col(Plan.id), String))
"""A plan and its office as the database has them: to make an id of each of a hundred thousand rows took half of the time."""


def count_offices(
    session: Session, offices: Sequence[uuid.UUID], window: StatisticsWindow
) -> dict[uuid.UUID, OfficeCount]:
    """Of these offices those with enough cases to be spoken of."""
    counted = _count(session, offices, window)
    return {office: _to_figures(each) for office, each in counted.items() if len(each.plans) >= FEWEST}


def _count(session: Session, offices: Sequence[uuid.UUID], window: StatisticsWindow) -> dict[uuid.UUID, _Counted]:
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
    # Else a SQLite file without statistics is read by the status of all things there are, which is dear for one office.
    stands: ColumnElement[str] = (
        func.coalesce(Item.status, "") if len(offices) <= BY_PLAN else type_coerce(Item.status, String)
    )
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


def _to_figures(counted: _Counted) -> OfficeCount:
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
    late, to_announcement, to_final_decision = (
        Durations(len(each), Counter(days for values in each.values() for days in values))
        for each in (counted.days_late, counted.to_announcement, counted.to_final_decision)
    )
    totals = _with_shares(
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
            days_late=_describe(late, by_law["late"]),
            to_announcement=_describe(to_announcement, announced["announced"]),
            to_final_decision=_describe(to_final_decision, outcomes["non_prosecution"]),
        )
    )
    return OfficeCount(totals, late, to_announcement, to_final_decision)


def sum_up(counts: Sequence[OfficeCount]) -> OfficeTotals:
    """The sums of what every office shows, and how long it took in the offices that show it."""
    totals = [each.totals for each in counts]

    def add(values: Iterable[int | None]) -> int | None:
        found = list(values)
        return None if any(value is None for value in found) else sum(value for value in found if value is not None)

    def days(name: str) -> DurationFigures:
        shown: list[Durations] = [
            getattr(each, name) for each in counts if getattr(each.totals, name).median is not None
        ]
        times: Counter[int] = Counter()
        for each in shown:
            times.update(each.times)
        lasted = Durations(sum(each.cases for each in shown), times)
        return _describe(lasted, add(getattr(each, name).count for each in totals))

    summed = ("running", "extended", "shortened", "owed", "on_time", "late", "not_done", "unknown", "dates_of_law",
              "dates_late")  # fmt: skip
    sums: dict[str, Any] = {name: add(getattr(each, name) for each in totals) for name in summed}
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


def _describe(lasted: Durations, count: int | None) -> DurationFigures:
    """Said of five people or more, and what nine of ten did not exceed of ten or more."""
    days = [days for days, times in sorted(lasted.times.items()) for _ in range(times)]
    return DurationFigures(
        count,
        median(days) if lasted.cases >= FEWEST else None,
        p90(days) if lasted.cases >= NINE_OF_TEN else None,
    )
