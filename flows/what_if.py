"""One plan processed forward in a throw-away copy, under a stated assumption. The record itself is only read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from app.bootstrap import Dispatcher, create_memory_channels
from casework.acting.acts.act import Act
from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.performing import perform
from casework.acting.rights import SYSTEM
from casework.leave.acts import AskLeave, DecideLeave
from casework.outcome.acts_approval import Propose, WithdrawProposal
from casework.outcome.proposals import get_open_proposal
from casework.plan.acts_changes import ChangePeriod
from casework.plan.opening import create_coming_of_age
from casework.plan.scheduling import get_next_moment
from casework.plan.views.history_entries import event_label
from casework.plan.what_if import Assumed, AssumedCourse, AssumedDate, AssumedMessage, Assumption
from casework.remedies.acts import DecideRemedy
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.items import close_item, reschedule_item
from core.clock import SimulatedClock, at_local, local_date, local_time
from core.errors import StateConflict, SunwardError
from core.i18n import _
from flows.snapshot import copy_plan
from flows.supervision import Parked, process_due_events
from models.decision import Remedy
from models.item import STILL_OPEN, Item, ItemStatus
from models.message import Message
from models.plan import Plan
from notifications.events import ChannelName
from notifications.outbox import find_next_due

DONE_AT = time(16, 0)
"""At this hour of its day everything is done that is assumed to be done on time."""
AFTER_THE_END = timedelta(days=1)


def process_what_if(context: Context, number: str, assumptions: Sequence[Assumption]) -> list[AssumedCourse]:
    """The plan from now to its last day under each assumption, each in a copy of its own; nothing is kept of them."""
    return [_Course(context, number, assumption).run() for assumption in assumptions]


class _Course:
    """A copy on its way."""

    def __init__(self, context: Context, number: str, assumption: Assumption) -> None:
        self.copy = copy_plan(context, number)
        self.number, self.assumption = number, assumption
        clock = self.copy.clock
        assert isinstance(clock, SimulatedClock)
        self.clock = clock
        self.began_at = clock.now()
        self.dispatcher = Dispatcher(create_memory_channels(), self.copy.policy)
        self.known = {message.id for message in self._messages()}

    def run(self) -> AssumedCourse:
        """What the rules would ask for until the last day for the final decision."""
        refused = None
        try:
            self._assume()
        except SunwardError as wrong:
            refused = wrong.reason
        plan = self._plan()
        until = at_local(plan.final_decision_by, time(0, 0)) + AFTER_THE_END
        code = self.assumption.what.value + (f"{self.assumption.days:+d}" if self.assumption.days else "")
        course = AssumedCourse(code, self.assumption.words, plan.final_decision_by)
        if refused is not None:
            return replace(course, refused=refused)
        self._process_until(until)
        return self._describe(course)

    # what is assumed

    def _assume(self) -> None:
        match self.assumption.what:
            case Assumed.PERIOD:
                new_end = self._plan().period_to + timedelta(days=self.assumption.days or 0)
                self._withdraw_proposal("change_period")
                self._act(Propose, step="change_period", new_end_on=new_end, reason="假设")
                self._act(ChangePeriod, by="chief_prosecutor", new_end_on=new_end, reason="假设")
            case Assumed.MOVED:
                today = local_date(self.clock.now())
                self._act(AskLeave, by="minor", leave="what-if", from_on=today, to_on=self._plan().period_to,
                          destination="假设", reason="假设", moves_home=True)  # fmt: skip
                self._act(DecideLeave, leave="what-if", approved=True)
            case Assumed.ADULT:
                self._process_coming_of_age()
            case Assumed.REMEDY:
                self._answer_remedy()
            case _:
                pass

    def _withdraw_proposal(self, step: str) -> None:
        """What lies before the chief already gives way to what is assumed."""
        with self.copy.open_for_update(self.number, SYSTEM, PROCESS_PLAN) as open_plan:
            is_open = get_open_proposal(open_plan, step) is not None
        if is_open:
            self._act(WithdrawProposal, step=step)

    def _process_coming_of_age(self) -> None:
        tomorrow = local_date(self.clock.now()) + timedelta(days=1)
        with self.copy.open_for_update(self.number, SYSTEM, PROCESS_PLAN) as open_plan:
            if open_plan.of_age_on <= open_plan.today:
                raise StateConflict(_("本人已经年满十八周岁。"))
            minor = open_plan.minor()
            words = open_plan.open("person.document", minor.id, minor.document)
            minor.document = open_plan.seal(
                "person.document", minor.id, words | {"born_on": _born_on(tomorrow).isoformat()}
            )
            open_plan.session.add(minor)
            for item in open_plan.items("age_rebase", "coming_of_age"):
                reschedule_item(open_plan, item, open_plan.of_age_on)
            if not open_plan.items("coming_of_age"):
                create_coming_of_age(open_plan)

    def _answer_remedy(self) -> None:
        with self.copy.database.reading() as session:
            plan_id = self.copy.plan_id(session, self.number)
            waits = session.exec(
                select(Remedy.kind).where(Remedy.plan_id == plan_id, col(Remedy.decided_on).is_(None))
            ).first()
        if waits is None:
            raise StateConflict(_("现在没有等待答复的救济。"))
        self._act(DecideRemedy, remedy=waits, outcome="upheld")

    def _act(self, kind: type[Act], by: str = "prosecutor", **values: object) -> None:
        local = local_time(self.clock.now())
        act = kind.model_validate(
            {"did": kind.operation.code, "by": by, "on": local.date(), "at": local.time(), **values}
        )
        perform(self.copy, self.number, act)

    # going on

    def _process_until(self, until: datetime) -> None:
        looked_at_next = get_next_moment(self.copy, self.number)
        while True:
            with self.copy.database.reading() as session:
                moments = [looked_at_next, find_next_due(session), self._next_done()]
            upcoming = min((moment for moment in moments if moment is not None), default=None)
            if upcoming is None or upcoming >= until:
                return
            self.clock.advance_to(max(upcoming, self.clock.now()))
            self._do_what_is_due()
            done = process_due_events(self.copy, self.number, source="rehearsal")
            looked_at_next = done.until if isinstance(done, Parked) else None
            self.dispatcher.deliver(self.copy, limit=100_000)

    def _next_done(self) -> datetime | None:
        """When the next thing is done on time; never where nothing is."""
        if self.assumption.what is Assumed.NOTHING:
            return None
        now = self.clock.now()
        today = local_date(now)
        earliest = today if at_local(today, DONE_AT) > now else today + timedelta(days=1)
        days = [max(item.due_on, earliest) for item in self._open_items()]
        return at_local(min(days), DONE_AT) if days else None

    def _do_what_is_due(self) -> None:
        now = self.clock.now()
        if self.assumption.what is Assumed.NOTHING or local_time(now).time() != DONE_AT:
            return
        for item in self._open_items():
            if item.due_on <= local_date(now):
                self._do(item)

    def _do(self, item: Item) -> None:
        """Settled as done: how it is handed in is not the question, and nothing is written for anybody."""
        kind = ITEM_KINDS[item.kind]
        handed_in = kind.rhythm is not None or kind.pattern is Pattern.FAMILY
        settled = ItemStatus.ON_TIME if handed_in else ItemStatus.DONE
        with self.copy.open_for_update(self.number, SYSTEM, PROCESS_PLAN) as open_plan:
            close_item(open_plan, open_plan.session.get_one(Item, item.id), settled, "done")
            open_plan.schedule_next()

    # what it came to

    def _plan(self) -> Plan:
        with self.copy.database.reading() as session:
            return self.copy.find(session, self.number)

    def _messages(self) -> Sequence[Message]:
        with self.copy.database.reading() as session:
            return session.exec(select(Message).order_by(col(Message.created_at), col(Message.id))).all()

    def _open_items(self) -> list[Item]:
        with self.copy.database.reading() as session:
            query = select(Item).where(Item.plan_id == self.copy.plan_id(session, self.number))
            found = session.exec(query.where(col(Item.status).in_(STILL_OPEN)).order_by(col(Item.due_on), col(Item.id)))
            return [item for item in found if ITEM_KINDS[item.kind].pattern is not Pattern.MACHINE]

    def _describe(self, course: AssumedCourse) -> AssumedCourse:
        plan, today = self._plan(), local_date(self.began_at)
        with self.copy.database.reading() as session:
            query = select(Item).where(Item.plan_id == plan.id, col(Item.due_on) >= today)
            items = [
                item for item in session.exec(query.order_by(col(Item.due_on), col(Item.id)))
                if ITEM_KINDS[item.kind].pattern is not Pattern.MACHINE and item.status != ItemStatus.CANCELLED
            ]  # fmt: skip
        dates = [
            AssumedDate(item.due_on, item.kind, ITEM_KINDS[item.kind].words, item.owner, item.status) for item in items
        ]
        messages = [
            AssumedMessage(local_date(one.due_at), one.recipient_role, event_label(one.event), one.channel)
            for one in self._messages()
            if one.id not in self.known and one.channel != ChannelName.INBOX
        ]
        return replace(
            course, status=plan.status, period_to=plan.period_to, final_decision_by=plan.final_decision_by, dates=dates,
            messages=messages, asked=dict(Counter(item.owner for item in items)),
        )  # fmt: skip


def _born_on(of_age_on: date) -> date:
    """A birth date with which somebody comes of age that day, or the day after where it is a leap day."""
    year = of_age_on.year - 18
    return date(year, 3, 1) if (of_age_on.month, of_age_on.day) == (2, 29) else of_age_on.replace(year=year)
