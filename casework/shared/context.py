"""What a verb works with: the context, and in it one open plan.

`context.open_for_update(number, actor, act)` locks the plan, asks `rights`, and gives it; all that is done with it commits
together at the end, or not at all. A verb that makes something to react to says `open_plan.wake()`.
"""

import contextlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm.attributes import flag_modified, set_committed_value
from sqlmodel import Session, and_, col, func, or_, select, update

from casework.shared.hooks import Moment, run_hooks
from casework.shared.items.item_kinds import UNNAMED_IN_THE_JOURNAL
from casework.shared.provisional_dates import find_provisional_dates
from casework.shared.rights import (
    Actor,
    Operation,
    can_see_plan,
    find_basis,
    is_allowed,
    may_know_of_deletion,
    missing_right,
    missing_right_in_case,
)
from casework.shared.rights.phase_checks import find_phase_refusal, get_fit, opens_sealed
from casework.shared.rights.phases import SEALED, PhaseFit
from casework.shared.rights.refusals import NOT_FOR_THE_FAMILY
from casework.shared.text.text_checks import check_document_not_blank
from core.clock import Clock, local_date
from core.errors import (
    Archived,
    DeletedByPolicy,
    NotAllowed,
    NotFound,
    ReauthenticationRequired,
    Refused,
    StateConflict,
)
from core.i18n import Language, _, short_citation
from evaluation.instruments import Instrument, load_instruments
from law.age import comes_of_age_on
from law.choices import Choice, with_choices
from law.finding import Finding
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from models.database import Database
from models.database import lock_for_update as lock_row
from models.item import OPEN_IN_SQL, Item, Submission
from models.journal import ActorKind, Harmless, JournalLine, append_line, is_code, reveal
from models.message import Message
from models.office import Role, SignIn, Staff
from models.origin import Origin, writing_as
from models.person import Person
from models.plan import Edition, Plan, RunLogEntry, TeamMember
from models.sealed_access import SealedAccessRequest
from models.shared_clock import WRONG_FROM
from models.together import PrefetchedPlans
from models.vault import Vault
from notifications.reminder_policy import ReminderPolicy

PlanCallback = Callable[["OpenPlan"], None]

READ_LOG_INTERVAL = timedelta(minutes=5)
ONE_DAY = timedelta(days=1)
CONFIRMED_TOGETHER = timedelta(minutes=5)
"""So long saying who one is holds for more acts of the same kind on accounts, tokens and settings."""


