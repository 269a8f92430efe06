"""The main pages, each for those who have its right. A page adds its line."""

from dataclasses import dataclass

from casework.acting.rights import Operation
from casework.acting.rights.read_operations import (
    READ_ACCESS,
    READ_APPROVALS,
    READ_CASE_ACCESS,
    READ_CASELOAD,
    READ_COMPLIANCE,
    READ_INBOX,
    READ_OFFICE_WORK,
    READ_RETENTION,
    READ_RUNS,
    READ_SEALED,
    READ_SERVICE,
    READ_STAFF,
    READ_STATISTICS,
    SEARCH,
    SEARCH_MESSAGES,
    VERIFY_JOURNAL,
)
from casework.checkins.acts import TAKE_ALONG, RecordGroupSession
from casework.documents.acts import APPROVE_TEMPLATE
from casework.plan.acts_changes import MoveItem
from casework.seal.acts import RECORD_AFTER_SEAL
from casework.settings.acts import ANNOUNCE_YEAR, CHOOSE_VALUE
from casework.staff.acts_accounts import CONFIRM_ACCOUNT
from casework.staff.acts_tokens import READ_TOKENS
from core.i18n import Text, _, in_all_languages, pgettext
from models.office import Role


@dataclass(frozen=True)
class NavItem:
    """One of them: its address, its words, and the rights of which each opens it; without one it is everybody's."""

    path: str
    words: Text
    rights: tuple[Operation, ...] = ()
    also: Text | None = None
    """Other words that offices use for what is there, for the search."""


RECORDS = (
    READ_ACCESS, READ_CASE_ACCESS, READ_RETENTION, READ_COMPLIANCE, VERIFY_JOURNAL, READ_SEALED,
    READ_SERVICE, RECORD_AFTER_SEAL,
)  # fmt: skip
"""Each opens the page of records, and its own section there."""

PEOPLE = (READ_CASELOAD, CONFIRM_ACCOUNT, READ_STAFF, READ_TOKENS)
"""Each opens the page of people, and its own section there."""

SEARCH_ITEM = NavItem("/search", _("查找"), (SEARCH,))
READING_ITEM = NavItem("/reading", _("阅读台"), (READ_INBOX,))

NAV_ITEMS: tuple[NavItem, ...] = (
    NavItem("/", _("我的案件")),
    READING_ITEM,
    NavItem("/agenda", _("日程"), (READ_CASELOAD,), _("日历 到期 期限")),
    NavItem("/runs", _("运行一览"), (READ_RUNS,), _("流程 暂停 重试")),
    NavItem("/approvals", pgettext("menu", "审批"), (READ_APPROVALS,), _("签批 审核 批准")),
    NavItem("/statistics", _("统计"), (READ_STATISTICS, READ_OFFICE_WORK), _("报表 数据 年报")),
    NavItem("/many", _("批量办理"), (RecordGroupSession.operation, MoveItem.operation), _("集体活动 小组 讲座 改期")),
    NavItem("/messages", _("消息台"), (SEARCH_MESSAGES,), _("提醒 短信 邮件 未送达")),
    NavItem("/people", pgettext("menu", "人员"), PEOPLE, _("账号 同事 移交 令牌")),
    NavItem("/records", pgettext("menu", "记录与查阅"), RECORDS, _("日志 审计 封存 送达")),
    NavItem(
        "/rules",
        pgettext("menu", "规则与依据"),
        (CHOOSE_VALUE, ANNOUNCE_YEAR, APPROVE_TEMPLATE),
        _("节假日 模板 上班时间"),
    ),
    NavItem("/out/", _("外出记录"), (TAKE_ALONG,)),
    SEARCH_ITEM,
)
"""In the order in which they are shown: those used most often first."""

IN_ROW = 5
"""So many stand in the row at the head of a page; the others are behind one word."""

HOME_WITHOUT_CASES = NavItem("/", _("今天"))
"""What the first page is called for a post that looks at no cases."""


@dataclass(frozen=True)
class Navigation:
    """The head of a page for one role: the row, what is behind it, and whether there is a search box."""

    row: list[NavItem]
    rest: list[NavItem]
    search: bool


def is_shown(item: NavItem, role: Role) -> bool:
    """Whether the role has one of its rights."""
    return not item.rights or any(role in right.by for right in item.rights)


def get_nav_items(role: Role) -> list[NavItem]:
    """The main pages of the role, in their order."""
    own = [item for item in NAV_ITEMS if is_shown(item, role)]
    return own if role in READ_CASELOAD.by else [HOME_WITHOUT_CASES, *own[1:]]


def find_pages(role: Role, asked: str) -> list[NavItem]:
    """Return the role's main pages to which all the asked words lead, in any language of the program; none without a word."""
    words = asked.casefold().split()
    return [page for page in get_nav_items(role) if words and all(word in _spell(page) for word in words)]


def _spell(page: NavItem) -> str:
    return in_all_languages([page.words] if page.also is None else [page.words, page.also])


def get_navigation(role: Role) -> Navigation:
    """The same as the head of a page shows them: search and reading desk have their own places there."""
    items = get_nav_items(role)
    pages = [item for item in items if item not in (SEARCH_ITEM, READING_ITEM)]
    return Navigation(pages[:IN_ROW], pages[IN_ROW:], SEARCH_ITEM in items)
