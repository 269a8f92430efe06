"""What a minor wrote down: what, when or how long. The words themselves are not kept, only a hash that tells them again."""

from usage.headings import Headings
from usage.import_issues import IssueKind
from usage.reading_builder import ReadingBuilder
from usage.table import Table, sha256_of_text

FIELDS = {
    "day": ("日期", "date", "day"),
    "app": ("做什么", "应用", "app", "app name", "what", "内容类别", "类别", "软件"),
    "start": ("开始时间", "开始", "start", "时间", "time", "start time"),
    "end": ("结束时间", "结束", "end", "end time"),
    "duration": ("时长", "duration", "分钟", "minutes", "用了多久"),
    "text": ("想说的话", "备注", "text", "note", "感想", "说明"),
}
SHORTEST_TEXT = 8
"""Shorter remarks, such as 无 or "as usual", are alike by nature."""

HEADINGS = Headings(FIELDS, [["day", "start"], ["duration", "end"]])


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the diary. With a begin and an end or a duration it is a stretch, else an amount of the day."""
    for row in table.rows(HEADINGS):
        builder.offered += 1
        text = row.get("text")
        if len(text) >= SHORTEST_TEXT:
            builder.texts.add(sha256_of_text(text))
        begin = row.moment("start", "day")
        if begin is not None and (row.get("end") or row.get("duration")):
            ended = row.ended(begin, "end", "day")
            builder.stretch(*builder.since(begin, ended, row.seconds("duration")), row.get("app"), row.line)
        elif row.get("duration"):
            builder.amount(row.day("day", "start"), row.get("app"), row.seconds("duration"), row.line)
        else:
            builder.problems.note(IssueKind.UNREADABLE, row.line)
