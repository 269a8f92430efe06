"""The main pages, each for whoever has its right. A room adds its line."""

from dataclasses import dataclass

from casework.rights import RIGHTS, Act
from models.office import Role
from sunward.words import Words


@dataclass(frozen=True)
class Door:
    """One of them: its address, its words, and the right that opens it; without one it is everybody's."""

    path: str
    words: Words
    right: Act | None


DOORS: tuple[Door, ...] = (
    Door("/", Words("我的案件", "My cases"), None),
    Door("/approvals", Words("审批", "Proposals"), Act.READ_APPROVALS),
    Door("/service", Words("送达与收尾", "Service"), Act.READ_SERVICE),
    Door("/team", Words("人员与移交", "Team"), Act.ACCEPT_HAND_OVER),
    Door("/sealed-access", Words("封存查询", "Sealed records"), Act.ANSWER_ACCESS),
    Door("/statistics", Words("统计", "Statistics"), Act.READ_STATISTICS),
    Door("/staff", Words("检察院与人员", "Offices and staff"), Act.READ_STAFF),
    Door("/staff/requests", Words("账号申请", "Accounts"), Act.CONFIRM_ACCOUNT),
    Door("/law", Words("规则与依据", "The law"), Act.CHOOSE_VALUE),
    Door("/holidays", Words("工作日历", "Working days"), Act.ANNOUNCE_YEAR),
    Door("/practice", Words("本院做法", "Practice"), Act.CHOOSE_VALUE),
    Door("/journal", Words("日志", "Journal"), Act.VERIFY_JOURNAL),
    Door("/paper-templates", Words("文书模板", "Templates"), Act.OFFER_TEMPLATE),
    Door("/paper-templates", Words("文书模板", "Templates"), Act.APPROVE_TEMPLATE),
    Door("/calls", Words("今日电话", "Calls"), Act.RECORD_CALL),
    Door("/messages", Words("消息台", "Messages"), Act.SEARCH_MESSAGES),
    Door("/search", Words("查找", "Search"), Act.SEARCH),
    Door("/out/", Words("外出记录", "On the way"), Act.TAKE_ALONG),
    Door("/inbox", Words("我的消息", "My inbox"), Act.READ_INBOX),
)


WITHOUT_CASES = Door("/", Words("今天", "Today"), None)
"""What the first page is called for a post that looks at no cases."""


def doors_for(role: Role) -> list[Door]:
    """The main pages of the role, in their order."""
    own = [door for door in DOORS if door.right is None or role in RIGHTS[door.right]]
    return own if role in RIGHTS[Act.READ_CASELOAD] else [WITHOUT_CASES, *own[1:]]
