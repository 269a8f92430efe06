"""What is sent from a form that is not checked first, a family's or a worker's on the way, is done once. Sent again,
because the answer was lost or the button was tapped twice, it is answered as it was the first time."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping

from fastapi import Request

from casework.shared.context import Context
from casework.shared.open_plan import OpenPlan
from casework.shared.rights import Actor
from serving.app_state import get_app_state
from serving.idempotency import RequestAnswer, RequestKey, build_inside, do_once
from web.forms import FormValues

ONCE = "once"
_ONCE = re.compile(r"[A-Za-z0-9_-]{14,64}")


def get_form_key(typed: FormValues) -> str:
    """What marks this form: the same as long as it is shown again with what was typed."""
    given = typed.get(ONCE, "")
    return given if _ONCE.fullmatch(given) else secrets.token_urlsafe(18)


def write_once(
    request: Request,
    actor: Actor,
    typed: FormValues,
    work: Callable[[Context], object],
    files: Mapping[str, bytes] | None = None,
) -> bool:
    """The work is done, unless this very form was sent before with the same content. With other content it is done too:
    whoever goes back and writes something else has something else to say. Returns, each time, whether what was sent came
    before its time and is only kept."""
    content = hashlib.sha256(request.url.path.encode())
    for name, value in sorted(typed.items()):
        content.update(f"\0{name}\0{value}".encode())
    for name, file in sorted((files or {}).items()):
        content.update(f"\0{name}\0".encode() + hashlib.sha256(file).digest())
    digest = content.hexdigest()
    key = RequestKey(f"{typed[ONCE]}.{digest[:16]}", digest) if _ONCE.fullmatch(typed.get(ONCE, "")) else None
    answer = do_once(
        get_app_state(request),
        actor,
        key,
        lambda context: RequestAnswer(201, json.dumps(build_inside(context, work, _is_early))),
    )
    return bool(json.loads(answer.body))


def _is_early(open_plan: OpenPlan) -> bool:
    """All that a receipt has to know which the page does not show by itself."""
    return any(line.note.get("early") for line in open_plan.lines)
