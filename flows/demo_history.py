"""Many plans processed side by side on one simulated clock: how the demonstration gets its past."""

import heapq
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.bootstrap import Dispatcher, create_memory_channels
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.family.acts_page import WriteLetter
from casework.messages.undelivered import notify_of_undelivered
from casework.plan.acts_changes import ChangePeriod
from casework.plan.scheduling import HALTED_AFTER, HALTED_AFTER_FAILURES, record_failure
from casework.shared.files.acts_file import AnyAct
from casework.shared.files.parsing import read_acts_path, read_plan_path, read_staff_path
from casework.shared.files.plan_file import PlanFile
from casework.shared.items.follow_ups import MONTH_LETTER
from casework.staff.enrolment import enrol
from core.clock import SimulatedClock, at_local, local_date
from flows.later_events import split_later_events
from flows.rehearsal import OPENING_TIME, Rehearsal, Script, SimulatedOutbox, open_scripted_plan
from models.message import Message
from models.office import Role
from notifications.addresses import Address
from notifications.channels.channel import SendOutcome, SendResult
from notifications.channels.memory import MemoryChannel
from notifications.render import Rendered

UNREAD_FOR, A_WEEK = timedelta(days=5), timedelta(days=7)
"""What came before was looked at; in the week before it is owed somebody writes the month's sentence."""
WRITER, LETTER = "社工老师", "写的我都看了。上课、干活都跟得上，不容易。有事就打电话给我。"


@dataclass(frozen=True)
class Scenario:
    """One plan's file and what happened to it."""

    name: str
    plan: PlanFile
    acts: list[AnyAct]

    @property
    def begins(self) -> datetime:
        """When the plan is opened: at nine on the morning of its decision."""
        return at_local(self.plan.taken_over_on or self.plan.decision.on, OPENING_TIME)


def read_scenarios(folder: Path) -> list[Scenario]:
    """The plans of a folder with their acts, in the order of their files."""
    plans = sorted(path for path in folder.glob("[0-9]*.toml") if not path.name.endswith(".acts.toml"))
    scenarios = []
    for path in plans:
        plan, later = split_later_events(read_plan_path(path))
        scenarios.append(Scenario(path.stem, plan, [*later, *read_acts_path(path.with_suffix(".acts.toml")).acts]))
    return scenarios


def enrol_staff(context: Context, path: Path, password_hash: str | None = None) -> None:
    """The offices and people of a staff file are in the record."""
    enrol(context, read_staff_path(path), password_hash)


@dataclass
class DemoHistory:
    """Stories processed together: one clock, one record, one outbox, a diary each."""

    context: Context
    mail: SimulatedOutbox
    rehearsals: dict[str, Rehearsal] = field(default_factory=dict)
    _scripts: dict[str, Script] = field(default_factory=dict)

    def on_commit(self, open_plan: OpenPlan) -> None:
        """Each plan's diary hears of its own."""
        self._rehearsal(open_plan.plan.number).on_commit(open_plan)

    def process_due(
        self, scenarios: list[Scenario], until: datetime, progress: Callable[[date], None] = lambda _day: None
    ) -> None:
        """Every scenario has been processed from its first day to that moment, all of them in the order of their moments."""
        clock = self.context.clock
        assert isinstance(clock, SimulatedClock)
        self.context.on_commit = self.on_commit

        def read_until_last_week(open_plan: OpenPlan) -> None:
            if open_plan.submission and until - open_plan.now > UNREAD_FOR:
                readers = open_plan.team(Role.SOCIAL_WORKER) or open_plan.team(Role.PROSECUTOR)
                open_plan.submission.reviewed_at, open_plan.submission.reviewed_by = open_plan.now, readers[0].staff_id
                if any(item.due_on <= open_plan.today + A_WEEK for item in open_plan.items(MONTH_LETTER)):
                    tomorrow = {"on": open_plan.today + timedelta(days=1), "at": time(16, 50)}
                    act = WriteLetter(
                        did="write_letter", by=readers[0].role, person="minor", signed=WRITER, text=LETTER, **tomorrow
                    )
                    upcoming = self._scripts[open_plan.plan.number].upcoming
                    insort(upcoming, (at_local(act.on, act.at), act), key=lambda pair: pair[0])

        self.context.on_done = read_until_last_week
        waiting = [(scenario.begins, place) for place, scenario in enumerate(scenarios) if scenario.begins <= until]
        heapq.heapify(waiting)
        last_day = None
        while True:
            moments = [self.mail.next, waiting[0][0] if waiting else None]
            moments += [life.next for life in self.rehearsals.values()]
            moments += [script.upcoming[0][0] for script in self._scripts.values() if script.upcoming]
            upcoming = min((moment for moment in moments if moment is not None), default=None)
            if upcoming is None or upcoming > until:
                break
            clock.advance_to(upcoming)
            if (day := local_date(clock.now())) != last_day:
                last_day = day
                progress(day)
            while waiting and waiting[0][0] <= clock.now():
                self._open(scenarios[heapq.heappop(waiting)[1]])
            for number, script in self._scripts.items():
                while script.upcoming and script.upcoming[0][0] <= clock.now():
                    act = script.upcoming.pop(0)[1]
                    self.rehearsals[number].do(act)
                    self.rehearsals[number].wake()
                    if isinstance(act, ChangePeriod):
                        script.refresh(clock.now())
            for life in self.rehearsals.values():
                if life.next is not None and life.next <= clock.now():
                    life.wake()
            self.mail.deliver_due(self._rehearsal)
        clock.advance_to(until)
        self.context.on_commit = self.context.on_done = None

    def _open(self, scenario: Scenario) -> None:
        number = open_scripted_plan(self.context, scenario.plan)
        self._scripts[number] = Script(self.context, number, scenario.acts)
        self._rehearsal(number).wake()

    def _rehearsal(self, number: str) -> Rehearsal:
        if number not in self.rehearsals:
            self.rehearsals[number] = Rehearsal(self.context, number, self.mail, source="past")
        return self.rehearsals[number]


HALTED_PLAN = "SW-AMQA-ADVM"
"""Its processing failed again and again, and it waits for somebody to look."""
UNREACHED_PLAN, UNREACHED_SINCE = "SW-CGBQ-HE8V", date(2026, 11, 20)
"""Since that day texts to its family come back."""


class FailingTexts(MemoryChannel):
    """A provider that returns the texts of one plan, as if the number were not in use."""

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        if message.plan_number == UNREACHED_PLAN and local_date(message.due_at) >= UNREACHED_SINCE:
            return SendResult(SendOutcome.BOUNCED, reason="gateway_1101")
        return super().hand_over(message, address, rendered)


def create_demo_outbox(context: Context) -> SimulatedOutbox:
    """The outbox of the demonstration's past, one of whose families cannot be reached by text."""
    return SimulatedOutbox(context, Dispatcher(create_memory_channels() | {"text": FailingTexts()}))


def add_troubles(context: Context) -> None:
    """What does not go well in an office either: a plan that was halted, and somebody told that texts came back.

    It takes two minutes of the clock."""
    clock = context.clock
    assert isinstance(clock, SimulatedClock)
    for failure in range(HALTED_AFTER_FAILURES):
        clock.advance_by(HALTED_AFTER / HALTED_AFTER_FAILURES * 2)
        record_failure(context, HALTED_PLAN, source="tick", reference=f"demo-{failure + 1}", kind="ValueError")
    notify_of_undelivered(context)


TROUBLES_TAKE = HALTED_AFTER * 2
