"""What holds for every route of the API, whatever it does: a request repeated with its key is carried out once, and a change
based on an old state of its plan is refused."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import cached_property, wraps
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from casework.acting.context import Context
from casework.acting.rights import Actor
from core.untrusted import check_json_size
from serving.app_state import get_app_state
from serving.auth import RequiresRight, SignedInAccess, get_access_rule
from serving.idempotency import RequestAnswer, do_once, read_request_key, read_version, require_version
from serving.middleware import MAX_BODY_BYTES

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ApiRoute(APIRoute):
    """A route of the API."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        @wraps(endpoint)
        def carry_out(**values: Any) -> Any:
            return self._carry_out(endpoint, values) if self.keeps_answers else endpoint(**values)

        super().__init__(path, carry_out if UNSAFE & set(more.get("methods") or ()) else endpoint, **more)

    @cached_property
    def keeps_answers(self) -> bool:
        """Whether a request with a key is carried out once: it changes something, and somebody sends it. A route that says
        what a repetition does (`x-repeated`) needs no key."""
        changes = bool(UNSAFE & (self.methods or set())) and "x-repeated" not in (self.openapi_extra or {})
        return changes and self._rule is not None

    @cached_property
    def _rule(self) -> RequiresRight | SignedInAccess | None:
        rule = get_access_rule(self)
        return rule if isinstance(rule, RequiresRight | SignedInAccess) else None

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            if self.body_field is not None or (self.keeps_answers and "idempotency-key" in request.headers):
                await self._read_body(request)
            return await handle(request)

        return answered

    async def _read_body(self, request: Request) -> None:
        """It is here before a thread works on the request. Its JSON can be parsed in a moment, and more than a form has is
        read from those only who are signed in. FastAPI would read and parse it before it asks who sends it."""
        declared = request.headers.get("content-length", "")
        if self._rule is not None and not (declared.isdecimal() and int(declared) <= MAX_BODY_BYTES):
            await run_in_threadpool(self._rule, request)
        request.state.body = await request.body()
        if self.body_field is not None:
            check_json_size(request.state.body)

    def _carry_out(self, endpoint: Callable[..., Any], values: dict[str, Any]) -> Any:
        """Done once for a key, and not at all where it is based on what is no more: in the thread that FastAPI gives to the
        endpoint, when all that was sent has been read."""
        request: Request = values["request"]
        number = request.path_params.get("number")
        sent = read_request_key(request, getattr(request.state, "body", b""))
        version = read_version(request) if number is not None else None
        app_state, actor = get_app_state(request), _get_actor(request)

        def work(context: Context) -> RequestAnswer:
            request.state.app_state = replace(app_state, context=require_version(context, version))
            return self._answer(endpoint(**values), values.get("response"))

        acts = self._rule.acts if isinstance(self._rule, RequiresRight) else ()
        answer = do_once(app_state, actor, sent, work, acts=acts, number=number)
        response = Response(answer.body, answer.status, media_type="application/json" if answer.body else None)
        if answer.replayed:
            response.headers["Idempotency-Replayed"] = "true"
        elif "response" in values:
            response.headers.raw.extend(values["response"].headers.raw)
        return response

    def _answer(self, result: object, response: Response | None) -> RequestAnswer:
        """As FastAPI would write it."""
        status = (response.status_code if response is not None else None) or self.status_code or 200
        return RequestAnswer(status, self.response_field.serialize_json(result).decode() if self.response_field else "")


def _get_actor(request: Request) -> Actor:
    actor: Actor = request.state.signed_in.actor  # the route's access rule has asked
    return actor
