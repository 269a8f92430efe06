"""The sending end: a plan is offered to another office, goes on here, and is released when that office can take it over.

Until the release nothing changes here. With it the plan is over here in the same transaction in which the file is made
that carries it: there is no file by which it could go on elsewhere while it goes on here.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from sqlmodel import Session, col, select

from casework.moving.acts import CANCEL_MOVE, CONFIRM_MOVE, OFFER_MOVE, READ_MOVE, READ_MOVES, RELEASE_MOVE
from casework.shared.context import Context, OpenPlan
from casework.shared.items.items import cancel_items
from casework.shared.rights import Actor, visible_plans
from casework.shared.text.text_checks import check_not_blank
from core.errors import BadInput, Mistake, NotFound, StateConflict
from core.i18n import _
from law.transitions import PlanStatus
from models.base import new_id
from models.bound_rows_check import find_row_faults
from models.chain_check import verify
from models.exported_head import sign_head
from models.message import Message
from models.office import Office, Staff
from models.plan import MOVED_AWAY, Edition, Plan
from models.plan_move import MoveState, PlanMove
from models.plan_parcel import Card, check_receipt, is_same_fingerprint, make_card, parse_card, seal_parcel
from models.plan_rows import Rows, as_json, find_staff_ids, iterate_rows, read_plan_rows
from models.schema import newest_migration
from notifications.outbox import withdraw_messages

MOST_REASON = 2000
FILE_KEPT = timedelta(days=35)
"""After the other office has confirmed: so far back it goes, if it has lost its record."""
OFFER, PLAN = "offer", "plan"
"""The two files: one that announces, and one that carries the plan."""
CAN, GOES_ON = "can_take_over", "goes_on_here"
"""What the other office's receipts say."""
COUNTED = ("item", "submission", "decision", "incident", "journal_line", "message", "document_version")
FIELD = "plan_move.document"
_UNDER_WAY = (MoveState.OFFERED.value, MoveState.RELEASED.value)


@dataclass(frozen=True)
class MoveView:
    """A move as this end knows it."""

    id: uuid.UUID
    number: str
    state: str
    other_office: str
    fingerprint: str
    asked_by: str
    asked_at: datetime
    released_at: datetime | None
    without_receipt: bool
    has_file: bool


@dataclass(frozen=True)
class OwnCard:
    """What another office needs to send a plan here."""

    office: str
    text: str
    fingerprint: str


def load_own_card(context: Context, actor: Actor) -> OwnCard:
    """The card of the actor's office at this installation: nothing on it is secret."""
    with context.query_plans(actor, READ_MOVES) as session:
        card = make_card(context.vault, session.get_one(Office, actor.office_id).name)
        return OwnCard(card.office, card.text, card.fingerprint)


def offer_move(context: Context, actor: Actor, number: str, *, card: str, fingerprint: str, reason: str) -> MoveView:
    """The named prosecutor has decided that the other office takes the case over, and a file announces it there. The plan
    goes on here as before. BadInput where the fingerprint is not that of the card; StateConflict where a move is under
    way."""
    receiver, why = parse_card(card), _clean(reason)
    if not is_same_fingerprint(receiver, fingerprint):
        wrong = _("与名片的指纹不符。请打电话同接收院逐组核对。")
        raise BadInput(wrong, mistakes=[Mistake("fingerprint", wrong)])
    whole = _is_chain_whole(context, actor, number)
    with context.open_for_update(number, actor, OFFER_MOVE) as open_plan:
        session, now, office = open_plan.session, open_plan.now, _office(open_plan)
        if receiver.encrypts == make_card(context.vault, office.name).encrypts:
            raise StateConflict(_("这是本系统自己的名片；同一系统里的方案请用移交或者请求协助。"))
        if _find(session, open_plan.plan.id, *_UNDER_WAY) is not None:
            raise StateConflict(_("这个方案的移转正在办理。"))
        assert actor.id is not None
        row_id = new_id(now)
        row = PlanMove(
            id=row_id, plan_id=open_plan.plan.id, state=MoveState.OFFERED, other_office=receiver.office,
            other_card=receiver.text, asked_by_id=actor.id, asked_at=now, last_at=now,
            document=open_plan.seal(FIELD, row_id, {"reason": why}),
        )  # fmt: skip
        row.file = _make_file(open_plan, row, office, receiver, OFFER, chain_whole=whole)
        session.add(row)
        open_plan.record(OFFER_MOVE.code, detail={"reason": why, "to": receiver.office})
        return _view(session, row, number)


