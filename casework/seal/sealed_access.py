"""Looking into a sealed file: asked for with a ground, answered by a named person, with an end, and every look logged.
The answer, and the end before its day, are the same for a look into a colleague's case (`case_access.py`).

The file stays sealed for everybody else: a person with access reads through a copy of the key for that one reading. No
word about the person leaves the seal; what is asked and answered lies under a key of its own.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, not_, select

from casework.acting.acts.act import Act
from casework.acting.context import Context
from casework.acting.entries import FIELD, get_own_fields, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.resources import Resources
from casework.acting.rights import Actor, find_grant, is_allowed, missing_right, visible_plans
from casework.acting.rights.read_operations import READ_ACCESS, READ_SEALED
from casework.acting.rights.scope import SIGNERS
from casework.acting.verbs import verb
from casework.evaluation.acts import RecordNote
from casework.measures.acts import SettleProperty
from casework.outcome.acts_ending import HearVictim
from casework.outcome.acts_statements import RecordStatement
from casework.seal.acts import RECORD_AFTER_SEAL, AnswerAccess, AskAccess, EndAccess
from casework.shared.closing_list import schedule_closing
from casework.shared.device_consent import get_visible_content
from casework.shared.duplicates import MINUTE, raise_already_settled
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.items.items import add_item
from casework.shared.notify.notify import notify
from casework.shared.text.journal_text import act_sentence
from casework.shared.text.labels import role_label
from casework.shared.text.text_checks import text_or_none
from casework.staff.staffing import find_staff
from core.clock import at_local, local_time
from core.errors import BadInput, NotAllowed, NotFound, Refused, StateConflict
from core.i18n import Text, _
from law.articles import cite
from law.clocks import access_answer
from law.finding import Finding
from law.sealing import Requester, finding_on_access
from models.base import new_id
from models.decision import Decision
from models.entry import Entry
from models.item import Item, Submission
from models.journal import Harmless, JournalLine, open_detail, reveal
from models.office import Staff
from models.plan import Plan
from models.sealed_access import COLLEAGUE, SealedAccessRequest
from notifications.matrix import Event

ARTICLE = cite("access_to_sealed")
COLLEAGUE_ARTICLE = cite("access_by_staff")
MAX_DAYS = 92
ANSWERED_LISTED = 30
_MORNING = time(8, 30)
_FACTS: dict[str, type[Act]] = {
    "note": RecordNote, "statement": RecordStatement, "property": SettleProperty, "victim_heard": HearVictim,
}  # fmt: skip
"""The facts that a sealed file shows; the topic of a note is its own."""


@dataclass(frozen=True)
class SealedAccessView:
    """One request for a sealed file and its outcome; nothing of the file itself."""

    plan: str
    label: str
    requester: str
    words: dict[str, Any]
    asked_on: date
    answer_by: date
    granted: bool | None
    answered_at: datetime | None
    until_on: date | None
    ended_at: datetime | None
    last_read_at: datetime | None
    reader: str | None = None
    """Who may look, or asked to for themselves."""
    may_end: bool = False
    """Whether the person who sees it may end it."""


@dataclass(frozen=True)
class SealedJournalLine:
    """One line of a sealed file's journal, with its text."""

    at: datetime
    words: Text
    article: str | None
    note: dict[str, Any]
    detail: dict[str, Any] | None


@dataclass(frozen=True)
class SealedFile:
    """A sealed file as it is read under a grant: the case, its people, its decisions, its record."""

    number: str
    status: str
    period_from: date
    period_to: date
    outcome: str | None
    access: str
    until_on: date
    case: dict[str, Any]
    people: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    submissions: list[dict[str, Any]]
    lines: list[SealedJournalLine]


@verb(AskAccess)
def ask_access(open_plan: OpenPlan, act: AskAccess) -> Finding:
    """The written application is on record, and has to be answered by the shorter of the two limits (SE-03), whatever
    it asks. The finding says whether it may be granted; the decision is a named person's."""
    requester = Requester(act.requester)
    if _find(open_plan, act.access) is not None:
        raise StateConflict(_("这份申请已经登记过。如果这是另一份申请，请再登记一次。"))
    asked = act.asked_on or open_plan.today
    due = access_answer(asked, open_plan.context.days, open_plan.rulebook)
    words = {"who": act.who, "purpose": act.purpose, "basis": text_or_none(act.basis)}
    row_id = store_request(
        open_plan, words, label=act.access, requester=requester.value, asked_on=asked, answer_by=due.due_on
    )
    finding = finding_on_access(requester, act.basis, open_plan.rulebook)
    open_plan.record(article=due.article, note={"access": act.access, "answer_by": due.due_on, "rule": finding.rule,
                                           "holds": finding.holds})  # fmt: skip
    notify(open_plan, Event.DECISION_ASKED, f"access/{row_id}", day=due.due_on)
    if open_plan.plan.closed_at is None:
        add_item(open_plan, "access_answer", due.due_on, label=act.access, article=due.article)
        schedule_closing(open_plan)
    else:
        # Nothing is processed on a closed plan: the word for the last day waits in the outbox.
        morning = at_local(open_plan.context.days.before(due.due_on), _MORNING)
        notify(
            open_plan, Event.DECISION_ASKED, f"access_near/{row_id}", day=due.due_on, due_at=max(morning, open_plan.now)
        )
    return finding


