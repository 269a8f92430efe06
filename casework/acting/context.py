"""What every verb and view gets: it opens plans, for one verb or for reading, to those who may.

`context.open_for_update(number, actor, act)` locks the plan, asks for rights and phase, and gives the open plan; all that is
done with it commits together at the end, or not at all. What is no act and leaves something to react to
calls `open_plan.wake()`.
"""

import contextlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from casework.acting.entry import ensure_confirmed, ensure_in_phase, ensure_not_deleted, get_sealed_words
from casework.acting.hooks import Moment, run_hooks
from casework.acting.open_plan import OpenPlan
from casework.acting.resources import Resources
from casework.acting.rights import Actor, Operation, find_basis, is_allowed, missing_right, missing_right_in_case
from casework.acting.rights.phase_checks import opens_sealed
from core.errors import NotAllowed, NotFound
from models.database import Database
from models.journal import Harmless, JournalLine
from models.office import Staff
from models.origin import writing_as
from models.plan import RunLogEntry
from models.sealed_access import SealedAccessRequest
from notifications.outbox import withdraw_messages

PlanCallback = Callable[[OpenPlan], None]

READ_LOG_INTERVAL = timedelta(minutes=5)


@dataclass
class Context(Resources):
    """The resources of the program, and the ways in which a plan is opened. For one request or run a copy has callbacks of
    its own (`dataclasses.replace`)."""

    on_commit: PlanCallback | None = None
    """Called with each plan after its verb has committed: a rehearsal writes its diary from it."""
    on_opening: PlanCallback | None = None
    """Called with each open plan before anything is done with it; may refuse it, such as one that was changed meanwhile."""
    on_done: PlanCallback | None = None
    """Called in the transaction of the verb when the verb is done, before the rest is written: a run sets the plan's next
    wake time in it."""
    before_commit: PlanCallback | None = None
    """Called in the transaction of the verb when all is written: what it keeps is kept with the verb, or not at all."""
    failed_runs: dict[tuple[str, str], RunLogEntry] = field(default_factory=dict)
    """By plan and source, the run that has just failed, until its failure is in the account of the plan."""

    @contextlib.contextmanager
    def open_for_update(self, number: str, actor: Actor, act: Operation) -> Iterator[OpenPlan]:
        """The plan is locked and open for one verb, and all that is done with it commits at the end, or none of it. NotFound,
        NotAllowed and ReauthenticationRequired are raised before anything is touched, and Refused where the act does not
        fit the phase of the plan (`casework/acting/rights/phases.py`); a refusal of rights has its own line in the
        journal. A sealed plan is opened only by an act that is declared to fit there."""
        self.days.refresh()
        try:
            with self.database.transaction() as session:
                now = self.clock.now()
                plan = self.find(session, number, lock=True)
                open_plan = OpenPlan(self, session, plan, actor, act, now)
                if actor.kind == "family":
                    open_plan.people()  # they are among those of the plan, who are asked for once
                ensure_not_deleted(session, actor, plan, now)
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
        self.call_on_commit(open_plan)

    def call_on_commit(self, open_plan: OpenPlan) -> None:
        """`on_commit` is called with this plan once it is committed."""
        if (call := self.on_commit) is not None:
            self.database.after_commit(lambda _record: call(open_plan))

    @contextlib.contextmanager
    def open_for_reading(
        self, number: str, actor: Actor, act: Operation, *, noted_as: Operation | None = None
    ) -> Iterator[OpenPlan]:
        """The plan is open for reading. The reading has a line in the journal, unless the machine reads; it stands under
        `noted_as` where the right that was asked is one to do something and the plan was only read. A sealed plan is
        NotFound, except for an operation that is declared to fit there."""
        try:
            with self.database.reading() as session:
                now = self.clock.now()
                plan = self.find(session, number)
                if actor.kind == "staff":
                    session.info["reader"] = session.get(Staff, actor.id)  # held: each right on a page asks for it
                ensure_not_deleted(session, actor, plan, now)
                basis = find_basis(session, actor, act, plan, now)
                if not basis:
                    raise missing_right_in_case(act, actor)
                if plan.sealed_at is not None and not opens_sealed(act):
                    raise NotFound(get_sealed_words(session, actor, plan))
                grant = basis if isinstance(basis, SealedAccessRequest) else None
                yield OpenPlan(self, session, plan, actor, act, now, grant=grant, only_read=True)
                noted = self._has_lately_read(session, actor, noted_as or act, now, plan.id)
        except NotAllowed:
            self.record_denial(actor, act, number)
            raise
        if not noted:
            self._note_reading(actor, noted_as or act, now, plan.id, grant)

    @contextlib.contextmanager
    def query_plans(self, actor: Actor, act: Operation, *, noted_as: Operation | None = None) -> Iterator[Session]:
        """A session to read many plans with; the view limits it to the plans that the actor may see. The reading has a line
        in the journal, under `noted_as` where the right is one to do something, and so has a refusal."""
        with self.database.reading() as session:
            now = self.clock.now()
            allowed = is_allowed(session, actor, act, None, now)
            if allowed:
                yield session
                noted = self._has_lately_read(session, actor, noted_as or act, now, None)
        if not allowed:
            self.record_denial(actor, act, "")
            raise missing_right(act)
        if not noted:
            self._note_reading(actor, noted_as or act, now, None)

    def ensure_allowed(self, actor: Actor, act: Operation) -> None:
        """The actor has that right, of no plan; otherwise NotAllowed, with its line in the journal."""
        with self.database.reading() as session:
            allowed = is_allowed(session, actor, act, None, self.clock.now())
        if not allowed:
            self.record_denial(actor, act, "")
            raise missing_right(act)

    def _has_lately_read(
        self, session: Session, actor: Actor, act: Operation, now: datetime, plan_id: uuid.UUID | None
    ) -> bool:
        """Whether this reading needs no line of its own: a page that asks again every few seconds is one reading, and none
        by the machine is noted."""
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
        """The reading is in the journal; where access was granted for it, with that grant."""

        def write(record: Database) -> None:
            with record.transaction() as session:
                note: dict[str, Harmless | list[str]] = {}
                if grant is not None:
                    used = session.get_one(SealedAccessRequest, grant.id)
                    used.last_read_at = now
                    note["access"] = used.label
                self.write_journal_line(session, now, actor, act.code, plan_id=plan_id, note=note)

        self.database.after_commit(write)  # reading locks nothing for what the same request does afterwards

    def close(self, open_plan: OpenPlan) -> None:
        """All that was done with the plan is written, and what `before_commit` keeps beside it; the commit follows."""
        run_hooks(Moment.DONE_WITH_THE_PLAN, open_plan)
        if self.on_done:
            self.on_done(open_plan)
        open_plan.write_version()
        if open_plan.actor.sends_nothing:
            session, transaction_id = open_plan.session, open_plan.transaction_id
            withdraw_messages(session, open_plan.now, reason="sends_nothing", transaction_id=transaction_id)
        self.database.write_part(open_plan.session)
        if self.before_commit:
            self.before_commit(open_plan)
            open_plan.session.flush()
