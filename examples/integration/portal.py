"""A portal of the office: it shows how plans stand, reads events where it stopped, reminds, and hands in for a family.

SUNWARD_URL=… SUNWARD_TOKEN=… python examples/integration/portal.py
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

CURSOR = Path("cursor.txt")


def list_due(sunward: httpx.Client) -> Iterator[tuple[str, int]]:
    """The number of each plan and how many items are overdue on it, page by page."""
    cursor: str | None = ""
    while cursor is not None:
        page = sunward.get("/api/v1/plans", params={"cursor": cursor} if cursor else {}).raise_for_status().json()
        yield from ((row["number"], sum(row.get("overdue", {}).values())) for row in page["plans"])
        cursor = page["next"]


def read_new_events(sunward: httpx.Client) -> list[dict[str, Any]]:
    """What has happened since the last call. The cursor is kept once all of it was read."""
    after = {"after": CURSOR.read_text()} if CURSOR.exists() else {}
    page = sunward.get("/api/v1/events", params=after).raise_for_status().json()
    CURSOR.write_text(page["next"])
    return list(page["events"])


def hand_in(sunward: httpx.Client, number: str, check_in: dict[str, Any], key: str) -> dict[str, Any] | None:
    """Sent again with the same key after a lost answer it is handed in once; None where somebody has done it already."""
    answer = sunward.post(f"/api/v1/plans/{number}/check-ins", json=check_in, headers={"Idempotency-Key": key})
    if answer.is_client_error and answer.json()["code"] == "already-submitted":
        return None
    return dict(answer.raise_for_status().json())


def remind(sunward: httpx.Client, number: str) -> int:
    """The family is asked by a registered text to call back; returns how many messages leave."""
    asked = {"event": "call_back_asked", "to": "minor"}
    return int(sunward.post(f"/api/v1/plans/{number}/messages", json=asked).raise_for_status().json()["messages"])


if __name__ == "__main__":
    office = httpx.Client(
        base_url=os.environ["SUNWARD_URL"],
        headers={"Authorization": f"Bearer {os.environ['SUNWARD_TOKEN']}"},
        timeout=30,
    )
    print(list(list_due(office)))  # noqa: T201
    print(read_new_events(office))  # noqa: T201
