"""One item: what came for it, and the short forms of those who work with it."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "item.just": {
        "handed_in": Words("已收到，已记入案卷。", "Received and filed."),
        "kept_early": Words(
            "已收到，已记入案卷；这一次的时间还没开始，到时仍需提交。",
            "Received and filed. The period it is about has not begun: it is still due then.",
        ),
        "explained": Words("说明已记入案卷，有人会答复。", "The explanation is on the file and will be answered."),
        "answered": Words("答复已记入案卷，并会告诉对方。", "The answer is recorded and they will be notified."),
    },
    "item.way": {
        "page": Words("页面", "page"),
        "phone": Words("电话代填", "by phone"),
        "paper": Words("纸质", "on paper"),
        "person": Words("当面", "in person"),
    },
    "item.result": {
        "continue": Words("按方案继续", "goes on as planned"),
        "strengthen": Words("加强帮扶", "more support"),
        "relax": Words("放宽", "relaxed"),
        "change": Words("调整方案", "the plan is changed"),
    },
    "item.how": {
        "visit": Words("见面", "visit"),
        "call": Words("电话", "call"),
        "video": Words("视频", "video"),
    },
    "item.went": {
        "completed": Words("说上话了", "completed"),
        "attempted": Words("没联系上", "attempted"),
        "third_person": Words("是别人接的", "somebody else answered"),
    },
    "item.told_by": {
        "minor": Words("本人", "the minor"),
        "guardian": Words("监护人", "the guardian"),
    },
    "item.came": {
        "phone": Words("电话", "by phone"),
        "paper": Words("纸质", "on paper"),
    },
    "item.weekday": {
        "1": Words("周一", "Mon"),
        "2": Words("周二", "Tue"),
        "3": Words("周三", "Wed"),
        "4": Words("周四", "Thu"),
        "5": Words("周五", "Fri"),
        "6": Words("周六", "Sat"),
        "7": Words("周日", "Sun"),
    },
    "item.answer": {
        "excused": Words("已说明，免除", "explained and excused"),
        "unable": Words("无法履行，不计", "unable; does not count"),
        "late": Words("算补交", "counted as late"),
        "missed": Words("未完成（已听取说明）", "not done, after hearing"),
        "hint": Words(
            "答复会发给说明人。没有听取说明，也没有询问过，就不能计为未完成。",
            "Whoever explained is notified. Where nobody was heard or asked, it cannot be counted as not done.",
        ),
    },
}
