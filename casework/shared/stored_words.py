"""Words in the open of a record from before they were encrypted: each is replaced by the code that stands for it now.

Done once, after the table for them is there. It may be interrupted and begun again: what has a code is left alone.
Lines of the journal are never rewritten: what they said in the open, they say still.
"""

import contextlib
from typing import Any

from sqlmodel import Session, col, select

from casework.shared.context import Context
from casework.shared.own_codes import FIELD, get_code
from core.errors import Archived, KeyStoreError
from models.aid import Aid
from models.assessment import Assessment
from models.base import new_id
from models.cards import CardRestriction
from models.database import lock_for_update
from models.decision import Decision, Incident, Leave
from models.document import Document
from models.guardian_order import GuardianOrder
from models.item import Item
from models.own_code import OwnCode
from models.plan import Plan
from models.proposal import Proposal
from models.referral import Referral
from models.sealed_access import SealedAccessRequest
from models.start_step import StartStep
from models.suggestion import Suggestion
from models.usage_source import UsageDevice

STEP = "words_have_codes"

_NAMED: tuple[type[Any], ...] = (
    Aid, Assessment, CardRestriction, GuardianOrder, Incident, Leave, Referral, Suggestion, UsageDevice,
)  # fmt: skip
"""Whose rows bear a word that somebody chose."""


def encrypt_stored_words(context: Context) -> int:
    """No word by which people named something stands in the open any more, outside the journal; returns how many plans
    had one. Of a sealed plan the word itself is not kept."""
    with context.database.reading() as session:
        if session.get(StartStep, STEP) is not None:
            return 0
        plans = list(session.exec(select(Plan.id).order_by(col(Plan.id))))
    changed = 0
    for plan_id in plans:
        with context.database.transaction() as session:
            changed += _encrypt(context, session, lock_for_update(session, Plan, plan_id))
    with context.database.transaction() as session:
        session.merge(StartStep(name=STEP, done_at=context.clock.now()))
    if changed:
        context.database.drop_erased()
    return changed


def _encrypt(context: Context, session: Session, plan: Plan) -> bool:
    rows = [row for table in _NAMED for row in session.exec(select(table).where(table.plan_id == plan.id))]
    rows += session.exec(select(Item).where(Item.plan_id == plan.id, Item.kind == "milestone"))
    rows += session.exec(select(SealedAccessRequest).where(SealedAccessRequest.plan_number == plan.number))
    codes = {row.label: get_code(context.vault, plan.number, row.label) for row in rows}
    codes = {word: code for word, code in codes.items() if code != word}
    if not codes:
        return False
    rows += session.exec(select(Item).where(Item.plan_id == plan.id, col(Item.label).in_(codes)))
    for row in rows:
        row.label = codes.get(row.label, row.label)
        session.add(row)
    for document in session.exec(select(Document).where(Document.plan_id == plan.id, col(Document.about).in_(codes))):
        document.about = codes[document.about]
        session.add(document)
    decisions: list[Decision | Proposal] = [
        *session.exec(select(Decision).where(Decision.plan_id == plan.id)),
        *session.exec(select(Proposal).where(Proposal.plan_id == plan.id)),
    ]
    for decided in decisions:
        if decided.detail.get("incident") in codes:
            decided.detail = {**decided.detail, "incident": codes[decided.detail["incident"]]}
            session.add(decided)
    known = set(session.exec(select(OwnCode.code).where(OwnCode.plan_id == plan.id)))
    for word, code in codes.items():
        with contextlib.suppress(Archived, KeyStoreError):
            row_id = new_id(context.clock.now())
            if code not in known:
                sealed = context.seal(plan.id, FIELD, row_id, {"word": word})
                session.add(OwnCode(id=row_id, plan_id=plan.id, code=code, document=sealed))
    return True
