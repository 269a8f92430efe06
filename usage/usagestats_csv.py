"""What a helper app on an Android phone wrote from the system's usage statistics.

Three shapes: stretches (begin, and end or duration), a day's total by app, or bare events (resumed, paused, unlocked)
from which stretches are made. Times without an offset are the phone's own, which is local time.
"""

from usage.headings import Headings
from usage.import_issues import IssueKind
from usage.machine_log import HOUR, SECOND
from usage.reading_builder import ReadingBuilder
from usage.table import Table, TableRow

FIELDS = {
    "app": ("package", "包名", "app", "应用", "package name", "应用包名", "application", "应用名称", "app name", "name"),
    "start": ("start", "开始", "开始时间", "start time", "first timestamp", "timestamp", "时间", "event time", "time"),
    "end": ("end", "结束", "结束时间", "end time", "last timestamp"),
    "day": ("date", "日期", "day"),
    "duration": ("duration", "时长", "使用时长", "total time in foreground", "foreground", "minutes", "seconds", "分钟",
                 "前台时长", "total time", "usage time", "time spent", "usage"),
    "event": ("event", "type", "事件", "event type", "事件类型"),
}  # fmt: skip
RESUMED = ("1", "resumed", "activity_resumed", "move_to_foreground", "foreground", "打开")
LEFT = ("2", "23", "26", "paused", "stopped", "activity_paused", "activity_stopped", "move_to_background", "background",
        "device_shutdown", "16", "screen_non_interactive", "离开", "锁屏")  # fmt: skip
UNLOCKED = ("18", "keyguard_hidden", "unlock", "unlocked", "解锁")
FORGOTTEN_AFTER = 6 * HOUR
"""An app whose leaving was never written is not held to have been open for ever."""

ACTIVITYWATCH_TABLE = frozenset({"timestamp", "duration"})
"""ActivityWatch's own table of a bucket has these headings, and seconds."""

HEADINGS = Headings(
    FIELDS,
    [["app", "event", "end"], ["duration", "end", "event"], ["start", "day"]],
    programs=[(ACTIVITYWATCH_TABLE, 1.0)],
)


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads whichever of the three shapes the headings show."""
    events: list[tuple[int, str, str, int]] = []
    for row in table.rows(HEADINGS):
        builder.offered += 1
        if row.get("event"):
            _take_event(row, builder, events)
        elif row.get("start"):
            _take_stretch(row, builder)
        else:
            builder.amount(row.day("day"), row.get("app"), row.seconds("duration"), row.line)
    _pair(sorted(events), builder)


def _take_stretch(row: TableRow, builder: ReadingBuilder) -> None:
    begin = row.moment("start", "day")
    if begin is None:
        builder.problems.note(IssueKind.NO_MOMENT, row.line)
        return
    builder.stretch(
        *builder.since(begin, row.ended(begin, "end", "day"), row.seconds("duration")), row.get("app"), row.line
    )


def _take_event(row: TableRow, builder: ReadingBuilder, events: list[tuple[int, str, str, int]]) -> None:
    moment = row.moment("start", "day")
    if moment is None:
        builder.problems.note(IssueKind.NO_MOMENT, row.line)
        return
    at, event = builder.local(moment), row.get("event").casefold()
    if not builder.bounds.holds(at, at):
        builder.problems.note(IssueKind.IMPOSSIBLE_DATE, row.line)
    elif event in UNLOCKED:
        builder.machine().unlocks.append(at)
    elif event in RESUMED or event in LEFT:
        events.append((at, "resumed" if event in RESUMED else "left", row.get("app"), row.line))


def _pair(events: list[tuple[int, str, str, int]], builder: ReadingBuilder) -> None:
    """An app is in front from its resuming until it is left, another is resumed, or the screen goes dark."""
    open_since, app, line = 0, "", 0
    for at, event, of, at_line in events:
        if app and (event == "resumed" or of in (app, "")):
            if at - open_since <= FORGOTTEN_AFTER:
                builder.stretch(open_since, (at - open_since) / SECOND, app, line)
            else:
                builder.problems.note(IssueKind.IMPOSSIBLE_DURATION, line)
            app = ""
        if event == "resumed":
            open_since, app, line = at, of, at_line
