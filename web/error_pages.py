"""What goes wrong is told to a person as a page: the same refusals as the API's, in their words. A person not signed in is
sent to the sign-in page; what somebody was typing when their session ended is kept on the page that says so. A person who was
writing sentences finds them on every other page, to be copied; no log has them."""

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casework.staff.authentication import IDLE_LIMIT
from core.i18n import _
from serving.problems import MEDIA_TYPE, get_problem_texts
from web.forms import read_to_send_again
from web.languages import remember_language
from web.rendering import render_page

FAMILY_PREFIX = "/p/"
NOTHING_HERE = _("这里没有可以看的内容。")
NOT_NOW = _("现在没有接上，刚才的还没有办成。请过一会儿再试一次。")
_HALF_WAY = {"second-factor-required": "/sign-in/factor", "second-factor-missing": "/account"}
"""Where somebody goes on who is only half signed in."""
_NOTHING_TO_KEEP = ("/search", "/clock", "/sign-out", "/sign-in", "/demo", "/one-time-code")
"""What is sent there is no work that anybody would miss."""
MAX_KEPT_BYTES = 1_000_000
"""So many bytes of a form are kept; a photo beside the words is more, and is chosen again."""
_SENTENCE, _WRITTEN = 6, re.compile(r"\s|[\u3400-\u9fff]")
"""So many signs, and what codes and numbers have not: a blank, or a Chinese character."""
_STAYS_SO = (403, 404, 405, 410)
"""Where the same once more has the same answer: not theirs, not there, gone."""
MACHINE_PREFIXES = ("/api/", "/docs", "/health/", "/out/list", "/static/")
"""What a script asks for; a page of words would be no answer to it."""


