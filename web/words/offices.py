"""The pages of the chief, the clerk, the administrator and the auditor."""

from sunward.words import Words

_APPROVALS = {
    "title": Words("审批", "Proposals"),
    "waiting": Words("待答复", "Waits for an answer"),
    "settled": Words("近期已答复", "Settled lately"),
    "reason": Words("决定的理由", "Reason of the decision"),
    "comment": Words("审核意见（可不填）", "Comment (may be empty)"),
    "agree": Words("同意，下一步核对", "Agree; next: check"),
    "countersign": Words("审核同意，下一步核对", "Countersign; next: check"),
    "return": Words("退回", "Return"),
    "withdraw": Words("撤回", "Withdraw"),
    "look": Words("看尚缺事项", "See what is missing"),
    "nothing": Words("没有等您答复的。", "Nothing waits for an answer."),
}
_SERVICE = {
    "title": Words("送达与收尾", "Service and closing"),
    "out": Words("回证未回", "Receipts still out"),
    "record": Words("登记回证", "Record the receipt"),
    "nothing_out": Words("回证都已收回。", "All receipts are back."),
    "closing": Words("收尾清单", "Closing list"),
    "closing_hint": Words("案卷已封存，这里没有姓名", "sealed; nobody is named here"),
    "complaint": Words("登记申诉", "Record a complaint"),
    "complaint_hint": Words(
        "被害人在封存之后申诉：按邮戳计算，送上一级院；不打开案卷。",
        "A complaint after the seal: the postmark counts, it goes to the office above, and the file stays closed.",
    ),
    "ask_to_sign": Words("短信请被害方签收", "Ask by text to sign"),
    "ask_to_sign_hint": Words(
        "只说有一份材料请签收、请回电到本院；不写案件，不写孩子。号码加密保存，回证收回即删除。",
        "It says that there is a paper to sign for and to call the office: nothing of the case or the minor. The number is kept encrypted until the receipt is back.",
    ),
    "receipt_number": Words(
        "回证编号（只有一名被害人可不填）", "Number on the receipt (may be empty for a single victim)"
    ),
    "their_phone": Words("对方电话", "Their number"),
    "phone_kept": Words("已登记，可不填", "kept already; may be empty"),
    "call_by": Words("请在哪天前回电", "To call by"),
    "posted_on": Words("邮戳日期（没有可不填）", "Postmark (may be empty)"),
    "complaint_done": Words("申诉已登记", "The complaint is on record"),
    "nothing_runs": Words("没有还在计算的期限。", "No clock runs."),
}
_STAFF = {
    "title": Words("检察院与人员", "Offices and staff"),
    "in_service": Words("在岗人员", "In service"),
    "name": Words("姓名", "Name"),
    "role": Words("岗位", "Post"),
    "office": Words("检察院", "Office"),
    "carries": Words("名下方案", "Plans carried"),
    "leave": Words("离岗", "Leaves"),
    "leave_who": Words("{name}离岗", "{name} leaves"),
    "left": Words("已离岗", "has left"),
    "hand_over_first": Words("先移交，接收之后才能离岗", "first hand over; then leave"),
    "no_password": Words("还没有密码", "no password yet"),
    "enter": Words("登记上岗", "Enter into service"),
    "phone": Words("工作电话（可不填）", "Number of their work (may be empty)"),
    "phone_hint": Words(
        "家里人回电话打这个号码；不要填私人号码。再次登记同一登录名可更换。",
        "Families call back here; nobody's private number. Enter the same sign-in name again to change it.",
    ),
    "email": Words("工作邮箱（可不填）", "Mailbox of their work (may be empty)"),
    "authority_from": Words("授权自（仅副检察长）", "Authority from (deputy only)"),
    "authority_to": Words("授权至（仅副检察长）", "Authority until (deputy only)"),
    "offices": Words("检察院", "Offices"),
    "office_name": Words("名称", "Name"),
    "open_office": Words("登记检察院", "Enter an office"),
    "level_basic": Words("基层院", "basic-level"),
    "level_city": Words("市院", "city"),
    "people": Words("{count}人在岗", "{count} in service"),
    "choose_role": Words("请选岗位。", "Please choose a post."),
    "done": Words("已登记", "Done"),
    "first_password": Words("{login}的密码，只显示这一次：", "Password of {login}, shown only now:"),
    "hand_it_over": Words(
        "请当面交给本人，并请本人登录后自己改掉。", "Give it to them in person, and let them change it once signed in."
    ),
    "new_password": Words("换新密码", "New password"),
    "new_password_who": Words("给{name}换新密码", "New password for {name}"),
}
_JOURNAL = {
    "title": Words("日志", "Journal"),
    "hint": Words("谁在何时做了什么；没有案件内容", "who did what and when; no content of any case"),
    "on": Words("哪一天", "Day"),
    "denied": Words("只看没有权限而未办的", "Only what was refused"),
    "check": Words("核对日志链", "Check the chain"),
    "sound": Words("日志链完整", "The chain is sound"),
    "unsound": Words("日志链有问题", "The chain is not sound"),
    "links": Words("{count}节", "{count} links"),
    "number": Words("序号", "Number"),
}
_OVERRIDES = {
    "title": Words("提示后仍办理的清单", "Warnings accepted"),
    "hint": Words("没有未成年人的姓名；理由在案卷里", "no minor is named; reasons lie in the files"),
    "accepted": Words("看过提示后仍办理", "Done after a warning"),
    "relied": Words("依据了未核实的规则", "Unverified rules relied on"),
    "chosen": Words("选定的数值", "Values that somebody chose"),
    "value": Words("数值", "Value"),
    "why": Words("理由", "Reason"),
    "rule": Words("规则", "Rule"),
    "reasoned": Words("写了理由", "Reason given"),
    "yes": Words("有", "yes"),
    "no": Words("没有", "no"),
    "times": Words("次数", "Times"),
    "last": Words("最近一次", "Last"),
}

CHAPTERS = {
    "approvals": _APPROVALS, "service": _SERVICE, "staff": _STAFF, "journal": _JOURNAL, "overrides": _OVERRIDES,
}  # fmt: skip
