"""From a reported incident to a named person's finding. Reported, told, heard, closed: nothing follows by itself."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_code
from casework.acting.rights.field_groups import FieldGroup, may_see
from casework.acting.verbs import verb
from casework.checkins.attention import count_breaches, open_attention, update_attention
from casework.incidents.acts import GROUND_FOUND, INCIDENT_REPORTED, CloseIncident, HearMinor, ReportIncident
from casework.shared.duplicates import record_correction
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.completing_items import due_item
from casework.shared.items.items import advance_item, finish_items
from casework.shared.notify.notify import notify
from casework.shared.text.text_checks import has_text
from core.errors import BadInput, Mistake, NotFound, Refused, StateConflict
from core.i18n import _, pgettext
from law.articles import cite
from law.breach import CRIMES, Basis, Ground, finding_on_basis, finding_on_ground, finding_on_time_of_act
from law.finding import Finding, filter_warnings, refuse_by_law
from law.majority import finding_on_protection
from law.responses import BreachResponseStep, Response, finding_on_agreement, finding_on_passing_on, finding_on_response
from law.transitions import PlanStatus
from models.base import new_id
from models.decision import Incident
from models.item import Explanation
from models.journal import Harmless, JournalLine
from models.office import Role
from notifications.matrix import Event, Recipient

_GROUND_LOOKED_INTO = cite("ground_looked_into")
_INCIDENTS = cite("incidents")

_RUNGS = {each.value: each for each in Response} | {"plan_change": Response.REMINDER}
CLOSED = ("dismissed", "lesser", "ground")
_FOUND = {"dismissed": "dismissed", "lesser_response": "lesser", "ground": "ground"}
_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


@verb(ReportIncident)
def report_incident(open_plan: OpenPlan, act: ReportIncident) -> Finding:
    """The incident is on the file as reported; the flow refers it to the prosecutor. Nothing is found, nobody outside
    the handlers is told, and no clock is stretched. Returns the reading of the two dates: done and found."""
    found = act.found_on or open_plan.today
    if act.done_on > found:
        raise BadInput(_("发现日不能早于发生日。"))
    if _incident(open_plan, act.incident) is not None:
        raise StateConflict(_("这个情况已经记录。"))
    row_id = new_id(open_plan.now)
    incident = Incident(
        id=row_id,
        plan_id=open_plan.plan.id,
        label=act.incident,
        kind=act.kind,
        done_on=act.done_on,
        found_on=found,
        reported_at=open_plan.now,
        reported_by_role=open_plan.actor.role.value,
        serious=act.serious,
        document=open_plan.seal("incident.document", row_id, {"facts": act.facts}),
    )
    open_plan.session.add(incident)
    finding = get_legal_reading(open_plan, incident)
    take_effect(open_plan, INCIDENT_REPORTED, str(row_id), label=act.incident, article=_INCIDENTS)
    open_plan.record(
        article=finding.article,
        note={
            "incident": act.incident,
            "done_on": act.done_on,
            "found_on": found,
            "rule": finding.rule,
            "ground_may_exist": finding.holds,
        },
        detail={"facts": act.facts, "finding": finding.as_dict()},
    )
    return finding


def get_legal_reading(open_plan: OpenPlan, incident: Incident) -> Finding:
    """How the law reads the day it was done and the day it was found (art 479)."""
    return finding_on_ground(
        Ground(incident.kind),
        incident.done_on,
        incident.found_on,
        open_plan.plan.period_from,
        open_plan.plan.period_to,
        open_plan.plan.decided_on,
        open_plan.plan.outcome is not None,
        open_plan.rulebook,
    )


def refer_to_prosecutor(context: Context, number: str, item_id: uuid.UUID) -> None:
    """The reported incident lies before the prosecutor, who weighs it; the flow never does."""
    with due_item(context, number, item_id, "call") as found:
        if found is None:
            return
        open_plan, item = found
        fell_due_at = item.next_at
        advance_item(open_plan, item)
        item.called_at = open_plan.now
        incident = find_incident(open_plan, item.label)
        if incident.status == "reported":
            incident.status = "under_review"
        notified = notify(
            open_plan,
            Event.INCIDENT_REPORTED,
            f"incident/{incident.id}",
            item=item,
            but=_reporter_of(open_plan, incident),
        )
        open_plan.record(
            "refer_incident", item=item, fell_due_at=fell_due_at, article=_INCIDENTS, note={"notified": notified}
        )


def _reporter_of(open_plan: OpenPlan, incident: Incident) -> uuid.UUID | None:
    """Who reported it, as the journal has it."""
    reported = open_plan.rows(JournalLine, JournalLine.act == ReportIncident.operation.code)
    return next((line.actor_id for line in reported if line.note["incident"] == incident.label), None)


@verb(HearMinor)
def hear_minor(open_plan: OpenPlan, act: HearMinor) -> None:
    """The minor's own account of the incident is on the file, with the adult who was present, where staff recorded it
    (AD-02). A minor who was asked and refused to speak was heard: the refusal is recorded, and who was present.
    BadInput where neither words nor such a refusal stand there."""
    incident = find_incident(open_plan, act.incident)
    _refuse_without_words(act.text, act.beside, act.refused_to_speak)
    row_id = new_id(open_plan.now)
    open_plan.session.add(
        Explanation(
            id=row_id,
            plan_id=open_plan.plan.id,
            incident_id=incident.id,
            given_at=open_plan.now,
            by_role=Role.MINOR.value,
            document=open_plan.seal(
                "explanation.document",
                row_id,
                {"text": act.text, "refused_to_speak": act.refused_to_speak},
            ),
        )
    )
    if incident.status not in CLOSED:
        incident.status = "heard"
    note: dict[str, Harmless | list[str]] = {"incident": act.incident}
    if act.refused_to_speak:
        note["refused_to_speak"] = True
    if act.beside is not None:
        words = open_plan.open("person.document", open_plan.minor().id, open_plan.minor().document)
        born_on = date.fromisoformat(words["born_on"])
        finding = finding_on_protection(born_on, open_plan.today, act.beside != "nobody", open_plan.rulebook)
        note |= {"beside": act.beside, "warnings": [finding.rule] if finding.warns else []}
    open_plan.record(note=note, detail={"text": act.text})


@verb(CloseIncident)
def close_incident(open_plan: OpenPlan, act: CloseIncident) -> list[Finding]:
    """The prosecutor's finding after hearing: dismissed, a lesser response by the office's own practice, or a ground
    of art 479. A finding against the minor is refused while nobody has been heard, without fact or evidence (the reason
    stands for it where no other is named), and a ground where the two dates leave none; and a response that does not
    agree with the finding (VI-15). What was found may be found otherwise until the case is decided; after that only
    that there was nothing can be found, and what is new goes its own way. Found twice, it is found once.

    `passed_on`: whether a crime went to the organ that investigates it. `rests_on`: on which of the two a ground of art
    479(3) or (4) rests. Returns the warnings accepted by it: that neither is written (VI-13), that it was done outside
    the period (VI-14)."""
    incident = find_incident(open_plan, act.incident)
    same = (incident.status, incident.response, incident.rests_on) == (_FOUND[act.finding], act.response, act.rests_on)
    if same:
        words = {"reason": act.reason, "evidence": act.evidence}
        record_correction(open_plan, {"incident": act.incident, "finding": act.finding}, words, article=_INCIDENTS)
        return []
    if incident.status in CLOSED and open_plan.plan.status not in _UNDECIDED:
        raise Refused(_("本案已据此作出决定，认定不能再改。"),
                      article=_INCIDENTS)  # fmt: skip
    if act.finding != "dismissed" and open_plan.plan.status not in _UNDECIDED:
        raise Refused(_("本案已经作出决定，不能再作不利认定或者处理；新的情况另行依法处理。"),
                      article=_GROUND_LOOKED_INTO)  # fmt: skip
    agreed = finding_on_agreement(act.finding, None if act.response == "none" else act.response, open_plan.rulebook)
    refuse_by_law(agreed)
    if act.rests_on is not None and act.finding != "ground":
        wrong = _("只有认定为撤销情形的，才写明依据哪一项。")
        raise BadInput(_("有1处需要改正。"), mistakes=[Mistake("rests_on", wrong)])
    if act.finding != "dismissed" and not was_heard(open_plan, incident):
        raise Refused(pgettext("refusal", "还没有听取本人说明，不能作出不利认定。"), article=_INCIDENTS)  # fmt: skip
    if act.finding == "ground":
        reading = get_legal_reading(open_plan, incident)
        if not reading.holds:
            raise Refused(reading.because, article=reading.article)
    asked = []
    if act.finding != "dismissed":
        facts = open_plan.open("incident.document", incident.id, incident.document)["facts"]
        step = BreachResponseStep(
            get_response_rung(act.response), facts, act.evidence or act.reason, True, str(open_plan.actor.id)
        )
        whole = finding_on_response(step, open_plan.rulebook)
        refuse_by_law(whole)
    if act.finding == "ground" and act.passed_on is not None:
        is_crime = incident.kind in CRIMES
        asked.append(finding_on_passing_on(is_crime, act.passed_on, open_plan.rulebook))
    incident.status = _FOUND[act.finding]
    incident.response, incident.rests_on = act.response, act.rests_on
    open_plan.session.flush()
    if act.finding == "ground":
        asked.append(get_ground_basis(open_plan, incident))
    if act.finding == "lesser_response":
        row = open_plan.plan
        asked.append(
            finding_on_time_of_act(
                Ground(incident.kind), incident.done_on, row.period_from, row.period_to, open_plan.rulebook
            )
        )
    accepted = filter_warnings(asked)
    incident.closed_at, incident.closed_by = open_plan.now, open_plan.actor.id
    open_plan.record(
        article=_INCIDENTS,
        note={"incident": act.incident, "finding": act.finding, "response": act.response, "rests_on": act.rests_on},
        detail={"reason": act.reason, "evidence": act.evidence},
        warned=accepted,
    )  # fmt: skip
    update_attention(open_plan)
    finish_items(open_plan, "revocation_proposal", label=act.incident, because="found_otherwise")
    if act.finding != "dismissed":
        open_attention(open_plan)
    if act.finding == "ground" and open_plan.plan.status in _UNDECIDED:
        take_effect(open_plan, GROUND_FOUND, f"{incident.id}/{open_plan.now}", label=act.incident, article=_INCIDENTS)
    elif act.finding != "dismissed":
        notify(open_plan, Event.TO_BE_TOLD_IN_PERSON, f"incident_closed/{incident.id}", day=open_plan.context.days.after(open_plan.today, 3),
             only=(Recipient.MINOR,))  # fmt: skip
    return accepted


def get_response_rung(response: str | None) -> Response:
    """The rung of the ladder that a response is; a change of the plan reminds of it, and what has no name was a talk."""
    return _RUNGS.get(response or "", Response.TALK)


def get_ground_basis(open_plan: OpenPlan, incident: Incident) -> Finding:
    """On which of the two the ground rests, as far as it is on record, with the count of what was confirmed (VI-13)."""
    ground = Ground(incident.kind)
    rests_on = Basis(incident.rests_on) if incident.rests_on else None
    confirmed = count_breaches(open_plan).get(ground, 0)
    return finding_on_basis(ground, rests_on, incident.serious, confirmed, open_plan.rulebook)


def was_heard(open_plan: OpenPlan, incident: Incident) -> bool:
    """Whether the minor's account of it is on the file, or that they refused to give one. Blanks are no account."""
    return any(
        account.refused_to_speak or has_text(account.text) for account in get_hearing_accounts(open_plan, incident)
    )


