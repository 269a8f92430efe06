"""How somebody is doing: the tab of the team, the person's own page, the index explained, and figures over many cases.
To the minor 你, to a guardian 您."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "evaluation.topic": {
        "home": Words("家里", "At home"),
        "school_or_work": Words("学习或工作", "School or work"),
        "agreements": Words("约定的事", "What was agreed"),
        "phone_use": Words("用手机", "Use of the phone"),
        "mood": Words("心情", "Mood"),
    },
    "evaluation.says": {
        "well": Words("挺好", "well"),
        "mixed": Words("有好有不好", "mixed"),
        "hard": Words("不容易", "hard"),
        "cannot_say": Words("说不上来", "cannot say"),
        "nothing": Words("没有说", "not said"),
    },
    "evaluation.together": {
        "agree": Words("一致", "agree"),
        "differ": Words("有出入", "differ"),
        "contradict": Words("说法不一，请问问为什么", "contradict: please ask why"),
        "one_voice": Words("只有一个人说", "one view only"),
        "nobody": Words("没有人说得上来", "nobody could assess"),
    },
    "evaluation.result": {
        "continue": Words("按方案继续", "goes on as planned"),
        "strengthen": Words("加强帮扶", "more support"),
        "relax": Words("放宽", "relaxed"),
        "change": Words("调整方案", "the plan is changed"),
    },
    "evaluation.time": {
        "start": Words("开始", "Start"),
        "mid": Words("期中", "Half time"),
        "end": Words("结束", "End"),
    },
    "evaluation.need": {
        "0": Words("不需要", "none"),
        "1": Words("一些", "some"),
        "2": Words("较多", "much"),
    },
    "evaluation.change": {
        "less": Words("需要的少了", "less is needed"),
        "same": Words("差不多", "about the same"),
        "more": Words("需要的多了", "more is needed"),
        "unclear": Words("说不准", "unclear"),
        "not_seen": Words("还没有再看", "not looked at again"),
    },
    "evaluation.moved": {
        "lower": Words("比第一次低，超出误差。", "Lower than the first time, by more than the error."),
        "higher": Words("比第一次高，超出误差。", "Higher than the first time, by more than the error."),
        "within_error": Words(
            "和第一次的差别没有超出误差（{needed}分）。",
            "No more different from the first time than its error ({needed}).",
        ),
        "not_comparable": Words("不能和第一次比。", "Cannot be compared with the first time."),
    },
    "evaluation.evidence": {
        "page": Words("页面提交", "on the page"),
        "phone": Words("电话代填", "by phone"),
        "paper": Words("纸质", "on paper"),
        "person": Words("当面", "in person"),
        "explained": Words("说明", "explained"),
        "answered": Words("答复", "answered"),
    },
    "progress.title": {
        "minor": Words("我的进步", "My progress"),
        "guardian": Words("我这边的情况", "My tasks"),
    },
    "progress.see": {
        "minor": Words("看看我的进步", "See my progress"),
        "guardian": Words("看看我这边的情况", "See my tasks"),
    },
    "progress.say": {
        "minor": Words("我想说几句，或者哪里不对", "I want to say something, or something is wrong"),
        "guardian": Words("您想说几句，或者哪里不对", "You want to say something, or something is wrong"),
    },
    "progress.view": {
        "minor": Words(
            "这段时间过得怎么样？怎么想就怎么填，没有对错。",
            "How have things been? There are no right or wrong answers.",
        ),
        "school": Words(
            "这段时间这位同学在学校怎么样？您看到什么就填什么，不必打听，也不要告诉别人。",
            "How has this pupil been at school? Say what you see yourself; please ask nobody, and tell nobody.",
        ),
        "mentor": Words(
            "这段时间他（她）在您那里怎么样？您看到什么就填什么，不必打听，也不要告诉别人。",
            "How has this young person been with you? Say what you see yourself; please ask nobody, and tell nobody.",
        ),
        "guardian": Words("这段时间孩子怎么样？您怎么看就怎么填。", "How has your child been? Say it as you see it."),
    },
    "progress.confirm": {
        "hours": Words("几小时", "How many hours"),
        "times": Words("几次", "How many times"),
        "number": Words("请填一个整数。", "Please give a whole number."),
        "day": Words("请选一天。", "Please choose a day."),
        "again": Words("填错了请告诉给您卡片的人。", "If something is wrong, tell whoever gave you the card."),
    },
    "progress.unit": {
        "hours": Words("小时", "hours"),
        "times": Words("次", "times"),
    },
    "figures.switch": {
        "on": Words("启用", "Switch on"),
        "off": Words("关闭", "Switch off"),
    },
}
