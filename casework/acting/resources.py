"""What everything of a case works with: the record, the clock, the vault, the law in force, and the journal."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from casework.acting.rights import Actor, Operation
from casework.shared.text.text_checks import check_document_not_blank
from core.clock import Clock
from core.errors import NotFound, StateConflict
from core.i18n import Language, _, short_citation
from documents.typing_order import TypedSection, load_typing_order
from evaluation.instruments import Instrument, load_instruments
from law.choices import Choice, with_choices
from law.quality_check import QualityLine, load_quality_lines
from law.rulebook import Rulebook, compute_edition
from law.working_days import WorkingDays
from models.database import Database
from models.database import lock_for_update as lock_row
from models.journal import ActorKind, JournalLine, append_line
from models.plan import Edition, Plan
from models.vault import Vault
from notifications.reminder_policy import ReminderPolicy

NO_SUCH_PLAN = _("没有这个编号的方案。")


@dataclass
class Resources:
    """The record, the clock, the vault, the rulebook and the calendar, as the program was started with them."""

    database: Database
    clock: Clock
    vault: Vault
    rulebook: Rulebook
    days: WorkingDays
    language: Language = "zh-CN"
    second_factor: bool = True
    """Whether signing, deciding and keeping accounts need more than a password. No setting of an office changes it: only
    a demonstration, a rehearsal and tests of other things are made without."""
    archive_key: bytes = b""
    questionnaires: Mapping[str, Instrument] = field(default_factory=load_instruments)
    """How questionnaires are scored: those of the program, and the office's own."""
    quality_lines: Sequence[QualityLine] = field(default_factory=load_quality_lines)
    """What is checked of a finished case: the lines of the program, and the office's own."""
    typing_order: Sequence[TypedSection] = field(default_factory=load_typing_order)
    """In which order a case is typed into the national system: the office's own, or the program's."""
    policy: ReminderPolicy = field(default_factory=ReminderPolicy.load)
    """When people are called for and written to, as the program was started with."""
    policies: dict[uuid.UUID | None, ReminderPolicy] = field(default_factory=dict)
    """The policies that named people switched on, by office; under None the one of all offices without their own. One
    dictionary for every copy of the context."""
    heads_email: str | None = None
    """The address outside to which the head of the journal is mailed once a day; None where the office named none."""
    run_id: uuid.UUID | None = None
    """The run that processes plans, on a copy of the context; None where people act."""
    editions: dict[str, Rulebook] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    """Values that named people chose, as the record has them; one list for every copy of the context."""
    _ids: dict[str, uuid.UUID] = field(default_factory=dict)

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
                if compute_edition(kept.snapshot) != kept.id:
                    raise StateConflict(_("这件方案所依据的法规版本在程序之外被改动：请管理员运行 ./run doctor。"))
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
        """The policy in force for that office; for None, the one of what belongs to no office."""
        return self.policies.get(office_id) or self.policies.get(None) or self.policy

    def seal(self, key_id: uuid.UUID, name: str, row_id: uuid.UUID, document: dict[str, Any]) -> bytes:
        """The document, encrypted under that key for that field and row. BadInput where a text says nothing."""
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
