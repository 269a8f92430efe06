"""One plan's status: where it stands, what is next, what is done and owed, who carries it, what the machine does."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from casework.acting.open_plan import OpenPlan
from casework.acting.rights.read_operations import READ_PLAN
from casework.checkins.attachments import filter_allowed, get_allowed_attachments
from casework.checkins.dated_sessions import get_amounts_done
from casework.checkins.repeated_reminders import get_waiting_since
from casework.incidents.incidents import list_readable_incidents
from casework.messages.manual_send import Reminder
from casework.partners.support_level import SupportLevelView, get_support_level
from casework.plan.views.banners import Banner, load_open_plan_banners
from casework.plan.views.flow_run import FlowRunView, load_flow_run
from casework.plan.views.plan_dates import PlanDatesView, get_days_to_eighteen, load_plan_dates
from casework.plan.views.statutory_dates import StatutoryDateView, load_statutory_dates
from casework.shared.items.follow_ups import get_item_words
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_OFFICE, Pattern
from casework.shared.items.steps import SETTLE
from casework.shared.text.labels import INFORMED_ROLES, item_status_label, role_label, step_label
from core.clock import local_date
from core.i18n import Text, _
from models.item import Item, ItemStatus
from models.office import Role
from models.plan import Plan

UPCOMING_LISTED = 8


@dataclass(frozen=True)
class ItemView:
    """An item with its due day and status."""

    kind: str
    label: str
    words: Text
    owner: str
    due_on: date
    status: str
    status_words: Text
    article: str | None
    waiting_since: date | None = None
    """For what staff owe: from which day on it waits, which may lie before its last day; None where nobody waits."""
    may_attach: list[str] = field(default_factory=list)
    """What the plan lets be sent with it: `photo`, `voice`, `place`, `sheet`."""
    counts_from: date | None = None
    """Of what has not come: from which day on it counts as not done, unless somebody hands it in or explains before."""


@dataclass(frozen=True)
class UpcomingStep:
    """What the machine will do next by itself, and when."""

    at: datetime
    words: Text
    kind: str
    step: str


@dataclass(frozen=True)
class OwnerStatusCounts:
    """Counts by status for the items of one person. Items of others are never counted as the minor's."""

    owner: str
    owner_words: Text
    statuses: dict[str, int]


@dataclass(frozen=True)
class ConditionView:
    """An additional condition, with what is done and what is required."""

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
class TeamMemberView:
    """A person responsible for the plan. Named and not yet accepted means: not yet responsible."""

    role: str
    role_words: Text
    display_name: str
    accepted: bool
    standing_in: bool


@dataclass(frozen=True)
class InformedPersonView:
    """Somebody outside the family of whom a named prosecutor has recorded that they already know."""

    relation: str
    relation_words: Text
    name: str
    since: date | None


@dataclass(frozen=True)
class OpenIncidentView:
    """An incident that no person has closed yet. Nothing is found by being here."""

    label: str
    kind: str
    status: str
    done_on: date
    found_on: date
    serious: bool


@dataclass(frozen=True)
class PlanStatusView(PlanDatesView):
    """One plan as of today. A user who sees dates only gets what is before `banners`, and no name of the family; of what is
    open, the law's own dates. A token gets all that is open, and nobody's name."""

    today: date
    clocks: list[StatutoryDateView]
    team: list[TeamMemberView]
    items: list[ItemView]
    """What is open, in the order of its days."""
    processed_next_at: datetime | None
    """When the program next does what is due on it."""
    reminders: list[Reminder] = field(default_factory=list)
    """The manual reminders that the reader may send now, each with its recipient."""
    name: str | None = None
    outcome: str | None = None
    days_to_eighteen: int | None = None
    banners: list[Banner] = field(default_factory=list)
    next: list[UpcomingStep] = field(default_factory=list)
    progress: list[OwnerStatusCounts] = field(default_factory=list)
    conditions: list[ConditionView] = field(default_factory=list)
    incidents: list[OpenIncidentView] = field(default_factory=list)
    knows: list[InformedPersonView] = field(default_factory=list)
    """Who helps or teaches and already knows; nobody else outside the family."""
    support_level: SupportLevelView | None = None
    """A measure of ours, set by a named person; it stands nowhere else."""
    flow_run: FlowRunView | None = None

    @property
    def overdue(self) -> list[ItemView]:
        """What is open and past its day."""
        return [item for item in self.items if item.due_on < self.today]

    @property
    def coming(self) -> list[ItemView]:
        """The first of what is still to come."""
        return [item for item in self.items if item.due_on >= self.today][:UPCOMING_LISTED]