def cancel_move(context: Context, actor: Actor, number: str) -> None:
    """Nothing comes of the move; the plan never stopped here. StateConflict once it was released."""
    with context.open_for_update(number, actor, CANCEL_MOVE) as open_plan:
        row = _under_way(open_plan, MoveState.OFFERED)
        row.state, row.file, row.last_at = MoveState.CANCELLED, None, open_plan.now
        open_plan.session.add(row)
        open_plan.record(CANCEL_MOVE.code)


def release_move(context: Context, actor: Actor, number: str, *, receipt: str = "", reason: str = "") -> MoveView:
    """The plan is over here, and the file that carries it lies ready, of the same moment: its rows as they stood, the words
    with their key, what was sent and what is still to be sent. Either the other office's receipt says that it can take the
    plan over, or the named person answers for that, with a reason.

    Nothing of the plan is deleted here: it can be read, and no reminder and no run comes of it any more. StateConflict while
    a message of it is being handed to a provider, or while nobody knows whether one left.
    """
    whole = _is_chain_whole(context, actor, number)
    with context.open_for_update(number, actor, RELEASE_MOVE) as open_plan:
        session, plan, now = open_plan.session, open_plan.plan, open_plan.now
        row = _under_way(open_plan, MoveState.OFFERED)
        card = parse_card(row.other_card)
        if receipt.strip():
            check_receipt(card, row.id, CAN, receipt)
        why = "" if receipt.strip() else _clean(reason)
        _ensure_nothing_in_between(session, plan)
        file = _make_file(open_plan, row, _office(open_plan), card, PLAN, chain_whole=whole)
        cancel_items(open_plan, MOVED_AWAY)
        withdraw_messages(session, now, reason=MOVED_AWAY, plan_id=plan.id)
        plan.status, plan.closed_at, plan.ended_because = PlanStatus.CLOSED.value, now, MOVED_AWAY
        plan.wake_at = plan.woken_by_id = plan.quarantined_at = plan.failing_since_at = None
        plan.failures = 0
        row.state, row.file, row.released_by_id = MoveState.RELEASED, file, actor.id
        row.released_at = row.last_at = now
        row.without_receipt = not receipt.strip()
        if why:
            row.document = open_plan.seal(
                FIELD, row.id, open_plan.open(FIELD, row.id, row.document) | {"without_receipt": why}
            )
        session.add(row)
        session.add(plan)
        how = "person" if row.without_receipt else "receipt"
        detail = {"to": row.other_office} | ({"reason": why} if why else {})
        open_plan.record(RELEASE_MOVE.code, note={"by": how}, detail=detail)
        return _view(session, row, number)


def confirm_move(context: Context, actor: Actor, number: str, *, receipt: str) -> None:
    """The other office has signed that the plan goes on there. The plan stays here, to be read; the file for a while, should
    that office have to go back to a backup from before."""
    with context.open_for_update(number, actor, CONFIRM_MOVE) as open_plan:
        row = _under_way(open_plan, MoveState.RELEASED)
        check_receipt(parse_card(row.other_card), row.id, GOES_ON, receipt)
        row.state, row.last_at = MoveState.CONFIRMED, open_plan.now
        open_plan.session.add(row)
        open_plan.record(CONFIRM_MOVE.code)


def delete_sent_files(context: Context) -> int:
    """Files that the other office has confirmed long ago are gone; returns how many."""
    with context.database.transaction() as session:
        old = session.exec(
            select(PlanMove).where(
                PlanMove.state == MoveState.CONFIRMED.value,
                col(PlanMove.file).is_not(None),
                col(PlanMove.last_at) < context.clock.now() - FILE_KEPT,
            )
        ).all()
        for row in old:
            row.file = None
            session.add(row)
        return len(old)


def load_move(context: Context, actor: Actor, number: str) -> MoveView | None:
    """The plan's newest move; None where it never moved."""
    with context.open_for_reading(number, actor, READ_MOVE) as open_plan:
        row = _find(open_plan.session, open_plan.plan.id)
        return _view(open_plan.session, row, number) if row else None


def load_move_file(context: Context, actor: Actor, number: str) -> tuple[str, bytes]:
    """What is to be carried to the other office, by its name. The same file as often as it is asked for."""
    with context.open_for_reading(number, actor, READ_MOVE) as open_plan:
        row = _find(open_plan.session, open_plan.plan.id, *_UNDER_WAY, MoveState.CONFIRMED)
        if row is None or row.file is None:
            raise NotFound(_("没有要送交的移转文件。"))
        what = OFFER if row.state == MoveState.OFFERED else PLAN
        return f"sunward-move-{row.id.hex[-8:]}-{what}.sunward", row.file


