"""The needs profile of a plan: rated by up to two people of the team at start, mid and end, and never averaged."""

from dataclasses import dataclass
from datetime import date

from casework.acting.acts.verbs import verb
from casework.acting.open_plan import OpenPlan
from casework.evaluation.acts import RateNeeds
from casework.shared.text.text_checks import check_lengths, text_or_none
from core.clock import local_date
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
from models.base import new_id
from models.evaluation import NeedRating
from models.office import Staff

FIELD = "need_rating.document"


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
    rated = {domain: need for domain in Domain if (need := getattr(act, domain.value)) is not None}
    time = AssessmentPoint(act.time)
    needs = rated
    check_lengths(text=act.text)
    if not needs:
        raise BadInput(_("请至少填一个方面。"))
    ratings = [row for row in _ratings(open_plan) if row.time == time]
    own = next((row for row in ratings if row.rated_by == open_plan.actor.id), None)
    if own is None and len(ratings) >= MAX_RATERS:
        raise StateConflict(_("这个时点已有两人评估。"))
    document = {"needs": {domain.value: need for domain, need in needs.items()}, "text": text_or_none(act.text)}
    if open_plan.actor.id is None or (own is not None and open_plan.open(FIELD, own.id, own.document) == document):
        return
    row = NeedRating(
        id=new_id(open_plan.now),
        plan_id=open_plan.plan.id,
        time=time.value,
        rated_by=open_plan.actor.id,
        rated_at=open_plan.now,
        document=b"",
    )
    row.document = open_plan.seal(FIELD, row.id, document)
    if own is not None:
        # Only one stands at a time: the former gives its place up before the new one takes it.
        own.superseded_by_id = own.id
        open_plan.session.add(own)
        open_plan.session.flush()
    open_plan.session.add(row)
    if own is not None:
        open_plan.session.flush()
        own.superseded_by_id = row.id
        open_plan.session.add(own)
    open_plan.record(note={"time": time.value, "domains": len(needs), "corrects": own is not None})


def load_ratings(open_plan: OpenPlan) -> list[Rating]:
    """The profiles that stand, each under its rater's id."""
    found = []
    for row in _ratings(open_plan):
        needs = open_plan.open(FIELD, row.id, row.document)["needs"]
        found.append(
            Rating(
                AssessmentPoint(row.time),
                row.rated_by.hex,
                {Domain(domain): int(need) for domain, need in needs.items()},
            )
        )
    return found


def load_needs(open_plan: OpenPlan) -> tuple[list[NeedView], list[RatingView]]:
    """Every domain that somebody looked at, and who looked when."""
    names: dict[str, str] = {}
    views = []
    for row in _ratings(open_plan):
        names[row.rated_by.hex] = open_plan.session.get_one(Staff, row.rated_by).display_name
        words = open_plan.open(FIELD, row.id, row.document)
        views.append(
            RatingView(AssessmentPoint(row.time), names[row.rated_by.hex], local_date(row.rated_at), words["text"])
        )
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


def _ratings(open_plan: OpenPlan) -> list[NeedRating]:
    return [row for row in open_plan.rows(NeedRating) if row.superseded_by_id is None]
