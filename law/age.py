"""Two ways of having an age.

Criminal law: a person has reached an age from the day *after* the birthday (DT-01). It decides liability and
whether a case is a minor's case.
Civil law: a person is of age *on* the eighteenth birthday (Civil Code arts 17 and 1259). It decides who
consents, who is notified, and when a parent's representation ends.
"""

from calendar import isleap, monthrange
from datetime import date, timedelta

from core.errors import BadInput
from core.i18n import _
from law.applied import applies
from law.rulebook import Rulebook


def birthday(born_on: date, years: int) -> date:
    """The day that birthday falls on; somebody born on 29 February has it on 28 February in common years."""
    year = born_on.year + years
    if (born_on.month, born_on.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return born_on.replace(year=year)


@applies("DT-01")
def has_reached_age(born_on: date, years: int, on: date) -> bool:
    """Criminal law: whether the age is reached on that day, which is so from the day after the birthday (DT-01)."""
    return on > birthday(born_on, years)


def comes_of_age_on(born_on: date, rulebook: Rulebook) -> date:
    """Civil law: the birthday with whose first minute representation ends.

    BadInput for a birth before the first day of which the rulebook knows the age of majority (1 January 1987).
    """
    try:
        years = rulebook.number("civil_majority_years", on=born_on)
    except BadInput as unknown:
        raise BadInput(
            _("出生日期有误，请核对。"),
            article=unknown.article,
        ) from None
    return birthday(born_on, years)


def is_of_age(born_on: date, on: date, rulebook: Rulebook) -> bool:
    """Civil law: whether the person is of age on that day, the birthday itself included."""
    return on >= comes_of_age_on(born_on, rulebook)


@applies("PR-01")
def reached_adulthood_on(born_on: date, rulebook: Rulebook) -> date:
    """Criminal law: the first day on which the age of eighteen is reached, which is the day after the birthday."""
    return birthday(born_on, rulebook.number("minor_case_below_age", on=born_on)) + timedelta(days=1)


def age_in_years_and_months(born_on: date, on: date) -> tuple[int, int]:
    """The age as people say it, in full years and full months; complete on the day itself. For display only.

    For liability ask `reached`.
    """
    months = (on.year - born_on.year) * 12 + on.month - born_on.month
    if on.day < min(born_on.day, monthrange(on.year, on.month)[1]):
        months -= 1
    return divmod(months, 12)