def store_request(open_plan: OpenPlan, words: dict[str, str | None], **columns: Any) -> uuid.UUID:
    """The request waits for its answer; its words are encrypted under a key of their own."""
    assert open_plan.actor.id is not None  # rights gave this to named people only
    row_id, key_id = new_id(open_plan.now), new_id(open_plan.now)
    open_plan.context.vault.new_key(key_id)
    row = SealedAccessRequest(
        id=row_id, key_id=key_id, plan_number=open_plan.plan.number, office_id=open_plan.plan.office_id,
        recorded_by=open_plan.actor.id, document=open_plan.context.seal(key_id, "access.document", row_id, words), **columns,
    )  # fmt: skip
    open_plan.session.add(row)
    open_plan.session.flush()
    return row_id


def has_requests(open_plan: OpenPlan) -> bool:
    """Whether somebody has asked to look into this plan as it stands, and waits or may look."""
    by_colleague = SealedAccessRequest.requester == COLLEAGUE
    found = select(SealedAccessRequest.id).where(
        SealedAccessRequest.plan_number == open_plan.plan.number,
        by_colleague if open_plan.plan.sealed_at is None else not_(by_colleague),
        col(SealedAccessRequest.granted).is_not(False),
        col(SealedAccessRequest.ended_at).is_(None),
    )
    return open_plan.session.exec(found.limit(1)).first() is not None


@verb(AnswerAccess)
def answer_access(open_plan: OpenPlan, act: AnswerAccess) -> Finding | None:
    """A named person has answered. Granted, one reader may look until that day has passed, and nobody else; the grant
    ends by itself. Refused where the law lets nobody in, for longer than three months, or for oneself. Returns what the
    law finds of a request for a sealed file; of a colleague's it finds nothing."""
    row = _get(open_plan, act.access)
    finding, article = None, COLLEAGUE_ARTICLE
    if not row.by_colleague:
        words = open_plan.context.vault.open_document(row.key_id, "access.document", row.id, row.document)
        finding = finding_on_access(Requester(row.requester), words["basis"], open_plan.rulebook)
        article = finding.article
    if row.granted is not None:
        _refuse_otherwise(open_plan, row, act)
        return finding
    if row.ended_at is not None:
        raise StateConflict(_("案卷已经封存，这份查阅申请随之终止。"))
    if act.granted:
        if finding is not None and not finding.holds:
            raise Refused(finding.because, article=finding.article)
        _grant(open_plan, row, act)
    row.granted, row.answered_at, row.answered_by = act.granted, open_plan.now, open_plan.actor.id
    row.answer = open_plan.context.seal(row.key_id, "access.answer", row.id, {"reason": act.reason})
    in_time = open_plan.today <= row.answer_by
    note: dict[str, Harmless | list[str]] = {"access": act.access, "granted": act.granted, "in_time": in_time}
    note["until_on"] = row.until_on if act.granted else None
    if finding is not None:
        note["rule"] = finding.rule
    open_plan.record(article=article, note=note)
    return finding


def _grant(open_plan: OpenPlan, row: SealedAccessRequest, act: AnswerAccess) -> None:
    """Who may look, and until when: a colleague asked for themselves and named a day."""
    until_on = act.until_on or (row.until_on if row.by_colleague else None)
    if row.by_colleague and act.reader is not None and act.reader != _login(open_plan, row):
        raise BadInput(_("只能由申请人本人查阅。"))
    if until_on is None or (act.reader is None and not row.by_colleague):
        raise BadInput(_("请写明由谁查阅、到哪天为止。"))
    longest = open_plan.number("look_longest_days") if row.by_colleague else MAX_DAYS
    if not open_plan.today <= until_on <= open_plan.today + timedelta(days=longest):
        raise StateConflict(_("查阅期限最长{max_days}天。", max_days=longest))
    if act.reader is not None and not row.by_colleague:
        readers = tuple(READ_SEALED.by)
        row.reader_id = find_staff(open_plan.session, act.reader, readers, (open_plan.plan.office_id,), "reader").id
    if row.reader_id == open_plan.actor.id:
        raise Refused(_("不能批准自己查阅。"), article=ARTICLE)
    row.until_on = until_on


