"""What holds for every route of the API, whatever it does: a request repeated with its key is carried out once, a change
based on an old state is refused, and a route that will go says so."""

import hashlib
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.utils import format_datetime
from functools import cached_property
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool

from casework.shared.context import Context
from casework.shared.rights import Actor
from core.clock import start_of_day
from core.errors import PreconditionRequired, SunwardError, VersionConflict
from core.i18n import _
from core.untrusted_json import check_json_size
from models.one_transaction import OneTransaction
from serving.app_state import AppState, get_app_state
from serving.auth import RequiresRight, SignedInAccess, get_access_rule
from serving.idempotency import (
    KeyedRequest,
    etag,
    get_idempotent_write,
    load_answer_of_key,
    read_keyed_request,
    store_answer_of_key,
)
from serving.middleware import LARGEST_BODY

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True)
class Deprecation:
    """A route goes: since when it is not to be used, and on which day it ends. What is used instead."""

    since: date
    ends_on: date
    instead: str

    @property
    def headers(self) -> dict[str, str]:
        """As RFC 9745 and RFC 8594 have them."""
        return {
            "Deprecation": f"@{int(start_of_day(self.since).timestamp())}",
            "Sunset": format_datetime(start_of_day(self.ends_on), usegmt=True),
            "Link": f'<{self.instead}>; rel="successor-version"',
        }


