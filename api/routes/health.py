"""Whether the program lives, and whether it is ready to serve."""

from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from api.routing import ApiRoute
from casework.settings.health import HealthCheck, run_health_checks
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS

router = APIRouter(route_class=ApiRoute, prefix="/health", tags=["health"], dependencies=[])


OF_THIS_PROCESS = frozenset({"record", "tables", "keys", "disk", "clock"})
"""What a process that only serves pages needs to serve them."""


@dataclass(frozen=True)
class LivenessView:
    """It answers."""

    alive: bool = True


@dataclass(frozen=True)
class ReadinessView:
    """Ready, or not, and each part of the program. What only informs does not count."""

    ready: bool
    parts: list[HealthCheck]


@router.get("/live", dependencies=[PUBLIC_ACCESS])
def read_liveness() -> LivenessView:
    """Check that the process answers."""
    return LivenessView()


@router.get(
    "/ready", dependencies=[PUBLIC_ACCESS], responses={503: {"model": ReadinessView, "description": "Not ready."}}
)
def read_readiness(request: Request, response: Response) -> ReadinessView:
    """Check that the program is ready.

    Returns the state of the database, its tables, the outbox, scheduled processing, the journal and the periodic
    check, and, for information only, of Prefect. 503 means not ready.
    """
    app_state = get_app_state(request)
    parts = run_health_checks(app_state.context)
    if all(part.ok for part in parts if part.name == "record"):
        parts = [*parts, *app_state.more_checks()]  # they read the record too
    if app_state.answers_only:
        parts = [part if part.name in OF_THIS_PROCESS else replace(part, informs_only=True) for part in parts]
    good = all(part.ok or part.informs_only for part in parts)
    if not good:
        response.status_code = 503
    return ReadinessView(good, parts)
