"""An example for each body, answer and parameter of the description, made from its own schema: what a field or a model gives as
its example, otherwise a value that the schema allows."""

from typing import Any

_BY_NAME: dict[str, Any] = {
    "number": "SW-7K3M-9QPX", "plan": "SW-7K3M-9QPX", "subject": "SW-7K3M-9QPX", "version": 12, "office": "甲区",
    "did": "note", "kind": "opinion", "status": "open", "state": "waiting", "owner": "minor",
    "by": "prosecutor", "role": "prosecutor", "by_role": "minor", "display_name": "吴检察官", "name": "公益活动", "login": "jia.prosecutor",
    "password": "correct horse battery", "relation": "mother", "to": "minor", "event": "check_in_due", "step": "call", "label": "a1",
    "period_from": "2026-03-02", "period_to": "2026-09-01", "days_left": 20, "outcome": "non_prosecution", "device": "phone",
    "text": "这周按时上班，都好。", "reason": "已当面核实。", "place": "text",
    "url": "https://office.example/sunward", "path": "/calendar/k3v9.ics", "code": "0731", "next": "MTI", "schema": "NoteAct",
    "token": "sw_k3v9", "may_attach": "photo", "link": "https://prefect.example/runs/1", "unit": "times", "confirmed_by": "social_worker",
    "stage": {"zh": "考验期内", "en": "under supervision"}, "left": {"zh": "还剩20天", "en": "20 days left"},
    "role_words": {"zh": "承办检察官", "en": "prosecutor"}, "owner_words": {"zh": "本人", "en": "the minor"},
    "title": {"zh": "提交", "en": "hand in"}, "state_words": {"zh": "等待中", "en": "waiting"},
    "status_words": {"zh": "待提交", "en": "open"}, "words": {"zh": "考察意见书", "en": "supervision opinion"}, "zh": "考察意见书", "en": "supervision opinion",
}  # fmt: skip
"""What is named so in this program, where its schema allows it."""
_BY_FORMAT = {
    "date": "2026-09-06", "date-time": "2026-09-06T01:30:00Z", "uuid": "01990b5c-7a10-7c3e-9d5f-2b1c6a8e4f00", "binary": "",
}  # fmt: skip
_TYPES = dict(string=str, integer=int, object=dict)
_DEEPEST = 7


def add_examples(described: dict[str, Any]) -> None:
    """Every body, answer and path parameter of the description has an example, if it has not one already."""
    schemas = described["components"]["schemas"]
    for path in described["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    parameter.setdefault("example", _make(parameter["schema"], schemas, parameter["name"], whole=True))
            sent = operation.get("requestBody", {}).get("content", {})
            answered = [each.get("content", {}) for code, each in operation["responses"].items() if code < "4"]
            for content, whole in ((sent, False), *((each, True) for each in answered)):
                if "schema" in content.get("application/json", {}):
                    said = content["application/json"]
                    said.setdefault("example", _make(said["schema"], schemas, "", whole=whole))


def _make(schema: dict[str, Any], schemas: dict[str, Any], name: str, *, whole: bool, depth: int = 0) -> Any:
    """A value that the schema allows; `whole`: with what may be left out, as an answer has it."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    if "examples" in schema:
        return schema["examples"][0]
    if allowed := [schema["const"]] if "const" in schema else schema.get("enum"):
        return _BY_NAME[name] if _BY_NAME.get(name) in allowed else allowed[0]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            first: dict[str, Any] = next((each for each in schema[several] if each.get("type") != "null"), {})
            return _make(first, schemas, name, whole=whole, depth=depth)
    if schema.get("format", "date") == "date" and isinstance(
        _BY_NAME.get(name), _TYPES.get(schema.get("type", ""), ())
    ):
        return _BY_NAME[name]
    return _of_type(schema, schemas, name, whole=whole, depth=depth)


def _of_type(schema: dict[str, Any], schemas: dict[str, Any], name: str, *, whole: bool, depth: int) -> Any:
    match schema.get("type"):
        case "array":
            of = [*schema.get("prefixItems", ()), *([schema["items"]] if "items" in schema else [])]
            few = whole or schema.get("minItems")
            return [_make(each, schemas, name, whole=whole, depth=depth + 1) for each in of] if few else []
        case "integer" | "number":
            return max(schema.get("minimum", 1), 1)
        case "boolean":
            return True
        case "string":
            return _BY_FORMAT.get(schema.get("format", ""), name or "text")
        case _:
            needed = schema.get("required", ())
            if "propertyNames" in schema and isinstance(values := schema.get("additionalProperties"), dict):
                key = _make(schema["propertyNames"], schemas, "", whole=whole, depth=depth)
                return {key: _make(values, schemas, name, whole=whole, depth=depth + 1)}
            return {
                each: _make(of, schemas, each, whole=whole, depth=depth + 1)
                for each, of in schema.get("properties", {}).items()
                if each in needed or (whole and depth < _DEEPEST)
            }
