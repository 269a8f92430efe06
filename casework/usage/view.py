"""Digital use as a page or client is shown it: devices and their days, findings, remarks, questions, what was agreed."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, not_, or_, select

from casework.acting.context import Context
from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_word
from casework.acting.rights import Actor
from casework.acting.rights.operation import OPERATIONS, ActGroup
from casework.acting.rights.read_operations import READ_OWN
from casework.shared.device_consent import ConsentAnswer, DeviceConsent, describe_consent, get_device_consent
from casework.shared.items.item_kinds import REVIEWS
from casework.usage.agreement import get_agreements, get_day_kinds
from casework.usage.baseline import Baseline, get_baseline
from casework.usage.device_names import PHONE, SHARED_PHONE, device_label
from casework.usage.gap_reasons import ExplainedGap, get_gap_reasons, list_explained_gaps
from casework.usage.goals import GoalCourse, GoalStatus, GoalView, cut_course, get_goal_courses, get_goals
from casework.usage.guardian_usage import GuardianUsage, load_guardian_usage
from casework.usage.own_picture import OwnPicture, load_own_pictures
from casework.usage.previews import list_told
from casework.usage.review import ReviewLine, ReviewSpan, get_remarks, get_review_line, get_review_span, summarize_span
from casework.usage.store import get_disputed_days, get_usage_facts
from casework.usage.what_for import WhatForView, load_what_for
from core.dates import days_between
from core.i18n import NO_TEXT, Text
from models.office import Role, Staff
from models.usage_review import UsageReview
from models.usage_source import UsageDevice, UsageSource
from usage.categories import Category
from usage.dispositions import Became, DispositionCode
from usage.facts import DeviceFacts
from usage.import_issues import ImportIssue, IssueKind
from usage.observations import ReviewSummary
from usage.sources import Source

DAYS_LISTED = 56
SOURCES_LISTED = 12
SENT_DAYS_LISTED = 3
"""Another system may send a day each day: only the last ones, and the last corrected ones, stand beside what people hand
in, which would else be pushed out."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class UsageDayView:
    """One day of a device in whole minutes; None where nothing is known. `whole`: the figures are all there was, and not
    only the least. `aside`: a dispute set it aside."""

    day: date
    kind: str
    total: int | None
    night: int | None
    longest: int | None
    unlocks: int | None
    kinds: dict[str, int]
    grade: str | None
    reported: bool
    """Whether another system sent it, so that it is a statement."""
    aside: bool
    whole: bool
    gap: Text
    """Why nothing is known of it, where that is on file."""


@dataclass(frozen=True)
class DeviceView:
    """A device with its last weeks, every day named: a gap is unknown and never zero."""

    device: str
    called: Text
    whose: str
    mark: str
    days: list[UsageDayView]
    unplaced: list[tuple[str, int]]
    """Apps nobody has placed yet, with their minutes."""


@dataclass(frozen=True)
class UsageSourceView:
    """A submission: by whom, its reliability, what could not be used. The file itself is not included."""

    id: uuid.UUID
    device: str
    called: Text
    source: str
    grade: str
    collector: str
    way: str
    zone: str
    received_at: datetime
    first_on: date | None
    last_on: date | None
    days_known: int
    entries: int
    superseded: bool
    """Whether it was corrected, and does not count."""
    taken_back: bool
    """Whether it was submitted by mistake and taken back: it does not count."""
    waits: bool
    """Whether nobody has confirmed it yet: it does not count."""
    unconfirmed: bool
    """Whether nobody confirmed it in time: it was deleted, and never counted."""
    sha256: str
    problems: list[Text]
    photo_ends_on: date | None


@dataclass(frozen=True)
class UsageRemarkView:
    """The family's comment, and a named person's answer. `place` is the number by which an answer refers to it."""

    place: int
    at: datetime
    by_role: str
    by_phone: bool
    disputes: bool
    text: str
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None
    reason: str | None
    days: list[date]
    """What a dispute is about: missing until it is answered."""
    set_aside: list[date]


@dataclass(frozen=True)
class DispositionView:
    """In what a review ended: who does what by which day, and what became of it; `became` is None as long as nobody said."""

    code: DispositionCode
    words: Text
    text: str
    owner: str | None
    due_on: date | None
    became: str | None
    became_words: Text
    became_text: str
    became_at: datetime | None
    became_by: str | None

    @property
    def waits(self) -> bool:
        """Whether somebody still has to say what became of it."""
        return self.owner is not None and self.became is None


