"""Digital use."""

from sunward.words import Words
from usage.units import NAMES

TITLES: dict[str, Words] = {
    "hand_in_usage": Words("代交用网记录（粘贴表格）", "Hand in a usage record (pasted)"),
    "name_device": Words("登记设备", "Name a device"),
    "keep_device": Words("登记设备交出保管", "Record that a device was handed in"),
    "agree_on_usage": Words("约定用网安排", "Agree on digital use"),
    "place_app": Words("给应用归类", "Place an app"),
    "comment_on_usage": Words("代记对用网情况的说明", "Write down a comment on digital use"),
    "answer_dispute": Words("答复用网异议", "Answer a dispute about digital use"),
    "close_note": Words("已询问，属正常", "Asked about, and harmless"),
    "close_usage_review": Words("结束用网情况回顾", "Close the usage review"),
}

FIELDS: dict[str, Words] = {
    "category": Words("归为", "It is"),
    "hand_in_usage.device": Words("哪台设备", "Which device"),
    "hand_in_usage.source": Words("哪种记录", "What kind of record"),
    "hand_in_usage.unit": Words("数字的单位（表里写了就不用选）", "Unit of the numbers (if the table says none)"),
    "hand_in_usage.text": Words("表格或导出的文字", "The table or export as text"),
    "pickups": Words("每天拿起或解锁几次", "Pickups a day"),
    "screen": Words("哪种手机的屏幕", "Whose screen"),
    "keep_device.device": Words("哪台设备", "Which device"),
    "name_device.device": Words("设备代号（如 phone、computer）", "A code for the device (such as phone, computer)"),
    "disputes": Words("不同意其中的数字或说法（需要答复）", "Disputes what is said (an answer is owed)"),
    "free_day_minutes": Words("休息日每天最多（分钟）", "At most on a free day (minutes)"),
    "gaming_on_free_days": Words(
        "休息日游戏时段（如 20:00-21:00，none为不玩）", "Games on free days (such as 20:00-21:00; none)"
    ),
    "gaming_on_school_days": Words("上学日游戏时段（none为不玩）", "Games on school days (none for none)"),
    "holiday_from_on": Words("学校假期从", "School holiday from"),
    "holiday_to_on": Words("学校假期到", "School holiday to"),
    "keep_raw_days": Words("原始文件保留几天（0为不留）", "Days that files are kept as they came (0: none)"),
    "close_note.note": Words("哪一条", "Which question"),
    "agree_on_usage.night_minutes": Words(
        "夜间（22点至6点）最多（分钟）", "At most at night (22:00 to 06:00, minutes)"
    ),
    "offline_on_free_days": Words(
        "休息日不用的时段（如 23:00-06:00）", "Without use on free days (such as 23:00-06:00)"
    ),
    "offline_on_school_days": Words(
        "上学日不用的时段（如 23:00-06:00）", "Without use on school days (such as 23:00-06:00)"
    ),
    "remark": Words("第几条意见（不填为最早未答复的）", "Which remark (the oldest without an answer if left out)"),
    "school_day_minutes": Words("上学日每天最多（分钟）", "At most on a school day (minutes)"),
    "set_aside_from": Words("从哪天起不计（按缺失处理）", "Set aside from (counts as missing)"),
    "set_aside_to": Words("到哪天不计", "Set aside to"),
    "name_device.whose": Words("谁的", "Whose it is"),
}

CHOICES: dict[str, Words] = {
    "answer_dispute.answer.accepted": Words("采纳", "Accepted"),
    "answer_dispute.answer.partly": Words("部分采纳", "Partly accepted"),
    "answer_dispute.answer.kept": Words("说明理由，保持不变", "Stays as it is, with the reason"),
    "source.activitywatch": Words("ActivityWatch导出文件", "ActivityWatch export"),
    "source.usagestats_csv": Words("安卓使用统计表", "Android usage statistics"),
    "source.sheet": Words("一周手机使用小表", "Weekly screen-time sheet"),
    "source.minors_mode": Words("未成年人模式汇总", "Minors' mode summary"),
    "source.game_record": Words("游戏实名记录", "Game real-name record"),
    "source.diary": Words("自己的记录", "Own diary"),
    "source.router": Words("路由器上下线记录", "Router on and off times"),
    **{f"hand_in_usage.unit.{unit.value}": name for unit, name in NAMES.items()},
    "screen.ios": Words("苹果", "iOS"),
    "screen.android": Words("安卓", "Android"),
    "screen.huawei": Words("华为", "Huawei"),
    "screen.xiaomi": Words("小米", "Xiaomi"),
    "screen.other": Words("其他", "Other"),
    "category.study": Words("学习", "Study"),
    "category.social": Words("社交", "Social"),
    "category.video": Words("视频", "Video"),
    "category.game": Words("游戏", "Games"),
    "category.live": Words("直播", "Live streams"),
    "category.payment_and_banking": Words("支付与银行", "Payment and banking"),
    "category.tool": Words("工具", "Tools"),
    "category.other": Words("其他", "Other"),
    "name_device.whose.own": Words("本人自己的", "Their own"),
    "name_device.whose.shared": Words("合用的", "Shared"),
    "name_device.whose.unknown": Words("不清楚", "Unknown"),
}
