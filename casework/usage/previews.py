"""Views of submissions about digital use, for the person who submitted them and the team, whether they wait or
count."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import col, select, true

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_word
from casework.acting.rights import Actor
from casework.shared.device_consent import get_device_consent
from casework.usage.acts import UploadUsage
from casework.usage.agreement import get_agreement_on, get_agreements, get_categories, get_day_kinds
from casework.usage.device_names import device_label
from casework.usage.devices import get_device
from casework.usage.store import get_usage_facts, load_kept_reading
from core.clock import OFFICE_ZONE, local_date
from core.dates import days_between
from core.errors import BadInput, Mistake, NotFound
from core.i18n import Text, _
from models.office import Role
from models.usage_source import UsageDevice, UsageSource
from usage.facts import DeviceFacts, compute_facts
from usage.import_issues import ImportIssue, IssueKind
from usage.preview import MINUTE, ReadingPreview, preview_reading
from usage.reading import Reading

SEVERAL = _("有几份这样的记录，请写明是哪一份的编号。")


@dataclass(frozen=True)
class UsagePreview:
    """Something that was handed in, shown before it counts. `counts`: it was confirmed. `again`: the very same file was
    handed in before, and nothing changed."""

    id: uuid.UUID
    device: str
    called: Text
    whose: str
    received_at: datetime
    own: bool
    """Whether the actor handed it in, or is of the team: who may take it back."""
    told: bool
    """Whether a guardian handed it in: the young person looks at it before it counts."""
    may_confirm: bool
    """Whether it counts by the actor's word."""
    waits: bool
    counts: bool
    again: bool
    deleted_on: date | None
    """When it is deleted if nobody confirms it."""
    reading: ReadingPreview
    """How it was read."""


def load_usage_preview(context: Context, actor: Actor, number: str, source_id: uuid.UUID) -> UsagePreview:
    """The submission, for the person who submitted it or the team, whether it waits or counts. NotFound for others,
    and for one that was taken back or deleted."""
    with context.open_for_reading(number, actor, UploadUsage.operation) as open_plan:
        row = open_plan.session.get(UsageSource, source_id)
        if row is None or not may_see(open_plan, row) or row.superseded or row.working is None:
            raise NotFound(_("没有等着确认的用网记录。"))
        return preview_of(open_plan, open_plan.session.get_one(UsageDevice, row.device_id), row)


def preview_last_sheet(open_plan: OpenPlan) -> UsagePreview | None:
    """The typed week that the actor sent last, as it was read; None where there is none."""
    query = select(UsageSource).where(
        UsageSource.plan_id == open_plan.plan.id, UsageSource.by_id == open_plan.actor.id,
        col(UsageSource.item_id).is_not(None), col(UsageSource.superseded).is_(False), col(UsageSource.working).is_not(None),
    )  # fmt: skip
    row = open_plan.session.exec(query.order_by(col(UsageSource.received_at).desc())).first()
    if row is None or not get_device_consent(open_plan).given:
        return None
    return preview_of(open_plan, open_plan.session.get_one(UsageDevice, row.device_id), row)


def list_named(open_plan: OpenPlan, file: uuid.UUID | None, device: str | None) -> list[UsageSource]:
    """What counts or waits and the actor may confirm: that file, or all of the device, or all of the plan."""
    rows = open_plan.rows(
        UsageSource, col(UsageSource.superseded).is_(False), UsageSource.id == file if file else true(),
        UsageSource.device_id == get_device(open_plan, device).id if device else true(),
    )  # fmt: skip
    return [each for each in rows if may_confirm(open_plan, each) and may_see(open_plan, each)]


def list_told(open_plan: OpenPlan) -> list[UsageSource]:
    """What guardians handed in and the young person has not looked at; nothing without a consent that stands."""
    if not get_device_consent(open_plan).given:
        return []
    return open_plan.rows(UsageSource, UsageSource.collector == Role.GUARDIAN.value, col(UsageSource.waits).is_(True))


def find_waiting(rows: Iterable[UsageSource]) -> UsageSource | None:
    """The one of them that waits; None where none does. BadInput where several do."""
    found = [each for each in rows if each.waits and each.working is not None]
    if len(found) > 1:
        raise BadInput(SEVERAL, mistakes=[Mistake("file", SEVERAL)])
    return found[0] if found else None


