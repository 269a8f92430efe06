"""A portal of the office: it shows how plans stand, reads events where it stopped, reminds, and hands in for a family.

SUNWARD_URL=… SUNWARD_TOKEN=… python examples/integration/portal.py
"""

import os
from collections.abc import Iterator
from pathlib import Path

from sunward_client.client import Client, Refused
from sunward_client.types import CheckIn, CheckInResult, CloudEvent

CURSOR = Path("cursor.txt")


def list_due(sunward: Client) -> Iterator[tuple[str, int]]:
    """The number of each plan and how many items are overdue on it, page by page."""
    page = sunward.read_plans()
    while True:
        yield from ((row["number"], sum(row.get("overdue", {}).values())) for row in page["plans"])
        if page["next"] is None:
            return
        page = sunward.read_plans(cursor=page["next"])


def read_new_events(sunward: Client) -> list[CloudEvent]:
    """What has happened since the last call. The cursor is kept once all of it was read."""
    page = sunward.read_events(after=CURSOR.read_text() if CURSOR.exists() else None)
    CURSOR.write_text(page["next"])
    return page["events"]


def hand_in(sunward: Client, number: str, check_in: CheckIn, key: str) -> CheckInResult | None:
    """Sent again with the same key after a lost answer it is handed in once; None where somebody has done it already."""
    try:
        return sunward.submit_check_in(number, check_in, idempotency_key=key)
    except Refused as refused:
        if refused.problem["code"] == "already-submitted":
            return None
        raise


def remind(sunward: Client, number: str) -> int:
    """The family is asked by a registered text to call back; returns how many messages leave."""
    return sunward.create_message(number, {"event": "call_back_asked", "to": "minor"})["messages"]


if __name__ == "__main__":
    office = Client(os.environ["SUNWARD_URL"], os.environ["SUNWARD_TOKEN"])
    print(list(list_due(office)))  # noqa: T201
    print(read_new_events(office))  # noqa: T201
