"""On the way: filled in where there is no signal."""

from sunward.words import Words

_OUT = {
    "title": Words("外出记录", "On the way"),
    "lead": Words(
        "没有信号也能填，填一下存一下；有信号时自动提交，只提交一次。",
        "Works without a signal: every tap is saved, and what is written is sent, once, when there is one.",
    ),
    "no_script": Words(
        "这台手机的浏览器不支持离线填写，请在有信号时从案件页填写。",
        "This browser cannot keep anything for later: please fill it in from the case while there is a signal.",
    ),
    "waiting": Words("还在手机里", "Still on this phone"),
    "send_now": Words("现在提交", "Send now"),
    "list": Words("可以填的", "What can be filled in"),
    "went": Words("见到、说上话了吗", "How it went"),
    "text_hint": Words("不写姓名和学校，写“他”“孩子”即可。", "No names and no school: “he” or “she” will do."),
    "check": Words("填好了，看一遍", "Check the answers"),
    "check_title": Words("看一遍再交", "Check before it goes"),
    "change": Words("回去修改", "Change something"),
    "back": Words("先放着，返回", "Leave it for now"),
    "whose_phone": Words(
        "手机里存的内容已加密，不写姓名，提交后即清除。",
        "What waits on this phone is encrypted, names nobody, and is wiped once it is sent.",
    ),
    "not_sent": Words("{n}条未发送", "{n} not sent"),
    "all_sent": Words("全部已提交", "Everything is sent"),
    "offline": Words("没有信号，先存在手机里。", "No signal: it stays on this phone for now."),
    "kept": Words("已存在手机里 {at}", "Saved on this phone at {at}"),
    "as_of": Words("清单取于 {at}", "List as of {at}"),
    "sign_in": Words("请先登录，才能取清单和提交。", "Please sign in to fetch the list and to send."),
    "received": Words("已收到 {at}", "Received at {at}"),
    "taken": Words(
        "这一项已经有人记录。请看过后决定：作为补充提交，或者不要了。",
        "Somebody has recorded this meanwhile. Look at it, then decide: hand yours in as an addition, or drop it.",
    ),
    "refused": Words("没有被接受：{why}", "Not accepted: {why}"),
    "add": Words("作为补充提交", "Hand in as an addition"),
    "look": Words("看已有的记录", "Look at what is there"),
    "drop": Words("不要了，删除", "Drop it"),
    "again": Words("修改", "Change it"),
    "theirs": Words(
        "这台手机里还有另一位同事未发送的{n}条；请本人登录后提交。",
        "{n} of another colleague wait on this phone; they go when that colleague signs in.",
    ),
    "impossible": Words(
        "这里不能离线保存（需要安全连接），请直接在案件页填写。",
        "Nothing can be kept here (it takes a secure connection): please fill it in from the case.",
    ),
    "nothing": Words("没有可以填的。", "Nothing to fill in."),
    "overdue": Words("已过期限", "overdue"),
    "empty": Words("（没有填）", "(left empty)"),
}

_REPORTING = {
    "title": Words("立即报告：孩子受到伤害", "Report now: harm to the child"),
    "call_first": Words("先打电话报告", "Call first"),
    "then": Words(
        "打过以后再登记：找到了谁、什么时候、受理编号。在这里登记不等于报告。",
        "Then write down whom you reached, when, and the reference. Writing it down here is not the report.",
    ),
    "record_for": Words("登记已打过的电话：{plan}", "Write down the call that was made: {plan}"),
}

CHAPTERS = {"out": _OUT, "reporting": _REPORTING}
