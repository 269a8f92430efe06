"""The family's saved page. To the minor 你, to a guardian 您; every miss has its way out in the same sentence."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "family.nothing": {
        "at_all": Words("暂时没有需要填写的内容。", "There is nothing to fill in at present."),
        "minor": Words("这周没有要做的事，真不错！", "Nothing to do this week. Well done!"),
        "guardian": Words("这周没有需要您做的事，谢谢您！", "Nothing to do this week. Thank you!"),
    },
    "family.to_do": {
        "minor": Words("这周要做的事", "To do this week"),
        "guardian": Words("这周请您做的事", "What we ask of you this week"),
    },
    "family.left": {
        "minor": Words("还剩{days}天，已经完成{done}件事。", "Days left: {days}. Done so far: {done}."),
        "guardian": Words(
            "还剩{days}天，您已经完成{done}件事，谢谢。", "Days left: {days}. Done so far: {done}. Thank you."
        ),
    },
    "family.not_received": {
        "minor": Words(
            "还没收到。忘了也没关系，现在补交就行；有特殊情况可以写个说明。",
            "Not received yet. No problem if you forgot: send it now, or tell us what happened.",
        ),
        "guardian": Words(
            "还没收到。现在补交就行；有特殊情况请写个说明。",
            "Not received yet. You can send it now, or tell us what happened.",
        ),
    },
    "family.explain": {
        "minor": Words("我想说明一下", "I want to explain"),
        "guardian": Words("我想说明一下", "I want to explain"),
    },
    "family.note": {
        "minor": Words("这周过得怎么样？写几句就行。", "How was your week? A few lines will do."),
        "guardian": Words("写几句就行。", "A few lines will do."),
    },
    "family.sheet": {
        "minor": Words("这周每天用手机多少分钟？", "How many minutes a day on the phone this week?"),
        "guardian": Words(
            "孩子这周每天用手机多少分钟？", "How many minutes a day was your child on the phone this week?"
        ),
    },
    "family.explain_hint": {
        "minor": Words(
            "发生了什么，写几句就行。会有人看，也会回复你。",
            "What happened? A few lines will do. Somebody will read it and answer.",
        ),
        "guardian": Words(
            "发生了什么，写几句就行。会有人看，也会回复您。",
            "What happened? A few lines will do. Somebody will read it and answer.",
        ),
    },
    "family.leave": {
        "asked": Words("申请已收到。", "Your request has arrived."),
        "please_wait": Words(
            "请等答复；没有答复之前先不要出发。", "Please wait for the answer, and do not set out before it."
        ),
        "wait_for_both": Words("请等两边都同意再出发。", "Please wait until both have agreed."),
        "reported_wait_for_both": Words(
            "已经报告，记下了。这还不是同意，请等两边都答复。",
            "It is reported and on record. That is not an approval yet: please wait for both answers.",
        ),
        "reported_wait": Words(
            "已经报告，记下了。这还不是同意，请等答复。",
            "It is reported and on record. That is not an approval yet: please wait for the answer.",
        ),
        "wait": Words("等待答复", "Waiting for an answer"),
        "granted": Words("已同意", "Granted"),
        "refused": Words("没有同意，请拨卡片上的电话了解。", "Not granted; please call the number on your card."),
        "standing": Words("长期往返", "permanent permission"),
        "from_on": Words("哪天走", "Leaving on"),
        "to_on": Words("哪天回", "Back on"),
        "destination": Words("去哪里", "Where to"),
        "reason": Words("去做什么", "What for"),
        "urgent": Words(
            "急事来不及等，先拨卡片上的电话说一声。", "If it cannot wait, call the number on your card first."
        ),
    },
    "family.stored_why": {
        "minor": Words(
            "只为这段时间的帮助和监督使用；除了负责你的人，别人看不到。",
            "It is used only for this time of help and supervision; nobody but those responsible for you sees it.",
        ),
        "guardian": Words(
            "只为这段时间的帮助和监督使用；除了负责的人，别人看不到。这里只显示您自己的信息。",
            "It is used only for this time of help and supervision; nobody but those responsible sees it. Only what concerns yourself is shown here.",
        ),
    },
    "family.wish": {
        "copy": Words("看看、复制", "To see it or have a copy"),
        "correct": Words("有不对的，要更正", "Something is wrong: correct it"),
        "delete": Words("不该有的，要删除", "It should not be there: delete it"),
        "object": Words("不同意这样使用", "I object to this use"),
    },
    "family.outcome": {
        "done": Words("已照办。", "Done."),
        "partly": Words("部分照办。", "Done in part."),
        "refused": Words("不能照办。", "Not possible."),
    },
    "family.consent": {
        "device_data": Words("查看手机使用数据", "looking at phone-use data"),
        "supervision_data": Words("为监督考察使用个人信息", "use of my data for the supervision"),
    },
}
