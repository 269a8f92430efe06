"""A line of the journal as a sentence: who did what. An act without words here is a mistake tests find."""

from casework.kinds import Kind, Pattern
from casework.wording import role_words
from sunward.words import Words

ACTS: dict[str, Words] = {
    # seen
    "read_plan": Words("查看了案卷", "looked at the file"),
    "read_dates": Words("查看了期限", "looked at the dates"),
    "read_own": Words("查看了自己的页面", "looked at their own page"),
    "read_caseload": Words("查看了案件列表", "looked at the caseload"),
    "read_messages": Words("查看了提醒记录", "looked at the messages"),
    "read_evaluation": Words("查看了评估", "looked at the evaluation"),
    "read_statistics": Words("查看了统计", "looked at the statistics"),
    "read_fairness": Words("查看了公平性报告", "looked at the fairness report"),
    "read_paper": Words("调取了一份文书", "was handed a paper"),
    "read_templates": Words("查看了文书模板", "looked at the paper templates"),
    "read_closing_list": Words("查看了收尾清单", "looked at the closing list"),
    "read_usage": Words("查看了用网情况", "looked at the digital use"),
    "search": Words("搜索了案件", "searched for a plan"),
    "read_service": Words("查看了送达清单", "looked at what is to be served"),
    "read_calendar": Words("查看了工作日历", "looked at the calendar"),
    "verify_journal": Words("查看并核对了日志", "looked at the journal and checked it"),
    "read_overrides": Words("查看了例外报告", "looked at the report of exceptions"),
    "keep_staff": Words("变更了人员或机构", "changed who is in service"),
    "keep_webhooks": Words("设置了对接系统的通知地址", "set up addresses of other systems"),
    "read_staff": Words("查看了人员名单", "looked at who is in service"),
    "open_office": Words("登记了一个检察院", "entered an office"),
    "enter_service": Words("登记了一名在岗人员", "entered somebody into service"),
    "ask_for_account": Words(
        "为一个账号提出了申请，等另一人确认", "asked something for an account; somebody else confirms"
    ),
    "confirm_account": Words("确认了一项账号申请", "confirmed what was asked for an account"),
    "stop_account_request": Words("停掉了一项账号申请", "stopped what was asked for an account"),
    "use_code": Words("用一次性代码设了密码", "chose a password with a one-time code"),
    "leave_service": Words("登记了一名人员离岗", "let somebody leave service"),
    "read_approvals": Words("查看了审批", "looked at the proposals"),
    "denied": Words("没有权限，未予办理", "was refused for want of a right"),
    # coming and going
    "sign_in": Words("登录了", "signed in"),
    "sign_out": Words("退出了登录", "signed out"),
    "sign_in_failed": Words("记下一次没有成功的登录", "noted a sign-in that failed"),
    "confirm": Words("又确认了一次身份", "said again who they are"),
    "change_password": Words("改了密码", "changed the password"),
    "give_password": Words("设了密码", "gave a password"),
    # people, papers, the start
    "open_plan": Words("建立了考察方案", "opened the supervision plan"),
    "accept_warnings": Words("看过提示后仍然办理", "went on after a warning"),
    "announce": Words("当面宣布了决定", "announced the decision in person"),
    "record_service": Words("登记了送达回证", "recorded a service receipt"),
    "ask_to_sign": Words("用短信请被害方签收文书", "asked the victim's side by text to sign for a paper"),
    "make_paper": Words("制作了一份文书", "made a paper"),
    "make_pack": Words("制作了决定材料包", "put the decision pack together"),
    "offer_template": Words("提出了一份文书模板", "offered a paper template"),
    "approve_template": Words("同意启用一份文书模板", "approved a paper template"),
    "end_template": Words("停用了一份文书模板", "ended a paper template"),
    "give_page": Words("向家庭发放了访问卡", "gave the family the card of its page"),
    "reply_received": Words("收到短信回复（内容不留存）", "somebody replied to a text (what was written is not kept)"),
    "page_rests": Words("页面三次输错号码，暂停半小时", "three wrong codes: the page rests for half an hour"),
    # what is owed
    "take_along": Words("带走外出清单", "Took the list along"),
    "submit": Words("提交了", "handed in"),
    "review": Words("看过了", "reviewed"),
    "call_for": Words("提醒了", "called for"),
    "announce_date": Words("提示了期限", "announced a date"),
    "remind": Words("在最后一天提醒了", "reminded on the last day of"),
    "ask_for_explanation": Words("还没收到，询问了情况", "had not received, and asked about"),
    "lengthen_window": Words("本系统曾停用，时限顺延", "was away meanwhile, and left the window open longer for"),
    "wait_for_answer": Words("已作说明，等人答复", "explained already, waits for an answer"),
    "note_unknown": Words("情况不明，不计", "noted as unknown, not counted"),
    "note_unable": Words("无法履行，不计", "noted as unable, not counted"),
    "note_not_owed": Words("此时无需提交", "noted as not owed"),
    "wait_for_announcement": Words("宣布之前不提醒", "waits for the announcement before calling for"),
    "record_missed": Words("说明期已过，计为未完成", "counted as not done, after the time to explain"),
    "pass_on": Words("逾期未办，已告知部门负责人", "overdue; notified the department head of"),
    "dismiss_items": Words("写明理由注销了", "set aside, with a reason,"),
    "hold_the_seal": Words("还有事项没有办结，暂未封存", "something is left open: the seal waits"),
    "bring_up_again": Words("逾期未办，再次提醒了", "brought up again, as it is overdue,"),
    "find_away_while_asked": Words(
        "说明期内实际无法履行，已计为未完成，请重新核实",
        "counted as not done by a person, though unable while there was time to explain: to be looked at again",
    ),
    "record_progress": Words("登记了附带条件的进展", "recorded progress of a condition"),
    "record_unable": Words("登记了无法履行的期间", "recorded a time of being unable"),
    "explain": Words("作了说明", "explained"),
    "answer_explanation": Words("答复了说明", "answered the explanation of"),
    "evaluate": Words("作出了阶段评估", "evaluated"),
    "propose_evaluation": Words("提出了阶段评估建议", "proposed how it goes on after"),
    "ask_views": Words("征求了各方意见", "asked for views before"),
    "give_view": Words("说了自己的看法", "gave a view in"),
    "rate_needs": Words("评估了需要哪些帮助", "rated which help is needed"),
    "record_situation": Words("登记了学习、工作或居住情况", "recorded school, work or household"),
    "record_questionnaire": Words("登记了一份问卷结果", "recorded the result of a questionnaire"),
    "comment_on_progress": Words("对进步情况说了自己的意见", "commented on how progress is told"),
    "set_index": Words("设定了进步指数", "set the progress index"),
    "tell_index": Words("向本人说明了进步指数怎么算", "explained the progress index to the minor"),
    "note": Words("记录了一件事", "noted a fact"),
    "open_attention": Words(
        "累计次数达到关注数，提请承办检察官查看",
        "a count reached the number for attention; asked the prosecutor to look",
    ),
    # digital use
    "name_device": Words("登记了一台设备", "named a device"),
    "give_token": Words("发给一台设备推送凭证", "gave a device its token"),
    "take_token_back": Words("收回了设备的推送凭证", "took a device's token back"),
    "keep_device": Words("登记了设备交出保管的时间", "recorded that a device was handed in for keeping"),
    "agree_on_usage": Words("登记了约定的用网安排", "recorded what was agreed on digital use"),
    "hand_in_usage": Words("交来了用网记录", "handed in a usage record"),
    "push_usage": Words("推送了用网记录", "pushed a usage record"),
    "place_app": Words("给一个应用归了类", "placed an app"),
    "comment_on_usage": Words("对用网情况作了说明", "commented on the digital use"),
    "answer_dispute": Words("答复了对用网情况的异议", "answered a dispute about the digital use"),
    "close_note": Words("询问了一处异常，属正常", "asked about something odd, which was harmless"),
    "close_usage_review": Words("结束了用网情况回顾", "closed the usage review"),
    "agree_on_attachments": Words("登记了可以附什么材料", "recorded what may be attached"),
    "read_attachment": Words("看了附件", "looked at an attachment"),
    "delete_attachments": Words("到期删除了附件", "deleted what had been attached"),
    "delete_usage_files": Words("到期删除了用网材料", "deleted what was kept of the digital use"),
    # cards and accounts
    "record_returned_cards": Words("登记了交回的卡和账户", "recorded cards handed back"),
    "record_card_query": Words("登记了电话卡和账户自查", "recorded a self-query of cards and accounts"),
    "record_restriction": Words("登记了卡和账户的限制措施", "recorded a restriction of cards"),
    "record_appeal": Words("登记了对限制措施的申诉", "recorded an appeal against a restriction"),
    "answer_appeal": Words("登记了申诉的答复", "recorded the answer to the appeal"),
    "record_relief": Words("登记了限制措施的放宽", "recorded relief from a restriction"),
    # changes
    "change_period": Words("变更了考验期", "changed the period"),
    "change_condition": Words("变更了附带条件", "changed a condition"),
    "hand_over": Words("提出了移交", "handed over"),
    "accept_hand_over": Words("接收了移交", "accepted the hand-over"),
    "assist_elsewhere": Words("委托异地协助考察", "asked another office to assist"),
    # asking for a decision
    "propose": Words("提请了决定", "asked for a decision"),
    "countersign": Words("审核同意了提请", "countersigned the proposal"),
    "return_proposal": Words("退回了提请", "returned the proposal"),
    "withdraw_proposal": Words("撤回了提请", "withdrew the proposal"),
    # incidents
    "report_incident": Words("报告了一个待核实情况", "reported an incident to look into"),
    "refer_incident": Words("已交承办检察官核实", "referred the incident to the prosecutor"),
    "hear": Words("听取了本人说明", "heard the minor"),
    "close_incident": Words("对情况作出了认定", "closed the review of an incident"),
    # leave
    "ask_leave": Words("提出了外出申请", "asked for leave"),
    "decide_leave": Words("对外出申请作出了决定", "decided on the leave"),
    "record_police_station": Words("登记了派出所意见", "recorded the police station's answer"),
    # people
    "hush": Words("暂缓了全部提醒", "held all texts back"),
    "end_hush": Words("恢复了提醒", "let texts go out again"),
    "name_contact": Words("登记了联系人", "named a contact"),
    "end_contact": Words("登记了监护人去世或者不再担任", "recorded that a guardian is none any more"),
    "record_hours": Words("登记了可以联系的时间", "recorded the hours in which somebody can be reached"),
    "opt_out": Words("登记了不再接收某类消息", "recorded that somebody wants no more of these"),
    "record_informed": Words("登记了知情人", "recorded who already knows"),
    "report_danger": Words("登记了已作出的报告", "recorded the report that was made"),
    "record_feedback": Words("登记了反馈", "recorded the feedback"),
    "give_consents": Words("答复了是否同意", "answered about consents"),
    "record_consents": Words(
        "登记了家庭成员对是否同意的答复", "wrote down what somebody of the family answered about consents"
    ),
    "withdraw_consent": Words("撤回了同意", "withdrew consent"),
    "record_withdrawal": Words("登记了家庭成员撤回同意", "wrote down that somebody of the family withdrew consent"),
    "come_of_age": Words("年满十八周岁，事项改由本人确认", "came of age: what is theirs is theirs now"),
    "ask_about_data": Words("就个人信息提出了请求", "asked about own data"),
    "answer_data_request": Words("答复了个人信息请求", "answered a request about own data"),
    "doubt_age": Words("登记了年龄存疑", "recorded a doubt about age"),
    "settle_age": Words("核定了年龄", "settled the age"),
    # the decision and its review
    "add_addressee": Words("增加了受送达人", "added an addressee"),
    "object": Words("登记了异议", "recorded an objection"),
    "answer_objection": Words("答复了异议", "answered the objection"),
    "withdraw_objection": Words("登记了异议的撤回", "recorded that the objection was withdrawn"),
    "hold_hearing": Words("登记了听证", "recorded a hearing"),
    "restart_review": Words("登记了审查起诉期限重新计算", "recorded that the review limit began anew"),
    "record_measure": Words("登记了强制措施", "recorded a compulsory measure"),
    "settle_property": Words("登记了涉案财物的处理", "recorded what became of property"),
    # what was recorded wrongly
    "correct_fact": Words("更正了登记有误的事实", "corrected a fact that was recorded wrongly"),
    # remedies
    "file_remedy": Words("登记了复议、复核或申诉", "recorded a remedy"),
    "decide_remedy": Words("作出了复议或者复查决定", "decided a reconsideration or a complaint"),
    "record_remedy_answer": Words("登记了上一级检察院的决定", "recorded the higher office's decision"),
    # the end
    "end_period": Words("考验期结束", "the period ended"),
    "write_opinion": Words("出具了考察意见书", "wrote the supervision opinion"),
    "hear_victim": Words("登记了听取被害人意见的情况", "recorded whether the victim was heard"),
    "decide_non_prosecution": Words("决定不起诉", "decided on non-prosecution"),
    "carry_out_non_prosecution": Words("执行了不起诉决定", "carried out the non-prosecution"),
    "revoke": Words("撤销了附条件不起诉", "revoked the conditional non-prosecution"),
    "carry_out_revocation": Words("执行了撤销决定", "carried out the revocation"),
    "prosecute": Words("提起了公诉", "prosecuted"),
    "record_judgment": Words("登记了生效判决", "recorded the judgment"),
    "announce_outcome": Words("当面宣布了起诉或者不起诉的决定", "announced the outcome in person"),
    "end_otherwise": Words("登记了另行终结", "ended the case in another way"),
    "carry_out_end_otherwise": Words("办理了另行终结", "carried out the other end"),
    "seal": Words("封存了记录", "sealed the record"),
    "answer_after_care": Words("答复了是否需要自愿回访", "answered about after-care"),
    "close": Words("完成了收尾", "closed"),
    # the calendar and chosen values
    "announce_year": Words("录入节假日安排，期限随之变动", "entered a year's holidays, which moved dates"),
    "choose_value": Words("设定了一项数值", "chose a value"),
    # partners, elsewhere, after the end
    "ask_assistance": Words("请求异地检察院协助考察", "asked another office to assist"),
    "accept_assistance": Words("接受了协助考察", "accepted to assist"),
    "record_assisted_report": Words("登记了协助考察的反馈", "recorded the assisting office's report"),
    "end_assistance": Words("结束了协助考察", "ended the assistance"),
    "change_cadence": Words("变更了日程", "changed how often what is owed"),
    "move_item": Words("把一项改了期", "moved to another day"),
    "adopt_edition": Words("改用了新版规则", "moved the plan to another edition of the rulebook"),
    "restore_contact": Words("恢复了一位联系人", "made somebody a contact again"),
    "order_guardian": Words("向监护人发出了指导令", "gave an order to a guardian"),
    "record_order_hours": Words("登记了指导令的时数", "recorded hours of an order"),
    "take_back_session": Words("更正：一次登记不再计算", "took back a session that had been recorded"),
    "confirm_session": Words(
        "确认了同一次（两人所说为同一次，只计一次）", "confirmed the same session (told by two, counted once)"
    ),
    "end_order": Words("终止了指导令", "ended an order to a guardian"),
    "send_suggestion": Words("送达了检察建议", "served a suggestion on a unit"),
    "record_suggestion_reply": Words("登记了检察建议的答复", "recorded a unit's answer"),
    "ask_aid": Words("申请了救助", "asked for aid"),
    "answer_aid": Words("登记了救助的答复", "recorded the answer about aid"),
    "refer": Words("转介到能提供帮助的单位", "referred to somebody who helps"),
    "record_referral_answer": Words("登记了转介的回复", "recorded what came of the referral"),
    "record_assessment": Words("登记了心理测评", "recorded an assessment"),
    "set_support_level": Words("确定了帮扶力度", "set the level of support"),
    "tell_of_lapse": Words("提示帮扶力度到期", "said that the level of support lapses"),
    "ask_certificate": Words("提出需要无犯罪记录证明", "asked for a certificate of no criminal record"),
    "record_certificate": Words("登记了证明已出具", "recorded that the certificate was issued"),
    "follow_correction": Words("决定了上级纠正后如何处理", "decided what follows the correction"),
    "ask_access": Words("登记了查阅封存记录的申请", "recorded a request to look into the sealed record"),
    "answer_access": Words("答复了查阅封存记录的申请", "answered a request to look into the sealed record"),
    "end_access": Words("提前结束了查阅", "ended a look into the sealed record"),
    "set_aside": Words("撤销了不起诉决定", "set the non-prosecution aside"),
    "unseal": Words("解除了判决的封存", "lifted the seal of the judged case"),
    "read_sealed": Words("查阅了封存的记录", "looked into the sealed record"),
    "read_access": Words("查看了查阅申请", "looked at the requests for the sealed record"),
    "end_after_care": Words("结束了自愿回访", "ended after-care"),
    "pass_card_on": Words("移交了回访卡", "passed an after-care card on"),
    "keep_after_care": Words("查看了自己的回访卡", "looked at their after-care cards"),
    # messages and the machine
    "search_messages": Words("查看了消息台", "searched the messages"),
    "send_again": Words("再次发送了一条消息", "sent a message once more"),
    "read_policy": Words("查看了提醒策略", "looked at the reminder policy"),
    "switch_policy": Words("启用了提醒策略", "switched a reminder policy on"),
    "withdraw_message": Words("撤回了一条消息", "took a message back"),
    "keep_calendar": Words("设置了自己的日历地址", "set up the address of their own calendar"),
    "send_by_hand": Words("人工发送了一条提醒", "sent a message by hand"),
    "register_webhook": Words("登记了一个接收提醒日期的本院系统", "registered a system of the office's own"),
    "end_webhook": Words("停止了向一个本院系统发送", "ended a system of the office's own"),
    "settle_message": Words("登记了一条消息的实际结果", "wrote down what became of a message"),
    "record_call": Words("登记了一次电话联系", "wrote down a call"),
    "record_passed_on": Words("登记了人工转达", "wrote down that it was passed on by hand"),
    "record_paper": Words("登记了当面交给的纸面提醒", "wrote down a sheet handed over"),
    "tell_of_given_up": Words(
        "一条消息没有送到或情况不明，已请人核实", "asked a person to look at a message that was given up"
    ),
    "release_outbox": Words("恢复备份后放行了消息", "released the messages after a backup was restored"),
    "quarantine": Words("自动办理已停，等人查看", "halted until a person has looked"),
    "release_quarantine": Words("恢复了自动办理", "released the plan"),
}

