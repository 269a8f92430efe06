"""One plan's status: where it stands, what is next, what is done and owed, who carries it, what the machine does."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from sqlmodel import col, select

from casework.dated_sessions import amounts_done
from casework.desk import File
from casework.kinds import KINDS, OF_THE_OFFICE
from casework.levels import LevelShown, level_of
from casework.rights.reading import READ_PLAN
from casework.still_waiting import waiting_since
from casework.views.banners import Banner, banners_above
from casework.views.dates_of_law import ClockShown, clocks_of
from casework.views.dates_shown import DatesShown, dates_shown, days_to_eighteen
from casework.views.flow_run import FlowRun, flow_run_of
from casework.wording import KNOWS, role_words, standing_words, step_words
from models.decision import Incident
from models.item import STILL_OPEN, Item, ItemStatus
from models.office import Role, Staff
from models.plan import Condition, TeamMember
from sunward.words import Words

HAPPENINGS_SHOWN = 8


@dataclass(frozen=True)
class ItemShown:
    """Something owed, with its day and how it stands."""

    kind: str
    label: str
    words: Words
    owner: str
    due_on: date
    standing: str
    standing_words: Words
    article: str | None
    waiting_since: date | None = None
    """For what staff owe: from which day on it waits, which may lie before its last day; None where nobody waits."""


@dataclass(frozen=True)
class Happening:
    """What the machine will do next by itself, and when."""

    at: datetime
    words: Words
    kind: str
    step: str


@dataclass(frozen=True)
class Progress:
    """How the things of one owner stand: how many stand how. Another's never stand in the minor's column."""

    owner: str
    owner_words: Words
    standings: dict[str, int]


@dataclass(frozen=True)
class ConditionShown:
    """An additional condition, with what is done of it and what is owed."""

    place: int
    kind: str
    text: str
    measure: str | None
    owner: str
    confirmed_by: str
    done: int
    amount: int | None
    unit: str | None
    by_on: date | None
    told_on: date | None


@dataclass(frozen=True)
class Member:
    """Somebody who carries the plan. Named and not yet accepted means: not yet responsible."""

    role: str
    role_words: Words
    display_name: str
    accepted: bool
    standing_in: bool


@dataclass(frozen=True)
class KnowsShown:
    """Somebody outside the family of whom a named prosecutor has recorded that they already know."""

    relation: str
    relation_words: Words
    name: str
    since: date | None


@dataclass(frozen=True)
class IncidentShown:
    """An incident that no person has closed yet. Nothing is found by being here."""

    label: str
    kind: str
    status: str
    done_on: date
    found_on: date
    serious: bool


@dataclass(frozen=True)
class PlanStatusShown(DatesShown):
    """One plan as it stands. Who sees dates only gets what is before `banners`, and no name."""

    clocks: list[ClockShown]
    team: list[Member]
    name: str | None = None
    outcome: str | None = None
    days_to_eighteen: int | None = None
    banners: list[Banner] = field(default_factory=list)
    next: list[Happening] = field(default_factory=list)
    overdue: list[ItemShown] = field(default_factory=list)
    coming: list[ItemShown] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    conditions: list[ConditionShown] = field(default_factory=list)
    incidents: list[IncidentShown] = field(default_factory=list)
    knows: list[KnowsShown] = field(default_factory=list)
    """Who helps or teaches and already knows; nobody else outside the family."""
    support_level: LevelShown | None = None
    """A measure of ours, set by a named person; it stands nowhere else."""
    flow_run: FlowRun | None = None


def plan_status(file: File) -> PlanStatusShown:
    """The plan as it stands now."""
    dates = PlanStatusShown(**vars(dates_shown(file)), clocks=clocks_of(file), team=_team(file))
    return _with_content(file, dates) if file.actor.role in READ_PLAN.by else dates


def show_item(item: Item) -> ItemShown:
    """The item in words."""
    return ItemShown(
        kind=item.kind,
        label=item.label,
        words=KINDS[item.kind].words,
        owner=item.owner,
        due_on=item.due_on,
        standing=item.status,
        standing_words=standing_words(item.status),
        article=item.article,
        waiting_since=waiting_since(item) if KINDS[item.kind].pattern in OF_THE_OFFICE else None,
    )


def _with_content(file: File, dates: PlanStatusShown) -> PlanStatusShown:
    row, today = file.plan, file.today
    owed = [item for item in file.items() if item.owner != Role.SYSTEM]
    minor = file.minor()
    return replace(
        dates,
        name=str(file.open("person.document", minor.id, minor.document)["name"]),
        outcome=row.outcome,
        days_to_eighteen=days_to_eighteen(row, today),
        banners=banners_above(file),
        next=_next(file),
        overdue=[show_item(item) for item in owed if item.due_on < today],
        coming=[show_item(item) for item in owed if item.due_on >= today][:HAPPENINGS_SHOWN],
        progress=_progress(file),
        conditions=_conditions(file),
        incidents=_incidents(file),
        knows=_knows(file),
        support_level=level_of(file),
        flow_run=flow_run_of(file),
    )


def _team(file: File) -> list[Member]:
    query = (
        select(TeamMember, Staff)
        .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
        .where(TeamMember.plan_id == file.plan.id, col(TeamMember.until_at).is_(None))
        .order_by(col(TeamMember.from_at), col(TeamMember.id))
    )
    return [
        Member(
            member.role,
            role_words(member.role),
            staff.display_name,
            member.accepted_at is not None,
            member.standing_in,
        )
        for member, staff in file.session.exec(query)
    ]


def _knows(file: File) -> list[KnowsShown]:
    return [
        KnowsShown(
            person.relation,
            KNOWS[person.relation],
            str(file.open("person.document", person.id, person.document)["name"]),
            person.from_on,
        )
        for person in file.people(Role.INFORMED)
        if person.ended_on is None or file.today < person.ended_on
    ]


def _next(file: File) -> list[Happening]:
    query = (
        select(Item)
        .where(Item.plan_id == file.plan.id, col(Item.status).in_(STILL_OPEN), col(Item.next_at).is_not(None))
        .order_by(col(Item.next_at), col(Item.id))
        .limit(HAPPENINGS_SHOWN)
    )
    coming = []
    for item in file.session.exec(query):
        if item.next_at is None or item.next_step is None:
            continue
        step, kind, owner = step_words(item.next_step), KINDS[item.kind].words, role_words(item.owner)
        words = Words(f"{step.zh}：{kind.zh}（{owner.zh}）", f"{step.en}: {kind.en} ({owner.en})")
        coming.append(Happening(item.next_at, words, item.kind, item.next_step))
    return coming


def _progress(file: File) -> list[Progress]:
    items = sorted((item for item in file.items(only_open=False) if item.owner != Role.SYSTEM), key=lambda i: i.owner)
    shown = []
    for owner, theirs in groupby(items, key=lambda item: item.owner):
        standings: dict[str, int] = {}
        for item in theirs:
            if item.status == ItemStatus.OPEN and item.due_on >= file.today:
                continue  # its day is not over
            standings[item.status] = standings.get(item.status, 0) + 1
        shown.append(Progress(owner, role_words(owner), standings))
    return shown


def _conditions(file: File) -> list[ConditionShown]:
    query = select(Condition).where(
        Condition.plan_id == file.plan.id, col(Condition.ended_on).is_(None), col(Condition.kind).not_like("S%")
    )
    shown, done = [], amounts_done(file.session, file.plan.id)
    for row in file.session.exec(query.order_by(col(Condition.place))):
        words = file.open("condition.document", row.id, row.document)
        shown.append(
            ConditionShown(
                row.place,
                row.kind,
                words["text"],
                words.get("measure"),
                row.owner,
                row.confirmed_by,
                done[row.id],
                row.amount,
                row.unit,
                row.by_on,
                row.told_on,
            )  # fmt: skip
        )
    return shown


def _incidents(file: File) -> list[IncidentShown]:
    query = select(Incident).where(Incident.plan_id == file.plan.id, col(Incident.closed_at).is_(None))
    return [
        IncidentShown(row.label, row.kind, row.status, row.done_on, row.found_on, row.serious)
        for row in file.session.exec(query.order_by(col(Incident.reported_at)))
    ]
