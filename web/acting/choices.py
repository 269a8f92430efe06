"""What a field may say that only the plan knows: which incident, which condition, which person, whose sign-in name."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlmodel import col, select

from casework.acts.act import ACTS
from casework.acts.captions import Among
from casework.desk import File
from casework.dismissing import code_of, dismissible
from casework.kinds import KINDS
from casework.proposing import open_proposal
from casework.usage.notes import open_notes_of
from casework.usage.record import facts_on_file
from casework.wording import role_words
from models.aid import Aid
from models.cards import CardRestriction
from models.decision import Incident, Leave
from models.guardian_order import GuardianOrder
from models.office import Office, Role, Staff
from models.plan import Condition
from models.referral import Referral
from models.suggestion import Suggestion
from models.usage_source import UsageDevice
from sunward.words import Words
from web.acting.fields import Field
from web.acting.words import CHOICES, title_of
from web.dates import short_day_in
from web.labels.codes import RELATIONS
from web.labels.plan import LABELS

Choice = tuple[str, Words]
Chooser = Callable[[File], list[Choice]]


def choices_for(file: File, field: Field) -> list[Choice] | None:
    """What the plan lets the field say; None where it is free to say anything, or its own codes."""
    return CHOOSERS[field.chosen](file) if field.chosen else None


def known_already(file: File, act: str) -> Mapping[str, str]:
    """What a proposal that lies open asks for: the form of its decision begins with it."""
    step = ACTS[act].operation.decision
    proposal = open_proposal(file, step) if step else None
    return {name: str(value) for name, value in proposal.detail.items()} if proposal else {}


def _incidents(file: File) -> list[Choice]:
    query = select(Incident).where(Incident.plan_id == file.plan.id).order_by(col(Incident.reported_at).desc())
    chosen = []
    for row in file.session.exec(query):
        kind = LABELS["plan.incident_kind"][row.kind]
        chosen.append((row.label, _dated(kind, row.done_on)))
    return chosen


def _leaves(file: File) -> list[Choice]:
    query = select(Leave).where(Leave.plan_id == file.plan.id).order_by(col(Leave.asked_at).desc())
    return [
        (
            row.label,
            Words(
                f"{short_day_in('zh-CN', row.from_on)}至{short_day_in('zh-CN', row.to_on)}",
                f"{short_day_in('en', row.from_on)} to {short_day_in('en', row.to_on)}",
            ),
        )
        for row in file.session.exec(query)
    ]


def _conditions(file: File) -> list[Choice]:
    query = select(Condition).where(
        Condition.plan_id == file.plan.id, col(Condition.ended_on).is_(None), col(Condition.kind).not_like("S%")
    )
    chosen = []
    for row in file.session.exec(query.order_by(col(Condition.place))):
        text = str(file.open("condition.document", row.id, row.document)["text"])[:60]
        chosen.append((str(row.place), Words(f"第{row.place}项：{text}", f"number {row.place}: {text}")))
    return chosen


def _milestones(file: File) -> list[Choice]:
    chosen = []
    for item in file.items("milestone"):
        name = Words("期中", "half time") if item.label == "half_time" else Words(item.label, item.label)
        chosen.append((item.label, _dated(name, item.due_on)))
    return chosen or [("half_time", Words("期中", "half time"))]


def _staff(*roles: Role) -> Chooser:
    def chooser(file: File) -> list[Choice]:
        here = [office for office in (file.plan.office_id, file.plan.assisting_office_id) if office]
        query = select(Staff).where(col(Staff.office_id).in_(here), col(Staff.active), col(Staff.role).in_(roles))
        return [
            (row.login, Words(f"{row.display_name}（{role_words(row.role).zh}）", f"{row.display_name} ({role_words(row.role).en})"))
            for row in file.session.exec(query.order_by(col(Staff.role), col(Staff.login)))
        ]  # fmt: skip

    return chooser


def _workers_anywhere(file: File) -> list[Choice]:
    query = select(Staff, Office).join(Office, col(Office.id) == col(Staff.office_id))
    elsewhere = query.where(
        Staff.role == Role.SOCIAL_WORKER.value, col(Staff.active), col(Staff.office_id) != file.plan.office_id
    )
    return [
        (staff.login, Words(f"{staff.display_name}（{office.name}）", f"{staff.display_name} ({office.name})"))
        for staff, office in file.session.exec(elsewhere.order_by(col(Staff.login)).limit(200))
    ]


def _offices(file: File) -> list[Choice]:
    query = select(Office).where(Office.id != file.plan.office_id).order_by(col(Office.name)).limit(500)
    return [(row.name, Words(row.name, row.name)) for row in file.session.exec(query)]


def _guardians(file: File) -> list[Choice]:
    return [_kin(person.relation) for person in file.people(Role.GUARDIAN.value)]


def _anybody(file: File) -> list[Choice]:
    known = [person.relation for person in file.people() if person.relation in RELATIONS]
    others = [relation for relation in RELATIONS if relation not in known and relation != "appropriate_adult"]
    return [_kin(relation) for relation in [*known, *others]]


def _present(file: File) -> list[Choice]:
    known = [person.relation for person in file.people() if person.role in (Role.MINOR, Role.GUARDIAN)]
    return [_kin(relation) for relation in dict.fromkeys([*known, "appropriate_adult"])]


def _devices(file: File) -> list[Choice]:
    query = select(UsageDevice).where(UsageDevice.plan_id == file.plan.id).order_by(col(UsageDevice.label))
    return [(row.label, Words(row.label, row.label)) for row in file.session.exec(query)]


def _unplaced(file: File) -> list[Choice]:
    names = {name for facts in facts_on_file(file) for name in facts.unplaced}
    return [(name, Words(name, name)) for name in sorted(names)]


def _questions(file: File) -> list[Choice]:
    return [(note.key, note.asks) for note in open_notes_of(file)]


def _restrictions(file: File) -> list[Choice]:
    query = select(CardRestriction).where(CardRestriction.plan_id == file.plan.id).order_by(col(CardRestriction.id))
    return [(row.label, Words(row.label, row.label)) for row in file.session.exec(query)]


def _orders(file: File) -> list[Choice]:
    orders = select(GuardianOrder).where(GuardianOrder.plan_id == file.plan.id, col(GuardianOrder.ended_on).is_(None))
    return [
        (row.label, _dated(CHOICES[f"order_guardian.kind.{row.kind}"], row.ordered_on))
        for row in file.session.exec(orders.order_by(col(GuardianOrder.id)))
    ]


def _suggestions(file: File) -> list[Choice]:
    sent = select(Suggestion).where(Suggestion.plan_id == file.plan.id, col(Suggestion.replied_on).is_(None))
    return [
        (row.label, _dated(title_of("send_suggestion"), row.served_on))
        for row in file.session.exec(sent.order_by(col(Suggestion.id)))
    ]


def _aid(file: File) -> list[Choice]:
    asked = select(Aid).where(Aid.plan_id == file.plan.id).order_by(col(Aid.id))
    return [(row.label, _dated(CHOICES[f"ask_aid.kind.{row.kind}"], row.asked_on)) for row in file.session.exec(asked)]


def _referrals(file: File) -> list[Choice]:
    made = select(Referral).where(Referral.plan_id == file.plan.id).order_by(col(Referral.id))
    return [(row.label, _dated(CHOICES[f"refer.kind.{row.kind}"], row.referred_on)) for row in file.session.exec(made)]


def _dismissible(file: File) -> list[Choice]:
    return [(code_of(item), _dated(KINDS[item.kind].words, item.due_on)) for item in dismissible(file)]


def _questionnaires(file: File) -> list[Choice]:
    return [(code, one.name) for code, one in file.desk.questionnaires.items()]


def _kin(relation: str) -> Choice:
    return relation, RELATIONS.get(relation, RELATIONS["other"])


def _dated(words: Words, on: date) -> Words:
    return Words(f"{words.zh} · {short_day_in('zh-CN', on)}", f"{words.en} · {short_day_in('en', on)}")


CHOOSERS: Mapping[Among, Chooser] = {
    Among.AID: _aid,
    Among.ANYBODY: _anybody,
    Among.CONDITIONS: _conditions,
    Among.DEVICES: _devices,
    Among.DISMISSIBLE: _dismissible,
    Among.GUARDIANS: _guardians,
    Among.INCIDENTS: _incidents,
    Among.LEAVES: _leaves,
    Among.MILESTONES: _milestones,
    Among.OFFICES: _offices,
    Among.ORDERS: _orders,
    Among.PRESENT: _present,
    Among.PROSECUTORS: _staff(Role.PROSECUTOR),
    Among.QUESTIONNAIRES: _questionnaires,
    Among.QUESTIONS: _questions,
    Among.REFERRALS: _referrals,
    Among.RESTRICTIONS: _restrictions,
    Among.SUCCESSORS: _staff(Role.SOCIAL_WORKER, Role.ASSISTANT, Role.PROSECUTOR, Role.CLERK),
    Among.SUGGESTIONS: _suggestions,
    Among.UNPLACED_APPS: _unplaced,
    Among.WORKERS_ELSEWHERE: _workers_anywhere,
}
