"""The reminder policy in sentences: what its TOML says, for whoever reads and does not write it."""

from collections.abc import Iterable, Iterator
from datetime import time

from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.labels import role_label
from core.dates import weekday_words
from core.i18n import SEMICOLON, Text, _, listed, ngettext
from notifications.contact_hours import QuietHours
from notifications.events import Event
from notifications.reminder_policy import ReminderPolicy
from web.labels.messages import EVENTS

PolicyRow = tuple[Text, Text]


def describe_policy(policy: ReminderPolicy) -> list[PolicyRow]:
    """Each rule of the policy as its name and what it says."""
    return [*_ladder(policy), *_again(policy), *_hours(policy), *_bundling(policy), *_watch(policy)]


def _ladder(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    schedule = policy.ladder
    yield (
        _("家里要做的事：提醒的钟点"),
        _("到期前一次，{hour}；最后一天{hour_2}", hour=_hour(schedule.call_at), hour_2=_hour(schedule.last_day_at)),
    )  # fmt: skip
    if schedule.last_day_rests_after:
        yield (
            _("连续按时的"),
            ngettext("{n}次以后，最后一天不再发", schedule.last_day_rests_after, n=schedule.last_day_rests_after),
        )
    for kind, days in schedule.before.items():
        each = sorted(days, reverse=True)
        yield (
            _("{words}：提前几天", words=ITEM_KINDS[kind].words),
            listed(ngettext("{n}天", n, n=n) for n in each),
        )
    yield (
        _("没收到时"),
        _("次日{hour}询问；连续{prosecutor_after}次，告诉承办检察官一次，到此为止", hour=_hour(schedule.ask_at), prosecutor_after=schedule.prosecutor_after),
    )  # fmt: skip


def _again(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    overdue = policy.overdue
    yield (
        _("本院事项逾期未办"),
        _("告知上一层后{after}个工作日再提醒，此后每{every}个工作日一次；"
"每等满{one_up}个工作日再告知上一层，直至检察长", after=overdue.after, every=overdue.every, one_up=overdue.one_up),
    )  # fmt: skip


def _hours(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    hours = policy.hours
    if hours.day_off:
        yield _("休息日不给家里发"), _quiet(hours.day_off)
    for weekday, quiet in sorted(hours.by_weekday.items()):
        name = weekday_words(weekday)
        yield _("{name}不给家里发", name=name), _quiet(quiet)
    if hours.staff_texts:
        yield _("不给工作人员发短信（紧急除外）"), _quiet(hours.staff_texts)
    if hours.urgent:
        yield _("紧急的有"), _events(hours.urgent)
    if hours.terms:
        yield (
            _("学期"),
            listed((_("{first}至{last}", first=term.first, last=term.last) for term in hours.terms), SEMICOLON),
        )  # fmt: skip


def _bundling(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    times = [(role_label(role.value), _hour(at)) for role, at in policy.digest_at.items()]
    if times:
        yield (
            _("每天一封今日汇总"),
            listed(_("{role}{at}", role=role, at=at) for role, at in times),
        )
    if policy.coincide:
        yield _("同一天到期的合成一条"), _events(policy.coincide)
    if policy.does_not_count:
        yield _("不计入每人每天上限"), _events(policy.does_not_count)


def _watch(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    watch = policy.watch
    late, nothing = int(watch.late.total_seconds() // 60), int(watch.nothing_left.total_seconds() // 3600)
    yield (
        _("出现这些就报警"),
        _("晚发{late}分钟；该发而{nothing}小时没有发出一条；每百条被拒{refused_of_hundred}条", late=late, nothing=nothing, refused_of_hundred=watch.refused_of_hundred),
    )  # fmt: skip


def _hour(at: time) -> str:
    return at.strftime("%H:%M")


def _quiet(quiet: QuietHours) -> Text:
    begin, end = _hour(quiet.begin), _hour(quiet.end)
    return _("{begin}到{end}", begin=begin, end=end)


def _events(events: Iterable[Event]) -> Text:
    named = [EVENTS[event.value] for event in sorted(events)]
    return listed(named)
