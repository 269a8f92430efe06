"""The tabs of a plan: check-ins, incidents, decisions, the end in sight, who has looked."""

from core.i18n import Text, _, pgettext
from law.ends import load_ends
from web.labels.codes import pick_codes

LABELS: dict[str, dict[str, Text]] = {
    "case.incident": {
        "reported": _("待核实"),
        "under_review": _("已交承办检察官"),
        "heard": _("已听取本人说明"),
        "dismissed": pgettext("incident", "不成立"),
        "lesser": _("其他处理"),
        "ground": _("认定符合撤销情形"),
    },
    "case.rests_on": {
        "serious": _("依据：造成严重后果"),
        "several": _("依据：多次"),
    },
    "case.response": pick_codes("talk", "reminder", "warning", "admonition", "plan_change"),
    "case.proposal": {
        "open": _("待决定"),
        "returned": _("已退回"),
        "refused": _("未同意"),
        "withdrawn": _("已撤回"),
        "decided": _("已决定"),
        "lapsed": _("不再需要"),
    },
    "case.did": {
        "proposed": pgettext("journal", "提请"),
        "countersigned": _("审核同意"),
        "returned": pgettext("journal", "退回"),
        "refused": pgettext("journal", "不同意"),
        "withdrawn": pgettext("journal", "撤回"),
        "decided": _("作出决定"),
        "lapsed": _("不再需要"),
    },
    "case.how": {
        **{end.code: end.title for end in load_ends()},
        "taken_in": _("家属代收"),
        "left_there": _("拒收，留置送达"),
    },
    "case.decision": {
        "conditional_non_prosecution": pgettext("decision", "附条件不起诉决定"),
        "extension": _("延长考验期决定"),
        "shortening": _("缩短考验期决定"),
        "period_change": _("考验期变更决定"),
        "condition_change": pgettext("within a sentence", "变更附带条件"),
        "opinion": pgettext("within a sentence", "考察意见书"),
        "non_prosecution": _("不起诉决定"),
        "revocation": pgettext("decision", "撤销附条件不起诉决定"),
        "set_aside": _("撤销不起诉决定"),
        "reconsideration": pgettext("within a sentence", "复议决定"),
        "prosecution": pgettext("within a sentence", "提起公诉"),
        "end_otherwise": _("终结本案的决定"),
    },
    "case.remedy": {
        "reconsideration": _("复议"),
        "higher_review": _("复核"),
        "victim_complaint": _("被害人申诉"),
    },
    "case.outcome": pick_codes("upheld", "corrected", "withdrawn"),
}
