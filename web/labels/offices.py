"""The pages of the chief, the clerk, the administrator and the auditor."""

from core.i18n import Text, _, pgettext

LABELS: dict[str, dict[str, Text]] = {
    "staff.level": {
        "basic": _("基层院"),
        "city": _("市院"),
    },
    "staff.factor": {
        "totp": _("验证器"),
        "passkey": _("通行密钥"),
    },
    "account.kind": {
        "code": _("一次性代码（重设密码）"),
        "enter": _("上岗"),
        "change": _("变更账号信息"),
        "leave": pgettext("within a sentence", "离岗"),
    },
    "account.field": {
        "display_name": _("姓名"),
        "phone": _("电话"),
        "email": _("邮箱"),
        "authority_from": _("授权自"),
        "authority_to": _("授权至"),
    },
}
