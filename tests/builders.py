"""A simulated office, and a life lived in it: small honest objects with sensible defaults.

Everybody here is invented: identity numbers with an unassigned area code and a wrong check digit, phones that begin
with 100. A life moves only when told to: `life.on("2026-03-02 10:00")` lives everything that falls due until then,
`life.act(...)` does what a person does, by the verb that a click performs.

What is posted in a life stays in its outbox: nobody counts as notified by a text. A test that is about messages, or whose result
rests on them, makes a life that `delivers`; on any other, a look at what left fails.
"""

import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter
from sqlmodel import col, select

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.open_plan import get_birth_date
from casework.acting.own_codes import get_code
from casework.acting.performing import perform
from casework.acting.rights import SYSTEM, Actor, Operation
from casework.acting.rights.read_operations import get_read_operation
from casework.acting.script_actors import resolve_actor
from casework.checkins.acts import Submit
from casework.outcome.unfinished_items import list_unfinished, list_unfinished_at_seal
from casework.plan.acts_changes import ChangePeriod
from casework.plan.dismissal import get_item_code
from casework.plan.scheduling import get_next_moment, read_state
from casework.shared.files.acts_file import AnyAct
from casework.shared.files.parsing import read_acts_path, read_plan_path
from casework.shared.files.plan_file import PlanFile
from casework.shared.items.item_kinds import RHYTHMS
from casework.usage.acts import ConfirmUsage
from core.clock import SimulatedClock, at_local, local_date, local_time
from flows.due_events import DueEvent, find_most_urgent
from flows.rehearsal import OPENING_TIME, DiaryEntry, Rehearsal, Script, create_staff, open_scripted_plan, rehearse
from flows.rehearsal import SimulatedOutbox as RehearsalMail
from law.age import comes_of_age_on
from law.months import last_day_of_term
from law.rulebook import Rulebook
from law.transitions import End
from law.working_days import WorkingDays
from models.database import Database
from models.decision import ClosingListEntry
from models.item import STILL_OPEN, Item
from models.journal import JournalLine, reveal_as_far_as_possible
from models.message import Message
from models.office import Role, Staff
from models.person import Person
from models.plan import Plan
from models.proposal import Proposal
from models.vault import Vault
from notifications.merging import get_text_and_values
from tests.cached_plans import cached_copy
from tests.records import fresh_record

# An unassigned area code and a wrong check digit; a phone that begins with 100. They belong to nobody.
IDENTITY_NUMBER, PHONE, MOTHERS_PHONE = "990199200911203338", "10000990101", "10000990102"
OFFICE = "癸县"
STAFF_DAY_ENDS = time(16, 30)
_TEAM = ("prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk")
_Seen = TypeVar("_Seen")
_ACT: TypeAdapter[Any] = TypeAdapter(AnyAct)


@lru_cache
def the_rulebook() -> Rulebook:
    """The law as it stands; read once."""
    return Rulebook.load()


