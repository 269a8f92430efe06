"""The pages of the law, and of the office's calendar."""

from sunward.words import Words

_LAW = {
    "title": Words("规则与依据", "The law"),
    "lead": Words(
        "本系统依据的每条规则：出处、把握程度、效果、在哪里用到。未经核实的规则不作为不予办理的依据；期限可以改，不能取消。",
        "Every rule this program works by: where it stands, how sure we are, what it does, who relies on it. A rule "
        "that is not verified never refuses; a clock is changed, never switched off.",
    ),
    "edition": Words("版本", "Edition"),
    "rules": Words("规则", "Rules"),
    "steps": Words("每一步由谁", "Who does each step"),
    "steps_lead": Words(
        "一格里有几个岗位的，任何一个都可以；提请人不能自己批准；部门负责人的会签记入案卷，决定不等它。标明“不在本系统”的在纸面上或者由其他机关办理。",
        "Where several posts stand in a cell, any one of them is enough; nobody approves their own proposal; a department "
        "head's countersignature stands on the file and no decision waits for it. What is marked “on paper” happens outside "
        "this program.",
    ),
    "dates": Words("期限与数值", "Dates and numbers"),
    "every_date": Words("程序中的每个期限", "Every date of the procedure"),
    "every_number": Words("全部数值", "All numbers"),
    "id": Words("编号", "Rule"),
    "says": Words("内容", "What it says"),
    "article": Words("依据", "Article"),
    "sure": Words("把握", "How sure"),
    "effect": Words("效果", "Effect"),
    "used": Words("用到的地方", "Used in"),
    "used_in": Words("{count}处", "{count} places"),
    "any": Words("全部", "all"),
    "show": Words("筛选", "Show"),
    "count": Words("{count}条", "{count} rules"),
    "facts": Words("改变案件现状的事实", "Facts that change what stands"),
    "facts_lead": Words(
        "登记这些事实之后，案件不再是原来的样子：哪些停止、哪些开始、请谁在什么期限内决定、告诉谁。系统按同一张表办理。",
        "After these facts a case is no longer what it was: what stops, what starts, who is asked for which decision by "
        "when, and who is told. The program works by this same table.",
    ),
    "or": Words("、", ", "),
    "step": Words("步骤", "Step"),
    "two_people": Words("两人", "two people"),
    "on_paper": Words("不在本系统", "on paper"),
    "from": Words("自", "From"),
    "length": Words("长度", "How long"),
    "rule": Words("规则", "Rule"),
    "number": Words("数值", "Number"),
    "value": Words("现行", "In force"),
    "bounds": Words("可设范围", "Bounds"),
    "examples": Words("示例（刚刚运行）", "Examples (run just now)"),
    "sentence": Words("情形", "The case"),
    "answer": Words("结果", "Answer"),
    "as_told": Words("与示例一致", "as told"),
    "not_as_told": Words("与示例不一致", "not as told"),
    "asked_by": Words("由这些函数回答", "Answered by"),
    "files": Words("依赖它的文件", "Files that rely on it"),
    "by_hand": Words("由人掌握", "Kept by people"),
    "no_rules": Words("不是系统规则的条目及理由", "Rows that are no rule of the machine, and why"),
    "is_no_rule": Words("这一条不是系统规则", "This row is no rule of the machine"),
    "said_by": Words("由这些规则说明", "Said by"),
    "answer_holds": Words("成立", "holds"),
    "answer_warns": Words("提示", "warns"),
    "answer_refuses": Words("拒绝", "refuses"),
    "answer_true": Words("是", "yes"),
    "answer_false": Words("否", "no"),
}

_HOLIDAYS = {
    "title": Words("工作日历", "Working days"),
    "lead": Words(
        "期限最后一日逢节假日的顺延，依这里的日历计算；没有公布的年份先推算，并标明暂定。",
        "A limit whose last day is a holiday rolls over by this calendar; a year that is not announced is computed and marked.",
    ),
    "years": Words("已公布与推算的年份", "Years announced and computed"),
    "year": Words("年份", "Year"),
    "state": Words("状态", "State"),
    "notice": Words("通知", "Notice"),
    "entered": Words("录入时间", "Entered"),
    "known": Words("已公布", "announced"),
    "provisional": Words("推算（暂定）", "computed (provisional)"),
    "enter": Words("录入一年的节假日通知", "Enter a year's notice"),
    "number": Words("通知文号", "Number of the notice"),
    "source": Words("在哪里可以查到", "Where it can be read"),
    "hint": Words(
        "放假自哪天至哪天；只放一天的，只填第一格。日期写成2027年1月1日或2027-01-01。",
        "Free from which day to which; for a single day fill in the first only. Write days as 2027-01-01.",
    ),
    "from": Words("自", "from"),
    "to": Words("至", "to"),
    "worked": Words("调休上班的周末", "Weekends that are worked"),
    "worked_day": Words("上班日", "a worked day"),
    "preview": Words("先看会改动哪些期限", "See first which dates it moves"),
    "would_move": Words("{year}年：会改动{count}个期限", "{year}: {count} dates would move"),
    "nothing_moves": Words("没有期限改动。", "No date moves."),
    "what": Words("事项", "What"),
    "was": Words("原来", "Was"),
    "now": Words("改为", "Would be"),
    "announce": Words("确认公布，改动以上期限", "Announce it and move these dates"),
    "done": Words(
        "{year}年的节假日已录入，期限已重新计算并记入各案。",
        "The year {year} is announced; dates were counted anew, each on its file.",
    ),
}

_MANY = {
    "title": Words("批量办理", "Many plans at once"),
    "lead": Words(
        "先看每个方案会怎样，确认之后才办理；其间有方案变动的，一个也不办。",
        "What it would do to each plan is seen first; done is only what was seen. If one of them moves on meanwhile, none is done.",
    ),
    "choose": Words("请选一项。", "Please choose one."),
    "reason": Words("理由（记入每个案卷）", "Why (kept on each file)"),
    "move_days": Words("把同一天的工作改到另一天", "Move one day's work to another day"),
    "move_hint": Words(
        "只动本院人员的工作，不动家庭的事项。", "Only the office's own work moves; a family's week stays."
    ),
    "item": Words("哪项工作", "Which work"),
    "due_on": Words("原定哪天", "Due on"),
    "to_on": Words("改到哪天", "Moved to"),
    "adopt_edition": Words("改用今天的规则版本", "Move to today's edition of the rulebook"),
    "edition_hint": Words(
        "仍按旧版规则办理的方案改用新版；已过去的不动。",
        "Plans still under an older edition live under today's from now on; the past is untouched.",
    ),
    "see": Words("先看会怎样", "See first what it would do"),
    "would": Words("会涉及{count}个方案", "{count} plans would be touched"),
    "nothing": Words("没有涉及的方案。", "No plan is touched."),
    "from": Words("自", "From"),
    "kept": Words("不变", "Kept"),
    "moved": Words("改期", "Moved"),
    "cancelled": Words("取消", "Cancelled"),
    "told": Words("要告知", "To be told"),
    "do": Words("确认办理", "Do it"),
    "done": Words("已办理，涉及{count}个方案，均已记入案卷。", "Done to {count} plans, each on its file."),
}

CHAPTERS = {"law": _LAW, "holidays": _HOLIDAYS, "many": _MANY}
