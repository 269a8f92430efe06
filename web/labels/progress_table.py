"""How things stand, in a sentence and in a table."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "ledger": {
        "on_time": Words("按时", "On time"),
        "late": Words("补交", "Later"),
        "not_received": Words("还没收到／待办", "Not received / to do"),
        "excused": Words("已说明，免除", "Excused"),
        "not_counted": Words("不计", "Not counted"),
        "missed": Words("未完成", "Not done"),
    },
    "ledger.dot": {
        "open": Words("待完成", "Still to come"),
        "on_time": Words("按时", "On time"),
        "late": Words("补交", "Later"),
        "not_received": Words("还没收到", "Not received"),
        "missed": Words("未完成", "Not done"),
        "excused": Words("免除或不计", "Excused or not counted"),
    },
    "ledger.said": {
        "on_time": Words("按时{count}项", "{count} on time"),
        "late": Words("补交{count}项", "{count} submitted later"),
        "excused": Words("说明后免除{count}项", "{count} explained and excused"),
        "not_received": Words(
            "还没收到{count}项，可以补交或说明", "{count} not received, which can still come or be explained"
        ),
        "missed": Words("给过说明机会后仍未完成{count}项", "{count} not done after a chance to explain"),
        "not_counted": Words("另有{count}项不计", "besides {count} that do not count"),
    },
}
