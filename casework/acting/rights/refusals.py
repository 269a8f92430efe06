"""Refusals for a missing right: they say who has the right, by the table of rights, with the article of the step of
procedure that the act belongs to."""

from collections.abc import Collection

from casework.acting.rights.checks import Actor
from casework.acting.rights.operation import Operation
from casework.acting.rights.scope import RightScope, TokenScope
from casework.shared.text.labels import ROLES
from core.errors import NotAllowed
from core.i18n import Text, _, capitalized, listed, pgettext, verbatim
from law.four_eyes import Responsibility, get_step
from models.office import MACHINES

NOT_FOR_THE_FAMILY = _("这件事现在不用办了。想问什么，请拨卡片上的电话。")
"""Why a family's own act has no place, or is not theirs. How a case stands, a person tells them."""
_ALL_STAFF = 9
"""From this number of roles on, the roles are not listed."""


def missing_right(*acts: Operation, actor: Actor | None = None) -> NotAllowed:
    """The refusal of the first of those acts, for an actor who may do none of them; it says what was asked, and who
    may do it, to a token which scope it lacks."""
    act = acts[0]
    what = capitalized(act.title or act.done or verbatim(act.code))
    if actor is not None and actor.scopes is not None and (scopes := list_scopes(*acts)):
        lacks = listed([verbatim(scope) for scope in scopes])
        words = _("这个令牌没有权限范围 {scope}：{what}。请本院管理员另申请一个有它的令牌。", scope=lacks, what=what)
        return NotAllowed(words, article=None)
    words = _("您没有权限：{what}。{describe_holders}", what=what, describe_holders=describe_holders(act))
    return NotAllowed(words, article=get_step_article(act))


def list_scopes(*acts: Operation) -> list[TokenScope]:
    """The scopes of which a token needs one for any of those acts; none where no token may."""
    return sorted({act.scope for act in acts if act.scope is not None})


def missing_right_in_case(act: Operation, actor: Actor) -> NotAllowed:
    """The refusal for one case. Staff who may do it in their own cases read that this case is not theirs; a family
    reads nothing of rights."""
    if actor.kind == "family":
        return NotAllowed(NOT_FOR_THE_FAMILY, article=None)
    match act.by.get(actor.role) if actor.kind == "staff" else None:
        case RightScope.TEAM | RightScope.AT_SEAL | RightScope.ASSISTING:
            words = _("您不办理这一案，或者已经移交给别人。请与现在的承办人联系。")
        case RightScope.GRANTED:
            words = _("这份案卷没有准许您查阅。封存的案卷只由检察长准许的人查阅。")
        case _other:
            return missing_right(act, actor=actor)
    return NotAllowed(words, article=get_step_article(act))


def get_step_article(act: Operation) -> str | None:
    """The article of the step that the act carries; None where it is the office's own division of work."""
    last = list(act.steps)[-1:]
    return get_step(last[0]).article if last else None


def describe_holders(act: Operation) -> Text:
    """By whom the act is done, in a sentence."""
    roles = [role for role in act.by if role not in MACHINES]
    if not roles:
        return _("这件事由系统按已作的决定执行。")
    column = next(iter(list(act.steps.values())[-1:]), None)
    done = _verb(act, column)
    if len(roles) >= _ALL_STAFF:
        return _("这件事由工作人员本人{done}。", done=done)
    named = join_roles(roles)
    return _("这件事由{named}{done}。", named=named, done=done)


def join_roles(roles: Collection[str]) -> Text:
    """Those roles as a list in a sentence: 检察长或者获授权的副检察长."""
    named = [ROLES[role] for role in roles]
    if len(named) == 1:
        return named[0]
    return _("{first}或者{last}", first=listed(named[:-1]), last=named[-1])


def _verb(act: Operation, column: Responsibility | None) -> Text:
    if act.code.startswith("read_"):
        return pgettext("button", "查看")
    if column is Responsibility.DECIDES:
        return pgettext("button", "决定")
    if column is Responsibility.PROPOSES:
        return _("提出")
    return _("办理")
