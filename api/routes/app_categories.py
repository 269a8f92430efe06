"""The list of apps of an office: which app is what, and what nobody has placed yet."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.shared.files.base import FileModel
from casework.shared.rights import Actor
from casework.usage.acts import CategoriseApp
from casework.usage.app_list import AppList, categorize_for_office, load_app_list
from serving.app_state import get_app_state
from serving.auth import requires_right
from usage.categories import Category

router = APIRouter(route_class=ApiRoute, prefix="/apps", tags=["usage"])


class AppPlacement(FileModel):
    """An app or site, by the name or package a file has for it, and its kind."""

    app: str = Field(min_length=1, max_length=200)
    category: Category


@router.get("")
def read_app_list(request: Request, actor: Annotated[Actor, requires_right(CategoriseApp.operation)]) -> AppList:
    """List app categories.

    Returns the apps that the office has categorised, and uncategorised apps of the user's plans. No plan is named.
    """
    return load_app_list(get_app_state(request).context, actor)


@router.put("", status_code=204)
def set_app_category(
    request: Request, placing: AppPlacement, actor: Annotated[Actor, requires_right(CategoriseApp.operation)]
) -> None:
    """Set the category of an app.

    Applies to the whole office. Days whose readings are still stored are computed again.
    """
    categorize_for_office(get_app_state(request).context, actor, app=placing.app, category=placing.category)
