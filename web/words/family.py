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
    "sheet_hint": Words(
        "填分钟数，或照屏幕写，如“3小时25分”。不清楚的那天空着，没关系。",
        "Minutes, or as the screen says it, such as 3h 25m. Leave a day empty if you do not know.",
    ),
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
    "received_early": Words(
        "已收到，先留着。这一次的时间还没开始，到时还要再交。",
        "Received and kept. The time it is about has not begun: please send it then as well.",
    ),
    "received_at": Words("收到时间：", "Received: "),
    "you_wrote": Words("交来的内容：", "What was sent:"),
    "explained": Words("说明已收到，会有人回复。", "Your explanation has arrived and will be answered."),
    "next_due": Words("下一次：", "The next one: "),
    "sent": Words("交过的", "Already sent"),
    "answered": Words("回复：", "Answer: "),
    "waits_for_answer": Words("等待回复", "waits for an answer"),
    "close": Words("看完了，关上页面", "Done: close the page"),
    "closed": Words("页面已关上。", "The page is closed."),
    "help": Words("有困难，或不方便填，请拨卡片上的电话。", "Any trouble? Please call the number on your card."),
    "leave": Words("外出申请", "Leave to be away"),
    "leave_asked": Words("申请已收到。", "Your request has arrived."),
    "leave_please_wait": Words(
        "请等答复；没有答复之前先不要出发。", "Please wait for the answer, and do not set out before it."
    ),
    "leave_wait_for_both": Words("请等两边都同意再出发。", "Please wait until both have agreed."),
    "leave_wait": Words("等待答复", "Waiting for an answer"),
    "leave_granted": Words("已同意", "Granted"),
    "leave_refused": Words("没有同意，请拨卡片上的电话了解。", "Not granted; please call the number on your card."),
    "leave_standing": Words("长期往返", "a standing permission"),
    "leave_from_on": Words("哪天走", "Leaving on"),
    "leave_to_on": Words("哪天回", "Back on"),
    "leave_destination": Words("去哪里", "Where to"),
    "leave_reason": Words("去做什么", "What for"),
    "leave_urgent": Words(
        "急事来不及等，先拨卡片上的电话说一声。", "If it cannot wait, call the number on your card first."
    ),
    "day_wrong": Words("请写成这样：2026-12-01", "Please write it like this: 2026-12-01"),
    "back_before_gone": Words("回来的日子比走的日子早。", "The return lies before the departure."),
    "too_long": Words("文字太长，请写短一些。", "That is too long; please make it shorter."),
    "stored": Words("存了我哪些信息", "What is stored about me"),
    "stored_link": Words("存了我哪些信息，怎么提意见", "What is stored about me, and how to object"),
    "stored_why_minor": Words(
        "只为这段时间的帮助和监督使用；除了负责你的人，别人看不到。",
        "It is used only for this time of help and supervision; nobody but those responsible for you sees it.",
    ),
    "stored_why_guardian": Words(
        "只为这段时间的帮助和监督使用；除了负责的人，别人看不到。这里只显示您自己的信息。",
        "It is used only for this time of help and supervision; nobody but those responsible sees it. "
        "Only what concerns yourself is shown here.",
    ),
    "stored_count": Words("{n}条", "{n}"),
    "stored_consents": Words("同意过的", "What I agreed to"),
    "stored_refused": Words("没有同意的", "What I did not agree to"),
    "stored_withdrawn": Words("撤回于", "withdrawn on"),
    "stored_until": Words(
        "事情结束后依法封存，不经批准谁也不能打开。",
        "When all is over it is sealed by law, and nobody opens it without approval.",
    ),
    "stored_ask": Words("想看、想改、想删，或者不同意", "To see it, correct it, delete it, or object"),
    "stored_wish": Words("希望怎样", "What you wish"),
    "stored_text": Words("写几句，说明是哪一条", "A few lines: which one do you mean?"),
    "stored_asked": Words("请求已收到，会有人答复。", "Your request has arrived and will be answered."),
    "wish_copy": Words("看看、复制", "To see it or have a copy"),
    "wish_correct": Words("有不对的，要更正", "Something is wrong: correct it"),
    "wish_delete": Words("不该有的，要删除", "It should not be there: delete it"),
    "wish_object": Words("不同意这样使用", "I object to this use"),
    "outcome_done": Words("已照办。", "Done."),
    "outcome_partly": Words("部分照办。", "Done in part."),
    "outcome_refused": Words("不能照办。", "Not possible."),
    "consent_device_data": Words("查看手机使用数据", "looking at phone-use data"),
    "consent_supervision_data": Words("为监督考察使用个人信息", "use of my data for the supervision"),
    "write": Words("请写几句。", "Please write a few words."),
}

CHAPTERS = {"family": _FAMILY}
