"""What the timetable asks of the record about wakings. Answered by `casework.plan.scheduling`; in tests, by a small world."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from casework.plan.scheduling import PlanRun


class SchedulingPort(Protocol):
    """The record, as far as wakings go."""

    def due(self, context: Any, before: datetime, limit: int) -> Iterable[str]:
        """Numbers of unclaimed plans whose wake lies at or before the moment, the longest waiting first."""
        ...

    def list_active_plans(self, context: Any) -> Iterable[PlanRun]:
        """Every plan that is not closed."""
        ...

    def get_awaited_kind(self, context: Any, number: str) -> str | None:
        """What sort of thing wakes the plan next: a pattern of items, or "people"; None where nothing is to be said."""
        ...

    def record_run(self, context: Any, number: str, flow_run_id: UUID, generation: int) -> None:
        """From now on this Prefect run is the plan's face."""
        ...

    def record_failure(self, context: Any, number: str, *, lane: str, reference: str, kind: str) -> None:
        """The plan could not be processed; `kind` is the error's type, `reference` how a person finds it in the log."""
        ...

    def list_plans_to_forget(self, context: Any) -> Iterable[tuple[str, UUID]]:
        """Sealed and closed plans whose runs must go from Prefect, each with the one that waited for it."""
        ...

    def record_forgotten(self, context: Any, number: str) -> None:
        """Prefect shows nothing of the plan any more; the record names no run of it."""
        ...
