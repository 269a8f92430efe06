"""Somebody is asked for something, and answers: one way for suggestions, aid, referrals, certificates and what a family asks.

A request has a row, and an item of the same kind and label by which its answer is waited for. An act that asks calls
`ask`, the one that answers `answer`; `make_correction` takes an answer back. Used inside verbs only.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import select

from casework.acting.acts.act import Act
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Operation
from casework.shared.closing_list import record_if_sealed
from casework.shared.facts.correction import Correction, FactEntry, Noted
from casework.shared.items.items import add_item, reopen_duty
from casework.shared.notify.notify import notify
from core.clock import local_date
from core.errors import NotFound, StateConflict
from core.i18n import _
from law.transitions import PlanStatus
from models.base import new_id
from models.item import Item, ItemStatus
from models.journal import Harmless, JournalLine
from models.office import Role
from models.request import Request
from notifications.events import FAMILY, Event


@dataclass(frozen=True)
class RequestView:
    """A request with its words and its answers."""

    kind: str
    choice: str | None
    asked_on: date
    due_on: date | None
    words: dict[str, Any]
    answers: list[dict[str, Any]]
    """The latest first, each with its `outcome`, the day (`on`) and its words."""


def ask(
    open_plan: OpenPlan,
    kind: str,
    label: str,
    due_on: date,
    words: Mapping[str, Any],
    *,
    owner: Role | None = None,
    article: str,
    note: Mapping[str, Harmless | list[str]],
    more: Mapping[str, Any] | None = None,
    choice: str | None = None,
    asked_at: datetime | None = None,
    person_id: uuid.UUID | None = None,
) -> Item:
    """The request is on the file and in the journal, as asked now if no moment is named. Its answer is waited for until
    that day by its kind's owners, or by `owner` where the kind does not say. `more` is kept beside the words and is not in
    the journal. StateConflict where the label is in use."""
    if label and find_request(open_plan, label, kind) is not None:
        raise StateConflict(_("这个编号已经用过。"))
    item = add_item(open_plan, kind, due_on, owner=owner, label=label, article=article)
    open_plan.session.flush()  # the request names it
    add_request(
        open_plan, kind, label, {**words, **(more or {})}, choice=choice, asked_at=asked_at, person_id=person_id, item_id=item.id
    )  # fmt: skip
    # What a family asks is told by who asked, and not by what the office owes.
    open_plan.record(article=article, item=None if person_id else item, note=dict(note), detail=dict(words) or None)
    return item


def add_request(
    open_plan: OpenPlan, kind: str, label: str, words: dict[str, Any], *, asked_at: datetime | None = None, **more: Any
) -> Request:
    """The row alone: nothing is waited for by it."""
    row_id = new_id(open_plan.now)
    row = Request(
        id=row_id, plan_id=open_plan.plan.id, kind=kind, label=label, asked_at=asked_at or open_plan.now,
        document=open_plan.seal("request.document", row_id, words), **more,
    )  # fmt: skip
    open_plan.session.add(row)
    return row


def answer(
    open_plan: OpenPlan,
    row: Request,
    outcome: str,
    words: Mapping[str, Any],
    *,
    article: str,
    note: Mapping[str, Harmless | list[str]],
    more: Mapping[str, Any] | None = None,
    on: date | None = None,
) -> bool:
    """The answer is on the file with its day, today if none is named; its item ends with the act, as its kind says. A family
    member who asked is notified of it. A further answer corrects it, and the earlier ones are kept. Returns False, and
    nothing is done, if it is the same as the last."""
    before = get_answers(open_plan, row)
    said = {"outcome": outcome, **words, **(more or {})}
    if before and on in (None, row.answered_on) and said.items() <= before[0].items():
        return False
    row.outcome, row.answered_on = outcome, on or open_plan.today
    # Without a label, the line says by its item what was answered.
    item = open_plan.session.get(Item, row.item_id) if row.item_id and not row.label else None
    line = open_plan.record(
        article=article,
        item=item,
        note={**note, **({"corrects": True} if before else {})},
        detail=dict(words) or None,
    )
    latest = {**said, "on": row.answered_on.isoformat(), "line": str(line.id)}
    row.answers = open_plan.seal("request.answers", row.id, {"answers": [latest, *before]})
    if row.person_id is not None:
        notify(open_plan, Event.EXPLANATION_ANSWERED, f"request/{row.id}", only=FAMILY, persons={row.person_id})
    return True


def answer_after_seal(
    open_plan: OpenPlan, act: Act, kind: str, label: str, outcome: str, on: date | None = None
) -> None:
    """The arrival of the answer is on the closing list, whether or not the sealed file has its request; which of the
    two is not disclosed."""
    row = find_request(open_plan, label, kind)
    known = row is not None and row.outcome is not None
    is_recorded = (row.outcome == outcome and on in (None, row.answered_on)) if row and known else None
    if record_if_sealed(open_plan, on, act, is_recorded=is_recorded) and row and not known:
        row.outcome, row.answered_on = outcome, on or open_plan.today


def list_requests(open_plan: OpenPlan, *kinds: str) -> list[Request]:
    """The plan's requests of these kinds, the oldest first."""
    return [row for row in open_plan.rows(Request) if row.kind in kinds]


