"""The reminder policy in sentences: what its TOML says, for whoever reads and does not write it."""

from collections.abc import Iterable, Iterator
from datetime import date, time

from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.labels import role_label
from core.dates import format_day_without_weekday, weekday_words
from core.words import Words
from notifications.contact_hours import QuietHours
from notifications.events import Event
from notifications.reminder_policy import ReminderPolicy
from web.labels.messages import EVENTS

PolicyRow = tuple[Words, Words]


def describe_policy(policy: ReminderPolicy) -> list[PolicyRow]:
    """Each rule of the policy as its name and what it says."""
    return [*_ladder(policy), *_again(policy), *_hours(policy), *_bundling(policy), *_watch(policy)]


def _ladder(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    ladder = policy.ladder
    yield (
        Words("家里要做的事：提醒的钟点", "Family duties: when reminders are sent"),
        Words(f"到期前一次，{_hour(ladder.call_at)}；最后一天{_hour(ladder.last_day_at)}",
              f"once ahead, at {_hour(ladder.call_at)}; on its last day at {_hour(ladder.last_day_at)}"),
    )  # fmt: skip
    for kind, days in ladder.before.items():
        each = sorted(days, reverse=True)
        yield (
            Words(f"{ITEM_KINDS[kind].words.zh}：提前几天", f"{ITEM_KINDS[kind].words.en}: how many days ahead"),
            Words("、".join(f"{n}天" for n in each), ", ".join(f"{n} days" for n in each)),
        )
    yield (
        Words("没收到时", "When nothing was received"),
        Words(f"次日{_hour(ladder.ask_at)}询问；连续{ladder.prosecutor_after}次，告诉承办检察官一次，到此为止",
              f"asked at {_hour(ladder.ask_at)} the next day; after {ladder.prosecutor_after} in a row the prosecutor is"
              " notified once, and nobody further"),
    )  # fmt: skip


def _again(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    again = policy.again
    yield (
        Words("本院事项逾期未办", "Overdue duties of the office"),
        Words(f"告知上一层后{again.after}个工作日再提醒，此后每{again.every}个工作日一次；"
              f"每等满{again.one_up}个工作日再告知上一层，直至检察长",
              f"reminded again {again.after} working days after the next level was notified, then every {again.every};"
              f" one level higher after every {again.one_up}, as far as the chief"),
    )  # fmt: skip


def _hours(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    hours = policy.hours
    if hours.day_off:
        yield Words("休息日不给家里发", "Quiet for families on days off"), _quiet(hours.day_off)
    for weekday, quiet in sorted(hours.by_weekday.items()):
        name = weekday_words(weekday)
        yield Words(f"{name.zh}不给家里发", f"Quiet for families on {name.en}"), _quiet(quiet)
    if hours.staff_texts:
        yield Words("不给工作人员发短信（紧急除外）", "No texts to staff, but urgent ones"), _quiet(hours.staff_texts)
    if hours.urgent:
        yield Words("紧急的有", "Urgent are"), _events(hours.urgent)
    if hours.terms:
        yield (
            Words("学期", "School terms"),
            Words("；".join(f"{_day(term.first)}至{_day(term.last)}" for term in hours.terms),
                  "; ".join(f"{term.first} to {term.last}" for term in hours.terms)),
        )  # fmt: skip


def _bundling(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    told = [(role_label(role.value), _hour(at)) for role, at in policy.digest_at.items()]
    if told:
        yield (
            Words("每天一封今日汇总", "One morning digest a day"),
            Words("、".join(f"{role.zh}{at}" for role, at in told), ", ".join(f"{role.en} {at}" for role, at in told)),
        )
    if policy.coincide:
        yield Words("同一天到期的合成一条", "Combined in one text when due on the same day"), _events(policy.coincide)
    if policy.does_not_count:
        yield Words("不计入每人每天上限", "Not counted towards the daily limit"), _events(policy.does_not_count)


def _watch(policy: ReminderPolicy) -> Iterator[PolicyRow]:
    watch = policy.watch
    late, nothing = int(watch.late.total_seconds() // 60), int(watch.nothing_left.total_seconds() // 3600)
    yield (
        Words("出现这些就报警", "Alarms"),
        Words(f"晚发{late}分钟；该发而{nothing}小时没有发出一条；每百条被拒{watch.refused_of_hundred}条",
              f"{late} minutes late; nothing sent for {nothing} hours though something was due;"
              f" {watch.refused_of_hundred} of a hundred refused"),
    )  # fmt: skip


def _hour(at: time) -> str:
    return at.strftime("%H:%M")


def _day(day: date) -> str:
    return format_day_without_weekday("zh-CN", day)


def _quiet(quiet: QuietHours) -> Words:
    begin, end = _hour(quiet.begin), _hour(quiet.end)
    return Words(f"{begin}到{end}", f"{begin} to {end}")


def _events(events: Iterable[Event]) -> Words:
    named = [EVENTS[event.value] for event in sorted(events)]
    return Words("、".join(each.zh for each in named), ", ".join(each.en for each in named))
