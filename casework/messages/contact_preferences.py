"""How people are reached: their number, the hours in which they may be written to, what they want no more of, and who
outside the family knows already."""

from typing import Any

from casework.messages.acts import OptOut, RecordContactHours, RecordInformed
from casework.shared.context import OpenPlan
from casework.shared.items.items import refresh_steps
from casework.shared.text.text_checks import text_or_none
from core.errors import BadInput, NotAllowed, NotFound, StateConflict
from core.i18n import _
from models.base import new_id
from models.item import STILL_OPEN
from models.office import Role
from models.person import Person, PhoneIndex
from notifications.events import TO_PERSONS, Event
from notifications.matrix import find_rules
from notifications.phone_numbers import phone_comparison_key

ALL_TEXTS = "all_texts"
"""Said in place of an event: the person wants no text, whatever it is about."""
FAMILY = (Role.MINOR.value, Role.GUARDIAN.value)


def store_phone(file: OpenPlan, person: Person, phone: str | None) -> None:
    """The number was given or confirmed today: what came back from it before counts no more, and it is known again
    where it stands in another case too."""
    if not phone:
        return
    person.number_since_at = file.now
    file.session.add(person)
    file.session.flush()
    kept = file.session.get(PhoneIndex, person.id)
    digest = file.context.vault.index(phone_comparison_key(phone))
    if kept is None:
        file.session.add(PhoneIndex(person_id=person.id, digest=digest))
    elif kept.digest != digest:
        kept.digest = digest
        file.session.add(kept)


def record_contact_hours(file: OpenPlan, act: RecordContactHours) -> None:
    """When that person holds a phone, sleeps or works, and is examined. What is not given stays as it was; what is
    still to be said to them moves into these hours. A family's people say it of themselves only."""
    held_in_term = None if act.held is None else act.held == "in_term"
    person = _themselves(file, act.person)
    given: dict[str, Any] = {
        "phone_held": act.phone_held, "held_in_term": held_in_term, "not_at": act.not_at, "exams": act.exams,
    }  # fmt: skip
    for name, value in given.items():
        if value is not None:
            setattr(person, name, value)
    file.session.add(person)
    for item in file.items():
        if item.owner == person.role and item.status in STILL_OPEN:
            refresh_steps(file, item)
    file.record(note={"relation": person.relation}, detail={key: told for key, told in given.items() if told})
    file.wake()


def set_text_opt_out(file: OpenPlan, person: Person, *, again: bool = False) -> None:
    """The person gets no text by the machine any more, or `again` does. What is owed stays owed: somebody calls."""
    if again:
        person.no_texts_since_at = None
    else:
        person.no_texts_since_at = person.no_texts_since_at or file.now
    file.session.add(person)


def opt_out(file: OpenPlan, act: OptOut) -> None:
    """That person wants no more of these, or `again` does; without an event, no text at all. Refused for one kind of
    what is owed: that ends with the duty only, and who wants no texts about it is called."""
    event = None if act.event == ALL_TEXTS else Event(act.event)
    person = _themselves(file, act.person, informed=True)
    if event is None:
        set_text_opt_out(file, person, again=act.again)
        file.record(note={"relation": person.relation, "event": ALL_TEXTS, "again": act.again})
        file.wake()
        return
    if not any(row.may_opt_out and row.recipient in TO_PERSONS for row in find_rules(event)):
        raise StateConflict(_("约定要做的事，提醒不能退订。"))
    wanted = set(person.opted_out) - {event.value} if act.again else {*person.opted_out, event.value}
    person.opted_out = sorted(wanted)
    file.session.add(person)
    file.record(note={"relation": person.relation, "event": event.value, "again": act.again})


def record_informed(file: OpenPlan, act: RecordInformed) -> None:
    """That person outside the family knows already, as the prosecutor records by name: from whom, since when, and what
    the minor said to it. With `no_longer` the same person is written to no more."""
    if act.since > file.today:
        raise BadInput(_("知情日期不能晚于今天。"))
    words = {"role": act.who, "name": act.name, "since": act.since.isoformat(), "recorded_by": str(file.actor.id),
             "told_by": text_or_none(act.told_by), "minor_said": text_or_none(act.minor_said), "phone": text_or_none(act.phone)}  # fmt: skip
    person = next((one for one in file.people("informed") if _is(file, one, act.who, act.name)), None)
    if person is None:
        if act.no_longer:
            raise NotFound(_("没有登记过这个人。"))
        row_id = new_id(file.now)
        person = Person(id=row_id, plan_id=file.plan.id, role="informed", relation=act.who, document=b"",
                        receives=False, reach=["sms"] if act.phone else [], from_on=act.since)  # fmt: skip
    person.document = file.seal("person.document", person.id, words)
    person.reach = ["sms"] if act.phone else []
    person.from_on = act.since
    person.ended_on = file.today if act.no_longer else None
    person.ended_because = "no_longer" if act.no_longer else None
    file.add_person(person)
    store_phone(file, person, act.phone)
    file.record(note={"relation": act.who, "on": act.since, "state": "ended" if act.no_longer else "knows"})


def _is(file: OpenPlan, person: Person, who: str, name: str) -> bool:
    known = file.open("person.document", person.id, person.document)
    return person.relation == who and known["name"] == name


def _themselves(file: OpenPlan, relation: str, *, informed: bool = False) -> Person:
    """The person of that relation; the actor themself where somebody of the family asks."""
    roles = (*FAMILY, "informed") if informed else FAMILY
    fitting = [
        one
        for one in file.people()
        if one.role in roles
        and relation in (one.relation, one.role)
        and (one.ended_on is None or one.ended_on > file.today)
    ]
    if file.actor.kind == "family":
        own = [one for one in fitting if one.id == file.actor.id]
        if not own:
            raise NotAllowed(_("只能登记自己的。"), article=None)
        return own[0]
    if not fitting:
        raise NotFound(_("本案没有这个人。"))
    return fitting[0]
