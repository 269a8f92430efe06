"""The desk: my day and my cases."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "desk.show": {
        "all": Words("全部", "All"),
        "due": Words("七日内有到期的", "Something due within seven days"),
        "overdue": Words("有逾期未办或还没收到的", "Something overdue or not received"),
        "near": Words("临近期满（30日内）", "Ending within 30 days"),
        "review": Words("有提交待看的", "Something to review"),
    },
    "desk.door": {
        "statistics": Words(
            "各院的办理数字和导出；不足五件的不显示。",
            "Figures of each office, and their export; fewer than five cases show none.",
        ),
        "staff": Words(
            "谁在岗；新增检察院和人员；离岗前先移交。",
            "Who is in service; new offices and people; nobody leaves with anything open.",
        ),
        "law": Words("每条规则的依据、把握和示例。", "Each rule with its source, how sure we are of it, and examples."),
        "holidays": Words("每年的放假和调休安排。", "Each year's holidays and worked weekends."),
        "practice": Words(
            "可以由本院选定的数值；改之前先看影响。", "What an office may choose, with a preview of what it moves."
        ),
        "journal": Words(
            "谁在什么时候看过、办过什么；核对日志链。", "Who viewed or changed what and when, with an integrity check."
        ),
        "paper-templates": Words(
            "换上本院的文书模板，另一人核准。", "The office's own templates, approved by a second person."
        ),
        "messages": Words(
            "发过和等着发的每一条提醒，状态和原因。", "Every message sent or waiting, with its state and why."
        ),
        "inbox": Words("系统发给您的消息。", "Notifications for you."),
    },
}
