"""What holds for every route of the API, whatever it does: a request repeated with its key is carried out once, and a change
based on an old state of its plan is refused."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import cached_property
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool

from casework.shared.context import Context
from casework.shared.rights import Actor
from core.errors import SunwardError, VersionConflict
from core.i18n import _
from core.untrusted import check_json_size
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
    def _rule(self) -> RequiresRight | SignedInAccess | None:
        rule = get_access_rule(self)
        return rule if isinstance(rule, RequiresRight | SignedInAccess) else None

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            if self.body_field is not None:
                await self._check_body(request)
            return await self._change(request, handle) if self.keeps_answers else await handle(request)

        return answered

    async def _check_body(self, request: Request) -> None:
        """Its JSON can be parsed in a moment, and more than a form has is read from those only who are signed in. FastAPI
        would read and parse it before it asks who sends it."""
        declared = request.headers.get("content-length", "")
        if self._rule is not None and not (declared.isdecimal() and int(declared) <= LARGEST_BODY):
            await run_in_threadpool(self._find_actor, request)
        check_json_size(await request.body())

    async def _change(self, request: Request, handle: Handler) -> Response:
        """Done once for a key, and not at all where it is based on what is no more."""
        key, if_match = request.headers.get("idempotency-key"), request.headers.get("if-match")
        if key is None and if_match is None:
            return await handle(request)
        app_state = get_app_state(request)
        actor = await run_in_threadpool(self._find_actor, request)
        keyed = await read_keyed_request(request, key)
        if keyed is not None:
            given = await run_in_threadpool(self._load_given, request, app_state, actor, keyed)
            if given is not None:
                return given
        together, woken = OneTransaction(app_state.context.database), list[None]()
        context = replace(app_state.context, database=together)
        request.state.app_state = replace(app_state, context=context, check_now=lambda: woken.append(None))
        try:
            number = request.path_params.get("number")
            if number is not None and if_match is not None and if_match.strip() != "*":
                await run_in_threadpool(together.lock)
                if if_match.strip() != await run_in_threadpool(_load_plan_etag, context, number):
                    raise VersionConflict(_("您看过之后方案又有变动，请重新查看。"))
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


def _load_plan_etag(context: Context, number: str) -> str:
    """With its plan locked: nobody changes it until this request has ended."""
    with context.database.transaction() as session:
        return etag(context.find(session, number, lock=True).version)
