"""The board of runs: every plan's run within reach, with its state, when and why it is processed next, and what it did last.

What is halted, failing or late comes first. An administrator gets numbers and states; a city office and an auditor get
counts by office, and of an office with few cases not even those.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, literal
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, exists, func, or_, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor, list_visible_offices, visible_plans
from casework.acting.rights.read_operations import READ_RUNS
from casework.plan.views.flow_run import describe_failure
from casework.plan.views.run_states import LIVING, RUN_STATES, RunState, count_states, get_run_state
from casework.shared.items.follow_ups import PLAN_HALTED
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.paging import bad_cursor, from_cursor, to_cursor
from casework.shared.text.journal_text import run_label
from casework.shared.text.labels import role_label, stage_label, step_label
from core.errors import NotFound
from core.i18n import Text, _
from evaluation.small_counts import FEWEST
from law.transitions import PlanStatus
from models.item import STILL_OPEN, Item
from models.office import Office, OfficeLevel, Role, Staff
from models.plan import Plan, RunLogEntry, TeamMember


class Awaited(StrEnum):
    """What a run waits for: how the next item is followed, or people where nothing happens by itself."""

    FAMILY = Pattern.FAMILY.value
    STAFF = Pattern.STAFF.value
    STATUTORY = Pattern.STATUTORY.value
    MACHINE = Pattern.MACHINE.value
    PEOPLE = "people"


class RunOrder(StrEnum):
    """By what the board is sorted."""

    STATE = "state"
    NEXT = "next"
    LAST = "last"
    ATTEMPTS = "attempts"
    NUMBER = "number"


class BoardDetail(StrEnum):
    """How much of the runs somebody sees."""

    CASES = "cases"
    NUMBERS = "numbers"
    COUNTS = "counts"


AWAITED: dict[Awaited, Text] = {
    Awaited.FAMILY: _("本人或者监护人要做的事"),
    Awaited.STAFF: _("办案方要办的事"),
    Awaited.STATUTORY: _("法定期限"),
    Awaited.MACHINE: _("系统到期要办的事"),
    Awaited.PEOPLE: _("等人办理"),
}

SHOWN = 25


@dataclass(frozen=True)
class RunFilters:
    """Which runs are asked for, and in which order."""

    state: RunState | None = None
    stage: PlanStatus | None = None
    person: str | None = None
    """The sign-in name of somebody on the plan's team."""
    office: str | None = None
    awaits: Awaited | None = None
    order: RunOrder = RunOrder.STATE
    descending: bool = False


@dataclass(frozen=True)
class NextRun:
    """What is due next on the plan, and whose it is."""

    kind: str
    words: Text
    step: str | None
    step_words: Text | None
    owner: str
    owner_words: Text


@dataclass(frozen=True)
class LastRun:
    """The last time the program processed the plan. `seconds` is None while it does."""

    began_at: datetime
    seconds: float | None
    verbs: list[str]
    verb_words: list[Text]
    failure: Text | None


@dataclass(frozen=True)
class RunRow:
    """One plan's run. Who sees numbers and states only gets no stage, no item and nothing of what was done."""

    number: str
    state: RunState
    state_words: Text
    office: str
    next_at: datetime | None
    since: datetime | None
    """Since when it is halted, failing or late."""
    attempts: int
    """How often in a row its processing has failed."""
    last: LastRun | None
    stage: Text | None = None
    awaits: Awaited | None = None
    awaits_words: Text | None = None
    next: NextRun | None = None


@dataclass(frozen=True)
class RunPerson:
    """Somebody who carries one of the plans."""

    login: str
    name: str


@dataclass(frozen=True)
class OfficeRuns:
    """How many runs of an office are in each state; None for an office with too few cases to be spoken of."""

    office: str
    counts: dict[RunState, int] | None


