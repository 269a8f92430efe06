"""The description of the API, made true: every refusal a route can give stands in it, as the problem it is."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic.json_schema import models_json_schema

from api.auth import PublicAccess, RequiresRight, get_access_rule
from api.problems import MEDIA_TYPE, Problem
from casework.files.plan_file import PlanFile

_REFUSALS = {
    400: "The request cannot be read at all.",
    401: "Nobody is signed in.",
    403: "No right to this act on this plan, or sent by another site.",
    404: "There is no such thing, or none that this person may know of.",
    409: "Not as things stand: the law or the record says why.",
    412: "The plan has changed since the version named by If-Match.",
    413: "The body is over 2 MB.",
    415: "The content is of a kind that is not understood here.",
    422: "Something must be corrected: every mistake with its place. What was sent is not repeated.",
    429: "Too many tries.",
    500: "It failed on our side; `reference` finds it in our log.",
}
_WRITES = ("post", "put", "delete", "patch")


def build_openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of the app, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _made(app)
    return app.openapi_schema


def _made(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    components = described.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    _, ours = models_json_schema(
        [(Problem, "serialization"), (PlanFile, "validation")], ref_template="#/components/schemas/{model}"
    )
    schemas |= ours["$defs"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    components["securitySchemes"] = {
        "cookie": {"type": "apiKey", "in": "cookie", "name": "sunward"},
        "bearer": {"type": "http", "scheme": "bearer"},
    }
    for context in iter_route_contexts(app.routes):
        route, path = context.original_route, context.path
        if isinstance(route, APIRoute) and path is not None and path in described["paths"]:
            for method in route.methods or ():
                operation = described["paths"][path].get(method.lower())
                if operation is not None:
                    _complete(operation, method.lower(), path, get_access_rule(route))
    return described


def _complete(operation: dict[str, Any], method: str, path: str, door: object) -> None:
    possible = {500}
    if "parameters" in operation or "requestBody" in operation:
        possible.add(422)
    if not isinstance(door, PublicAccess):
        possible |= {401}
        operation["security"] = [{"cookie": []}, {"bearer": []}]
    if isinstance(door, RequiresRight):
        possible |= {403, 404}
        operation["x-asks"] = [act.code for act in door.acts]
    if method in _WRITES:
        possible |= {403, 413}
        if "session" in path:
            possible |= {401, 429}
        if isinstance(door, RequiresRight):
            possible |= {409, 412} if "{number}" in path else {409}
    if "requestBody" in operation:
        several = len(operation["requestBody"].get("content", {})) > 1
        possible |= {400, 415} if several else {400}
    responses = operation.setdefault("responses", {})
    # A route names a refusal of its own by its number alone.
    possible |= {status for status in _REFUSALS if status != 422 and str(status) in responses}
    responses.pop("422", None)
    for status in sorted(possible):
        responses[str(status)] = {
            "description": _REFUSALS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
