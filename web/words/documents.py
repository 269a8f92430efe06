"""Papers, templates and printed sheets."""

from sunward.words import Words

_DOCUMENT = {
    "made": Words("文书已制作，已记入案卷", "Made, and on the file"),
    "kept": Words("本案文书", "The papers"),
    "none": Words("还没有制作文书。", "No paper has been made yet."),
    "version": Words("第{version}版", "Version {version}"),
    "files": Words("调取、下载均记入案卷", "whatever is fetched is noted"),
    "wanted": Words("待制作", "Asked for"),
    "by_hand": Words(
        "这些字本程序的字体没有：{characters}。PDF会在原处标出并留出空白，请打印后手写；Word文书中仍是原字。",
        "No font of the program has these characters: {characters}. The PDF marks each place and leaves room to write it by "
        "hand; the Word file keeps the character itself.",
    ),
    "nothing_wanted": Words("眼下没有待制作的文书。", "Nothing asks for a paper at present."),
    "another": Words("其他文书", "Another paper"),
    "pack": Words("决定材料包", "Decision pack"),
    "pack_hint": Words(
        "一份PDF：目录、各部分及其校验值；作出起诉或者不起诉决定所依据的材料都在里面。",
        "One PDF with contents and the hash of each part: all that the final decision rests on.",
    ),
    "make_pack": Words("一键打包", "Put it together"),
    "sheets": Words("打印", "To print"),
    "card": Words("联系卡（宣布时交给本人、监护人）", "The card handed out at the announcement"),
    "month": Words("月表（可拍照交回）", "Month sheet, to come back as a photo"),
    "course": Words("按月打印案卷经过", "A month in the order of the file"),
    "typing": Words("待录入统一业务系统的内容", "To type into the national case system"),
    "templates": Words("文书模板", "Paper templates"),
    "back": Words("返回文书", "Back to the papers"),
    "nothing_to_type": Words("这种文书不需要填写。", "There is nothing to write into this paper."),
    "preview": Words("预览", "Preview"),
    "make": Words("制作第{version}版", "Make version {version}"),
    "draft": Words("草稿（不保存，不编号）", "Draft: not kept, not numbered"),
    "missing": Words("还缺：", "Still missing:"),
}

_SHEET = {
    "print": Words("用浏览器的打印功能打印。", "Print it with the browser."),
    "whose": Words("给谁：", "For:"),
    "before": Words("上个月", "the month before"),
    "after": Words("下个月", "the month after"),
    "new_page": Words("发新的页面和号码，印在卡上", "Give a new page and code, printed on it"),
    "card": Words("联系卡", "Card"),
    "word_hint": Words("我们发的每条短信，最后都有这个暗语：", "Every text from us ends with this word:"),
    "word_warning": Words(
        "没有这个暗语的，不是我们发的。我们的短信里从来没有链接，也不会要钱、要验证码。",
        "A text without it is not ours. Ours never hold a link, and never ask for money or a code.",
    ),
    "call": Words("有事打电话", "Call us"),
    "phone": Words("电话：", "Phone:"),
    "call_hint": Words(
        "打电话、当面说、写在纸上，和在手机上填一样算数。",
        "A call, a word or a sheet of paper counts as much as a page.",
    ),
    "rhythm_minor": Words("你要做的事", "What is yours to do"),
    "rhythm_guardian": Words("请您做的事", "What you are asked to do"),
    "next": Words("接下来的日子", "The next days"),
    "nothing": Words("没有需要提交的内容。", "There is nothing to hand in."),
    "page": Words("收藏的页面", "The saved page"),
    "address": Words("地址：", "Address:"),
    "code": Words("号码：", "Code:"),
    "of_school": Words(
        "只给这张卡片上的您本人。页面只问这位同学在学校怎么样，不显示别的。请不要告诉任何人，也不要留在桌上。",
        "For you alone. The page asks how this pupil is at school and shows nothing else. Please tell nobody, and leave"
        " this card on no desk.",
    ),
    "of_mentor": Words(
        "只给这张卡片上的您本人。页面只问他（她）在您那里怎么样，有要您确认的也在上面，不显示别的。请不要告诉任何人，也不要留在桌上。",
        "For you alone. The page asks how this young person is with you, has what you are asked to confirm, and shows"
        " nothing else. Please tell nobody, and leave this card on no desk.",
    ),
    "any_way": Words("来不及、有困难，先打电话说一声就好。", "If it is hard or late, just call first."),
    "month_minor": Words("你这个月要做的事。做完打个勾。", "What is yours to do this month. Tick what is done."),
    "month_guardian": Words(
        "这个月请您做的事。做完打个勾。", "What you are asked to do this month. Tick what is done."
    ),
    "word_is": Words("暗语：", "Word:"),
    "day": Words("日期", "Day"),
    "what": Words("事项", "What"),
    "done": Words("做完", "Done"),
    "minutes": Words("每天看屏幕的分钟数", "Minutes of screen time each day"),
    "minutes_unit": Words("分钟", "minutes"),
    "say": Words("想说的话", "Anything to say"),
    "photo": Words("拍照发给联系人，或者当面交回。", "Send a photo to your contact, or hand it back."),
    "course": Words("经过", "What happened"),
    "when": Words("时间", "When"),
    "article": Words("依据", "Article"),
    "nothing_happened": Words("这个月没有记录。", "Nothing is on record for this month."),
    "handed_in": Words("提交的内容", "What was handed in"),
    "typing": Words("待录入的内容", "To be typed"),
    "typing_hint": Words(
        "由人看着录入；本系统不向其他系统发送任何内容。", "Typed by a person; nothing is sent to another system."
    ),
}

_TEMPLATES = {
    "title": Words("文书模板", "Paper templates"),
    "lead": Words(
        "下载模板，在Word中修改后提出；经另一人同意后启用。",
        "Fetch a template, change it in Word, offer it; once a second person agrees it is used.",
    ),
    "paper": Words("文书", "Paper"),
    "in_use": Words("正在使用", "In use"),
    "ours": Words("系统自带", "the program's own"),
    "version": Words("本院第{version}版", "the office's version {version}"),
    "fetch": Words("下载", "Fetch"),
    "offer": Words("提出模板", "Offer a template"),
    "file": Words("Word文件（.docx，不超过1 MB）", "Word file (.docx, 1 MB at most)"),
    "send": Words("检查并提出", "Look over and offer"),
    "offered": Words("已提出的模板", "Templates offered"),
    "by": Words("由谁", "By"),
    "state": Words("情况", "State"),
    "waits": Words("待另一人同意", "waits for a second person"),
    "used": Words("已启用", "in use"),
    "ended": Words("已停用", "ended"),
    "approve": Words("同意启用", "Approve"),
    "end": Words("停用", "End"),
    "fields": Words("可用的栏", "Its fields"),
    "none": Words("还没有提出过。", "None has been offered."),
}

CHAPTERS = {"document": _DOCUMENT, "sheet": _SHEET, "templates": _TEMPLATES}
