"""Digital use, cards and accounts: to the team in figures and questions, to the family in plain sentences."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "usage.way": {
        "page": Words("本人在页面上", "on their own page"),
        "person": Words("当面", "in person"),
        "phone": Words("电话", "by phone"),
        "paper": Words("书面", "on paper"),
    },
    "usage.whose": {
        "own": Words("本人自己的", "their own"),
        "shared": Words("合用", "shared"),
        "unknown": Words("归属不清", "unknown"),
    },
    "usage.scope": {
        "account": Words("只说明一个账号", "covers one account only"),
        "household": Words("家里共用的线路", "shared home connection"),
    },
    "usage": {
        "limit": Words("约定{minutes}", "agreed {minutes}"),
        "school_day": Words("上学日", "school day"),
        "free_day": Words("休息日", "free day"),
        "unknown": Words("无记录", "unknown"),
        "aside": Words("异议后不计", "disputed"),
        "back": Words("返回用网情况", "Back to digital use"),
    },
    "usage.tone": {
        "good": Words("值得肯定", "well done"),
        "asks": Words("请问一问", "please ask"),
        "tells": Words("情况", "as it is"),
        "context": Words("背景", "context"),
    },
    "usage.answer": {
        "accepted": Words("采纳", "accepted"),
        "partly": Words("部分采纳", "partly accepted"),
        "kept": Words("说明理由，保持不变", "stays, with the reason"),
    },
    "own_usage.consent_what": {
        "minor": Words(
            "会收取：每天用了多久、夜里多久、哪类应用；不看内容、标题和网址。只用来和你谈怎样安排手机时间，由社工、检察官查看，到期删除。可以不同意，也可以随时撤回，都不影响你的考察。",
            "Collected would be: how long each day, how long at night, which kind of app; no contents, titles or addresses. It is used only to talk with you about phone time, seen by the worker and the prosecutor, and deleted on its day. You may say no, and take it back at any time; nothing is lost by either.",
        ),
        "guardian": Words(
            "会收取：孩子每天用了多久、夜里多久、哪类应用；不看内容、标题和网址。只用来和孩子谈怎样安排手机时间，由社工、检察官查看，到期删除。可以不同意，也可以随时撤回，都不影响孩子的考察。",
            "Collected would be: how long each day, how long at night, which kind of app; no contents, titles or addresses. It is used only to talk with the child about phone time, seen by the worker and the prosecutor, and deleted on its day. You may say no, and take it back at any time; nothing is lost by either.",
        ),
    },
    "own_usage.consent_asked": {
        "minor": Words(
            "想听听你的意思；没有回答不会当作同意。",
            "We would like to hear what you say; no answer is not taken for a yes.",
        ),
        "guardian": Words(
            "想听听您的意思；没有回答不会当作同意。",
            "We would like to hear what you say; no answer is not taken for a yes.",
        ),
    },
    "own_usage.consent_given": {
        "minor": Words("你同意了。", "You agreed."),
        "guardian": Words("您同意了。", "You agreed."),
    },
    "own_usage.consent_refused": {
        "minor": Words("你没有同意，或者已经撤回。", "You did not agree, or took it back."),
        "guardian": Words("您没有同意，或者已经撤回。", "You did not agree, or took it back."),
    },
    "own_usage.lead": {
        "minor": Words(
            "这是收到的记录，你可以说明，也可以不同意。",
            "This is what came in. You may comment on it, and you may disagree.",
        ),
        "guardian": Words("这里可以写下您想说明的情况。", "Here you can tell us anything about it."),
    },
    "own_usage": {
        "night": Words("其中夜里（22点到6点）", "Of it at night (22:00 to 06:00)"),
        "pickups": Words("每天拿起或解锁几次", "How often it was picked up or unlocked"),
    },
}
