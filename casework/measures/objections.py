"""Objections by the minor and the legal representative: to the decision until its announcement is closed, to its
conditions at any time. Each is recorded as it was made; what follows from it a named person says."""

import uuid
from collections.abc import Collection
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.dated_sessions import find_condition
from casework.measures.acts import (
    OBJECTION_BY_BOTH,
    OBJECTION_MADE,
    OBJECTION_WITHDRAWN,
    AnswerObjection,
    Object,
    WithdrawObjection,
)
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.items import add_item, finish_items
from casework.shared.notify.notify import notify
from core.errors import BadInput, Mistake, NotFound, Refused
from core.i18n import _
from law.articles import cite
from law.finding import Finding
from law.objection import ObjectionKind as AsTheLawSays
from law.objection import can_be_recorded, finding_on_withdrawal, findings_on_objection, to_law_objection
from law.transitions import PlanStatus
from models.base import new_id
from models.objection import Objection
from models.office import Role
from models.person import Person
from notifications.events import FAMILY, Event

_OBJECTION_PROSECUTES = cite("objection_prosecutes")

ARTICLE = cite("objections")
BOTH = ("minor", "legal_representative")
ADOPTED_WITHIN = 5
"""Working days in which an adopted objection to the conditions is carried out."""
_BY_BOTH = OBJECTION_BY_BOTH.reason


@verb(Object)
def object_to(open_plan: OpenPlan, act: Object) -> list[Finding]:
    """The objection is on the file with what the law says of it, and the prosecutor owes an answer. If both object to
    the decision in time, prosecution is due; if one does, no text decides. Nothing happens by itself.

    Refused while the same people's objection to the same waits for its answer, and to one of the family who speaks for
    another. BadInput for one by both without both of them present.
    """
    _refuse_for_another(open_plan, act.objection_by)
    on = act.made_on or act.on
    day = on or open_plan.today
    if act.objection_by == "both" and not _were_both_present(open_plan, act.present or [], day):
        wrong = _("写明本人和法定代理人都在场；不在一起提出的，分别登记。")
        raise BadInput(_("有1处需要改正。"), mistakes=[Mistake("present", wrong)])
    if any(
        (row.made_by, row.against, row.answered_at) == (act.objection_by, act.against, None)
        for row in list_objections_in_force(open_plan)
    ):
        raise Refused(_("同样的异议正待答复。"), article=ARTICLE)
    in_time = act.against != "decision" or can_be_recorded(day, open_plan.plan.announced_on)
    row_id = new_id(open_plan.now)
    open_plan.session.add(
        Objection(
            id=row_id, plan_id=open_plan.plan.id, made_by=act.objection_by, against=act.against, made_on=day, in_time=in_time,
            recorded_at=open_plan.now, recorded_by=open_plan.actor.id,
            document=open_plan.seal("objection.document", row_id, {"text": act.text, "present": act.present}),
        )
    )  # fmt: skip
    open_plan.session.flush()
    findings = _findings(open_plan, act.against) if in_time else []
    due = act.against == "decision" and is_objection_by_both(open_plan)
    fact = OBJECTION_BY_BOTH if due and _undecided(open_plan) else OBJECTION_MADE
    effect = take_effect(open_plan, fact, str(row_id), label=act.against, article=ARTICLE)
    open_plan.record(
        article=ARTICLE,
        note={"objection": act.objection_by, "against": act.against, "in_time": in_time, "rules": [each.rule for each in findings],
              "prosecution_due": is_objection_by_both(open_plan), **effect.note},
        detail={"text": act.text, "findings": [each.as_dict() for each in findings]}
        | ({"present": act.present} if act.present else {}),
    )  # fmt: skip
    return findings


@verb(AnswerObjection)
def answer_objection(open_plan: OpenPlan, act: AnswerObjection) -> None:
    """The objections to it are answered: adopted, or with the reasons why not (Rules art 470(2)). The answer
    stands on the page of whoever objected, and they are told that there is one. An adopted objection to the conditions
    asks the prosecutor to change them. One to the decision by both cannot be answered away: that it is not adopted is refused while it stands."""
    waiting = [
        row for row in list_objections_in_force(open_plan) if row.against == act.against and row.answered_at is None
    ]
    if not waiting:
        raise NotFound(_("没有待答复的异议。"))
    if act.against == "decision" and not act.adopted and is_objection_by_both(open_plan):
        raise Refused(
            _("本人和法定代理人均有异议，应当起诉，不能以答复了结。"),
            article=_OBJECTION_PROSECUTES,
        )
    for row in waiting:
        row.adopted, row.answered_at, row.answered_by = act.adopted, open_plan.now, open_plan.actor.id
        row.answer_document = open_plan.seal("objection.answer", row.id, {"reason": act.reason})
        notify(
            open_plan,
            Event.EXPLANATION_ANSWERED,
            f"objection/{row.id}",
            only=FAMILY,
            persons=_who_objected(open_plan, row),
        )
    if act.adopted and act.against == "conditions" and _undecided(open_plan):
        due_on = open_plan.context.days.after(open_plan.today, ADOPTED_WITHIN)
        place = str(find_condition(open_plan, act.condition).place) if act.condition else ""
        add_item(open_plan, "condition_adoption", due_on, label=place, article=ARTICLE)
    open_plan.record(
        article=ARTICLE, note={"against": act.against, "adopted": act.adopted}, detail={"reason": act.reason}
    )