def may_answer(open_plan: OpenPlan, row: UsageSource) -> bool:
    """Whether it is of this plan, and the actor's own or the actor of the team."""
    own = open_plan.actor.kind != "family" or row.by_id == open_plan.actor.id
    return row.plan_id == open_plan.plan.id and own


def may_confirm(open_plan: OpenPlan, row: UsageSource) -> bool:
    """Whether it can count by the actor's word: what a guardian handed in, by the young person's or the team's; anything
    else, by that of who may take it back."""
    if row.collector == Role.GUARDIAN:
        return row.plan_id == open_plan.plan.id and open_plan.actor.role is not Role.GUARDIAN
    return may_answer(open_plan, row)


def may_see(open_plan: OpenPlan, row: UsageSource) -> bool:
    """Whether the actor may be shown it: with a consent that stands. The young person sees all that is told of them."""
    is_theirs = open_plan.actor.role is Role.MINOR and row.plan_id == open_plan.plan.id
    return (is_theirs or may_answer(open_plan, row)) and get_device_consent(open_plan).given


def preview_of(open_plan: OpenPlan, device: UsageDevice, row: UsageSource, *, again: bool = False) -> UsagePreview:
    document = open_plan.open("usage_source.document", row.id, row.document)
    reading = load_kept_reading(open_plan, row, device)
    assert reading is not None, "who asks has seen that it is kept"
    problems = tuple(
        ImportIssue(IssueKind(each["trouble"]), each["unit"], each["at"], each["times"])
        for each in document["problems"]
    )
    past = past_minutes(open_plan, device, row)
    shown = preview_reading(
        replace(reading, problems=problems), facts_of(open_plan, reading), past, local_date(row.received_at)
    )
    return UsagePreview(
        id=row.id,
        device=device.label,
        called=device_label(get_word(open_plan, device.label)),
        whose=device.whose,
        received_at=row.received_at,
        own=may_answer(open_plan, row),
        told=row.collector == Role.GUARDIAN,
        may_confirm=row.waits and may_confirm(open_plan, row),
        waits=row.waits,
        counts=not row.waits and not row.superseded,
        again=again,
        deleted_on=row.working_ends_on if row.waits else None,
        reading=shown,
    )


def facts_of(open_plan: OpenPlan, *readings: Reading) -> list[DeviceFacts]:
    """The days of these readings alone, as what was agreed on last would have them."""
    terms = get_agreements(open_plan)
    kinds = get_day_kinds(open_plan, terms)
    return compute_facts(
        readings, OFFICE_ZONE, kinds, get_categories(open_plan), get_agreement_on(terms, open_plan.today)
    )


def past_minutes(open_plan: OpenPlan, device: UsageDevice, row: UsageSource) -> dict[date, int]:
    """The minutes of the device's days that count and that the actor may see: the team and the young person all of them,
    a guardian those that they handed in. What is looked at itself is not among them."""
    if open_plan.actor.role is Role.GUARDIAN:
        query = select(UsageSource).where(
            UsageSource.device_id == device.id, UsageSource.by_id == open_plan.actor.id, UsageSource.id != row.id,
            col(UsageSource.waits).is_(False), col(UsageSource.superseded).is_(False), col(UsageSource.working).is_not(None),
        )  # fmt: skip
        kept = [load_kept_reading(open_plan, each, device) for each in open_plan.session.exec(query)]
        facts = facts_of(open_plan, *(reading for reading in kept if reading is not None))
    else:
        facts = [each for each in get_usage_facts(open_plan) if each.device_id == device.label]
    own = set() if row.waits else {(row.source, day) for day in _days_of(row)}
    return {
        day: each.total // MINUTE
        for device_facts in facts
        for day, each in device_facts.days.items()
        if each.total is not None and each.can_be_used() and (each.source.value, day) not in own
    }


def _days_of(row: UsageSource) -> list[date]:
    if row.first_on is None or row.last_on is None:
        return []
    return days_between(row.first_on, row.last_on)
