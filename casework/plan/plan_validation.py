"""A plan file read and checked by the law in one go: its author gets every mistake at once."""

from collections.abc import Callable
from datetime import date

from casework.plan.plan_examination import examine_plan
from casework.shared.files.plan_file import PlanFile
from core.errors import BadInput, Unreadable
from core.i18n import ngettext
from law.rulebook import Rulebook
from law.working_days import WorkingDays

_ANY_DAYS = WorkingDays()
"""No mistake hangs on a holiday: where a limit rolls over one, the law warns and refuses nothing."""

_RESTS_ON = {
    "decision.on": (
        "decision.period_written_from",
        "announcement",
        "service",
        "taken_over_on",
        "review",
        "case.objection",
    ),
    "decision.period_written_from": ("decision.period_written_to", "milestone"),
    "decision.period_written_to": ("milestone",),
    "review.received_on": ("decision.on", "review", "case.act_dates"),
    "case.act_dates": ("minor.born_on",),
    "case.predicted_sentence_months": ("review", "decision.on"),
}
"""What the law says of a place by comparing it with another: where the other cannot be read, it is not said."""


def parse_and_validate(read: Callable[[], PlanFile], rulebook: Rulebook, today: date | None) -> PlanFile:
    """The plan that is read. BadInput where it cannot be read whole, with what is wrong in its form and, besides, what
    the law says of all that can be read of it. Without `today` no day is too late."""
    try:
        return read()
    except Unreadable as wrong:
        if not isinstance(wrong.rest, PlanFile):
            raise
        # An entry that cannot be read is left out of its list, and the law would miscount the others.
        places = [mistake.place.partition("[")[0] for mistake in wrong.mistakes]
        unread = [*places, *(other for place in places for other in _RESTS_ON.get(place, ()))]
        by_law = [
            mistake
            for mistake in examine_plan(wrong.rest, rulebook, today or date.max, _ANY_DAYS).mistakes
            if not any(_touch(mistake.place, place) for place in unread)
        ]
        mistakes = [*wrong.mistakes, *by_law]
        raise BadInput(
            ngettext("有{count}处需要改正。", len(mistakes), count=len(mistakes)), mistakes=mistakes
        ) from None


def _touch(one: str, other: str) -> bool:
    """Whether one of two places is the other, or lies in it: what the law says there rests on what could not be read."""
    shorter, longer = sorted((one, other), key=len)
    return longer == shorter or longer.startswith((f"{shorter}.", f"{shorter}["))
