"""The policy as data: when a thing is called for, who hears next, which hours are quiet, which mails the digest stands
for, how much a person gets in a day, when the watch cries out."""

import hashlib
import json
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.errors import BadInput, Mistake
from core.i18n import Bilingual, _
from core.untrusted import read_toml
from notifications.contact_hours import DateRange, QuietHours
from notifications.events import Event, Recipient
from notifications.matrix import find_rules

FILE = Path(__file__).parent / "policy.toml"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MAX_DAYS_BEFORE = 14
LEAST_OPEN_HOURS = 10


@dataclass(frozen=True)
class AlarmThresholds:
    """From when on the watch cries out."""

    late: timedelta
    nothing_left: timedelta
    volume_days: int
    volume_least: int
    refused_of_hundred: int
    refused_least: int


@dataclass(frozen=True)
class ReminderSchedule:
    """When what the family owes is called for, and who hears when it does not come."""

    before: Mapping[str, tuple[int, ...]]
    """For a kind of item, how many days before its day it is called for, the earliest first."""
    call_at: time
    last_day_at: time
    last_day_rests_after: int
    """After so many on time one after another, no text comes on the last day; 0: it always comes."""
    ask_at: time
    prosecutor_after: int
    """When so many of one kind in a row have not come, the prosecutor hears of it, once; there the ladder ends."""


@dataclass(frozen=True)
class OverdueReminders:
    """How what the office owes and has not done is brought up again. Everything counts working days."""

    after: int
    """So many after its day was told as passed, its owner is reminded for the first time."""
    every: int
    one_up: int
    """After every so many that it has waited, one more person up is told."""


@dataclass(frozen=True)
class OfficeHours:
    """When people are written to, beside what each of them has said."""

    by_weekday: Mapping[int, QuietHours]
    """A weekday's own quiet hours, in place of the practice's."""
    day_off: QuietHours | None
    terms: tuple[DateRange, ...]
    """The school terms, on which windows of boarders hold."""
    classes: tuple[QuietHours, ...]
    """The hours of a school day in which no text reaches a minor who is at school."""
    staff_texts: QuietHours | None
    """No text reaches a member of the staff in these hours, unless it is urgent."""
    urgent: frozenset[Event]


@dataclass(frozen=True)
class ReminderPolicy:
    """How messages are timed, bundled and bounded."""

    mark: str
    """Tells this policy from another."""
    written: str
    """The TOML it was read from."""
    ladder: ReminderSchedule
    overdue: OverdueReminders
    hours: OfficeHours
    digest_at: Mapping[Recipient, time]
    merges: frozenset[Event]
    waits: timedelta
    group_at: time
    does_not_count: frozenset[Event]
    coincide: frozenset[Event]
    """What is said in one text where several of one person fall on the same day and moment."""
    watch: AlarmThresholds

    @classmethod
    @lru_cache
    def load(cls, path: Path = FILE) -> "ReminderPolicy":
        """The policy of that file. BadInput with every mistake if a word in it is not known."""
        return cls.read(path.read_text(encoding="utf-8"))

    @classmethod
    def read(cls, text: str) -> "ReminderPolicy":
        """The policy as written in that TOML. BadInput with every mistake if a word in it is not known."""
        try:
            data = read_toml(text)
        except tomllib.TOMLDecodeError as mistake:
            raise BadInput(_UNFIT, mistakes=[Mistake("text", Bilingual("不是 TOML。", str(mistake)))]) from None
        return _read(data, text)


_UNFIT = _("提醒策略文件填写有误。")


def _read(stated: Mapping[str, Any], text: str) -> ReminderPolicy:
    mistakes: list[Mistake] = []

    def read(place: str, kind: Any, default: Any) -> Any:
        value: Any = stated
        for name in place.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        try:
            return kind(value)
        except (ValueError, TypeError, KeyError, AttributeError):
            mistakes.append(Mistake(place, _("填写有误或缺少。")))
            return default

    policy = ReminderPolicy(
        mark=hashlib.sha256(json.dumps(stated, sort_keys=True, default=str).encode()).hexdigest()[:12],
        written=text,
        ladder=ReminderSchedule(
            before=read("steps.days_before", _days_before, {}),
            call_at=read("steps.call_at", _by_day, time(0)),
            last_day_at=read("steps.last_day_at", _by_day, time(0)),
            last_day_rests_after=read("steps.last_day_rests_after", _bounded(0, 52), 4),
            ask_at=read("steps.ask_at", _by_day, time(0)),
            prosecutor_after=read("steps.prosecutor_after", _bounded(1, 10), 1),
        ),
        overdue=OverdueReminders(
            after=read("again.after_working_days", _bounded(1, 5), 3),
            every=read("again.every_working_days", _bounded(2, 10), 5),
            one_up=read("again.one_up_working_days", _bounded(5, 20), 10),
        ),
        hours=OfficeHours(
            by_weekday=read("hours.quiet", _by_weekday, {}),
            day_off=read("hours.quiet_on_days_off", _quiet, None),
            terms=read("hours.terms", _terms, ()),
            classes=read("hours.classes", _stretches, ()),
            staff_texts=read("hours.no_texts_to_staff", _quiet, None),
            urgent=read("hours.urgent", _events_within({Event.REPORT_RECORDED}, set(Event)), frozenset()),
        ),
        digest_at=read("digest.at", _hours, {}),
        merges=read("digest.merges", _events_within((), ROUTINE), frozenset()),
        waits=timedelta(minutes=read("digest.waits_minutes", _bounded(1, 240), 1)),
        group_at=read("digest.group_at", time.fromisoformat, time(0)),
        does_not_count=read("cap.does_not_count", _events_within(QUESTIONS, set(Event)), frozenset()),
        coincide=read("coincide.together", _mergeable, frozenset()),
        watch=AlarmThresholds(
            late=timedelta(minutes=read("watch.late_minutes", _bounded(1, 240), 1)),
            nothing_left=timedelta(hours=read("watch.nothing_left_hours", _bounded(1, 24), 1)),
            volume_days=read("watch.volume_days", _count, 1),
            volume_least=read("watch.volume_least", _count, 1),
            refused_of_hundred=read("watch.refused_of_hundred", _count, 1),
            refused_least=read("watch.refused_least", _count, 1),
        ),
    )
    if mistakes:
        raise BadInput(_UNFIT, mistakes=mistakes)
    return policy