@dataclass(frozen=True)
class RunBoard:
    """A page of the board with the counts by state of everything that was asked for; `next` leads to the page after it."""

    detail: BoardDetail
    counts: dict[RunState, int]
    runs: list[RunRow] = field(default_factory=list)
    next: str | None = None
    people: list[RunPerson] = field(default_factory=list)
    """Who can be asked for."""
    offices: list[str] = field(default_factory=list)
    """Which offices can be asked for, where there are several."""
    by_office: list[OfficeRuns] = field(default_factory=list)
    """For who sees counts only."""

    @property
    def total(self) -> int:
        """How many runs there are of what was asked for, in whatever state."""
        return sum(self.counts.values())


def load_runs(
    context: Context,
    actor: Actor,
    filters: RunFilters | None = None,
    *,
    cursor: str | None = None,
    limit: int = SHOWN,
) -> RunBoard:
    """The runs within the actor's reach; those of sealed and closed plans are over. Looking is a line in the journal."""
    filters = filters or RunFilters()
    with context.query_plans(actor, READ_RUNS) as session:
        now = context.clock.now()
        offices = list_visible_offices(session, actor, READ_RUNS)
        if _detail(session, actor) is BoardDetail.COUNTS:
            return _counts_only(session, offices, now)
        detail = BoardDetail.NUMBERS if actor.role is Role.ADMINISTRATOR else BoardDetail.CASES
        reach = and_(visible_plans(actor, READ_RUNS), LIVING)
        asked = and_(reach, *_conditions(filters, offices, detail))
        place = _place(cursor)
        found = session.execute(
            sa_select(Plan, get_run_state(now).label("state"))
            .where(asked, literal(True) if filters.state is None else get_run_state(now) == filters.state.value)
            .order_by(*_order(filters, now))
            .offset(place)
            .limit(limit + 1)
        ).all()
        page = [(plan, RunState(state)) for plan, state in found[:limit]]
        return RunBoard(
            detail=detail,
            counts=count_states(session, asked, now),
            runs=_rows(session, page, detail, {office.id: office.name for office in offices}, now),
            next=to_cursor(place + limit) if len(found) > limit else None,
            people=_people(session, reach) if detail is BoardDetail.CASES else [],
            offices=[office.name for office in offices] if len(offices) > 1 else [],
        )


def load_run(open_plan: OpenPlan) -> RunRow:
    """The run of the open plan, as far as the actor sees runs of it. NotFound for an actor who sees counts only, and
    for a plan that is over."""
    session, plan, actor = open_plan.session, open_plan.plan, open_plan.actor
    detail = _detail(session, actor)
    if detail is BoardDetail.COUNTS or plan.sealed_at is not None or plan.closed_at is not None:
        raise NotFound(_("没有这个方案的运行可看。"))
    state = RunState(
        session.execute(sa_select(get_run_state(open_plan.now)).where(col(Plan.id) == plan.id)).scalar_one()
    )
    office = session.get_one(Office, plan.office_id)
    return _rows(session, [(plan, state)], detail, {office.id: office.name}, open_plan.now)[0]


def _detail(session: Session, actor: Actor) -> BoardDetail:
    if actor.role is Role.AUDITOR:
        return BoardDetail.COUNTS
    if actor.role is Role.ADMINISTRATOR:
        return BoardDetail.NUMBERS
    own = session.get(Office, actor.office_id)
    return BoardDetail.COUNTS if own is not None and own.level == OfficeLevel.CITY else BoardDetail.CASES


def _next_kind() -> ColumnElement[str]:
    """The kind of the item by which a plan is due next; none where nothing happens by itself."""
    return (
        select(Item.kind)
        .where(col(Item.plan_id) == Plan.id, col(Item.status).in_(STILL_OPEN), col(Item.next_at).is_not(None))
        .order_by(col(Item.next_at), col(Item.id))
        .limit(1)
        .scalar_subquery()
    )


