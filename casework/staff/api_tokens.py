"""Tokens by which an office's own systems use the API: asked for by an administrator, confirmed by a second person, ended
at once by either.

A token acts in its own name, in its own role, and may do what its scopes open and nothing else. What a scope opens, the
operations say: none of it decides, signs, seals or unseals.
"""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select, update

from casework.acting.context import Context
from casework.acting.entry import ensure_confirmed
from casework.acting.rights import Actor, Operation, TokenScope, is_allowed_in_office, missing_right
from casework.shared.text.text_checks import check_not_blank
from casework.staff.accounts import clean_reason
from casework.staff.acts_tokens import CONFIRM_TOKEN, END_TOKEN, KEEP_TOKENS, READ_TOKENS
from core.clock import at_local
from core.errors import BadInput, Mistake, NotFound, NotSignedIn, StateConflict
from core.i18n import Text, _
from models.api_token import ApiToken
from models.base import new_id
from models.office import Role, Staff

PREFIX = "swt_"
"""What every token begins with, so that a scanner of source files finds one that was left there."""
MAX_VALIDITY = timedelta(days=366)
MAX_TOKENS = 20
MAX_NAME = 60


@dataclass(frozen=True)
class NewApiToken:
    """The token, told once. It opens nothing until a second person has confirmed it."""

    id: uuid.UUID
    token: str


@dataclass(frozen=True)
class ApiTokenView:
    """A token in the list, without the token itself."""

    id: uuid.UUID
    name: str
    scopes: list[str]
    sends_nothing: bool
    asked_by: str
    asked_at: datetime
    reason: str
    confirmed_by: str | None
    confirmed_at: datetime | None
    ends_at: datetime
    last_used_at: datetime | None
    ended_at: datetime | None
    state: str
    """waiting, active, expired or ended."""


def request_token(
    context: Context,
    actor: Actor,
    *,
    name: str,
    scopes: Sequence[str],
    ends_on: date,
    reason: str,
    sends_nothing: bool = False,
) -> NewApiToken:
    """A token for a system of the actor's office was asked for; it is told once, here, and opens nothing until a second
    person has confirmed it. BadInput without a name, a scope, or a last day within a year."""
    check_not_blank(name=name)
    _check(context, name, scopes, ends_on)
    token = PREFIX + secrets.token_urlsafe(32)
    with context.database.transaction() as session:
        now = context.clock.now()
        _ensure_may(context, session, actor, KEEP_TOKENS, actor.office_id)
        ensure_confirmed(session, actor, "tokens", context.clock.now())
        assert actor.id is not None
        assert actor.office_id is not None
        present = [row for row in _of_office(session, actor.office_id) if _state(row, now) in ("waiting", "active")]
        if len(present) >= MAX_TOKENS:
            raise StateConflict(_("本院已有{count}个令牌，请先停用不用的。", count=MAX_TOKENS))
        row = ApiToken(
            id=new_id(now), office_id=actor.office_id, name=name.strip(), scopes=sorted(set(scopes)), sends_nothing=sends_nothing,
            token_digest=hash_token(token), asked_by_id=actor.id, asked_at=now, reason=clean_reason(reason),
            ends_at=at_local(ends_on + timedelta(days=1), time(0, 0)),
        )  # fmt: skip
        session.add(row)
        _line(context, session, actor, KEEP_TOKENS, row)
    return NewApiToken(row.id, token)


def confirm_token(context: Context, actor: Actor, token_id: uuid.UUID) -> None:
    """The token may be used from now on. Refused for the person who asked for it."""
    with context.database.transaction() as session:
        row = _find(context, session, actor, CONFIRM_TOKEN, token_id)
        ensure_confirmed(session, actor, "tokens", context.clock.now())
        now = context.clock.now()
        if _state(row, now) != "waiting":
            raise StateConflict(_("这个令牌不在等待确认。"))
        if row.asked_by_id == actor.id:
            raise StateConflict(_("您自己提出的，要由另一个人确认：另一位管理员、部门负责人或检察长。"))
        row.confirmed_by_id, row.confirmed_at = actor.id, now
        _line(context, session, actor, CONFIRM_TOKEN, row)


