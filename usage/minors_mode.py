"""What the guardian's page of a minors' mode (WeChat, Douyin and others) shows: minutes a day of one account.

It speaks of that account and of nothing else. A day on which the mode was off is not a day without use.
"""

from usage.headings import Headings
from usage.import_issues import IssueKind
from usage.reading_builder import ReadingBuilder
from usage.table import Table

FIELDS = {
    "day": ("日期", "date", "day"),
    "app": ("应用", "app", "平台", "platform", "软件"),
    "duration": ("使用时长", "时长", "分钟", "minutes", "duration", "使用时间", "今日使用"),
    "mode": ("模式", "mode", "状态", "青少年模式", "未成年人模式", "minors mode"),
}
OFF = ("关", "关闭", "off", "未开启", "否", "no")

HEADINGS = Headings(FIELDS, [["day"], ["app"], ["duration"]])


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the summary. A row without minutes whose mode was off is a gap, and noted as not used."""
    for row in table.rows(HEADINGS):
        builder.offered += 1
        if not row.get("duration") and row.get("mode").casefold() in OFF:
            builder.problems.note(IssueKind.NOT_USED, row.line)
            continue
        builder.amount(row.day("day"), row.get("app"), row.seconds("duration"), row.line)
