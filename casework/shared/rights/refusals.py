"""Whoever has no right to something is told whose it is: from the table of rights, with the article of the step of
procedure that the act belongs to."""

from collections.abc import Collection

from casework.shared.rights.operation import Operation
from casework.shared.text.labels import ROLES
from core.errors import NotAllowed
from core.words import Words
from law.four_eyes import Responsibility, get_step
from models.office import Role

_ALL_STAFF = 9
"""What so many roles may do is not told role by role."""


def missing_right(*acts: Operation) -> NotAllowed:
    """The refusal of the first of those acts, to whoever may do none of them; it says who may."""
    return NotAllowed(Words(
        f"您没有办理这件事的权限。{describe_holders(acts[0]).zh}", f"You have no right to do this to this plan. {describe_holders(acts[0]).en}"
    ), article=get_step_article(acts[0]))  # fmt: skip


def get_step_article(act: Operation) -> str | None:
    """The article of the step that the act carries; None where it is the office's own division of work."""
    last = list(act.steps)[-1:]
    return get_step(last[0]).article if last else None


def describe_holders(act: Operation) -> Words:
    """By whom the act is done, in a sentence."""
    roles = [role for role in act.by if role not in (Role.SYSTEM, Role.DEVICE)]
    if not roles:
        return Words("这件事由系统按已作的决定执行。", "The system does it, as people have decided.")
    column = next(iter(list(act.steps.values())[-1:]), None)
    done = _verb(act, column)
    if len(roles) >= _ALL_STAFF:
        return Words(f"这件事由工作人员本人{done.zh}。", f"It is {done.en} by members of staff, each for themselves.")
    named = join_roles(roles)
    return Words(f"这件事由{named.zh}{done.zh}。", f"It is {done.en} by {named.en}.")


def join_roles(roles: Collection[str]) -> Words:
    """Those roles as a list in a sentence: 检察长或者获授权的副检察长."""
    named = [ROLES[role] for role in roles]
    if len(named) == 1:
        return named[0]
    zh, en = "、".join(name.zh for name in named[:-1]), ", ".join(name.en for name in named[:-1])
    return Words(f"{zh}或者{named[-1].zh}", f"{en} or {named[-1].en}")


def _verb(act: Operation, column: Responsibility | None) -> Words:
    if act.code.startswith("read_"):
        return Words("查看", "read")
    if column is Responsibility.DECIDES:
        return Words("决定", "decided")
    if column is Responsibility.PROPOSES:
        return Words("提出", "proposed")
    return Words("办理", "done")
