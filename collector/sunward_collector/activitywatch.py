"""What ActivityWatch on this computer wrote down, over its REST API. Titles are dropped here, addresses become kinds."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote, urlencode

from sunward_collector.days import Piece, Span, Watched
from sunward_collector.kinds import Kinds

BEFORE = timedelta(days=1)
"""An event belongs to a day though it began before it; one longer than this is no use of a computer."""
_SECONDS = 20
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""No proxy of this computer reads what was opened on it, whatever its environment says."""


class NotThere(Exception):
    """ActivityWatch does not answer, or does not answer as it should."""


@dataclass
class ActivityWatch:
    """The server on this computer. It is asked for this computer's own buckets alone."""

    address: str = "http://127.0.0.1:5600"

    def watched(self, begin: datetime, end: datetime, kinds: Kinds) -> Watched:
        """What was in front from `begin` to `end`, by kind, and when somebody was there. Raises NotThere."""
        front: list[Piece] = []
        pages: list[Piece] = []
        present: list[Span] = []
        seen: list[Span] = []
        presence_known = False
        for bucket, sort in self._own_buckets().items():
            for start, stop, data in self._events(bucket, begin, end):
                if sort == "currentwindow":
                    name = str(data.get("app") or data.get("package") or "")
                    seen.append((start, stop))
                    kind = "" if kinds.is_lock_screen(name) else kinds.of_app(name)
                    front.append(Piece(start, stop, kind, kinds.is_browser(name)))
                elif sort == "afkstatus":
                    presence_known = True
                    seen.append((start, stop))
                    if data.get("status") == "not-afk":
                        present.append((start, stop))
                else:
                    kind = kinds.of_address(str(data.get("url") or ""))
                    if kind:
                        pages.append(Piece(start, stop, kind))
        return Watched(front, pages, present if presence_known else None, seen)

    def first_event_at(self) -> datetime | None:
        """When this computer began to write anything down; None if it has not. Raises NotThere."""
        began = [
            _moment(str(each["created"]))
            for each in self._get("/api/0/buckets/").values()
            if each.get("type") == "currentwindow" and each.get("created")
        ]
        return min(began) if began else None

    def _own_buckets(self) -> dict[str, str]:
        host = self._get("/api/0/info").get("hostname")
        return {
            name: each["type"]
            for name, each in self._get("/api/0/buckets/").items()
            if each.get("type") in ("currentwindow", "afkstatus", "web.tab.current")
            and each.get("hostname") in (host, "unknown")
        }

    def _events(self, bucket: str, begin: datetime, end: datetime) -> Iterator[tuple[float, float, dict[str, Any]]]:
        asked = urlencode({"start": (begin - BEFORE).isoformat(), "end": end.isoformat(), "limit": -1})
        for event in self._get(f"/api/0/buckets/{quote(bucket, safe='')}/events?{asked}"):
            start = _moment(event["timestamp"]).timestamp()
            stop = start + max(0.0, float(event.get("duration") or 0.0))
            start, stop = max(start, begin.timestamp()), min(stop, end.timestamp())
            if start < stop:
                yield start, stop, event.get("data") or {}

    def _get(self, path: str) -> Any:
        try:
            with _DIRECT.open(self.address + path, timeout=_SECONDS) as answer:
                return json.load(answer)
        except (OSError, ValueError, urllib.error.URLError) as wrong:
            raise NotThere(str(wrong)) from wrong


def _moment(written: str) -> datetime:
    """Of a fraction six digits are read: older versions of Python know no more, and some of its servers write nine."""
    moment = datetime.fromisoformat(
        re.sub(r"\.(\d{1,6})\d*", lambda each: f".{each[1]:0<6}", written.replace("Z", "+00:00"))
    )
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=timezone.utc)
