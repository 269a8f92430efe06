"""The family's saved page. To the minor 你, to a guardian 您; every miss has its way out in the same sentence."""

from sunward.words import Words

_FAMILY = {
    "code": Words("请输入卡片上的四位号码", "Please type the four digits on your card"),
    "open": Words("打开", "Open"),
    "code_missing": Words("请输入四位数字。", "Please type four digits."),
    "forgotten": Words("忘了号码，请拨卡片上的电话。", "Forgotten it? Please call the number on your card."),
    "nothing_at_all": Words("暂时没有需要填写的内容。", "There is nothing to fill in at present."),
    "to_do_minor": Words("这周要做的事", "To do this week"),
    "to_do_guardian": Words("这周请您做的事", "What we ask of you this week"),
    "left_minor": Words("还剩{days}天，已经完成{done}件事。", "Days left: {days}. Done so far: {done}."),
    "left_guardian": Words(
        "还剩{days}天，您已经完成{done}件事，谢谢。", "Days left: {days}. Done so far: {done}. Thank you."
    ),
    "over": Words("考验期已结束。", "The period is over."),
    "nothing_minor": Words("这周没有要做的事，真不错！", "Nothing to do this week. Well done!"),
    "nothing_guardian": Words("这周没有需要您做的事，谢谢您！", "Nothing to do this week. Thank you!"),
    "by": Words("请在{day}前交。", "Please send it by {day}."),
    "today": Words("今天之内交就行。", "Any time today is fine."),
    "not_received_minor": Words(
        "还没收到。忘了也没关系，现在补交就行；有特殊情况可以写个说明。",
        "Not received yet. Never mind if you forgot: send it now, or tell us what happened.",
    ),
    "not_received_guardian": Words(
        "还没收到。现在补交就行；有特殊情况请写个说明。",
        "Not received yet. You can send it now, or tell us what happened.",
    ),
    "fill_in": Words("填写", "Fill in"),
    "hand_in_later": Words("补交", "Send it now"),
    "explain_minor": Words("我想说明一下", "I want to explain"),
    "explain_guardian": Words("我想说明一下", "I want to explain"),
    "note_minor": Words("这周过得怎么样？写几句就行。", "How was your week? A few lines will do."),
    "note_guardian": Words("写几句就行。", "A few lines will do."),
    "sheet_minor": Words("这周每天用手机多少分钟？", "How many minutes a day on the phone this week?"),
    "sheet_guardian": Words(
        "孩子这周每天用手机多少分钟？", "How many minutes a day was your child on the phone this week?"
    ),
    "sheet_hint": Words("不清楚的那天空着，没关系。", "Leave a day empty if you do not know."),
    "shared": Words("这部手机是合用的", "This phone is shared"),
    "explain_hint_minor": Words(
        "发生了什么，写几句就行。会有人看，也会回复你。",
        "What happened? A few lines will do. Somebody will read it and answer.",
    ),
    "explain_hint_guardian": Words(
        "发生了什么，写几句就行。会有人看，也会回复您。",
        "What happened? A few lines will do. Somebody will read it and answer.",
    ),
    "more_words": Words("还想说的（可不填）", "Anything else (need not be filled in)"),
    "submit": Words("提交", "Send"),
    "back": Words("返回", "Back"),
    "received": Words("已收到，谢谢！", "Received. Thank you!"),
    "received_at": Words("收到时间：", "Received:"),
    "you_wrote": Words("交来的内容：", "What was sent:"),
    "explained": Words("说明已收到，会有人回复。", "Your explanation has arrived and will be answered."),
    "next_due": Words("下一次：", "The next one:"),
    "sent": Words("交过的", "Already sent"),
    "answered": Words("回复：", "Answer:"),
    "waits_for_answer": Words("等待回复", "waits for an answer"),
    "close": Words("看完了，关上页面", "Done: close the page"),
    "closed": Words("页面已关上。", "The page is closed."),
    "help": Words("有困难，或不方便填，请拨卡片上的电话。", "Any trouble? Please call the number on your card."),
    "write": Words("请写几句。", "Please write a few words."),
}

CHAPTERS = {"family": _FAMILY}
