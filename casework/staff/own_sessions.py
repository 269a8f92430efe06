"""Where somebody is signed in, as they see it themselves, and ending it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from casework.acting.context import Context
from casework.staff.authentication import SignedIn, end_sessions, is_not_over
from core.errors import NotFound
from core.i18n import _
from models.database import lock_for_update
from models.office import SignIn


@dataclass(frozen=True)
class OwnSession:
    """A session of one's own that is not over."""

    id: uuid.UUID
    browser: str
    """firefox, wechat …; other where it is not known."""
    system: str
    began_at: datetime
    last_seen_at: datetime
    is_this: bool
    """Whether it is the one that asks."""


def list_own_sessions(context: Context, signed_in: SignedIn) -> list[OwnSession]:
    """Where this person is signed in now, the one that asks first and then the one used last."""
    with context.database.reading() as session:
        query = select(SignIn).where(_owner(signed_in), *is_not_over(context.clock.now()))
        rows = session.exec(query.order_by(col(SignIn.last_seen_at).desc())).all()
    found = []
    for row in rows:
        browser, _slash, system = (row.browser or "other/other").partition("/")
        found.append(OwnSession(row.id, browser, system, row.created_at, row.last_seen_at, row.id == signed_in.id))
    return sorted(found, key=lambda one: not one.is_this)


def end_own_session(context: Context, signed_in: SignedIn, session_id: uuid.UUID) -> None:
    """That session of one's own is over. NotFound where it is not one's own, or over already."""
    with context.database.transaction() as session:
        now = context.clock.now()
        query = select(SignIn.id).where(SignIn.id == session_id, _owner(signed_in), *is_not_over(now))
        if session.exec(query).first() is None:
            raise NotFound(_("没有这次登录，或者已经退出。"))
        row = lock_for_update(session, SignIn, session_id)
        row.revoked_at = now
        context.write_journal_line(session, now, signed_in.actor, "sign_out", plan_id=signed_in.actor.plan_id)


def end_other_sessions(context: Context, signed_in: SignedIn) -> None:
    """This person is signed in nowhere but here."""
    with context.database.transaction() as session:
        now = context.clock.now()
        person = signed_in.actor.id
        if signed_in.actor.kind == "staff":
            end_sessions(session, now, staff_id=person, keep=signed_in.id)
        else:
            end_sessions(session, now, person_id=person, keep=signed_in.id)
        context.write_journal_line(session, now, signed_in.actor, "sign_out", plan_id=signed_in.actor.plan_id)


def _owner(signed_in: SignedIn) -> ColumnElement[bool]:
    column = SignIn.staff_id if signed_in.actor.kind == "staff" else SignIn.person_id
    return col(column) == signed_in.actor.id
