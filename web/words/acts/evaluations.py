"""How somebody is doing: views, needs, questionnaires, milestones."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "evaluate": Words("作出阶段评估", "Evaluate a milestone"),
    "note": Words("记一件事", "Note a fact"),
    "ask_views": Words("征求各方意见", "Ask for views"),
    "give_view": Words("登记一方的看法", "Write down a view"),
    "propose_evaluation": Words("提出阶段评估建议", "Propose how it goes on"),
    "rate_needs": Words("评估需要哪些帮助", "Rate which help is needed"),
    "record_situation": Words("登记学习、工作或居住情况", "Record school, work or household"),
    "record_questionnaire": Words("登记问卷结果", "Record a questionnaire"),
    "comment_on_progress": Words("代记对进步情况的意见", "Write down a comment on progress"),
    "tell_index": Words("已向本人说明进步指数怎么算", "The index was explained to the minor"),
}

FIELDS: dict[str, Words] = {
    "about": Words("关于哪一条（可不填）", "About which entry (may be empty)"),
    "agreements": Words("约定的事做得怎样", "Keeping what was agreed"),
    "answers": Words("按题号顺序填答案，用空格隔开", "The answers in the order of the items, with spaces between"),
    "ask_views.of": Words("问谁（不选即全部可以问的）", "Whom (all who may be asked, if none is chosen)"),
    "attitude": Words(
        "对这件事的认识：0不需要帮助，1一些，2较多", "View of what was done: 0 no help needed, 1 some, 2 much"
    ),
    "emotion": Words("情绪", "Mood"),
    "explained": Words("说法不一的，核实到什么", "Where voices contradict: what explains it"),
    "rate_needs.family": Words("家庭：0不需要帮助，1一些，2较多", "Family: 0 no help needed, 1 some, 2 much"),
    "give_view.of": Words("谁的看法", "Whose view"),
    "given_by": Words("由谁施测", "Who gave it"),
    "home": Words("家里怎么样", "How it is at home"),
    "internet_use": Words("用网习惯", "Use of the internet"),
    "leisure": Words("空闲时间", "Free time"),
    "mood": Words("心情怎么样", "How the mood is"),
    "no_number": Words("本人不要数字", "The minor wants no number"),
    "peers": Words("交往", "Friends"),
    "phone_use": Words("用手机怎么样", "How it is with the phone"),
    "questionnaire": Words("问卷代号（如 iat、sdq-self）", "Code of the questionnaire (such as iat, sdq-self)"),
    "rate_needs.school_or_work": Words(
        "学习或工作：0不需要帮助，1一些，2较多", "School or work: 0 no help needed, 1 some, 2 much"
    ),
    "school_or_work": Words("学习或工作怎么样", "How school or work is"),
    "subject": Words("哪方面", "About what"),
    "substances": Words("烟酒等", "Tobacco, alcohol and the like"),
    "taken_on": Words("填写之日", "Day it was filled in"),
    "time": Words("哪个时点", "At which time"),
    "total": Words("总分（不填答案时）", "The total (instead of the answers)"),
    "milestone": Words("哪个节点", "Which milestone"),
    "topic": Words("关于", "About"),
}

CHOICES: dict[str, Words] = {
    "home.well": Words("挺好", "Well"),
    "home.mixed": Words("有好有不好", "Mixed"),
    "home.hard": Words("不容易", "Hard"),
    "home.cannot_say": Words("说不上来", "Cannot say"),
    **{
        f"{topic}.{code}": words
        for topic in ("school_or_work", "agreements", "phone_use", "mood")
        for code, words in (
            ("well", Words("挺好", "Well")),
            ("mixed", Words("有好有不好", "Mixed")),
            ("hard", Words("不容易", "Hard")),
            ("cannot_say", Words("说不上来", "Cannot say")),
        )
    },
    "ask_views.of.school": Words("学校（须有知情人）", "The school (somebody there must know)"),
    "give_view.of.school": Words("学校", "The school"),
    "ask_views.of.mentor": Words(
        "帮扶人、网格员或者用人单位（须有知情人）", "Mentor, grid worker or employer (somebody there must know)"
    ),
    "give_view.of.mentor": Words("帮扶人、网格员或者用人单位", "Mentor, grid worker or employer"),
    "subject.school_or_work": Words("学习或工作", "School or work"),
    "subject.household": Words("和谁一起住", "With whom one lives"),
    "time.start": Words("开始", "Start"),
    "time.mid": Words("期中", "Half time"),
    "time.end": Words("结束", "End"),
    "state.in_school": Words("在校学习", "At school"),
    "state.back_in_school": Words("已返校学习", "Back at school"),
    "state.in_training": Words("职业培训或当学徒", "In training or an apprentice"),
    "state.in_work": Words("在工作", "At work"),
    "state.looking": Words("正在找学校或工作", "Looking for a school or work"),
    "state.neither": Words("目前没有上学和工作", "Neither at present"),
    "state.with_parents": Words("和父母住", "With a parent"),
    "state.with_grandparents": Words("和祖辈住，父母在外", "With grandparents, the parents away"),
    "state.with_others": Words("和其他人住", "With others"),
    "state.boarding": Words("住校或住集体宿舍", "Boarding"),
    "state.alone": Words("独自住", "Alone"),
}

HINTS: dict[str, Words] = {
    "ask_views": Words(
        "没有知情人的学校不会被问到；问学校由人去问，系统不发消息。",
        "A school in which nobody knows is not asked; a person asks, and no message is sent.",
    ),
    "propose_evaluation": Words("只是建议，由承办检察官决定。", "It only proposes; the prosecutor decides."),
    "record_questionnaire": Words(
        "须有测评前的两份同意；结果只作参考，不是诊断。",
        "Both consents must come before it; the result is for reference and no diagnosis.",
    ),
}
