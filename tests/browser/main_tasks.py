"""Everybody's main jobs: whose, what, where it begins, in how many steps at the most, and how it is done.

A step is a tap on a link or a button, a choice, or a field filled in; opening the first page is none. What stands beside
a job is the most steps it may take: an extra page or field that creeps in is seen here first.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.pictures import PNG


@dataclass
class TaskRun:
    """Somebody at a page, counted."""

    page: Page
    steps: int = 0

    def tap(self, words: str, nth: int = 0, *, exactly: bool = False) -> None:
        """A link or a button with these words; with these alone where others say them too."""
        self.steps += 1
        found = self.page.locator(":is(main, header) :is(a, button):visible")
        name = re.compile(rf"^\s*{re.escape(words)}\s*$") if exactly else words
        wanted = found.filter(has_text=name)
        if not wanted.count() and self.page.locator("header a:not(:visible)").filter(has_text=name).count():
            self.steps += 1  # it is in the menu, which is opened first
            self.page.locator("header summary:visible").first.click()
        wanted.nth(nth).click()

    def tap_summary(self, words: str) -> None:
        """What is folded under these words is opened."""
        self.steps += 1
        self.page.locator("summary", has_text=words).first.click()

    def go_on(self, step: str) -> None:
        """The form's button for that step."""
        self.steps += 1
        self.page.locator(f"button[name=_go][value={step}]").first.click()

    def fill(self, field: str, text: str) -> None:
        self.steps += 1
        self.page.fill(f"[name={field}]", text)

    def choose(self, field: str, value: str) -> None:
        self.steps += 1
        self.page.check(f"input[name={field}][value={value}]")

    def pick(self, field: str, value: str) -> None:
        self.steps += 1
        self.page.select_option(f"[name={field}]", value)

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


@dataclass(frozen=True)
class MainTask:
    """One job: whose, what, where it begins, in how many steps at the most, and how it is done."""

    who: str
    what: str
    begins: str
    most: int
    do: Callable[[TaskRun], None]


def _note(doing: TaskRun) -> None:
    doing.tap("补交")
    doing.fill("text", "这周都好")
    doing.tap("提交")
    doing.sees("已收到")


def _ask_leave(doing: TaskRun) -> None:
    doing.tap("外出申请")
    doing.fill("from_on", "2026-03-14")
    doing.fill("to_on", "2026-03-15")
    doing.fill("destination", "外婆家")
    doing.fill("reason", "看外婆")
    doing.tap("提交")
    doing.sees("申请已收到")


def _object(doing: TaskRun) -> None:
    doing.tap("存了我哪些信息")
    doing.choose("wish", "object")
    doing.fill("text", "不想用照片")
    doing.tap("提交")
    doing.sees("不想用照片")


def _progress(doing: TaskRun) -> None:
    doing.tap("我的进步")
    expect(doing.page.locator("h1")).to_be_visible()


def _dispute(doing: TaskRun) -> None:
    doing.tap("看看用网情况")
    doing.fill("text", "手机是合用的")
    doing.choose("disputes", "yes")
    doing.tap("提交")
    doing.sees("手机是合用的")


def _sheet(doing: TaskRun) -> None:
    doing.tap("填写")
    for place in range(1, 8):
        doing.fill(f"minutes_{place}", str(60 + place))
    doing.tap("提交")
    doing.sees("已收到")


def _by_phone(doing: TaskRun) -> None:
    doing.tap("芒果")
    doing.tap("每周小结", 1)
    doing.tap("电话代填")
    doing.choose("told_by", "minor")
    doing.fill("text", "电话里说都好")
    doing.tap("提交")
    doing.sees("电话里说都好")


def _visit(doing: TaskRun) -> None:
    doing.tap("社工联系")
    doing.tap("填写")
    doing.choose("how", "visit")
    doing.choose("went", "completed")
    doing.fill("text", "在家门口聊了十分钟")
    doing.steps += 1
    doing.page.set_input_files("[name=photo]", {"name": "x.png", "mimeType": "image/png", "buffer": PNG})
    doing.tap("提交")
    doing.sees("看照片")


