"""An account's own second factors: set up, named, removed, always by the owner, who is always notified. A person who
has just used a one-time code sets up their first one with it. Everybody else first confirms who they are.
"""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
from sqlmodel import Session, col, func, select

from casework.acting.context import Context
from casework.acting.entry import CONFIRM_PASSWORD
from casework.shared.text.text_checks import check_not_blank
from casework.staff.attempts import alert_owner
from casework.staff.authentication import MAX_SESSION, NewSession, SignedIn, end_sessions, rotate_token
from casework.staff.second_factors import (
    PAPER_CODES,
    PAPER_DIGITS,
    Site,
    credential_digest,
    digest_paper_code,
    ensure_host_name,
    find_step,
    keep_challenge,
    needs_second_factor,
    open_pending_secret,
    open_secret,
    seal_secret,
    take_signed_challenge,
    unreadable,
)
from core.errors import BadInput, Mistake, NotFound, ReauthenticationRequired, StateConflict
from core.i18n import Text, _
from models.base import new_id
from models.database import lock_for_update
from models.office import SignIn, Staff
from models.second_factor import FactorChallenge, SecondFactor

MAX_FACTORS = 8
MAX_NAME = 40


@dataclass(frozen=True)
class FactorView:
    """A second factor of one's own, as its owner sees it."""

    id: uuid.UUID
    kind: str
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class CodeGeneratorSetup:
    """What an authenticator app is given. The secret is shown here and never again."""

    id: uuid.UUID
    secret: str
    uri: str


def list_own_factors(context: Context, signed_in: SignedIn) -> list[FactorView]:
    """The second factors of the signed-in person, the oldest first."""
    with context.database.reading() as session:
        query = select(SecondFactor).where(SecondFactor.staff_id == signed_in.actor.id)
        return [
            FactorView(row.id, row.kind, row.name, row.added_at, row.last_used_at)
            for row in session.exec(query.order_by(col(SecondFactor.id)))
        ]


def begin_code_generator(context: Context, signed_in: SignedIn) -> CodeGeneratorSetup:
    """A secret for an authenticator app was made. It counts for nothing until a code of it has come back."""
    with context.database.transaction() as session:
        staff = _ensure_may_add(context, session, signed_in)
        secret = pyotp.random_base32()
        row_id = keep_challenge(context, session, signed_in.id, "totp", secret=(staff.id, {"secret": secret}))
        uri = pyotp.TOTP(secret).provisioning_uri(name=staff.login, issuer_name="Sunward")
        return CodeGeneratorSetup(row_id, secret, uri)


def read_code_generator(context: Context, signed_in: SignedIn, setup_id: uuid.UUID) -> CodeGeneratorSetup:
    """What `begin_code_generator` gave this session, while it is being set up. NotFound afterwards."""
    with context.database.transaction() as session:
        staff = _ensure_may_add(context, session, signed_in)
        secret = open_pending_secret(context, staff.id, _find_setup(context, session, signed_in, setup_id))
        return CodeGeneratorSetup(
            setup_id, secret, pyotp.TOTP(secret).provisioning_uri(name=staff.login, issuer_name="Sunward")
        )


def add_code_generator(
    context: Context, signed_in: SignedIn, setup_id: uuid.UUID, *, code: str, name: str
) -> NewSession:
    """The authenticator app is a second factor of the account; every other session of it is over. BadInput for a wrong
    code, and then the app can be tried again."""
    with context.database.transaction() as session:
        staff = _ensure_may_add(context, session, signed_in)
        setup = _find_setup(context, session, signed_in, setup_id)
        now = context.clock.now()
        secret = open_pending_secret(context, staff.id, setup)
        step = find_step(secret, code, now)
        if step is None:
            raise _mistake("code", _("验证码不对。请看手机时间是否准确，等下一个验证码再填。"))
        session.delete(setup)
        row = SecondFactor(
            id=new_id(now), staff_id=staff.id, kind="totp", name=_clean(name, _("验证器")), secret=b"", added_at=now,
            last_step=step,
        )  # fmt: skip
        row.secret = seal_secret(context, staff.id, row.id, {"secret": secret})
        return _added(context, session, signed_in, row)


