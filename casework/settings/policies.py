"""The policy of reminders switched on: by a named person for their office, by two for all that have none of their own.

It is seen first on one plan; switched on, it holds from that moment: reminders of open items that were not sent yet
move to their new moments, and none is sent again because of it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session, col, select

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.entry import ensure_confirmed
from casework.acting.rights import SYSTEM, Actor, is_allowed, missing_right
from casework.acting.rights.read_operations import READ_POLICY
from casework.settings.acts import SWITCH_POLICY
from casework.shared.continue_on_error import do_each
from casework.shared.items.items import refresh_steps
from casework.shared.text.text_checks import check_not_blank
from casework.staff.accounts import notify_chiefs, request_for_all
from core.errors import BadInput, Mistake, NotFound
from core.i18n import _
from models.base import new_id
from models.office import Office, Role, Staff
from models.office_setting import OfficeSetting, SettingKind, list_settings, tell_unreadable
from models.plan import Plan
from models.storage_problem import find_storage_problem
from notifications.reminder_policy import ReminderPolicy

MAX_POLICY_SIZE = 20_000
MAX_REASON = 400
KNOWN_EVERYWHERE = timedelta(minutes=2)
"""After a policy is switched on. Each process reads once a minute what others have switched on, and what it counts until
then stands at the moments of the former policy."""

EVERYBODY = "*"
"""In place of an office's name: all that have no policy of their own."""
AT_ONCE = 200
"""How many plans are recalculated while the actor waits, a second or two; `finish_switching` does the others."""


@dataclass(frozen=True)
class ReminderPolicyView:
    """One that was switched on: for whom, by whom, when, why."""

    id: uuid.UUID
    office: str | None
    """None: every office that has none of its own."""
    mark: str | None
    """None: back to the policy that the program was started with."""
    reason: str
    by: str
    at: datetime
    in_force: bool


@dataclass(frozen=True)
class ReminderPoliciesView:
    """The policy that holds for the office asked about, as TOML, and everything that was ever switched on."""

    office: str | None
    mark: str
    text: str
    may_switch: bool
    """Whether the reader may switch the policy of their office."""
    everybody: bool
    """Whether the reader may ask for one of all offices that have none of their own."""
    history: list[ReminderPolicyView]


def load_policies_view(context: Context, actor: Actor, *, office: str | None = None) -> ReminderPoliciesView:
    """What holds for one's own office, or for an administrator who asks for `EVERYBODY`, and what held before."""
    with context.query_plans(actor, READ_POLICY) as session:
        names = {one.id: one.name for one in session.exec(select(Office).order_by(col(Office.name)))}
        office_id = find_requested_office(session, actor, office)
        logins = dict(session.exec(select(Staff.id, Staff.login)).all())
        newest: set[uuid.UUID | None] = set()
        history = []
        for row in reversed(list_settings(session, SettingKind.POLICY)):
            is_newest = row.office_id not in newest
            newest.add(row.office_id)
            if row.office_id in (None, actor.office_id):
                history.append(
                    ReminderPolicyView(
                        row.id, names.get(row.office_id) if row.office_id else None, row.content["mark"],
                        row.reason, logins.get(row.by_id, ""), row.at, is_newest,
                    )
                )  # fmt: skip
    return ReminderPoliciesView(
        office=names.get(office_id) if office_id else None,
        mark=context.get_policy(office_id).mark,
        text=context.get_policy(office_id).written,
        may_switch=actor.role in SWITCH_POLICY.by,
        everybody=actor.role is Role.ADMINISTRATOR,
        history=history,
    )


def parse_policy(
    context: Context, actor: Actor, text: str, office: str | None
) -> tuple[ReminderPolicy, uuid.UUID | None]:
    """The policy as written, and whose it would be. BadInput with every mistake in it; NotAllowed for the policy of
    another office."""
    with context.database.reading() as session:
        office_id = find_requested_office(session, actor, office)
        if not is_allowed(session, actor, SWITCH_POLICY, None, context.clock.now()):
            raise missing_right(SWITCH_POLICY)
    return _read(text), office_id


def switch_policy(context: Context, actor: Actor, *, text: str | None, reason: str, office: str | None = None) -> int:
    """The policy holds for the actor's office from now on, and its chief is told; for `EVERYBODY`, all offices that
    have none of their own, it waits for a signer. Without text, the one that the program was started with. Returns on
    how many of the first `AT_ONCE` plans a reminder has another moment now; the others follow within minutes. BadInput
    for what is no policy; ReauthenticationRequired for an actor who has not confirmed lately who they are."""
    if text is not None:
        _read(text)
    check_not_blank(reason=reason)
    if len(reason.strip()) > MAX_REASON:
        wrong = _("请写理由，最多{max_reason}字。", max_reason=MAX_REASON)
        raise BadInput(_WRONG, mistakes=[Mistake("reason", wrong)])
    with context.database.transaction() as session:
        now = context.clock.now()
        if actor.id is None or not is_allowed(session, actor, SWITCH_POLICY, None, now):
            raise missing_right(SWITCH_POLICY)
        office_id = find_requested_office(session, actor, office)
        ensure_confirmed(session, actor, "settings", now)
        if office_id is None:
            shown = text or _("回到程序自带的策略").zh
            request_for_all(context, session, actor, "policy", reason, shown=shown, text=text, why=reason.strip())
            return 0
        row = keep_policy(context, session, actor, office_id, text, reason)
        notify_chiefs(context, session, f"policy/{row.id}", [office_id])
    load_policies(context)
    return recalculate_steps(context, office_id, most=AT_ONCE)


