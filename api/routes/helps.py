"""What helps beside minutes: the collection that an office gives its families."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.shared.files.base import FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_OWN
from casework.usage.acts import WRITE_HELP
from casework.usage.helps import HelpsView, HelpView, load_helps, load_own_helps, write_help
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, tags=["usage"])

Code = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{1,23}$")]


class WrittenHelp(FileModel):
    """An entry in the office's words: a title and lines. Without text it stands in the program's words, if it has any."""

    title: str = Field("", max_length=80)
    text: str = Field("", max_length=2000)
    """One line for each piece of advice."""
    shown: bool = True
    """Whether families see it."""


@router.get("/helps")
def read_helps(request: Request, actor: Annotated[Actor, requires_right(WRITE_HELP)]) -> HelpsView:
    """List what helps.

    Returns the collection of the user's office, with entries that are hidden or not written yet.
    """
    return load_helps(get_app_state(request).context, actor)


@router.post("/helps/{code}", status_code=204)
def write_one_help(
    request: Request, code: Code, help_: WrittenHelp, actor: Annotated[Actor, requires_right(WRITE_HELP)]
) -> None:
    """Write an entry of what helps.

    Applies to the whole office. An entry with a new code is added; the last words stand.
    """
    write_help(
        get_app_state(request).context, actor, code=code, title=help_.title, text=help_.text, shown=help_.shown
    )  # fmt: skip


@router.get("/plans/{number}/helps")
def read_own_helps(request: Request, number: str, actor: Annotated[Actor, requires_right(READ_OWN)]) -> list[HelpView]:
    """List what helps, for a family.

    Returns what the office of the plan gives its families. Nothing of it is counted.
    """
    return load_own_helps(get_app_state(request).context, actor, number)
