"""Many plans in one reviewed action: seen as a whole first, then done plan by plan, each in its own transaction.

The preview names a digest of the whole action, its reason among it, and of what it does to each plan in which version.
Done is only what was seen: if one of them has moved on meanwhile, or the action is another one, nothing is done at all,
and it is looked at again.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Protocol

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.performing import perform_as
from casework.acting.rights import Actor, Operation, is_allowed, missing_right, visible_plans
from casework.acting.rights.read_operations import READ_PLAN
from casework.checkins.acts import RecordGroupSession
from casework.plan import acts_changes as changes
from casework.plan.acts_changes import MoveItem
from casework.plan.change_preview import ChangePreview, get_digest, preview_change
from casework.plan.linked_plans import load_linked_plans
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.staff.acts_team import HandOver
from core.errors import BadInput, StateConflict, SunwardError
from core.i18n import Text, _
from law.conditions import ConditionKind
from law.transitions import PlanStatus
from models.item import Item, ItemStatus
from models.office import Role, Staff
from models.plan import Plan, TeamMember

MAX_PLANS = 400


@dataclass(frozen=True)
class MoveDaysAll:
    """Team items due on one day become due on another, on every plan of the user that has one then."""

    kind: str
    due_on: date
    to_on: date
    reason: str
    act: Operation = field(default=MoveItem.operation, init=False)


@dataclass(frozen=True)
class HandOverAll:
    """All plans that somebody carries are handed over: the person leaves."""

    role: Role
    leaving: str
    to: str
    stand_in: str | None = None
    act: Operation = field(default=HandOver.operation, init=False)


@dataclass(frozen=True)
class AdoptEditionAll:
    """The plans follow today's edition of the rulebook from now on."""

    reason: str
    act: Operation = field(default=changes.AdoptEdition.operation, init=False)


@dataclass(frozen=True)
class GroupSessionAll:
    """A session for several minors is recorded on each of their plans. `condition` is the kind of condition for which it
    counts, such as A5; empty where it counts for none."""

    topic: str
    held_on: date
    hours: int | None
    condition: str
    text: str | None
    came: tuple[str, ...]
    absent: tuple[str, ...]
    act: Operation = field(default=RecordGroupSession.operation, init=False)


BulkAction = MoveDaysAll | HandOverAll | AdoptEditionAll | GroupSessionAll


@dataclass(frozen=True)
class BulkFailure:
    """A plan on which the action cannot be done, and why. It holds up no other."""

    number: str
    because: Text
    article: str | None


@dataclass(frozen=True)
class BulkPreview:
    """What the action would do, plan by plan. Nothing of it is done. Doing it names the digest."""

    digest: str
    plans: list[ChangePreview]
    not_possible: list[BulkFailure]
    remarks: list[Text] = field(default_factory=list)
    """What a person should look at first; it refuses nothing."""


@dataclass(frozen=True)
class BulkResult:
    """On which plans it was done, and on which it could not be."""

    done: list[str]
    not_possible: list[BulkFailure]


def list_allowed_actions(context: Context, actor: Actor) -> list[Operation]:
    """Which of these actions are the actor's. NotAllowed where none is."""
    with context.database.reading() as session:
        theirs = [
            act
            for act in (
                MoveItem.operation,
                HandOver.operation,
                changes.AdoptEdition.operation,
                RecordGroupSession.operation,
            )
            if is_allowed(session, actor, act, None, context.clock.now())
        ]
    if not theirs:
        raise missing_right(MoveItem.operation)
    return theirs


def preview_bulk_action(context: Context, actor: Actor, action: BulkAction) -> BulkPreview:
    """What it would do to each plan of the actor's reach that it touches."""
    previews, not_possible = _previews(context, actor, action)
    remarks = _remarks(context, actor, action) if isinstance(action, GroupSessionAll) else []
    return BulkPreview(_digest(action, previews), previews, not_possible, remarks)


def _remarks(context: Context, actor: Actor, session: GroupSessionAll) -> list[Text]:
    """Who of the session is of one case, or must keep away from somebody."""
    remarks: list[Text] = []
    for number in (together := _touched(context, actor, session)):
        with context.open_for_reading(number, actor, READ_PLAN) as open_plan:
            remarks += [
                _("{first}和{second}是同案，请先确认可以一起参加。", first=number, second=linked.number)
                for linked in load_linked_plans(open_plan)
                if number < linked.number and linked.number in together
            ]
            if any(row.kind == ConditionKind.KEEP_AWAY for row in open_plan.additional_conditions()):
                remarks.append(_("{number}有不得接触特定人员的条件，请核对其他人。", number=number))
    return remarks


