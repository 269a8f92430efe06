"""The shape in which Prefect is told of one processing of a plan: a short run of its own, with tasks, a table and a log.

Codes, numbers and moments only; nothing of a case. Made in `flows.short_runs`, kept on the server by `flows.short_run_store`.
"""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

PROCESS_FLOW = "process-plan"
"""The flow whose runs these are. The plan's own run, which waits for its next time, is one of the flow `supervise`."""

STORE_PATH = "/sunward/short-runs"
"""Where our own Prefect server takes them, under its API."""


class ShortRun(BaseModel):
    """One processing of a plan, in real time."""

    id: UUID
    name: str
    """The plan's number: the plan's other runs are called so too."""
    tags: list[str]
    began_at: datetime
    ended_at: datetime
    failed: bool
    message: str
    """How it ended."""
    verbs: list[str]
    """What was done, in this order; of a run that failed, the last is where it did."""
    table: list[dict[str, str]]
    log: list[str]


def get_plan_tag(plan_number: str) -> str:
    """The tag that all runs of a plan carry, the one that waits and the short ones."""
    return f"plan:{plan_number}"
