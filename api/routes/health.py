"""Whether the program lives, and whether it is ready to serve."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.doorkeeping import ANYBODY
from api.reception import reception_of
from casework.health import Part, parts_of

router = APIRouter(prefix="/health", tags=["health"], dependencies=[])


@dataclass(frozen=True)
class Alive:
    """It answers."""

    alive: bool = True


@dataclass(frozen=True)
class Ready:
    """Ready, or not, and each part of the house. What only informs does not count."""

    ready: bool
    parts: list[Part]


@router.get("/live", dependencies=[ANYBODY])
def live() -> Alive:
    """The process answers."""
    return Alive()


@router.get("/ready", dependencies=[ANYBODY], responses={503: {"model": Ready, "description": "Not ready."}})
def ready(request: Request, response: Response) -> Ready:
    """The record, its tables, the outbox, the wakes, the journal, the tick; and, only to inform, Prefect."""
    reception = reception_of(request)
    parts = [*parts_of(reception.desk), *reception.more_parts()]
    good = all(part.ok or part.informs_only for part in parts)
    if not good:
        response.status_code = 503
    return Ready(good, parts)
