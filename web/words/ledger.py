"""How things stand, in a sentence and in a table."""

from sunward.words import Words

_LEDGER = {
    "caption": Words("到今天为止，每个人自己的事项各有多少", "How many stand how today, each person's own"),
    "owner": Words("由谁", "Whose"),
    "on_time": Words("按时", "On time"),
    "late": Words("补交", "Later"),
    "not_received": Words("还没收到／待办", "Not received / to do"),
    "excused": Words("已说明，免除", "Excused"),
    "not_counted": Words("不计", "Not counted"),
    "dot_open": Words("待完成", "Still to come"),
    "dot_on_time": Words("按时", "On time"),
    "dot_late": Words("补交", "Later"),
    "dot_not_received": Words("还没收到", "Not received"),
    "dot_missed": Words("未完成", "Not done"),
    "dot_excused": Words("免除或不计", "Excused or not counted"),
    "missed": Words("未完成", "Not done"),
    "colon": Words("：", ": "),
    "comma": Words("，", ", "),
    "stop": Words("。", "."),
    "owed": Words("到今天应完成{count}项", "{count} due so far"),
    "said_on_time": Words("按时{count}项", "{count} on time"),
    "said_late": Words("补交{count}项", "{count} handed in later"),
    "said_excused": Words("说明后免除{count}项", "{count} explained and excused"),
    "said_not_received": Words(
        "还没收到{count}项，可以补交或说明", "{count} not received, which can still come or be explained"
    ),
    "said_missed": Words("给过说明机会后仍未完成{count}项", "{count} not done after a chance to explain"),
    "said_not_counted": Words("另有{count}项不计", "besides {count} that do not count"),
    "all_kept": Words("到期事项均已完成。", " Everything due so far has been done."),
    "nothing": Words("还没有到期的事项。", "Nothing has fallen due yet."),
}

CHAPTERS = {"ledger": _LEDGER}
