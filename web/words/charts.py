"""Charts and the tables behind them."""

from sunward.words import Words

_CHART = {
    "table": Words("图中的数字（表）", "The figures of this chart, as a table"),
    "weekdays": Words("一 二 三 四 五 六 日", "Mo Tu We Th Fr Sa Su"),
}

_COMPLIANCE = {
    "of": Words("{who}：逐日情况", "{who}: day by day"),
    "alt": Words(
        "{who}逐日情况的日历，共{count}项，详见下表。",
        "Calendar of {count} things owed by the {who}; the table is below.",
    ),
    "nothing": Words(
        "没有由本人或监护人按日提交的事项。", "Neither the minor nor a guardian owes anything by the day."
    ),
}

CHAPTERS = {"chart": _CHART, "compliance": _COMPLIANCE}
