"""Days from what was watched: minutes by kind, and how many of them at night. Nothing else of it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple

CHINA = timezone(timedelta(hours=8))
"""Days are those of China, whatever the computer's own zone is."""
NIGHT_ENDS, NIGHT_BEGINS = time(6, 0), time(22, 0)
LEAST_KNOWN = 0.6
"""Of a day known for less than this share nothing is sent: it is a gap, and a gap is not nought."""
LEAST_WATCHED = 60.0
"""Seconds. A day with less written on it is one on which whatever writes it did not run."""

Span = tuple[float, float]
"""Begin and end in seconds since 1970."""


class Piece(NamedTuple):
    """Something was in front: from when to when, of which kind ("": no use), and whether its pages tell the kind."""

    start: float
    stop: float
    kind: str
    browser: bool = False


@dataclass(frozen=True)
class Watched:
    """What was in front, which listed sites a browser showed, when somebody was there (None: not told), and when anything
    was written down at all."""

    front: Sequence[Piece]
    pages: Sequence[Piece]
    present: Sequence[Span] | None
    seen: Sequence[Span]


@dataclass(frozen=True)
class Day:
    """A finished day, in whole minutes."""

    day: date
    minutes: dict[str, int]
    night_minutes: int

    @property
    def total(self) -> int:
        """All use of the day."""
        return sum(self.minutes.values())

    def as_sent(self) -> dict[str, Any]:
        """The day in the words of the server's API."""
        return {"day": self.day.isoformat(), "minutes": self.minutes, "night_minutes": self.night_minutes}


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of the day and that of the next."""
    begin = datetime.combine(day, time.min, CHINA)
    return begin, begin + timedelta(days=1)


def add_up(day: date, watched: Watched, known_from: datetime | None) -> Day | None:
    """The day's minutes by kind; None where too little is known of it. `known_from`: when anything was first written."""
    begin, end = bounds(day)
    if known_from is None or (end - max(begin, known_from)) / timedelta(days=1) < LEAST_KNOWN:
        return None
    if sum(stop - start for start, stop in _merged(watched.seen)) < LEAST_WATCHED:
        return None
    used = _by_page(_in_front(watched.front), _in_front(watched.pages))
    if watched.present is not None:
        used = _within(used, _merged(watched.present))
    morning = datetime.combine(day, NIGHT_ENDS, CHINA).timestamp()
    evening = datetime.combine(day, NIGHT_BEGINS, CHINA).timestamp()
    seconds: dict[str, float] = defaultdict(float)
    night = 0.0
    for start, stop, kind, _ in used:
        if kind and start < stop:
            seconds[kind] += stop - start
            night += max(0.0, min(stop, morning) - start) + max(0.0, stop - max(start, evening))
    minutes = {kind: round(seconds[kind] / 60) for kind in sorted(seconds) if seconds[kind] >= 30}
    return Day(day, minutes, min(round(night / 60), sum(minutes.values())))


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _in_front(pieces: Iterable[Piece]) -> list[Piece]:
    """Each moment given to one piece: what came to the front last; once it ends, what it covered is in front again."""
    shown: list[Piece] = []
    below: list[Piece] = []
    at = 0.0

    def show_until(moment: float) -> None:
        nonlocal at
        while below and at < moment:
            last = below[-1]
            if last.stop > at:
                shown.append(last._replace(start=at, stop=min(last.stop, moment)))
                at = min(last.stop, moment)
            if last.stop <= at:
                below.pop()

    for piece in sorted(pieces):
        show_until(piece.start)
        at = piece.start
        below.append(piece)
    show_until(max((piece.stop for piece in below), default=0.0))
    return shown


def _by_page(front: Iterable[Piece], pages: Sequence[Piece]) -> list[Piece]:
    """A browser's time is of the kind of the listed site it showed, and of its own kind where it showed none."""
    told: list[Piece] = []
    first = 0
    for piece in front:
        while first < len(pages) and pages[first].stop <= piece.start:
            first += 1
        at, place = piece.start, first
        while piece.browser and place < len(pages) and pages[place].start < piece.stop:
            page = pages[place]
            opens, closes = max(page.start, piece.start), min(page.stop, piece.stop)
            told.append(piece._replace(start=at, stop=opens))
            told.append(page._replace(start=opens, stop=closes))
            at, place = closes, place + 1
        told.append(piece._replace(start=at))
    return told


def _within(pieces: Iterable[Piece], windows: Sequence[Span]) -> list[Piece]:
    inside: list[Piece] = []
    first = 0
    for piece in pieces:
        while first < len(windows) and windows[first][1] <= piece.start:
            first += 1
        place = first
        while place < len(windows) and windows[place][0] < piece.stop:
            opens, closes = windows[place]
            inside.append(piece._replace(start=max(piece.start, opens), stop=min(piece.stop, closes)))
            place += 1
    return inside