def perform_bulk_action(context: Context, actor: Actor, action: BulkAction, digest: str) -> BulkResult:
    """The action is done to the previewed plans, each by the verb that does it to one. Refused where any of them has
    changed since the preview, and where the action differs from the previewed one, be it by its reason or a day. Done
    twice, the second finds nothing to do."""
    previews, not_possible = _previews(context, actor, action)
    if _digest(action, previews) != digest:
        raise StateConflict(
            _("要办的与您看过的不一致，或者您看过之后有方案又有变动，请重新查看。")
        )  # fmt: skip
    done = []
    for preview in previews:
        try:
            _verb(action)(context, actor=actor, number=preview.number)
        except SunwardError as refused:
            not_possible.append(BulkFailure(preview.number, refused.reason, refused.article))
        else:
            done.append(preview.number)
    return BulkResult(done, not_possible)


def _digest(action: BulkAction, previews: list[ChangePreview]) -> str:
    return get_digest({"what": type(action).__name__, **asdict(action)}, previews)


def _previews(context: Context, actor: Actor, action: BulkAction) -> tuple[list[ChangePreview], list[BulkFailure]]:
    previews, not_possible = [], []
    do = _verb(action)
    for number in _touched(context, actor, action):
        try:
            previews.append(preview_change(context, number, action.act.code, partial(do, actor=actor, number=number)))
        except SunwardError as refused:
            not_possible.append(BulkFailure(number, refused.reason, refused.article))
    return previews, not_possible


def _touched(context: Context, actor: Actor, action: BulkAction) -> list[str]:
    """The numbers of the running plans of the actor's reach that the action is about."""
    query = (
        select(Plan.number)
        .where(visible_plans(actor, action.act), col(Plan.closed_at).is_(None), col(Plan.sealed_at).is_(None))
        .order_by(col(Plan.number))
        .limit(MAX_PLANS)
    )
    match action:
        case MoveDaysAll(kind=kind, due_on=due_on, to_on=to_on):
            if kind not in ITEM_KINDS or abs(to_on - due_on) > timedelta(days=62):
                raise BadInput(_("事项或日期不对。"))
            owing = select(Item.plan_id).where(
                Item.kind == kind, Item.due_on == due_on, Item.status == ItemStatus.OPEN.value
            )
            query = query.where(col(Plan.id).in_(owing), Plan.status == PlanStatus.UNDER_SUPERVISION.value)
        case HandOverAll(role=role, leaving=leaving):
            carried = (
                select(TeamMember.plan_id)
                .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
                .where(
                    Staff.login == leaving,
                    TeamMember.role == role.value,
                    col(TeamMember.until_at).is_(None),
                    col(TeamMember.accepted_at).is_not(None),
                )
            )
            query = query.where(col(Plan.id).in_(carried))
        case GroupSessionAll(came=came, absent=absent):
            query = query.where(col(Plan.number).in_([*came, *absent]))
        case AdoptEditionAll():
            query = query.where(Plan.edition_id != context.rulebook.edition)
    with context.query_plans(actor, action.act) as session:
        return list(session.exec(query))


class _Verb(Protocol):
    """The verb of one plan, as it is done to each."""

    def __call__(self, context: Context, *, actor: Actor, number: str) -> object: ...


def _verb(action: BulkAction) -> _Verb:
    def done(context: Context, *, actor: Actor, number: str) -> None:
        match action:
            case MoveDaysAll():
                perform_as(context, actor, number, MoveItem, item=action.kind, due_on=action.due_on, to_on=action.to_on,
                   reason=action.reason)  # fmt: skip
            case HandOverAll():
                perform_as(context, actor, number, HandOver, role=action.role.value, to=action.to, stand_in=action.stand_in,
                   leaving=action.leaving)  # fmt: skip
            case GroupSessionAll():
                perform_as(context, actor, number, RecordGroupSession, topic=action.topic, held_on=action.held_on,
                   hours=action.hours, condition=action.condition or None, text=action.text,
                   came=number in action.came)  # fmt: skip
            case AdoptEditionAll():
                perform_as(context, actor, number, changes.AdoptEdition, reason=action.reason)

    return done
