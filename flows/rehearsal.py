"""A plan rehearsed: processed from its file on a simulated clock, by the same functions, with its diary written.

No Prefect, no server, no files: a year in a few seconds.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import col, select

from app.bootstrap import Dispatcher, create_memory_channels, create_rehearsal_context
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_word
from casework.acting.performing import expand_series, perform
from casework.acting.rights import Actor
from casework.plan.acts_changes import ChangePeriod
from casework.plan.opening import open_new_plan
from casework.plan.scheduling import get_next_moment
from casework.remedies.acts import DecideRemedy
from casework.shared.files.acts_file import AnyAct
from casework.shared.files.plan_file import PlanFile
from casework.staff.acts_team import AcceptAssistance, AskAssistance, AssistElsewhere, HandOver
from casework.staff.staffing import ensure_office, ensure_staff, get_staff_actor
from core.clock import SimulatedClock, at_local, local_date, local_time
from core.errors import BadInput, Mistake, SunwardError
from core.i18n import _
from flows.later_events import split_later_events
from flows.supervision import process_due_events
from models.message import Message, MessageState, MessageStep
from models.office import Office, Role, Staff
from models.plan import Plan
from notifications.merging import get_text_and_values
from notifications.outbox import find_next_due

OPENING_TIME = time(9, 0)


@dataclass
class DiaryEntry:
    """One line of the diary."""

    at: datetime
    happening: str
    who: str
    status: str
    article: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    sent: list[dict[str, str]] = field(default_factory=list)
    item_id: uuid.UUID | None = None
    """Which item it is about; not shown, but a message about the same item belongs to it."""

    def as_json(self) -> dict[str, Any]:
        """The fields of `sunward rehearse --json`, stable."""
        return {
            "at": local_time(self.at).isoformat(timespec="minutes"),
            "happening": self.happening,
            "who": self.who,
            "detail": self.detail,
            "sent": self.sent,
            "article": self.article,
            "status": self.status,
        }


_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
_UNSETTLED = (MessageState.CREATED.value, MessageState.CLAIMED.value)


@dataclass
class SimulatedOutbox:
    """The outbox of a rehearsal: messages leave into memory at their moments, and each diary hears of its own."""

    context: Context
    dispatcher: Dispatcher = field(default_factory=lambda: Dispatcher(create_memory_channels()))
    next: datetime | None = None
    posted: bool = False
    _seen: set[uuid.UUID] = field(default_factory=set)
    _checked_at: datetime = _BEFORE_ALL

    def deliver_due(self, of_plan: Callable[[str], "Rehearsal"]) -> None:
        """What is due has left or says why not, and stands in the diary of its plan."""
        now = self.context.clock.now()
        if not self.posted and (self.next is None or self.next > now):
            return
        self.posted = False
        self.dispatcher.deliver(self.context)
        with self.context.database.reading() as session:
            since = select(MessageStep.message_id).where(MessageStep.at >= self._checked_at)
            settled = select(Message.id).where(col(Message.id).in_(since), col(Message.state).not_in(_UNSETTLED))
            fresh = [one for one in session.exec(settled.order_by(col(Message.id))) if one not in self._seen]
            for message_id in fresh:
                message = session.get_one(Message, message_id)
                of_plan(message.plan_number or "").note(message)
            self.next = find_next_due(session)
        self._seen.update(fresh)
        self._checked_at = now


@dataclass
class Rehearsal:
    """A plan on its simulated clock, with its diary as far as it has been processed."""

    context: Context
    number: str
    mail: SimulatedOutbox
    diary: list[DiaryEntry] = field(default_factory=list)
    next: datetime | None = None
    """When something next happens to the plan by itself."""
    source: str = "rehearsal"
    """A rehearsal keeps no account of its runs; a past that is looked at later does."""
    _caused: dict[str, DiaryEntry] = field(default_factory=dict)
    """By which line of the diary each thing was said."""

    @property
    def clock(self) -> SimulatedClock:
        assert isinstance(self.context.clock, SimulatedClock)
        return self.context.clock

    def on_commit(self, open_plan: OpenPlan) -> None:
        """Writes into the diary what a verb has just put into the journal, and knows what was posted with it."""
        self.mail.posted = self.mail.posted or bool(open_plan.posted)
        entries = []
        # The verb's own session has ended: asked again, it would take a connection that nobody gives back.
        with self.context.database.reading() as session:
            plan = replace(open_plan, session=session)
            for line in open_plan.lines:
                # Whoever rehearses reads their own words, and a diary is the same each time.
                detail = {
                    key: get_word(plan, value) if isinstance(value, str) else value
                    for key, value in line.note.items()
                    if key != "status"
                }
                status = line.note.get("status", open_plan.plan.status)
                entries.append(
                    DiaryEntry(
                        line.at, line.act, line.actor_role, status, line.article, detail, item_id=line.subject_id
                    )
                )
        self.diary += entries
        for message in open_plan.posted:
            about_it = [entry for entry in entries if message.item_id and entry.item_id == message.item_id]
            by_name = [entry for entry in entries if entry.happening == open_plan.act.code]
            self._caused |= {_occasion(message): entry for entry in (about_it or by_name or entries)[:1]}

    def note(self, message: Message) -> None:
        """Writes into the diary what became of a message: beside what caused it, if that was just now."""
        sent = {
            "to": message.recipient_role,
            "channel": message.channel,
            "text": get_text_and_values(message)[0],
            "event": message.event,
            "state": message.state,
        }
        if message.state_reason:
            sent["because"] = message.state_reason
        now, cause = self.clock.now(), self._caused.get(_occasion(message))
        if cause is not None and message.created_at == now:
            cause.sent.append(sent)
        else:
            self.diary.append(DiaryEntry(now, "message", "system", self.status(), message.article, sent=[sent]))

    def process_until(self, moment: datetime) -> None:
        """Everything that falls due up to that moment has happened, each thing at its own moment."""
        while True:
            upcoming = min((at for at in (self.next, self.mail.next) if at is not None), default=None)
            if upcoming is None or upcoming > moment:
                break
            self.clock.advance_to(upcoming)
            self.process_now()
        self.clock.advance_to(moment)

    def perform(self, act: AnyAct) -> None:
        """The act happens now, with what follows from it at once."""
        self.do(act)
        self.process_now()

    def do(self, act: AnyAct) -> None:
        """The act happens now. What the law refuses stands in the diary as refused."""
        try:
            perform(self.context, self.number, act)
        except SunwardError as refused:
            because = {"act": act.did, "because": refused.reason.en, "因为": refused.reason.zh}
            self.diary.append(DiaryEntry(self.clock.now(), "refused", act.by, self.status(), refused.article, because))

    def process_now(self) -> None:
        """What has fallen due by now is done, and what is to be said has left."""
        self.wake()
        self.mail.deliver_due(lambda _number: self)

    def wake(self) -> None:
        """What has fallen due by now is done; the next moment is known."""
        if self.next is None or self.next > self.clock.now():
            self.next = get_next_moment(self.context, self.number)  # somebody may have acted
        if self.next is not None and self.next <= self.clock.now():
            process_due_events(self.context, self.number, source=self.source)
            self.next = get_next_moment(self.context, self.number)

    def status(self) -> str:
        """Where the plan stands now."""
        with self.context.database.reading() as session:
            return self.context.find(session, self.number).status


def _occasion(message: Message) -> str:
    """What a message has in common with its twin in the inbox, and with the same words on their next way."""
    return message.dedupe_key.rpartition("/")[0]


def rehearse(
    plan: PlanFile, acts: Sequence[AnyAct] = (), until: date | None = None, *, context: Context | None = None
) -> Rehearsal:
    """The plan processed from its decision to `until` (midnight after it), or to the end of its story.

    Staff named in the file are made up if need be. BadInput, with every mistake, if the plan may not be opened or an
    act lies before the plan's first day.
    """
    plan, later = split_later_events(plan)
    acts = [*later, *acts]
    starts = plan.taken_over_on or plan.decision.on
    context = context or create_rehearsal_context(at_local(starts, OPENING_TIME))
    create_staff(context, plan, acts)
    rehearsal = Rehearsal(context, "", SimulatedOutbox(context))
    context.on_commit = rehearsal.on_commit
    rehearsal.number = open_scripted_plan(context, plan)
    rehearsal.process_now()
    run_script(rehearsal, acts, until)
    return rehearsal


def run_script(rehearsal: Rehearsal, acts: Sequence[AnyAct], until: date | None) -> None:
    """The acts happen at their moments and everything between them as it falls due."""
    script = Script(rehearsal.context, rehearsal.number, acts)
    began = local_date(rehearsal.clock.now())
    early = [act for moment, act in script.upcoming if local_date(moment) < began]
    if early:
        raise BadInput(
            _("有的办理事项早于方案的第一天。"),
            mistakes=[Mistake(f"acts: {act.on} {act.did}", _("早于第一天。")) for act in early],
        )
    if until is not None and until > began + _MAX_LENGTH:
        raise BadInput(_("最多推演到方案第一天以后十年。"))
    last = at_local(until + timedelta(days=1), time(0, 0)) - timedelta(seconds=1) if until else None
    while (following := script.next()) is not None:
        moment, act = following
        if last is not None and moment > last:
            break
        rehearsal.process_until(moment)
        rehearsal.perform(act)
        if isinstance(act, ChangePeriod):
            script.refresh(rehearsal.clock.now())
    rehearsal.process_until(last or _end_of_story(rehearsal))


_MAX_LENGTH = timedelta(days=3660)
"""No plan lasts so long; without an end, a task that nobody does would be reminded of for ever."""


class Script:
    """The acts still to be done, in order. A habit reaches items that a change of the plan adds later."""

    def __init__(self, context: Context, number: str, acts: Sequence[AnyAct]) -> None:
        self.context, self.number, self.acts = context, number, acts
        self.upcoming: list[tuple[datetime, AnyAct]] = []
        self._known: set[tuple[int, date]] = set()
        self.refresh(None)

    def next(self) -> tuple[datetime, AnyAct] | None:
        """The next act, taken from the script; None at its end."""
        return self.upcoming.pop(0) if self.upcoming else None

    def refresh(self, now: datetime | None) -> None:
        """Items added since are in the script."""
        for place, act in enumerate(self.acts):
            for moment, one in expand_series(self.context, self.number, act):
                key = (place, one.on)
                if key not in self._known:
                    self._known.add(key)
                    if now is None or moment >= now:
                        self.upcoming.append((moment, one))
        self.upcoming.sort(key=lambda pair: pair[0])


def _end_of_story(rehearsal: Rehearsal) -> datetime:
    """Until the last clock of a sealed plan, or a month after the last date of one that waits for people."""
    with rehearsal.context.database.reading() as session:
        plan = session.exec(select(Plan).where(Plan.number == rehearsal.number)).one()
    months = timedelta(days=240) if plan.outcome or plan.sealed_at else timedelta(days=31)
    return max(rehearsal.clock.now(), at_local(plan.final_decision_by, time(23, 59))) + months


def get_opener(context: Context, plan: PlanFile) -> Actor:
    """The prosecutor of the file, who opens it."""
    with context.database.reading() as session:
        return Actor.of_staff(get_staff_actor(session, plan.team.prosecutor))


def open_scripted_plan(context: Context, plan: PlanFile) -> str:
    """The plan is opened by its prosecutor; one that was taken over, as somebody else of the office has prepared it."""
    opener = get_opener(context, plan)
    with context.database.reading() as session:
        others = select(Staff.id).where(Staff.office_id == opener.office_id, Staff.id != opener.id)
        prepared_by = session.exec(others).first() if plan.taken_over_on else None
    return open_new_plan(context, opener, plan, prepared_by=prepared_by)


def create_staff(context: Context, plan: PlanFile, acts: Sequence[AnyAct] = ()) -> None:
    """The office and everybody the file names are in the record, with an address that nobody has."""
    with context.database.transaction() as session:
        now = context.clock.now()
        office = ensure_office(session, now, plan.case.office)

        def employ(login: str, role: Role, office: Office) -> None:
            staff = ensure_staff(session, now, login, role, office)
            staff.email = staff.email or f"{login}@sunward.invalid"

        for role, login in plan.team.model_dump().items():
            if login is not None:
                employ(login, Role(role), office)
        for role in (Role.CHIEF_PROSECUTOR, Role.CLERK):
            if getattr(plan.team, role.value) is None:
                employ(f"{role.value}@{office.name}", role, office)
        asked = None
        for act in acts:
            match act:
                case HandOver():
                    for login in (act.to, act.stand_in):
                        if login is not None:
                            employ(login, Role(act.role), office)
                case DecideRemedy() if act.examined_by is not None:
                    employ(act.examined_by, Role.PROSECUTOR, office)
                case AssistElsewhere():
                    there = ensure_office(session, now, act.office)
                    if act.social_worker is not None:
                        employ(act.social_worker, Role.SOCIAL_WORKER, there)
                case AskAssistance():
                    asked = ensure_office(session, now, act.office)
                    employ(f"{Role.PROSECUTOR.value}@{asked.name}", Role.PROSECUTOR, asked)
                case AcceptAssistance() if act.social_worker is not None and asked is not None:
                    employ(act.social_worker, Role.SOCIAL_WORKER, asked)
