"""What is sent from a form that is not checked first, a family's or a worker's on the way, is done once. Sent again,
because the answer was lost or the button was tapped twice, it is answered as it was the first time."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from casework.acting.acts.act import Act
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.performing import perform_as
from casework.acting.rights import Actor
from casework.staff.authentication import SignedIn
from core.errors import BadInput, NotFound, Refused
from serving.app_state import get_app_state
from serving.idempotency import RequestAnswer, RequestKey, build_inside, do_once
from web.acting.form_fields import get_form_fields
from web.acting.form_parsing import parse_form
from web.forms import FormErrors, FormValues, get_mistakes

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


Again = Callable[[FormErrors, int], Response]
"""The form as it is shown again, with each mistake at its field, and the status of that answer."""


def at_one_place(place: str, again: Again) -> Again:
    """The form again, with what is wrong first at that one place of it."""
    return lambda errors, status: again({place: next(iter(errors.values()))}, status)


def send_form(
    request: Request, actor: Actor, typed: FormValues, work: Callable[[Context], object], again: Again, landing: str,
    *names: str, elsewhere: str = "", files: Mapping[str, bytes] | None = None, early: str = "",
) -> Response:  # fmt: skip
    """Done once, and then that page, or `early` where what was sent came before its time; or the form again. What is wrong
    with none of the fields of these names stands elsewhere."""
    try:
        too_early = write_once(request, actor, typed, work, files)
    except (BadInput, Refused, NotFound) as refused:
        return again(get_mistakes(refused, *names, elsewhere=elsewhere), refused.status)
    return RedirectResponse(early if too_early and early else landing, status_code=303)


def send_act(
    request: Request, actor: Actor, number: str, typed: FormValues, act: type[Act], again: Again, landing: str,
    *names: str, elsewhere: str = "", **fixed: Any,
) -> Response:  # fmt: skip
    """As `send_form`, for a form whose fields of these names are fields of the act; the rest of it is fixed by the page."""
    fields = {field.name: field for field in get_form_fields(act.operation.code)}
    values, errors = parse_form([fields[name] for name in names], typed)
    if errors:
        return again(errors, 422)
    codes = {
        name: f"{field.begins_with}-{secrets.token_hex(6)}"
        for name, field in fields.items()
        if field.control == "made_up"
    }
    return send_form(
        request, actor, typed,
        lambda context: perform_as(context, actor, number, act, **(codes | values | fixed)), again, landing,
        *names, elsewhere=elsewhere,
    )  # fmt: skip


def send_own_act(
    request: Request, signed_in: SignedIn, typed: FormValues, act: type[Act], again: Again, landing: str, *names: str,
    elsewhere: str = "", **fixed: Any,
) -> Response:  # fmt: skip
    """As `send_act`, from somebody's saved page."""
    actor, number = signed_in.actor, signed_in.plan_number or ""
    return send_act(request, actor, number, typed, act, again, landing, *names, elsewhere=elsewhere, **fixed)


def _is_early(open_plan: OpenPlan) -> bool:
    """All that a receipt has to know which the page does not show by itself."""
    return any(line.note.get("early") for line in open_plan.lines)