class ErrorPages:
    """Turns a problem told to a page into a page; machines get theirs as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(MACHINE_PREFIXES):
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})  # one for all that lies below
        begun: Message | None = None
        sent_body = b""
        heard: list[Message] = []

        async def listen() -> Message:
            message = await receive()
            heard.append(message)
            return message

        async def held_back(message: Message) -> None:
            nonlocal begun, sent_body
            if message["type"] == "http.response.start" and _is_problem(message):
                begun = message
            elif begun is None:
                await send(message)
            else:
                sent_body += message.get("body", b"")

        keeps = _may_be_kept(Request(scope))
        await self.app(scope, listen if keeps else receive, held_back)
        if begun is None:
            return
        problem = json.loads(sent_body)
        answer: Response | None = None
        typed = await _read_typed(Request(scope, _once_more(heard, receive))) if keeps else None
        if typed is not None and problem["code"] == "not-signed-in":
            answer = _show_to_send_again(Request(scope, receive), *typed)
        answer = answer or _answer(Request(scope, receive), problem, typed[0] if typed else [])
        answer.headers.update(_kept_headers(begun))
        await answer(scope, receive, send)


def _may_be_kept(request: Request) -> bool:
    """Whether it is a form of a page of staff, small enough, whose words somebody would miss."""
    length = request.headers.get("content-length", "")
    return (
        request.method == "POST"
        and not request.url.path.startswith((FAMILY_PREFIX, *_NOTHING_TO_KEEP))
        and request.headers.get("hx-request") != "true"
        and length.isascii()
        and length.isdecimal()
        and len(length) <= len(str(MAX_KEPT_BYTES))
        and int(length) <= MAX_KEPT_BYTES
    )


def _once_more(heard: list[Message], receive: Receive) -> Receive:
    """What was received already, and then the rest."""
    again = iter(heard)

    async def read() -> Message:
        return next(again, None) or await receive()

    return read


async def _read_typed(request: Request) -> tuple[list[tuple[str, str]], bool] | None:
    """What was typed into the form, without any password, and whether there were files; None where nothing was typed."""
    try:
        sent, files = await read_to_send_again(request)
    except (HTTPException, ClientDisconnect):
        return None  # no form that can be read
    if not any(value.strip() for name, value in sent if not name.startswith("_")):
        return None
    return sent, files


def _show_to_send_again(request: Request, sent: list[tuple[str, str]], files: bool) -> Response:
    """The page of somebody whose session ended while they were typing. A confirmation is shown once more before it counts:
    somebody else may have signed in by then."""
    kept = [(name, "check" if (name, value) == ("_go", "do") else value) for name, value in sent]
    return render_page(
        request, "signed_out.html", status=401, address=request.url.path, query=request.url.query, kept=kept,
        files=files, minutes=IDLE_LIMIT // timedelta(minutes=1),
    )  # fmt: skip


def _find_words(typed: list[tuple[str, str]]) -> list[str]:
    """What somebody has written in sentences, and would have to write again; no codes, numbers and days."""
    return [
        value
        for name, value in typed
        if not name.startswith("_") and len(value) >= _SENTENCE and _WRITTEN.search(value)
    ]


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith(MEDIA_TYPE)


def _kept_headers(start: Message) -> dict[str, str]:
    """The headers of the outer layers hold for the page too, except where a page has its own."""
    pages_own = ("content-type", "content-length", "content-security-policy", "referrer-policy", "www-authenticate")
    return {name: value for name, value in MutableHeaders(raw=start["headers"]).items() if name not in pages_own}


def _answer(request: Request, problem: dict[str, Any], typed: list[tuple[str, str]]) -> Response:
    if request.url.path.startswith(FAMILY_PREFIX):
        return _in_a_family_s_frame(request, problem)
    if problem["code"] == "not-signed-in":
        return _to_sign_in(request)
    if problem["code"] in _HALF_WAY:
        return RedirectResponse(_HALF_WAY[problem["code"]], status_code=303, headers={"Cache-Control": "no-store"})
    texts = get_problem_texts(request.scope)
    return render_page(
        request,
        "problem.html",
        status=problem["status"],
        title=texts.title,
        words=texts.detail,
        cited=problem.get("article"),
        mistakes=texts.mistakes,
        written=_find_words(typed),
        again=problem["status"] not in _STAYS_SO,
    )


def _in_a_family_s_frame(request: Request, problem: dict[str, Any]) -> Response:
    """Nothing of an office or a case, not even in the title: whoever holds the phone may not have given the code. What
    somebody can mend is told, and where the fault is ours, that it is to be tried again; for everything else there is
    simply nothing there."""
    can_be_mended = problem["status"] in (413, 415, 422, 429)
    words = get_problem_texts(request.scope).detail if can_be_mended else NOTHING_HERE
    if problem["status"] == 413:  # nothing else that a family sends is that large
        words = _("{words}照片太大的，先截个屏，再选截下来的图，就小了。写的字还在这部手机上，没有丢。", words=words)
    elif problem["status"] >= 500:
        words = NOT_NOW
    here = "/".join(request.url.path.split("/")[:3])
    back = request.url.path if problem["status"] == 413 else here
    if problem["code"] == "not-signed-in":
        kept = getattr(request.state, "kept_words", None)
        if kept is not None:
            return render_page(request, "family_door.html", status=401, here=here, errors={}, kept=kept)
        return RedirectResponse(here, status_code=303, headers={"Cache-Control": "no-store"})
    return render_page(request, "family_problem.html", status=problem["status"], here=back, words=words)


def _to_sign_in(request: Request) -> Response:
    live = request.headers.get("hx-request") == "true"
    wanted = request.url.path if request.method == "GET" else "/"
    sign_in_url = f"/sign-in?next={quote(wanted)}" if wanted != "/" else "/sign-in"
    if live:
        return Response(status_code=401, headers={"HX-Redirect": sign_in_url, "Cache-Control": "no-store"})
    answer = RedirectResponse(sign_in_url, status_code=303, headers={"Cache-Control": "no-store"})
    remember_language(request, answer)
    return answer