@dataclass
class Context:
    """What every verb and view is handed by wiring: the record, the clock, the vault, the rulebook, the calendar."""

    database: Database
    clock: Clock
    vault: Vault
    rulebook: Rulebook
    days: WorkingDays
    language: Language = "zh-CN"
    second_factor: bool = True
    """Whether whoever signs, decides or keeps accounts needs more than a password. No setting of an office changes it: only
    a demonstration, a rehearsal and tests of other things are made without."""
    archive_key: bytes = b""
    questionnaires: Mapping[str, Instrument] = field(default_factory=load_instruments)
    """How questionnaires are scored: those of the program, and the office's own."""
    policy: ReminderPolicy = field(default_factory=ReminderPolicy.load)
    """When people are called for and written to, as the program was started with."""
    policies: dict[uuid.UUID | None, ReminderPolicy] = field(default_factory=dict)
    """Those that named people switched on: of one office, and under None of all that have none of their own; one for
    every copy of the context."""
    heads_email: str | None = None
    """To whom outside the head of the journal is mailed once a day; nobody, where an office has named nobody."""
    on_commit: PlanCallback | None = None
    """Told of each file after its verb has committed: a rehearsal writes its diary from it."""
    on_opening: PlanCallback | None = None
    """Shown each file when it lies open and nothing is done yet; may refuse it, as one that has moved on meanwhile."""
    on_done: PlanCallback | None = None
    """Shown each file inside its verb's transaction, when the verb is done with it and before the rest is written: by it a
    run puts the plan to sleep."""
    before_commit: PlanCallback | None = None
    """Shown each file inside its verb's transaction, when all is done: what is kept here is kept with the verb or not
    at all. Both are set on a copy of the context, for one request (`dataclasses.replace`)."""
    run_id: uuid.UUID | None = None
    """The run by which plans are processed just now, on a copy of the context; none where people act."""
    failed_runs: dict[tuple[str, str], RunLogEntry] = field(default_factory=dict)
    """Of each plan and lane, the run that has just failed, until its failure is in the plan's account."""
    editions: dict[str, Rulebook] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    """Values that named people chose, as the record has them; one list for every copy of the context."""
    _ids: dict[str, uuid.UUID] = field(default_factory=dict)

    @contextlib.contextmanager
    def open_for_update(self, number: str, actor: Actor, act: Operation, **subject: Any) -> Iterator["OpenPlan"]:
        """The plan's file, locked, for one verb. NotFound, NotAllowed and ReauthenticationRequired are raised before anything is
        touched, and Refused where the act has no place as the plan stands (`casework/shared/rights/phases.py`); a refusal of
        rights leaves its own line in the journal. A sealed plan is opened by an act that is declared to fit there, and
        by no other."""
        self.days.refresh()
        try:
            with self.database.transaction() as session:
                now = self.clock.now()
                plan = self.find(session, number, lock=True)
                open_plan = OpenPlan(self, session, plan, actor, act, now)
                if actor.kind == "family":
                    open_plan.people()  # they are among those of the plan, who are asked for once
                _ensure_not_deleted(session, actor, plan, now)
                if not is_allowed(session, actor, act, plan, now):
                    raise missing_right_in_case(act, actor)
                if act.signs:
                    ensure_confirmed(session, actor)
                ensure_in_phase(session, actor, act, plan, now)
                with writing_as(session, open_plan.origin):
                    if self.on_opening:
                        self.on_opening(open_plan)
                    yield open_plan
                    self.close(open_plan)
        except NotAllowed:
            self.record_denial(actor, act, number)
            raise
        self.tell_of_commit(open_plan)

    def tell_of_commit(self, open_plan: "OpenPlan") -> None:
        """Whoever follows what is committed is told of this file when it is."""
        if (tell := self.on_commit) is not None:
            self.database.after_commit(lambda _record: tell(open_plan))

    @contextlib.contextmanager
    def open_for_reading(
        self, number: str, actor: Actor, act: Operation, *, noted_as: Operation | None = None
    ) -> Iterator["OpenPlan"]:
        """The plan's file for reading. That it was read is itself a line in the journal, unless the machine reads;
        `noted_as` where the right asked for is one to do something, and looking is all that was done. A sealed plan is
        not found, except by what is declared to fit there."""
        try:
            with self.database.reading() as session:
                now = self.clock.now()
                plan = self.find(session, number)
                _ensure_not_deleted(session, actor, plan, now)
                basis = find_basis(session, actor, act, plan, now)
                if not basis:
                    raise missing_right_in_case(act, actor)
                if plan.sealed_at is not None and not opens_sealed(act):
                    raise NotFound(NO_SUCH_PLAN)
                grant = basis if isinstance(basis, SealedAccessRequest) else None
                yield OpenPlan(self, session, plan, actor, act, now, grant=grant)
                noted = self._has_lately_read(session, actor, noted_as or act, now, plan.id)
        except NotAllowed:
            self.record_denial(actor, act, number)
            raise
        if not noted:
            self._note_reading(actor, noted_as or act, now, plan.id, grant)

    @contextlib.contextmanager
    def query_plans(self, actor: Actor, act: Operation) -> Iterator[Session]:
        """A look over many plans at once; the view cuts it to the actor's reach. It leaves a line in the journal as
        one plan's file does, and so does a refusal."""
        with self.database.reading() as session:
            now = self.clock.now()
            allowed = is_allowed(session, actor, act, None, now)
            if allowed:
                yield session
                noted = self._has_lately_read(session, actor, act, now, None)
        if not allowed:
            self.record_denial(actor, act, "")
            raise missing_right(act)
        if not noted:
            self._note_reading(actor, act, now, None)

    def _has_lately_read(
        self, session: Session, actor: Actor, act: Operation, now: datetime, plan_id: uuid.UUID | None
    ) -> bool:
        """Whether this look needs no line of its own: a page that looks again every few seconds is one reading, and of
        the machine's none is noted."""
        if actor.kind == "system":
            return True
        lately = select(JournalLine.id).where(
            JournalLine.actor_id == actor.id,
            JournalLine.plan_id == plan_id,
            JournalLine.act == act.code,
            col(JournalLine.at) > now - READ_LOG_INTERVAL,
        )
        with session.no_autoflush:  # what a view has changed for itself is never written
            return session.exec(lately.limit(1)).first() is not None

    def _note_reading(
        self,
        actor: Actor,
        act: Operation,
        now: datetime,
        plan_id: uuid.UUID | None,
        grant: SealedAccessRequest | None = None,
    ) -> None:
        """That somebody has looked stands in the journal; where they were granted a look, by which grant."""

        def write(record: Database) -> None:
            with record.transaction() as session:
                note: dict[str, Harmless | list[str]] = {}
                if grant is not None:
                    used = session.get_one(SealedAccessRequest, grant.id)
                    used.last_read_at = now
                    session.add(used)
                    note["access"] = used.label
                self.write_journal_line(session, now, actor, act.code, plan_id=plan_id, note=note)

        self.database.after_commit(write)  # a look locks nothing for what the same request does afterwards

    def close(self, open_plan: "OpenPlan") -> None:
        """All that was done with the file is written, and its answer is kept beside it; the commit follows."""
        run_hooks(Moment.DONE_WITH_THE_PLAN, open_plan)
        if self.on_done:
            self.on_done(open_plan)
        open_plan.write_version()
        self.database.write_part(open_plan.session)
        if self.before_commit:
            self.before_commit(open_plan)
            open_plan.session.flush()

    def find(self, session: Session, number: str, *, lock: bool = False) -> Plan:
        """The plan of that number, its row locked if asked. NotFound if there is none."""
        plan_id = self.plan_id(session, number)
        # On SQLite the whole transaction holds the write lock.
        if lock and not self.database.is_sqlite and plan_id not in self.database.locked:
            return lock_row(session, Plan, plan_id)
        return session.get_one(Plan, plan_id)

    def plan_id(self, session: Session, number: str) -> uuid.UUID:
        """The id behind a plan's number, which never changes. NotFound if there is none."""
        if number not in self._ids:
            found = session.exec(select(Plan.id).where(Plan.number == number)).first()
            if found is None:
                raise NotFound(NO_SUCH_PLAN)
            self._ids[number] = found
        return self._ids[number]

    def remember_ids(self, known: Iterable[tuple[str, uuid.UUID]]) -> None:
        """The ids behind these numbers need not be looked up again."""
        self._ids.update(known)

    @property
    def law(self) -> Rulebook:
        """The law of today, with the values that were chosen for all offices, each from its day on."""
        return self.get_law(None)

    def get_law(self, office_id: uuid.UUID | None) -> Rulebook:
        """The law of today as that office applies it: a value of its own stands before one for all, from its day on."""
        return self._chosen_in(self.rulebook, office_id)

    def get_rulebook(self, session: Session, plan: Plan) -> Rulebook:
        """The edition the plan was opened under, with the values chosen for its office, each from its day on."""
        if plan.edition_id not in self.editions:
            if plan.edition_id == self.rulebook.edition:
                self.editions[plan.edition_id] = self.rulebook
            else:
                kept = session.get_one(Edition, plan.edition_id)
                self.editions[plan.edition_id] = Rulebook.from_snapshot(kept.snapshot)
        return self._chosen_in(self.editions[plan.edition_id], plan.office_id)

    def _chosen_in(self, written: Rulebook, office_id: uuid.UUID | None) -> Rulebook:
        if not self.choices:
            return written
        name = f"{id(written)}/{len(self.choices)}/{office_id}"
        if name not in self.editions:
            known = [choice for choice in self.choices if written.knows(choice.key)]
            own = [choice for choice in known if choice.office == str(office_id)]
            since = {choice.key: choice.from_on for choice in sorted(own, key=lambda one: one.from_on, reverse=True)}
            of_all = [
                choice for choice in known if choice.office is None and choice.from_on < since.get(choice.key, date.max)
            ]
            self.editions[name] = with_choices(written, [*of_all, *own])
        return self.editions[name]

    def get_policy(self, office_id: uuid.UUID | None) -> ReminderPolicy:
        """The policy that holds for that office; without one, for whatever is nobody's in particular."""
        return self.policies.get(office_id) or self.policies.get(None) or self.policy

    def seal(self, key_id: uuid.UUID, name: str, row_id: uuid.UUID, document: dict[str, Any]) -> bytes:
        """The document, encrypted under that key for that field and row. BadInput where a text says nothing: whatever
        people write goes on record through here or through `write_line`."""
        check_document_not_blank(document)
        return self.vault.seal_document(key_id, name, row_id, document)

    def write_journal_line(
        self, session: Session, at: datetime, actor: Actor, act: str, *, plan_id: uuid.UUID | None = None, **more: Any
    ) -> JournalLine:
        """One line of the journal by this actor. BadInput where a text of its detail says nothing."""
        check_document_not_blank(more.get("detail") or {})
        if more.get("article"):
            more["article"] = short_citation(more["article"])
        if actor.page_mark:
            more["note"] = {**(more.get("note") or {}), "way": actor.page_mark}
        return append_line(
            session,
            at,
            act,
            actor_kind=ActorKind(actor.kind),
            actor_role=actor.role.value,
            actor_id=actor.id,
            plan_id=plan_id,
            vault=self.vault,
            **more,
        )

    def record_denial(self, actor: Actor, act: Operation, number: str) -> None:
        """The refusal is in the journal, in a transaction of its own."""
        with self.database.transaction() as session:
            plan = session.exec(select(Plan).where(Plan.number == number)).first()
            self.write_journal_line(
                session, self.clock.now(), actor, "denied", plan_id=plan.id if plan else None, note={"act": act.code}
            )


