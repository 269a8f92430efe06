"""What a machine wrote down, as tests tell it: an app, from a local time to a local time."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any


def as_export(*stretches: tuple[str, str, str]) -> bytes:
    """An export of ActivityWatch with these stretches in front: app, begin, end in local time."""
    events = [
        {
            "timestamp": f"{datetime.fromisoformat(begin).isoformat()}+08:00",
            "duration": (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds(),
            "data": {"app": app, "title": "秘密"},
        }
        for app, begin, end in stretches
    ]
    return as_buckets(events)


def as_buckets(events: Sequence[dict[str, Any]]) -> bytes:
    """An export with these events, each in the bucket of its kind: `status` tells of presence, anything else of windows."""
    kinds: dict[str, list[dict[str, Any]]] = {"currentwindow": [], "afkstatus": []}
    for event in events:
        kinds["afkstatus" if "status" in event["data"] else "currentwindow"].append(event)
    buckets = {kind: {"type": kind, "hostname": "unknown", "events": events} for kind, events in kinds.items()}
    return json.dumps({"buckets": buckets}).encode()