@dataclass(frozen=True)
class UsageReviewView:
    """A closed review, as of its closing."""

    from_on: date
    to_on: date
    assessable: bool
    closed_at: datetime
    closed_by: str | None
    text: str
    goals: str
    gap_reason: str
    """Why days were missing, as it was told."""
    looked: list[dict[str, Any]]
    withdrawn: bool
    """Whether the figures that it was closed over may not be seen now: its words stand without them."""
    taken_back: bool
    """Whether something it was closed over was taken back afterwards: its conclusion stands as it was, marked."""
    measured: list[dict[str, Any]]
    """Every goal as it was measured: `since_start` and `now` in sentences."""
    disposition: DispositionView


@dataclass(frozen=True)
class DeviceConsentView:
    """Status of the consent to device data: whose consent is needed, what each answered, who recorded it and how."""

    given: bool
    whose: str
    said: list[ConsentAnswer]
    words: Text
    deleted_on: date | None
    outcome: str
    """What became of asking: waiting, agreed, partly, ended, not_agreed."""
    ways: list[str]
    """The ways in which data may come in: those that everybody chose who had to agree."""
    until_on: date | None
    """The last day on which data may come in, where one was chosen before the end of the plan."""


@dataclass(frozen=True)
class UsageView:
    """All of it. `may` names what this person may do here now."""

    number: str
    span: ReviewSpan
    devices: list[DeviceView]
    line: ReviewLine
    """The review that comes next in a line; settled only where nobody has asked, disputed or left anything open."""
    looked: list[ReviewSummary]
    gaps: list[ExplainedGap]
    """The days of that review that are missing for a reason on file."""
    agreed: list[tuple[date, dict[str, Any]]]
    remarks: list[UsageRemarkView]
    reviews: list[UsageReviewView]
    sources: list[UsageSourceView]
    withdrawn: bool
    """Whether somebody whose word counts has refused or withdrawn."""
    consent: DeviceConsentView
    review_due_on: date | None
    may: list[str]
    """What this person may do about it now, by the codes of operations."""
    previous: DispositionView | None
    """In what the last review ended, and what became of it: the next one begins with it."""
    goals: list[GoalCourse]
    """The course of every goal since its beginning."""
    goals_now: list[GoalCourse]
    """The same over the days of the review that comes next."""
    proposals: list[GoalView]
    """What the family proposed, and nobody has talked about yet."""
    baseline: Baseline
    what_for: list[WhatForView]
    """What the young person said the phone was for, the last first; empty for all but the social worker."""


_DOES = (
    *(act for act in OPERATIONS.values() if act.group is ActGroup.USAGE),
    OPERATIONS["give_consents"],
    OPERATIONS["refer"],
)
"""What may be offered on the page of digital use."""


def load_usage(open_plan: OpenPlan) -> UsageView:
    """What the team sees of the plan's digital use."""
    facts, consent = get_usage_facts(open_plan), get_device_consent(open_plan)
    span, held = get_review_span(open_plan), filter_allowed(open_plan, _DOES)
    due, reviews = open_plan.items(*REVIEWS), _reviews(open_plan, consent)
    courses = get_goal_courses(open_plan, span.last, facts=facts)
    waits = (bool(reviews) and reviews[0].disposition.waits) or bool(list_told(open_plan))
    line = get_review_line(open_plan, span, facts, courses)
    return UsageView(
        number=open_plan.plan.number,
        span=span,
        line=replace(line, settled=line.settled and not (get_remarks(open_plan, only_new=True) or waits)),
        devices=_devices(open_plan, facts),
        looked=summarize_span(open_plan, span, facts),
        gaps=list_explained_gaps(open_plan, facts, span.first, span.last),
        agreed=get_agreements(open_plan),
        remarks=_remarks(open_plan),
        reviews=reviews,
        sources=_sources(open_plan, consent),
        withdrawn=consent.refused,
        consent=to_consent_view(consent),
        review_due_on=due[0].due_on if due else None,
        may=[act.code for act in _DOES if act in held],
        previous=reviews[0].disposition if reviews else None,
        goals=courses,
        goals_now=[cut_course(each, span.first) for each in courses],
        proposals=[each for each in get_goals(open_plan) if each.status is GoalStatus.PROPOSED],
        baseline=get_baseline(open_plan),
        what_for=load_what_for(open_plan),
    )


@dataclass(frozen=True)
class OwnUsageView:
    """The young person's own data: days, sentences, their comments, what was agreed. A guardian sees `part`, and
    guardians' comments."""

    number: str
    devices: list[DeviceView]
    looked: list[ReviewSummary]
    remarks: list[UsageRemarkView]
    goals: str
    agreed: list[tuple[date, dict[str, Any]]]
    withdrawn: bool
    consent: DeviceConsentView
    """How it stands, with nobody's answer but one's own."""
    handed_in: list[UsageSourceView]
    """What one handed in oneself, what waits to be confirmed first."""
    from_guardians: list[UsageSourceView]
    """What guardians handed in about the young person; theirs to look at and to dispute."""
    device_names: list[tuple[str, Text]]
    """The devices that a file can be of: the code of each, and what to call it."""
    pictures: list[OwnPicture]
    """Where it began, where it is now and what was agreed, week by week; the young person's alone."""
    part: GuardianUsage | None
    """What a guardian sees of what was agreed, and does; None for the young person."""
    what_for: list[WhatForView]
    """What one said the phone was for, the last first; the young person's alone."""


