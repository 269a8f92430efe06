"""A month of messages as a policy would have it: what a simulation comes to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from core.i18n import Text, _
from notifications.reminder_policy import ReminderPolicy


@dataclass(frozen=True)
class SimulatedMessage:
    """One message of the month: when it would leave, or when it was settled that it would not, and why."""

    at: datetime
    plan: str | None
    role: str
    person: str
    """The sign-in name of staff; for a family the role on its plan."""
    channel: str
    event: str
    text: str
    state: str
    reason: str | None


@dataclass
class SimulatedMonth:
    """All of it, in the order of the moments."""

    said: list[SimulatedMessage] = field(default_factory=list)
    plans: int = 0
    """How many plans were simulated."""
    plans_asked_for: int = 0
    """How many there are; where these are more, `plans` is a sample of them."""

    def describe_sample(self) -> Text | None:
        """Of how many plans it tells; None where it is all of them."""
        if self.plans == self.plans_asked_for:
            return None
        return _(
            "共{all}个方案，从最早立案的到最近的均匀取了{count}个来试；条数是这{count}个的，工作人员的早报也只有这些。",
            all=self.plans_asked_for,
            count=self.plans,
        )

    def counts(self) -> dict[tuple[str, str], dict[str, int]]:
        """How many by person and channel, and what became of them."""
        counted: dict[tuple[str, str], dict[str, int]] = {}
        for one in self.said:
            states = counted.setdefault((one.person, one.channel), {})
            states[one.state] = states.get(one.state, 0) + 1
        return dict(sorted(counted.items()))


SimulateMonth = Callable[[date, ReminderPolicy, UUID | None], SimulatedMonth]
"""A month under a policy, for one office or for all; nothing is sent, and the record is as it was."""
