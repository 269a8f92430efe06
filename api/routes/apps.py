"""The list of apps of an office: which app is what, and what nobody has placed yet."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.usage import PlaceApp
from casework.files.file_part import Part
from casework.rights import Actor
from casework.usage.app_list import AppList, app_list, place_for_office
from usage.categories import Category

router = APIRouter(prefix="/apps", tags=["usage"])


class Placing(Part):
    """An app or site, by the name or package a file has for it, and its kind."""

    app: str = Field(min_length=1, max_length=200)
    category: Category


@router.get("")
def look(request: Request, actor: Annotated[Actor, asks(PlaceApp.operation)]) -> AppList:
    """What the office placed, and the apps of one's own plans that nobody has placed; no plan is named."""
    return app_list(reception_of(request).desk, actor)


@router.put("", status_code=204)
def place(request: Request, placing: Placing, actor: Annotated[Actor, asks(PlaceApp.operation)]) -> None:
    """The app is of that kind in this office from now on; days whose readings are still kept are made anew."""
    place_for_office(reception_of(request).desk, actor, app=placing.app, category=placing.category)
