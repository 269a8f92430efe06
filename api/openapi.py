"""The OpenAPI description: the docstring of a route is its summary and description, and every refusal is listed."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic.json_schema import models_json_schema

from api.examples import add_examples
from api.routing import ApiRoute
from casework.acting.rights import Operation, list_scopes
from casework.shared.files.acts_page import describe_who_may
from casework.shared.files.plan_file import PlanFile
from serving.auth import PublicAccess, RequiresRight, SignedInAccess, get_access_rule
from serving.problems import MEDIA_TYPE, Problem

_REFUSALS = {
    400: "The request cannot be parsed.",
    401: "Not signed in.",
    403: "No right to this operation on this plan, a token without its scope, identity to be confirmed again, or a request from another site.",
    404: "Not found, or not visible to this user.",
    409: "Not possible in the current state; the answer gives the reason and, where there is one, the article of law.",
    412: "The plan has changed since the version named by If-Match, or the result differs from the preview.",
    413: "The body is larger than 2 MB.",
    415: "The media type is not supported.",
    422: "Invalid input: every mistake with its place. The values sent are not repeated.",
    429: "Too many attempts.",
    500: "Internal error; `reference` identifies it in the server's log.",
}
TAGS = {
    "plans": "How cases stand: the list, one case, its items and what has happened; a new case.",
    "reminders": "Somebody is reminded, and what became of it.",
    "events": "What happened, as CloudEvents: read from a feed, or sent to a webhook.",
    "acts": "What people do: check-ins, and every other act, seen in a preview and done.",
    "usage": "Digital use: files, daily totals, and what follows from them.",
    "documents": "The documents of a case, as Word and as PDF.",
    "runs": "What the program itself does about each case, and how it is halted and resumed.",
    "office": "The office: its statistics, and the cards of after-care.",
    "tokens": "Access for an office's own systems.",
    "session": "Signing in, for people.",
    "gateway": "What a text gateway reports.",
    "health": "Whether the program is well.",
}
"""In the order in which one needs them."""
_FEW = 3
"""Up to so many rights are described at an operation."""
_KEY = "A key of your choice, up to 200 characters: a request repeated with it is carried out once."
_IF_MATCH = "The ETag of the plan; if it has changed since, nothing is done (412)."
_WRITES = ("post", "put", "delete", "patch")


def build_openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of the app, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _made(app)
    return app.openapi_schema


def _made(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes,
                            webhooks=app.webhooks.routes,
                            tags=[{"name": name, "description": words} for name, words in TAGS.items()])  # fmt: skip
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
                    if isinstance(route, ApiRoute) and route.keeps_answers:
                        _say_what_keys_do(operation, path)
    for hook in described["webhooks"].values():
        _describe(hook["post"], None)
        del hook["post"]["responses"]["422"]
    _suit_generators(described)
    add_examples(described)
    return described


_TIME = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$"


def _suit_generators(schema: Any) -> None:
    """A time of day is the place's own and has no offset; JSON Schema's "time" would ask for one (RFC 3339). A default that
    is an object is left out, which stands in the object's own schema and which generators of clients cannot read."""
    if isinstance(schema, dict):
        if schema.get("format") == "time":
            del schema["format"]
            schema |= {"pattern": _TIME, "examples": ["19:30"]}
        if isinstance(schema.get("default"), dict) and "properties" not in schema:
            del schema["default"]
        for each in schema.values():
            _suit_generators(each)
    elif isinstance(schema, list):
        for each in schema:
            _suit_generators(each)


def _complete(operation: dict[str, Any], method: str, path: str, access_rule: object) -> None:
    _describe(operation, access_rule)
    possible = {500}
    if "parameters" in operation or "requestBody" in operation:
        possible.add(422)
    if not isinstance(access_rule, PublicAccess):
        possible |= {401}
        operation["security"] = [{"cookie": []}, {"bearer": []}]
    if isinstance(access_rule, SignedInAccess):
        possible |= {403, 404} if "{" in path else {403}
    if isinstance(access_rule, RequiresRight):
        possible |= {403, 404}
        operation["x-asks"] = [act.code for act in access_rule.acts]
        operation["security"] = [{"cookie": []}, {"bearer": list_scopes(*access_rule.acts)}]
    if method in _WRITES:
        possible |= {403, 413}
        if "session" in path:
            possible |= {401, 429}
        if isinstance(access_rule, RequiresRight):
            possible |= {409, 412} if "{number}" in path else {409}
    if "requestBody" in operation:
        several = len(operation["requestBody"].get("content", {})) > 1
        possible |= {400, 415} if several else {400}
    responses = operation.setdefault("responses", {})
    # A route names a refusal of its own by its number alone.
    possible |= {status for status in _REFUSALS if status != 422 and str(status) in responses}
    responses.pop("422", None)
    for status in sorted(possible):
        responses[str(status)] = _refusal(status)


def _say_what_keys_do(operation: dict[str, Any], path: str) -> None:
    """A request repeated with its key is carried out once, and one about a plan may say on which state it is based."""
    has_version = "{number}" in path
    headers = [("Idempotency-Key", _KEY), *([("If-Match", _IF_MATCH)] if has_version else [])]
    operation.setdefault("parameters", []).extend(
        {"name": name, "in": "header", "required": False, "description": words, "schema": {"type": "string"}}
        for name, words in headers
    )
    for status in (422, *([412] if has_version else [])):
        operation["responses"][str(status)] = _refusal(status)


def _refusal(status: int) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": _REFUSALS[status], "content": content}


def _describe(operation: dict[str, Any], access_rule: object) -> None:
    """The first line of the route's docstring is the summary, the rest the description, and then who may."""
    summary, _, described = operation.pop("description").partition("\n\n")
    paragraphs = [" ".join(part.split()) for part in described.split("\n\n") if part]
    if isinstance(access_rule, RequiresRight):
        paragraphs += _who_may(access_rule.acts)
        scopes = list_scopes(*access_rule.acts)
        paragraphs.append(
            f"Token: scope {' or '.join(f'`{scope}`' for scope in scopes)}." if scopes else "Token: none."
        )
    operation["summary"] = summary.removesuffix(".")
    if paragraphs:
        operation["description"] = "\n\n".join(paragraphs)


def _who_may(acts: tuple[Operation, ...]) -> list[str]:
    """Who has one of the rights; not where each of many acts has people of its own, who stand in the schema of that act."""
    if len(acts) > _FEW:
        return ["Who is permitted depends on the act."]
    groups = dict.fromkeys(group for act in acts for group in describe_who_may(act).split("; "))
    return [f"Permitted: {'; '.join(groups)}."]
