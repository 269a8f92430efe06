"""The policy tried before it is switched on: a month of messages, by person and channel, and nothing is sent.

A month to come is processed in a throw-away copy of the record, by the same functions that process it in earnest, as if nobody
did anything: everything that could be said is said. A month that is past takes the messages that were posted in it and
lets them leave once more, under this policy; what stood against one of them then stands against it still.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from app.bootstrap import Dispatcher, create_memory_channels
from casework.messages.digests import post_digests
from casework.messages.simulation_result import SimulatedMessage, SimulatedMonth
from casework.plan.scheduling import list_active_plans
from casework.settings.policies import recalculate_steps
from casework.shared.context import Context
from casework.shared.notify.contact_hours import get_contact_hours, get_staff_hours
from core.clock import SimulatedClock, at_local, local_date
from core.errors import BadInput
from core.i18n import _
from flows.snapshot import copy_record
from flows.supervision import Parked, process_due_events
from models.message import OPEN_STATES, Message, MessageState, MessageStep
from models.office import Staff
from models.person import Person
from models.plan import Plan
from notifications.addresses import Address
from notifications.channels.channel import Channel
from notifications.channels.memory import MemoryChannel
from notifications.digest_and_limits import MessageLimits
from notifications.dispatcher import deliver_pending
from notifications.events import BY_MACHINE, TO_PERSONS, ChannelName
from notifications.matrix import Event
from notifications.merging import get_text_and_values
from notifications.outbox import find_next_due
from notifications.reminder_policy import ReminderPolicy

FARTHEST = timedelta(days=366)
SAMPLE = 60
"""So many plans tell what a policy does: 15 s, and a page's worth of memory however many there are."""
POLICY_REASONS = ("in_digest", "enough_for_today", "said_already", "said_together", "no_window")
"""Reasons that another policy may not have."""


def simulate_month(
    context: Context,
    month: date,
    policy: ReminderPolicy,
    office_id: uuid.UUID | None = None,
    at_most: int | None = SAMPLE,
) -> SimulatedMonth:
    """That month under the policy, for that office or for all that have none of their own; the month that runs now is
    simulated from this moment on. Of more than `at_most` plans a sample of so many is simulated, spread evenly from the
    oldest to the newest; None simulates all, a quarter of a second each. BadInput for a month that begins more than a year
    from now: no plan that runs lasts longer, and every day until then would be gone through."""
    begin = at_local(month.replace(day=1), time(0, 0))
    until = at_local((month.replace(day=1) + timedelta(days=32)).replace(day=1), time(0, 0))
    now = context.clock.now()
    if begin > now + FARTHEST:
        raise BadInput(_("最多试算到一年之内的月份。"))
    taken = copy_record(context, begin if until <= now else now, office_id, at_most)
    copy = _under(taken.context, policy, office_id)
    if until <= now:
        simulated = simulate_past(copy, until, office_id)
    else:
        recalculate_steps(copy, office_id)
        simulated = simulate_coming(copy, until, office_id)
    said = [one for one in simulated.said if one.at >= begin]
    return SimulatedMonth(said, taken.plans, taken.plans_asked_for)


def _under(copy: Context, policy: ReminderPolicy, office_id: uuid.UUID | None) -> Context:
    """The copy, where the policy is switched on."""
    if office_id is None:
        others: dict[uuid.UUID | None, ReminderPolicy] = {
            office: one for office, one in copy.policies.items() if office is not None
        }
        return replace(copy, policy=policy, policies=others)
    return replace(copy, policies={**copy.policies, office_id: policy})


def simulate_coming(copy: Context, until: datetime, office_id: uuid.UUID | None = None) -> SimulatedMonth:
    """The copy processed up to that moment, as if nobody did anything; every message that was still to be settled."""
    policy = copy.get_policy(office_id)
    clock = _clock_of(copy)
    with copy.database.reading() as session:
        before = set(session.exec(select(Message.id).where(col(Message.state).not_in(OPEN_STATES))))
    channels = create_memory_channels() | {ChannelName.GROUP: MemoryChannel()}
    dispatcher = Dispatcher(channels, copy.policy)
    mine = _of_the_office(copy, office_id)
    ahead: dict[str, datetime | None] = {
        plan.plan_number: clock.now() for plan in list_active_plans(copy) if plan.plan_number in mine
    }
    digest = _next_digest(policy, clock.now())
    while True:
        with copy.database.reading() as session:
            upcoming = min(moment for moment in (find_next_due(session), digest, *ahead.values()) if moment is not None)
        if upcoming >= until:
            break
        clock.advance_to(upcoming)
        for number, moment in ahead.items():
            if moment is not None and moment <= clock.now():
                ahead[number] = _process(copy, number)
        if digest <= clock.now():
            post_digests(copy, copy.policy, group=True)
            digest = _next_digest(policy, clock.now())
        dispatcher.deliver(copy, limit=100_000)
    return _month(copy, before, office_id)


