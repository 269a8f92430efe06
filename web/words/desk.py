"""The desk: my day and my cases."""

from sunward.words import Words

_DESK = {
    "today": Words("今天", "Today"),
    "to_do": Words("今日待办", "To do today"),
    "to_decide": Words("待我决定", "For my decision"),
    "overdue": Words("逾期未办", "Overdue with the office"),
    "within_a_week": Words("七日内到期", "Due within seven days"),
    "to_review": Words("有提交待看", "With something to review"),
    "near_end": Words("临近期满（30日内）", "Ending within 30 days"),
    "plans": Words("方案", "Plans"),
    "nothing": Words("今天没有等您办的事。", "Nothing waits for you today."),
    "coming": Words("您这七天要办的", "Yours within seven days"),
    "more": Words("另有{count}项。", "And {count} more."),
    "days_over": Words("已过{days}天", "{days} d ago"),
    "filters": Words("筛选", "Filters"),
    "show": Words("显示", "Show"),
    "show_all": Words("全部", "All"),
    "show_due": Words("七日内有到期的", "Something due within seven days"),
    "show_overdue": Words("有逾期未办或还没收到的", "Something overdue or not received"),
    "show_near": Words("临近期满（30日内）", "Ending within 30 days"),
    "show_review": Words("有提交待看的", "Something to review"),
    "stage": Words("阶段", "Stage"),
    "stage_all": Words("所有阶段", "All stages"),
    "filter": Words("筛选", "Filter"),
    "no_filter": Words("取消筛选", "No filter"),
    "dates_only": Words("只显示日期，不显示内容", "dates only, no content"),
    "plan": Words("方案", "Plan"),
    "until": Words("考验期至", "Period until"),
    "decide_by": Words("起诉或者不起诉的决定不晚于", "Final decision by"),
    "next": Words("下一项", "Next"),
    "overdue_or_missing": Words("逾期未办／还没收到", "Overdue / not received"),
    "banners": Words("提示", "To know"),
    "next_page": Words("下一页", "Next page"),
    "no_plans": Words("没有符合条件的方案。", "No plan to show."),
    "welcome": Words("您已登录", "You are signed in"),
    "no_caseload": Words(
        "您的岗位不查看案件内容，这里没有案件列表。您可以办的：",
        "Your post does not look at cases, so there is no list of them here. What you can do:",
    ),
    "door_statistics": Words(
        "各院的办理数字和导出；不足五件的不显示。",
        "Figures of each office, and their export; fewer than five cases show none.",
    ),
    "door_staff": Words(
        "谁在岗；新增检察院和人员；离岗前先移交。",
        "Who is in service; new offices and people; nobody leaves with anything open.",
    ),
    "door_law": Words(
        "每条规则的依据、把握和示例。", "Each rule with its source, how sure we are of it, and examples."
    ),
    "door_holidays": Words("每年的放假和调休安排。", "Each year's holidays and worked weekends."),
    "door_practice": Words(
        "可以由本院选定的数值；改之前先看影响。", "What an office may choose, with a preview of what it moves."
    ),
    "door_journal": Words(
        "谁在什么时候看过、办过什么；核对日志链。", "Who saw and did what, and when; the chain is checked."
    ),
    "door_paper-templates": Words(
        "换上本院的文书模板，另一人核准。", "The office's own templates, approved by a second person."
    ),
    "door_messages": Words(
        "发过和等着发的每一条提醒，状态和原因。", "Every message sent or waiting, with its state and why."
    ),
    "door_inbox": Words("系统发给您的消息。", "What the system has told you."),
}

_SEARCH = {
    "title": Words("查找", "Search"),
    "asked": Words("姓名、电话或方案编号", "Name, phone or number of the plan"),
    "hint": Words(
        "姓名可只写其中两个字；电话可只写末四位。只在您能看的案件里找。",
        "Part of a name will do, or the last four digits of a phone; only among the plans you may see.",
    ),
    "found": Words("找到{count}件", "{count} found"),
}

CHAPTERS = {"desk": _DESK, "search": _SEARCH}