def load_own_usage(context: Context, actor: Actor, number: str) -> OwnUsageView:
    """The actor's own page on digital use. Apps by name are shown to nobody of the family but in their own files."""
    with context.open_for_reading(number, actor, READ_OWN) as open_plan:
        is_minor = actor.role is Role.MINOR
        facts = get_usage_facts(open_plan) if is_minor else []
        consent = get_device_consent(open_plan)
        reviews = _reviews(open_plan, consent)
        own = next((person.relation for person in open_plan.people() if person.id == actor.id), "")
        guardians = [person.id for person in open_plan.people(Role.GUARDIAN)]
        return OwnUsageView(
            number=open_plan.plan.number,
            devices=_devices(open_plan, facts) if is_minor else [],
            looked=summarize_span(open_plan, get_review_span(open_plan), facts),
            remarks=[each for each in _remarks(open_plan) if each.by_role == actor.role],
            goals=reviews[0].goals if reviews and is_minor else "",
            agreed=get_agreements(open_plan) if is_minor else [],
            withdrawn=consent.refused,
            consent=to_consent_view(consent, own),
            handed_in=_sources(open_plan, consent, [actor.id]),
            from_guardians=_sources(open_plan, consent, guardians) if is_minor else [],
            device_names=_device_names(open_plan),
            pictures=load_own_pictures(open_plan, facts) if is_minor else [],
            part=None if is_minor else load_guardian_usage(open_plan),
            what_for=load_what_for(open_plan),
        )


def to_consent_view(consent: DeviceConsent, own: str | None = None) -> DeviceConsentView:
    """How it stands; with `own`, with nobody's answer but that person's."""
    answers = [each for each in consent.said if own in (None, each.relation)]
    ways = [way.value for way in consent.ways]
    return DeviceConsentView(
        consent.given, consent.whose.value, answers, describe_consent(consent), consent.deleted_on,
        consent.outcome.value, ways, consent.until_on,
    )  # fmt: skip


def _device_names(open_plan: OpenPlan) -> list[tuple[str, Text]]:
    """The phone that sheets are about always, and whatever else was named; other people's use is on none of them."""
    labels = sorted(row.label for row in open_plan.rows(UsageDevice))
    labels.sort(key=lambda label: label not in (PHONE, SHARED_PHONE))
    phone = [] if PHONE in labels or SHARED_PHONE in labels else [("", device_label(PHONE))]
    return [*phone, *((label, _called(open_plan, label)) for label in labels)]


def _called(open_plan: OpenPlan, label: str) -> Text:
    return device_label(get_word(open_plan, label))