def begin_passkey(context: Context, signed_in: SignedIn, site: Site | None) -> dict[str, Any]:
    """What a browser needs to make a passkey for this account and host name. StateConflict on an IP address."""
    from webauthn import generate_registration_options
    from webauthn.helpers import base64url_to_bytes, options_to_json_dict
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    site = ensure_host_name(site)
    with context.database.transaction() as session:
        staff = _ensure_may_add(context, session, signed_in)
        known = session.exec(
            select(SecondFactor).where(SecondFactor.staff_id == staff.id, SecondFactor.kind == "passkey")
        ).all()
        options = generate_registration_options(
            rp_id=site.host,
            rp_name="Sunward",
            user_id=staff.id.bytes,
            user_name=staff.login,
            user_display_name=staff.display_name,
            challenge=secrets.token_bytes(32),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(open_secret(context, row)["credential"]))
                for row in known
            ],
        )
        keep_challenge(context, session, signed_in.id, "passkey", challenge=options.challenge)
        return options_to_json_dict(options)


def add_passkey(
    context: Context, signed_in: SignedIn, site: Site | None, *, answer: Mapping[str, Any], name: str
) -> NewSession:
    """The passkey is a second factor of the account; every other session of it is over. BadInput where the answer is not
    that of a passkey that was just asked for and has verified its user."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url, parse_registration_credential_json

    site = ensure_host_name(site)
    with context.database.transaction() as session:
        staff = _ensure_may_add(context, session, signed_in)
        try:
            credential = parse_registration_credential_json(dict(answer))
            challenge = take_signed_challenge(
                context, session, signed_in.id, "passkey", credential.response.client_data_json
            )
            if challenge is None:
                raise ValueError
            made = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except unreadable():
            raise _mistake("passkey", _("通行密钥没有登记成功，请重新来一次。")) from None
        now = context.clock.now()
        row = SecondFactor(
            id=new_id(now), staff_id=staff.id, kind="passkey", name=_clean(name, _("通行密钥")), secret=b"", added_at=now,
            credential_digest=credential_digest(made.credential_id), sign_count=made.sign_count,
        )  # fmt: skip
        kept = {
            "credential": bytes_to_base64url(made.credential_id),
            "public_key": bytes_to_base64url(made.credential_public_key),
        }
        row.secret = seal_secret(context, staff.id, row.id, kept)
        return _added(context, session, signed_in, row)


def make_paper_codes(context: Context, signed_in: SignedIn) -> tuple[list[str], NewSession]:
    """Codes to be kept on paper, each of which stands in once for a lost telephone; those made before are void. They are told
    once, here. StateConflict for an account without another second factor."""
    codes = [f"{secrets.randbelow(10**PAPER_DIGITS):0{PAPER_DIGITS}}" for _each in range(PAPER_CODES)]
    with context.database.transaction() as session:
        staff = _ensure_may_add(context, session, signed_in)
        rows = session.exec(select(SecondFactor).where(SecondFactor.staff_id == staff.id)).all()
        if all(row.kind == "paper" for row in rows):
            raise StateConflict(_("请先登记验证器或者通行密钥，再打印备用码。"))
        for row in rows:
            if row.kind == "paper":
                session.delete(row)
        now = context.clock.now()
        made = SecondFactor(
            id=new_id(now), staff_id=staff.id, kind="paper", name=_("纸上的备用码").zh, secret=b"", added_at=now
        )
        made.secret = seal_secret(context, staff.id, made.id, {"codes": [digest_paper_code(code) for code in codes]})
        return codes, _added(context, session, signed_in, made)


def rename_factor(context: Context, signed_in: SignedIn, factor_id: uuid.UUID, *, name: str) -> None:
    """The owner calls it something else. NotFound where it is not theirs."""
    check_not_blank(name=name)
    with context.database.transaction() as session:
        row = _own(session, signed_in, factor_id)
        row.name = name.strip()[:MAX_NAME]


def remove_factor(context: Context, signed_in: SignedIn, factor_id: uuid.UUID) -> None:
    """The second factor is removed from the account, and every other session of it is over. Refused for the last one of
    somebody who signs or keeps accounts: they set up another one first."""
    with context.database.transaction() as session:
        staff = lock_for_update(session, Staff, _own(session, signed_in, factor_id).staff_id)
        row = lock_for_update(session, SecondFactor, factor_id)  # of two that are removed at once, one is the last
        _ensure_confirmed(context, session, signed_in)
        others = select(SecondFactor).where(SecondFactor.staff_id == staff.id, SecondFactor.id != row.id)
        rest = session.exec(others).all()
        left = sum(one.kind != "paper" for one in rest)
        if left == 0 and row.kind != "paper":
            if needs_second_factor(context, staff.role, staff.first_sign_in_at):
                raise StateConflict(_("您的岗位至少要有一种验证方式：请先登记另一种，再去掉这一种。"))
            for paper in rest:  # codes on paper are of use beside another one only
                session.delete(paper)
        session.delete(row)
        now = context.clock.now()
        here = lock_for_update(session, SignIn, signed_in.id)
        here.confirmed_at, here.by_factor = None, left > 0
        end_sessions(session, now, staff_id=row.staff_id, keep=signed_in.id)
        alert_owner(context, session, row.staff_id, f"removed/{row.id}")
        context.write_journal_line(
            session, now, signed_in.actor, "remove_factor", subject_kind="staff", subject_id=row.staff_id
        )


def _ensure_may_add(context: Context, session: Session, signed_in: SignedIn) -> Staff:
    if signed_in.actor.kind != "staff":
        raise NotFound(_("没有可以登记的账号。"))
    if signed_in.stage != "enrol":
        _ensure_confirmed(context, session, signed_in)
    assert signed_in.actor.id is not None  # every member of staff has one
    staff = lock_for_update(session, Staff, signed_in.actor.id)
    count = session.exec(select(func.count(col(SecondFactor.id))).where(SecondFactor.staff_id == staff.id)).one()
    if count >= MAX_FACTORS:
        raise StateConflict(_("最多登记{count}种，请先去掉不用的。", count=MAX_FACTORS))
    return staff


def _ensure_confirmed(context: Context, session: Session, signed_in: SignedIn) -> None:
    """Asked however fresh the sign-in is: a person who found a session open cannot change how to sign in."""
    row = session.get(SignIn, signed_in.id)
    if signed_in.actor.unconfirmed or row is None or row.confirmed_at is None or row.confirmed_for:
        raise ReauthenticationRequired(CONFIRM_PASSWORD)


def _added(context: Context, session: Session, signed_in: SignedIn, row: SecondFactor) -> NewSession:
    now = context.clock.now()
    session.add(row)
    here = lock_for_update(session, SignIn, signed_in.id)
    if here.stage == "enrol":
        here.stage, here.ends_at = "full", now + MAX_SESSION
    here.by_factor, here.confirmed_at, here.last_seen_at = True, None, now
    end_sessions(session, now, staff_id=row.staff_id, keep=here.id)
    alert_owner(context, session, row.staff_id, f"added/{row.id}")
    context.write_journal_line(
        session,
        now,
        signed_in.actor,
        "add_factor",
        subject_kind="staff",
        subject_id=row.staff_id,
        note={"kind": row.kind},
    )
    return rotate_token(context, session, here, now)


def _find_setup(context: Context, session: Session, signed_in: SignedIn, setup_id: uuid.UUID) -> FactorChallenge:
    row = session.get(FactorChallenge, setup_id)
    if row is None or row.sign_in_id != signed_in.id or row.purpose != "totp" or row.ends_at <= context.clock.now():
        raise NotFound(_("这次登记已经过期，请重新开始。"))
    return row


def _own(session: Session, signed_in: SignedIn, factor_id: uuid.UUID) -> SecondFactor:
    row = session.get(SecondFactor, factor_id)
    if row is None or row.staff_id != signed_in.actor.id:
        raise NotFound(_("没有这种验证方式。"))
    return row


def _clean(name: str, otherwise: Text) -> str:
    return name.strip()[:MAX_NAME] or otherwise.zh


def _mistake(place: str, wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake(place, wrong)])
