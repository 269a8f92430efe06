"""What people said of how the case should end, as it stands in the supervision opinion: in their words, with the day, how it
was said and who wrote it down. Where nothing is recorded the paper only says so."""

from casework.acting.open_plan import OpenPlan
from casework.documents.chinese_format import format_day, format_role
from casework.outcome.statements import BY_STAFF, StatementView, load_statements

NOT_GIVEN = "没有意见的记录。"
NO_DEFENDER = "本案没有辩护人。"
_WAYS = {
    "in_person": "当面陈述", "phone": "电话陈述", "paper": "书面提交", "page": "自己在网页上填写",
    "new_card": "新发卡片后一天之内在网页上填写", "staff_device": "在工作人员登录过的浏览器里填写",
}  # fmt: skip


def format_voice(open_plan: OpenPlan, of: str) -> str:
    """Everything that person said, the first first; empty where nothing is recorded."""
    return "\n".join(_format_statement(each) for each in load_statements(open_plan) if each.of == of)


def _format_statement(said: StatementView) -> str:
    day = format_day(said.said_on)
    if said.way not in BY_STAFF:
        return f"“{said.text}”（{day}{_WAYS[said.way]}）"
    recorded = "" if said.recorded_on == said.said_on else f"{format_day(said.recorded_on)}"
    who = f"{format_role(said.recorded_by_role)}{said.recorded_by or ''}"
    return f"“{said.text}”（{day}{_WAYS[said.way]}，{recorded}由{who}登记）"
