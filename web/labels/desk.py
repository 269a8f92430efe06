"""The desk: my day and my cases."""

from core.i18n import Text, _, pgettext

LABELS: dict[str, dict[str, Text]] = {
    "desk.show": {
        "all": pgettext("choice", "全部"),
        "due": _("七日内到期"),
        "overdue": _("逾期未办／还没收到"),
        "near": _("临近期满（30日内）"),
        "review": pgettext("desk", "待看"),
        "unseen": _("三十天没有人见过、联系上孩子的"),
    },
    "desk.door": {
        "runs": _("系统对每个方案办到哪里；已停、失败和到时未办的在前。"),
        "statistics": _("各院的办理数字和导出；不足五件的不显示。"),
        "people": _("谁在岗；新增检察院和人员；离岗前先移交。"),
        "rules": _("每条规则的依据、把握和示例。"),
        "records": _("谁在什么时候看过、办过什么；核对日志链。"),
        "messages": _("发过和等着发的每一条提醒，状态和原因。"),
        "inbox": _("系统发给您的消息。"),
    },
}