def _login(open_plan: OpenPlan, row: SealedAccessRequest) -> str | None:
    return open_plan.session.get_one(Staff, row.reader_id).login if row.reader_id else None


def _refuse_otherwise(open_plan: OpenPlan, row: SealedAccessRequest, act: AnswerAccess) -> None:
    """Refused where it was answered before by somebody else, or otherwise: it says by whom and when."""
    assert row.answer is not None  # these three are set with the answer
    assert row.answered_at is not None
    assert row.answered_by is not None
    before = open_plan.context.vault.open_document(row.key_id, "access.answer", row.id, row.answer)["reason"]
    grant = [_login(open_plan, row), row.until_on]
    asked = [act.reader or grant[0], act.until_on or row.until_on] if act.granted else grant
    if [act.granted, act.reason, open_plan.actor.id, *asked] != [row.granted, before, row.answered_by, *grant]:
        who = role_label(open_plan.session.get_one(Staff, row.answered_by).role)
        raise_already_settled(who, local_time(row.answered_at).strftime(MINUTE), ARTICLE)


def may_end(actor: Actor, row: SealedAccessRequest) -> bool:
    """Whether that access is theirs to end: their own look, or one that they might have granted."""
    return actor.id == row.reader_id or actor.role in SIGNERS


@verb(EndAccess)
def end_access(open_plan: OpenPlan, act: EndAccess) -> None:
    """The grant has ended before its day, by the reader or a person who may grant it."""
    row = _get(open_plan, act.access)
    if not may_end(open_plan.actor, row):
        raise NotAllowed(
            _("这项查阅由查阅人本人、检察长或者获授权的副检察长结束。"),
            article=ARTICLE,
        )  # fmt: skip
    if row.ended_at is not None or not row.granted:
        return
    row.ended_at = open_plan.now
    open_plan.record(article=COLLEAGUE_ARTICLE if row.by_colleague else ARTICLE, note={"access": act.access})


def read_sealed(context: Context, actor: Actor, number: str) -> SealedFile:
    """The sealed file, for whom it was opened, on a day on which the grant stands. Every look is a line in the journal,
    however often; nothing is unsealed by it."""
    with context.open_for_update(number, actor, READ_SEALED) as open_plan:
        if open_plan.plan.sealed_at is None:
            raise NotFound(_("没有这个编号的方案。"))
        row = find_grant(open_plan.session, actor, open_plan.plan, open_plan.now)
        assert row is not None  # the right was asked just now
        assert row.until_on is not None
        row.last_read_at = open_plan.now
        open_plan.record(article=ARTICLE, note={"access": row.label})
        lent = replace(context, vault=context.vault.open_single_case(open_plan.plan.id, context.archive_key))
        return _opened(OpenPlan(lent, open_plan.session, open_plan.plan, actor, READ_SEALED, open_plan.now), row)


def list_pending_accesses(context: Context, actor: Actor) -> list[SealedAccessView]:
    """Every request of the office that nobody has answered, the most pressing first."""
    with context.query_plans(actor, READ_ACCESS) as session:
        rows = session.exec(
            select(SealedAccessRequest)
            .where(_for_sealed(actor), col(SealedAccessRequest.granted).is_(None))
            .order_by(col(SealedAccessRequest.answer_by), col(SealedAccessRequest.id))
        ).all()
        return [describe_access(context, session, row, actor) for row in rows]


def list_answered_accesses(context: Context, actor: Actor) -> list[SealedAccessView]:
    """Requests of the office that were answered, the latest first: who may still look, and who looked when."""
    with context.query_plans(actor, READ_ACCESS) as session:
        rows = session.exec(
            select(SealedAccessRequest)
            .where(_for_sealed(actor), col(SealedAccessRequest.granted).is_not(None))
            .order_by(col(SealedAccessRequest.answered_at).desc())
            .limit(ANSWERED_LISTED)
        ).all()
        return [describe_access(context, session, row, actor) for row in rows]