def keep_policy(
    context: Context, session: Session, actor: Actor, office_id: uuid.UUID | None, text: str | None, reason: str
) -> OfficeSetting:
    """The policy holds for that office, or for all that have none of their own, once it is loaded."""
    now, policy = context.clock.now(), _read(text) if text is not None else None
    assert actor.id is not None  # rights gave this to named people only
    mark = policy.mark if policy else None
    row = OfficeSetting(
        id=new_id(now), office_id=office_id, kind=SettingKind.POLICY, content={"text": text, "mark": mark},
        reason=reason.strip(), by_id=actor.id, at=now,
    )  # fmt: skip
    session.add(row)
    context.write_journal_line(
        session, now, actor, SWITCH_POLICY.code, subject_kind="policy", subject_id=row.id,
        note={"mark": mark or "none", "everybody": office_id is None},
    )  # fmt: skip
    return row


def finish_switching(context: Context) -> int:
    """Plans stand at the moments of every policy that was switched on `KNOWN_EVERYWHERE` ago, also where the program ended
    in the midst of it, or another process did not know of it; returns how many did not."""
    left = select(OfficeSetting).where(
        OfficeSetting.kind == SettingKind.POLICY,
        col(OfficeSetting.recalculated_at).is_(None),
        OfficeSetting.at <= context.clock.now() - KNOWN_EVERYWHERE,
    )
    with context.database.reading() as session:
        rows = session.exec(left).all()
    if not rows:
        return 0
    load_policies(context)
    try:
        moved = sum(recalculate_steps(context, office_id) for office_id in {row.office_id for row in rows})
    except Exception as failure:
        if find_storage_problem(failure) is None:  # of one plan: the others are done, and not again each minute
            _note_recalculated(context, rows)
        raise
    _note_recalculated(context, rows)
    return moved


def _note_recalculated(context: Context, rows: Sequence[OfficeSetting]) -> None:
    now = context.clock.now()
    with context.database.transaction() as session:
        for row in rows:
            session.get_one(OfficeSetting, row.id).recalculated_at = now


def recalculate_steps(context: Context, office_id: uuid.UUID | None, *, most: int | None = None) -> int:
    """What is still to be said on the plans of that office, or of all, or on the first of them, stands at the moments of the
    policy that holds now; returns how many plans that changed."""
    active = select(Plan.number).where(col(Plan.closed_at).is_(None), col(Plan.sealed_at).is_(None))
    if office_id is not None:
        active = active.where(Plan.office_id == office_id)
    with context.database.reading() as session:
        numbers = session.exec(active.order_by(col(Plan.number)).limit(most)).all()

    return sum(do_each(numbers, partial(recalculate_plan, context)))


def recalculate_plan(context: Context, number: str) -> bool:
    """The same on one plan; returns whether anything moved."""
    with context.open_for_update(number, SYSTEM, PROCESS_PLAN) as open_plan:
        before = [(item.id, item.next_at) for item in open_plan.items()]
        for item in open_plan.items():
            refresh_steps(open_plan, item)
        return before != [(item.id, item.next_at) for item in open_plan.items()]


def load_policies(context: Context) -> None:
    """What was switched on, here or in another process, holds in this context from now on."""
    with context.database.reading() as session:
        found = load_recorded_policies(session)
    context.policies.clear()
    context.policies.update(found)


def load_recorded_policies(session: Session) -> dict[uuid.UUID | None, ReminderPolicy]:
    """The policy that holds for each office that has one, and under None for those that have none."""
    newest: dict[uuid.UUID | None, ReminderPolicy | None] = {}
    for row in list_settings(session, SettingKind.POLICY):
        try:
            newest[row.office_id] = ReminderPolicy.read(row.content["text"]) if row.content["text"] else None
        except (BadInput, TypeError, AttributeError):
            tell_unreadable(SettingKind.POLICY)
    return {office: policy for office, policy in newest.items() if policy is not None}


def find_requested_office(session: Session, actor: Actor, office: str | None) -> uuid.UUID | None:
    """The actor's own office, also by its name; none for `EVERYBODY`, which is an administrator's to ask for."""
    if office == EVERYBODY and actor.role is Role.ADMINISTRATOR:
        return None
    found = session.exec(select(Office.id).where(Office.name == office)).first() if office else actor.office_id
    if found is None and office != EVERYBODY:
        raise NotFound(_("没有这个检察院。"))
    if found != actor.office_id:
        raise missing_right(SWITCH_POLICY)
    return found


_WRONG = _("提醒策略填写有误。")


def _read(text: str) -> ReminderPolicy:
    if len(text) > MAX_POLICY_SIZE:
        wrong = _("太长，最多{max_policy_size}字。", max_policy_size=MAX_POLICY_SIZE)
        raise BadInput(_WRONG, mistakes=[Mistake("text", wrong)])
    return ReminderPolicy.read(text)
