"""The demonstration as a story: each step in somebody else's shoes."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "tour.name": {
        "1": Words("孩子交一份小结", "The boy sends his note"),
        "2": Words("社工看到小结", "The worker sees it arrive"),
        "3": Words("妈妈填一周小表", "His mother fills in the weekly sheet"),
        "4": Words("社工在路上，没有信号", "The social worker offline"),
        "5": Words("检察官的一天", "The prosecutor's day"),
        "6": Words("检察官看用网回顾", "The prosecutor looks at the digital use"),
        "7": Words("提醒过谁，怎么证明", "Who was reminded, and how one knows"),
        "8": Words("系统做了什么，接下来做什么", "What the system did, and will do next"),
        "9": Words("助理准备文书", "The assistant prepares a document"),
        "10": Words("检察官提请决定", "The prosecutor asks for a decision"),
        "11": Words("部门负责人审核", "The department head reviews"),
        "12": Words("检察长决定", "The chief procurator decides"),
    },
    "tour.look": {
        "1": Words(
            "合用或自己的手机都行，不用账号。点“填写”，写两句，提交，看回执；一件事一个短表，忘了也有说明的地方。",
            "Any phone, no account. Press “Fill in”, write two lines, send, and read the receipt: one short form a thing, and a place to explain if it was forgotten.",
        ),
        "2": Words(
            "刚交的小结已经在这里，不用刷新。看过后点“看过了”，写一句话也可以；更正是补充，不会覆盖。",
            "The note is here already, without a reload. Mark it as reviewed, with a comment if you "
            "like; corrections are additions and overwrite nothing.",
        ),
        "3": Words(
            "她只看到请她做的事，看不到孩子写了什么。没填的日子是空白，不当零；手机合用就照实选。",
            "She sees what is asked of her and nothing that he wrote. A day left empty is a gap and not nought; a shared phone is simply called shared.",
        ),
        "4": Words(
            "打开一次以后，关掉网络再填：每点一下都存在手机里，有信号时只提交一次，提交后清除。清单不写姓名。",
            "Once it is open, switch the network off and fill something in: every tap is kept on the phone, sent once when there is a signal, and wiped. The list names nobody.",
        ),
        "5": Words(
            "先看待我决定、逾期未办、七日内到期；再往下是全部案件。没有分数，没有排名。",
            "First what waits for a decision, what is overdue, what is due this week; the caseload below. No score, no ranking.",
        ),
        "6": Words(
            "图下有表，表里的数都能追到哪天谁交的。数据不足时写明“不作评价”。",
            "Under each chart is its table, and each number leads to who submitted it. Where there "
            "is too little, it says so and nothing is judged.",
        ),
        "7": Words(
            "每一条：发给谁、什么时候、走什么渠道、是否送达、谁可能看到。没有证明的，不算没做到。",
            "Each message: to whom, when, by which channel, delivered or not, who could have seen it. Without proof nothing counts as missed.",
        ),
        "8": Words(
            "每个方案由系统按日程自动办理；已经办了什么、下次何时办理什么，都写在这里。",
            "The program processes each plan by its own dates: what it has done, and what it will do next and when.",
        ),
        "9": Words(
            "选一份文书，已知的内容已经填好，缺的会指出来；助理只能准备，签发的是检察官。",
            "Choose a document: what is known is filled in, what is missing is named. The assistant "
            "prepares, the prosecutor signs.",
        ),
        "10": Words(
            "例如选“变更考验期”，新的届满日写2027年1月20日，写明理由。提交前先看一遍法律怎么说、会发生什么。",
            "For instance a change of the period, to end on 20 January 2027, with a reason. Before it is done you see what the law says and what would follow.",
        ),
        "11": Words(
            "上一步的提请在这里；同意，或者写明意见退回。负责人也不能代替检察长决定。",
            "The request of the last step is here: agree, or send it back with a word. The head cannot decide in the chief's place.",
        ),
        "12": Words(
            "法律交给检察长的，只有检察长（或在授权范围内的分管副检察长）能决定。决定后，日历重排，该告诉的人会被告诉。",
            "What the law gives to the chief only the chief decides, or a deputy within an "
            "authority. Then the calendar is drawn up again, and those concerned are notified.",
        ),
    },
}
