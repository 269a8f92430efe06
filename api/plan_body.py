"""A plan as the body of a request: the plan file itself, in TOML or as JSON."""

from typing import Any

from fastapi import Request

from casework.plan.plan_validation import parse_and_validate
from casework.shared.context import Context
from casework.shared.files.parsing import read_plan_file, read_plan_json
from casework.shared.files.plan_file import PlanFile
from core.errors import UnsupportedFormat
from core.i18n import _

_PLAN = {"schema": {"$ref": "#/components/schemas/PlanFile"}}
PLAN_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The plan file, as `sunward schema plan` describes it.",
        "content": {"application/toml": {"schema": {"type": "string"}}, "application/json": _PLAN},
    }
}
"""What OpenAPI says of it."""


def parse_plan_body(body: bytes, content_type: str, context: Context) -> PlanFile:
    """The plan in that body. BadInput with every mistake, the law's too, if it is none; UnsupportedFormat for another
    Content-Type."""
    match content_type.partition(";")[0].strip().casefold():
        case "application/json":
            return parse_and_validate(lambda: read_plan_json(body), context.law, context.clock.today())
        case "application/toml" | "text/plain" | "text/toml":
            return parse_and_validate(lambda: read_plan_file(body), context.law, context.clock.today())
        case _:
            raise UnsupportedFormat(_("请用 application/toml 或 application/json。"))


async def read_body(request: Request) -> bytes:
    """The body as it was sent; how long it may be has been seen to while it was read."""
    return await request.body()
