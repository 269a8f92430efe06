"""What stands on every page of the staff, at the door, and where something went wrong."""

from sunward.words import Words

_COMMON = {
    "at_work": Words("正在办理，请稍候", "At work, one moment please"),
    "brand": Words("向阳", "Sunward"),
    "no_network": Words(
        "现在没有网络，没有提交。写的内容还在这里，网络恢复后再点一次就行。",
        "There is no network, and nothing was sent. What you wrote is still here: press again when it is back.",
    ),
    "tagline": Words("附条件不起诉监督考察", "Supervision under conditional non-prosecution"),
    "skip": Words("跳到正文", "Skip to the content"),
    "nav": Words("主要页面", "Main pages"),
    "my_cases": Words("我的案件", "My cases"),
    "sign_out": Words("退出登录", "Sign out"),
    "footer": Words(
        "系统提醒、记录、询问；每一项决定都由有权的人作出。页面内容不要截图转发。",
        "The system reminds, records and asks; every decision is made by a person with the right to it. "
        "Please do not pass pictures of these pages on.",
    ),
    "none": Words("无", "none"),
    "beside": Words("（{aside}）", " ({aside})"),
    "cancel": Words("不填了，返回", "Leave it, go back"),
    "please_correct": Words("还有几处要改一下", "A few things to correct"),
    "updated": Words("页面内容已更新", "The page has been brought up to date"),
}
_SIGN_IN = {
    "title": Words("登录", "Sign in"),
    "lead": Words("供办案人员和社工使用。", "For the staff of the offices and social workers."),
    "login": Words("登录名", "Sign-in name"),
    "password": Words("密码", "Password"),
    "hint": Words(
        "忘了密码请找本院系统管理员，另一个人确认后，您用一次性代码自己设新密码。家长和孩子不用登录，打开卡片上的页面即可。",
        "Forgotten your password? Ask your administrator; once somebody else has confirmed it, you choose another with a "
        "one-time code. Families do not sign in: they open the page on their card.",
    ),
    "nobody_yet": Words(
        "这里还没有登记任何人。请在安装这套系统的机器上运行 ./run enrol 文件，每人的一次性代码会显示一次；写法见 README。",
        "Nobody is enrolled here yet. On the machine of this installation run ./run enrol FILE: a one-time code for each "
        "is printed once. The README shows such a file.",
    ),
    "change": Words("改密码", "Change password"),
    "change_lead": Words(
        "改完之后，您在别处的登录都会退出。", "Once it is changed, you are signed out everywhere else."
    ),
    "old": Words("现在的密码", "Present password"),
    "new": Words("新密码（至少12个字符）", "New password (at least 12 characters)"),
    "again": Words("再写一遍新密码", "New password once more"),
    "not_the_same": Words("两遍写的不一样。", "The two are not the same."),
    "changed": Words("密码已改。", "The password is changed."),
    "login_missing": Words("请填写登录名。", "Please give your sign-in name."),
    "password_missing": Words("请填写密码。", "Please give your password."),
}
_PROBLEM = {
    "way_out": Words(
        "可以返回上一页再试，或从首页重新开始。", "You can go back and try again, or begin from the first page."
    ),
    "home": Words("回到首页", "To the first page"),
}
_INBOX = {
    "title": Words("我的消息", "My messages"),
    "lead": Words("系统发给您本人的提醒，最新的在前。", "What the system has told you, newest first."),
    "plan": Words("方案{number}", "Plan {number}"),
    "unread": Words("未读", "unread"),
    "mark_read": Words("知道了", "I have read it"),
    "mark_all_read": Words("这一页的{count}条都知道了", "I have read all {count} on this page"),
    "read_at": Words("已读：", "Read:"),
    "nothing": Words("没有消息。", "No messages."),
    "no_text": Words("（这条消息的文字已不可用）", "(the words of this message are no longer available)"),
}

CHAPTERS = {"common": _COMMON, "sign_in": _SIGN_IN, "problem": _PROBLEM, "inbox": _INBOX}
