"""What could not be used or needs a question, with the line or event it stands at."""

from dataclasses import dataclass
from enum import StrEnum

from core.words import Words


class IssueKind(StrEnum):
    """What may be wrong with a line, an event or a day."""

    UNREADABLE = "unreadable"
    NO_MOMENT = "no_moment"
    IMPOSSIBLE_DATE = "impossible_date"
    IMPOSSIBLE_DURATION = "impossible_duration"
    LONGER_THAN_A_DAY = "longer_than_a_day"
    CLOCK_CHANGED = "clock_changed"
    UNORDERED = "unordered"
    OVERLAP = "overlap"
    IMPOSSIBLE_DAY = "impossible_day"
    PARTS_EXCEED_WHOLE = "parts_exceed_whole"
    CONTRADICTION = "contradiction"
    NIGHT_EXCEEDS_DAY = "night_exceeds_day"
    KINDS_AND_APPS = "kinds_and_apps"
    ONLY_SECONDS = "only_seconds"
    SEVERAL_MACHINES = "several_machines"
    NO_UNIT = "no_unit"
    """Noted of files read before their unit was asked for; none is noted any more."""
    MORE_SHEETS = "more_sheets"
    NOT_USED = "not_used"
    OUTSIDE_PERIOD = "outside_period"


WORDS: dict[IssueKind, Words] = {
    IssueKind.UNREADABLE: Words("这一条无法读取，没有计入。", "This entry cannot be read and was not counted."),
    IssueKind.NO_MOMENT: Words("没有能读懂的时间，没有计入。", "It has no time that can be read and was not counted."),
    IssueKind.IMPOSSIBLE_DATE: Words(
        "日期不可能，没有计入；设备时钟可能不准。", "An impossible date, not counted; the device's clock may be wrong."
    ),
    IssueKind.IMPOSSIBLE_DURATION: Words(
        "时长为负、不是数字或长得不可能，没有计入。",
        "The duration is negative, not a number or impossibly long; not counted.",
    ),
    IssueKind.LONGER_THAN_A_DAY: Words(
        "一次使用超过24小时，已计入，请核实。", "One interval of more than 24 hours; counted, please ask."
    ),
    IssueKind.CLOCK_CHANGED: Words(
        "时间往回跳，设备时钟可能被调整过。", "Time jumps back here; the device's clock may have been set."
    ),
    IssueKind.UNORDERED: Words(
        "记录没有按时间排列，无法判断时钟是否被调整过。",
        "The entries are in no order; whether the clock was set cannot be told.",
    ),
    IssueKind.OVERLAP: Words(
        "同一设备上的时段重叠，重叠部分只计一次。", "Intervals of one device overlap; the overlap is counted once."
    ),
    IssueKind.IMPOSSIBLE_DAY: Words(
        "这一天的使用时间不可能，按缺失处理。", "The use on this day is impossible; the day is treated as missing."
    ),
    IssueKind.PARTS_EXCEED_WHOLE: Words(
        "各应用之和超过当天总时长，请核对。", "The apps together exceed the day's total; please check."
    ),
    IssueKind.CONTRADICTION: Words(
        "同一天有两个不同的数字，按缺失处理，请核对。",
        "Two different figures for the same day; treated as missing, please check.",
    ),
    IssueKind.NIGHT_EXCEEDS_DAY: Words(
        "夜间时长比当天总时长或整个夜间还长，夜间没有计入，请核对。",
        "More at night than on the whole day, or than a night has; the night was not counted, please check.",
    ),
    IssueKind.KINDS_AND_APPS: Words(
        "同一天既列了类别又列了应用，没有相加：当天取两者合计中较大的一个，请核对。",
        "Kinds and apps are listed for the same day and were not added: the larger of their two sums counts; please check.",
    ),
    IssueKind.ONLY_SECONDS: Words(
        "没有写单位；这么大的数字只能是秒，已按秒计入，请核对。",
        "No unit is written; numbers as large can only be seconds, and were counted so; please check.",
    ),
    IssueKind.SEVERAL_MACHINES: Words(
        "文件里有多台设备，分别列出，没有相加。",
        "The file covers several devices; they are reported separately, never added.",
    ),
    IssueKind.NO_UNIT: Words(
        "没有写单位，按分钟计入；如果是小时，请写明单位后重新提交。",
        "No unit is written, so minutes were counted; if hours are meant, please write it and submit it again.",
    ),
    IssueKind.MORE_SHEETS: Words(
        "工作簿里还有别的工作表，没有计入；请分开提交。",
        "The workbook has further sheets, not counted; please submit them one by one.",
    ),
    IssueKind.NOT_USED: Words("这一类记录没有使用。", "Records of this kind were not used."),
    IssueKind.OUTSIDE_PERIOD: Words(
        "不在考察期内的日子没有收取，也没有留存。",
        "Days outside the period were not imported, and nothing of them is stored.",
    ),
}


@dataclass(frozen=True)
class ImportIssue:
    """One problem and its place: the number of the line or event (from one) in the file, or the day.

    It holds no text of the file.
    """

    trouble: IssueKind
    unit: str
    """"line", "event" or "day" ."""
    at: int | str
    times: int = 1
    """How often it was met, where only the first place is given."""

    @property
    def words(self) -> Words:
        """The problem as a person reads it."""
        words = WORDS[self.trouble]
        places = {"line": ("第{}行", "line {}"), "event": ("第{}条记录", "event {}"), "day": ("{}", "{}")}
        zh, en = places[self.unit]
        more = Words("", "") if self.times == 1 else Words(f"（共{self.times}处）", f" ({self.times} in all)")
        return Words(f"{zh.format(self.at)}：{words.zh}{more.zh}", f"{en.format(self.at)}: {words.en}{more.en}")


class ImportIssues:
    """Collects problems: the first places of each kind, and after that only their number."""

    FIRST_PLACES = 10
    """Of each kind; of what is counted all the same, and every real export has, fewer."""
    FEW_PLACES = 2

    def __init__(self, unit: str, most: int) -> None:
        self._unit = unit
        self._most = most
        self._places: dict[IssueKind, list[int | str]] = {}
        self._times: dict[IssueKind, int] = {}

    def note(self, trouble: IssueKind, at: int | str) -> None:
        """It was met there."""
        self._times[trouble] = self._times.get(trouble, 0) + 1
        places = self._places.setdefault(trouble, [])
        if len(places) < (self.FEW_PLACES if trouble is IssueKind.OVERLAP else self.FIRST_PLACES):
            places.append(at)

    def __bool__(self) -> bool:
        return bool(self._times)

    def as_tuple(self) -> tuple[ImportIssue, ...]:
        """The problems, kind by kind, the last place of each kind carrying how many more there were."""
        found: list[ImportIssue] = []
        for trouble, places in self._places.items():
            hidden = self._times[trouble] - len(places)
            found += [ImportIssue(trouble, self._unit, at) for at in places[:-1]]
            found.append(ImportIssue(trouble, self._unit, places[-1], 1 + hidden))
        return tuple(found[: self._most])
