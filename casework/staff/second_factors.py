"""Proving oneself by more than a password: a code that changes every half minute (TOTP), or a passkey.

A code is used once. A passkey signs, once, what the record has asked this session for, and only after it has verified
its user; it belongs to the host name under which it was set up.
"""

import hashlib
import hmac
import ipaddress
import secrets
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyotp
from sqlmodel import Session, col, delete, select

from casework.acting.context import Context
from casework.acting.resources import Resources
from casework.staff.signing_roles import SIGNING
from core.errors import StateConflict
from core.i18n import _
from models.base import new_id
from models.second_factor import FactorChallenge, SecondFactor

CHALLENGE_HOLDS = timedelta(minutes=10)
"""How long a challenge may be answered."""
STEPS_OFF = (0, -1, 1)
"""By how many half minutes a telephone's clock may be wrong."""

_SECRET = "second_factor.secret"  # the name of a field


def unreadable() -> tuple[type[Exception], ...]:
    """What the library raises for something that is no answer of a passkey."""
    from webauthn.helpers.exceptions import WebAuthnException

    return (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class Site:
    """Under which host name and origin a browser sees us."""

    host: str
    origin: str


@dataclass(frozen=True)
class FactorProof:
    """What somebody proves themselves with: the code of the moment, or what a passkey has answered."""

    code: str = ""
    passkey: Mapping[str, Any] | None = None
    site: Site | None = None


GRACE = timedelta(days=7)
"""How long after the first sign-in who reads cases and does not sign may do so by the password alone."""
PAPER_CODES, PAPER_DIGITS = 10, 8


def needs_second_factor(context: Resources, role: str, first_sign_in_at: datetime | None) -> bool:
    """Whether somebody with that post signs in, and decides, by more than a password now: at once who signs, everybody else
    of an office when `GRACE` is over."""
    if not context.second_factor:
        return False
    over = first_sign_in_at is not None and context.clock.now() >= first_sign_in_at + GRACE
    return role in SIGNING or over


def list_factor_kinds(session: Session, staff_id: uuid.UUID | None) -> list[str]:
    """Which kinds of second factors the account has."""
    return sorted(set(session.exec(select(SecondFactor.kind).where(SecondFactor.staff_id == staff_id))))


def check_proof(
    context: Context, session: Session, staff_id: uuid.UUID, sign_in_id: uuid.UUID, proof: FactorProof
) -> bool:
    """Whether the proof is one of that account's, given for this session; it is used up then."""
    rows = session.exec(select(SecondFactor).where(SecondFactor.staff_id == staff_id).with_for_update()).all()
    if proof.passkey is not None:
        return _is_signed(context, session, rows, sign_in_id, proof)
    now = context.clock.now()
    for row in rows:
        if row.kind == "paper" and _use_paper_code(context, row, proof.code):
            row.last_used_at = now
            return True
        if row.kind != "totp":
            continue
        step = find_step(open_secret(context, row)["secret"], proof.code, now, after=row.last_step)
        if step is not None:
            row.last_step, row.last_used_at = step, now
            return True
    return False


def _use_paper_code(context: Context, row: SecondFactor, code: str) -> bool:
    """Whether the code stands on the owner's paper; it is crossed out then."""
    left = open_secret(context, row)["codes"]
    used = digest_paper_code(code)
    if used not in left:
        return False
    row.secret = seal_secret(context, row.staff_id, row.id, {"codes": [each for each in left if each != used]})
    return True


def digest_paper_code(code: str) -> str:
    """Return the digest by which a code on paper is recognised."""
    return hashlib.sha256("".join(filter(str.isdecimal, unicodedata.normalize("NFKC", code))).encode()).hexdigest()


def find_step(secret: str, code: str, now: datetime, *, after: int | None = None) -> int | None:
    """The half minute whose code it is, if it is a code of this moment that was not used before."""
    digits = "".join(unicodedata.normalize("NFKC", code).split())
    generator = pyotp.TOTP(secret)
    for off in STEPS_OFF:
        step = generator.timecode(now) + off
        fits = hmac.compare_digest(generator.generate_otp(step).encode(), digits.encode())
        if fits and (after is None or step > after):
            return step
    return None


def ask_for_passkey(context: Context, staff_id: uuid.UUID, sign_in_id: uuid.UUID, site: Site | None) -> dict[str, Any]:
    """What a browser hands to a passkey of that account to be signed, for this session and once. StateConflict where
    there is none, or where the address is no host name."""
    # The library brings half of OpenSSL along: it is loaded by whoever uses a passkey, and by no rehearsal or command.
    from webauthn import generate_authentication_options
    from webauthn.helpers import base64url_to_bytes, options_to_json_dict
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    site = ensure_host_name(site)
    with context.database.transaction() as session:
        rows = [row for row in session.exec(select(SecondFactor).where(SecondFactor.staff_id == staff_id))]
        known = [
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(open_secret(context, row)["credential"]))
            for row in rows
            if row.kind == "passkey"
        ]
        if not known:
            raise StateConflict(_("这个账号没有登记通行密钥，请用验证码。"))
        options = generate_authentication_options(
            rp_id=site.host,
            challenge=secrets.token_bytes(32),
            allow_credentials=known,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        keep_challenge(context, session, sign_in_id, "assertion", challenge=options.challenge)
        return options_to_json_dict(options)


def ensure_host_name(site: Site | None) -> Site:
    """StateConflict where a passkey cannot work: it belongs to a host name, never to an IP address."""
    if site is None or _is_ip_address(site.host):
        raise StateConflict(
            _(
                "通行密钥只能用在域名上（或者本机的 localhost），不能用在 IP 地址上。请改用域名打开，或者用验证器的验证码。"
            )
        )
    return site


def keep_challenge(
    context: Context,
    session: Session,
    sign_in_id: uuid.UUID,
    purpose: str,
    *,
    challenge: bytes | None = None,
    secret: tuple[uuid.UUID, dict[str, Any]] | None = None,
) -> uuid.UUID:
    """It was asked of this session; only this session can answer it, for some minutes. A secret is sealed for the account
    named with it."""
    now = context.clock.now()
    row = FactorChallenge(id=new_id(now), sign_in_id=sign_in_id, purpose=purpose, ends_at=now + CHALLENGE_HOLDS)
    if challenge is not None:
        row.digest = hashlib.sha256(challenge).hexdigest()
    if secret is not None:
        row.secret = seal_secret(context, secret[0], row.id, secret[1])
    session.add(row)
    return row.id


def take_signed_challenge(
    context: Context, session: Session, sign_in_id: uuid.UUID, purpose: str, client_data: bytes
) -> bytes | None:
    """What the passkey says it has signed, if it was asked of this session and not answered yet; it is answered now."""
    from webauthn.helpers import parse_client_data_json

    challenge = parse_client_data_json(client_data).challenge
    gone = session.execute(
        delete(FactorChallenge).where(
            col(FactorChallenge.sign_in_id) == sign_in_id,
            col(FactorChallenge.purpose) == purpose,
            col(FactorChallenge.digest) == hashlib.sha256(challenge).hexdigest(),
            col(FactorChallenge.ends_at) > context.clock.now(),
        )
    )
    return challenge if getattr(gone, "rowcount", 0) == 1 else None


def remove_all_factors(context: Context, session: Session, staff_id: uuid.UUID) -> int:
    """The account has no second factor; returns how many it had."""
    rows = session.exec(select(SecondFactor).where(SecondFactor.staff_id == staff_id)).all()
    for row in rows:
        session.delete(row)
    return len(rows)


def seal_secret(context: Context, staff_id: uuid.UUID, row_id: uuid.UUID, document: dict[str, Any]) -> bytes:
    """The secret under the account's own key, which it has from now on."""
    context.vault.new_key(staff_id)
    return context.vault.seal_document(staff_id, _SECRET, row_id, document)


def open_secret(context: Context, row: SecondFactor) -> dict[str, Any]:
    """What is needed to check a proof."""
    return context.vault.open_document(row.staff_id, _SECRET, row.id, row.secret)


def open_pending_secret(context: Context, staff_id: uuid.UUID, row: FactorChallenge) -> str:
    """The secret of a code generator that is being set up."""
    secret: str = context.vault.open_document(staff_id, _SECRET, row.id, row.secret or b"")["secret"]
    return secret


def credential_digest(credential_id: bytes) -> str:
    """By which a passkey is found in the record."""
    return hashlib.sha256(credential_id).hexdigest()


def _is_signed(
    context: Context, session: Session, rows: Sequence[SecondFactor], sign_in_id: uuid.UUID, proof: FactorProof
) -> bool:
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json

    try:
        site = ensure_host_name(proof.site)
        credential = parse_authentication_credential_json(dict(proof.passkey or {}))
        challenge = take_signed_challenge(
            context, session, sign_in_id, "assertion", credential.response.client_data_json
        )
        row = next((each for each in rows if each.credential_digest == credential_digest(credential.raw_id)), None)
        if challenge is None or row is None:
            return False
        signed = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(open_secret(context, row)["public_key"]),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except unreadable():
        return False
    row.sign_count, row.last_used_at = signed.new_sign_count, context.clock.now()
    return True


def _is_ip_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