def _report(doing: TaskRun) -> None:
    doing.tap("芒果")
    doing.tap("办理", exactly=True)
    doing.tap("立即报告")
    assert doing.page.locator("a[href='tel:110']").is_visible()
    doing.steps += 1
    doing.page.select_option("[name=person]", index=1)
    doing.fill("told_to", "虚构派出所值班民警")
    doing.fill("facts", "手臂有淤青，本人说是被打的")
    doing.go_on("check")
    doing.go_on("do")
    doing.sees("已办理")


def _look_at_note(doing: TaskRun) -> None:
    doing.tap("芒果")
    doing.tap("提交与查看")
    doing.tap("看过了")


def _decide_leave(doing: TaskRun) -> None:
    doing.tap("外出申请待批")
    doing.tap("外出审批")
    doing.choose("approved", "true")
    doing.go_on("check")
    doing.go_on("do")


def _propose(doing: TaskRun) -> None:
    doing.tap("芒果")
    doing.tap("办理", exactly=True)
    doing.tap("报请检察长决定")
    doing.choose("step", "period_change")
    doing.fill("new_end_on", "2026-10-01")
    doing.fill("reason", "需要再多一个月")
    doing.go_on("check")
    doing.go_on("do")
    doing.sees("已办理")


def _countersign(doing: TaskRun) -> None:
    doing.tap("审批")
    doing.tap("审核同意")
    doing.go_on("do")


def _decide(doing: TaskRun) -> None:
    doing.tap("审批")
    doing.fill("reason", "同意延长")
    doing.tap("同意，下一步")
    doing.go_on("do")


def _serve(doing: TaskRun) -> None:
    doing.tap("送达与收尾")
    doing.steps += 1
    doing.page.locator("[name=received_on]").first.fill("2026-03-05")
    doing.go_on("check")
    doing.go_on("do")


def _dates(doing: TaskRun) -> None:
    doing.sees("SW-")
    assert "芒果" not in doing.page.content()


def _look(*steps: str, sees: str) -> Callable[[TaskRun], None]:
    """Tapped from page to page until it stands there."""

    def look(doing: TaskRun) -> None:
        for step in steps:
            doing.tap(step, exactly=step in ("办理", "消息", "日志", "统计", "文书"))
        doing.sees(sees)

    return look


def _rule(doing: TaskRun) -> None:
    doing.tap("规则与依据")
    part = doing.page.locator("main details", has=doing.page.locator("a[href$='/DT-01']"))
    doing.tap_summary(part.locator("summary h2").first.inner_text().split()[0])
    doing.tap("DT-01")
    doing.sees("第80条")


def _find(doing: TaskRun) -> None:
    doing.fill("asked", "芒果")
    doing.tap("查找")
    doing.sees("SW-")


def _half_done(doing: TaskRun) -> None:
    doing.tap("芒果")
    doing.tap("办理", exactly=True)
    doing.tap("登记附带条件的进展")
    doing.steps += 1
    doing.page.select_option("[name=condition]", index=1)
    doing.fill("amount", "1")
    doing.go_on("check")
    doing.go_on("do")
    doing.sees("已办理")


def _fact(doing: TaskRun) -> None:
    doing.tap("芒果")
    doing.tap("办理", exactly=True)
    doing.tap("记一件事")
    doing.pick("topic", "praise")
    doing.fill("text", "主动帮社区搬书")
    doing.go_on("check")
    doing.go_on("do")
    doing.sees("已办理")


def _paper(doing: TaskRun) -> None:
    doing.tap("芒果")
    doing.tap("文书", exactly=True)
    doing.tap("监督考察协议")
    doing.go_on("make")
    doing.sees("监督考察协议")


def _bail(doing: TaskRun) -> None:
    doing.tap("芒果")
    doing.tap("办理", exactly=True)
    doing.tap_summary("宣布、送达与救济")
    doing.tap("登记强制措施")
    doing.choose("measure", "bail")
    doing.choose("decided_by", "procuratorate")
    doing.fill("from_on", "2026-03-10")
    doing.go_on("check")
    doing.go_on("do")
    doing.sees("已办理")


OWN_PASSWORD = "linen-harbour-417"