@verb(WithdrawObjection)
def withdraw_objection(open_plan: OpenPlan, act: WithdrawObjection) -> Finding:
    """The objection is withdrawn (Rules art 470(3)); of one by both that one withdraws, the other's stands. It is
    recorded whenever it comes; the finding says whether it still opens the way, which it does until prosecution is
    decided."""
    _refuse_for_another(open_plan, act.objection_by)
    rows = [
        row
        for row in list_objections_in_force(open_plan)
        if row.against == act.against and (act.objection_by == "both" or row.made_by in (act.objection_by, "both"))
    ]
    if not rows:
        raise NotFound(_("没有这样的异议。"))
    for row in rows:
        if row.made_by == "both" and act.objection_by != "both":
            row.made_by = next(other for other in BOTH if other != act.objection_by)
        else:
            row.withdrawn_on = open_plan.today
    open_plan.session.flush()
    if not any(row.against == act.against for row in list_objections_in_force(open_plan)):
        finish_items(open_plan, "objection_answer", label=act.against, because="withdrawn")
    if not is_objection_by_both(open_plan) and _BY_BOTH in open_plan.plan.stopped_by:
        take_effect(open_plan, OBJECTION_WITHDRAWN, str(rows[0].id))
    finding = finding_on_withdrawal(open_plan.today, _prosecution_decided_on(open_plan), open_plan.rulebook)
    open_plan.record(
        article=finding.article, note={"objection": act.objection_by, "against": act.against, "holds": finding.holds}
    )
    return finding


def is_objection_of(person: Person, row: Objection) -> bool:
    """Whether this person of the family made the objection, alone or with the other."""
    return (person.role == Role.MINOR and row.made_by in ("minor", "both")) or bool(
        person.legal_representative and row.made_by in ("legal_representative", "both")
    )


def _who_objected(open_plan: OpenPlan, row: Objection) -> set[uuid.UUID]:
    return {person.id for person in open_plan.people() if is_objection_of(person, row)}


def _refuse_for_another(open_plan: OpenPlan, by: str) -> None:
    """Refused to one of the family who says what somebody else wants."""
    if open_plan.actor.kind != "family":
        return
    own = next(person for person in open_plan.people() if person.id == open_plan.actor.id)
    if by != ("legal_representative" if own.legal_representative else own.role):
        raise Refused(
            _("只能提出自己的异议，也只能撤回自己的；双方都有异议的，各自提出，或者当面告诉检察人员，由其登记。"),
            article=ARTICLE,
        )


def _were_both_present(open_plan: OpenPlan, present: Collection[str], day: date) -> bool:
    """Whether the minor was there, and a representative beside somebody not yet of age."""
    represent = {each.relation for each in open_plan.people("guardian") if each.legal_representative}
    accompanied = open_plan.of_age_on <= day or bool({"legal_representative", *represent} & set(present))
    return "minor" in present and accompanied


def _undecided(open_plan: OpenPlan) -> bool:
    return open_plan.plan.status in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


def list_objections_in_force(open_plan: OpenPlan) -> list[Objection]:
    """The objections that nobody has withdrawn, the oldest first."""
    return [row for row in open_plan.rows(Objection) if row.withdrawn_on is None]


def is_objection_by_both(open_plan: OpenPlan) -> bool:
    """Whether an objection to the decision stands that was made in time by both. Of age, the person alone is both."""
    made = [row for row in list_objections_in_force(open_plan) if row.against == "decision" and row.in_time]
    by = {name for row in made for name in (BOTH if row.made_by == "both" else (row.made_by,))}
    if any(open_plan.of_age_on <= row.made_on for row in made):
        by.add("legal_representative")
    return by >= set(BOTH)


def _findings(open_plan: OpenPlan, against: str) -> list[Finding]:
    if against == "decision" and is_objection_by_both(open_plan):
        return findings_on_objection(AsTheLawSays.TO_DECISION_BY_BOTH, False, open_plan.rulebook)
    return findings_on_objection(to_law_objection("one", against), False, open_plan.rulebook)


def _prosecution_decided_on(open_plan: OpenPlan) -> date | None:
    """The day of the decision that takes the case to the court, the indictment's where only that is on record."""
    if _undecided(open_plan):
        return None
    row = open_plan.last_decision("revocation", "end_otherwise") or open_plan.last_decision("prosecution")
    return row.decided_on if row else None
