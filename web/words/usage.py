"""Digital use, cards and accounts: to the team in figures and questions, to the family in plain sentences."""

from sunward.words import Words

_USAGE = {
    "title": Words("用网情况", "Digital use"),
    "lead": Words(
        "数字是拿来谈的，不是结论。空着的天是没有记录，不是零；合用或归属不清的设备不说明任何人。",
        "The figures are there to be talked about; they decide nothing. An empty day is unknown and not nought; a shared "
        "device tells nothing about anybody.",
    ),
    "consent": Words("对收取用网数据的同意", "Consent to data of devices"),
    "consent_of": Words("谁", "Who"),
    "consent_said": Words("答复", "Answer"),
    "consent_how": Words("何时、怎样、谁登记", "When, how, written down by"),
    "consent_true": Words("同意", "agreed"),
    "consent_false": Words("不同意或已撤回", "refused or withdrew"),
    "consent_none": Words("还没有回答", "no answer yet"),
    "consent_record": Words("登记答复", "Write an answer down"),
    "consent_withdraw": Words("登记撤回", "Write a withdrawal down"),
    "way_page": Words("本人在页面上", "on their own page"),
    "way_person": Words("当面", "in person"),
    "way_phone": Words("电话", "by phone"),
    "way_paper": Words("书面", "on paper"),
    "review_withdrawn": Words(
        "同意已撤回，当时所依据的数字不再显示；结论保留。",
        "The consent was withdrawn: the figures it was closed over are not shown; its conclusion stays.",
    ),
    "span": Words("这次回顾看{first}到{last}。", "This review looks at {first} to {last}."),
    "device": Words("设备{device}（{whose}）", "Device {device} ({whose})"),
    "whose_own": Words("本人自己的", "their own"),
    "whose_shared": Words("合用", "shared"),
    "whose_unknown": Words("归属不清", "unknown"),
    "scope_account": Words("只说明一个账号", "it tells of one account only"),
    "scope_household": Words("家里共用的线路", "a line everybody at home shares"),
    "chart": Words("每天使用（分钟）", "Use a day (minutes)"),
    "alt": Words(
        "{device}近八周每天的使用分钟数，{known}天有记录。",
        "Minutes a day on {device} over eight weeks; {known} days known.",
    ),
    "limit": Words("约定{minutes}", "agreed {minutes}"),
    "no_days": Words("还没有记录。", "Nothing is known yet."),
    "day": Words("日期", "Day"),
    "kind": Words("哪类日子", "Kind of day"),
    "school_day": Words("上学日", "school day"),
    "free_day": Words("休息日", "free day"),
    "total": Words("合计", "Total"),
    "night": Words("其中夜间", "At night"),
    "longest": Words("连续最长", "Longest"),
    "unlocks": Words("解锁", "Unlocks"),
    "by_kind": Words("分类", "By kind"),
    "grade": Words("来源等级", "Grade"),
    "unknown": Words("无记录", "unknown"),
    "aside": Words("异议后不计", "set aside"),
    "findings": Words("可以谈的", "What may be talked about"),
    "known": Words("{days}天中{known}天有记录", "{known} of {days} days known"),
    "tone_good": Words("值得肯定", "well done"),
    "tone_asks": Words("请问一问", "please ask"),
    "tone_tells": Words("情况", "as it is"),
    "tone_context": Words("背景", "context"),
    "nothing": Words("还没有可以谈的。", "Nothing to talk about yet."),
    "close": Words("结束这次回顾", "Close this review"),
    "remarks": Words("本人和家里的说明", "What the young person and family said"),
    "disputes": Words("有异议", "disputes it"),
    "by_phone": Words("电话代记", "by phone"),
    "answer": Words("答复", "Answer"),
    "answer_accepted": Words("采纳", "accepted"),
    "answer_partly": Words("部分采纳", "partly accepted"),
    "answer_kept": Words("说明理由，保持不变", "stays, with the reason"),
    "set_aside": Words("不计的日子：", "Days set aside:"),
    "waits": Words(
        "等待答复。答复之前这次回顾不能结束。", "Waits for an answer. Until then the review cannot be closed."
    ),
    "answer_it": Words("答复异议", "Answer the dispute"),
    "write_down": Words("代记一条说明", "Write down a comment"),
    "no_remarks": Words("还没有说明。", "Nothing was said yet."),
    "notes": Words("想了解一下", "Please ask"),
    "perhaps": Words("先想想正常原因：", "Think of harmless reasons first:"),
    "harmless": Words("问过，属正常", "Asked, and harmless"),
    "agreed": Words("约定", "What was agreed"),
    "agreed_from": Words("{day}起", "From {day}"),
    "agreed_daily": Words("每天最多{minutes}分钟", "at most {minutes} minutes a day"),
    "agreed_night": Words("夜间最多{minutes}分钟", "at most {minutes} minutes at night"),
    "agreed_gaming": Words("游戏时段{hours}", "games {hours}"),
    "agreed_offline": Words("{hours}不用", "nothing from {hours}"),
    "agreed_holiday": Words("学校假期{first}到{last}", "school holiday {first} to {last}"),
    "nothing_agreed": Words(
        "没有约定具体数字，只和自己的头四周比较。", "No figures were agreed: only the own first four weeks count."
    ),
    "agree": Words("改约定", "Agree anew"),
    "reviews": Words("已结束的回顾", "Reviews closed"),
    "review_of": Words("{first}到{last}", "{first} to {last}"),
    "closed_by": Words("{day}，{who}", "{day}, {who}"),
    "goals": Words("下一阶段目标：", "Goals for the next weeks:"),
    "not_assessable": Words("数据不足，不作评价", "Not assessable"),
    "sources": Words("收到的记录", "What came in"),
    "source": Words("来源", "Source"),
    "came": Words("收到", "Came"),
    "covers": Words("说明哪几天", "Covers"),
    "by_whom": Words("谁交的", "Handed in by"),
    "superseded": Words("已更正", "corrected"),
    "raw_until": Words("原件保留到{day}", "kept as it came until {day}"),
    "photo_until": Words("照片保留到{day}", "photo kept until {day}"),
    "unplaced": Words("还没归类的应用", "Apps nobody has placed yet"),
    "minutes_of": Words("{name}：{minutes}分钟", "{name}: {minutes} minutes"),
    "place": Words("归类", "Place one"),
    "upload": Words("交来一份记录", "Hand in a file"),
    "upload_hint": Words(
        "CSV、XLSX或ActivityWatch导出的JSON，最大32MB。标题和网址当场丢弃，文件本身不留（除非约定保留）。",
        "CSV, XLSX or an ActivityWatch export; 32 MB at most. Titles and addresses are dropped at once, and the file "
        "itself is not kept unless that was agreed.",
    ),
    "which_device": Words("哪台设备", "Which device"),
    "which_unit": Words("数字的单位", "Unit of the numbers"),
    "unit_in_table": Words("表里写了，或看得出来", "written in the table, or plain from it"),
    "which_source": Words("哪种记录", "What kind of record"),
    "file": Words("文件", "File"),
    "file_missing": Words("请选一个文件。", "Please choose a file."),
    "send": Words("交来", "Hand in"),
    "taken": Words("已读取：{entries}条，{days}天。", "Read: {entries} entries, {days} days."),
    "taken_again": Words("这份文件以前交过，没有变化。", "This very file came before; nothing changed."),
    "not_used": Words("请看一眼：", "Please note:"),
    "devices": Words("设备", "Devices"),
    "name_device": Words("登记设备", "Name a device"),
    "keep_device": Words("登记交出保管", "Record a keeping"),
    "token": Words("推送凭证", "Push token"),
    "token_until": Words("有效到{day}", "valid until {day}"),
    "token_none": Words("没有", "none"),
    "token_give": Words("发一个新凭证", "Give a new one"),
    "token_take": Words("收回", "Take it back"),
    "token_told": Words("设备{device}的新凭证（只显示这一次）：", "The new token of {device} (shown this once only):"),
    "token_hint": Words(
        "有了它，这台电脑只能推送自己的用网记录，看不到也决定不了任何事。",
        "With it this computer can push its own usage record, and can see and decide nothing.",
    ),
    "print": Words("打印时图表和表格都在。", "On paper the charts and tables are both there."),
    "back": Words("返回用网情况", "Back to digital use"),
}
_CARDS = {
    "title": Words("卡和账户", "Cards and accounts"),
    "restriction": Words("限制措施{name}", "Restriction {name}"),
    "runs": Words("{first}到{last}，还剩{days}天", "{first} to {last}, {days} days left"),
    "lifted": Words("{day}已全部解除", "all lifted on {day}"),
    "notice": Words("书面告知：{day}", "Written notice: {day}"),
    "no_notice": Words(
        "还没有书面告知，先要来再看依据和期限。", "No written notice yet: it tells ground and period, so get it first."
    ),
    "punished": Words(
        "依据写的是“受过刑事处罚”：附条件不起诉不是刑事处罚，可以帮助申诉。",
        "Its ground is a punishment: conditional non-prosecution is none, so an appeal can be helped with.",
    ),
    "appealed": Words("{day}申诉，{by}去问答复", "appealed on {day}; the answer is asked after on {by}"),
    "answered": Words("{day}答复：{outcome}", "answered on {day}: {outcome}"),
    "relief": Words("{day}放宽：{what}", "{day}: {what}"),
    "no_appeal": Words("还没有申诉。", "Not appealed yet."),
    "returned": Words("{day}交回{count}个{what}，交给{whom}", "{day}: {count} × {what} handed to {whom}"),
    "query": Words("{day}自查：电话卡{cards}张，账户{accounts}个", "{day}: {cards} phone cards, {accounts} accounts"),
    "query_unknown": Words(
        "其中{count}个本人不知情，请帮着问清楚（不因此对本人不利）",
        "{count} of them unknown to the person: help to find out; never held against them",
    ),
    "next_query": Words("下一次自查：{day}", "Next self-query: {day}"),
    "nothing": Words("没有卡和账户方面的记录。", "Nothing is on record about cards and accounts."),
    "record": Words("登记", "Record"),
}
_OWN_USAGE = {
    "title": Words("用网情况", "Digital use"),
    "consent": Words("可以收取手机使用的数据吗", "May phone-use data be collected?"),
    "consent_what_minor": Words(
        "会收取：每天用了多久、夜里多久、哪类应用；不看内容、标题和网址。只用来和你谈怎样安排手机时间，由社工、检察官查看，到期删除。"
        "可以不同意，也可以随时撤回，都不影响你的考察。",
        "Collected would be: how long each day, how long at night, which kind of app; no contents, titles or addresses. It is "
        "used only to talk with you about phone time, seen by the worker and the prosecutor, and deleted on its day. You may "
        "say no, and take it back at any time; nothing is lost by either.",
    ),
    "consent_what_guardian": Words(
        "会收取：孩子每天用了多久、夜里多久、哪类应用；不看内容、标题和网址。只用来和孩子谈怎样安排手机时间，由社工、检察官查看，"
        "到期删除。可以不同意，也可以随时撤回，都不影响孩子的考察。",
        "Collected would be: how long each day, how long at night, which kind of app; no contents, titles or addresses. It is "
        "used only to talk with the child about phone time, seen by the worker and the prosecutor, and deleted on its day. You "
        "may say no, and take it back at any time; nothing is lost by either.",
    ),
    "consent_asked_minor": Words(
        "想听听你的意思；没有回答不会当作同意。",
        "We would like to hear what you say; no answer is not taken for a yes.",
    ),
    "consent_asked_guardian": Words(
        "想听听您的意思；没有回答不会当作同意。",
        "We would like to hear what you say; no answer is not taken for a yes.",
    ),
    "consent_given_minor": Words("你同意了。", "You agreed."),
    "consent_given_guardian": Words("您同意了。", "You agreed."),
    "consent_refused_minor": Words("你没有同意，或者已经撤回。", "You did not agree, or took it back."),
    "consent_refused_guardian": Words("您没有同意，或者已经撤回。", "You did not agree, or took it back."),
    "consent_yes": Words("我同意", "I agree"),
    "consent_no": Words("我不同意", "I do not agree"),
    "consent_back": Words("撤回同意", "Take it back"),
    "upload_diary": Words(
        "没有这项同意时，只收你自己写的日记。", "Without that consent only a diary of your own is taken."
    ),
    "lead_minor": Words(
        "这是收到的记录，你可以说明，也可以不同意。",
        "This is what came in. You may comment on it, and you may disagree.",
    ),
    "lead_guardian": Words("这里可以写下您想说明的情况。", "Here you can tell us anything about it."),
    "days": Words("最近两周（分钟）", "The last two weeks (minutes)"),
    "nothing": Words("还没有记录。", "Nothing is known yet."),
    "goals": Words("约好的目标：", "What we agreed:"),
    "said": Words("说过的", "What was said"),
    "text": Words("想说明的", "What to say about it"),
    "disputes": Words("我不同意，请回复我", "I disagree, please answer"),
    "send": Words("提交", "Send"),
    "upload": Words("交一份记录文件（没有就不用）", "Hand in a file (only if you have one)"),
    "upload_hint": Words(
        "表格（CSV、XLSX）或电脑上导出的JSON，最大32MB。网页标题和网址当场丢弃，文件本身不留（除非约定保留）。",
        "A table (CSV, XLSX) or a computer's export in JSON; 32 MB at most. Titles and addresses of pages are dropped at "
        "once, and the file itself is not kept unless that was agreed.",
    ),
    "link": Words("看看用网情况，说说想法", "See the digital use, and say what you think"),
    "received": Words("已收到，谢谢！", "Received. Thank you!"),
    "night": Words("其中夜里（22点到6点）", "Of it at night (22:00 to 06:00)"),
    "pickups": Words("每天拿起或解锁几次", "How often it was picked up or unlocked"),
    "photo": Words(
        "屏幕照片（可不拍；拍摄地点等信息会去掉，到期删除）",
        "A photo of the screen (if you like; places are removed, and it is deleted later)",
    ),
    "more_numbers": Words(
        "还能看到夜间和次数的，填在这里（可不填）",
        "If the screen also tells the night and the pickups (need not be filled in)",
    ),
    "read_photo": Words("从照片读出数字，填好后请核对", "Read the numbers from the photo, then please check them"),
    "read_done": Words(
        "已从照片填好，请逐个核对，再选一次照片提交。",
        "Filled in from the photo. Please check each number, choose the photo again, and send.",
    ),
    "read_nothing": Words(
        "照片里没有读到每天的数字，请照着屏幕填。",
        "No daily numbers were found in the photo; please type them from the screen.",
    ),
    "no_ocr": Words(
        "本机没有安装照片识别，请照着屏幕填。",
        "Reading of photos is not installed on this machine; please type from the screen.",
    ),
}