def _conditions(filters: RunFilters, offices: Sequence[Office], detail: BoardDetail) -> Iterable[ColumnElement[bool]]:
    if filters.office:
        yield col(Plan.office_id).in_([office.id for office in offices if office.name == filters.office])
    if detail is not BoardDetail.CASES:
        return  # what is of the case is not asked either: an answer would tell it
    if filters.stage is not None:
        yield col(Plan.status) == filters.stage.value
    if filters.person:
        yield exists().where(
            col(TeamMember.plan_id) == Plan.id, col(TeamMember.until_at).is_(None),
            col(TeamMember.staff_id) == Staff.id, col(Staff.login) == filters.person,
        )  # fmt: skip
    if filters.awaits is Awaited.PEOPLE:
        yield or_(col(Plan.quarantined_at).is_not(None), _next_kind().is_(None))
    elif filters.awaits is not None:
        kinds = [code for code, kind in ITEM_KINDS.items() if kind.pattern.value == filters.awaits.value]
        yield and_(col(Plan.quarantined_at).is_(None), _next_kind().in_(kinds))


def _order(filters: RunFilters, now: datetime) -> list[ColumnElement[Any]]:
    """The order that is asked for, and then always by number: no two runs change places between two looks."""
    last = select(func.max(RunLogEntry.began_at)).where(col(RunLogEntry.plan_id) == Plan.id).scalar_subquery()
    by: dict[RunOrder, list[Any]] = {
        RunOrder.STATE: [
            case({state.value: place for place, state in enumerate(RunState)}, value=get_run_state(now)), col(Plan.wake_at)
        ],
        RunOrder.NEXT: [col(Plan.wake_at)],
        RunOrder.LAST: [last],
        RunOrder.ATTEMPTS: [col(Plan.failures)],
        RunOrder.NUMBER: [],
    }  # fmt: skip
    asked = [*by[filters.order], col(Plan.number)]
    return [each.desc().nulls_last() if filters.descending else each.asc().nulls_last() for each in asked]


def _place(cursor: str | None) -> int:
    if cursor is None:
        return 0
    (place,) = from_cursor(cursor, (int,))
    if not isinstance(place, int) or not 0 <= place < 10**6:
        raise bad_cursor()
    return place


def _counts_only(session: Session, offices: Sequence[Office], now: datetime) -> RunBoard:
    state = get_run_state(now).label("state")
    query = (
        sa_select(col(Plan.office_id), state, func.count())
        .where(LIVING, col(Plan.office_id).in_([office.id for office in offices]))
        .group_by(col(Plan.office_id), state)
    )
    found: dict[uuid.UUID, dict[RunState, int]] = {}
    for office_id, run_state, count in session.execute(query):
        found.setdefault(office_id, dict.fromkeys(RunState, 0))[RunState(run_state)] = count
    rows = [
        OfficeRuns(office.name, counts if sum(counts.values()) >= FEWEST else None)
        for office in offices
        for counts in [found.get(office.id, {})]
    ]
    visible = [row.counts for row in rows if row.counts is not None]
    return RunBoard(
        detail=BoardDetail.COUNTS,
        counts={each: sum(counts[each] for counts in visible) for each in RunState},
        by_office=rows,
    )


def _rows(
    session: Session,
    page: Sequence[tuple[Plan, RunState]],
    detail: BoardDetail,
    offices: Mapping[uuid.UUID, str],
    now: datetime,
) -> list[RunRow]:
    ids = [plan.id for plan, _state in page]
    full = detail is BoardDetail.CASES
    last = _last_runs(session, ids, full)
    following = _next_items(session, ids) if full else {}
    rows = []
    for plan, state in page:
        item = following.get(plan.id)
        awaits = Awaited.PEOPLE if item is None or state is RunState.HALTED else Awaited(ITEM_KINDS[item.kind].pattern)
        rows.append(
            RunRow(
                number=plan.number,
                state=state,
                state_words=RUN_STATES[state],
                office=offices.get(plan.office_id, ""),
                next_at=None if state is RunState.HALTED else plan.wake_at,
                since=_since(plan, state),
                attempts=plan.failures,
                last=last.get(plan.id),
                stage=stage_label(plan) if full else None,
                awaits=awaits if full else None,
                awaits_words=AWAITED[awaits] if full else None,
                next=item,
            )
        )
    return rows


