"""Why a message stands as it does, in words: our own reasons, and what a provider has said."""

from casework.shared.text.labels import FORMER_REASONS, MESSAGE_STATES, REASONS, role_label
from core.words import Words

_STEPS: dict[str, Words] = {
    "handing_over": Words("正在交给服务商", "being handed to the provider"),
    "not_handed_over": Words("未能交给服务商，重新排队", "not handed over; it will be tried again"),
    "hand_over_interrupted": Words(
        "交付时中断，不知是否已送出", "interrupted while being handed over; it may have left"
    ),
    "lease_passed": Words("前一次处理中断，重新接手", "taken up again after the last one stopped"),
    "next_try": Words("再试一次", "the next try"),
    "clock_set_back": Words("时钟曾走快，现在重新接手", "the clock had been ahead; resumed now"),
    "read": Words("看过了", "read"),
    "no_receipt": Words("三天内没有回执", "no receipt within three days"),
    "overtaken": Words("已有更新的安排", "superseded by later events"),
    "moved": Words("已改期", "moved to another day"),
    "attention": Words("已提请关注", "attention was asked for"),
    "address_unfit": Words("邮箱写法不对", "the e-mail address is not valid"),
    "http_no_answer": Words(
        "服务商的答复无法识别，可能已经接收", "the provider's answer cannot be read; it may have taken it"
    ),
    "smtp_no_connection": Words("连不上邮件服务器", "the mail server cannot be reached"),
    "smtp_no_answer": Words("邮件服务器没有答复，可能已经接收", "the mail server did not answer; it may have taken it"),
    "smtp_sign_in_refused": Words("邮件服务器不接受账号", "the mail server refuses our account"),
    "webhook_inside": Words("地址不是公开的", "the address is not a public one"),
    "webhook_not_found": Words("地址找不到", "the address cannot be found"),
}
_SAID: dict[str, Words] = {
    "http_": Words("服务商没有正常答复（{code}）", "the provider did not answer as it should ({code})"),
    "gateway_": Words("短信网关答复 {code}", "the gateway said {code}"),
    "aliyun_": Words("阿里云答复 {code}", "Aliyun said {code}"),
    "tencent_": Words("腾讯云答复 {code}", "Tencent Cloud said {code}"),
    "smtp_": Words("邮件服务器答复 {code}", "the mail server said {code}"),
    "webhook_": Words("对方系统答复 {code}", "the other system said {code}"),
    "dingtalk_": Words("钉钉答复 {code}", "DingTalk said {code}"),
    "wecom_": Words("企业微信答复 {code}", "WeCom said {code}"),
    "feishu_": Words("飞书答复 {code}", "Feishu said {code}"),
    "folder_": Words("写不进文件夹（{code}）", "the folder could not be written to ({code})"),
    "error_": Words("办理时出错（{code}）", "it failed while being prepared ({code})"),
}
_ABOUT_A_STATE: dict[str, Words] = {
    "late_receipt_": Words("迟到的回执：{state}", "a receipt that came too late: {state}"),
    "earlier_try_": Words("前一次尝试的回执：{state}", "a receipt of an earlier try: {state}"),
    "late_answer_": Words("中断之后才到的答复：{state}", "an answer that came after it was taken up again: {state}"),
}
_BY_SOMEBODY: dict[str, Words] = {
    "told_by_": Words("由{role}核实", "found out by the {role}"),
    "by_": Words("由{role}办理", "done by the {role}"),
}


def reason_label(reason: str) -> Words:
    """The reason in words; a provider's own code stays as it was said."""
    reason = FORMER_REASONS.get(reason, reason)
    known = REASONS.get(reason) or _STEPS.get(reason)
    if known is not None:
        return known
    for begins, words in _SAID.items():
        if reason.startswith(begins):
            return _with(words, code=Words(reason.removeprefix(begins), reason.removeprefix(begins)))
    for begins, words in _ABOUT_A_STATE.items():
        if reason.startswith(begins):
            told = reason.removeprefix(begins)
            return _with(words, state=MESSAGE_STATES.get(told, Words(told, told)))
    for begins, words in _BY_SOMEBODY.items():
        if reason.startswith(begins):
            return _with(words, role=role_label(reason.removeprefix(begins)))
    return Words(reason, reason)


def _with(words: Words, **values: Words) -> Words:
    zh = {name: value.zh for name, value in values.items()}
    en = {name: value.en for name, value in values.items()}
    return Words(words.zh.format(**zh), words.en.format(**en))
