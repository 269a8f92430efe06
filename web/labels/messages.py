"""The message console, today's calls, the proof of reminding, one's own calendar, and the policy of reminders."""

from core.i18n import Text, _, pgettext
from notifications.events import EVENT_INFO

EVENTS: dict[str, Text] = {event.value: info.name for event, info in EVENT_INFO.items()}

LABELS: dict[str, dict[str, Text]] = {
    "event": EVENTS,
    "console": {
        "expected": _("应发"),
        "left": pgettext("button", "已发出"),
        "not_sent": pgettext("button", "按规则未发送"),
        "failed": _("未成，待人处理"),
        "waiting": _("等时间或再试"),
        "missing": _("应发未发"),
        "watch_well": _("发送监测：一切正常。"),
        "became": pgettext("column", "结果"),
    },
    "console.became": {
        "arrived": _("本人收到了"),
        "left": _("服务商已经接收，是否送达不明"),
        "came_back": pgettext("choice", "被退回"),
        "never_left": pgettext("choice", "没有发出"),
    },
    "console.just": {
        "again": _("已排队再发"),
        "withdrawn": pgettext("button", "已撤回"),
        "settled": pgettext("button", "已登记"),
        "sent": _("已排队发送"),
    },
}