@dataclass(frozen=True)
class HearingAccount:
    """One hearing about an incident: when, what the minor said, or that they were asked and said nothing."""

    at: datetime
    text: str
    refused_to_speak: bool


def get_hearing_accounts(open_plan: OpenPlan, incident: Incident) -> list[HearingAccount]:
    """What the minor said of the incident, the first first."""
    accounts = []
    for row in open_plan.rows(Explanation, Explanation.incident_id == incident.id):
        document = open_plan.open("explanation.document", row.id, row.document)
        accounts.append(HearingAccount(row.given_at, document["text"] or "", bool(document.get("refused_to_speak"))))
    return accounts


def _refuse_without_words(text: str | None, beside: str | None, refused_to_speak: bool) -> None:
    """A hearing has words, or says that there were none and who was there to see it."""
    if refused_to_speak and beside is None:
        place, wrong = "beside", _("本人不作说明的，请写明谁在场。")
    elif not refused_to_speak and not has_text(text or ""):
        place, wrong = "text", _("请写下本人的说明；本人不作说明的，请注明。")  # fmt: skip
    else:
        return
    raise BadInput(wrong if place == "text" else _("有1处需要改正。"),
                   article=_INCIDENTS, mistakes=[Mistake(place, wrong)])  # fmt: skip


