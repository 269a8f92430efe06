"""What people read, in Chinese and in English."""

from __future__ import annotations

KINDS = {
    "study": ("学习", "study"),
    "social": ("社交", "social"),
    "video": ("视频", "video"),
    "game": ("游戏", "games"),
    "live": ("直播", "live streams"),
    "payment_and_banking": ("支付与银行", "payment and banking"),
    "tool": ("工具", "tools"),
    "other": ("其他", "other"),
}

TEXTS = {
    "title": ("本机的用网情况", "Digital use of this computer"),
    "what": (
        "本程序把这台电脑上 ActivityWatch 的记录加总成每天每类多少分钟。标题、网址、应用名和几点几分都不离开这台电脑；"
        "会离开的全部内容都在下面，您同意了才发送。",
        "This program adds up what ActivityWatch on this computer wrote down, as minutes a day by kind. No title, address, "
        "name of an app or time of day leaves this computer. All that would leave is shown below, and is sent only if "
        "you agree.",
    ),
    "set_up": ("先填社工给您的两样东西", "First, the two things that the social worker gave you"),
    "not_set_up": (
        "这台电脑还没有连上向阳：请先运行 sunward-collector，在页面上填写地址和凭证。",
        "This computer is not connected yet: run sunward-collector first, and type in the address and the token.",
    ),
    "office": ("向阳的地址", "The address of Sunward"),
    "token": ("这台电脑的凭证", "The token of this computer"),
    "check": ("核对", "Check"),
    "set_up_sends_nothing": ("核对时不发送任何用网数据。", "Checking sends no data about your use."),
    "leaves": ("这次会离开这台电脑的内容", "What would leave this computer now"),
    "day": ("日期", "day"),
    "total": ("合计", "in all"),
    "night": ("其中夜间", "of it at night"),
    "by_kind": ("各类", "by kind"),
    "night_means": (
        "夜间指当天 0:00 至 6:00 和 22:00 至 24:00。",
        "Night is from 0:00 to 6:00 and from 22:00 to 24:00.",
    ),
    "minutes": ("{n} 分钟", "{n} min"),
    "hold_back": ("这天不发", "not this day"),
    "held_back_means": (
        "不发的日子在向阳那边只是“没有记录”，不算零，也不算违反约定。",
        "A day that is not sent is a day without record there: neither nought nor a breach.",
    ),
    "json": ("原样内容（一字不多，一字不少）", "The very text, no more and no less"),
    "agree": ("同意，发送以上内容", "I agree: send this"),
    "always": ("以后每天自动发送，不再逐次询问", "From now on send each day without asking"),
    "ask": ("改为每次都先问我", "Ask me each time"),
    "stop": ("暂停", "Pause"),
    "resume": ("继续", "Go on"),
    "end": ("停止，并让凭证失效", "Stop, and make the token void"),
    "end_means": (
        "停止后凭证立即失效，这台电脑上的凭证和已发送的数字也都删除。ActivityWatch 自己的记录不受影响。",
        "The token is void at once, and the token and the figures that were sent are deleted from this computer. "
        "ActivityWatch's own record stays as it is.",
    ),
    "settings": ("怎么发送", "How it is sent"),
    "mode_ask": ("每次先给您看，同意了才发送。", "Shown to you each time, and sent only if you agree."),
    "mode_always": (
        "每天自动发送；内容随时可以在这里看。",
        "Sent each day without asking; it can be seen here any time.",
    ),
    "mode_stopped": ("已暂停：不读取，也不发送。", "Paused: nothing is read or sent."),
    "nothing": (
        "现在没有要发送的。今天还没过完，明天再看。",
        "Nothing to send now. Today is not over yet; look again tomorrow.",
    ),
    "sent": ("已经发送的日子", "Days that were sent"),
    "sent_now": ("已经发送。", "Sent."),
    "until": (
        "最后一天是 {day}。过后本程序自己结束，并删除这台电脑上的凭证和数字。",
        "The last day is {day}. After it this program ends by itself, and deletes the token and the figures here.",
    ),
    "changed": (
        "内容和您刚才看到的不一样了，没有发送，请再看一遍。",
        "This is no longer what you looked at; nothing was sent. Please look again.",
    ),
    "only_https": ("地址要以 https:// 开头。", "The address must begin with https://."),
    "no_activitywatch": (
        "这台电脑上的 ActivityWatch 没有应答：请先打开它。什么也没有发送。",
        "ActivityWatch on this computer does not answer: please start it. Nothing was sent.",
    ),
    "unreachable": (
        "现在连不上向阳，没有发送；过一会儿会再试。",
        "Sunward is not reached now, and nothing was sent; it is tried again later.",
    ),
    "ended_here": (
        "已停止。凭证已经失效，这台电脑上的凭证和数字已删除。要再开始，请向社工要新的凭证。",
        "Stopped. The token is void, and the token and the figures here are deleted. To begin again, ask the social "
        "worker for a new token.",
    ),
    "ended_here_only": (
        "已停止，这台电脑上的凭证和数字已删除。但没能通知向阳：请告诉社工收回这台电脑的凭证。",
        "Stopped, and the token and the figures here are deleted. But Sunward could not be told: please ask the social "
        "worker to withdraw the token.",
    ),
    "ended_there": (
        "向阳不再接收这台电脑的数据：可能是同意已经撤回、凭证被收回或到期，也可能是考察已经结束。"
        "这台电脑上的凭证和数字已删除，不会再发送。",
        "Sunward takes no more data of this computer: a consent was withdrawn, the token was withdrawn or has ended, or "
        "the period is over. The token and the figures here are deleted, and nothing is sent any more.",
    ),
    "period_over": (
        "考察期已满。凭证已经失效，这台电脑上的凭证和数字已删除，本程序可以卸载了。",
        "The period is over. The token is void, the token and the figures here are deleted, and this program can be "
        "removed.",
    ),
    "open_page": ("请在这台电脑的浏览器里打开：", "Open this in the browser of this computer:"),
}


class Words:
    """The texts in one language: English for a tag that begins with "en", Chinese for any other."""

    def __init__(self, tag: str) -> None:
        self.english = tag.strip().casefold().startswith("en")

    def __getitem__(self, key: str) -> str:
        return TEXTS[key][self.english]

    def kind(self, code: str) -> str:
        """What a kind of use is called."""
        return KINDS.get(code, (code, code))[self.english]
