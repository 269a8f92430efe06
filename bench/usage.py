"""How long an export of 200,000 events takes, as a ratio to `json.loads` of the same bytes in the same run.

Reading checks every event, drops titles, and keeps three numbers each; facts are the days, nights, kinds and sessions
made of them. Not a test: machines differ and are noisy. The best of three rounds counts. Run it as `./run bench usage`.
"""

import json
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from bench.result import Figure, Result
from law.working_days import WorkingDays
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.reading import Reading, read_source
from usage.sources import Device, DeviceOwnership, Source

EVENTS = 200_000
ROUNDS = 3
APPS = ("com.tencent.mm", "com.ss.android.ugc.aweme", "com.tencent.tmgp.sgame", "msedge.exe", "code")
ZONE = ZoneInfo("Asia/Shanghai")


def measure(quick: bool) -> Result:
    """The seconds of each step, their ratio to the floor, and the most memory that reading held."""
    events = EVENTS // 10 if quick else EVENTS
    export = _export(events)
    reading = _read(export)
    floor = _best(lambda: json.loads(export))
    reads = _best(lambda: _read(export))
    facts = _best(lambda: compute_facts([reading], ZONE, DayKinds(WorkingDays())))
    tracemalloc.start()
    _read(export)
    held = tracemalloc.get_traced_memory()[1]
    return Result(
        [
            Figure("json.loads", floor, "s"),
            Figure("reading", reads, "s", reads / floor, "json.loads"),
            Figure("facts", facts, "s", facts / floor, "json.loads"),
            Figure("memory at most while reading", held / 1e6, "MB"),
        ],
        {"export": f"{len(export) / 1e6:.1f} MB, {events} events"},
    )


def _best(once: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = perf_counter()
        once()
        taken.append(perf_counter() - began)
    return min(taken)


def _read(export: bytes) -> Reading:
    return read_source(Source.ACTIVITYWATCH, Device("d", DeviceOwnership.OWN), "machine", ZONE, export)


def _export(events: int) -> bytes:
    """A family computer over about eleven weeks, newest first, with its idle times."""
    began = datetime(2026, 9, 1, tzinfo=UTC)
    windows = [
        {
            "timestamp": (began + timedelta(seconds=33 * n)).isoformat(),
            "duration": 20 + n % 13 + 0.123,
            "data": {"app": APPS[n % len(APPS)], "title": f"一个窗口的标题 {n} - a window's title"},
        }
        for n in range(events * 9 // 10)
    ]
    idle = [
        {
            "timestamp": (began + timedelta(seconds=330 * n)).isoformat(),
            "duration": 330.0,
            "data": {"status": "afk" if n % 5 == 0 else "not-afk"},
        }
        for n in range(events // 10)
    ]
    buckets = {
        "aw-watcher-window_x": {"type": "currentwindow", "hostname": "x", "events": windows[::-1]},
        "aw-watcher-afk_x": {"type": "afkstatus", "hostname": "x", "events": idle[::-1]},
    }
    return json.dumps({"buckets": buckets}, ensure_ascii=False).encode()
