"""From a reported incident to a named person's finding. Reported, told, heard, closed: nothing follows by itself."""

import uuid
from datetime import date

from sqlmodel import select

from casework.desk import Desk, File
from casework.explaining import look_after_attention, open_attention
from casework.items import add_item, finish_all
from casework.messages.telling import tell
from casework.reminding import due_item
from casework.rights import Act, Actor
from casework.written import given, refuse_blank
from law.breach import Ground, finding_on_ground
from law.finding import Finding, warnings
from law.majority import finding_on_protection
from law.responses import Response, Step, finding_on_passing_on, finding_on_response
from law.transitions import PlanStatus
from models.columns import new_id
from models.decision import Incident
from models.item import Explanation
from models.journal import Harmless
from models.office import Role
from notifications.catalogue import Event, Recipient
from sunward.errors import BadInput, NotFound, Refused
from sunward.words import Words

_LADDER = {"admonition": Response.ADMONITION, "plan_change": Response.REMINDER}
CLOSED = ("dismissed", "lesser", "ground")
_FOUND = {"dismissed": "dismissed", "lesser_response": "lesser", "ground": "ground"}
_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


def report_incident(
    desk: Desk,
    actor: Actor,
    number: str,
    *,
    label: str,
    kind: str,
    done_on: date,
    found_on: date | None,
    facts: str,
    serious: bool = False,
) -> Finding:
    """The incident is on the file as reported; the flow refers it to the prosecutor. Nothing is found, nobody outside
    the handlers is told, and no clock is stretched. Returns the reading of the two dates: done and found."""
    with desk.file(number, actor, Act.REPORT_INCIDENT) as file:
        found = found_on or file.today
        if done_on > file.today or found > file.today or done_on > found:
            raise BadInput(Words("发生日、发现日不能在将来，发现不能早于发生。",
                                 "Done and found cannot lie in the future, nor found before done."))  # fmt: skip
        if _incident(file, label) is not None:
            raise Refused(Words("这个情况已经记录。", "This incident is already on record."))
        row_id = new_id(file.now)
        incident = Incident(
            id=row_id,
            plan_id=file.plan.id,
            label=label,
            kind=kind,
            done_on=done_on,
            found_on=found,
            reported_at=file.now,
            reported_by_role=file.actor.role.value,
            serious=serious,
            document=file.seal("incident.document", row_id, {"facts": facts}),
        )
        file.session.add(incident)
        finding = reading_of(file, incident)
        item = add_item(file, "incident_review", Role.PROSECUTOR, desk.days.after(file.today, 2), label=label,
                        article="Rules art 479")  # fmt: skip
        item.next_step, item.next_at = "call", file.now
        file.record(
            article=finding.article,
            note={
                "incident": label,
                "done_on": done_on,
                "found_on": found,
                "rule": finding.rule,
                "ground_may_exist": finding.holds,
            },
            detail={"facts": facts, "finding": finding.as_dict()},
        )
        file.wake()
    return finding


def reading_of(file: File, incident: Incident) -> Finding:
    """How the law reads the day it was done and the day it was found (art 479)."""
    return finding_on_ground(
        Ground(incident.kind),
        incident.done_on,
        incident.found_on,
        file.plan.period_from,
        file.plan.period_to,
        file.plan.decided_on,
        file.plan.outcome is not None,
        file.rulebook,
    )


def refer(desk: Desk, number: str, item_id: uuid.UUID) -> None:
    """The reported incident lies before the prosecutor, who weighs it; the flow never does."""
    with due_item(desk, number, item_id, "call") as found:
        if found is None:
            return
        file, item = found
        fell_due_at = item.next_at
        item.next_step, item.next_at = None, None
        item.called_at = file.now
        file.session.add(item)
        incident = find_incident(file, item.label)
        if incident.status == "reported":
            incident.status = "under_review"
            file.session.add(incident)
        told = tell(file, Event.INCIDENT_REPORTED, f"incident/{incident.id}", item=item)
        file.record("refer_incident", item=item, fell_due_at=fell_due_at, article="Rules art 479", note={"told": told})


def hear(desk: Desk, actor: Actor, number: str, *, label: str, text: str, beside: str | None = None) -> None:
    """The minor's own account of the incident is on the file, and who sat beside, where somebody recorded it (AD-02)."""
    with desk.file(number, actor, Act.HEAR) as file:
        incident = find_incident(file, label)
        row_id = new_id(file.now)
        file.session.add(
            Explanation(
                id=row_id,
                plan_id=file.plan.id,
                incident_id=incident.id,
                given_at=file.now,
                by_role=Role.MINOR.value,
                document=file.seal("explanation.document", row_id, {"text": text}),
            )
        )
        if incident.status not in CLOSED:
            incident.status = "heard"
        file.session.add(incident)
        note: dict[str, Harmless | list[str]] = {"incident": label}
        if beside is not None:
            words = file.open("person.document", file.minor().id, file.minor().document)
            born_on = date.fromisoformat(words["born_on"])
            finding = finding_on_protection(born_on, file.today, beside != "nobody", file.rulebook)
            note |= {"beside": beside, "warnings": [finding.rule] if finding.warns else []}
        file.record(note=note, detail={"text": text})
        file.wake()