def list_moves(context: Context, actor: Actor) -> list[MoveView]:
    """The moves of plans of the actor's team, to and from here, the newest first."""
    with context.query_plans(actor, READ_MOVES) as session:
        query = (
            select(PlanMove, Plan.number)
            .join(Plan, col(Plan.id) == col(PlanMove.plan_id))
            .where(visible_plans(actor, READ_MOVE), col(Plan.sealed_at).is_(None))
            .order_by(col(PlanMove.id).desc())
        )
        return [_view(session, row, number) for row, number in session.exec(query)]


def _is_chain_whole(context: Context, actor: Actor, number: str) -> bool:
    """Whether the whole journal and every bound row of this installation are as they were written. It takes minutes where there
    are millions of lines, so nobody who writes waits for it."""
    with context.open_for_reading(number, actor, READ_MOVE) as open_plan:
        key = context.vault.chain_key
        return verify(open_plan.session, key).sound and not find_row_faults(open_plan.session, key)


def _make_file(open_plan: OpenPlan, row: PlanMove, office: Office, to: Card, what: str, *, chain_whole: bool) -> bytes:
    context, session, plan = open_plan.context, open_plan.session, open_plan.plan
    rows = read_plan_rows(session, plan.id)
    head = sign_head(session, context.vault, open_plan.now)
    content: dict[str, Any] = {
        "what": what,
        "move": str(row.id),
        "made_at": open_plan.now.isoformat(),
        "edition": version("sunward"),
        "schema": newest_migration(),
        "plan": str(plan.id),
        "number": plan.number,
        "counts": {table: len(rows[table]) for table in COUNTED},
        "chain": {
            "head": head.model_dump(mode="json") if head else None,
            "whole": chain_whole,
        },
        "team": sorted({row["role"] for row in rows["team_member"] if row["until_at"] is None}),
    }
    if what == PLAN:
        content |= {
            "key": context.vault.lend_key(plan.id).hex(),
            "rulebook": session.get_one(Edition, plan.edition_id).model_dump(mode="json"),
            "rows": as_json(rows),
            "people": _describe_people(session, rows),
        }
    return seal_parcel(context.vault, office.name, to, content)


def _describe_people(session: Session, rows: Rows) -> dict[str, Any]:
    """Names and posts of the staff of whom the rows speak, and the offices, so that the history can be read there."""
    speaks_of = find_staff_ids(rows, session.exec(select(Staff.id)))
    staff = session.exec(select(Staff).where(col(Staff.id).in_(speaks_of)).order_by(col(Staff.login))).all()
    named = {value for row in iterate_rows(rows) for name, value in row.items() if name.endswith("office_id")}
    offices = session.exec(select(Office).where(col(Office.id).in_(named | {one.office_id for one in staff}))).all()
    return {
        "offices": [{"id": str(one.id), "name": one.name, "level": one.level} for one in offices],
        "staff": [
            {
                "id": str(one.id),
                "office": str(one.office_id),
                "login": one.login,
                "name": one.display_name,
                "role": one.role,
            }
            for one in staff
        ],
    }


def _ensure_nothing_in_between(session: Session, plan: Plan) -> None:
    unsettled = select(Message.id).where(
        Message.plan_id == plan.id,
        (col(Message.handing_over_since).is_not(None)) | (Message.state == "unknown"),
    )
    if session.exec(unsettled.limit(1)).first() is not None:
        raise StateConflict(_("有一条提醒正在发出，或者不知道是否发出。请过一会儿再办，不明的先在“提醒”里查清。"))


def _under_way(open_plan: OpenPlan, state: MoveState) -> PlanMove:
    row = _find(open_plan.session, open_plan.plan.id, *_UNDER_WAY)
    if row is None or row.state != state:
        raise StateConflict(_("移转现在不到这一步。"))
    return row


def _find(session: Session, plan_id: uuid.UUID, *states: str) -> PlanMove | None:
    query = select(PlanMove).where(PlanMove.plan_id == plan_id).order_by(col(PlanMove.last_at).desc())
    if states:
        query = query.where(col(PlanMove.state).in_(states))
    return session.exec(query.limit(1)).first()


def _office(open_plan: OpenPlan) -> Office:
    return open_plan.session.get_one(Office, open_plan.plan.office_id)


def _clean(reason: str) -> str:
    check_not_blank(reason=reason)
    if len(reason.strip()) > MOST_REASON:
        wrong = _("太长，最多2000字。")
        raise BadInput(wrong, mistakes=[Mistake("reason", wrong)])
    return reason.strip()


def _view(session: Session, row: PlanMove, number: str) -> MoveView:
    return MoveView(
        row.id, number, str(row.state), row.other_office, parse_card(row.other_card).fingerprint,
        session.get_one(Staff, row.asked_by_id).display_name, row.asked_at, row.released_at, row.without_receipt,
        row.file is not None,
    )  # fmt: skip