class ApiRoute(APIRoute):
    """A route of the API."""

    @cached_property
    def keeps_answers(self) -> bool:
        """Whether a request with a key is carried out once by this class: it changes something, and somebody sends it. A
        route that keeps its answer within its own operation (`get_idempotent_write`) does so itself, and one that says what a
        repetition does (`x-repeated`) needs none."""
        changes = bool(UNSAFE & (self.methods or set())) and "x-repeated" not in (self.openapi_extra or {})
        return changes and not self.keeps_its_own and self._rule is not None

    @cached_property
    def keeps_its_own(self) -> bool:
        """Whether the operation itself keeps the answer, in the transaction of its plan."""
        return any(each.call is get_idempotent_write for each in self.dependant.dependencies)

    @cached_property
    def deprecation(self) -> Deprecation | None:
        """When the route goes; None for one that stays."""
        found: Deprecation | None = getattr(self.endpoint, "deprecation", None)
        return found

    @cached_property
    def _rule(self) -> RequiresRight | SignedInAccess | None:
        rule = get_access_rule(self)
        return rule if isinstance(rule, RequiresRight | SignedInAccess) else None

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            if self.body_field is not None:
                await self._check_body(request)
            response = await self._answer(request, handle)
            if self.deprecation is not None:
                response.headers.update(self.deprecation.headers)
            return response

        return answered

    async def _check_body(self, request: Request) -> None:
        """Its JSON can be parsed in a moment, and more than a form has is read from those only who are signed in. FastAPI
        would read and parse it before it asks who sends it."""
        declared = request.headers.get("content-length", "")
        if self._rule is not None and not (declared.isdecimal() and int(declared) <= LARGEST_BODY):
            await run_in_threadpool(self._find_actor, request)
        check_json_size(await request.body())

    async def _answer(self, request: Request, handle: Handler) -> Response:
        if UNSAFE & (self.methods or set()):
            return await self._change(request, handle) if self.keeps_answers else await handle(request)
        response = await handle(request)
        if response.status_code == 200 and "etag" not in response.headers and find_changing(request, self.path):
            response.headers["ETag"] = get_digest(response)
        return response

    async def _change(self, request: Request, handle: Handler) -> Response:
        """Done once for a key, and not at all where it is based on what is no more."""
        key, if_match = request.headers.get("idempotency-key"), request.headers.get("if-match")
        replaces = self.replaces(_routes(request))
        if key is None and if_match is None and not replaces:
            return await handle(request)
        app_state = get_app_state(request)
        actor = await run_in_threadpool(self._find_actor, request)
        if replaces and if_match is None:
            raise PreconditionRequired(_("请先读取现在的内容，带上它的 ETag（If-Match）再提交。"))
        keyed = await read_keyed_request(request, key)
        if keyed is not None:
            given = await run_in_threadpool(self._load_given, request, app_state, actor, keyed)
            if given is not None:
                return given
        together, woken = OneTransaction(app_state.context.database), list[None]()
        context = replace(app_state.context, database=together)
        request.state.app_state = replace(app_state, context=context, check_now=lambda: woken.append(None))
        try:
            if if_match is not None and if_match.strip() != "*":
                await run_in_threadpool(together.lock)
                if if_match.strip() != await self._find_etag(request, context):
                    raise VersionConflict(_("您看过之后内容又有变动，请重新查看。"))
            response = await handle(request)
            if keyed is not None and response.status_code < 400:
                await run_in_threadpool(store_answer_of_key, context, actor, keyed, response)
        except IntegrityError:
            await run_in_threadpool(together.discard)
            given = await run_in_threadpool(self._load_given, request, app_state, actor, keyed) if keyed else None
            if given is None:
                raise
            return given
        except (SunwardError, HTTPException, RequestValidationError):
            # What is refused may have been done meanwhile, by the same request sent twice at once: then its answer is ours.
            given = await run_in_threadpool(self._load_given, request, app_state, actor, keyed) if keyed else None
            if given is not None:
                await run_in_threadpool(together.discard)
                return given
            # A refusal leaves what it leaves without a key as well: its line in the journal.
            await run_in_threadpool(together.commit)
            raise
        except BaseException:
            # A failure, or an end of the program: nothing is written, at once, and the same may be sent again.
            together.discard()
            raise
        await run_in_threadpool(together.commit)
        if woken:
            app_state.check_now()
        return response

    def _find_actor(self, request: Request) -> Actor:
        assert self._rule is not None
        found = self._rule(request)
        return found if isinstance(found, Actor) else found.actor

    def _load_given(self, request: Request, app_state: AppState, actor: Actor, keyed: KeyedRequest) -> Response | None:
        acts = self._rule.acts if isinstance(self._rule, RequiresRight) else ()
        return load_answer_of_key(app_state.context, actor, acts, request.path_params.get("number"), keyed)

    def replaces(self, routes: "Sequence[ApiRoute]") -> bool:
        """Whether what one of the routes shows is replaced by this one as a whole."""
        return "PUT" in (self.methods or ()) and self.find_shown(routes) is not None

    def find_shown(self, routes: "Sequence[ApiRoute]") -> "ApiRoute | None":
        """The one of the routes that shows what this one changes."""
        return next((each for each in routes if each.path == self.path and "GET" in (each.methods or ())), None)

    async def _find_etag(self, request: Request, context: Context) -> str | None:
        """The ETag of what is changed, as it is now: of what the route of the same path shows, or else of the plan. None
        where there is neither."""
        shown = self.find_shown(_routes(request))
        if shown is not None:
            asked = Request({**request.scope, "method": "GET", "query_string": b""}, request.receive)
            return get_digest(await shown.get_route_handler()(asked))
        number = request.path_params.get("number")
        return await run_in_threadpool(_load_plan_etag, context, number) if number is not None else None


def deprecated(since: date, ends_on: date, instead: str) -> Callable[[Any], Any]:
    """The route will go: its answers say so, and so does the description."""

    def mark(endpoint: Any) -> Any:
        endpoint.deprecation = Deprecation(since, ends_on, instead)
        return endpoint

    return mark


def find_changing(request: Request, path: str) -> ApiRoute | None:
    """A route by which what this path shows is changed."""
    return next((each for each in _routes(request) if each.path == path and each.keeps_answers), None)


def get_digest(response: Response) -> str:
    """The ETag of what is shown: a digest of it."""
    return f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'


def _routes(request: Request) -> "Sequence[ApiRoute]":
    """All routes of the API, found once for each app: to go through all that is included costs as much as a small page."""
    state = request.app.state
    if not hasattr(state, "api_routes"):
        state.api_routes = [
            context.original_route
            for context in iter_route_contexts(request.app.routes)
            if isinstance(context.original_route, ApiRoute)
        ]
    routes: Sequence[ApiRoute] = state.api_routes
    return routes


def _load_plan_etag(context: Context, number: str) -> str:
    """With its plan locked: nobody changes it until this request has ended."""
    with context.database.transaction() as session:
        return etag(context.find(session, number, lock=True).version)
