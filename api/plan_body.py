"""A plan as the body of a request: the plan file itself, in TOML or as JSON."""

from typing import Any

from fastapi import Request

from casework.desk import Desk
from casework.files.by_law import read_by_law
from casework.files.plan_file import PlanFile
from casework.files.reading import read_plan_file, read_plan_json
from sunward.errors import NoSuchFormat
from sunward.words import Words

_PLAN = {"schema": {"$ref": "#/components/schemas/PlanFile"}}
PLAN_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The plan file, as `sunward schema plan` describes it.",
        "content": {"application/toml": {"schema": {"type": "string"}}, "application/json": _PLAN},
    }
}
"""What OpenAPI says of it."""


def plan_in(body: bytes, content_type: str, desk: Desk) -> PlanFile:
    """The plan in that body. BadInput with every mistake, the law's too, if it is none; NoSuchFormat for another
    Content-Type."""
    match content_type.partition(";")[0].strip().casefold():
        case "application/json":
            return read_by_law(lambda: read_plan_json(body), desk.law, desk.clock.today())
        case "application/toml" | "text/plain" | "text/toml":
            return read_by_law(lambda: read_plan_file(body), desk.law, desk.clock.today())
        case _:
            raise NoSuchFormat(
                Words(
                    "请用 application/toml 或 application/json。", "Please send application/toml or application/json."
                )
            )


async def body_of(request: Request) -> bytes:
    """The body as it was sent; how long it may be has been seen to while it was read."""
    return await request.body()
