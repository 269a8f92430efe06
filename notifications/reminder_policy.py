"""The policy as data: which mails the digest stands for, how much a person gets in a day, when the watch cries out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from notifications.catalogue import rows_of
from notifications.events import Event, Recipient
from sunward.errors import BadInput, Mistake
from sunward.words import Words

FILE = Path(__file__).parent / "policy.toml"


@dataclass(frozen=True)
class Watch:
    """From when on the watch cries out."""

    late: timedelta
    nothing_left: timedelta
    volume_days: int
    volume_least: int
    refused_of_hundred: int
    refused_least: int


@dataclass(frozen=True)
class ReminderPolicy:
    """How messages are bundled and bounded."""

    digest_at: Mapping[Recipient, time]
    merges: frozenset[Event]
    waits: timedelta
    group_at: time
    does_not_count: frozenset[Event]
    watch: Watch

    @classmethod
    @lru_cache
    def load(cls, path: Path = FILE) -> "ReminderPolicy":
        """The policy of that file. BadInput with every mistake if a word in it is not one of the house."""
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as mistake:
            raise BadInput(_UNFIT, mistakes=[Mistake(path.name, Words("不是 TOML。", str(mistake)))]) from None
        return _read(told)


_UNFIT = Words("提醒策略文件填写有误。", "The reminder policy is not what it should be.")


def _read(told: Mapping[str, Any]) -> ReminderPolicy:
    mistakes: list[Mistake] = []

    def read(place: str, kind: Any, default: Any) -> Any:
        value: Any = told
        for name in place.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        try:
            return kind(value)
        except (ValueError, TypeError, KeyError, AttributeError):
            mistakes.append(Mistake(place, Words("填写有误或缺少。", "missing, or not what it should be.")))
            return default

    policy = ReminderPolicy(
        digest_at=read("digest.at", _hours, {}),
        merges=read("digest.merges", _events, frozenset()),
        waits=read("digest.waits_minutes", _minutes, timedelta(0)),
        group_at=read("digest.group_at", time.fromisoformat, time(0)),
        does_not_count=read("cap.does_not_count", _events, frozenset()),
        watch=Watch(
            late=read("watch.late_minutes", _minutes, timedelta(0)),
            nothing_left=timedelta(hours=read("watch.nothing_left_hours", _count, 1)),
            volume_days=read("watch.volume_days", _count, 1),
            volume_least=read("watch.volume_least", _count, 1),
            refused_of_hundred=read("watch.refused_of_hundred", _count, 1),
            refused_least=read("watch.refused_least", _count, 1),
        ),
    )
    if mistakes:
        raise BadInput(_UNFIT, mistakes=mistakes)
    return policy


def _hours(told: Mapping[str, str]) -> dict[Recipient, time]:
    hours = {Recipient(role): time.fromisoformat(hour) for role, hour in told.items()}
    if not hours.keys() <= {row.recipient for row in rows_of(Event.MORNING_DIGEST)}:
        raise ValueError("a digest for somebody whom the matrix gives none")
    return hours


def _events(told: list[str]) -> frozenset[Event]:
    if not isinstance(told, list):
        raise TypeError
    return frozenset(Event(name) for name in told)


def _count(told: int) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or told < 1:
        raise ValueError
    return told


def _minutes(told: int) -> timedelta:
    return timedelta(minutes=_count(told))
