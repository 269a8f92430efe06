"""The desk: my day and my cases."""

from core.i18n import Text, _

LABELS: dict[str, dict[str, Text]] = {
    "desk.show": {
        "due": _("七日内到期"),
        "overdue": _("逾期未办／还没收到"),
        "near": _("临近期满（30日内）"),
        "unseen": _("三十天没有人见过、联系上孩子的"),
    },
}
