"""Who carries how much, and handing over."""

from sunward.words import Words

_TEAM = {
    "title": Words("人员与移交", "Team and hand-over"),
    "whole": Words("部门与社工站", "The department and the station"),
    "own": Words("我名下的", "Mine"),
    "order": Words(
        "按岗位和姓名排列，不比较、不排名；数字只说明哪里需要帮手。",
        "In the order of posts and names; nobody is compared. The counts say where help is needed.",
    ),
    "name": Words("姓名", "Name"),
    "role": Words("岗位", "Post"),
    "plans": Words("名下方案", "Plans"),
    "due": Words("七日内应办", "Due within a week"),
    "overdue": Words("逾期未办", "Overdue"),
    "near": Words("30日内届满", "Ends within 30 days"),
    "waiting": Words("待其接收", "To accept"),
    "hand_over": Words("移交", "Hand over"),
    "nobody": Words("没有人员。", "Nobody."),
    "to_accept": Words("等我接收", "Waits for me to accept"),
    "until_then": Words("接收前仍由移交人负责。", "Until then whoever hands over stays responsible."),
    "from_whom": Words("移交人：{name}", "from {name}"),
    "accept": Words("接收", "Accept"),
    "accepted": Words("已接收", "Accepted"),
    "everything_of": Words("{name}名下的全部方案", "All plans of {name}"),
    "to": Words("由谁接", "To whom"),
    "stand_in": Words("接收前临时代理（可不填）", "Who stands in until then (may be empty)"),
    "nobody_else": Words(
        "本院没有同岗位的其他在岗人员；请管理员先登记上岗。",
        "Nobody else of the same post is in service here: the administrator enters somebody first.",
    ),
    "preview": Words("先看会移交哪些", "See what would be handed over"),
    "would": Words(
        "将移交{count}件；每件在接收人接收之前仍由原承办人或临时代理人负责。",
        "{count} plans would be handed over; until each is accepted, whoever carries it or stands in stays responsible.",
    ),
    "open_items": Words("未办结事项{count}项随之移交", "{count} open items go with it"),
    "not_possible": Words("不能移交的", "Cannot be handed over"),
    "nothing": Words("名下没有方案。", "There is nothing to hand over."),
    "do": Words("确定移交", "Hand over"),
    "back": Words("返回", "Back"),
    "handed": Words("已移交{count}件，等待接收", "{count} handed over; they wait to be accepted"),
    "choose": Words("请选由谁接。", "Please choose to whom."),
}

CHAPTERS = {"team": _TEAM}