def a_plan(
    decided_on: str = "2026-03-02",
    months: int = 6,
    *,
    born_on: str = "2009-11-20",
    days_left: int = 10,
    weekly: str | None = "Mon",
    device: str = "own",
    announced_on: str | None = None,
    **more: Any,
) -> PlanFile:
    """A plan that the law lets open: one card sold at sixteen, a mother, a full team, a note every Monday at 20:00. The minor
    has left school, so that a text arrives at any hour of the day.

    `more` replaces parts of the file: `minor`, `case`, `cadence`, `guardian`, `condition`, `decision` and so on; what
    is a table is merged with the default.
    """
    decided = date.fromisoformat(decided_on)
    limit = decided + timedelta(days=days_left)
    content: dict[str, Any] = {
        "format": "sunward-plan/1",
        "minor": {"name": "芒果", "sex": "M", "born_on": born_on, "identity_number": IDENTITY_NUMBER,
                  "address": "癸县虚构镇1组", "phone": PHONE, "device": device, "at_school": False},
        "guardian": [{"relation": "mother", "name": "芒果的母亲", "legal_representative": True,
                      "phone": MOTHERS_PHONE, "device": "own"}],
        "case": {
            "office": OFFICE, "offence_article": "287-2", "act_dates": [str(decided - timedelta(days=60))],
            "facts_line": "出售本人银行账户三个", "predicted_sentence_months": 6, "repentance": ["plea"],
            "why_not_minor_offence": "已达追诉标准", "no_victim": True,
            "opinions": {"police": {"state": "heard", "on": str(decided - timedelta(days=5))},
                         "victim": {"state": "not_in_this_case"},
                         "minor": {"state": "heard", "on": str(decided - timedelta(days=5))},
                         "legal_representative": {"state": "heard", "on": str(decided - timedelta(days=5))},
                         "defender": {"state": "heard", "on": str(decided - timedelta(days=5))}},
        },
        "review": {"received_on": str(limit - timedelta(days=31)), "limit_ends_on": str(limit)},
        "decision": {"on": decided_on, "months": months, "period_written_from": decided_on,
                     "period_written_to": str(last_day_of_term(decided, months))},
        "condition": [{"kind": "A1", "text": "接受心理辅导6次", "measure": "每次一小时", "evidence": "签到单",
                       "confirmed_by": "social_worker", "amount": 6, "unit": "times"}],
        "cadence": {"weekly_note": {"on": weekly} if weekly else None},
        "team": {role: f"gui.{role}" for role in _TEAM},
    }  # fmt: skip
    if announced_on is not None:
        content["announcement"] = {
            "on": announced_on, "present": ["minor", "mother"], "explained": ["period", "rules", "liability"],
        }  # fmt: skip
    if more.get("cadence", {}).get("usage_sheet") and "usage" not in more:
        # Whoever plans sheets has asked for the consents first.
        people = ["minor", *(each["relation"] for each in more.get("guardian", content["guardian"]))]
        content["usage"] = {"consent": make_consents(decided_on, *people)}
    for part, value in more.items():
        content[part] = content[part] | value if isinstance(content.get(part), dict) else value
    return PlanFile.model_validate(content)


PLACE = {
    "kind": "base", "unit": "向阳面包坊", "from_on": "2026-03-03", "times": "周六9:00至12:00", "hours": 60, "supervisor": "白师傅",
    "phone": "10000990301", "informed": "白师傅知道在接受监督考察，其他人不知道", "agreed_on": "2026-03-02",
    "minor_consented_on": "2026-03-02", "guardian_consented_on": "2026-03-02",
}  # fmt: skip
"""A base to which the minor of `a_plan` goes, as the act `place` names it."""


def is_entered_late(because: str) -> bool:
    """Whether a finding's Chinese reason says that a clock was over when the plan was entered, or looked over."""
    return "方案建立时即为逾期" in because


def make_consents(on: str, *people: str) -> list[dict[str, Any]]:
    """The consents to data of devices that these gave on paper that day, as a plan file tells them."""
    return [{"person": person, "given": True, "on": on, "way": "paper"} for person in people]


BOTH_CONSENTS = {"consent": make_consents("2026-03-02", "minor", "mother")}
"""Minor and mother of `a_plan` have agreed, as the part `usage` of its file tells it."""


def an_office(database: Database, moment: str | datetime, *, keys: Vault | None = None) -> Context:
    """A context over that record, on a clock set to that moment."""
    return Context(
        database=database,
        clock=SimulatedClock(at(moment)),
        vault=keys or Vault(None, secrets.token_bytes(32)),
        rulebook=the_rulebook(),
        days=WorkingDays(),
        second_factor=False,  # tests of what a second factor does switch it on
        archive_key=secrets.token_bytes(32),
    )


def at(moment: str | datetime) -> datetime:
    """The moment that "2026-03-02" (midnight) or "2026-03-02 10:00" means on the office's wall clock."""
    if isinstance(moment, datetime):
        return moment
    day, _, clock_time = moment.partition(" ")
    return at_local(date.fromisoformat(day), time.fromisoformat(clock_time or "00:00"))


@dataclass
class Habit:
    """Who hands in what, on its day, at which hour, until when."""

    by: str
    kind: str
    hour: time
    until: date = date.max
    skip: frozenset[date] = frozenset()


