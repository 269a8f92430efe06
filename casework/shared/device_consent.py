"""Consent to data of devices: how it stands, what is refused without it, and what may be seen of what was collected.

Every way in asks `ensure_device_consent` for itself, and everything that shows or counts such data asks
`get_device_consent`.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.shared.device_ways import WAYS, DataWay
from casework.shared.items.item_kinds import SHEETS
from casework.shared.items.items import add_item
from core.errors import Refused
from core.i18n import NO_TEXT, Text, _, listed, pgettext
from law.articles import cite
from law.device_data import WhoseConsent, finding_on_device_data, whose_consent
from law.finding import Finding
from models.base import new_id
from models.item import Item, Submission
from models.office import Role
from models.person import Consent, Person

_CONSENT_TO_SENSITIVE_DATA = cite("consent_to_sensitive_data")

DEVICE_DATA = "device_data"
ASKED_WITHIN = 2
"""Working days in which somebody of the team asks for it."""
WITHDRAWN = "withdrawn"
"""The label of the day on which what was collected is deleted."""


@dataclass(frozen=True)
class ConsentTerms:
    """What a Yes is for: by which ways data may come in, and until which day. Without a day, until the plan ends."""

    ways: tuple[DataWay, ...] = tuple(DataWay)
    until_on: date | None = None


EVERYTHING = ConsentTerms()
"""What a Yes is for that names nothing, as older versions wrote it."""


def make_terms(ways: Collection[str] | None, until_on: date | None) -> ConsentTerms:
    """What a Yes is for: without ways all of them, without a day until the plan ends."""
    return ConsentTerms(tuple(way for way in DataWay if not ways or way.value in ways), until_on)


@dataclass(frozen=True)
class ConsentAnswer:
    """The last answer of one person whose consent is needed; None: no answer yet. `recorded_by` is the role that
    recorded it, `terms` what a Yes is for."""

    relation: str
    given: bool | None
    on: date | None = None
    way: str | None = None
    recorded_by: str | None = None
    terms: ConsentTerms = EVERYTHING


class ConsentOutcome(StrEnum):
    """What became of asking."""

    WAITING = "waiting"
    AGREED = "agreed"
    PARTLY = "partly"
    """Some of the ways only, or none that all of them chose."""
    ENDED = "ended"
    """The day until which it was agreed is past."""
    NOT_AGREED = "not_agreed"


@dataclass(frozen=True)
class DeviceConsent:
    """How the consent stands today."""

    whose: WhoseConsent
    said: list[ConsentAnswer]
    finding: Finding
    deleted_on: date | None
    """When what had been collected is deleted, where that is still to come."""
    today: date

    @property
    def given(self) -> bool:
        """Whether everybody whose word counts has agreed, so that what was collected may be shown. What may still come in
        is `takes`."""
        return self.finding.holds

    @property
    def refused(self) -> bool:
        """Whether somebody has said No, or withdrew."""
        return any(each.given is False for each in self.said)

    @property
    def ways(self) -> tuple[DataWay, ...]:
        """The ways that everybody who agreed has chosen; none while the consent does not stand."""
        agreed = [each.terms.ways for each in self.said if each.given]
        return tuple(way for way in DataWay if self.given and all(way in ways for ways in agreed))

    @property
    def until_on(self) -> date | None:
        """The last day on which data may come in, where somebody chose one before the end of the plan."""
        chosen = [each.terms.until_on for each in self.said if each.given and each.terms.until_on is not None]
        return min(chosen) if self.given and chosen else None

    @property
    def ended(self) -> bool:
        """Whether that day is past: no further data is accepted, and earlier data is kept as agreed."""
        return self.until_on is not None and self.today > self.until_on

    def takes(self, way: DataWay, on: date | None = None) -> bool:
        """Whether data may come in that way on that day, or today."""
        open_then = self.until_on is None or (on or self.today) <= self.until_on
        return self.given and open_then and way in self.ways

    @property
    def outcome(self) -> ConsentOutcome:
        """The result of asking, as the person who was asked reads it."""
        if self.refused:
            return ConsentOutcome.NOT_AGREED
        if not self.given:
            return ConsentOutcome.WAITING
        if self.ended:
            return ConsentOutcome.ENDED
        return ConsentOutcome.AGREED if self.ways == tuple(DataWay) else ConsentOutcome.PARTLY


def get_device_consent(open_plan: OpenPlan) -> DeviceConsent:
    """Whose word counts today, what each has said, and whether data of devices may be collected."""
    minor = open_plan.minor()
    born_on = date.fromisoformat(str(open_plan.open("person.document", minor.id, minor.document)["born_on"]))
    whose_answer = whose_consent(born_on, open_plan.today, open_plan.rulebook)
    last = _last_answers(open_plan, DEVICE_DATA)
    own = _answer_of(minor, last)
    theirs = [] if whose_answer is WhoseConsent.OWN else _answers_of_guardians(open_plan, last)
    finding = finding_on_device_data(
        born_on, open_plan.today, own.given, [each.given for each in theirs], open_plan.rulebook
    )  # fmt: skip
    deletion = [item.due_on for item in open_plan.items("usage_deletion") if item.label == WITHDRAWN]
    return DeviceConsent(whose_answer, [own, *theirs], finding, deletion[0] if deletion else None, open_plan.today)


def may_answer(open_plan: OpenPlan, person: Person) -> bool:
    """Whether that person's word counts today: the young person's own, and until they are of age a guardian's."""
    return person.role == Role.MINOR or (open_plan.of_age_on > open_plan.today and person in _guardians(open_plan))


