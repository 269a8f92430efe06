"""What a plan agreed on: the only thing against which a minor's use is held."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

from usage.day_kinds import DayKind

Window = tuple[time, time]


@dataclass(frozen=True)
class Agreement:
    """The plan's own words as numbers. What is None or missing was not agreed.

    `daily` is the most a day of a kind may hold, `night` the most between 22:00 and 06:00, `gaming` the window in
    which games were agreed on (None: no games on such days), `offline` the hours without any use. Hours
    that begin in the evening and end after midnight belong to the evening's day. `tolerance` is what may lie outside
    the hours of a day before it is said to: clocks differ, and a message takes a moment to end.
    """

    daily: Mapping[DayKind, timedelta] = field(default_factory=dict)
    night: timedelta | None = None
    gaming: Mapping[DayKind, Window | None] = field(default_factory=dict)
    offline: Mapping[DayKind, Window] = field(default_factory=dict)
    tolerance: timedelta = timedelta(minutes=5)

    @property
    def says_anything(self) -> bool:
        """Whether there is anything to hold a week against."""
        return bool(self.daily or self.offline or self.gaming) or self.night is not None