def find_incident(open_plan: OpenPlan, label: str) -> Incident:
    """The incident of that label. NotFound if there is none."""
    row = _incident(open_plan, get_code(open_plan.context.vault, open_plan.plan.number, label))
    if row is None:
        raise NotFound(_("没有这个情况的记录。"))
    return row


def _incident(open_plan: OpenPlan, label: str) -> Incident | None:
    return next((row for row in open_plan.rows(Incident) if row.label == label), None)


def list_readable_incidents(open_plan: OpenPlan) -> list[Incident]:
    """Return the incidents that the reader may know of.

    A decision of the police under public security is for those who handle or review the case, and for the post that
    reported it (治安管理处罚法 of 2025, art 136).
    """
    role = open_plan.actor.role
    return [
        row
        for row in open_plan.rows(Incident)
        if row.kind != Ground.PUBLIC_SECURITY or row.reported_by_role == role.value or may_see(role, FieldGroup.POLICE)
    ]


def list_open_incidents(open_plan: OpenPlan) -> list[Incident]:
    """Incidents not yet closed by a person."""
    return [row for row in open_plan.rows(Incident) if row.status not in CLOSED]


def list_confirmed_grounds(open_plan: OpenPlan) -> list[Incident]:
    """Incidents found to be a ground after hearing."""
    return [row for row in open_plan.rows(Incident) if row.status == "ground"]
