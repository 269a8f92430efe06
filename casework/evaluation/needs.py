"""The needs profile of a plan: rated by up to two people of the team at start, mid and end, and never averaged."""

from dataclasses import dataclass
from datetime import date

from casework.acting.entries import KeptEntry, keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.evaluation.acts import RateNeeds
from core.errors import BadInput, StateConflict
from core.i18n import _
from evaluation.needs import (
    MAX_RATERS,
    AssessmentPoint,
    Domain,
    NeedChange,
    Rating,
    build_needs_profile,
    compare_needs,
)
from models.office import Staff


@dataclass(frozen=True)
class RaterNeed:
    """How much help one rater sees needed."""

    rater: str
    need: int


@dataclass(frozen=True)
class NeedView:
    """One domain over the three assessments, and the change since the start."""

    domain: Domain
    seen: dict[AssessmentPoint, list[RaterNeed]]
    disagree: list[AssessmentPoint]
    since_start: NeedChange


@dataclass(frozen=True)
class RatingView:
    """One profile: who made it, when, and what they wrote."""

    time: AssessmentPoint
    rater: str
    on: date
    text: str | None


@verb(RateNeeds)
def rate_needs(open_plan: OpenPlan, act: RateNeeds) -> None:
    """The rater's profile for that time is on the file; given again, it corrects their former one, which stays.

    Refused for a third rater: whom two see differently is talked about, and not outvoted.
    """
    needs = _needs(act)
    if not needs:
        raise BadInput(_("请至少填一个方面。"))
    raters = {
        rating.by_id: rating.id for rating in list_entries(open_plan, RateNeeds) if rating.fields.time == act.time
    }
    own = raters.get(open_plan.actor.id)
    if own is None and len(raters) >= MAX_RATERS:
        raise StateConflict(_("这个时点已有两人评估。"))
    note = {"time": act.time, "domains": len(needs), "corrects": own is not None}
    keep_entry(open_plan, act, replaces=own, note=note)


def load_ratings(open_plan: OpenPlan) -> list[Rating]:
    """The profiles that stand, each under its rater's id."""
    return [
        Rating(AssessmentPoint(rating.fields.time), _rater(rating), _needs(rating.fields))
        for rating in list_entries(open_plan, RateNeeds)
    ]


def load_needs(open_plan: OpenPlan) -> tuple[list[NeedView], list[RatingView]]:
    """Every domain that somebody looked at, and who looked when."""
    names: dict[str, str] = {}
    views = []
    for rating in list_entries(open_plan, RateNeeds):
        rater = _rater(rating)
        names[rater] = open_plan.session.get_one(Staff, rating.by_id).display_name
        views.append(RatingView(AssessmentPoint(rating.fields.time), names[rater], rating.on, rating.fields.text))
    cells, changed, domains = build_needs_profile(load_ratings(open_plan)), load_changes_since_start(open_plan), []
    for domain in Domain:
        seen = {
            time: [RaterNeed(names[rater], need) for rater, need in cells[domain, time].seen]
            for time in AssessmentPoint
            if cells[domain, time].seen
        }
        if seen:
            disagree = [time for time in AssessmentPoint if cells[domain, time].disagree]
            domains.append(NeedView(domain, seen, disagree, changed[domain]))
    return domains, views


def load_changes_since_start(open_plan: OpenPlan) -> dict[Domain, NeedChange]:
    """What can be said of each domain from the start to the last time it was looked at."""
    cells = build_needs_profile(load_ratings(open_plan))
    later = {
        domain: AssessmentPoint.END if cells[domain, AssessmentPoint.END].seen else AssessmentPoint.MID
        for domain in Domain
    }
    return {
        domain: compare_needs(cells[domain, AssessmentPoint.START], cells[domain, later[domain]]) for domain in Domain
    }


def _needs(act: RateNeeds) -> dict[Domain, int]:
    return {domain: need for domain in Domain if (need := getattr(act, domain.value)) is not None}


def _rater(rating: KeptEntry[RateNeeds]) -> str:
    assert rating.by_id is not None  # only staff rate
    return rating.by_id.hex
