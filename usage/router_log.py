"""When something was on at home's router. It cannot tell who, so it never speaks of a person; names and addresses of
devices are not kept."""

from usage.headings import Headings
from usage.import_issues import IssueKind
from usage.reading_builder import ReadingBuilder
from usage.table import Table

FIELDS = {
    "day": ("日期", "date", "day"),
    "start": ("上线", "上线时间", "开始时间", "开始", "on", "start", "connected", "online"),
    "end": ("下线", "下线时间", "结束时间", "结束", "off", "end", "disconnected", "offline"),
    "duration": ("时长", "在线时长", "duration", "minutes", "分钟"),
}
ON_LINE = "router"

HEADINGS = Headings(FIELDS, [["start"], ["end", "duration"]])


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the times on and off."""
    for row in table.rows(HEADINGS):
        builder.offered += 1
        begin = row.moment("start", "day")
        if begin is None:
            builder.problems.note(IssueKind.NO_MOMENT, row.line)
            continue
        builder.stretch(
            *builder.since(begin, row.ended(begin, "end", "day"), row.seconds("duration")), ON_LINE, row.line
        )
