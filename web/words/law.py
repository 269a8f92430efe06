"""The pages of the law, and of the office's calendar."""

from sunward.words import Words

_LAW = {
    "title": Words("规则与依据", "The law"),
    "lead": Words(
        "本系统依据的每条规则：出处、把握程度、效果、在哪里用到。凭记忆的规则从不拒绝；期限可以改，不能取消。",
        "Every rule this program works by: where it stands, how sure we are, what it does, who relies on it. A rule known "
        "from memory never refuses; a clock is changed, never switched off.",
    ),
    "edition": Words("版本", "Edition"),
    "rules": Words("规则", "Rules"),
    "steps": Words("每一步由谁", "Who does each step"),
    "steps_lead": Words(
        "一格里有几个岗位的，任何一个都可以；提请人不能自己批准。灰色的一格在纸面上或者由其他机关办理。",
        "Where several posts stand in a cell, any one of them is enough; nobody approves their own proposal. What is marked "
        "“on paper” happens outside this program.",
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
    "ANSWER_holds": Words("成立", "holds"),
    "ANSWER_warns": Words("提示", "warns"),
    "ANSWER_refuses": Words("拒绝", "refuses"),
}

CHAPTERS = {"law": _LAW}