def find_request(open_plan: OpenPlan, label: str, *kinds: str) -> Request | None:
    """The last request of these kinds with that label."""
    return next((row for row in reversed(list_requests(open_plan, *kinds)) if row.label == label), None)


def get_request(open_plan: OpenPlan, label: str, *kinds: str) -> Request:
    """The request of these kinds with that label. NotFound if there is none."""
    row = find_request(open_plan, label, *kinds)
    if row is None:
        raise NotFound(_("没有这个编号的记录。"))
    return row


def get_answers(open_plan: OpenPlan, row: Request) -> list[dict[str, Any]]:
    """What was answered, the latest first."""
    answers: list[dict[str, Any]] = []
    if row.answers is not None:
        answers = open_plan.open("request.answers", row.id, row.answers)["answers"]
    return answers


def load_requests(open_plan: OpenPlan, *kinds: str) -> list[RequestView]:
    """The plan's requests of these kinds with all words, kind by kind, the oldest first."""
    due = {item.id: item.due_on for item in open_plan.items(*kinds, only_open=False)}
    return [
        RequestView(
            row.kind, row.choice, local_date(row.asked_at), due.get(row.item_id) if row.item_id else None,
            open_plan.open("request.document", row.id, row.document), get_answers(open_plan, row),
        )
        for kind in kinds for row in list_requests(open_plan, kind)
    ]  # fmt: skip


def make_correction(act: Operation, kind: str, *, until_decided: bool = False) -> Correction:
    """An answer of that kind that never came is taken back: the one before it stands again, where there was one; else it
    is waited for by the same day, with `until_decided` only while the case is not decided. An answer with other words or
    another day is recorded by its own act, and the last counts."""

    def list_answered(open_plan: OpenPlan) -> list[FactEntry]:
        return [_get_entry(open_plan, row) for row in list_requests(open_plan, kind) if row.answers is not None]

    def take_back(open_plan: OpenPlan, entry: FactEntry) -> Noted:
        row: Request = entry.row
        _last, *before = get_answers(open_plan, row)
        row.outcome = before[0]["outcome"] if before else None
        row.answered_on = date.fromisoformat(before[0]["on"]) if before else None
        row.answers = open_plan.seal("request.answers", row.id, {"answers": before}) if before else None
        item = open_plan.session.get(Item, row.item_id) if row.item_id else None
        if item is None and not before:
            open_plan.session.delete(row)  # nobody had asked
        decided = open_plan.plan.status not in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
        over = open_plan.plan.closed_at is not None or (until_decided and decided)
        if item is None or before or over or item.status != ItemStatus.DONE:
            return {"owed_again": 0}
        reopen_duty(open_plan, item)
        return {"owed_again": 1}

    return Correction(act, "answered_on", list_answered, take_back=take_back)


def _get_entry(open_plan: OpenPlan, row: Request) -> FactEntry:
    """The last answer to it, and the line by which that was recorded."""
    line_id = uuid.UUID(get_answers(open_plan, row)[0]["line"])
    line = open_plan.session.exec(select(JournalLine).where(JournalLine.id == line_id)).one()
    called = (row.label,) if row.label else ()
    known_by: dict[str, Harmless] = {"label": row.label} if row.label else {}
    return FactEntry(row, {"answered_on": row.answered_on}, known_by, called, line)