def _say_why(doing: TaskRun, action: str) -> None:
    """Acts about accounts take a reason, where the form asks for one, and one's own password again."""
    for name, text in (("reason", "新入职"), ("own_password", OWN_PASSWORD)):
        field = doing.page.locator(f"form[action='{action}'] [name={name}]")
        if field.count():
            field.first.fill(text)
            doing.steps += 1


def _account(doing: TaskRun) -> None:
    doing.tap("检察院与人员")
    doing.fill("login", "gui.newcomer")
    doing.fill("display_name", "新来的助理")
    doing.pick("role", "assistant")
    doing.pick("office", "癸县")
    _say_why(doing, "/staff")
    doing.page.locator("form[action='/staff'] button").click()
    doing.steps += 1
    doing.sees("gui.newcomer")


def _office(doing: TaskRun) -> None:
    doing.tap("检察院与人员")
    doing.fill("office_name", "壬戌县")
    _say_why(doing, "/staff/offices")
    doing.page.locator("form[action='/staff/offices'] button").click()
    doing.steps += 1
    doing.sees("已登记")


def _leave_service(doing: TaskRun) -> None:
    doing.tap("检察院与人员")
    doing.pick("leaves", "gui.worker2")
    _say_why(doing, "/staff/leave")
    doing.page.locator("form[action='/staff/leave'] button").click()
    doing.steps += 1
    doing.sees("已离岗")


def _weigh(doing: TaskRun) -> None:
    """A value of the office's own practice, with what it would move, before it is chosen."""
    doing.tap("本院做法")
    doing.steps += 1
    doing.page.locator("main a[href^='/practice/']").first.click()
    doing.fill("value", doing.page.locator("[name=value]").input_value() or "30")
    doing.fill("from_on", "2026-04-01")
    doing.fill("reason", "试行一季")
    doing.go_on("check")
    expect(doing.page.locator("h1")).to_be_visible()


def _checked(doing: TaskRun) -> None:
    doing.tap("日志", exactly=True)
    doing.tap("核对日志链")
    doing.sees("日志")


def _refusals(doing: TaskRun) -> None:
    doing.tap("日志", exactly=True)
    doing.steps += 1
    doing.page.check("[name=denied]")
    doing.tap("筛选")
    doing.sees("日志")


def _tile(words: str) -> Callable[[TaskRun], None]:
    def tile(doing: TaskRun) -> None:
        doing.steps += 1
        doing.page.locator(".counts a, .none-of a", has_text=words).click()
        expect(doing.page.locator("select[name=show]")).to_be_visible()

    return tile


