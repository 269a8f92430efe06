"""The needs profile of a plan: rated by up to two people of the team at start, mid and end, and never averaged."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from casework.acts.evaluations import RateNeeds
from casework.desk import File
from casework.limits import refuse_long
from casework.written import given
from evaluation.needs import MOST_RATERS, Change, Domain, Rating, Time, change, profile
from models.columns import new_id
from models.evaluation import NeedRating
from models.office import Staff
from sunward.clock import local_date
from sunward.errors import BadInput, NotAsItStands
from sunward.words import Words

FIELD = "need_rating.document"


@dataclass(frozen=True)
class SeenBy:
    """How much help one rater sees needed."""

    rater: str
    need: int


@dataclass(frozen=True)
class NeedShown:
    """One domain over the three times, and what can be said of it since the start."""

    domain: Domain
    seen: dict[Time, list[SeenBy]]
    disagree: list[Time]
    since_start: Change


@dataclass(frozen=True)
class RatingShown:
    """One profile: who made it, when, and what they wrote."""

    time: Time
    rater: str
    on: date
    text: str | None


def rate_needs(file: File, act: RateNeeds) -> None:
    """The rater's profile for that time is on the file; given again, it corrects their former one, which stays.

    Refused for a third rater: whom two see differently is talked about, and not outvoted.
    """
    rated = {domain: need for domain in Domain if (need := getattr(act, domain.value)) is not None}
    time = Time(act.time)
    needs = rated
    refuse_long(text=act.text)
    if not needs:
        raise BadInput(Words("请至少填一个方面。", "Please rate at least one domain."))
    standing = [row for row in _standing(file) if row.time == time]
    own = next((row for row in standing if row.rated_by == file.actor.id), None)
    if own is None and len(standing) >= MOST_RATERS:
        raise NotAsItStands(Words("这个时点已有两人评估。", "Two people have rated this time already."))
    document = {"needs": {domain.value: need for domain, need in needs.items()}, "text": given(act.text)}
    if file.actor.id is None or (own is not None and file.open(FIELD, own.id, own.document) == document):
        return
    row = NeedRating(
        id=new_id(file.now),
        plan_id=file.plan.id,
        time=time.value,
        rated_by=file.actor.id,
        rated_at=file.now,
        document=b"",
    )
    row.document = file.seal(FIELD, row.id, document)
    if own is not None:
        # Only one stands at a time: the former gives its place up before the new one takes it.
        own.superseded_by_id = own.id
        file.session.add(own)
        file.session.flush()
    file.session.add(row)
    if own is not None:
        file.session.flush()
        own.superseded_by_id = row.id
        file.session.add(own)
    file.record(note={"time": time.value, "domains": len(needs), "corrects": own is not None})


def ratings(file: File) -> list[Rating]:
    """The profiles that stand, each under its rater's id."""
    found = []
    for row in _standing(file):
        needs = file.open(FIELD, row.id, row.document)["needs"]
        found.append(
            Rating(Time(row.time), row.rated_by.hex, {Domain(domain): int(need) for domain, need in needs.items()})
        )
    return found


def needs_shown(file: File) -> tuple[list[NeedShown], list[RatingShown]]:
    """Every domain that somebody looked at, and who looked when."""
    names: dict[str, str] = {}
    shown = []
    for row in _standing(file):
        names[row.rated_by.hex] = file.session.get_one(Staff, row.rated_by).display_name
        words = file.open(FIELD, row.id, row.document)
        shown.append(RatingShown(Time(row.time), names[row.rated_by.hex], local_date(row.rated_at), words["text"]))
    cells, changed, domains = profile(ratings(file)), since_start(file), []
    for domain in Domain:
        seen = {
            time: [SeenBy(names[rater], need) for rater, need in cells[domain, time].seen]
            for time in Time
            if cells[domain, time].seen
        }
        if seen:
            disagree = [time for time in Time if cells[domain, time].disagree]
            domains.append(NeedShown(domain, seen, disagree, changed[domain]))
    return domains, shown


def since_start(file: File) -> dict[Domain, Change]:
    """What can be said of each domain from the start to the last time it was looked at."""
    cells = profile(ratings(file))
    later = {domain: Time.END if cells[domain, Time.END].seen else Time.MID for domain in Domain}
    return {domain: change(cells[domain, Time.START], cells[domain, later[domain]]) for domain in Domain}


def rated_on(file: File) -> dict[tuple[Time, str], tuple[uuid.UUID, date]]:
    """When each profile that stands was made, by time and rater."""
    return {(Time(row.time), row.rated_by.hex): (row.id, local_date(row.rated_at)) for row in _standing(file)}


def _standing(file: File) -> list[NeedRating]:
    query = select(NeedRating).where(NeedRating.plan_id == file.plan.id, col(NeedRating.superseded_by_id).is_(None))
    return list(file.session.exec(query.order_by(col(NeedRating.rated_at), col(NeedRating.id))))
