"""What the pages say around any act: the list, the form, the check, the receipt."""

from core.i18n import Text, _, pgettext

DATES_MOVED: dict[str, Text] = {
    "announced_on": _("宣布之日"),
    "period_to": _("考验期届满日"),
    "working_end": _("推算的届满日"),
    "final_decision_by": pgettext("column", "起诉或者不起诉的决定不晚于"),
    "of_age_on": _("成年之日"),
    "edition_id": _("规则版本"),
    "hushed_until_on": _("暂缓提醒至"),
    "sealed_on": _("封存之日"),
}
"""Dates of the plan itself that a change may move."""

LABELS: dict[str, dict[str, Text]] = {
    "act.sure": {
        "V": _("已核实"),
        "V2": pgettext("choice", "转引，未见原文"),
        "K": _("未核实，请先问"),
        "P": _("本院做法，不是法律"),
    },
}
