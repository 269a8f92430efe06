"""The pages of the chief, the clerk, the administrator and the auditor."""

from core.i18n import Text, _, pgettext, verbatim

LABELS: dict[str, dict[str, Text]] = {
    "staff.level": {
        "basic": _("基层院"),
        "city": _("市院"),
    },
    "staff.browser": {
        "wechat": _("微信"),
        "qq": _("QQ浏览器"),
        "uc": _("UC浏览器"),
        "360": _("360浏览器"),
        "huawei": _("华为浏览器"),
        "xiaomi": _("小米浏览器"),
        "opera": verbatim("Opera"),
        "edge": verbatim("Edge"),
        "firefox": verbatim("Firefox"),
        "chrome": verbatim("Chrome"),
        "safari": verbatim("Safari"),
        "other": _("别的程序"),
    },
    "staff.system": {
        "harmony": _("鸿蒙"),
        "android": _("安卓"),
        "ios": verbatim("iOS"),
        "windows": verbatim("Windows"),
        "macos": verbatim("macOS"),
        "linux": verbatim("Linux"),
        "other": _("别的系统"),
    },
    "staff.factor": {
        "totp": _("验证器"),
        "passkey": _("通行密钥"),
        "paper": _("纸上的备用码"),
    },
    "token.scope": {
        "read": _("查看案件怎样了：编号、状态、日期、没有办结的事项"),
        "submit": _("代家里提交别处填好的内容"),
        "remind": _("用登记过的短信提醒，并查看是否送到"),
        "events": _("读取事件"),
        "usage": _("报送设备的每日合计"),
    },
    "token.state": {
        "waiting": _("等另一个人确认"),
        "active": _("使用中"),
        "expired": pgettext("token", "已到期"),
        "ended": _("已停用"),
    },
    "account.kind": {
        "link": _("用统一身份登录"),
        "code": _("一次性代码（重设密码）"),
        "enter": _("上岗"),
        "change": _("变更账号信息"),
        "leave": pgettext("within a sentence", "离岗"),
        "sessions": _("在各处退出"),
        "policy": _("各院的提醒策略"),
        "value": _("各院的一项数值"),
        "holidays": _("一年的节假日安排"),
    },
    "account.field": {
        "display_name": _("姓名"),
        "phone": _("电话"),
        "email": _("邮箱"),
        "authority_from": _("授权自"),
        "authority_to": _("授权至"),
    },
}
