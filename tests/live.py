"""Acts of a story done as people do them: each through the API with a key, by whoever is signed in."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from api.app import AppState, create_app
from casework.acting.acts.act import Act
from casework.acting.acts.captions import ScriptOnly, get_marker
from casework.acting.context import Context
from casework.acting.performing import perform
from casework.acting.script_actors import resolve_actor
from casework.shared.files.parsing import list_mistakes
from casework.staff.authentication import start_session
from core.clock import local_date
from core.errors import BadInput, SunwardError
from core.i18n import _
from flows import rehearsal
from models.database import Database
from serving import problems
from tests import builders
from tests.api import two_offices
from tests.api.front import Front, Visitor

_keys = itertools.count()
_refused: list[SunwardError] = []
DONE: set[tuple[str, str]] = set()
"""The kinds of acts that have been done so in this process, each with who did it."""


def perform_live(context: Context, number: str, act: Act) -> Any:
    """The act is done as `perform` does it; the first of its kind by that role by a request of its actor, since each costs a
    while. Raises what is refused."""
    if (act.operation.code, act.by) in DONE:
        return perform(context, number, act)
    actor = resolve_actor(context, number, act.by, act.asks)
    with context.database.transaction() as session:
        token = start_session(session, context, actor, context.clock.now()).token
    with context.database.reading() as session:
        session.rollback()  # a record in memory has one connection, which the server is to have now
    served = replace(context, database=_Served(context.database))
    client = Visitor(Front("live", lambda: _make(served)))
    _refused.clear()
    answer = client.post(
        f"/api/v1/plans/{number}/acts",
        json=_values(context, act),
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"story-{next(_keys)}"},
    )
    with context.database.reading() as session:
        session.expire_all()
    if _refused:
        raise _refused.pop()
    assert answer.status_code == 201, (act.operation.code, answer.text)
    DONE.add((act.operation.code, act.by))
    return answer.json()


class _Served(Database):
    """The record with a session for each transaction, as the threads of a server have it; also one in memory."""

    def __init__(self, record: Database) -> None:
        vars(self).update(vars(record))


def _values(context: Context, act: Act) -> dict[str, Any]:
    """What its actor sends: all that is theirs to say."""
    theirs = {name for name, field in type(act).model_fields.items() if not get_marker(field, ScriptOnly)}
    values = act.model_dump(mode="json", exclude_unset=True, include=theirs)
    if act.dated and act.on != local_date(context.clock.now()):
        values["on"] = act.on.isoformat()
    if "without_countersignature" in theirs:  # asked for only where nobody has countersigned
        values.setdefault("without_countersignature", "部门负责人外出学习")
    return values


def _make(context: Context) -> Any:
    """The API; what it refuses can be raised again by whoever has asked."""
    app = create_app(AppState(context))

    def refuse(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, SunwardError)
        _refused.append(error)
        return problems.handle_refusal(request, error)

    def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        _refused.append(BadInput(_("有1处需要改正。"), mistakes=list_mistakes(error.errors())))
        return problems.handle_invalid_request(request, error)

    app.add_exception_handler(SunwardError, refuse)
    app.add_exception_handler(RequestValidationError, invalid)
    return app


@contextmanager
def acts_done_live() -> Iterator[None]:
    """Whatever a story or a file of acts says is done so meanwhile."""
    modules: tuple[Any, ...] = (builders, rehearsal, two_offices)
    for module in modules:
        module.perform = perform_live
    try:
        yield
    finally:
        for module in modules:
            module.perform = perform
