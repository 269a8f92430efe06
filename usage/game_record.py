"""A game operator's record of one real-name account: when or how long was played, and what was spent.

It speaks of the account. A rented or a relative's account is not seen here, and this one may be lent.
"""

from datetime import date

from usage.cell_parsers import parse_money
from usage.headings import Headings
from usage.import_issues import IssueKind
from usage.reading_builder import ReadingBuilder
from usage.table import Table, TableRow

FIELDS = {
    "game": ("游戏", "game", "游戏名称", "app", "应用"),
    "day": ("日期", "date", "day"),
    "start": ("开始时间", "开始", "start", "登录时间", "上线时间"),
    "end": ("结束时间", "结束", "end", "退出时间", "下线时间"),
    "duration": ("时长", "duration", "游戏时长", "在线时长", "分钟", "minutes"),
    "spent": ("充值金额", "充值", "消费", "spent", "金额", "spending"),
}

HEADINGS = Headings(FIELDS, [["game"], ["day", "start"], ["duration", "end", "spent"]])


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the record. Spending is kept in fen."""
    for row in table.rows(HEADINGS):
        builder.offered += 1
        begin = row.moment("start", "day")
        day = begin.date() if begin is not None else row.day("day", "start")
        _take_spending(row, day, builder)
        if begin is not None and (row.get("end") or row.get("duration")):
            ended = row.ended(begin, "end", "day")
            builder.stretch(*builder.since(begin, ended, row.seconds("duration")), row.get("game"), row.line)
        elif row.get("duration"):
            builder.amount(day, row.get("game"), row.seconds("duration"), row.line)
        elif not row.get("spent"):
            builder.problems.note(IssueKind.UNREADABLE, row.line)


def _take_spending(row: TableRow, day: date | None, builder: ReadingBuilder) -> None:
    if not (spending := row.get("spent")):
        return
    fen = parse_money(spending)
    if fen is None or day is None or not builder.bounds.holds_day(day):
        builder.problems.note(IssueKind.UNREADABLE, row.line)
        return
    game = builder.names.all[builder.names.place(row.get("game"))]
    builder.spent_fen.append((day, game, fen))