MAIN_TASKS = (
    MainTask("minor", "hands in the note", "page", 5, _note),
    MainTask("minor", "asks for leave", "page", 8, _ask_leave),
    MainTask("minor", "objects to what is stored", "page", 6, _object),
    MainTask("minor", "disputes the digital use", "page", 6, _dispute),
    MainTask("minor", "looks at how it goes", "page", 3, _progress),
    MainTask("mother", "fills in the weekly sheet", "page", 11, _sheet),
    MainTask("mother", "asks for leave", "page", 8, _ask_leave),
    MainTask("mother", "objects to what is stored", "page", 6, _object),
    MainTask("mother", "says something about the digital use", "page", 6, _dispute),
    MainTask("mother", "looks at how it goes on her side", "page", 3, _look("看看我这边的情况", sees="到今天")),
    MainTask("gui.social_worker", "writes down a note told by phone", "/", 6, _by_phone),
    MainTask("gui.social_worker", "writes down a visit with a photo", "/", 7, _visit),
    MainTask("gui.social_worker", "looks whom to call today", "/", 1, _look("今日电话", sees="今日电话")),
    MainTask("gui.social_worker", "counts an hour of counselling", "/", 7, _half_done),
    MainTask("gui.prosecutor", "looks at what came in", "/", 3, _look_at_note),
    MainTask("gui.prosecutor", "decides about leave", "/", 5, _decide_leave),
    MainTask("gui.prosecutor", "asks the chief for a decision", "/", 8, _propose),
    MainTask("gui.prosecutor", "finds a case by name", "/", 3, _find),
    MainTask("gui.prosecutor", "sees what the end still wants", "/", 2, _look("芒果", "期满审查", sees="期满审查")),
    MainTask("gui.assistant", "makes a paper", "/", 4, _paper),
    MainTask("gui.assistant", "writes down something good", "/", 7, _fact),
    MainTask("gui.assistant", "proves who was reminded", "/", 2, _look("芒果", "消息", sees="短信")),
    MainTask("gui.assistant", "prints a month sheet", "/", 3, _look("芒果", "文书", "月表", sees="3月")),
    MainTask("gui.assistant", "sees the calendar of what was owed", "/", 2, _look("芒果", "履行日历", sees="3月")),
    MainTask("gui.department_head", "looks at the figures", "/", 1, _look("统计", sees="不足五件")),
    MainTask("gui.department_head", "countersigns", "/", 3, _countersign),
    MainTask("gui.department_head", "sees who carries what", "/", 2, _look("人员与移交", sees="gui.prosecutor")),
    MainTask("gui.department_head", "sees what is overdue", "/", 1, _tile("逾期未办")),
    MainTask(
        "gui.department_head", "sees who looked at a case", "/", 2, _look("芒果", "谁看过", sees="gui.prosecutor")
    ),
    MainTask("gui.chief_prosecutor", "looks at requests for sealed files", "/", 2, _look("封存查询", sees="查阅")),
    MainTask(
        "gui.chief_prosecutor", "reads the case before deciding", "/", 2, _look("审批", "看尚缺事项", sees="期满")
    ),
    MainTask("gui.chief_prosecutor", "decides", "/", 4, _decide),
    MainTask("gui.chief_prosecutor", "sees what ends soon", "/", 1, _tile("临近期满")),
    MainTask("gui.chief_prosecutor", "looks at the figures", "/", 1, _look("统计", sees="不足五件")),
    MainTask("gui.clerk", "records a receipt", "/", 4, _serve),
    MainTask("gui.clerk", "records bail", "/", 9, _bail),
    MainTask("gui.clerk", "finds a case by name", "/", 3, _find),
    MainTask("gui.clerk", "sees what was served when", "/", 2, _look("芒果", "决定与文书", sees="送达")),
    MainTask("gui.clerk", "sees what runs after a seal", "/", 1, _look("送达与收尾", sees="收尾清单")),
    MainTask("gui.case_management", "sees dates and no names", "/", 0, _dates),
    MainTask("gui.case_management", "sees what is overdue", "/", 1, _tile("逾期未办")),
    MainTask("gui.case_management", "sees what ends soon", "/", 1, _tile("临近期满")),
    MainTask("gui.case_management", "opens a case's dates", "/?show=&stage=", 1, _look("SW-", sees="办理期限一览")),
    MainTask("gui.case_management", "looks at the figures", "/", 1, _look("统计", sees="不足五件")),
    MainTask("gui.administrator", "opens an account", "/", 8, _account),
    MainTask("gui.administrator", "weighs a value of the practice", "/", 6, _weigh),
    MainTask("gui.administrator", "looks at the year's holidays", "/", 1, _look("工作日历", sees="2026")),
    MainTask("gui.administrator", "enters an office", "/", 4, _office),
    MainTask("gui.administrator", "ends an account that carries nothing", "/", 5, _leave_service),
    MainTask("gui.auditor", "opens the journal", "/", 1, _look("日志", sees="日志")),
    MainTask("gui.auditor", "checks the chain", "/", 2, _checked),
    MainTask("gui.auditor", "looks for refusals", "/", 3, _refusals),
    MainTask("gui.auditor", "sees which warnings were accepted", "/", 2, _look("日志", "提示后仍办理", sees="提示")),
    MainTask("gui.auditor", "looks at the figures", "/", 1, _look("统计", sees="不足五件")),
    MainTask("gui.jurist", "weighs a value of the practice", "/", 6, _weigh),
    MainTask("gui.jurist", "reads a rule with its source", "/", 3, _rule),
    MainTask("gui.jurist", "sees every date of the law", "/", 2, _look("规则与依据", "期限", sees="每个")),
    MainTask("gui.jurist", "looks at the year's holidays", "/", 1, _look("工作日历", sees="2026")),
    MainTask("gui.jurist", "reads what the system said", "/", 1, _look("我的消息", sees="我的消息")),
    MainTask("gui.social_worker", "writes down a report of harm", "/", 8, _report),
)
