"""Changes of the period, of a condition, of days, and of the edition."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "change_period": Words("变更考验期", "Change the period"),
    "change_condition": Words("变更附带条件", "Change a condition"),
    "change_cadence": Words("变更日程", "Change how often what is owed"),
    "move_item": Words("一项改期", "Move one to another day"),
    "adopt_edition": Words("改用新版规则", "Move to today's edition of the rulebook"),
}

FIELDS: dict[str, Words] = {
    "every_days": Words("每几天一次", "Every how many days"),
    "every_months": Words("每几个月一次", "Every how many months"),
    "first_on": Words("第一次", "The first one"),
    "on_day": Words("几号", "On which day of the month"),
    "weekday": Words("星期几", "Which weekday"),
    "hour": Words("几点前（如 20:00）", "By which hour (such as 20:00)"),
    "owner": Words("由谁完成", "Whose it is"),
    "no_more": Words("不再需要", "Owed no longer"),
    "move_item.to_on": Words("改到哪天", "Moved to"),
    "heard": Words("已听取本人及法定代理人意见", "The minor and representative were heard"),
    "change_condition.text": Words("新的条件", "The new condition"),
}

CHOICES: dict[str, Words] = {
    "owner.guardian": Words("监护人", "A guardian"),
    "owner.minor": Words("本人", "The minor"),
    "weekday.Mon": Words("星期一", "Monday"),
    "weekday.Tue": Words("星期二", "Tuesday"),
    "weekday.Wed": Words("星期三", "Wednesday"),
    "weekday.Thu": Words("星期四", "Thursday"),
    "weekday.Fri": Words("星期五", "Friday"),
    "weekday.Sat": Words("星期六", "Saturday"),
    "weekday.Sun": Words("星期日", "Sunday"),
}