def close_incident(
    desk: Desk,
    actor: Actor,
    number: str,
    *,
    label: str,
    finding: str,
    response: str,
    reason: str,
    evidence: str | None = None,
    passed_on: bool | None = None,
) -> list[Finding]:
    """The prosecutor's finding after hearing: dismissed, a lesser response by the office's own practice, or a ground
    of art 479. A finding against the minor is refused while nobody has been heard, without fact or evidence (the reason
    stands for it where no other is named), and a ground where the two dates leave none. What was found may be found
    otherwise until the case is decided, and not after. Found twice, it is found once.

    `passed_on`: whether a crime went to the organ that investigates it. Returns the warnings accepted by it."""
    with desk.file(number, actor, Act.CLOSE_INCIDENT) as file:
        refuse_blank(reason=reason)
        evidence = given(evidence)
        incident = find_incident(file, label)
        if incident.status == _FOUND[finding] and incident.response == response:
            return []
        if incident.status in CLOSED and file.plan.status not in _UNDECIDED:
            raise Refused(Words("本案已据此作出决定，认定不能再改。", "The case was decided; what was found stands."),
                          article="Rules art 479")  # fmt: skip
        if finding != "dismissed" and not was_heard(file, incident):
            raise Refused(Words("还没有听取本人说明，不能作出不利认定。",
                                "Nothing can be found against somebody who was not heard."), article="Rules art 479")  # fmt: skip
        if finding == "ground":
            reading = reading_of(file, incident)
            if not reading.holds:
                raise Refused(reading.because, article=reading.article)
        asked = []
        if finding != "dismissed":
            facts = file.open("incident.document", incident.id, incident.document)["facts"]
            step = Step(_LADDER.get(response, Response.TALK), facts, evidence or reason, True, str(file.actor.id))
            whole = finding_on_response(step, file.rulebook)
            if whole.refuses:
                raise Refused(whole.because, article=whole.article)
        if finding == "ground" and passed_on is not None:
            is_crime = incident.kind in (Ground.NEW_CRIME, Ground.MISSED_CRIME)
            asked.append(finding_on_passing_on(is_crime, passed_on, file.rulebook))
        accepted = warnings(asked)
        incident.status = _FOUND[finding]
        incident.response = response
        incident.closed_at, incident.closed_by = file.now, file.actor.id
        file.session.add(incident)
        finish_all(file, "incident_review", label=label)
        file.record(
            article="Rules art 479",
            note={"incident": label, "finding": finding, "response": response,
                  "warnings": [each.rule for each in accepted]},
            detail={"reason": reason, "evidence": evidence, "warnings": [each.as_dict() for each in accepted]},
        )  # fmt: skip
        look_after_attention(file)
        if finding != "dismissed":
            open_attention(file)
            tell(file, Event.TO_BE_TOLD_IN_PERSON, f"incident_closed/{incident.id}", day=desk.days.after(file.today, 3),
                 only=(Recipient.MINOR,))  # fmt: skip
        file.wake()
        return accepted


def was_heard(file: File, incident: Incident) -> bool:
    """Whether the minor's account of it is on the file."""
    return file.session.exec(select(Explanation.id).where(Explanation.incident_id == incident.id)).first() is not None


def find_incident(file: File, label: str) -> Incident:
    """The incident of that label. NotFound if there is none."""
    row = _incident(file, label)
    if row is None:
        raise NotFound(Words("没有这个情况的记录。", "There is no such incident on record."))
    return row


def _incident(file: File, label: str) -> Incident | None:
    return file.session.exec(select(Incident).where(Incident.plan_id == file.plan.id, Incident.label == label)).first()


def open_incidents(file: File) -> list[Incident]:
    """Incidents not yet closed by a person."""
    rows = file.session.exec(select(Incident).where(Incident.plan_id == file.plan.id))
    return [row for row in rows if row.status not in CLOSED]


def confirmed_grounds(file: File) -> list[Incident]:
    """Incidents found to be a ground after hearing."""
    rows = file.session.exec(select(Incident).where(Incident.plan_id == file.plan.id))
    return [row for row in rows if row.status == "ground"]