def _since(plan: Plan, state: RunState) -> datetime | None:
    match state:
        case RunState.HALTED:
            return plan.quarantined_at
        case RunState.FAILING:
            return plan.failing_since_at
        case RunState.LATE:
            return plan.wake_at
        case _:
            return None


def _next_items(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, NextRun]:
    """What is next on each of the plans; of a halted one, that somebody looks at it."""
    halted = col(Plan.quarantined_at).is_not(None)
    coming = and_(
        col(Item.plan_id).in_(ids), col(Item.status).in_(STILL_OPEN), col(Item.next_at).is_not(None),
        or_(~halted, col(Item.kind) == PLAN_HALTED),
    )  # fmt: skip
    of_plan = col(Plan.id) == col(Item.plan_id)
    first = (
        sa_select(col(Item.plan_id), func.min(Item.next_at).label("at"))
        .join(Plan, of_plan)
        .where(coming)
        .group_by(col(Item.plan_id))
        .subquery()
    )
    query = (
        sa_select(col(Item.plan_id), col(Item.kind), col(Item.owner), col(Item.next_step))
        .join(Plan, of_plan)
        .join(first, and_(first.c.plan_id == Item.plan_id, first.c.at == Item.next_at))
        .where(coming)
        .order_by(col(Item.id))
    )
    nearest: dict[uuid.UUID, NextRun] = {}
    for plan_id, kind, owner, step in session.execute(query):
        step_words = step_label(step) if step else None
        nearest.setdefault(plan_id, NextRun(kind, ITEM_KINDS[kind].words, step, step_words, owner, role_label(owner)))
    return nearest


def _last_runs(session: Session, ids: Collection[uuid.UUID], full: bool) -> dict[uuid.UUID, LastRun]:
    """The last line of each run's log."""
    first = (
        sa_select(col(RunLogEntry.plan_id), func.max(RunLogEntry.began_at).label("at"))
        .where(col(RunLogEntry.plan_id).in_(ids))
        .group_by(col(RunLogEntry.plan_id))
        .subquery()
    )
    query = select(RunLogEntry).join(
        first, and_(first.c.plan_id == RunLogEntry.plan_id, first.c.at == RunLogEntry.began_at)
    )
    last: dict[uuid.UUID, LastRun] = {}
    for entry in session.exec(query.order_by(col(RunLogEntry.id))):
        verbs = list(dict.fromkeys(entry.verbs)) if full else []
        seconds = (entry.ended_at - entry.began_at).total_seconds() if entry.ended_at else None
        last[entry.plan_id] = LastRun(
            entry.began_at, seconds, verbs, [run_label(verb) for verb in verbs], describe_failure(entry)
        )
    return last


def _people(session: Session, reach: ColumnElement[bool]) -> list[RunPerson]:
    carried = sa_select(col(TeamMember.staff_id)).join(Plan, col(Plan.id) == col(TeamMember.plan_id))
    query = (
        select(Staff.login, Staff.display_name)
        .where(col(Staff.id).in_(carried.where(reach, col(TeamMember.until_at).is_(None))))
        .order_by(col(Staff.display_name), col(Staff.login))
    )
    return [RunPerson(login, name) for login, name in session.exec(query)]


COLUMNS: dict[str, Text] = {
    "number": _("方案编号"),
    "office": _("检察院"),
    "state": _("状态"),
    "next_at": _("下次运行"),
    "awaits": _("等什么"),
    "stage": _("阶段"),
    "last_at": _("上次运行"),
    "attempts": _("连续失败次数"),
}
