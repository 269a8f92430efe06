"""What could not be used or needs a question, with the line or event it stands at."""

from dataclasses import dataclass

from core.i18n import NO_TEXT, Text, _, verbatim
from core.worded_codes import WordedCode


class IssueKind(WordedCode):
    """What may be wrong with a line, an event or a day."""

    UNREADABLE = "unreadable", _("这一条无法读取，没有计入。")
    NO_MOMENT = "no_moment", _("看不出是哪一天，没有计入。")
    IMPOSSIBLE_DATE = "impossible_date", _("日期不可能，或者还没有到，没有计入；设备时钟可能不准。")
    IMPOSSIBLE_DURATION = "impossible_duration", _("时长看不懂、为负或者超过24小时，没有计入。")
    LONGER_THAN_A_DAY = "longer_than_a_day", _("一次使用超过24小时，已计入，请核实。")
    IMPOSSIBLE_DAY = "impossible_day", _("这一天的使用时间不可能，按缺失处理。")
    PARTS_EXCEED_WHOLE = "parts_exceed_whole", _("各应用之和超过当天总时长，请核对。")
    CONTRADICTION = "contradiction", _("同一天有两个不同的数字，按缺失处理，请核对。")
    SAME_NAME = "same_name", _("同一天有两个同名的应用，分钟数已相加；如果是同一个应用写了两次，请改正。")
    NIGHT_EXCEEDS_DAY = "night_exceeds_day", _("夜间时长比当天总时长或整个夜间还长，夜间没有计入，请核对。")
    KINDS_AND_APPS = "kinds_and_apps", _("同一天既列了类别又列了应用，没有相加：应用没有计入。")
    SEVERAL_MACHINES = "several_machines", _("文件里有多台设备，分别列出，没有相加。")
    MORE_SHEETS = "more_sheets", _("工作簿里还有别的工作表，没有计入；请分开提交。")
    NO_UNIT = "no_unit", _("数字没有写单位，没有计入。请照模板在表头写明，如“全天（分钟）”，或者写成“3小时25分”。")
    NOT_USED = "not_used", _("这一类记录没有使用。")
    OUTSIDE_PERIOD = "outside_period", _("不在考察期内的日子没有收取，也没有留存。")
    COLUMN_NOT_USED = "column_not_used", _("不是模板里的列，没有计入。应用的列请写成“应用：名称”。")


@dataclass(frozen=True)
class ImportIssue:
    """One problem and its place: the number of the line or event (from one) in the file, or the day.

    It holds no text of the file.
    """

    kind: IssueKind
    unit: str
    """"line", "event", "column" or "day"."""
    at: int | str
    times: int = 1
    """How often it was met, where only the first place is given."""

    @property
    def words(self) -> Text:
        """The problem as a person reads it."""
        places: dict[str, Text] = {
            "line": _("第{at}行", at=self.at),
            "event": _("第{at}条记录", at=self.at),
            "column": _("第{at}列", at=self.at),
            "day": verbatim(str(self.at)),
        }
        more = NO_TEXT if self.times == 1 else _("（共{times}处）", times=self.times)
        return _("{place}：{words}{more}", place=places[self.unit], words=self.kind.words, more=more)


class ImportIssues:
    """Collects problems: the first places of each kind, and after that only their number."""

    FIRST_PLACES = 10

    def __init__(self, unit: str, most: int) -> None:
        self._unit = unit
        self._most = most
        self._places: dict[IssueKind, list[int | str]] = {}
        self._times: dict[IssueKind, int] = {}

    def note(self, issue: IssueKind, at: int | str) -> None:
        """It was met there."""
        self._times[issue] = self._times.get(issue, 0) + 1
        places = self._places.setdefault(issue, [])
        if len(places) < self.FIRST_PLACES:
            places.append(at)

    def __bool__(self) -> bool:
        return bool(self._times)

    def as_tuple(self) -> tuple[ImportIssue, ...]:
        """The problems, kind by kind, the last place of each kind carrying how many more there were."""
        found: list[ImportIssue] = []
        for issue, places in self._places.items():
            hidden = self._times[issue] - len(places)
            unit = "column" if issue is IssueKind.COLUMN_NOT_USED else self._unit
            found += [ImportIssue(issue, unit, at) for at in places[:-1]]
            found.append(ImportIssue(issue, unit, places[-1], 1 + hidden))
        return tuple(found[: self._most])
