"""The pages of the law, and of the office's calendar."""

from core.i18n import Text, _, pgettext

LABELS: dict[str, dict[str, Text]] = {
    "law.answer": {
        "holds": _("成立"),
        "warns": pgettext("choice", "提示"),
        "refuses": _("拒绝"),
        "true": _("是"),
        "false": _("否"),
    },
}
