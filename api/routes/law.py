"""The rules this program works by, explained: what each says, where it stands, how sure we are, what it does, where it
is relied on; the values that named people chose; and the report of warnings accepted."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.settings.accepted_warnings import Overrides, load_overrides
from casework.settings.acts import CHOOSE_VALUE
from casework.settings.chosen_value_preview import ChoicePreview, preview_choice
from casework.settings.chosen_values import ChosenValueEntry, choose_value, load_all_choices
from casework.settings.law_view import LawView, list_all_choices, load_law
from casework.shared.files.base import Day, FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CALENDAR, READ_OVERRIDES
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS, requires_right

router = APIRouter(route_class=ApiRoute, tags=["law"])


class ValueRequest(FileModel):
    """A value to be chosen, from a future day, with a reason about the law and not about a case."""

    value: int | list[int]
    from_on: Day
    reason: str = Field(min_length=1, max_length=1000)


@router.get("/law", dependencies=[PUBLIC_ACCESS])
def read_law(
    request: Request,
    rule: Annotated[
        str | None, Query(max_length=10, description="Only this rule, such as PB-01, and its numbers.")
    ] = None,
) -> LawView:
    """List the rules.

    Returns every rule with its source, its examples and their results, and every number in force today; or one rule
    with its numbers.
    """
    return load_law(get_app_state(request).context, rule)


@router.get("/law/choices")
def read_choices(request: Request, actor: Annotated[Actor, requires_right(READ_CALENDAR)]) -> list[ChosenValueEntry]:
    """List the values chosen by offices.

    Returns each choice, newest first, with the value that it replaced.
    """
    return load_all_choices(get_app_state(request).context, actor)


@router.post("/law/choices/{key}", status_code=201)
def choose_number(
    request: Request, key: str, sent: ValueRequest, actor: Annotated[Actor, requires_right(CHOOSE_VALUE)]
) -> list[ChosenValueEntry]:
    """Choose a value.

    The value applies from the day given. Values fixed by law cannot be chosen (409). A deadline not verified at its
    source is corrected only by the jurist of the city office. No deadline can be switched off.
    """
    context = get_app_state(request).context
    choose_value(context, actor, key=key, value=sent.value, from_on=sent.from_on, reason=sent.reason)
    return [each for each in list_all_choices(context) if each.key == key]


@router.post("/law/choices/{key}/preview")
def preview_number(
    request: Request, key: str, sent: ValueRequest, actor: Annotated[Actor, requires_right(CHOOSE_VALUE)]
) -> ChoicePreview:
    """Preview the effect of a value.

    Returns each automatic step of running plans that would take place at another time. Nothing is stored.
    """
    context = get_app_state(request).context
    return preview_choice(context, actor, key=key, value=sent.value, from_on=sent.from_on, reason=sent.reason)


@router.get("/overrides")
def read_overrides(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_OVERRIDES)],
    from_on: Annotated[Day | None, Query()] = None,
    to_on: Annotated[Day | None, Query()] = None,
) -> Overrides:
    """List exceptions.

    Returns every warning that was accepted, every unverified rule that was relied on, and every value chosen. It
    includes no name of a minor, no offence, and nothing of a sealed case.
    """
    return load_overrides(get_app_state(request).context, actor, from_on=from_on, to_on=to_on)