_APPS = {
    "title": Words("应用归类表", "Which app is what"),
    "lead": Words(
        "系统自带{many}个名称（{day}版）；本院的归类优先，对本院所有方案生效。归类只用于分开看时间，不评价任何应用。",
        "{many} names come with the program (as of {day}); what this office places stands above them, for all its plans. "
        "Kinds only part the time; no app is judged.",
    ),
    "was_placed": Words(
        "已归类，还留有读数的日子已重新计算。", "Placed. Days whose readings are still kept were made anew."
    ),
    "app": Words("应用或网站", "App or site"),
    "name": Words("名称、包名或网址（照记录里写）", "Name, package or site, as the file has it"),
    "kind": Words("类别", "Kind"),
    "which": Words("请选择", "Please choose"),
    "choose": Words("请选择类别。", "Please choose a kind."),
    "place": Words("归类", "Place"),
    "open_for": Words("用了多久", "Open for"),
    "minutes": Words("{minutes}分钟，{plans}个方案", "{minutes} minutes, in {plans} plans"),
    "placed": Words("本院的归类", "Placed by this office"),
    "by_list": Words("系统自带", "By the program's list"),
    "by_whom": Words("谁归的", "By whom"),
    "unknown": Words("没有", "not there"),
    "none_placed": Words("本院还没有改过。", "Nothing was changed by this office yet."),
    "none_unplaced": Words("没有等着归类的应用。", "No app waits to be placed."),
}

CHAPTERS = {"usage": _USAGE, "cards": _CARDS, "own_usage": _OWN_USAGE, "apps": _APPS}
