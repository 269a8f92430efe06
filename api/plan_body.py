"""A plan as the body of a request: the plan file itself, in TOML or as JSON."""

from typing import Any

from fastapi import Request

from casework.acting.context import Context
from casework.plan.plan_validation import parse_and_validate
from casework.shared.files.parsing import read_plan_file, read_plan_json
from casework.shared.files.plan_file import PlanFile
from core.errors import UnsupportedFormat
from core.i18n import _

_HEARD = {"state": "heard", "on": "2026-02-25"}
EXAMPLE: dict[str, Any] = {
    "format": "sunward-plan/1",
    "minor": {"name": "林某", "sex": "M", "born_on": "2009-11-20", "phone": "10000990101", "device": "own"},
    "guardian": [{"relation": "mother", "name": "林某的母亲", "legal_representative": True, "phone": "10000990102", "device": "own"}],
    "case": {
        "office": "甲区", "offence_article": "287-2", "act_dates": ["2026-01-01"], "facts_line": "出售本人银行账户三个",
        "predicted_sentence_months": 6, "repentance": ["plea"], "why_not_minor_offence": "已达追诉标准", "no_victim": True,
        "opinions": {"police": _HEARD, "victim": {"state": "not_in_this_case"}, "minor": _HEARD, "legal_representative": _HEARD,
                     "defender": _HEARD},
    },
    "review": {"received_on": "2026-02-09", "limit_ends_on": "2026-03-12"},
    "decision": {"on": "2026-03-02", "months": 6, "period_written_from": "2026-03-02", "period_written_to": "2026-09-01"},
    "condition": [{"kind": "A1", "text": "接受心理辅导6次", "measure": "每次一小时", "evidence": "签到单",
                   "confirmed_by": "social_worker", "amount": 6, "unit": "times"}],
    "cadence": {"weekly_note": {"on": "Mon"}},
    "team": {"prosecutor": "jia.prosecutor", "social_worker": "jia.worker", "chief_prosecutor": "jia.chief"},
}  # fmt: skip
"""A plan that the law lets open."""
_PLAN = {"schema": {"$ref": "#/components/schemas/PlanFile"}, "example": EXAMPLE}
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
