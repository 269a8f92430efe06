"""A router that is passed over as a whole where it cannot have the address."""

from fastapi.routing import APIRouter
from starlette.routing import Match
from starlette.types import Scope


class HeadedRouter(APIRouter):
    """A router's routes, all of whose addresses begin alike: where a path does not, none of them is looked at. FastAPI asks
    every route of every router in turn, and once more for each level of routers."""

    def __init__(self, of: APIRouter, prefix: str = "") -> None:
        super().__init__()
        self._head = f"{prefix}{of.prefix}".partition("{")[0]
        self.routes = of.routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if not scope["path"].removeprefix(scope.get("root_path", "")).startswith(self._head):
            return Match.NONE, {}
        return super().matches(scope)