def ensure_confirmed(session: Session, actor: Actor, kind: str | None = None, now: datetime | None = None) -> None:
    """ReauthenticationRequired for somebody who has not said lately who they are. With a second factor that was said for
    one act: it is used up in the transaction of this one, so that of two sent at once one is done. Acts of one `kind` on
    accounts, tokens or settings, where no minor is decided about, share one for five minutes."""
    together = kind is not None and actor.confirmation is not None
    if actor.unconfirmed and not together:
        raise ReauthenticationRequired(CONFIRM_PASSWORD)
    if actor.confirmation is None:
        return
    using = update(SignIn).where(col(SignIn.id) == actor.confirmation)
    if kind is not None and now is not None:
        using = using.where(is_confirmed_for(kind, now)).values(confirmed_for=kind)
    else:
        unused = col(SignIn.confirmed_at).is_not(None), col(SignIn.confirmed_for).is_(None)
        using = using.where(*unused).values(confirmed_at=None)
    used = session.execute(using)
    if getattr(used, "rowcount", 0) != 1:
        raise ReauthenticationRequired(CONFIRM_PASSWORD)


def is_confirmed_for(kind: str, now: datetime, *, used: bool = False) -> ColumnElement[bool]:
    """The condition on a session that who it is was said for acts of this kind, and holds; with `used`, for one that was
    done already."""
    before = [] if used else [col(SignIn.confirmed_for).is_(None)]
    lately = col(SignIn.confirmed_at).between(now - CONFIRMED_TOGETHER, now + WRONG_FROM)
    return and_(lately, or_(col(SignIn.confirmed_for) == kind, *before))


