"""The diary as a person reads it: date, happening, who acted, what was sent to whom, article, status."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from casework.articles import article_in
from casework.kinds import KINDS
from casework.messages.reasons import reason_words
from casework.wording import role_words
from flows.rehearsal import Entry
from sunward.clock import local_time
from sunward.words import Language, Words

WEEKDAYS = "一二三四五六日"
HAPPENINGS: dict[str, Words] = {
    "open_plan": Words("方案建立", "plan opened"),
    "announce": Words("当面宣布", "announced in person"),
    "record_service": Words("送达回证", "receipt of service"),
    "ask_to_sign": Words("短信请被害方签收", "the victim's side asked to sign"),
    "make_paper": Words("制作文书", "paper made"),
    "make_pack": Words("制作决定材料包", "decision pack made"),
    "call_for": Words("提醒", "called for"),
    "remind": Words("最后一天再提醒", "reminded on the last day"),
    "announce_date": Words("期限提示", "a date is near"),
    "ask_for_explanation": Words("还没收到，想了解一下", "not received; asked how it was"),
    "record_missed": Words("还没收到，未作说明", "not received, not explained"),
    "lengthen_window": Words("本系统曾停用，时限顺延", "we were away: the window stays open longer"),
    "wait_for_answer": Words("已作说明，等人答复", "explained already; waits for an answer"),
    "note_unknown": Words("情况不明，不计", "unknown; does not count"),
    "note_unable": Words("无法履行，不计", "unable; does not count"),
    "find_away_while_asked": Words("说明期内实际无法履行，请重新核实", "was unable while asked: to be looked at again"),
    "note_not_owed": Words("尚未告知，不计", "not owed yet"),
    "pass_on": Words("逾期未办，已告知负责人", "overdue with the office; told one step up"),
    "dismiss_items": Words("写明理由注销", "set aside, with a reason"),
    "hold_the_seal": Words("还有事项没有办结，暂未封存", "something is left open: the seal waits"),
    "bring_up_again": Words("逾期仍未办，再次提醒", "still overdue; brought up again"),
    "open_attention": Words(
        "多次未作说明或经确认，请检察官关注（不产生法律后果）",
        "several not explained or confirmed: attention, and no more",
    ),
    "submit": Words("提交", "handed in"),
    "review": Words("看过", "reviewed"),
    "record_progress": Words("条件进展", "progress of a condition"),
    "record_unable": Words("记录无法履行", "unable recorded"),
    "explain": Words("说明", "explained"),
    "answer_explanation": Words("答复说明", "explanation answered"),
    "evaluate": Words("阶段评估", "evaluated"),
    "propose_evaluation": Words("阶段评估建议", "evaluation proposed"),
    "ask_views": Words("征求各方意见", "views asked for"),
    "give_view": Words("说了看法", "view given"),
    "rate_needs": Words("需求评估", "needs rated"),
    "record_situation": Words("学习、工作、居住情况", "situation recorded"),
    "record_questionnaire": Words("问卷结果", "questionnaire recorded"),
    "comment_on_progress": Words("对进步情况的意见", "comment on progress"),
    "tell_index": Words("说明进步指数", "progress index explained"),
    "note": Words("记事", "noted"),
    "name_device": Words("登记设备", "device named"),
    "give_token": Words("发给设备推送凭证", "a device was given its token"),
    "take_token_back": Words("收回设备推送凭证", "a device's token was taken back"),
    "keep_device": Words("设备交出保管", "device handed in for keeping"),
    "agree_on_usage": Words("约定用网安排", "terms of digital use agreed"),
    "hand_in_usage": Words("交来用网记录", "usage record handed in"),
    "push_usage": Words("设备推送用网记录", "usage pushed by a device"),
    "place_app": Words("给应用归类", "app placed"),
    "comment_on_usage": Words("对用网情况的说明", "comment on digital use"),
    "answer_dispute": Words("答复用网异议", "dispute about digital use answered"),
    "close_note": Words("已询问，属正常", "asked about, and harmless"),
    "close_usage_review": Words("用网情况回顾结束", "usage review closed"),
    "agree_on_attachments": Words("约定可以附的材料", "what may be attached was agreed"),
    "delete_attachments": Words("附件到期删除", "what was attached is gone"),
    "delete_usage_files": Words("用网材料到期删除", "what was kept of digital use is gone"),
    "record_returned_cards": Words("交回卡和账户", "cards and accounts handed back"),
    "record_card_query": Words("电话卡和账户自查", "self-query of cards and accounts"),
    "record_restriction": Words("卡和账户受限", "cards and accounts restricted"),
    "record_appeal": Words("申诉限制措施", "restriction appealed"),
    "answer_appeal": Words("限制措施申诉的答复", "appeal against a restriction answered"),
    "record_relief": Words("限制措施的放宽", "relief from a restriction"),
    "change_period": Words("变更考验期", "period changed"),
    "change_condition": Words("变更附带条件", "condition changed"),
    "hand_over": Words("移交", "handed over"),
    "accept_hand_over": Words("接收", "hand-over accepted"),
    "assist_elsewhere": Words("异地协助考察", "assisted elsewhere"),
    "propose": Words("提请决定", "decision asked for"),
    "countersign": Words("审核同意", "proposal countersigned"),
    "return_proposal": Words("退回提请", "proposal returned"),
    "withdraw_proposal": Words("撤回提请", "proposal withdrawn"),
    "report_incident": Words("待核实情况", "incident reported"),
    "refer_incident": Words("转承办检察官", "referred to the prosecutor"),
    "hear": Words("听取本人说明", "the minor was heard"),
    "close_incident": Words("处理意见", "incident closed"),
    "ask_leave": Words("外出申请", "leave asked"),
    "decide_leave": Words("外出审批", "leave decided"),
    "record_police_station": Words("派出所意见", "police station's answer"),
    "hush": Words("暂缓提醒", "texts hushed"),
    "end_hush": Words("恢复提醒", "texts resume"),
    "name_contact": Words("联系人", "contact named"),
    "end_contact": Words("不再是监护人", "guardian no longer"),
    "report_danger": Words("已报告：孩子受到伤害", "harm to the child reported"),
    "record_hours": Words("可以联系的时间", "hours recorded"),
    "reply_received": Words("收到短信回复", "somebody replied to a text"),
    "opt_out": Words("不再接收这类消息", "wants no more of these"),
    "record_informed": Words("知情人", "somebody who already knows"),
    "record_call": Words("电话联系", "called"),
    "record_passed_on": Words("人工转达", "passed on by hand"),
    "record_paper": Words("当面交纸面提醒", "sheet handed over"),
    "record_feedback": Words("反馈", "feedback received"),
    "give_consents": Words("答复是否同意", "answered about consents"),
    "record_consents": Words("登记是否同意的答复", "an answer about consents written down"),
    "withdraw_consent": Words("撤回同意", "consent withdrawn"),
    "record_withdrawal": Words("登记撤回同意", "a withdrawal of consent written down"),
    "come_of_age": Words("满18周岁", "came of age"),
    "doubt_age": Words("年龄存疑，停止计算和提醒", "age in doubt: counting and texts stop"),
    "settle_age": Words("年龄核实", "age settled"),
    "file_remedy": Words("复议、复核或申诉", "remedy filed"),
    "decide_remedy": Words("复议决定或者复查决定", "remedy decided"),
    "end_period": Words("考验期届满", "the period is over"),
    "write_opinion": Words("考察意见书", "supervision opinion"),
    "hear_victim": Words("听取被害人意见", "hearing of the victim"),
    "decide_non_prosecution": Words("决定不起诉", "non-prosecution decided"),
    "carry_out_non_prosecution": Words("执行不起诉决定", "non-prosecution carried out"),
    "revoke": Words("撤销附条件不起诉", "revoked"),
    "carry_out_revocation": Words("执行撤销决定", "revocation carried out"),
    "carry_out_end_otherwise": Words("终止", "ended"),
    "prosecute": Words("提起公诉", "prosecuted"),
    "record_judgment": Words("判决生效", "judgment in force"),
    "announce_outcome": Words("宣布起诉或者不起诉的决定", "outcome announced"),
    "end_otherwise": Words("以其他方式终结", "ended in another way"),
    "seal": Words("记录封存", "sealed"),
    "close": Words("收尾完毕", "closed"),
    "answer_after_care": Words("自愿回访", "after-care answered"),
    "ask_assistance": Words("请求异地协助考察", "another office asked to assist"),
    "accept_assistance": Words("对方接受协助", "assistance accepted"),
    "record_assisted_report": Words("协助考察反馈", "the assisting office reported"),
    "end_assistance": Words("协助考察结束", "assistance ended"),
    "change_cadence": Words("变更日程", "cadence changed"),
    "move_item": Words("事项改期", "moved to another day"),
    "adopt_edition": Words("改用新版规则", "moved to another edition"),
    "restore_contact": Words("恢复联系", "contact restored"),
    "order_guardian": Words("监护人指导令", "order to a guardian"),
    "record_order_hours": Words("指导令时数", "hours of an order done"),
    "take_back_session": Words("更正，不再计算", "session taken back"),
    "confirm_session": Words("同一次由第二人确认", "same session confirmed by a second person"),
    "end_order": Words("指导令终止", "order ended"),
    "send_suggestion": Words("检察建议", "suggestion served"),
    "record_suggestion_reply": Words("检察建议的答复", "suggestion answered"),
    "ask_aid": Words("申请救助", "aid asked for"),
    "answer_aid": Words("救助答复", "aid answered"),
    "refer": Words("转介", "referral"),
    "record_referral_answer": Words("转介的回复", "referral answered"),
    "record_assessment": Words("心理测评", "assessment recorded"),
    "tell_of_lapse": Words("帮扶力度到期提示", "the level of support lapses"),
    "set_support_level": Words("帮扶力度", "level of support set"),
    "ask_certificate": Words("申请无犯罪记录证明", "certificate asked for"),
    "record_certificate": Words("证明已出具", "certificate issued"),
    "follow_correction": Words("上级纠正后的处理", "what follows the correction"),
    "ask_access": Words("申请查阅封存记录", "look into the sealed record asked for"),
    "answer_access": Words("查阅申请的答复", "look into the sealed record answered"),
    "end_access": Words("查阅提前结束", "look into the sealed record ended"),
    "set_aside": Words("撤销不起诉", "non-prosecution set aside"),
    "unseal": Words("解除封存", "seal lifted"),
    "message": Words("消息", "message"),
    "refused": Words("不能办理", "refused"),
    "release_quarantine": Words("查看后恢复自动办理", "released after a person has looked"),
    "quarantine": Words("自动办理已停，请人查看", "halted for a person to look"),
    "wait_for_announcement": Words("等待宣布", "waits for the announcement"),
    "add_addressee": Words("增加受送达人", "addressee added"),
    "object": Words("异议", "objection"),
    "ask_about_data": Words("询问个人信息", "asked about own data"),
    "answer_data_request": Words("答复个人信息请求", "request about own data answered"),
    "answer_objection": Words("答复异议", "objection answered"),
    "withdraw_objection": Words("撤回异议", "objection withdrawn"),
    "hold_hearing": Words("听证", "hearing held"),
    "restart_review": Words("审查起诉期限重新计算", "the review limit began anew"),
    "correct_fact": Words("更正登记有误的事实", "a fact recorded wrongly was corrected"),
    "record_measure": Words("强制措施", "compulsory measure"),
    "settle_property": Words("涉案财物处理", "property settled"),
    "announce_year": Words("节假日安排已录入，期限变动", "a year's holidays announced: dates moved"),
    "record_remedy_answer": Words("上一级检察院的复核决定或者复查决定", "the higher office's answer"),
}
STATUS: dict[str, Words] = {
    "under_supervision": Words("考验期内", "under supervision"),
    "awaiting_decision": Words("期满待决", "awaiting the decision"),
    "revoked": Words("已撤销", "revoked"),
    "non_prosecuted": Words("不起诉", "not prosecuted"),
    "sealed": Words("已封存", "sealed"),
    "ended_otherwise": Words("已终结", "ended"),
    "unsealed": Words("已解除封存", "unsealed"),
    "closed": Words("已收尾", "closed"),
}
_SHOWN_APART = ("kind", "due_on", "owner", "status", "told", "step", "edition", "rule")
_OWN_NAMES = ("condition", "incident", "leave")
"""What the file itself calls by a name of its own. Rules that warn are told by their ids, which `sunward law` explains."""

Remark = tuple[Words, "Words | str | date"]
Remarks = Callable[[str, Mapping[str, Any]], Iterable[Remark]]
"""What a line notes besides its sentence, each as its name and value in words (the pages have one)."""


def print_diary(
    diary: Iterable[Entry], status: str, remarks: Remarks | None = None, language: Language = "zh-CN"
) -> None:
    """The diary on the terminal, one line an entry, and where the plan stands at its end."""
    console = Console(soft_wrap=True, highlight=False)
    for entry in diary:
        console.print(line_of(entry, remarks, language))
    console.print(f"— {STATUS[status].in_(language)}", style="bold")


def line_of(entry: Entry, remarks: Remarks | None = None, language: Language = "zh-CN") -> Text:
    """One line: when, what, who, sent to whom, article, status after. Without `remarks` what it notes is shown in the
    record's own codes."""
    local = local_time(entry.at)
    weekday = f" {local:%a} " if language == "en" else f"（{WEEKDAYS[local.weekday()]}）"
    when = f"{local:%Y-%m-%d}{weekday}{local:%H:%M}"
    words = HAPPENINGS.get(entry.happening, Words(entry.happening, entry.happening)).in_(language)
    line = Text(f"{when}  ", style="dim")
    line.append(words, style="bold red" if entry.happening == "refused" else "bold")
    if what := _what(entry, remarks, language):
        line.append(f" {what}")
    line.append(f"  [{role_words(entry.who).in_(language)}]", style="cyan")
    for sent in entry.sent:
        mark = "→" if sent["state"] in ("sent", "delivered") else "✕"
        because = f"({reason_words(sent['because']).in_(language)})" if "because" in sent else ""
        if sent["channel"] != "inbox":
            to = role_words(sent["to"]).in_(language)
            line.append(f" {mark}{to} {sent['text']}{because}", style="green" if mark == "→" else "yellow")
    if entry.article:
        line.append(f"  {article_in(language, entry.article)}", style="dim italic")
    line.append(f"  {STATUS[entry.status].in_(language)}", style="dim")
    return line


def _what(entry: Entry, remarks: Remarks | None, language: Language) -> str:
    kind = KINDS.get(str(entry.detail.get("kind", "")))
    parts = [kind.words.in_(language)] if kind else []
    if "due_on" in entry.detail:
        parts.append(f"{entry.detail['due_on']}{_mark(entry, language)}")
    noted = {key: value for key, value in entry.detail.items() if key not in _SHOWN_APART and value not in (None, [])}
    if entry.happening == "refused":
        parts.append(str(noted["because" if language == "en" else "因为"]))
    elif remarks is None:
        parts += [f"{key}={value}" for key, value in noted.items()]
    else:
        parts += [f"{name.in_(language)} {_said(value, language)}" for name, value in remarks(entry.happening, noted)]
        parts += [str(noted[key]) for key in _OWN_NAMES if key in noted] + list(noted.get("warnings", []))
    return " · ".join(parts)


def _mark(entry: Entry, language: Language) -> str:
    """What stands behind the day of an item that is only computed."""
    computed = "due_on" in entry.detail.get("provisional", [])
    return Words("（暂定）", " (provisional)").in_(language) if computed else ""


def _said(value: Words | str | date, language: Language) -> str:
    return value.in_(language) if isinstance(value, Words) else str(value)
