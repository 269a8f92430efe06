"""The beginning against which later weeks are held: days that were agreed on, or the own first four weeks of the plan."""

from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.entries import list_entries
from casework.acting.open_plan import OpenPlan
from casework.usage.acts_goals import FixUsageBaseline
from casework.usage.agreement import get_plan_days
from core.i18n import Text, pgettext
from usage.indicators import BASELINE

ONE_DAY = timedelta(days=1)
FIRST_WEEKS = pgettext("within a sentence", "最初四周")
AGREED = pgettext("within a sentence", "约定的起点")


@dataclass(frozen=True)
class Baseline:
    """The days of the beginning, both included. `agreed` is False for the own first four weeks, which hold until somebody
    agrees on other days."""

    first: date
    last: date
    agreed: bool
    reason: str = ""

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def words(self) -> Text:
        """What it is called within a sentence."""
        return AGREED if self.agreed else FIRST_WEEKS


def get_baseline(open_plan: OpenPlan) -> Baseline:
    """The beginning as it holds today."""
    agreed = list_entries(open_plan, FixUsageBaseline)
    if not agreed:
        first = get_plan_days(open_plan)[0]
        return Baseline(first, first + BASELINE - ONE_DAY, False)
    fields = agreed[-1].fields
    return Baseline(fields.from_on, fields.to_on, True, fields.reason or "")
