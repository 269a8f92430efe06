"""A router that is passed over as a whole where it cannot have the address."""

import re

from fastapi.routing import APIRoute, APIRouter
from starlette.routing import Match
from starlette.types import Scope

_PARAMETER = re.compile(r"\\{[^}]*?(:path)?\\}")
"""A parameter of an address, once the address was escaped."""


class HeadedRouter(APIRouter):
    """A router's routes, which all were added to it before: where none of them can have the address, which one look tells,
    none is looked at. FastAPI asks every route of every router in turn, and once more for each level of routers."""

    def __init__(self, of: APIRouter, prefix: str = "") -> None:
        super().__init__()
        self.routes = of.routes
        paths = {prefix + route.path for route in of.routes if isinstance(route, APIRoute)}
        self._addresses = re.compile("|".join(map(_as_pattern, sorted(paths))))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return super().matches(scope) if self._addresses.fullmatch(path) else (Match.NONE, {})


def _as_pattern(path: str) -> str:
    """What every address of a route fits: a parameter may be anything up to the next stroke, or, of a path, at all."""
    return _PARAMETER.sub(lambda found: ".*" if found[1] else "[^/]+", re.escape(path))