def _hours(value: Mapping[str, str]) -> dict[Recipient, time]:
    hours = {Recipient(role): time.fromisoformat(hour) for role, hour in value.items()}
    if not hours.keys() <= {row.recipient for row in find_rules(Event.MORNING_DIGEST)}:
        raise ValueError("a digest for somebody whom the matrix gives none")
    return hours


def _days_before(value: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    found = {kind: tuple(sorted({_count(day) for day in days}, reverse=True)) for kind, days in value.items()}
    if not all(days and days[0] <= MAX_DAYS_BEFORE for days in found.values()):
        raise ValueError
    return found


def _by_weekday(value: Mapping[str, str]) -> dict[int, QuietHours]:
    return {WEEKDAYS.index(day): _night(hours) for day, hours in value.items()}


def _quiet(value: str) -> QuietHours | None:
    """An empty word means that there are none."""
    return _night(value) if value else None


def _night(value: str) -> QuietHours:
    """Quiet hours that cover a night, as the practice bounds it, and leave ten hours of the day in which texts may leave."""
    quiet = QuietHours.read(value)
    if not (time(6) <= quiet.end and quiet.begin <= time(23)):
        raise ValueError("not the hours of a night")
    if (quiet.begin.hour - quiet.end.hour) * 60 + quiet.begin.minute - quiet.end.minute < LEAST_OPEN_HOURS * 60:
        raise ValueError("too few hours are left")
    return quiet


def _by_day(value: str) -> time:
    """An hour at which something is said before the night begins, whatever hours of it are chosen."""
    at = time.fromisoformat(value)
    if not time(8) <= at <= time(18):
        raise ValueError
    return at


def _terms(value: list[str]) -> tuple[DateRange, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(DateRange.read(one) for one in value)


def _stretches(value: list[str]) -> tuple[QuietHours, ...]:
    if not isinstance(value, list):
        raise TypeError
    stretches = tuple(QuietHours.read(stretch) for stretch in value)
    if any(stretch.begin >= stretch.end for stretch in stretches):
        raise ValueError("class hours lie within one day")
    return stretches


def _events(value: list[str]) -> frozenset[Event]:
    if not isinstance(value, list):
        raise TypeError
    return frozenset(Event(name) for name in value)


ROUTINE = (Event.STAFF_ITEM_DUE, Event.STILL_WAITING, Event.SUPPORT_LEVEL_LAPSES)
"""What a digest may stand for: no date of the law is among it."""
QUESTIONS = (Event.CHECK_IN_NOT_RECEIVED, Event.EXPLANATION_ASKED, Event.RETURN_NOT_REPORTED)
"""What leaves although a day has had its most: the time to explain runs."""


def _events_within(least: Collection[Event], most: Collection[Event]) -> Callable[[list[str]], frozenset[Event]]:
    def read(value: list[str]) -> frozenset[Event]:
        named = _events(value)
        if not frozenset(least) <= named <= frozenset(most):
            raise ValueError
        return named

    return read


MERGEABLE_EVENTS = (
    Event.CHECK_IN_DUE, Event.CHECK_IN_LAST_DAY, Event.THOUGHT_REPORT_DUE, Event.USAGE_SHEET_DUE, Event.MILESTONE_FORM_DUE,
)  # fmt: skip
"""What can be said in one text: things to be handed in, which stand on the saved page. An empty list means that each goes
by itself."""


def _mergeable(value: list[str]) -> frozenset[Event]:
    named = _events(value)
    if not named <= set(MERGEABLE_EVENTS):
        raise ValueError("a meeting or a question is never said together with another")
    return named


def _count(value: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError
    return value


def _bounded(least: int, most: int) -> Callable[[int], int]:
    """A count within its bounds: that something is brought up again is not a thing to be switched off."""

    def read(stated: int) -> int:
        if not least <= _count(stated) <= most:
            raise ValueError
        return stated

    return read
