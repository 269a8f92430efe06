"""An operation: something that is done with a plan or seen of it, declared in one place with all that is said of it."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from typing import Protocol

from sqlalchemy import ColumnElement

from casework.acting.rights.phases import Times
from casework.acting.rights.scope import RightScope, TokenScope
from casework.shared.facts.fact_rules import FactRule
from core.i18n import Text, _, pgettext
from law.four_eyes import Responsibility
from models.base import RecordRow
from models.item import Item
from models.office import Role
from models.plan import Plan


class ActGroup(Enum):
    """Under which heading an act is offered."""

    DAILY = _("日常")
    EVALUATION = _("评估")
    USAGE = _("用网")
    CARDS = _("卡和账户")
    INCIDENTS = _("情况与处理")
    DECISIONS = _("决定与审批")
    SERVICE = _("宣布、送达与救济")
    ELSEWHERE = _("异地协助")
    PARTNERS = _("监护人与各方")
    SEALED = _("纠正与封存之后")
    PEOPLE = pgettext("people", "人员")


class PlanToAsk(Protocol):
    """What is asked of an open plan to know whether there is anything to do an act to."""

    plan: Plan

    def items(self, *kinds: str, only_open: bool = True) -> list[Item]:
        """The plan's items, in the order of their days."""

    def rows(self, table: type[RecordRow], *conditions: ColumnElement[bool] | bool) -> list[RecordRow]:
        """The plan's rows of that table for which the conditions hold, in the order in which they were made."""


OPERATIONS: dict[str, "Operation"] = {}
"""Every operation by its code, in the order of their declaration."""


@dataclass(frozen=True, eq=False)
class Operation:
    """Something that is done with a plan or seen of it: who may, when it fits, what it is called, what it changes.

    `code` is what journal lines carry.
    """

    code: str
    _: KW_ONLY
    title: Text | None = None
    """What its form is called."""
    done: Text | None = None
    """What journal and diary say was done: who, and then this. What only the program does stands behind its item, or alone."""
    by: Mapping[Role, RightScope]
    """Who may, and how far; anybody else is refused."""
    scope: TokenScope | None = None
    """By which scope a token may; without one, none may."""
    fits: Times | None
    """In which phases of a plan it has its place; None where it is done to no plan's file, or looks at one. A sealed plan
    is opened by nothing that does not name that phase here."""
    needs_open: tuple[str, ...] = ()
    """It is done to an open item of one of these kinds."""
    ready: Callable[[PlanToAsk], object] | str | None = None
    """Whether there is anything to do it to, asked of the open plan: a look at it, or "module:function" where the
    subject's own module knows. What is empty or None says no."""
    decision: str = ""
    """Which decision it is, as requests and proposals call it; empty for what is none."""
    signs: bool = False
    """It decides, signs or unseals: the actor has confirmed within minutes who they are."""
    fact: bool = False
    """It tells what happened anyhow: it goes on record whatever rule it breaks, and nobody has to say why."""
    told: bool = False
    """An office's own systems hear that it was done, as they do of every decision."""
    wakes: bool = True
    """Once it has recorded something, its plan is due at once: what follows from it is done within the minute."""
    unverified: tuple[str, ...] = ()
    """Which rules that are not certain it rests on whenever it is done."""
    steps: Mapping[str, Responsibility] = field(default_factory=dict)
    """Which steps of the table of four eyes it carries, and in which column."""
    changes: tuple[FactRule, ...] = ()
    """The facts that it records and that change the course of a plan: they say who is notified, what stops, what is
    asked."""
    group: ActGroup | None = None
    """Under which heading its form is offered; None for "more"."""
    hint: Text | None = None
    """One thing more above its form."""

    def __post_init__(self) -> None:
        if self.code in OPERATIONS:
            raise ValueError(f"Declared twice: {self.code}")
        OPERATIONS[self.code] = self

    @property
    def is_told(self) -> bool:
        """Whether an office's own systems hear that it was done."""
        return self.told or bool(self.decision)

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, eq=False, kw_only=True)
class ReadOperation(Operation):
    """Something that is only looked at."""

    fits: Times | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class SystemOperation(Operation):
    """What the system does by itself, or notes while somebody does something else: nobody's right is asked for it."""

    by: Mapping[Role, RightScope] = field(default_factory=dict)
    fits: Times | None = None


def carriers_of(step: str) -> dict[Responsibility, str]:
    """By column of the table of four eyes, the code of what carries that step."""
    found = {each.steps[step]: each.code for each in OPERATIONS.values() if step in each.steps}
    return {column: found[column] for column in Responsibility if column in found}
