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
    "decide_by": Words("最终决定不晚于", "Final decision by"),
    "next": Words("下一项", "Next"),
    "overdue_or_missing": Words("逾期未办／还没收到", "Overdue / not received"),
    "banners": Words("提示", "To know"),
    "next_page": Words("下一页", "Next page"),
    "no_plans": Words("没有符合条件的方案。", "No plan to show."),
    "welcome": Words("您已登录", "You are signed in"),
    "no_caseload": Words(
        "您的岗位不查看案件内容，因此这里没有案件列表。发给您的消息在“我的消息”。",
        "Your post does not look at cases, so there is no list here. What was sent to you is under “My messages”.",
    ),
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
