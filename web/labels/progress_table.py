"""How things stand, in a sentence and in a table."""

from core.i18n import Text, _, pgettext

LABELS: dict[str, dict[str, Text]] = {
    "ledger": {
        "on_time": _("按时"),
        "late": pgettext("column", "补交"),
        "not_received": _("还没收到／待办"),
        "excused": pgettext("within a sentence", "已说明，免除"),
        "not_counted": _("不计"),
        "missed": _("未完成"),
    },
    "ledger.dot": {
        "open": pgettext("menu", "待完成"),
        "on_time": _("按时"),
        "late": pgettext("column", "补交"),
        "not_received": _("还没收到"),
        "missed": _("未完成"),
        "excused": _("免除或不计"),
    },
    "ledger.said": {
        "on_time": _("按时{count}项"),
        "late": _("补交{count}项"),
        "excused": _("说明后免除{count}项"),
        "not_received": _("还没收到{count}项，可以补交或说明"),
        "missed": _("给过说明机会后仍未完成{count}项"),
        "not_counted": _("另有{count}项不计"),
    },
}
