"""What somebody of a family sends from their page is done once. Sent again, because the answer was lost on the way or the
button was tapped twice, it is answered as it was the first time."""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping

from fastapi import Request

from casework.shared.context import Context, OpenPlan
from casework.shared.rights import Operation
from casework.staff.authentication import SignedIn
from serving.idempotency import IdempotentWrite
from web.forms import FormValues

ONCE = "once"
_ONCE = re.compile(r"[A-Za-z0-9_-]{14,64}")


def get_form_key(typed: FormValues) -> str:
    """What marks this form: the same as long as it is shown again with what was typed."""
    given = typed.get(ONCE, "")
    return given if _ONCE.fullmatch(given) else secrets.token_urlsafe(18)


def write_once(
    request: Request,
    signed_in: SignedIn,
    act: Operation,
    typed: FormValues,
    work: Callable[[Context], object],
    files: Mapping[str, bytes] | None = None,
) -> None:
    """The work is done, unless this very form was sent before with the same content. With other content it is done too:
    whoever goes back and writes something else has something else to say."""
    content = hashlib.sha256(request.url.path.encode())
    for name, value in sorted(typed.items()):
        content.update(f"\0{name}\0{value}".encode())
    for name, file in sorted((files or {}).items()):
        content.update(f"\0{name}\0".encode() + hashlib.sha256(file).digest())
    digest = content.hexdigest()
    key = f"{typed[ONCE]}.{digest[:16]}" if _ONCE.fullmatch(typed.get(ONCE, "")) else None
    IdempotentWrite(request, digest, key, None).once(signed_in.actor, act, work, _answer_nothing)


def _answer_nothing(open_plan: OpenPlan) -> dict[str, str]:
    """The page shows what was received; nothing of it has to be kept beside it."""
    return {"number": open_plan.plan.number}
