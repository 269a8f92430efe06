"""What the pages say around any act: the list, the form, the check, the receipt."""

from sunward.words import Words

_ACT = {
    "what_can_be_done": Words("可以办理", "What can be done"),
    "nothing": Words("您眼下没有可以在本方案上办理的事项。", "There is nothing you can do with this plan at present."),
    "out_of_place": Words(
        "按方案目前的情况，这一项可能办不成；理由会在下一步说明。",
        "As the plan stands this may be refused; the next step says why.",
    ),
    "asks_nothing": Words("没有要填的内容，下一步核对。", "There is nothing to fill in; the next step is to check."),
    "may_be_empty": Words("可不填", "may be empty"),
    "choose": Words("请选择", "Please choose"),
    "go_on": Words("下一步：核对", "Next: check"),
    "check": Words("核对", "Check your answers"),
    "will_be": Words("办理之后", "What will be on record"),
    "no_change": Words("没有变化（已经办过）", "Nothing changes: it is done already"),
    "begun": Words("新增{count}项", "{count} more owed"),
    "ended": Words("了结{count}项", "{count} no longer owed"),
    "will_hear": Words("会告诉谁", "Who will hear of it"),
    "nobody_hears": Words("不会因此发出任何消息。", "Nobody is written to because of it."),
    "warnings": Words("请留意：规则有提示", "Please note what the rules say"),
    "accept": Words("仍要办理的理由（记入案卷）", "Why it is done all the same (kept on the file)"),
    "change": Words("改前改后对照（已过去的不动）", "Before and after (the past is untouched)"),
    "change_from": Words("自{day}起", "from {day} on"),
    "change_kept": Words("不变：{count}项", "Kept: {count}"),
    "change_moved": Words("改期：{count}项", "Moved: {count}"),
    "change_ended": Words("取消：{count}项", "Cancelled: {count}"),
    "change_added": Words("新增：{count}项", "Added: {count}"),
    "change_right": Words("更正", "Corrected"),
    "change_none": Words("无", "none"),
    "change_sent_before": Words("已经发出、请当面说明的", "Sent already; please speak to them"),
    "password": Words(
        "您的密码（登录已过了一会儿，作出决定前再确认一次）",
        "Your password, once more before deciding: you signed in a while ago",
    ),
    "password_missing": Words("请再输入一次密码。", "Please enter your password again."),
    "not_as_seen": Words(
        "要办的与您核对过的不一致，还没有办理。请看下面的内容，再确认一次。",
        "This is not what you checked, and nothing was done. Please look at it below, and confirm again.",
    ),
    "moved_on": Words(
        "您核对之后案卷有变动，还没有办理。请看下面现在的情况，再确认一次。",
        "The file has changed since you checked, and nothing was done. Please look at how it stands now, and confirm again.",
    ),
    "accept_fact": Words(
        "可以写明缘由（可不填）。这是已经发生的事，照样记录。",
        "You may say how it came (optional). It has happened, and goes on record all the same.",
    ),
    "accept_because": Words("请写明仍要办理的理由。", "Please say why it is done all the same."),
    "too_long": Words("太长，最多2000字。", "Too long: 2000 characters at most."),
    "sure_V": Words("已核实", "read at its source"),
    "sure_V2": Words("转引，未见原文", "read in a second hand"),
    "sure_K": Words("未核实，请先问", "not verified: please ask first"),
    "sure_P": Words("本院做法，不是法律", "an office's practice, not law"),
    "do": Words("确认办理", "Do it"),
    "edit": Words("返回修改", "Change something"),
    "done": Words("已办理，已记入案卷", "Done, and on the file"),
    "receipt": Words("回执 {mark}", "Receipt {mark}"),
    "to_the_plan": Words("回到方案", "Back to the plan"),
    "do_more": Words("继续办理", "Do something else"),
}

DATES_MOVED: dict[str, Words] = {
    "announced_on": Words("宣布之日", "the day of the announcement"),
    "period_to": Words("考验期届满日", "the last day of the period"),
    "working_end": Words("推算的届满日", "the end as computed"),
    "final_decision_by": Words("起诉或者不起诉的决定不晚于", "the final decision by"),
    "of_age_on": Words("成年之日", "the day of coming of age"),
    "edition_id": Words("规则版本", "the edition of the rulebook"),
    "sealed_on": Words("封存之日", "the day of the seal"),
    "hushed_until_on": Words("暂缓提醒至", "texts hushed until"),
}
"""Dates of the plan itself that a change may move."""

CHAPTERS = {"act": _ACT}
