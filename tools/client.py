"""Writes the Python client with which an office's own systems use the API, from the API's own description.

    python -m tools.client

It has what a token can be given, and no more, so that it stays small. The types are written by datamodel-code-generator,
which uv runs in an environment of its own; the calls are written here.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from api.app import AppState, create_app
from casework.shared.context import Context
from casework.staff.api_tokens import list_scopes

GENERATOR = "datamodel-code-generator==0.89.0"
PACKAGE = Path(__file__).parents[1] / "clients" / "python" / "sunward_client"
TYPES, CALLS = PACKAGE / "types.py", PACKAGE / "client.py"
DIGEST = "Made from the description "
_OPTIONS = (
    "--input-file-type", "openapi", "--output-model-type", "typing.TypedDict", "--target-python-version", "3.11",
    "--use-standard-collections", "--use-union-operator", "--disable-timestamp", "--use-schema-description",
    "--enum-field-as-literal", "all", "--formatters", "builtin",
)  # fmt: skip
_HEAD = '''"""The API of Sunward, as far as a token can be given it. Written by tools/client.py; not to be edited.

{digest}
"""

from __future__ import annotations

from typing import Any, cast

import httpx2

from sunward_client import types


class Refused(Exception):
    """The API refused it: `problem` says why, `problem["code"]` is stable."""

    def __init__(self, status: int, problem: types.Problem) -> None:
        super().__init__(f"{{status}} {{problem['code']}}: {{problem['detail']}}")
        self.status, self.problem = status, problem


class Client:
    """Calls the API with a token. `etag` is that of the last answer, for a change that is based on it."""

    def __init__(
        self, url: str, token: str, *, language: str = "zh-CN", transport: httpx2.BaseTransport | None = None
    ) -> None:
        headers = {{"Authorization": f"Bearer {{token}}", "Accept-Language": language}}
        self._http = httpx2.Client(base_url=url, headers=headers, timeout=30, transport=transport)
        self.etag: str | None = None

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        body: Any = None,
        headers: dict[str, str | None] | None = None,
    ) -> Any:
        answer = self._http.request(
            method,
            path,
            params={{name: value for name, value in (query or {{}}).items() if value is not None}},
            headers={{name: value for name, value in (headers or {{}}).items() if value is not None}},
            json=body,
        )
        if answer.status_code >= 400:
            raise Refused(answer.status_code, cast("types.Problem", answer.json()))
        self.etag = answer.headers.get("etag")
        return answer.json() if answer.content else None
'''
_TYPES = {"string": "str", "integer": "int", "boolean": "bool", "number": "float"}
_HEADERS = {"Idempotency-Key": "idempotency_key", "If-Match": "if_match"}


def describe_for_tokens(described: dict[str, Any]) -> dict[str, Any]:
    """Of the whole description what a token can be given, with the schemas that it needs and no others."""
    scopes = {each.code for each in list_scopes()}
    paths = {}
    for path, methods in described["paths"].items():
        kept = {method: each for method, each in methods.items() if scopes & set(each.get("x-asks", []))}
        if kept and not path.endswith("/acts"):  # of the acts a token does one, which has a path of its own
            paths[path] = kept
    schemas = described["components"]["schemas"]
    needed = _referenced(paths, schemas, set())
    components = {"schemas": {name: schemas[name] for name in sorted(needed)}}
    return {**described, "paths": paths, "components": components}


def get_digest(described: dict[str, Any]) -> str:
    """A digest of that description: the client is current as long as it names this one."""
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:16]


def write_calls(described: dict[str, Any]) -> str:
    """The client itself: a method for each operation."""
    methods = [
        _write_call(method, path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    return "\n".join([_HEAD.format(digest=f"{DIGEST}{get_digest(described)}."), *methods])


def _write_call(method: str, path: str, operation: dict[str, Any]) -> str:
    name = operation["operationId"].partition("_api_v1")[0]
    parameters = operation.get("parameters", [])
    by_place = {place: [each for each in parameters if each["in"] == place] for place in ("path", "query", "header")}
    headers = [each["name"] for each in parameters if each["in"] == "header"]
    headers = [each for title, each in _HEADERS.items() if title.lower() in (one.lower() for one in headers)]
    signature = ["self", *(f"{each['name']}: str" for each in by_place["path"])]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        signature.append(f"body: {_type(body['schema'])}")
    named = [_write_parameter(each) for each in by_place["query"]] + [f"{each}: str | None = None" for each in headers]
    signature += ["*", *named] if named else []
    success = next(each for status, each in operation["responses"].items() if status.startswith("2"))
    returns = _type(success["content"]["application/json"]["schema"]) if "content" in success else "None"
    address = re.sub(r"\{(\w+)\}", r"{\1}", path)
    given = [f'"{method.upper()}"', f'f"{address}"' if by_place["path"] else f'"{address}"']
    if by_place["query"]:
        query = ", ".join(f'"{each["name"]}": {_name(each)}' for each in by_place["query"])
        given.append(f"query={{{query}}}")
    given += ["body=body"] if body else []
    if headers:
        sent = ", ".join(f'"{title}": {each}' for title, each in _HEADERS.items() if each in headers)
        given.append(f"headers={{{sent}}}")
    call = f"self._call({', '.join(given)})"
    return "\n".join([
        f"    def {name}({', '.join(signature)}) -> {returns}:",
        f'        """{operation["summary"]}."""',
        f'        return cast("{returns}", {call})' if returns != "None" else f"        {call}",
        "",
    ])  # fmt: skip


def _write_parameter(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    if parameter.get("required"):
        return f"{_name(parameter)}: {_type(schema)}"
    default = schema.get("default")
    kind = _type(schema)
    return f"{_name(parameter)}: {kind if default is not None or 'None' in kind else f'{kind} | None'} = {default!r}"


def _name(parameter: dict[str, Any]) -> str:
    return {"from": "from_on", "to": "to_on"}.get(parameter["name"], str(parameter["name"]))


def _type(schema: dict[str, Any]) -> str:
    match schema:
        case {"$ref": ref}:
            return f"types.{ref.rpartition('/')[2]}"
        case {"anyOf": several}:
            return " | ".join(dict.fromkeys(_type(each) for each in several))
        case {"type": "array", "items": items}:
            return f"list[{_type(items)}]"
        case {"type": "null"}:
            return "None"
        case {"type": kind} if kind in _TYPES:
            return _TYPES[kind]
        case _:
            return "Any"


def _referenced(part: Any, schemas: dict[str, Any], found: set[str]) -> set[str]:
    for name in _refs(part):
        if name in schemas and name not in found:
            found.add(name)
            _referenced(schemas[name], schemas, found)
    return found


def _refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield str(part.get("$ref", "")).rpartition("/")[2]
        for each in part.values():
            yield from _refs(each)
    elif isinstance(part, list):
        for each in part:
            yield from _refs(each)


def main() -> None:
    """The client is made again."""
    described = describe_for_tokens(create_app(AppState(cast(Context, None))).openapi())
    PACKAGE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "openapi.json"
        given.write_text(json.dumps(described), encoding="utf-8")
        generator = (sys.executable, "-m", "uv", "tool", "run", "--from", GENERATOR, "datamodel-codegen")
        subprocess.run([*generator, "--input", str(given), "--output", str(TYPES), *_OPTIONS], check=True)
    text = TYPES.read_text(encoding="utf-8").replace("from typing_extensions import TypedDict\n", "")
    text = text.replace(", closed=True)", ")")
    text = re.sub(r"^from typing import (.*)$", r"from typing import \1, TypedDict", text, count=1, flags=re.M)
    TYPES.write_text(text, encoding="utf-8")
    CALLS.write_text(write_calls(described), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "120", str(PACKAGE)], check=True
    )


if __name__ == "__main__":
    main()