CONFIRM_PASSWORD = _("请再确认一次身份：密码，登记了验证方式的还要验证码或者通行密钥。")


NO_SUCH_PLAN = _("没有这个编号的方案。")
DELETED = _("这个方案的记录保管期限届满，已经按规定删除。")


LATE_FACT_ELSEWHERE = _("记录已依法封存，这里不再登记。情况请告诉承办检察官，由其登记；孩子有危险的，请先报警。")
LATE_FACT_AS_A_NOTE = _("记录已依法封存，这一事项不再登记；请用“记录情况”登记，只写在收尾清单。")
"""What whoever comes with a fact after the seal does instead: they carried the case, and know of it."""


def ensure_in_phase(session: Session, actor: Actor, act: Operation, plan: Plan, now: datetime) -> None:
    """Refused where the act has no place as the plan stands now. What is sealed is Archived, which tells nothing more; and
    to whoever may not know of it there is no such plan. Staff of the case who come with a fact are told what to do instead. A
    family is not told by a refusal how their case was decided."""
    if get_fit(act, plan, local_date(now)) is PhaseFit.DONE:
        return
    is_late_fact = plan.sealed_at is not None and act.fact and actor.kind == "staff"
    if plan.sealed_at is not None and (act.fits is None or not can_see_plan(session, actor, plan, now)):
        if is_late_fact:
            raise Refused(LATE_FACT_ELSEWHERE, article=SEALED.article)
        raise NotFound(NO_SUCH_PLAN)
    reason = find_phase_refusal(act, plan, local_date(now))
    if reason is None:
        return
    if actor.kind == "family":
        raise StateConflict(NOT_FOR_THE_FAMILY)
    if is_late_fact:
        raise Refused(LATE_FACT_AS_A_NOTE, article=SEALED.article)
    kind = Archived if plan.sealed_at is not None else Refused
    raise kind(reason.words, article=reason.article)


