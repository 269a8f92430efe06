"""Practice settings: what an office chooses, from when, and what that would move."""

from sunward.words import Words

_PRACTICE = {
    "title": Words("本院做法", "Practice settings"),
    "lead": Words(
        "这里是可以由本院设定的数值，都有上下限；期限可以改，不能取消。法律已有规定的不在这里。",
        "The values an office may choose, each within its bounds: a clock is changed, never switched off. What the law fixes is not here.",
    ),
    "practice": Words("本院做法", "The office's practice"),
    "memory": Words(
        "未核实的法定数值（只由市院法律人员更正）",
        "Values of the law not verified at their source (corrected by the city office's jurist alone)",
    ),
    "what": Words("数值", "Value"),
    "now": Words("现行", "In force"),
    "bounds": Words("可设范围", "Bounds"),
    "between": Words("{least}至{most}", "{least} to {most}"),
    "then": Words("将从{day}起为{value}", "from {day}: {value}"),
    "change": Words("改", "Change"),
    "value": Words("改为", "New value"),
    "value_hint": Words("{least}至{most}{unit}", "{least} to {most} {unit}"),
    "list_hint": Words(
        "从大到小，用逗号分开，每个在{least}至{most}之间", "falling, between commas, each from {least} to {most}"
    ),
    "from_on": Words("从哪天起", "From which day"),
    "from_on_hint": Words(
        "最早明天；已经开始计算的不受影响", "tomorrow at the earliest; what has begun keeps its dates"
    ),
    "reason": Words("理由", "Reason"),
    "preview": Words("先看影响", "See what it would do"),
    "set": Words("确定设定", "Set it"),
    "edit": Words("返回修改", "Change the answers"),
    "effect": Words("影响预览", "What it would do"),
    "from_to": Words("从{day}起，{before}改为{after}。", "From {day}: {before} becomes {after}."),
    "running": Words("现有{count}件方案在考验期内或待决定。", "{count} plans run today."),
    "looked_at": Words("只计算了最先届满的{count}件。", "Computed through: the {count} that end first."),
    "moves": Words(
        "其中{plans}件共有{steps}处自动提醒会改期：",
        "{steps} automatic steps on {plans} of them would come at another moment:",
    ),
    "moves_nothing": Words(
        "现有事项的提醒一处也不改期；从那天起新产生的按新数值。",
        "No step of an open item moves; what begins from that day on follows the new value.",
    ),
    "plan": Words("方案", "Plan"),
    "step": Words("提醒", "Step"),
    "was": Words("原定", "Was"),
    "will_be": Words("改为", "Will be"),
    "not_any_more": Words("不再有", "not any more"),
    "anew": Words("新增", "new"),
    "first_of": Words("以上为前{shown}处。", "The first {shown} are shown."),
    "done": Words("已设定", "It is set"),
    "history": Words("设定过的", "Chosen so far"),
    "nothing_chosen": Words("还没有设定过，都用原定数值。", "Nothing was chosen: all values are as written."),
    "by": Words("由谁", "By"),
    "back": Words("返回本院做法", "Back to the settings"),
}

CHAPTERS = {"practice": _PRACTICE}
