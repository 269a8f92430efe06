"""How people are reached: their number, the hours in which they may be written to, which messages they declined, and
who outside the family knows already."""

from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.messages.acts import OptOut, RecordContactHours, RecordInformed
from casework.shared.items.items import refresh_steps
from casework.shared.notify.notify import has_few_hours, notify
from casework.shared.person_search import FAMILY, index_by
from casework.shared.text.text_checks import text_or_none
from core.errors import NotAllowed, NotFound, StateConflict
from core.i18n import _
from models.base import new_id
from models.item import STILL_OPEN
from models.person import Person
from models.search import IndexKind
from notifications.events import TO_PERSONS, Event, Recipient
from notifications.matrix import find_rules
from notifications.phone_numbers import phone_comparison_key

ALL_TEXTS = "all_texts"
"""Said in place of an event: the person wants no text, whatever it is about."""


def store_phone(open_plan: OpenPlan, person: Person, phone: str | None) -> None:
    """The number was given or confirmed today: earlier returned messages do not count, and it is known again whether
    another case has the same number."""
    if not phone:
        return
    person.number_since_at = open_plan.now
    index_by(open_plan.context.vault, open_plan.session, person, IndexKind.PHONE, phone_comparison_key(phone))


@verb(RecordContactHours)
def record_contact_hours(open_plan: OpenPlan, act: RecordContactHours) -> None:
    """When that person holds a phone, sleeps or works, and is examined. What is not given stays as it was; what is
    still to be said to them moves into these hours. A family's people say it of themselves only. Where that leaves hardly
    any hour for a text, the prosecutor is told."""
    held_in_term = None if act.held is None else act.held == "in_term"
    person = _themselves(open_plan, act.person)
    at_school = None if act.at_school is None else act.at_school == "yes" and person.role == "minor"
    given: dict[str, Any] = {
        "phone_held": act.phone_held, "held_in_term": held_in_term, "not_at": act.not_at, "exams": act.exams,
        "at_school": at_school,
    }  # fmt: skip
    for name, value in given.items():
        if value is not None:
            setattr(person, name, value)
    for item in open_plan.items():
        if item.owner == person.role and item.status in STILL_OPEN:
            refresh_steps(open_plan, item)
    line = open_plan.record(
        note={"relation": person.relation}, detail={key: value for key, value in given.items() if value is not None}
    )
    if has_few_hours(open_plan, person):
        notify(open_plan, Event.PLAN_CHANGED, f"few_hours/{line.id}", only=(Recipient.PROSECUTOR,))


def set_text_opt_out(open_plan: OpenPlan, person: Person, *, again: bool = False) -> None:
    """The person gets no text from the program, or gets them `again`. Duties are not changed: somebody calls."""
    if again:
        person.no_texts_since_at = None
    else:
        person.no_texts_since_at = person.no_texts_since_at or open_plan.now


@verb(OptOut)
def opt_out(open_plan: OpenPlan, act: OptOut) -> None:
    """That person declines these messages, or wants them `again`; without an event, all texts. Refused for one kind of
    what is owed: that ends with the duty only, and who wants no texts about it is called."""
    event = None if act.event == ALL_TEXTS else Event(act.event)
    person = _themselves(open_plan, act.person, informed=True)
    if event is None:
        set_text_opt_out(open_plan, person, again=act.again)
        open_plan.record(note={"relation": person.relation, "event": ALL_TEXTS, "again": act.again})
        return
    if not any(row.may_opt_out and row.recipient in TO_PERSONS for row in find_rules(event)):
        raise StateConflict(_("约定要做的事，提醒不能退订。"))
    wanted = set(person.opted_out) - {event.value} if act.again else {*person.opted_out, event.value}
    person.opted_out = sorted(wanted)
    open_plan.record(note={"relation": person.relation, "event": event.value, "again": act.again})


@verb(RecordInformed)
def record_informed(open_plan: OpenPlan, act: RecordInformed) -> None:
    """That person outside the family knows already, as the prosecutor records by name: from whom, since when, and what
    the minor said to it. With `no_longer` the person gets no further messages."""
    words = {"role": act.who, "name": act.name, "since": act.since.isoformat(), "recorded_by": str(open_plan.actor.id),
             "told_by": text_or_none(act.told_by), "minor_said": text_or_none(act.minor_said), "phone": text_or_none(act.phone)}  # fmt: skip
    person = next((one for one in open_plan.people("informed") if _is_person(open_plan, one, act.who, act.name)), None)
    if person is None:
        if act.no_longer:
            raise NotFound(_("没有登记过这个人。"))
        row_id = new_id(open_plan.now)
        person = Person(id=row_id, plan_id=open_plan.plan.id, role="informed", relation=act.who, document=b"",
                        receives=False, reach=["sms"] if act.phone else [], from_on=act.since)  # fmt: skip
    person.document = open_plan.seal("person.document", person.id, words)
    person.reach = ["sms"] if act.phone else []
    person.from_on = act.since
    person.ended_on = open_plan.today if act.no_longer else None
    person.ended_because = "no_longer" if act.no_longer else None
    open_plan.add_person(person)
    store_phone(open_plan, person, act.phone)
    open_plan.record(note={"relation": act.who, "on": act.since, "state": "ended" if act.no_longer else "knows"})


def _is_person(open_plan: OpenPlan, person: Person, who: str, name: str) -> bool:
    known = open_plan.open("person.document", person.id, person.document)
    return person.relation == who and known["name"] == name


def _themselves(open_plan: OpenPlan, relation: str, *, informed: bool = False) -> Person:
    """The person of that relation; the actor themself where somebody of the family asks."""
    roles = (*FAMILY, "informed") if informed else FAMILY
    fitting = [
        one
        for one in open_plan.people()
        if one.role in roles
        and relation in (one.relation, one.role)
        and (one.ended_on is None or one.ended_on > open_plan.today)
    ]
    if open_plan.actor.kind == "family":
        own = [one for one in fitting if one.id == open_plan.actor.id]
        if not own:
            raise NotAllowed(_("只能登记自己的。"), article=None)
        return own[0]
    if not fitting:
        raise NotFound(_("本案没有这个人。"))
    return fitting[0]