def end_token(context: Context, actor: Actor, token_id: uuid.UUID) -> None:
    """The token is not valid from this moment. Ending it twice does nothing."""
    with context.database.transaction() as session:
        row = _find(context, session, actor, END_TOKEN, token_id)
        if row.ended_at is not None:
            return
        row.ended_by_id, row.ended_at = actor.id, context.clock.now()
        _line(context, session, actor, END_TOKEN, row)


def list_tokens(context: Context, actor: Actor) -> list[ApiTokenView]:
    """The tokens of the actor's office, the newest first."""
    with context.query_plans(actor, READ_TOKENS) as session:
        now = context.clock.now()
        names = {
            row.id: row.display_name for row in session.exec(select(Staff).where(Staff.office_id == actor.office_id))
        }
        return [
            ApiTokenView(
                row.id, row.name, row.scopes, row.sends_nothing, names.get(row.asked_by_id, ""), row.asked_at, row.reason,
                names.get(row.confirmed_by_id) if row.confirmed_by_id else None, row.confirmed_at, row.ends_at,
                row.last_used_at, row.ended_at, _state(row, now),
            )
            for row in _of_office(session, actor.office_id)
        ]  # fmt: skip


def resolve_token(context: Context, token: str) -> tuple[Actor, str, datetime] | None:
    """Who acts by this token, what it is called and when it ends; None if it may not be used now. That it was used is
    noted to the hour. Raises NotSignedIn for one that waits for the second person."""
    with context.database.reading() as session:
        now = context.clock.now()
        row = session.exec(select(ApiToken).where(ApiToken.token_digest == hash_token(token))).first()
        state = _state(row, now) if row is not None else "unknown"
        if state == "waiting":
            raise NotSignedIn(_("这个令牌还没有生效：在等第二个人确认。"))
        if row is None or state != "active":
            return None
    hour = now.replace(minute=0, second=0, microsecond=0)
    if row.last_used_at != hour:
        with context.database.transaction() as session:
            session.execute(update(ApiToken).where(col(ApiToken.id) == row.id).values(last_used_at=hour))
    actor = Actor("token", Role.INTEGRATION, row.id, row.office_id, scopes=frozenset(row.scopes),
                  sends_nothing=row.sends_nothing)  # fmt: skip
    return actor, row.name, row.ends_at


def hash_token(token: str) -> str:
    """What of a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _check(context: Context, name: str, scopes: Sequence[str], ends_on: date) -> None:
    today = context.clock.today()
    wrong: list[tuple[str, Text]] = []
    if len(name.strip()) > MAX_NAME:
        wrong.append(("name", _("最多{most}字。", most=MAX_NAME)))
    if not scopes or set(scopes) - set(TokenScope):
        wrong.append(("scopes", _("请选令牌可以做的事。")))
    if not today < ends_on <= today + MAX_VALIDITY:
        wrong.append(("ends_on", _("到期日应在明天以后、一年以内。")))
    if wrong:
        words = wrong[0][1]
        raise BadInput(words, mistakes=[Mistake(place, text) for place, text in wrong])


def _find(context: Context, session: Session, actor: Actor, act: Operation, token_id: uuid.UUID) -> ApiToken:
    row = session.get(ApiToken, token_id, with_for_update={"key_share": True})
    _ensure_may(context, session, actor, act, actor.office_id)
    if row is None or row.office_id != actor.office_id:
        raise NotFound(_("没有这个令牌。"))
    return row


def _ensure_may(context: Context, session: Session, actor: Actor, act: Operation, office_id: uuid.UUID | None) -> None:
    if not is_allowed_in_office(session, actor, act, office_id, context.clock.now()):
        raise missing_right(act)


def _of_office(session: Session, office_id: uuid.UUID | None) -> Sequence[ApiToken]:
    query = select(ApiToken).where(ApiToken.office_id == office_id).order_by(col(ApiToken.id).desc())
    return session.exec(query).all()


def _state(row: ApiToken, now: datetime) -> str:
    if row.ended_at is not None:
        return "ended"
    if now >= row.ends_at:
        return "expired"
    return "waiting" if row.confirmed_at is None else "active"


def _line(context: Context, session: Session, actor: Actor, act: Operation, row: ApiToken) -> None:
    context.write_journal_line(
        session, context.clock.now(), actor, act.code, subject_kind="api_token", subject_id=row.id
    )