def _ensure_not_deleted(session: Session, actor: Actor, plan: Plan, now: datetime) -> None:
    """DeletedByPolicy for whoever may know that there was such a plan, NotFound for everybody else, once it is deleted."""
    if plan.deleted_at is None:
        return
    if may_know_of_deletion(session, actor, plan, now):
        raise DeletedByPolicy(DELETED)
    raise NotFound(NO_SUCH_PLAN)


@dataclass
class OpenPlan:
    """One plan's file (案卷), open inside one transaction."""

    context: Context
    session: Session
    plan: Plan
    actor: Actor
    act: Operation
    now: datetime
    grant: SealedAccessRequest | None = None
    """The grant on which somebody reads who is not on the team; None where the table of rights lets them in."""
    transaction_id: uuid.UUID = field(default_factory=uuid.uuid4)
    """By which all that is written while it is open is known to belong together."""
    lines: list[JournalLine] = field(default_factory=list)
    posted: list[Message] = field(default_factory=list)
    submission: Submission | None = None
    """What was handed in last."""
    warned: list[Finding] = field(default_factory=list)
    """What the law warned of in what this verb has done, as its lines keep it."""
    corrected: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """What a correction replaced, by the name of the field: what stood there, and what stands there now."""
    sent_before: list[Message] = field(default_factory=list)
    """What had been sent already and rests on what was corrected."""
    own_words: dict[str, str] | None = None
    """By code, how people called what they named by a word of their own, as far as it was asked for."""
    _of_age: tuple[bytes, date] | None = None
    """The eighteenth birthday, with the document from which it was derived."""
    _people: list[Person] | None = None
    _team: list[tuple[TeamMember, Staff]] | None = None
    """With whom they are, so that nobody of them is asked for again one by one."""
    _counted: int = 0
    """So many lines are in the version that was written."""

    @property
    def origin(self) -> Origin:
        """Where everything that is written while it is open comes from."""
        return Origin(self.transaction_id, self.context.run_id)

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def rulebook(self) -> Rulebook:
        return self.context.get_rulebook(self.session, self.plan)

    @property
    def policy(self) -> ReminderPolicy:
        """When people are called for and written to, as the plan's own office has it."""
        return self.context.get_policy(self.plan.office_id)

    def number(self, key: str) -> int:
        """A number of the rulebook as in force today."""
        return self.rulebook.number(key, on=self.today)

    # the journal

    def record(
        self,
        act: str | None = None,
        *,
        article: str | None = None,
        item: Item | None = None,
        detail: dict[str, Any] | None = None,
        fell_due_at: datetime | None = None,
        note: dict[str, Harmless | list[str]] | None = None,
        warned: Sequence[Finding] | None = None,
    ) -> JournalLine:
        """A line of the journal for what this verb did; the plan has a new version. `warned` is what the law warned of
        and was accepted by doing it: an empty list says that it was asked and warned of nothing."""
        full: dict[str, Harmless | list[str]] = dict(note or {})
        if warned is not None:
            full["warnings"] = [finding.rule for finding in warned]
        # A sealed file keeps no further words: there the codes are all.
        if warned and self.plan.sealed_at is None:
            self.warned.extend(warned)
            detail = (detail or {}) | {"warnings": [finding.as_dict() for finding in warned]}
        if item is not None:
            full |= {"kind": item.kind, "due_on": item.due_on, "owner": item.owner}
            if is_code(item.label):
                full["label"] = item.label
        if computed := find_provisional_dates(act or self.act.code, full, self.context.days):
            full["provisional"] = computed
        full["status"] = self.plan.status
        line = self.context.write_journal_line(
            self.session,
            self.now,
            self.actor,
            act or self.act.code,
            plan_id=self.plan.id,
            subject_kind="item" if item else None,
            subject_id=item.id if item else None,
            article=article or (item.article if item else None),
            fell_due_at=fell_due_at,
            noticed_at=self.now if fell_due_at else None,
            note=full,
            detail=detail,
            unnamed=item is not None and item.kind in UNNAMED_IN_THE_JOURNAL,
        )
        self.lines.append(reveal(self.context.vault, line))
        # Written with whatever else of the plan changes, once: see `write_version`.
        set_committed_value(self.plan, "version", self.plan.version + 1)
        return line

    def write_version(self) -> None:
        """If anything was recorded since, the plan's new version is among what the next flush writes. RuntimeError where
        a line was changed after it was recorded: it is written at once, and the change would be lost in silence."""
        if any(inspect(line).modified for line in self.lines if inspect(line).has_identity):
            raise RuntimeError("a journal line was changed after it was recorded")
        if len(self.lines) > self._counted:
            self._counted = len(self.lines)
            flag_modified(self.plan, "version")

    # waking

    def wake(self, at: datetime | None = None) -> None:
        """The plan is due at that moment at the latest; without one, now. A closed plan is over."""
        if self.plan.closed_at is not None:
            return
        moment = at or self.now
        if self.plan.wake_at is None or moment < self.plan.wake_at:
            self.plan.wake_at = moment
            self.plan.woken_by_id = self.transaction_id if moment <= self.now else None
            self.session.add(self.plan)
        elif moment <= self.now and self.plan.woken_by_id is not None and self.lines:
            # The last act that did something is why; one that was done before, and does nothing now, is not.
            self.plan.woken_by_id = self.transaction_id
            self.session.add(self.plan)

    def schedule_next(self) -> None:
        """The plan is next processed when its next item comes: one that has come already is found at once. Every running
        plan has a next wake; one that only waits for people is looked at again tomorrow."""
        if self.plan.closed_at is not None:
            self.plan.wake_at = self.plan.woken_by_id = None
            self.session.add(self.plan)
            return
        if (prefetched := self.prefetched_items) is not None:
            next_at = prefetched.get_next_item_at(self.plan.id)
        else:
            self.session.flush()
            next_at = get_next_item_at(self.session, self.plan.id)
        self.plan.wake_at, self.plan.woken_by_id = next_at or self.now + ONE_DAY, None
        self.session.add(self.plan)

    # words about a person

    def seal(self, name: str, row_id: uuid.UUID, document: dict[str, Any]) -> bytes:
        """The document, encrypted under the plan's key for that field and row. BadInput where a text says nothing."""
        return self.context.seal(self.plan.id, name, row_id, document)

    def open(self, name: str, row_id: uuid.UUID, sealed: bytes) -> dict[str, Any]:
        """What was sealed there."""
        return self.context.vault.open_document(self.plan.id, name, row_id, sealed)

    # what lies in the file

    def items(self, *kinds: str, only_open: bool = True) -> list[Item]:
        """The plan's items, in the order of their days."""
        query = select(Item).where(Item.plan_id == self.plan.id)
        if kinds:
            query = query.where(col(Item.kind).in_(kinds))
        if only_open:
            query = query.where(col(Item.status).in_(OPEN_IN_SQL))
        return list(self.session.exec(query.order_by(col(Item.due_on), col(Item.id))))

    @property
    def prefetched(self) -> PrefetchedPlans | None:
        """What was read for several plans that are processed in one transaction; None where this one asks for itself."""
        database = self.context.database
        return database if isinstance(database, PrefetchedPlans) else None

    @property
    def prefetched_items(self) -> PrefetchedPlans | None:
        """The same, as long as it knows how the items of this plan stand."""
        found = self.prefetched
        return found if found is not None and found.knows_items_of(self.plan.id) else None

    def list_open_items(self, owner: str) -> list[Item]:
        """What is open and owed by that role."""
        return [item for item in self.items() if item.owner == owner]

    def people(self, role: str | None = None) -> list[Person]:
        """Minor, guardians and informed persons of the plan."""
        if self._people is None and (prefetched := self.prefetched) is not None:
            self._people = prefetched.people[self.plan.id]
        if self._people is None:
            query = select(Person).where(Person.plan_id == self.plan.id).order_by(col(Person.id))
            self._people = list(self.session.exec(query))
        return [person for person in self._people if role is None or person.role == role]

    def add_person(self, person: Person) -> None:
        """The person is on the file."""
        self.session.add(person)
        self._people = None

    def minor(self) -> Person:
        """The young person whose plan this is."""
        return self.people("minor")[0]

    @property
    def of_age_on(self) -> date:
        """The eighteenth birthday, with which civil majority begins: derived from the encrypted birth date."""
        minor = self.minor()
        if self._of_age is None or self._of_age[0] != minor.document:
            born_on = get_birth_date(self.context.vault, minor)
            self._of_age = minor.document, comes_of_age_on(born_on, self.rulebook)
        return self._of_age[1]

    def team(self, role: Role | str, *, named: bool = False) -> list[TeamMember]:
        """Who carries the plan in that role today; with `named`, who has yet to accept it."""
        return [member for member, _staff in self._members(role, named)]

    def team_staff(self, role: Role | str, *, named: bool = False) -> list[Staff]:
        """The same people, as members of the staff."""
        return [staff for _member, staff in self._members(role, named)]

    def _members(self, role: Role | str, named: bool) -> list[tuple[TeamMember, Staff]]:
        if self._team is None and (prefetched := self.prefetched) is not None:
            self._team = prefetched.teams[self.plan.id]
        if self._team is None:
            query = (
                select(TeamMember, Staff)
                .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
                .where(TeamMember.plan_id == self.plan.id, col(TeamMember.until_at).is_(None))
                .order_by(col(TeamMember.from_at), col(TeamMember.id))
            )
            self._team = list(self.session.exec(query))
        return [
            (member, staff)
            for member, staff in self._team
            if member.role == role and member.until_at is None and (member.accepted_at is None) == named
        ]

    def add_member(self, member: TeamMember) -> None:
        """The person is on the plan's team."""
        self.session.add(member)
        self._team = None


def get_birth_date(vault: Vault, minor: Person) -> date:
    """When the minor was born. Raises Archived once the record is sealed."""
    words = vault.open_document(minor.plan_id, "person.document", minor.id, minor.document)
    return date.fromisoformat(words["born_on"])


def get_next_item_at(session: Session, plan_id: uuid.UUID) -> datetime | None:
    """When the next item of the plan comes; None if none ever will without a person."""
    query = select(func.min(Item.next_at)).where(Item.plan_id == plan_id, col(Item.status).in_(OPEN_IN_SQL))
    return session.exec(query).one()
