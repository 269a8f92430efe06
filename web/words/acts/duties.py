"""What is owed from day to day."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "submit": Words("代为登记提交", "Hand in for somebody"),
    "review": Words("看过了，记下", "Mark as reviewed"),
    "record_progress": Words("登记附带条件的进展", "Record progress of a condition"),
    "record_unable": Words("登记无法履行（起止、理由）", "Record a time of being unable"),
    "explain": Words("代记说明", "Write down an explanation"),
    "answer_explanation": Words("答复说明", "Answer an explanation"),
    "dismiss_items": Words("注销不再办理的事项（写明理由）", "Set aside what is left open, with a reason"),
    "agree_on_attachments": Words("约定可以附的材料", "Agree on what may be attached"),
}

FIELDS: dict[str, Words] = {
    "agree_on_attachments.photo": Words("照片", "Photos"),
    "agree_on_attachments.voice": Words("录音", "Recordings"),
    "agree_on_attachments.place": Words(
        "联系时的大致地点（取一次，不跟踪）", "Roughly where a contact was (once; nobody is followed)"
    ),
    "agree_on_attachments.sheet": Words("纸质表的照片", "Photographed sheets of paper"),
    "record_progress.done_on": Words("哪一天（不填即今天）", "On which day (today, if left empty)"),
    "submit.how": Words("方式", "How"),
    "dismiss_items.items": Words("哪些事项", "Which of it"),
    "told_by": Words("谁说的", "Told by"),
    "unless_received": Words("只在还没有人记录时", "Only if nothing has come yet"),
    "went": Words("见到、说上话了吗", "How it went"),
}

CHOICES: dict[str, Words] = {
    "record_unable.who.family": Words("本人和监护人", "The minor and the guardian"),
    "how.visit": Words("见面", "Visit"),
    "how.call": Words("电话", "Call"),
    "how.video": Words("视频", "Video"),
    "went.completed": Words("说上话了", "Completed"),
    "went.attempted": Words("没联系上", "Attempted"),
    "went.third_person": Words("是别人接的", "Somebody else answered"),
}

HINTS: dict[str, Words] = {
    "dismiss_items": Words(
        "能答复的请先答复。注销的事项不计入任何人的记录，注销人和理由记入案卷。",
        "Answer what can be answered. What is set aside counts against nobody; who did it and why stands in the file.",
    ),
    "record_unable": Words("期间内的事项一并免除，不计未完成。", "Everything in that time is excused by it."),
}
