"""Signing in at an identity provider in place of the password, and which account is whose there.

Who somebody is at the provider is linked to an account that is there already: its owner asks, signed in by their own
means, and a second person of the office confirms. The provider replaces the password and nothing else: people who
sign, decide or keep accounts are asked for their own second factor at the sign-in and at each act, as after a
password.
"""

import hmac
import secrets
import uuid
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import col, delete, select

from casework.acting.context import Context
from casework.acting.entry import ensure_confirmed
from casework.acting.rights import SYSTEM
from casework.staff.accounts import LINKED_ELSEWHERE, create_request
from casework.staff.attempts import TrySource, alert_owner
from casework.staff.authentication import (
    NO_FACTOR_YET,
    NewSession,
    SignedIn,
    begin_after_first_proof,
    note_failed_sign_in,
)
from casework.staff.second_factors import keep_challenge
from core.errors import NotFound, NotSignedIn, StateConflict
from core.i18n import _
from models.base import new_id
from models.database import lock_for_update
from models.office import SignIn, Staff
from models.second_factor import FactorChallenge

NOT_LINKED = _(
    "没有登录成功：这个统一身份没有关联账号，或者账号已停用。请先用登录名和密码登录，在“我的账号”里申请关联，由另一个人确认。"
)
TOO_LATE = _("没有登录成功：这一次登录已经用过、已经过时，或者不是从这个浏览器开始的。请从登录页重新开始。")


@dataclass(frozen=True)
class BegunAtProvider:
    """What was begun, now that the provider has answered."""

    link_for: uuid.UUID | None
    """The session in which somebody asked to link their account; None where somebody signs in."""


def begin_at_provider(context: Context, state_of: str, signed_in: SignedIn | None = None) -> None:
    """The provider's answer with that state is waited for, once and for some minutes: to sign in, or to link the
    account of a signed-in person who has just confirmed who they are."""
    with context.database.transaction() as session:
        if signed_in is not None:
            ensure_confirmed(session, signed_in.actor)
        begun = signed_in.id if signed_in else new_id(context.clock.now())
        purpose = "provider_link" if signed_in else "provider"
        keep_challenge(context, session, begun, purpose, challenge=state_of.encode())


def take_begun(context: Context, state: str) -> BegunAtProvider:
    """What the answer with that state belongs to; it is used up. NotSignedIn where nothing waits for it."""
    digest = sha256(state.encode("utf-8", "replace")).hexdigest()
    with context.database.transaction() as session:
        query = select(FactorChallenge).where(
            FactorChallenge.digest == digest,
            col(FactorChallenge.purpose).in_(("provider", "provider_link")),
            FactorChallenge.ends_at > context.clock.now(),
        )
        row = session.exec(query).first()
        gone = session.execute(delete(FactorChallenge).where(col(FactorChallenge.id) == row.id)) if row else None
        if row is None or getattr(gone, "rowcount", 0) != 1:
            raise NotSignedIn(TOO_LATE)
        return BegunAtProvider(row.sign_in_id if row.purpose == "provider_link" else None)


def sign_in_by_provider(context: Context, issuer: str, subject: str, source: TrySource) -> NewSession:
    """The person is signed in to the account that is linked to them at the provider, or has done the first step where
    a second factor follows. NotSignedIn where no account in service is linked: none is ever made."""
    identity = digest_identity(context, issuer, subject)
    with context.database.transaction() as session:
        now = context.clock.now()
        found = session.exec(select(Staff.id).where(Staff.provider_identity == identity)).first()
        staff = lock_for_update(session, Staff, found) if found else None
        if staff is not None and staff.active and staff.provider_identity == identity:
            opened = begin_after_first_proof(session, context, staff, source, now)
            if opened is not None:
                return opened
            why = NO_FACTOR_YET
        else:
            context.write_journal_line(session, now, SYSTEM, "sign_in_failed", subject_kind="staff", subject_id=found)
            why = NOT_LINKED
    raise NotSignedIn(why)


def note_not_genuine(context: Context) -> None:
    """That an answer from the provider was refused stands in the journal; at no account, because nobody knows whose."""
    with context.database.transaction() as session:
        note_failed_sign_in(session, context, None, context.clock.now())


def request_link(context: Context, signed_in: SignedIn, issuer: str, subject: str) -> None:
    """The owner of the account has shown who they are at the provider, and asked to sign in there from now on. It holds
    once a second person has confirmed it. StateConflict where somebody else's account is linked to it."""
    identity = digest_identity(context, issuer, subject)
    with context.database.transaction() as session:
        staff = session.get(Staff, signed_in.actor.id) if signed_in.actor.kind == "staff" else None
        if staff is None:
            raise NotFound(_("没有可以登记的账号。"))
        owner = session.exec(select(Staff.id).where(Staff.provider_identity == identity)).first()
        if owner is not None:
            raise StateConflict(_("已经关联好了。") if owner == staff.id else LINKED_ELSEWHERE)
        create_request(
            context, session, signed_in.actor, staff, "link", issuer[:200], provider_identity=identity
        )  # the second person reads at which provider


def unlink_provider(context: Context, signed_in: SignedIn) -> None:
    """The account is not linked to the provider. Doing it twice does nothing."""
    with context.database.transaction() as session:
        ensure_confirmed(session, signed_in.actor)
        staff = session.get(Staff, signed_in.actor.id, with_for_update=True)
        if staff is None or staff.provider_identity is None:
            return
        staff.provider_identity = None
        alert_owner(context, session, staff.id, f"unlinked/{secrets.token_hex(8)}")
        context.write_journal_line(
            session, context.clock.now(), signed_in.actor, "unlink_provider", subject_kind="staff", subject_id=staff.id
        )


def is_linked(context: Context, signed_in: SignedIn) -> bool:
    """Whether the signed-in person can sign in at the provider."""
    with context.database.reading() as session:
        staff = session.get(Staff, signed_in.actor.id) if signed_in.actor.kind == "staff" else None
        return staff is not None and staff.provider_identity is not None


def is_session_of(context: Context, sign_in_id: uuid.UUID, signed_in: SignedIn) -> bool:
    """Whether that session is of the person who is signed in now: its token may have changed meanwhile, its person
    not."""
    with context.database.reading() as session:
        row = session.get(SignIn, sign_in_id)
        return row is not None and row.staff_id is not None and row.staff_id == signed_in.actor.id


def digest_identity(context: Context, issuer: str, subject: str) -> str:
    """By which an account is found: neither the provider nor its number for somebody stands in the record."""
    key = context.vault.derive("provider identities")
    return hmac.new(key, f"{issuer}\n{subject}".encode(), sha256).hexdigest()
