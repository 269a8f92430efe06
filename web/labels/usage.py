"""Digital use, cards and accounts: to the team in figures and questions, to the family in plain sentences."""

from core.i18n import Text, _, pgettext

LABELS: dict[str, dict[str, Text]] = {
    "usage.way": {
        "page": _("本人在页面上"),
        "person": _("当面"),
        "phone": pgettext("came", "电话"),
        "paper": _("书面"),
    },
    "usage.whose": {
        "own": pgettext("within a sentence", "本人自己的"),
        "shared": _("合用"),
        "unknown": _("归属不清"),
    },
    "usage.scope": {
        "account": _("只说明一个账号"),
        "household": _("家里共用的线路"),
    },
    "usage": {
        "limit": _("约定{minutes}"),
        "school_day": pgettext("usage", "上学日"),
        "free_day": pgettext("usage", "休息日"),
        "unknown": _("无记录"),
        "aside": _("异议后不计"),
        "back": _("返回用网情况"),
    },
    "usage.tone": {
        "good": pgettext("tone", "值得肯定"),
        "asks": _("请问一问"),
        "tells": pgettext("tone", "情况"),
        "context": _("背景"),
    },
    "usage.answer": {
        "accepted": pgettext("answer", "采纳"),
        "partly": pgettext("choice", "部分采纳"),
        "kept": pgettext("choice", "说明理由，保持不变"),
    },
    "own_usage.consent_what": {
        "minor": _(
            "会收取：每天用了多久、夜里多久、哪类应用；不看内容、标题和网址。只用来和你谈怎样安排手机时间，由社工、检察官查看，到期删除。可以不同意，也可以随时撤回，都不影响你的考察。"
        ),
        "guardian": _(
            "会收取：孩子每天用了多久、夜里多久、哪类应用；不看内容、标题和网址。只用来和孩子谈怎样安排手机时间，由社工、检察官查看，到期删除。可以不同意，也可以随时撤回，都不影响孩子的考察。"
        ),
    },
    "own_usage.consent_asked": {
        "minor": _("想听听你的意思；没有回答不会当作同意。"),
        "guardian": _("想听听您的意思；没有回答不会当作同意。"),
    },
    "own_usage.consent_given": {
        "minor": _("你同意了。"),
        "guardian": _("您同意了。"),
    },
    "own_usage.consent_refused": {
        "minor": _("你没有同意，或者已经撤回。"),
        "guardian": _("您没有同意，或者已经撤回。"),
    },
    "own_usage.lead": {
        "minor": _("这是收到的记录，你可以说明，也可以不同意。"),
        "guardian": _("这里可以写下您想说明的情况。"),
    },
    "own_usage": {
        "night": _("其中夜里（22点到6点）"),
        "pickups": pgettext("own usage", "每天拿起或解锁几次"),
    },
}
