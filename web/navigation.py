"""The main pages, each for whoever has its right. A page adds its line."""

from dataclasses import dataclass

from casework.checkins.acts import TAKE_ALONG
from casework.documents.acts import APPROVE_TEMPLATE, OFFER_TEMPLATE
from casework.messages.acts import RecordCall
from casework.seal.acts import AnswerAccess
from casework.settings.acts import ANNOUNCE_YEAR, CHOOSE_VALUE
from casework.shared.rights import Operation
from casework.shared.rights.read_operations import (
    READ_APPROVALS,
    READ_CASELOAD,
    READ_INBOX,
    READ_SERVICE,
    READ_STAFF,
    READ_STATISTICS,
    SEARCH,
    SEARCH_MESSAGES,
    VERIFY_JOURNAL,
)
from casework.staff.acts_accounts import CONFIRM_ACCOUNT
from casework.staff.acts_team import AcceptHandOver
from core.words import Words
from models.office import Role


@dataclass(frozen=True)
class NavItem:
    """One of them: its address, its words, and the right that opens it; without one it is everybody's."""

    path: str
    words: Words
    right: Operation | None


NAV_ITEMS: tuple[NavItem, ...] = (
    NavItem("/", Words("我的案件", "My cases"), None),
    NavItem("/approvals", Words("审批", "Approvals"), READ_APPROVALS),
    NavItem("/service", Words("送达与收尾", "Service and closing"), READ_SERVICE),
    NavItem("/team", Words("人员与移交", "Team"), AcceptHandOver.operation),
    NavItem("/sealed-access", Words("封存查询", "Sealed records"), AnswerAccess.operation),
    NavItem("/statistics", Words("统计", "Statistics"), READ_STATISTICS),
    NavItem("/staff", Words("检察院与人员", "Offices and staff"), READ_STAFF),
    NavItem("/staff/requests", Words("账号申请", "Accounts"), CONFIRM_ACCOUNT),
    NavItem("/law", Words("规则与依据", "Rules"), CHOOSE_VALUE),
    NavItem("/holidays", Words("工作日历", "Working days"), ANNOUNCE_YEAR),
    NavItem("/practice", Words("本院做法", "Office settings"), CHOOSE_VALUE),
    NavItem("/journal", Words("日志", "Journal"), VERIFY_JOURNAL),
    NavItem("/paper-templates", Words("文书模板", "Templates"), OFFER_TEMPLATE),
    NavItem("/paper-templates", Words("文书模板", "Templates"), APPROVE_TEMPLATE),
    NavItem("/calls", Words("今日电话", "Calls"), RecordCall.operation),
    NavItem("/messages", Words("消息台", "Messages"), SEARCH_MESSAGES),
    NavItem("/search", Words("查找", "Search"), SEARCH),
    NavItem("/out/", Words("外出记录", "Offline visits"), TAKE_ALONG),
    NavItem("/inbox", Words("我的消息", "My inbox"), READ_INBOX),
)


HOME_WITHOUT_CASES = NavItem("/", Words("今天", "Today"), None)
"""What the first page is called for a post that looks at no cases."""


def get_nav_items(role: Role) -> list[NavItem]:
    """The main pages of the role, in their order."""
    own = [door for door in NAV_ITEMS if door.right is None or role in door.right.by]
    return own if role in READ_CASELOAD.by else [HOME_WITHOUT_CASES, *own[1:]]
