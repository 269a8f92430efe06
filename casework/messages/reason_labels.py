"""Why a message stands as it does, in words: our own reasons, and what a provider has said."""

from casework.shared.text.labels import REASONS, message_state_label, role_label
from core.i18n import CatalogText, Text, _, pgettext, verbatim

_STEPS: dict[str, Text] = {
    "handing_over": _("正在交给服务商"),
    "not_handed_over": _("未能交给服务商，重新排队"),
    "hand_over_interrupted": _("交付时中断，不知是否已送出"),
    "clock_set_back": _("时钟曾走快，现在重新接手"),
    "read": pgettext("within a sentence", "看过了"),
    "no_receipt": _("三天内没有回执"),
    "overtaken": _("已有更新的安排"),
    "moved": _("已改期"),
    "attention": _("已提请关注"),
    "address_unfit": _("邮箱写法不对"),
    "http_no_answer": _("服务商的答复无法识别，可能已经接收"),
    "smtp_no_connection": _("连不上邮件服务器"),
    "smtp_no_answer": _("邮件服务器没有答复，可能已经接收"),
    "smtp_sign_in_refused": _("邮件服务器不接受账号"),
    "smtp_sign_in_not_offered": _("邮件服务器在这里不让登录"),
    "webhook_inside": _("地址不是公开的"),
    "webhook_not_found": _("地址找不到"),
}
_TEXTS: dict[str, CatalogText] = {
    "http_": _("服务商没有正常答复（{code}）"),
    "gateway_": _("短信网关答复 {code}"),
    "aliyun_": _("阿里云答复 {code}"),
    "tencent_": _("腾讯云答复 {code}"),
    "smtp_": _("邮件服务器答复 {code}"),
    "webhook_": _("对方系统答复 {code}"),
    "dingtalk_": _("钉钉答复 {code}"),
    "wecom_": _("企业微信答复 {code}"),
    "feishu_": _("飞书答复 {code}"),
    "folder_": _("写不进文件夹（{code}）"),
    "error_": _("办理时出错（{code}）"),
}
_ABOUT_A_STATE: dict[str, CatalogText] = {
    "late_receipt_": _("迟到的回执：{state}"),
    "earlier_try_": _("前一次尝试的回执：{state}"),
    "late_answer_": _("中断之后才到的答复：{state}"),
}
_BY_SOMEBODY: dict[str, CatalogText] = {
    "told_by_": _("由{role}核实"),
    "by_": _("由{role}办理"),
}


_WRONG_ACCOUNT = _("请核对账号和密码（邮箱常要用授权码代替密码，特殊字符写成 %XX）。")
_STANDING: dict[str, Text] = {
    "sign_in_refused": _WRONG_ACCOUNT,
    "401": _WRONG_ACCOUNT,
    "403": _("请核对账号、密钥、签名，以及服务商是否限制了本机的地址。"),
    "530": _("服务器要求登录：请在 SUNWARD_SMTP_URL 里写账号和密码。"),
    "sign_in_not_offered": _("这个端口没有加密或者不让登录：请改用 smtps://…:465 或者 smtp://…:587。"),
    "certificate": _("证书无效，或者与地址里的主机名不符：请核对主机名；本院自建的，请让本机信任它的证书。"),
    "no_such_host": _("找不到这台主机：请核对地址，以及本机的域名解析。"),
}
"""What does not heal by itself, by the end of its code, and what to do about it."""


def find_advice(reason: str | None) -> Text | None:
    """What to do about a provider's answer that does not change until somebody has seen to it; None for any other."""
    return _STANDING.get((reason or "").partition("_")[2])


def reason_label(reason: str) -> Text:
    """The reason in words; a provider's own code stays as it was said."""
    known = REASONS.get(reason) or _STEPS.get(reason)
    if known is not None:
        return known
    for begins, words in _TEXTS.items():
        if reason.startswith(begins):
            return words.filled({"code": reason.removeprefix(begins)})
    for begins, words in _ABOUT_A_STATE.items():
        if reason.startswith(begins):
            stored = reason.removeprefix(begins)
            return words.filled({"state": message_state_label(stored)})
    for begins, words in _BY_SOMEBODY.items():
        if reason.startswith(begins):
            return words.filled({"role": role_label(reason.removeprefix(begins))})
    return verbatim(reason)
