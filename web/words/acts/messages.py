"""Calls, sheets, words passed on, and how somebody can be reached."""

from casework.wording import KNOWS
from sunward.words import Words

TITLES: dict[str, Words] = {
    "record_hours": Words("登记可以联系的时间", "Record when somebody can be reached"),
    "opt_out": Words("登记不再接收某类消息", "Record that somebody wants no more of these"),
    "record_informed": Words("登记知情人", "Record who already knows"),
    "record_call": Words("登记电话联系", "Record a call"),
    "record_passed_on": Words("登记人工转达", "Record words passed on by hand"),
    "record_paper": Words("登记当面交的纸面提醒", "Record a sheet handed over"),
}

FIELDS: dict[str, Words] = {
    "again": Words("改为愿意再接收", "Wanted again after all"),
    "event": Words("哪类消息", "Which messages"),
    "exams": Words(
        "考试日期（如 2027-06-07/2027-06-09；多段用分号隔开）",
        "Days of examinations (such as 2027-06-07/2027-06-09; several with semicolons)",
    ),
    "held": Words("这些时间何时适用", "When these stretches hold"),
    "minor_said": Words("本人对此怎么说", "What the minor said to it"),
    "no_longer": Words("以后不再联系此人", "This person is written to no more"),
    "not_at": Words(
        "不便的时间（如 Mon 22:00-Tue 07:00；多段用分号隔开）",
        "Asleep or at work (such as Mon 22:00-Tue 07:00; several with semicolons)",
    ),
    "phone_held": Words(
        "拿得到手机的时间（如 Fri 18:00-Sun 16:00；多段用分号隔开）",
        "When the phone is held (such as Fri 18:00-Sun 16:00; several with semicolons)",
    ),
    "record_call.outcome": Words("联系结果", "What came of the call"),
    "seen": Words("看着本人看过", "They were seen reading it"),
    "since": Words("自哪天知情", "Knows since"),
    "record_informed.told_by": Words("从谁那里得知", "From whom"),
}

CHOICES: dict[str, Words] = {
    "event.all_texts": Words("所有短信（该说的改由人打电话）", "All texts (what is owed is said by a call)"),
    "event.praise_given": Words("表扬", "Praise"),
    "event.after_care_offered": Words("自愿回访", "After-care"),
    "event.milestone_form_due": Words("反馈小表", "The short form"),
    "held.always": Words("全年", "All year"),
    "held.in_term": Words("学期内（由学校保管）", "In term (the school keeps it)"),
    "outcome.reached": Words("联系到本人", "Spoke to the person"),
    "outcome.not_reached": Words("没有接通", "Not reached"),
    "outcome.call_back": Words("会回电话", "Will call back"),
    "outcome.wrong_number": Words("号码不对", "A wrong number"),
    **{f"who.{code}": words for code, words in KNOWS.items() if code != "other"},
    "record_informed.who.other": KNOWS["other"],
}
