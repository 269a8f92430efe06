"""The ledger of the duties of a plan (履行情况台账): every thing owed with its owner, its evidence, and the proof of
reminding. Another's miss never stands in the minor's column."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import col

from casework.acting.open_plan import OpenPlan
from casework.checkins.notice_proof import MAY_PROVE, is_proof_of_notice
from casework.shared.items.follow_ups import get_carrier, get_look_by
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.items import FAMILY_OWNERS, get_owner
from casework.shared.text.labels import item_status_label
from core.clock import local_date
from core.i18n import Text, _
from evaluation.ledger import (
    Evidence,
    LedgerColumn,
    LedgerLine,
    LedgerStatus,
    Obligation,
    ReminderProof,
    build_ledger,
)
from models.item import Explanation, Item, ItemStatus, Submission
from models.message import Message
from models.office import Role
from models.person import Person

NOT_DUTIES = ("own_view", "guardian_view")
"""Asked for and not owed: to have no opinion, or to keep it, is nobody's miss."""
READING = "reading"
"""What no item asks for: that somebody looks at what was handed in."""


@dataclass(frozen=True)
class LedgerLineView:
    """One line as it is shown."""

    kind: str
    words: Text
    due_on: date
    status: LedgerStatus
    status_words: Text
    counts: bool
    against: bool
    evidence: list[Evidence]
    proof: ReminderProof


@dataclass(frozen=True)
class LedgerColumnView:
    """The items of one person: counts by status, how many are known, and each line."""

    owner: str
    owed: int
    kept: int
    known: int
    assessable: bool
    counts: dict[LedgerStatus, int]
    lines: list[LedgerLineView]


def load_ledger_columns(open_plan: OpenPlan) -> dict[str, LedgerColumn]:
    """The ledger up to today, a column for each owner."""
    return build_ledger(load_obligations(open_plan))


def load_obligations(open_plan: OpenPlan) -> list[Obligation]:
    """Everything that has fallen due or come in, as the ledger counts it."""
    items = [item for item in open_plan.items(only_open=False) if _belongs(item, open_plan.today)]
    submissions, explained = _submissions(open_plan), _explained(open_plan)
    messages: dict[uuid.UUID | None, list[Message]] = defaultdict(list)
    all_said = {message.id: message for message in open_plan.rows(Message, col(Message.channel).in_(MAY_PROVE))}
    for message in all_said.values():
        messages[message.item_id].append(message)
        if message.said_in in all_said:
            messages[message.item_id].append(all_said[message.said_in])
    read = [_reading(open_plan, row) for rows in submissions.values() for row in rows if row.by_role in FAMILY_OWNERS]
    return [
        *(_thing(open_plan, item, submissions[item.id], explained[item.id], messages[item.id]) for item in items),
        *(thing for thing in read if thing.status == "done" or thing.due_on < open_plan.today),
    ]


def load_ledger(open_plan: OpenPlan) -> list[LedgerColumnView]:
    """The ledger in words, the minor's column first."""
    columns = [_column(column) for column in load_ledger_columns(open_plan).values()]
    return sorted(columns, key=lambda column: (column.owner != Role.MINOR, column.owner != Role.GUARDIAN, column.owner))


def _belongs(item: Item, today: date) -> bool:
    if item.owner == Role.SYSTEM or item.kind in NOT_DUTIES:
        return False
    return item.status != ItemStatus.OPEN or item.due_on < today


def _submissions(open_plan: OpenPlan) -> dict[uuid.UUID, list[Submission]]:
    found: dict[uuid.UUID, list[Submission]] = defaultdict(list)
    for row in open_plan.rows(Submission):
        found[row.item_id].append(row)
    return found


def _explained(open_plan: OpenPlan) -> dict[uuid.UUID | None, list[Explanation]]:
    found: dict[uuid.UUID | None, list[Explanation]] = defaultdict(list)
    for row in open_plan.rows(Explanation):
        found[row.item_id].append(row)
    return found


def _thing(
    open_plan: OpenPlan,
    item: Item,
    submissions: list[Submission],
    explained: list[Explanation],
    messages: list[Message],
) -> Obligation:
    evidence = [Evidence(row.way, local_date(row.received_at)) for row in submissions]
    evidence += [Evidence("explained", local_date(row.given_at)) for row in explained]
    answers = [row.answered_at for row in explained if row.answered_at is not None]
    evidence += [Evidence("answered", local_date(moment)) for moment in answers]
    owner = get_owner(open_plan, item) if item.owner in FAMILY_OWNERS else None
    return Obligation(
        key=item.id.hex,
        owner=item.owner,
        kind=item.kind,
        due_on=item.due_on,
        status=item.status,
        explained=bool(explained),
        answered=bool(answers),
        of_the_office=ITEM_KINDS[item.kind].pattern is not Pattern.FAMILY,
        done_on=local_date(item.settled_at) if item.settled_at else None,
        proof=_proof(item, owner, messages),
        evidence=tuple(sorted(evidence, key=lambda one: one.on)),
    )


def _reading(open_plan: OpenPlan, row: Submission) -> Obligation:
    """What the family handed in is owed a look."""
    return Obligation(
        key=row.id.hex,
        owner=get_carrier(open_plan),
        kind=READING,
        due_on=get_look_by(open_plan.context, row.received_at),
        status="done" if row.reviewed_at else "open",
        of_the_office=True,
        done_on=local_date(row.reviewed_at) if row.reviewed_at else None,
        evidence=(Evidence(row.way, local_date(row.received_at)),),
    )


def _proof(item: Item, owner: Person | None, messages: list[Message]) -> ReminderProof:
    if owner is None:
        return ReminderProof(0, False)
    theirs = [message for message in messages if message.recipient_id == owner.id and message.sent_at is not None]
    in_time = [message for message in theirs if message.sent_at is not None and message.sent_at <= item.due_at]
    return ReminderProof(len(theirs), any(is_proof_of_notice(message, owner) for message in in_time))


def _column(column: LedgerColumn) -> LedgerColumnView:
    return LedgerColumnView(
        owner=column.owner,
        owed=column.owed,
        kept=column.kept,
        known=column.coverage.known,
        assessable=column.coverage.assessable,
        counts=column.counts,
        lines=[_line(line) for line in column.lines],
    )


def _line(line: LedgerLine) -> LedgerLineView:
    return LedgerLineView(
        kind=line.thing.kind,
        words=_("看家里交来的") if line.thing.kind == READING else ITEM_KINDS[line.thing.kind].words,
        due_on=line.thing.due_on,
        status=line.status,
        status_words=_EXPLAINED if line.status is LedgerStatus.EXPLAINED else item_status_label(line.thing.status),
        counts=line.counts,
        against=line.against,
        evidence=list(line.thing.evidence),
        proof=line.thing.proof,
    )


_EXPLAINED = _("已说明，等人答复")