def simulate_past(copy: Context, until: datetime, office_id: uuid.UUID | None = None) -> SimulatedMonth:
    """What was posted from the copy's moment on, let out once more under its policy. Inbox rows are left out."""
    policy = copy.get_policy(office_id)
    clock = _clock_of(copy)
    with copy.database.transaction() as session:
        against = _let_out_again(session, clock.now(), until)
    bounds = MessageLimits(copy.policy, copy.rulebook.number("most_reminders_a_day", on=clock.today()), copy.policies)
    memory = MemoryChannel()
    channels: dict[str, Channel] = {ChannelName.TEXT: memory, ChannelName.EMAIL: memory, ChannelName.GROUP: memory}
    digest = _next_digest(policy, clock.now())
    while True:
        with copy.database.reading() as session:
            upcoming = min(moment for moment in (find_next_due(session), digest) if moment is not None)
        if upcoming >= until:
            break
        clock.advance_to(upcoming)
        if digest <= clock.now():
            post_digests(copy, copy.policy, group=True, as_then=True)
            digest = _next_digest(policy, clock.now())
        deliver_pending(
            copy.database,
            clock,
            channels,
            _AsThen(copy),
            lambda _session, message: against.get(message.id),
            limit=100_000,
            bounds=bounds,
        )
    return _month(copy, set(), office_id)


def _of_the_office(copy: Context, office_id: uuid.UUID | None) -> set[str | None]:
    """The numbers of that office's plans, or of all."""
    query = select(Plan.number) if office_id is None else select(Plan.number).where(Plan.office_id == office_id)
    with copy.database.reading() as session:
        return set(session.exec(query).all())


def _clock_of(copy: Context) -> SimulatedClock:
    assert isinstance(copy.clock, SimulatedClock)
    return copy.clock


def _process(copy: Context, number: str) -> datetime | None:
    """The plan has been processed until now; when it is looked at next. What a halted plan owes stays due, so that only
    whoever processed it can say."""
    done = process_due_events(copy, number, lane="rehearsal")
    return done.until if isinstance(done, Parked) else None


def _next_digest(policy: ReminderPolicy, now: datetime) -> datetime:
    today = local_date(now)
    hours = sorted({*policy.digest_at.values(), policy.group_at})
    moments = [at_local(day, hour) for day in (today, today + timedelta(days=1)) for hour in hours]
    return next(moment for moment in moments if moment > now)


def _let_out_again(session: Session, begin: datetime, until: datetime) -> Mapping[uuid.UUID, str]:
    """Only the messages of that time are there, and none has left; those against which something stood, with what.

    Of the ways of one message only the first: whether the next is needed comes out anew.
    """
    of_the_time = session.exec(
        select(Message).where(
            col(Message.due_at) >= begin,
            col(Message.due_at) < until,
            Message.event != Event.MORNING_DIGEST.value,
            col(Message.channel).in_(BY_MACHINE),
        )
    ).all()
    kept, against = [], {}
    for message in of_the_time:
        stood = message.state in _NOT_LEFT and message.state_reason not in POLICY_REASONS
        if stood:
            against[message.id] = message.state_reason or message.state
        kept.append(message.model_dump())
    session.execute(delete(MessageStep))
    session.execute(delete(Message))
    session.expunge_all()
    for values in kept:
        fresh = {"state": MessageState.CREATED.value, "state_reason": None, "claimed_by": None, "lease_until": None,
                 "fence": 0, "handing_over_since": None, "steps": 0, "attempts": 0, "sent_at": None, "said_in": None, "said_count": None}  # fmt: skip
        session.add(Message(**(values | fresh)))
    return against


_NOT_LEFT = (MessageState.NOT_SENT, MessageState.WITHDRAWN, MessageState.EXPIRED)


@dataclass(frozen=True)
class _AsThen:
    """Everybody can be reached, in the hours in which they may be; no number and no address is opened."""

    context: Context

    def address(self, session: Session, message: Message) -> Address | None:
        if message.recipient_role not in TO_PERSONS:
            office = session.get_one(Staff, message.recipient_id).office_id if message.recipient_id else None
            hours = get_staff_hours(self.context.get_policy(office), message.channel, message.event)
            return Address(email="staff", phone="staff", hours=hours)
        person = session.get(Person, message.recipient_id)
        plan = session.get_one(Plan, message.plan_id)
        policy = self.context.get_policy(plan.office_id)
        hours = get_contact_hours(self.context, policy, self.context.law, self.context.clock.today(), person)
        return Address(phone="family", hours=hours)


def _month(copy: Context, before: set[uuid.UUID], office_id: uuid.UUID | None) -> SimulatedMonth:
    mine = _of_the_office(copy, office_id)
    with copy.database.reading() as session:
        staff = session.exec(select(Staff)).all()
        logins: dict[uuid.UUID | None, str] = {one.id: one.login for one in staff}
        theirs = {one.id for one in staff if office_id in (None, one.office_id)}
        last = dict(
            session.execute(
                select(col(MessageStep.message_id), func.max(MessageStep.at)).group_by(col(MessageStep.message_id))
            ).all()
        )
        messages = [
            SimulatedMessage(
                at=message.sent_at or last[message.id],
                plan=message.plan_number,
                role=message.recipient_role,
                person=logins.get(message.recipient_id)
                or " ".join(filter(None, (message.plan_number, message.recipient_role))),
                channel=message.channel,
                event=message.event,
                text=get_text_and_values(message)[0],
                state=message.state,
                reason=message.state_reason,
            )
            for message in session.exec(select(Message))
            if message.id not in before
            and message.state not in OPEN_STATES
            and message.channel != ChannelName.INBOX
            and (
                message.plan_number in mine
                or (message.plan_number is None and message.recipient_id in theirs)
                or (office_id is None and message.recipient_id is None)
            )
        ]
    return SimulatedMonth(sorted(messages, key=lambda one: (one.at, one.person, one.channel, one.event)))
