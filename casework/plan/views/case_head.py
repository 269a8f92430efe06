"""What stands above every page of a plan: which one it is, how long it runs, how far the minor is from 18, who carries
it. No level of support stands here, and no list is ordered by one."""

from dataclasses import dataclass, field, replace
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.acting.rights.read_operations import READ_PLAN
from casework.plan.views.banners import Banner, load_open_plan_banners
from casework.plan.views.plan_dates import PlanDatesView, get_days_to_eighteen, load_plan_dates
from models.office import Role


@dataclass(frozen=True)
class CaseHead(PlanDatesView):
    """The head of a plan. Who sees dates only gets no name, no age and no banner."""

    owner: str | None
    """The prosecutor in charge; None where nobody has accepted it."""
    full: bool
    name: str | None = None
    age: int | None = None
    """In full years, today."""
    days_to_eighteen: int | None = None
    banners: list[Banner] = field(default_factory=list)


def load_case_head(open_plan: OpenPlan) -> CaseHead:
    """The head of a plan that lies open, as it stands now."""
    full = open_plan.actor.role in READ_PLAN.by
    head = CaseHead(**vars(load_plan_dates(open_plan)), owner=_in_charge(open_plan), full=full)
    return _with_person(open_plan, head) if full else head


def _with_person(open_plan: OpenPlan, head: CaseHead) -> CaseHead:
    today = open_plan.today
    minor = open_plan.minor()
    return replace(
        head,
        name=str(open_plan.open("person.document", minor.id, minor.document)["name"]),
        age=_years_before(open_plan.of_age_on, today),
        days_to_eighteen=get_days_to_eighteen(open_plan),
        banners=load_open_plan_banners(open_plan),
    )


def _years_before(of_age_on: date, today: date) -> int:
    """The age in full years, reckoned from the day on which somebody is 18."""
    had_birthday = (today.month, today.day) >= (of_age_on.month, of_age_on.day)
    return 18 + today.year - of_age_on.year - (0 if had_birthday else 1)


def _in_charge(open_plan: OpenPlan) -> str | None:
    return next((staff.display_name for staff in open_plan.team_staff(Role.PROSECUTOR)), None)
