"""A telephone with an authenticator app and a passkey, as a test holds one: real codes, real signatures."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import cbor2
import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from casework.acting.context import Context
from casework.staff.second_factors import seal_secret
from core.clock import SimulatedClock
from models.base import new_id
from models.office import Staff
from models.second_factor import SecondFactor


@dataclass
class AuthenticatorApp:
    """Codes of one secret. Each new code is read half a minute later: none is used twice."""

    context: Context
    secret: str

    def now(self) -> str:
        return pyotp.TOTP(self.secret).at(self.context.clock.now())

    def next(self) -> str:
        """Half a minute later, the code of that moment."""
        assert isinstance(self.context.clock, SimulatedClock)
        self.context.clock.advance_by(timedelta(seconds=30))
        return self.now()


def give_app(context: Context, login: str) -> AuthenticatorApp:
    """That person's account has an authenticator app."""
    secret, now = pyotp.random_base32(), context.clock.now()
    with context.database.transaction() as session:
        staff = session.exec(select(Staff).where(Staff.login == login)).one()
        row = SecondFactor(id=new_id(now), staff_id=staff.id, kind="totp", name="手机", secret=b"", added_at=now)
        row.secret = seal_secret(context, staff.id, row.id, {"secret": secret})
        session.add(row)
    return AuthenticatorApp(context, secret)


@dataclass
class Passkey:
    """A passkey, and the browser in front of it: answers as `navigator.credentials` does."""

    origin: str = "http://localhost"
    host: str = "localhost"
    verifies: bool = True
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a-credential-id-of-a-test"

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """What a browser answers when a passkey was made."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        made = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(0x40) + made})
        return self._answer({"attestationObject": attestation, "clientDataJSON": self._client("create", options)})

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """What a browser answers when a passkey was asked to sign."""
        self.count += 1
        data, client = self._data(0), self._client("get", options)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"authenticatorData": data, "clientDataJSON": client, "signature": signature})

    def _data(self, more: int) -> bytes:
        flags = 0x01 | (0x04 if self.verifies else 0) | more
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({
            "type": f"webauthn.{kind}", "challenge": bytes_to_base64url(base64url_to_bytes(options["challenge"])),
            "origin": self.origin, "crossOrigin": False,
        }).encode()  # fmt: skip

    def _answer(self, response: dict[str, bytes]) -> dict[str, Any]:
        coded = {name: bytes_to_base64url(value) for name, value in response.items()}
        own = bytes_to_base64url(self.id)
        return {"id": own, "rawId": own, "type": "public-key", "response": coded, "clientExtensionResults": {}}
