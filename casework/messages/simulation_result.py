"""A month of messages as a policy would have it: what a simulation comes to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

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

    def counts(self) -> dict[tuple[str, str], dict[str, int]]:
        """How many by person and channel, and what became of them."""
        counted: dict[tuple[str, str], dict[str, int]] = {}
        for one in self.said:
            states = counted.setdefault((one.person, one.channel), {})
            states[one.state] = states.get(one.state, 0) + 1
        return dict(sorted(counted.items()))


SimulateMonth = Callable[[date, ReminderPolicy, UUID | None], SimulatedMonth]
"""A month under a policy, for one office or for all; nothing is sent, and the record is as it was."""