def _for_sealed(actor: Actor) -> ColumnElement[bool]:
    """Requests for sealed files of the actor's office, but of no case from which they are recused."""
    plans = select(Plan.number).where(visible_plans(actor, READ_ACCESS))
    return and_(SealedAccessRequest.requester != COLLEAGUE, col(SealedAccessRequest.plan_number).in_(plans))


def list_readable_files(context: Context, actor: Actor) -> list[tuple[str, date]]:
    """The sealed files that are open to the actor today, by number, each with the last day of the grant. Nothing of them is
    read for it, and so the journal has no line of a look."""
    with context.database.reading() as session:
        if not is_allowed(session, actor, READ_SEALED, None, context.clock.now()):
            raise missing_right(READ_SEALED)
        rows = session.exec(
            select(SealedAccessRequest)
            .where(
                SealedAccessRequest.reader_id == actor.id, SealedAccessRequest.requester != COLLEAGUE,
                col(SealedAccessRequest.granted).is_(True), col(SealedAccessRequest.ended_at).is_(None),
                col(SealedAccessRequest.until_on) >= context.clock.today(),
            )
            .order_by(col(SealedAccessRequest.until_on), col(SealedAccessRequest.plan_number))
        ).all()  # fmt: skip
    return [(row.plan_number, row.until_on) for row in rows if row.until_on is not None]


def _opened(open_plan: OpenPlan, row: SealedAccessRequest) -> SealedFile:
    plan = open_plan.plan
    lines = open_plan.session.exec(
        select(JournalLine).where(JournalLine.plan_id == plan.id).order_by(col(JournalLine.sequence))
    ).all()
    assert row.until_on is not None
    return SealedFile(
        number=plan.number,
        status=plan.status,
        period_from=plan.period_from,
        period_to=plan.period_to,
        outcome=plan.outcome,
        access=row.label,
        until_on=row.until_on,
        case=open_plan.open("plan.case", plan.id, plan.case_document),
        people=[
            {"relation": one.relation, **open_plan.open("person.document", one.id, one.document)}
            for one in open_plan.people("minor")
        ],
        decisions=[
            {"kind": one.detail.get("how", one.kind), "on": one.decided_on, **open_plan.open("decision.document", one.id, one.document)}
            for one in sorted(open_plan.rows(Decision), key=lambda one: one.decided_on)
        ],
        facts=[
            {"topic": topic, "on": one.on, **get_own_fields(one.fields)}
            for topic, kind in _FACTS.items()
            for one in list_entries(open_plan, kind)
        ]
        + [
            {"topic": "after_seal", "on": date.fromisoformat(words["on"]), "text": words["text"]}
            for row in open_plan.rows(Entry)
            if row.act == RECORD_AFTER_SEAL.code
            for words in (open_plan.open(FIELD, row.id, row.document),)
        ],
        submissions=[
            {"item": open_plan.session.get_one(Item, one.item_id).kind, "received_at": one.received_at,
             **get_visible_content(open_plan, one)}
            for one in sorted(open_plan.rows(Submission), key=lambda one: one.received_at)
        ],
        lines=[
            SealedJournalLine(line.at, act_sentence(line.act, line.actor_role, ITEM_KINDS.get(str(line.note.get("kind", "")))), line.article, line.note,
                       open_detail(open_plan.context.vault, line))
            for line in [reveal(open_plan.context.vault, line) for line in lines]
        ],
    )  # fmt: skip


def describe_access(context: Resources, session: Session, row: SealedAccessRequest, actor: Actor) -> SealedAccessView:
    """The request with its words, its answer, who looks, and whether the actor may end it."""
    words = context.vault.open_document(row.key_id, "access.document", row.id, row.document)
    if row.answer is not None:
        words |= context.vault.open_document(row.key_id, "access.answer", row.id, row.answer)
    return SealedAccessView(
        row.plan_number, row.label, row.requester, words, row.asked_on, row.answer_by, row.granted, row.answered_at,
        row.until_on, row.ended_at, row.last_read_at,
        session.get_one(Staff, row.reader_id).display_name if row.reader_id else None, may_end(actor, row),
    )  # fmt: skip


def _find(open_plan: OpenPlan, label: str) -> SealedAccessRequest | None:
    return open_plan.session.exec(
        select(SealedAccessRequest).where(
            SealedAccessRequest.plan_number == open_plan.plan.number, SealedAccessRequest.label == label
        )
    ).first()


def _get(open_plan: OpenPlan, label: str) -> SealedAccessRequest:
    row = _find(open_plan, label)
    if row is None:
        raise NotFound(_("没有这个查阅申请。"))
    return row
