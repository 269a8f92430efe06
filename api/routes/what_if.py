"""What the rules would ask for from now on, under stated assumptions."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.plan.what_if import ASSUMED, READ_WHAT_IF, WhatIf, parse_assumption, read_what_if
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from core.errors import StateConflict
from core.i18n import Text, _
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/plans/{number}/what-if", tags=["plans"])

Reader = Annotated[Actor, requires_right(READ_WHAT_IF)]


class WhatIfQuestion(FileModel):
    """One or two assumptions, side by side."""

    assume: list[Annotated[str, Field(max_length=20)]] = Field(min_length=1, max_length=2)
    """`on_time`, `nothing`, `moved`, `adult`, `remedy`, or by how many days the period changes: `period+30`."""


@dataclass(frozen=True)
class PossibleAssumption:
    """Something that may be assumed."""

    assume: str
    words: Text


@router.get("")
def list_assumptions(request: Request, number: str, actor: Reader) -> list[PossibleAssumption]:
    """List what may be assumed of a plan.

    `period` is followed by the number of days: `period+30`, `period-14`.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_WHAT_IF):
        return [PossibleAssumption(code.value, words) for code, words in ASSUMED.items()]


@router.post("")
def ask_what_if(request: Request, number: str, question: WhatIfQuestion, actor: Reader) -> WhatIf:
    """Run a copy of the plan forward under one or two assumptions.

    Returns the dates, the messages and who would be asked for how many things. Nothing is kept or sent. It shows what
    the rules would ask for, and predicts nothing about the minor.
    """
    app_state = get_app_state(request)
    if app_state.what_if is None:
        raise StateConflict(_("本机没有启用试运行，不能推算。"))
    assumptions = [parse_assumption(code) for code in question.assume]
    return read_what_if(app_state.context, actor, number, assumptions, app_state.what_if)