def ensure_device_consent(open_plan: OpenPlan, *ways: DataWay) -> None:
    """Refused, in words that say what is missing and who may give it, unless data of devices may come in today, and by each
    of these ways."""
    consent = get_device_consent(open_plan)
    if not consent.given:
        raise Refused(_why_not(consent), article=consent.finding.article)
    if consent.ended:
        until = _("约定收到{day}为止，现在不再收取用网数据。", day=consent.until_on)
        raise Refused(until, article=consent.finding.article)
    if missing := [WAYS[each].name for each in ways if each not in consent.ways]:
        reason = _(
            "没有同意用这种方式收取：{ways}。本人和监护人可以在自己的页面上更改，或者告诉社工。", ways=listed(missing)
        )
        raise Refused(reason, article=consent.finding.article)


def ask_for_consent(open_plan: OpenPlan) -> None:
    """Where somebody whose word is needed has not been asked yet, somebody of the team is to ask, within two working
    days; of a plan that is closed nobody asks."""
    if open_plan.plan.closed_at is not None:
        return  # what is over collects nothing
    consent = get_device_consent(open_plan)
    if not consent.given and not consent.refused and not open_plan.items("device_consent"):
        owner = Role.SOCIAL_WORKER if open_plan.team(Role.SOCIAL_WORKER) else Role.PROSECUTOR
        due_on = open_plan.context.days.after(open_plan.today, ASKED_WITHIN)
        add_item(open_plan, "device_consent", due_on, owner=owner, article=_CONSENT_TO_SENSITIVE_DATA)


def record_answer(
    open_plan: OpenPlan,
    who: Person,
    subject: str,
    given: bool,
    input_method: str,
    on: date,
    terms: ConsentTerms = EVERYTHING,
) -> bool:
    """What that person said on that day is on record, with what a Yes is for, who wrote it down and how it was said: a No
    to what they had agreed to withdraws it. False, and nothing new, where the very same stands already. What follows is
    the caller's."""
    last = _last_answers(open_plan, subject).get(who.id)
    already_given = last is not None and last.given and last.withdrawn_on is None
    if last is not None and already_given is given and (not given or _terms_of(last) == terms):
        return False
    if last is not None and already_given and not given:
        last.withdrawn_on, last.withdrawn_way, last.withdrawn_by_role = on, input_method, open_plan.actor.role.value
        open_plan.session.flush()
        return True
    open_plan.session.add(
        Consent(
            id=new_id(open_plan.now),
            plan_id=open_plan.plan.id,
            person_id=who.id,
            subject=subject,
            given=given,
            given_on=on,
            way=input_method,
            recorded_by_role=open_plan.actor.role.value,
            recorded_by_id=open_plan.actor.id,
            detail=_as_detail(terms) if given else {},
        )
    )
    open_plan.session.flush()
    return True


def _as_detail(terms: ConsentTerms) -> dict[str, Any]:
    until = {"until_on": terms.until_on.isoformat()} if terms.until_on else {}
    return until if terms.ways == EVERYTHING.ways else {"ways": [way.value for way in terms.ways], **until}


def _terms_of(row: Consent) -> ConsentTerms:
    until = row.detail.get("until_on")
    chosen = row.detail.get("ways", [way.value for way in DataWay])
    return ConsentTerms(
        tuple(way for way in DataWay if way.value in chosen), date.fromisoformat(until) if until else None
    )


def get_visible_content(open_plan: OpenPlan, row: Submission) -> dict[str, Any]:
    """What was handed in, as it may be seen today: of a sheet of minutes nothing without a consent that stands."""
    if is_hidden(open_plan, row):
        return {}
    return _open_content(open_plan, row)


def is_hidden(open_plan: OpenPlan, row: Submission) -> bool:
    """Whether it is a sheet of minutes that nobody may see today."""
    item = open_plan.session.get_one(Item, row.item_id)
    return item.kind in SHEETS and not get_device_consent(open_plan).given


def has_content(open_plan: OpenPlan, row: Submission, part: Mapping[str, Any]) -> bool:
    """Whether the submission has all these values, also while it is hidden; nothing else of it is disclosed."""
    return part.items() <= _open_content(open_plan, row).items()


