"""What the rules would ask for from now on, under a stated assumption. Nothing is kept, nothing leaves, and nothing is
predicted about the minor: an assumption is what somebody asks about, and not what the program expects.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.operation import ReadOperation
from casework.acting.rights.read_operations import READ_MESSAGES, READ_PLAN
from core.errors import BadInput, Mistake
from core.i18n import Text, _
from law.transitions import PlanStatus

MAX_DAYS = 365

READ_WHAT_IF = ReadOperation("read_what_if", done=_("看了按假设推算的安排"), by=READ_PLAN.by)


class Assumed(StrEnum):
    """What may be assumed."""

    ON_TIME = "on_time"
    NOTHING = "nothing"
    PERIOD = "period"
    MOVED = "moved"
    ADULT = "adult"
    REMEDY = "remedy"


ASSUMED: dict[Assumed, Text] = {
    Assumed.ON_TIME: _("所有事项都按时完成，已过期的马上补办"),
    Assumed.NOTHING: _("什么都没有交，也没有人办理"),
    Assumed.PERIOD: _("今天改变考验期的长短"),
    Assumed.MOVED: _("今天申请迁居并获批准"),
    Assumed.ADULT: _("明天年满十八周岁"),
    Assumed.REMEDY: _("今天答复正在办理的救济（维持）"),
}
"""Each in words. All but the second go on with everything done on time."""


@dataclass(frozen=True)
class Assumption:
    """One of them; `days` says by how many days the period is longer, or shorter."""

    what: Assumed
    days: int | None = None

    @property
    def words(self) -> Text:
        """As people read it."""
        if self.what is Assumed.PERIOD and self.days is not None:
            longer, days = self.days > 0, abs(self.days)
            return _("今天把考验期延长{days}天", days=days) if longer else _("今天把考验期缩短{days}天", days=days)
        return ASSUMED[self.what]


def parse_assumption(code: str) -> Assumption:
    """The assumption that a code names, such as `on_time`, `period+30` or `period-14`. BadInput for any other."""
    name, days = (code[:6], code[6:]) if code.startswith("period") else (code, "")
    number = days[1:]
    if name in set(Assumed) - {Assumed.PERIOD.value}:
        return Assumption(Assumed(name))
    is_number = days[:1] in ("+", "-") and number.isascii() and number.isdigit()
    if name == Assumed.PERIOD and is_number and 0 < int(number) <= MAX_DAYS:
        return Assumption(Assumed.PERIOD, int(days))
    wrong = _("不认识这个假设。可以是：on_time、nothing、moved、adult、remedy，或者 period+30、period-14。")
    raise BadInput(wrong, mistakes=[Mistake("assume", wrong)])


@dataclass(frozen=True)
class AssumedDate:
    """Something that would be due, and of whom it would be asked."""

    on: date
    kind: str
    words: Text
    owner: str
    status: str


@dataclass(frozen=True)
class AssumedMessage:
    """A message that would be made: to whom, about what. None is."""

    on: date
    to: str
    event: Text
    channel: str


@dataclass(frozen=True)
class AssumedCourse:
    """What the rules would ask for under one assumption."""

    assumption: str
    words: Text
    until: date
    refused: Text | None = None
    """Why it cannot be assumed of this plan, if it cannot."""
    status: str | None = None
    period_to: date | None = None
    final_decision_by: date | None = None
    dates: list[AssumedDate] = field(default_factory=list)
    messages: list[AssumedMessage] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    """By who owes it, of how many things they would be asked."""


@dataclass(frozen=True)
class WhatIf:
    """One or two assumptions side by side."""

    number: str
    from_at: datetime
    courses: list[AssumedCourse]
    sees_messages: bool


AskWhatIf = Callable[[str, Sequence[Assumption]], list[AssumedCourse]]
"""Processes a copy of the plan of that number under each assumption."""


def read_what_if(
    context: Context, actor: Actor, number: str, assumptions: Sequence[Assumption], ask: AskWhatIf
) -> WhatIf:
    """The plan under these assumptions, as far as the actor may see it; the question is in the journal. BadInput for none
    or more than two, and for a plan that is decided already."""
    if not 1 <= len(assumptions) <= 2:
        wrong = _("请选一个或者两个假设。")
        raise BadInput(wrong, mistakes=[Mistake("assume", wrong)])
    with context.open_for_reading(number, actor, READ_WHAT_IF) as open_plan:
        ensure_undecided(open_plan)
        now, sees_messages = open_plan.now, actor.role in READ_MESSAGES.by
    courses = ask(number, assumptions)
    if not sees_messages:
        courses = [replace(course, messages=[]) for course in courses]
    return WhatIf(number, now, courses, sees_messages)


def ensure_undecided(open_plan: OpenPlan) -> None:
    """BadInput once the case is decided: then nothing is left to assume."""
    if open_plan.plan.status not in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION):
        wrong = _("本案已经作出决定，不再按假设推算。")
        raise BadInput(wrong, mistakes=[Mistake("assume", wrong)])
