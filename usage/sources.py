"""Where a measurement comes from, how far it is trusted, and whose device it is of."""

from dataclasses import dataclass
from enum import StrEnum

from core.i18n import Text, _, pgettext


class Source(StrEnum):
    """Where figures come from."""

    ACTIVITYWATCH = "activitywatch"
    SHEET = "sheet"
    REPORTED = "reported"


class Grade(StrEnum):
    """How a figure came about. A grade says nothing about the honesty of the person who collected it."""

    A = "A"  # written by a machine
    B = "B"  # an operating system's or operator's screen, copied by a person
    C = "C"  # a statement


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
    """What is known of a source before anything of it is read."""

    name: Text
    grade: Grade


SOURCE_TRAITS: dict[Source, SourceTraits] = {
    Source.ACTIVITYWATCH: SourceTraits(_("ActivityWatch导出文件"), Grade.A),
    Source.SHEET: SourceTraits(_("一周手机使用小表"), Grade.B),
    Source.REPORTED: SourceTraits(_("由其他系统报送，按陈述对待"), Grade.C),
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