def _devices(open_plan: OpenPlan, facts: list[DeviceFacts]) -> list[DeviceView]:
    rows = {row.label: row for row in open_plan.rows(UsageDevice)}
    kinds, aside = get_day_kinds(open_plan, get_agreements(open_plan)), get_disputed_days(open_plan)
    last = min(open_plan.today, open_plan.plan.period_to)
    first = max(open_plan.plan.period_from, last - timedelta(days=DAYS_LISTED - 1))
    reasons = get_gap_reasons(open_plan, first, last)
    views = []
    for each in facts:
        days = []
        for day in days_between(first, last):
            day_facts = each.days.get(day)
            told = day_facts if day_facts is not None and day_facts.tells_use else None
            days.append(
                UsageDayView(
                    day=day,
                    kind=kinds.kind(day).value,
                    total=_minutes(told.total) if told else None,
                    night=_minutes(told.night) if told else None,
                    longest=_minutes(told.longest) if told else None,
                    unlocks=told.unlocks if told else None,
                    kinds={kind.value: told.minutes(kind) for kind in Category if told.minutes(kind)} if told else {},
                    grade=day_facts.grade.value if day_facts is not None else None,
                    reported=day_facts is not None and day_facts.source is Source.REPORTED,
                    aside=day in aside,
                    whole=told is not None and told.can_be_used(),
                    gap=reasons.get(day, NO_TEXT) if told is None else NO_TEXT,
                )
            )
        views.append(
            DeviceView(
                device=each.device_id,
                called=_called(open_plan, each.device_id),
                whose=each.whose.value,
                mark=each.mark,
                days=days,
                unplaced=[(name, spent // MINUTE) for name, spent in each.unplaced.items()],
            )
        )
    with_days = {each.device for each in views}
    views += [
        DeviceView(label, _called(open_plan, label), row.whose, "", [], [])
        for label, row in sorted(rows.items())
        if label not in with_days
    ]
    return views


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else span // MINUTE


def _remarks(open_plan: OpenPlan) -> list[UsageRemarkView]:
    views = []
    for place, row in enumerate(get_remarks(open_plan), 1):
        answer = open_plan.open("usage_remark.answer", row.id, row.answer_document) if row.answer_document else {}
        said = open_plan.open("usage_remark.document", row.id, row.document)
        views.append(
            UsageRemarkView(
                place, row.given_at, row.by_role, row.by_phone, row.disputes,
                said["text"], row.answer, row.answered_at, _name(open_plan, row.answered_by), answer.get("reason"),
                [date.fromisoformat(day) for day in said["days"]], [date.fromisoformat(day) for day in row.set_aside],
            )
        )  # fmt: skip
    return views


def _reviews(open_plan: OpenPlan, consent: DeviceConsent) -> list[UsageReviewView]:
    views = []
    for row in reversed(open_plan.rows(UsageReview)):
        document = open_plan.open("usage_review.document", row.id, row.document)
        hidden = not consent.given or bool(document.get("erased"))
        views.append(
            UsageReviewView(
                row.from_on, row.to_on, row.assessable, row.closed_at, _name(open_plan, row.closed_by),
                document.get("text") or "", document.get("goals") or "", document.get("gap_reason") or "",
                [] if hidden else document["looked"], hidden,
                bool(document.get("taken_back")), [] if hidden else document.get("measured", []),
                _disposition(open_plan, row, document["disposition"]),
            )
        )  # fmt: skip
    return views


def _disposition(open_plan: OpenPlan, row: UsageReview, content: dict[str, Any]) -> DispositionView:
    said = open_plan.open("usage_review.became", row.id, row.became) if row.became else {}
    code, due_on = DispositionCode(content["code"]), content.get("due_on")
    return DispositionView(
        code=code,
        words=code.words,
        text=content.get("text") or "",
        owner=content.get("owner"),
        due_on=date.fromisoformat(due_on) if due_on else None,
        became=said.get("became"),
        became_words=Became(said["became"]).words if said else NO_TEXT,
        became_text=said.get("text") or "",
        became_at=row.became_at,
        became_by=_name(open_plan, row.became_by),
    )


def _sources(
    open_plan: OpenPlan, consent: DeviceConsent, by: Collection[uuid.UUID | None] | None = None
) -> list[UsageSourceView]:
    """What was handed in, the last first, by those people alone where any are named; without a consent that stands nothing.
    What waits is never left out."""
    if not consent.given:
        return []
    of_the_plan = UsageSource.plan_id == open_plan.plan.id
    sent = UsageSource.source == Source.REPORTED.value
    newest = (col(UsageSource.received_at).desc(), col(UsageSource.first_on).desc())
    last_sent = [
        each
        for superseded in (False, True)
        for each in open_plan.session.exec(
            select(UsageSource.id)
            .where(of_the_plan, sent, col(UsageSource.superseded).is_(superseded))
            .order_by(*newest)
            .limit(SENT_DAYS_LISTED)
        )
    ]
    query = (
        select(UsageSource, UsageDevice)
        .join(UsageDevice, col(UsageDevice.id) == col(UsageSource.device_id))
        .where(of_the_plan)
        .where(or_(not_(sent), col(UsageSource.id).in_(last_sent)))
        .where(by is None or col(UsageSource.by_id).in_(by))
        .order_by(col(UsageSource.waits).desc(), *newest)
        .limit(SOURCES_LISTED)
    )
    views: list[UsageSourceView] = []
    for row, device in open_plan.session.exec(query):
        document = open_plan.open("usage_source.document", row.id, row.document)
        views.append(
            UsageSourceView(
                row.id, device.label, _called(open_plan, device.label), row.source, row.grade, row.collector, row.way, row.zone, row.received_at,
                row.first_on, row.last_on, len(document["coverage"]), row.entries, row.superseded,
                bool(document.get("taken_back")), row.waits, bool(document.get("unconfirmed")), document["sha256"],
                [_problem(each) for each in document["problems"]],
                row.photo_ends_on if row.photo else None,
            )
        )  # fmt: skip
    return views


def _problem(problem: dict[str, Any]) -> Text:
    return ImportIssue(IssueKind(problem["trouble"]), problem["unit"], problem["at"], problem["times"]).words


def _name(open_plan: OpenPlan, staff_id: Any) -> str | None:
    staff = open_plan.session.get(Staff, staff_id) if staff_id else None
    return staff.display_name if staff else None
