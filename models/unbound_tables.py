"""The tables of which nothing is bound into the chain, and why; every other table says with `@bound` which columns are."""

from core.i18n import Text, _

UNBOUND: dict[Text, tuple[str, ...]] = {
    _("日志和链本身，逐行由链核对"): (
        "chain_link", "exported_head", "journal_line", "journal_unlinked", "row_change", "row_change_unlinked",
    ),
    _("法规版本，内容由编号核对"): ("edition",),
    _("程序运行的状态，不决定任何人的事"): (
        "backup_day", "heartbeat", "idempotency_record", "installation", "integrity_result", "message_step", "outage",
        "outbox_mark", "provider_pause", "run_log_entry", "running_process",
    ),
    _("登录和个人的设置，很快过去；谁登录过，日志里有"): (
        "calendar_link", "factor_challenge", "preference", "sign_in", "sign_in_attempt",
    ),
    _("没有办的草稿和样式"): ("plan_draft", "plan_template"),
    _("日志里另有一行，或者由别的行推出"): (
        "item_change", "office_event", "own_code", "paper_number", "person_index", "proposal_remark", "reply", "request",
    ),
    _("文件：内容加密，改动打不开；整份被删的，不发现"): ("attachment", "document", "document_version"),
    _("手机使用：家庭自愿给出，不单独作为依据"): (
        "usage_day", "usage_device", "usage_goal", "usage_remark", "usage_review", "usage_source",
    ),
    _("自愿回访的卡片，到期自行结束"): ("after_care",),
}  # fmt: skip