_ABOUT_AN_ITEM = ("submit", "review", "call_for", "announce_date", "remind", "ask_for_explanation", "pass_on", "bring_up_again", "dismiss_items", "explain",
                  "answer_explanation", "evaluate", "propose_evaluation", "ask_views", "give_view",
                  "wait_for_announcement", "move_item", "lengthen_window", "record_call", "record_passed_on")  # fmt: skip


def act_words(act: str, actor_role: str, kind: Kind | None) -> Words:
    """Who did what, as one sentence; `kind` is that of the item it was about. The team records what it owes, and the
    family submits."""
    who, did = role_words(actor_role), ACTS.get(act, Words(act, act))
    if kind is None:
        return Words(f"{who.zh}{did.zh}", f"{who.en} {did.en}")
    item = kind.words
    if act == "submit" and kind.pattern is not Pattern.FAMILY:
        did = Words("记录了", "recorded")
    if act in _ABOUT_AN_ITEM:
        return Words(f"{who.zh}{did.zh}：{item.zh}", f"{who.en} {did.en}: {item.en}")
    return Words(f"{item.zh}：{did.zh}", f"{item.en}: {did.en}")


OF_THE_FLOW: dict[str, Words] = {
    "carry_out": Words("执行了已作出的决定", "carried out what was decided"),
    "note_not_received": Words("记下还没收到，问一问情况", "noted what has not come, and asked how it is"),
    "refer": Words("把待核实情况转给承办检察官", "referred a report to the prosecutor"),
    "remind_on_last_day": Words("最后一天提醒", "reminded on the last day"),
    "settle_unheard": Words("说明期过后作了登记", "settled what nobody had explained in time"),
}
"""Verbs of the flow whose lines in the journal have another name, according to what came of them."""