def mark_content(open_plan: OpenPlan, row: Submission, marks: Mapping[str, Any], without: Collection[str] = ()) -> None:
    """The submission has these marks, also while it is hidden, and the values named in `without` are deleted."""
    kept = {name: value for name, value in _open_content(open_plan, row).items() if name not in without}
    replace_content(open_plan, row, kept | {**marks})


def mark_alike(open_plan: OpenPlan, rows: Collection[Submission], name: str, marks: Mapping[str, Any]) -> None:
    """Of these rows the first one with something under that name, and all that say the same there, carry the marks."""
    said = [(row, value) for row in rows if (value := _open_content(open_plan, row).get(name))]
    for row, value in said:
        if value == said[0][1]:
            mark_content(open_plan, row, marks)


def replace_content(open_plan: OpenPlan, row: Submission, content: Mapping[str, Any]) -> None:
    """This stands instead of what was handed in."""
    row.document = open_plan.seal("submission.document", row.id, {**content})


def _open_content(open_plan: OpenPlan, row: Submission) -> dict[str, Any]:
    """Everything that was handed in, seen or not: for this module alone."""
    return open_plan.open("submission.document", row.id, row.document)


def describe_consent(consent: DeviceConsent) -> Text:
    """The state of the consent in words, with what has happened to the data that was collected."""
    if consent.given:
        return _describe_agreed(consent)
    return _why_not(consent) if not consent.refused else describe_withdrawal(consent.deleted_on)


def _describe_agreed(consent: DeviceConsent) -> Text:
    if consent.ended:
        return _("约定收到{day}为止，现在不再收取用网数据。", day=consent.until_on)
    if not consent.ways:
        return _("各人选的方式没有相同的，现在什么都不收取。")
    until = _("，到{day}为止", day=consent.until_on) if consent.until_on else NO_TEXT
    if consent.outcome is ConsentOutcome.AGREED:
        return _("已同意收取用网数据{until}，随时可以更改或者撤回。", until=until)
    names = listed(WAYS[way].name for way in consent.ways)
    return _("已同意收取用网数据，只用这些方式：{ways}{until}。随时可以更改或者撤回。", ways=names, until=until)


def describe_withdrawal(deleted_on: date | None) -> Text:
    """What a refusal or a withdrawal has changed, for the person who gave it."""
    if deleted_on is None:
        rest = _("没有留存以前收取的用网数据。")
    else:
        rest = _("以前收取的从现在起谁也看不到，{deleted_on}删除；已结束的回顾保留结论并注明。", deleted_on=deleted_on)
    return _("不再收取用网数据。{rest}", rest=rest)


def describe_consequences(note: Mapping[str, Any]) -> Text | None:
    """What followed from an answer or a withdrawal, by the note of its journal line; None for any other line."""
    if "reviews_kept" not in note:
        return None
    deleted_on = note.get("deleted_on")
    return describe_withdrawal(date.fromisoformat(str(deleted_on)) if deleted_on else None)


def _why_not(consent: DeviceConsent) -> Text:
    because = consent.finding.because
    if consent.refused:
        return _("{because}本人想说的，可以写在自己的页面上，或者告诉社工。", because=because)
    who = pgettext("device consent: who", "本人")
    if consent.whose is not WhoseConsent.OWN:
        who = pgettext("within a sentence", "本人和监护人")
    return _(
        "{because}{who}可以在各自的页面上表示，也可以当面、打电话或书面告诉社工、检察官，由其登记。",
        because=because,
        who=who,
    )


def _guardians(open_plan: OpenPlan) -> list[Person]:
    return [
        person
        for person in open_plan.people("guardian")
        if person.named_as_danger_at is None and (person.ended_on is None or open_plan.today < person.ended_on)
    ]


def _answers_of_guardians(open_plan: OpenPlan, last: dict[uuid.UUID, Consent]) -> list[ConsentAnswer]:
    """A Yes is the legal representatives' to say, or any guardian's where none is named; a No is heard from each."""
    present = _guardians(open_plan)
    may_agree = [person for person in present if person.legal_representative] or present
    answers = [(person, _answer_of(person, last)) for person in present]
    return [each for person, each in answers if person in may_agree or each.given is False]


def _last_answers(open_plan: OpenPlan, subject: str) -> dict[uuid.UUID, Consent]:
    return {row.person_id: row for row in open_plan.rows(Consent) if row.subject == subject}


def _answer_of(person: Person, last: dict[uuid.UUID, Consent]) -> ConsentAnswer:
    row = last.get(person.id)
    if row is None:
        return ConsentAnswer(person.relation, None)
    if row.withdrawn_on is not None:
        return ConsentAnswer(person.relation, False, row.withdrawn_on, row.withdrawn_way, row.withdrawn_by_role)
    return ConsentAnswer(person.relation, row.given, row.given_on, row.way, row.recorded_by_role, _terms_of(row))
