"""The pages of the chief, the clerk, the administrator and the auditor."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "staff.level": {
        "basic": Words("基层院", "basic-level"),
        "city": Words("市院", "city"),
    },
    "account.kind": {
        "code": Words("一次性代码（重设密码）", "A one-time code, to choose another password"),
        "enter": Words("上岗", "Begins in service"),
        "change": Words("变更账号信息", "Other data for the account"),
        "leave": Words("离岗", "Leaves service"),
    },
    "account.field": {
        "display_name": Words("姓名", "Name"),
        "phone": Words("电话", "Phone"),
        "email": Words("邮箱", "Mailbox"),
        "authority_from": Words("授权自", "Authority from"),
        "authority_to": Words("授权至", "Authority until"),
    },
}
