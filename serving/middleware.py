"""The outermost layers: what holds for every answer, whatever route gave it."""

import logging
import re
import traceback
from collections.abc import Callable

from fastapi import HTTPException
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casework.acting.rights import Operation, recording_checks
from core.errors import new_reference
from core.i18n import _
from models.storage_problem import StorageProblem, find_storage_problem
from serving.auth import PublicAccess, RequiresRight, SignedInAccess, get_access_rule, set_cookie_header
from serving.problems import failure_response, problem_response

MAX_BODY_BYTES = 2 * 1024 * 1024

log = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class UncheckedRoute(Exception):
    """A route wanted to answer without having asked whether it may."""


class AnswerHeaders:
    """Every answer carries the headers that keep it where it belongs; a route may have set its own before. A browser whose
    session goes on under another token is told so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})  # one for all that lies below

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                if opened := state.pop("renewed", None):
                    set_cookie_header(scope, headers, opened)
            await send(message)

        await self.app(scope, receive, with_headers)


class ErrorBoundary:
    """Whatever fails becomes a reference; the log has the kind of error and the place, never its words. And no answer
    leaves that nobody had a right to: a route that did not ask fails."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def if_asked(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                if message["status"] < 400 and not _may_answer(scope, asked):
                    raise UncheckedRoute
                begun = True
            await send(message)

        with recording_checks() as asked:
            try:
                await self.app(scope, receive, if_asked)
                return
            except Exception as raised:
                problem = find_storage_problem(raised)
                reference = _logged(scope, raised, problem)
        if not begun:
            await failure_response(reference, problem)(scope, receive, send)


def _may_answer(scope: Scope, asked: list[Operation]) -> bool:
    if isinstance(scope.get("endpoint"), StaticFiles):
        return True
    match get_access_rule(scope.get("route")):
        case PublicAccess() | SignedInAccess():
            return True
        case RequiresRight(acts):
            return any(act in acts for act in asked)
        case None:
            return False


def _logged(scope: Scope, error: Exception, problem: StorageProblem | None) -> str:
    reference = new_reference()
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    route = scope.get("route")
    where = ", ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)
    storage = f" ({problem.in_the_log})" if problem is not None else ""
    path, kind = getattr(route, "path", None), type(error).__name__
    log.error("Request %s failed: %s%s in %s %s, at %s.", reference, kind, storage, scope["method"], path, where)
    return reference


class BodyLimit:
    """A body over two megabytes is refused while it is read: what has not been read yet never will be. Files about digital
    use, and forms with photos and recordings, may be larger, by their address."""

    def __init__(self, app: ASGIApp, most: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = find_largest_body(scope["path"], self.most)
        content_length = Headers(scope=scope).get("content-length", "0")
        if not content_length.isdecimal() or int(content_length) > most:
            await too_large(most)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


_MB = 1024 * 1024
LARGER_BODIES = tuple(
    (re.compile(pattern), megabytes * _MB)
    for pattern, megabytes in (
        (r"/usage/files$", 32),
        (r"^/p/[^/]+/(fill|explain)/|/items/.*/(hand-in|explain)$", 24),
        (r"^/api/.*/(check-ins|acts)$|/documents/former-record$", 32),
    )
)
"""Two photos and a recording, as files of a form or, a third larger, in JSON; a file about digital use; a former record."""


def find_largest_body(path: str, most: int) -> int:
    """How large a body sent to that address may be."""
    return next((larger for pattern, larger in LARGER_BODIES if pattern.search(path)), most)


def too_large(most: int = MAX_BODY_BYTES) -> JSONResponse:
    """What is told of a body that is larger than it may be."""
    size = most // (1024 * 1024)
    words = _("内容太大，最多{size} MB。", size=size)
    return problem_response(413, "too-large", words, headers={"Connection": "close"})


MIDDLEWARE: tuple[Callable[[ASGIApp], ASGIApp], ...] = (AnswerHeaders, ErrorBoundary, BodyLimit)
"""Outermost first."""
