"""Exports in the shape in which phones and laptops really write them, every figure invented, against a second count that
shares nothing with the first: no arrays, no merging, only elementary stretches between all the moments there are."""

import json
import random
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from law.working_days import WorkingDays
from usage.categories import Categories
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.machine_log import MICROSECOND
from usage.reading import read_source
from usage.sources import Device, DeviceOwnership, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
THERE = timezone(timedelta(hours=8))
APPS = ("com.tencent.mm", "com.miui.home", "tv.danmaku.bili", "com.ss.android.ugc.aweme", "com.example.unknown")
PROGRAMS = ("firefox.exe", "Code.exe", "WeChat.exe", "game.exe")
WRITTEN = re.compile(r"(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))")
Export = dict[str, Any]


def phone(seed: int) -> Export:
    """Newest first, ended with Z, some without a fraction and some to the nanosecond, a third of no length, neighbours
    that overlap by milliseconds, an unlock for each new look."""
    chance, now = random.Random(seed), datetime(2026, 4, 13, 17, 26, 52, 972000, tzinfo=UTC)
    events, unlocks = [], []
    for number in range(800):
        seconds = 0.0 if chance.random() < 0.3 else round(chance.expovariate(1 / 90), 3)
        written = now.strftime("%Y-%m-%dT%H:%M:%S") + chance.choice((f".{now.microsecond:06}Z", "Z", ".123456789Z"))
        app = chance.choice(APPS)
        events.append({"id": number, "timestamp": written, "duration": seconds,
                       "data": {"app": "名称", "classname": "a.b.C", "package": app}})  # fmt: skip
        if chance.random() < 0.1:
            unlocks.append({"id": 9000 + number, "timestamp": written, "duration": 0.0, "data": {}})
        now += timedelta(seconds=max(0.0, seconds - chance.choice((0, 0, 0.007, 1.2)))) + timedelta(
            seconds=chance.choice((0, 0, 3, 40, 1500))
        )
    return {
        "aw-watcher-android-unlock": bucket("os.lockscreen.unlocks", "unknown", unlocks[::-1]),
        "aw-watcher-android-test": bucket("currentwindow", "unknown", events[::-1]),
    }


def laptop(seed: int) -> Export:
    """Windows and presence of one machine with its name, pages from a browser that does not know where it is, an empty
    bucket; the window of before stays open over the next."""
    chance, now = random.Random(seed), datetime(2026, 11, 18, 12, 7, 28, 784000, tzinfo=UTC)
    began, windows, pages = now, [], []
    for _ in range(700):
        seconds = 0.0 if chance.random() < 0.25 else round(chance.expovariate(1 / 45), 3)
        windows.append(event(now, seconds, {"app": chance.choice(PROGRAMS), "title": "t"}))
        pages.append(event(now, seconds, {"url": "https://example.org/x", "title": "t", "audible": False}))
        now += timedelta(seconds=seconds + chance.choice((-0.4, 0, 1.06, 2.1, 600)))
    there, at = [], began
    while at < now:
        length = round(chance.uniform(20, 4000), 3)
        there.append(event(at, length, {"status": chance.choice(("afk", "not-afk"))}))
        at += timedelta(seconds=length)
    return {
        "aw-watcher-window_PC": bucket("currentwindow", "PC", windows[::-1]),
        "aw-watcher-afk_PC": bucket("afkstatus", "PC", there[::-1]),
        "aw-watcher-web-firefox": bucket("web.tab.current", "unknown", pages[::-1]),
        "aw-stopwatch": bucket("general.stopwatch", "unknown", []),
    }


def event(at: datetime, seconds: float, data: dict[str, Any]) -> dict[str, Any]:
    return {"timestamp": at.isoformat(), "duration": seconds, "data": data}


def bucket(kind: str, hostname: str, events: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": kind, "created": "2026-04-01T00:00:00.123456789Z", "name": None, "type": kind, "client": "aw",
            "hostname": hostname, "data": {}, "metadata": {"start": None, "end": None}, "events": events}  # fmt: skip


def moment(written: str) -> int:
    """Microseconds since 1970, read sign by sign."""
    found = WRITTEN.fullmatch(written)
    assert found is not None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    whole = int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())
    offset = (int(found[9]) * 3600 + int(found[10]) * 60) * (1 if found[8] == "+" else -1) if found[8] else 0
    return (whole - offset) * 1_000_000 + int((found[7] or "").ljust(6, "0")[:6])


def counted(export: Export) -> tuple[Counter[date], Counter[date], Counter[tuple[date, str]], Counter[date]]:
    """Use, use at night and use by app for each local day, and unlocks, one elementary stretch after the other."""
    merged: dict[str, list[tuple[int, int, dict[str, Any]]]] = {}
    for each in export.values():
        for one in each["events"]:
            start = moment(one["timestamp"])
            merged.setdefault(each["type"], []).append((start, start + round(one["duration"] * 1e6), one["data"]))
    fronts, there = merged["currentwindow"], merged.get("afkstatus")
    cuts = {point for spans in (fronts, there or []) for start, end, _ in spans for point in (start, end)}
    hour = min(cuts) // 3_600_000_000
    while hour * 3_600_000_000 < max(cuts):
        cuts.add(hour * 3_600_000_000)
        hour += 1
    points = sorted(cuts)
    place = {point: at for at, point in enumerate(points)}
    front: dict[int, tuple[int, int, str]] = {}
    for start, end, data in fronts:
        name = data.get("package") or data["app"]
        for at in range(place[start], place[end]):
            front[at] = max(front.get(at, (0, 0, "")), (start, end, name))
    present = {
        at for start, end, data in there or [] if data["status"] == "not-afk" for at in range(place[start], place[end])
    }
    total: Counter[date] = Counter()
    night: Counter[date] = Counter()
    by_app: Counter[tuple[date, str]] = Counter()
    for at, (_, _, name) in front.items():
        if there is None or at in present:
            local = datetime.fromtimestamp(points[at] / 1e6, THERE)
            length = points[at + 1] - points[at]
            total[local.date()] += length
            by_app[local.date(), name] += length
            night[local.date()] += length if local.hour >= 22 or local.hour < 6 else 0
    unlocks = {start for start, _, _ in merged.get("os.lockscreen.unlocks", [])}
    return total, night, by_app, Counter(datetime.fromtimestamp(each / 1e6, THERE).date() for each in unlocks)


@pytest.mark.parametrize("export", [phone(1), laptop(1)], ids=["phone", "laptop"])
def test_totals_equal_a_second_count_to_the_microsecond(export: Export) -> None:
    """Every day, every night, every kind of app, every unlock."""
    raw = json.dumps({"buckets": export}, ensure_ascii=False).encode()
    reading = read_source(Source.ACTIVITYWATCH, Device("d", DeviceOwnership.OWN), "guardian", SHANGHAI, raw)
    (device,) = compute_facts([reading], SHANGHAI, DayKinds(WorkingDays()))
    total, night, by_app, unlocks = counted(export)
    assert len(total) >= 2
    categories = Categories.load()
    for day, facts in device.days.items():
        assert facts.total is not None
        assert facts.night is not None
        assert (facts.total // MICROSECOND, facts.night // MICROSECOND) == (total[day], night[day])
        kinds: Counter[str] = Counter()
        for (on, name), spent in by_app.items():
            if on == day:
                kinds[categories.of(name)] += spent
        assert {kind: spent // MICROSECOND for kind, spent in facts.by_category.items() if spent} == +kinds
        assert (facts.unlocks or 0) == unlocks[day]
    assert set(total) <= set(device.days)