def load_plan_status(open_plan: OpenPlan) -> PlanStatusView:
    """The plan as it stands now."""
    role = open_plan.actor.role
    clocks = load_statutory_dates(open_plan)
    by_law = role not in READ_PLAN.by and role is not Role.INTEGRATION
    due_items = [item for item in open_plan.items() if item.owner != Role.SYSTEM]
    dates = PlanStatusView(
        **vars(load_plan_dates(open_plan)), today=open_plan.today, clocks=clocks,
        team=[] if role is Role.INTEGRATION else _team(open_plan),
        items=[replace(to_item_view(item, plan=open_plan.plan), label="" if role is Role.INTEGRATION else item.label)
               for item in due_items if not by_law or ITEM_KINDS[item.kind].pattern is Pattern.STATUTORY],
        processed_next_at=open_plan.plan.wake_at,
    )  # fmt: skip
    return _with_content(open_plan, dates) if open_plan.actor.role in READ_PLAN.by else dates


def to_item_view(item: Item, *, own: bool = False, plan: Plan | None = None) -> ItemView:
    """The item in words; `own` in the words for its owner; with its plan also what may be attached."""
    return ItemView(
        kind=item.kind,
        label=item.label,
        words=ITEM_KINDS[item.kind].own_words if own else get_item_words(item.kind, item.label),
        owner=item.owner,
        due_on=item.due_on,
        status=item.status,
        status_words=item_status_label(item.status),
        article=item.article,
        may_attach=filter_allowed(item.kind, get_allowed_attachments(plan)) if plan else [],
        waiting_since=get_waiting_since(item) if ITEM_KINDS[item.kind].pattern in OF_THE_OFFICE else None,
        counts_from=local_date(item.next_at) if item.next_step == SETTLE and item.next_at is not None else None,
    )


def _with_content(open_plan: OpenPlan, dates: PlanStatusView) -> PlanStatusView:
    row = open_plan.plan
    minor = open_plan.minor()
    return replace(
        dates,
        name=str(open_plan.open("person.document", minor.id, minor.document)["name"]),
        outcome=row.outcome,
        days_to_eighteen=get_days_to_eighteen(open_plan),
        banners=load_open_plan_banners(open_plan),
        next=_next(open_plan),
        progress=_progress(open_plan),
        conditions=_conditions(open_plan),
        incidents=_incidents(open_plan),
        knows=_knows(open_plan),
        support_level=get_support_level(open_plan),
        flow_run=load_flow_run(open_plan),
    )


def _team(open_plan: OpenPlan) -> list[TeamMemberView]:
    return [
        TeamMemberView(
            member.role,
            role_label(member.role),
            staff.display_name,
            member.accepted_at is not None,
            member.standing_in,
        )
        for member, staff in open_plan.members()
    ]


def _knows(open_plan: OpenPlan) -> list[InformedPersonView]:
    return [
        InformedPersonView(
            person.relation,
            INFORMED_ROLES[person.relation],
            str(open_plan.open("person.document", person.id, person.document)["name"]),
            person.from_on,
        )
        for person in open_plan.people(Role.INFORMED)
        if person.ended_on is None or open_plan.today < person.ended_on
    ]


def _next(open_plan: OpenPlan) -> list[UpcomingStep]:
    steps = [
        (item.next_at, item.id, item.next_step, item)
        for item in open_plan.items()
        if item.next_at is not None and item.next_step is not None
    ]
    coming = []
    for at, _id, next_step, item in sorted(steps)[:UPCOMING_LISTED]:
        step, kind, owner = step_label(next_step), ITEM_KINDS[item.kind].words, role_label(item.owner)
        words = _("{step}：{kind}（{owner}）", step=step, kind=kind, owner=owner)
        coming.append(UpcomingStep(at, words, item.kind, next_step))
    return coming


def _progress(open_plan: OpenPlan) -> list[OwnerStatusCounts]:
    items = sorted(
        (item for item in open_plan.items(only_open=False) if item.owner != Role.SYSTEM), key=lambda i: i.owner
    )
    views = []
    for owner, theirs in groupby(items, key=lambda item: item.owner):
        statuses: dict[str, int] = {}
        for item in theirs:
            if item.status == ItemStatus.OPEN and item.due_on >= open_plan.today:
                continue  # its day is not over
            statuses[item.status] = statuses.get(item.status, 0) + 1
        views.append(OwnerStatusCounts(owner, role_label(owner), statuses))
    return views


def _conditions(open_plan: OpenPlan) -> list[ConditionView]:
    rows, done = [], get_amounts_done(open_plan)
    for row in open_plan.additional_conditions():
        words = open_plan.open("condition.document", row.id, row.document)
        rows.append(
            ConditionView(
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
    return rows


def _incidents(open_plan: OpenPlan) -> list[OpenIncidentView]:
    return [
        OpenIncidentView(row.label, row.kind, row.status, row.done_on, row.found_on, row.serious)
        for row in list_readable_incidents(open_plan)
        if row.closed_at is None
    ]
