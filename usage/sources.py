"""Where a measurement comes from, how far it is trusted, and of whom or what it can speak."""

from dataclasses import dataclass
from enum import StrEnum

from core.i18n import Text, _, pgettext


class Source(StrEnum):
    """The kinds of file and sheet that can be read."""

    ACTIVITYWATCH = "activitywatch"
    USAGESTATS_CSV = "usagestats_csv"
    SHEET = "sheet"
    MINORS_MODE = "minors_mode"
    GAME_RECORD = "game_record"
    DIARY = "diary"
    ROUTER = "router"
    REPORTED = "reported"
    STAYFREE = "stayfree"
    APP_USAGE = "app_usage"
    RESCUETIME = "rescuetime"
    MATCHED = "matched"


class Grade(StrEnum):
    """How a figure came about. A grade says nothing about the honesty of whoever collected it."""

    A = "A"  # written by a machine
    B = "B"  # an operating system's or operator's screen, copied by a person
    C = "C"  # a statement, or a record that cannot tell one person from another


class SourceScope(StrEnum):
    """What a source can speak of. Only what speaks of a device can become a day of that device."""

    DEVICE = "device"
    ACCOUNT = "account"  # one account in one app; the same person may have others, and others may use this one
    HOUSEHOLD = "household"  # a line that everybody at home shares


class DeviceOwnership(StrEnum):
    """Whose device it is. Shared and unknown devices give no finding about a person."""

    OWN = "own"
    SHARED = "shared"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Device:
    """A device as the plan knows it: an id without meaning, and whose it is."""

    id: str
    whose: DeviceOwnership = DeviceOwnership.UNKNOWN


@dataclass(frozen=True)
class SourceTraits:
    """What is known of a source before any file is read.

    With `adds_up`, several amounts for one app and day are parts of that day; without, they are one figure told
    twice, and two different ones contradict each other. With `may_be_sessions`, several lines for one app and day in
    one file are sessions, and parts of the day. `by_hand`: people write its numbers, who count in minutes or hours.
    `as_file`: it comes as a file, which people hand in.
    """

    name: Text
    grade: Grade
    scope: SourceScope = SourceScope.DEVICE
    adds_up: bool = False
    day_by_day: bool = False
    may_be_sessions: bool = False
    by_hand: bool = False
    as_file: bool = True


SOURCE_TRAITS: dict[Source, SourceTraits] = {
    Source.ACTIVITYWATCH: SourceTraits(_("ActivityWatch导出文件"), Grade.A),
    Source.USAGESTATS_CSV: SourceTraits(_("安卓使用统计表"), Grade.A, may_be_sessions=True),
    Source.SHEET: SourceTraits(_("一周手机使用小表"), Grade.B, day_by_day=True, by_hand=True),
    Source.MINORS_MODE: SourceTraits(
        _("未成年人模式汇总"), Grade.B, SourceScope.ACCOUNT, day_by_day=True, by_hand=True
    ),
    Source.GAME_RECORD: SourceTraits(
        _("游戏实名记录"),
        Grade.B,
        SourceScope.ACCOUNT,
        adds_up=True,
        day_by_day=True,
        by_hand=True,
    ),
    Source.DIARY: SourceTraits(_("自己的记录"), Grade.C, adds_up=True, day_by_day=True, by_hand=True),
    Source.ROUTER: SourceTraits(_("路由器上下线记录"), Grade.C, SourceScope.HOUSEHOLD),
    Source.REPORTED: SourceTraits(_("由其他系统报送，按陈述对待"), Grade.C, day_by_day=True, as_file=False),
    Source.STAYFREE: SourceTraits(_("StayFree导出的表"), Grade.A, day_by_day=True),
    Source.APP_USAGE: SourceTraits(_("App Usage导出的使用历史"), Grade.A),
    Source.MATCHED: SourceTraits(_("人工对过各列的表"), Grade.B, day_by_day=True, may_be_sessions=True, as_file=False),
    Source.RESCUETIME: SourceTraits(_("RescueTime导出的表"), Grade.A, adds_up=True, day_by_day=True),
}

GRADES: dict[Grade, Text] = {
    Grade.A: pgettext("within a sentence", "设备自己写下的记录"),
    Grade.B: pgettext("within a sentence", "照屏幕抄下的数字"),
    Grade.C: pgettext("within a sentence", "本人或者家人说的"),
}
_REPORTED = pgettext("within a sentence", "由其他系统报送、按陈述对待的数字")


def describe_grade(grade: Grade, *, reported: bool) -> Text:
    """How a figure came about, within a sentence; `reported`: another system sent it."""
    return _REPORTED if reported and grade is Grade.C else GRADES[grade]