class PostedMessage(NamedTuple):
    """One message as it was put into the outbox."""

    event: str
    recipient_role: str
    recipient_id: uuid.UUID
    channel: str
    item_id: uuid.UUID | None
    created_at: datetime
    due_at: datetime
    dedupe_key: str


@dataclass(frozen=True)
class DeliveredText:
    """One text or mail that left: when, to whom, which event in which words, about which item."""

    at: datetime
    to: str
    event: str
    template: str
    person: Any


def get_login(context: Context, actor: Actor) -> str:
    """The sign-in name of that member of staff."""
    with context.database.reading() as session:
        return session.get_one(Staff, actor.id).login


class KeptOutbox(RehearsalMail):
    """The outbox of a life that delivers nothing: what is posted lies there, and no moment comes for it."""

    def deliver_due(self, of_plan: Callable[[str], Rehearsal]) -> None:
        pass


_PROPOSED = {"change_period", "revoke", "end_otherwise"}
_PROPOSED_ON_PAPER = {"revoke_non_prosecution", "unseal", "decide_after_correction"}


def as_proposed(context: Context, number: str, by: str, did: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Who decides what the plan's prosecutor has proposed, and in which words: the chief, where the story names the
    prosecutor. What nobody has proposed yet is proposed first."""
    if did == "decide_remedy":
        return by, {"examined_by": get_login(context, resolve_actor(context, number, "department_head"))} | values
    if did not in _PROPOSED and did not in _PROPOSED_ON_PAPER:
        return by, values
    by = "chief_prosecutor" if by == "prosecutor" else by
    if did in _PROPOSED_ON_PAPER:
        return by, {"proposed_by": get_login(context, resolve_actor(context, number, "prosecutor"))} | values
    with context.database.reading() as session:
        plan = context.find(session, number)
        lies_open = select(Proposal).where(Proposal.plan_id == plan.id, Proposal.status == "open")
        steps = {row.step for row in session.exec(lies_open)}
    done = {"end_otherwise": plan.ended_because in set(End), "revoke": plan.status == "revoked",
            "change_period": values.get("new_end_on") == str(plan.period_to)}  # fmt: skip
    if steps.isdisjoint(_PROPOSED) and not done[did]:
        local = local_time(context.clock.now())
        asked = {name: value for name, value in values.items() if name in ("new_end_on", "incident", "how", "reason")}
        asked |= {"step": did}
        moment = {"on": local.date(), "at": local.time(), "by": "prosecutor", "did": "propose"}
        perform(context, number, _ACT.validate_python({**moment, **asked}))
    return by, values


@dataclass
class SimulatedPlan:
    """One plan, lived on a simulated clock. The team does its own work unless it is told to `rest`."""

    rehearsal: Rehearsal
    habits: list[Habit] = field(default_factory=list)

    @property
    def context(self) -> Context:
        return self.rehearsal.context

    @property
    def number(self) -> str:
        return self.rehearsal.number

    @property
    def now(self) -> datetime:
        return self.context.clock.now()

    @property
    def today(self) -> date:
        return local_date(self.now)

    # what happens

    def on(self, moment: str | datetime) -> "SimulatedPlan":
        """Lived until that moment: what fell due has happened, what is a habit has been done on its day."""
        until = at(moment)
        while (due := self._next_habit(until)) is not None:
            when, habit, item = due
            self.rehearsal.process_until(when)
            if self._still_open(item):
                self._do_habit(habit, item)
        self.rehearsal.process_until(until)
        return self

    def act(self, by: str, did: str, **values: Any) -> "SimulatedPlan":
        """Somebody does something now, by the verb that a click performs, and what follows at once has happened."""
        local = local_time(self.now)
        by, values = as_proposed(self.context, self.number, by, did, values)
        act = _ACT.validate_python({"on": local.date(), "at": local.time(), "by": by, "did": did, **values})
        try:
            perform(self.context, self.number, act)
        finally:
            self.rehearsal.process_now()
        return self

    def dismiss_open_items(self) -> "SimulatedPlan":
        """The prosecutor has set aside, with a reason, whatever was left open and is in the way of the end."""
        if left := list_open_codes(self.context, self.number):
            self.act("prosecutor", "dismiss_items", items=left, reason="已当面了解，不再另行办理")
        return self

    def actor(self, by: str) -> Actor:
        """The plan's own person in that place."""
        return resolve_actor(self.context, self.number, by)

    def add_habit(
        self, by: str, kind: str, *, hour: str = "19:00", until: str | None = None, skip: tuple[str, ...] = ()
    ) -> None:
        """From now on that is done on its day."""
        self.habits.append(
            Habit(by, kind, time.fromisoformat(hour), date.fromisoformat(until) if until else date.max,
                  frozenset(date.fromisoformat(day) for day in skip))
        )  # fmt: skip

    def jumps_to(self, moment: str | datetime) -> "SimulatedPlan":
        """The clock shows that moment, and nobody was there to live what fell due meanwhile."""
        self.rehearsal.clock.advance_to(at(moment))
        return self

    def skips_to(self, moment: str | datetime) -> "SimulatedPlan":
        """The clock shows that moment. The record says that whatever recurs came in on its day, and all else that fell due
        is done now: much sooner lived than the weeks themselves."""
        with self.context.database.transaction() as session:
            recurs = select(Item).where(Item.plan_id == self.context.plan_id(session, self.number),
                                        Item.status == "open", col(Item.kind).in_([*RHYTHMS, "milestone"]))  # fmt: skip
            for item in session.exec(recurs.where(col(Item.due_on) < local_date(at(moment)))):
                item.status, item.next_step, item.next_at = "on_time", None, None
                session.add(item)
        return self.jumps_to(moment).process_due()

    def process_due(self) -> "SimulatedPlan":
        """Whatever is due now is done, and in a life that delivers the outbox has been emptied."""
        self.rehearsal.process_now()
        return self

    # what is seen

    @property
    def mail(self) -> RehearsalMail:
        """The outbox from which everything due has left."""
        mail = self.rehearsal.mail
        assert not isinstance(mail, KeptOutbox), "this life delivers no message: make it with delivers=True"
        return mail

    @property
    def plan(self) -> Plan:
        with self.context.database.reading() as session:
            return self.context.find(session, self.number)

    @property
    def status(self) -> str:
        return self.plan.status

    def rows(self, table: type[Any]) -> list[Any]:
        """All rows of a table of this plan."""
        assert table is not Message or self.mail
        with self.context.database.reading() as session:
            return list(session.exec(select(table).where(table.plan_id == self.plan.id).order_by(table.id)))

    def items(self, kind: str | None = None, *, owner: str | None = None, status: str | None = None) -> list[Item]:
        """The plan's items, in the order of their days."""
        found = sorted(self.rows(Item), key=lambda item: (item.due_on, item.id))
        return [
            item
            for item in found
            if kind in (None, item.kind) and owner in (None, item.owner) and status in (None, item.status)
        ]

    def closing_list(self) -> list[ClosingListEntry]:
        """What still runs after the seal, in the order of the last days."""
        with self.context.database.reading() as session:
            found = select(ClosingListEntry).where(ClosingListEntry.plan_number == self.number)
            return list(session.exec(found.order_by(col(ClosingListEntry.ends_on), col(ClosingListEntry.id))))

    def item(self, kind: str, due_on: str) -> Item:
        """The one item of that kind due on that day."""
        (found,) = (item for item in self.items(kind) if item.due_on == date.fromisoformat(due_on))
        return found

    def status_counts(self, kind: str) -> dict[str, int]:
        """How many of that kind stand how."""
        counted: dict[str, int] = {}
        for item in self.items(kind):
            counted[item.status] = counted.get(item.status, 0) + 1
        return counted

    def due(self, kind: str) -> date:
        """The day on which the one open item of that kind is due."""
        (found,) = (item for item in self.items(kind) if item.status in STILL_OPEN)
        return found.due_on

    def posted(self) -> list[PostedMessage]:
        """All that was ever put into the outbox, in order; whether it has left is not asked."""
        columns = select(*(getattr(Message, name) for name in PostedMessage._fields))  # type: ignore[call-overload]
        with self.context.database.reading() as session:
            found = session.exec(columns.where(Message.plan_id == self.plan.id).order_by(col(Message.id)))
            return [PostedMessage(*row) for row in found]

    def messages(self) -> list[Message]:
        return list(self.rows(Message))

    def delivered(self, since: str | None = None, *, to: str | None = None) -> list[DeliveredText]:
        """The texts and mails that have left, in order; what only lies in an inbox is not among them."""
        people = {person.id: person.relation for person in self.rows(Person)}
        begin = at(since) if since else datetime.min.replace(tzinfo=self.now.tzinfo)
        sent = []
        for row in self.messages():
            left = row.sent_at if row.channel != "inbox" and row.state in ("sent", "delivered") else None
            who = people.get(row.recipient_id, row.recipient_role)
            if left is not None and left >= begin and to in (None, row.recipient_role, who):
                sent.append(
                    (left, row.id, DeliveredText(left, who, row.event, get_text_and_values(row)[0], row.recipient_id))
                )
        return [one for _, _, one in sorted(sent, key=lambda one: one[:2])]

    def texts(self, since: str | None = None, *, to: str | None = None) -> list[str]:
        """The numbers of the texts and mails that have left."""
        return [message.template for message in self.delivered(since, to=to)]

    def diary(self, day: str | None = None) -> list[DiaryEntry]:
        """The diary, or what stands in it for one day."""
        return [e for e in self.rehearsal.diary if day is None or local_date(e.at).isoformat() == day]

    def happened(self, day: str) -> list[str]:
        """What stands in the diary for that day, in order, without messages."""
        return [entry.happening for entry in self.diary(day) if entry.happening != "message"]

    @property
    def of_age_on(self) -> date:
        """The eighteenth birthday."""
        (minor,) = [person for person in self.rows(Person) if person.role == "minor"]
        if self.plan.sealed_at is not None:
            lent = self.context.vault.open_single_case(self.plan.id, self.context.archive_key)
            return comes_of_age_on(get_birth_date(lent, minor), self.context.rulebook)
        return comes_of_age_on(get_birth_date(self.context.vault, minor), self.context.rulebook)

    def comes_of_age_on(self, day: date) -> "SimulatedPlan":
        """The record has a birth date with which the eighteenth birthday is on that day."""
        with self.context.database.transaction() as session:
            plan_id = self.context.plan_id(session, self.number)
            minor = session.exec(select(Person).where(Person.plan_id == plan_id, Person.role == "minor")).one()
            minor.document = self.document_born_on(minor, day.replace(year=day.year - 18))
            session.add(minor)
        return self

    def document_born_on(self, minor: Person, day: date) -> bytes:
        """The minor's encrypted document, with another birth date."""
        about = (minor.plan_id, "person.document", minor.id)
        words = self.context.vault.open_document(*about, minor.document)
        return self.context.vault.seal_document(*about, words | {"born_on": day.isoformat()})

    def lines(self, act: str | None = None, after: int = 0) -> list[JournalLine]:
        """The plan's journal without its first so many lines, as whoever may open the plan reads it."""
        with self.context.database.reading() as session:
            query = select(JournalLine).where(JournalLine.plan_id == self.plan.id).order_by(col(JournalLine.sequence))
            lines = [reveal_as_far_as_possible(self.context.vault, line) for line in session.exec(query.offset(after))]
            return [line for line in lines if act in (None, line.act)]

    def code(self, word: str) -> str:
        """What stands in the record for the word by which somebody named something."""
        return get_code(self.context.vault, self.number, word)

    def staff(self, role: str) -> Staff:
        """Who works in the office in that role."""
        with self.context.database.reading() as session:
            return session.exec(select(Staff).where(Staff.role == role).order_by(col(Staff.login))).first()  # type: ignore[return-value]

    def next_moment(self) -> datetime | None:
        return get_next_moment(self.context, self.number)

    def next_due_event(self) -> DueEvent | None:
        """What the flow would answer first, were it woken now."""
        state = read_state(self.context, self.number)
        return find_most_urgent(state.due_items, state.at)

    # inside

    def _next_habit(self, until: datetime) -> tuple[datetime, Habit, Item] | None:
        if not self.habits:
            return None
        with self.context.database.reading() as session:
            upcoming = session.exec(
                select(Item)
                .where(
                    Item.plan_id == self.context.plan_id(session, self.number),
                    Item.status == "open",
                    col(Item.kind).in_({habit.kind for habit in self.habits}),
                    col(Item.due_on) >= self.today,
                    col(Item.due_on) <= local_date(until),
                )
                .order_by(col(Item.due_on))
                .limit(20)
            ).all()
        coming = [
            (at_local(item.due_on, habit.hour), habit, item)
            for habit in self.habits
            for item in upcoming
            if item.kind == habit.kind
            and item.due_on <= habit.until
            and item.due_on not in habit.skip
            and self.now <= at_local(item.due_on, habit.hour) <= until
        ]
        return min(coming, key=lambda one: (one[0], one[2].id), default=None)

    def _still_open(self, item: Item) -> bool:
        with self.context.database.reading() as session:
            return session.get_one(Item, item.id).status == "open"

    def _do_habit(self, habit: Habit, item: Item) -> None:
        if habit.kind == "milestone":
            self.act(habit.by, "evaluate", milestone=item.label, result="continue")
        else:
            self.act(habit.by, "submit", item=habit.kind, due_on=item.due_on)


def list_open_codes(context: Context, number: str) -> list[str]:
    """The codes of what was left open and is in the way of the end, or of the seal once there is an outcome."""
    with context.open_for_reading(number, SYSTEM, PROCESS_PLAN) as open_plan:
        find = list_unfinished_at_seal if open_plan.plan.outcome else list_unfinished
        return [get_item_code(item) for item in find(open_plan)]


def open_view(
    view: Callable[..., _Seen], context: Context, actor: Actor, number: str, *more: Any, right: Operation | None = None,
    **asked: Any,
) -> _Seen:  # fmt: skip
    """What that view shows of the plan, opened by that right; without one, as somebody of the actor's role reads it."""
    with context.open_for_reading(number, actor, right or get_read_operation(actor.role)) as open_plan:
        return view(open_plan, *more, **asked)


@cached_copy
def start_plan(
    plan: PlanFile | None = None, *, staff: tuple[str, ...] = (), team_works: bool = True, delivers: bool = False,
    **changes: Any,
) -> SimulatedPlan:  # fmt: skip
    """A plan opened at nine on the morning of its decision (or of its first day here), and nothing else done yet.

    `staff` are further people of the office, written "role login". Messages leave only where it `delivers`.
    """
    file = plan or a_plan(**changes)
    starts = file.taken_over_on or file.decision.on
    context = an_office(fresh_record(), at_local(starts, time(9, 0)))
    return start_plan_in(context, file, staff=staff, team_works=team_works, delivers=delivers)


def start_plan_in(
    context: Context,
    plan_file: PlanFile,
    *,
    staff: tuple[str, ...] = (),
    team_works: bool = True,
    delivers: bool = False,
) -> SimulatedPlan:
    """As `a_life`, in an office that is there already."""
    create_staff(context, plan_file)
    enrol(context, plan_file.case.office, *staff)
    rehearsal = Rehearsal(context, "", _make_outbox(context, delivers))
    context.on_commit = rehearsal.on_commit
    rehearsal.number = open_scripted_plan(context, plan_file)
    rehearsal.process_now()
    life = SimulatedPlan(rehearsal)
    if team_works:
        life.add_habit("social_worker", "worker_contact", hour="16:00")
        life.add_habit("social_worker", "usage_review", hour="16:10")
        life.add_habit("prosecutor", "prosecutor_talk", hour="16:20")
        life.add_habit("prosecutor", "milestone", hour="16:30")
    return life


def _make_outbox(context: Context, delivers: bool) -> RehearsalMail:
    return RehearsalMail(context) if delivers else KeptOutbox(context)


def announce_and_serve(
    life: SimulatedPlan, on: str, *, present: tuple[str, ...] = ("minor", "mother")
) -> SimulatedPlan:
    """The decision is announced on that morning and every receipt is back by noon."""
    life.on(f"{on} 10:00").act("prosecutor", "announce", present=[*present], explained=["period", "rules", "liability"])
    serve_all(life)
    return life


@cached_copy
def an_announced_plan(plan: PlanFile | None = None, told_on: str = "2026-03-04", **start: Any) -> SimulatedPlan:
    """A plan opened as `start_plan` opens it, announced and served on that day."""
    return announce_and_serve(start_plan(plan, **start), told_on)


def serve_all(life: SimulatedPlan, decision: str = "conditional_non_prosecution") -> SimulatedPlan:
    """Every receipt that is still owed for that decision comes back today."""
    from models.decision import ServiceReceipt

    due = [row for row in life.rows(ServiceReceipt) if row.decision == decision and row.received_on is None]
    several = sum(row.addressee == "victim" for row in due) > 1
    for place, receipt in enumerate(due, 1):
        number = {"number": str(place)} if several and receipt.addressee == "victim" else {}
        life.act("clerk", "record_service", to=receipt.addressee, decision=decision, **number)
    return life


def enrol(context: Context, office: str, *people: str) -> None:
    """Further people work in the office, each written "role login"."""
    from casework.staff.staffing import ensure_office, ensure_staff

    with context.database.transaction() as session:
        row = ensure_office(session, context.clock.now(), office)
        for one in people:
            role, login = one.split()
            ensure_staff(session, context.clock.now(), login, Role(role), row).email = f"{login}@office.example"


def conclude(life: SimulatedPlan, *, opinion_on: str, decided_on: str, announced_on: str) -> SimulatedPlan:
    """The period is over: opinion, the chief procurator's decision, told to the person, receipts back."""
    life.skips_to(f"{opinion_on} 10:00").dismiss_open_items().act(
        "prosecutor", "write_opinion", proposal="non_prosecution"
    )
    life.on(f"{decided_on} 10:30").dismiss_open_items().act("chief_prosecutor", "decide_non_prosecution")
    life.on(f"{announced_on} 15:00").act("prosecutor", "announce_outcome", present=["minor"])
    return serve_all(life, "non_prosecution")


CASELOAD = Path(__file__).parents[1] / "examples" / "caseload"


def run_rehearsal(plan: PlanFile, acts: Sequence[AnyAct], until: date) -> Rehearsal:
    """As `flows.rehearsal.rehearse`, on the database that this run of the tests was told to use."""
    starts = plan.taken_over_on or plan.decision.on
    return rehearse(plan, acts, until, context=an_office(fresh_record(), at_local(starts, OPENING_TIME)))


@cached_copy
def load_example(name: str, until: str, *, delivers: bool = False) -> SimulatedPlan:
    """A life of the sample caseload as it stood at that moment: what its file tells has been done by then. Until three weeks
    before, whatever recurs came in on its day (`skips_to`)."""
    (path,) = (path for path in CASELOAD.glob(f"{name}-*.toml") if not path.name.endswith(".acts.toml"))
    plan, acts = read_plan_path(path), read_acts_path(path.with_suffix(".acts.toml")).acts
    context = an_office(fresh_record(), at_local(plan.decision.on, time(9, 0)))
    create_staff(context, plan, acts)
    rehearsal = Rehearsal(context, "", _make_outbox(context, delivers))
    context.on_commit = rehearsal.on_commit
    rehearsal.number = open_scripted_plan(context, plan)
    rehearsal.process_now()
    life, script = SimulatedPlan(rehearsal), Script(context, rehearsal.number, acts)
    lived_from = max(at(until) - timedelta(days=21), context.clock.now())
    while (following := script.next()) is not None and following[0] < at(until):
        moment, act = following
        if moment < lived_from and isinstance(act, (Submit, ConfirmUsage)):
            continue
        if context.clock.now() < lived_from:
            life.skips_to(min(moment, lived_from))
        rehearsal.process_until(moment)
        rehearsal.perform(act)
        if isinstance(act, ChangePeriod):
            script.refresh(rehearsal.clock.now())
    rehearsal.process_until(at(until))
    refused = [entry for entry in rehearsal.diary if entry.happening == "refused"]
    assert len(refused) <= (name == "25"), "whose extension beyond twelve months is refused"
    return life
