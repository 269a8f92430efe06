"""What the pages say around any act: the list, the form, the check, the receipt."""

from core.words import Words

DATES_MOVED: dict[str, Words] = {
    "announced_on": Words("宣布之日", "the day of the announcement"),
    "period_to": Words("考验期届满日", "the last day of the period"),
    "working_end": Words("推算的届满日", "the end as computed"),
    "final_decision_by": Words("起诉或者不起诉的决定不晚于", "the final decision by"),
    "of_age_on": Words("成年之日", "the day of coming of age"),
    "edition_id": Words("规则版本", "the edition of the rulebook"),
    "hushed_until_on": Words("暂缓提醒至", "text messages paused until"),
    "sealed_on": Words("封存之日", "the day of the seal"),
}
"""Dates of the plan itself that a change may move."""

LABELS: dict[str, dict[str, Words]] = {
    "act.sure": {
        "V": Words("已核实", "verified at source"),
        "V2": Words("转引，未见原文", "secondary source"),
        "K": Words("未核实，请先问", "unverified: please check first"),
        "P": Words("本院做法，不是法律", "an office's practice, not law"),
    },
}
