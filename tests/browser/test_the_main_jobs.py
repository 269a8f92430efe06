"""Everybody's main jobs, done as people do them: counted in steps and seconds, with JavaScript and without.

A step is a tap on a link or a button, a choice, or a field filled in; opening the first page is none. What stands beside
a job is the most steps it may take: an extra page or field that creeps in is seen here first.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from models.attachment import Attachment
from models.decision import Leave
from models.item import Submission
from tests.browser.conftest import PHONE, Site
from tests.pictures import PNG

DESKTOP = {"width": 1280, "height": 800}
SLOWEST = 8.0
"""Seconds for one job, in a busy test run; on a quiet machine each takes about one."""


@dataclass
class Doing:
    """Somebody at a page, counted."""

    page: Page
    steps: int = 0

    def tap(self, words: str, nth: int = 0, *, exactly: bool = False) -> None:
        """A link or a button with these words; with these alone where others say them too."""
        self.steps += 1
        found = self.page.locator("main a:visible, main button:visible, header a:visible, nav a:visible")
        said = re.compile(rf"^\s*{re.escape(words)}\s*$") if exactly else words
        found.filter(has_text=said).nth(nth).click()

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

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


@dataclass(frozen=True)
class Job:
    """One job: whose, what, where it begins, in how many steps at the most, and how it is done."""

    who: str
    what: str
    begins: str
    most: int
    do: Callable[[Doing], None]


def _note(doing: Doing) -> None:
    doing.tap("补交")
    doing.fill("text", "这周都好")
    doing.tap("提交")
    doing.sees("已收到")


def _ask_leave(doing: Doing) -> None:
    doing.tap("外出申请")
    doing.fill("from_on", "2026-03-14")
    doing.fill("to_on", "2026-03-15")
    doing.fill("destination", "外婆家")
    doing.fill("reason", "看外婆")
    doing.tap("提交")
    doing.sees("申请已收到")


def _object(doing: Doing) -> None:
    doing.tap("存了我哪些信息")
    doing.choose("wish", "object")
    doing.fill("text", "不想用照片")
    doing.tap("提交")
    doing.sees("不想用照片")


def _progress(doing: Doing) -> None:
    doing.tap("我的进步")
    expect(doing.page.locator("h1")).to_be_visible()


def _dispute(doing: Doing) -> None:
    doing.tap("看看用网情况")
    doing.fill("text", "手机是合用的")
    doing.choose("disputes", "yes")
    doing.tap("提交")
    doing.sees("手机是合用的")


def _sheet(doing: Doing) -> None:
    doing.tap("填写")
    for place in range(1, 8):
        doing.fill(f"minutes_{place}", str(60 + place))
    doing.tap("提交")
    doing.sees("已收到")


def _by_phone(doing: Doing) -> None:
    doing.tap("芒果")
    doing.tap("每周小结", 1)
    doing.tap("电话代填")
    doing.choose("told_by", "minor")
    doing.fill("text", "电话里说都好")
    doing.tap("提交")
    doing.sees("电话里说都好")


def _visit(doing: Doing) -> None:
    doing.tap("社工联系")
    doing.tap("填写")
    doing.choose("how", "visit")
    doing.fill("text", "在家门口聊了十分钟")
    doing.steps += 1
    doing.page.set_input_files("[name=photo]", {"name": "x.png", "mimeType": "image/png", "buffer": PNG})
    doing.tap("提交")
    doing.sees("看照片")


def _report(doing: Doing) -> None:
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


def _look_at_note(doing: Doing) -> None:
    doing.tap("芒果")
    doing.tap("提交与查看")
    doing.tap("看过了")


def _decide_leave(doing: Doing) -> None:
    doing.tap("外出申请待批")
    doing.tap("外出审批")
    doing.choose("approved", "true")
    doing.go_on("check")
    doing.go_on("do")


def _propose(doing: Doing) -> None:
    doing.tap("芒果")
    doing.tap("办理", exactly=True)
    doing.tap("报请检察长决定")
    doing.choose("step", "period_change")
    doing.fill("new_end_on", "2026-10-01")
    doing.fill("reason", "需要再多一个月")
    doing.go_on("check")
    doing.go_on("do")
    doing.sees("已办理")


def _countersign(doing: Doing) -> None:
    doing.tap("审批")
    doing.tap("审核同意")
    doing.go_on("do")


def _decide(doing: Doing) -> None:
    doing.tap("审批")
    doing.fill("reason", "同意延长")
    doing.tap("同意，下一步")
    doing.go_on("do")


def _serve(doing: Doing) -> None:
    doing.tap("送达与收尾")
    doing.go_on("check")
    doing.go_on("do")


def _dates(doing: Doing) -> None:
    expect(doing.page.locator("main")).to_contain_text("SW-")
    assert "芒果" not in doing.page.content()


def _journal(doing: Doing) -> None:
    doing.tap("日志")
    expect(doing.page.locator("main")).to_contain_text("日志")


JOBS = (
    Job("minor", "hands in the note", "page", 5, _note),
    Job("minor", "asks for leave", "page", 8, _ask_leave),
    Job("minor", "objects to what is stored", "page", 6, _object),
    Job("minor", "disputes the digital use", "page", 6, _dispute),
    Job("minor", "looks at how it goes", "page", 3, _progress),
    Job("mother", "fills in the weekly sheet", "page", 11, _sheet),
    Job("gui.social_worker", "writes down a note told by phone", "/", 6, _by_phone),
    Job("gui.social_worker", "writes down a visit with a photo", "/", 6, _visit),
    Job("gui.prosecutor", "looks at what came in", "/", 3, _look_at_note),
    Job("gui.prosecutor", "decides about leave", "/", 5, _decide_leave),
    Job("gui.prosecutor", "asks the chief for a decision", "/", 8, _propose),
    Job("gui.department_head", "countersigns", "/", 3, _countersign),
    Job("gui.chief_prosecutor", "decides", "/", 4, _decide),
    Job("gui.clerk", "records a receipt", "/", 3, _serve),
    Job("gui.case_management", "sees dates and no names", "/", 0, _dates),
    Job("gui.auditor", "opens the journal", "/", 1, _journal),
    Job("gui.social_worker", "writes down a report of harm", "/", 8, _report),
)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def browsers(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Callable[[str], BrowserContext]]:
    """A phone for the family and the worker, a desktop for the others."""
    opened: dict[str, BrowserContext] = {}

    def of(who: str) -> BrowserContext:
        if who not in opened:
            small = who in ("minor", "mother", "gui.social_worker")
            opened[who] = browser.new_context(
                viewport=PHONE if small else DESKTOP,
                locale="zh-CN",
                java_script_enabled=request.param,
            )
        return opened[who]

    yield of
    for context in opened.values():
        context.close()


def test_every_main_job_is_short(site: Site, browsers: Callable[[str], BrowserContext]) -> None:
    site.pages.house.act("prosecutor", "agree_on_attachments", photo=True, sheet=True)
    told = []
    for job in JOBS:
        context = browsers(job.who)
        page = context.new_page()
        page.set_default_timeout(SLOWEST * 1000)
        doing = Doing(page)
        if job.begins == "page":
            card = site.pages.card(job.who)
            page.goto(f"{site.address}/p/{card.secret}")
            began = monotonic()
            doing.fill("code", card.code)
            doing.tap("打开")
        else:
            site.sign_in(context, job.who)
            began = monotonic()
            page.goto(site.address + job.begins)
        try:
            job.do(doing)
        except Exception as lost:
            raise AssertionError(f"{job.who} {job.what}, at {page.url}: {lost}") from lost
        took = monotonic() - began
        assert page.locator(".wrong, .error-summary").count() == 0, f"{job.what}: {page.url}"
        told.append(f"{job.who:<24}{job.what:<36}{doing.steps:>3} steps {took:5.1f} s")
        assert doing.steps <= job.most, told[-1]
        assert took < SLOWEST, told[-1]
        page.close()
        if job.begins != "page":
            context.clear_cookies()
    sys.stdout.write("\n" + "\n".join(told) + "\n")  # pytest -s shows the figures
    house = site.pages.house
    assert len(house.rows(Submission)) == 4
    assert len(house.rows(Attachment)) == 1
    assert [row.prosecutor_approved for row in house.rows(Leave)] == [True]
