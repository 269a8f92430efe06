"""Service and announcement: facts that are recorded as they were. The period runs from the decision in any case."""

from collections.abc import Collection, Sequence
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.measures.acts import VICTIM_ADDED, AddAddressee
from casework.service.acts import Announce, RecordService
from casework.shared.closing_list import add_receipt_line, end_line, schedule_closing
from casework.shared.duplicates import is_already_recorded, record_correction
from casework.shared.facts.taking_effect import take_effect
from casework.shared.files.clocks_at_entry import list_to_be_served
from casework.shared.files.plan_file import PlanFile
from casework.shared.items.items import add_item, close_item, finish_items, get_item_steps
from casework.shared.items.steps import set_next
from core.errors import BadInput, Mistake, Refused
from core.i18n import _
from law.articles import cite
from law.clocks import service_deadline
from law.conclusion import finding_on_outcome_served
from law.decision import finding_on_telling_the_victim
from law.finding import Finding, filter_warnings, refuse_by_law
from law.guardians import finding_on_guardians_notice
from law.parties import PartyState
from law.service import (
    Addressee,
    AnnouncementItem,
    Delivery,
    finding_on_addressee,
    finding_on_announcement,
    finding_on_delivery,
    finding_on_served_decision,
)
from models.base import new_id
from models.decision import Remedy, ServiceReceipt
from models.item import ItemStatus
from models.journal import Harmless
from models.office import Role
from models.plan import Condition
from notifications.outbox import withdraw_messages

_LEFT_THERE = cite("SV-02")
_SERVICE = cite("DE-02")

CONDITIONAL = "conditional_non_prosecution"
LOOKED_INTO_WITHIN = 3
"""Working days in which somebody looks at a receipt of what is not on record (the office's practice)."""
SEALING = "sealing"
"""As what the police's receipt for their own sealing is recorded."""
_SEALED_AS_WELL = cite("SE-01")


@verb(Announce)
def announce(open_plan: OpenPlan, act: Announce) -> None:
    """The announcement is on record as it was, with its finding (Rules art 471(2)); from that day on duties can be
    missed. A later record adds to the first and moves no date. BadInput for a day before the decision or to come."""
    on = act.announced_on or act.on
    store_announcement(open_plan, on, act.present, act.explained, act.guardians_signed, text_shown=act.text_shown)


def store_announcement(
    open_plan: OpenPlan,
    on: date,
    present: Sequence[str],
    explained: Collection[str],
    guardians_signed: int | None = None,
    *,
    text_shown: bool = False,
) -> None:
    """The announcement is on the file, and whether the guardians signed what is theirs to do, where somebody looked."""
    finding = finding_on_announcement(
        [AnnouncementItem(item) for item in explained],
        "minor" in present,
        PartyState.HEARD if len(present) > 1 else None,
        open_plan.of_age_on <= on,
        open_plan.rulebook,
    )
    beside = []
    if guardians_signed is not None:
        represent = [person for person in open_plan.people("guardian") if person.legal_representative]
        of_age = open_plan.of_age_on <= on
        beside.append(finding_on_guardians_notice(len(represent), guardians_signed, of_age, open_plan.rulebook))
    if open_plan.plan.announced_on is None:
        open_plan.plan.announced_on = on
        for condition in open_plan.rows(Condition):
            condition.told_on = condition.told_on or on
        _release_before(open_plan, on)
    open_plan.record(
        Announce.operation.code,
        article=finding.article,
        note={"on": on, "explained": sorted(explained), "holds": finding.holds, "rule": finding.rule, "text_shown": text_shown},
        detail={"present": list(present), "finding": finding.as_dict()},
        warned=filter_warnings([finding, *beside]),
    )  # fmt: skip


def _release_before(open_plan: OpenPlan, on: date) -> None:
    """What fell due before the family was told was not owed yet; what comes after is called for as usual."""
    for item in open_plan.items():
        if item.owner not in (Role.MINOR, Role.GUARDIAN):
            continue
        if item.due_on <= on:
            close_item(open_plan, item, ItemStatus.NOT_OWED_YET, "not_announced")
        elif item.called_at is None:
            coming = [step for step in get_item_steps(open_plan, item) if step[1] > open_plan.now]
            set_next(item, coming)


@verb(RecordService)
def record_service(open_plan: OpenPlan, act: RecordService) -> None:
    """The receipt is on record with its finding, and how the paper reached them. Late service is recorded like any other; the decision stands.

    So is service on a school or an employer that no named prosecutor has added: a fact, and against SV-01.
    `victim_told` says what that victim was told with it. The police's receipt for the sealing (`decision` is "sealing")
    ends their clock on the closing list.
    """
    received_on = act.received_on or act.on
    how = Delivery(act.how)
    if not open_plan.plan.decided_on <= received_on <= open_plan.today:
        raise BadInput(_("送达日期应在决定之后、今天之前。"))
    if act.decision == SEALING:
        _police_have_sealed(open_plan, act.to, received_on)
    else:
        store_receipt(open_plan, act.to, received_on, act.decision, act.number, act.victim_told, how, act.witnessed)


def _police_have_sealed(open_plan: OpenPlan, to: str, on: date) -> None:
    if to != "police":
        wrong = _("封存回执由公安机关出具。")
        raise BadInput(_("有1处需要改正。"), mistakes=[Mistake("to", wrong)])
    known = end_line(open_plan, "police_sealing", "police", on)
    if known is None:
        raise Refused(
            _("收尾清单上没有公安机关封存这一项：案卷尚未封存，或者已经收尾。"),
            article=_SEALED_AS_WELL,
        )  # fmt: skip
    if known != on:
        open_plan.record(
            article=_SEALED_AS_WELL,
            note={"to": to, "decision": SEALING, "received_on": on, **({"corrects": True} if known < date.max else {})},
        )


@verb(AddAddressee)
def add_addressee(open_plan: OpenPlan, act: AddAddressee) -> None:
    """A school, an employer, or a victim who became known, is owed that paper because a named prosecutor wrote down why
    (SV-01). Twice is once; of several victims each is told by the number of their receipt."""
    finding = finding_on_addressee(Addressee(act.to), act.reason, open_plan.rulebook)
    refuse_by_law(finding)
    if any(act.to != "victim" or row.number == act.number for row in _receipts(open_plan, act.decision, act.to)):
        about: dict[str, Harmless | list[str]] = {"to": act.to, "decision": act.decision}
        record_correction(open_plan, about, {"reason": act.reason}, article=finding.article)
        return
    row_id = new_id(open_plan.now)
    open_plan.session.add(
        ServiceReceipt(id=row_id, plan_id=open_plan.plan.id, decision=act.decision, addressee=act.to, number=act.number)
    )
    if act.to == "victim":
        take_effect(open_plan, VICTIM_ADDED, str(row_id), asks=False)
    due_on = open_plan.context.days.after(open_plan.today, 1)
    if not any(item.label == act.decision for item in open_plan.items("service")):
        add_item(open_plan, "service", due_on, label=act.decision, article=finding.article)
    open_plan.record(
        article=finding.article, note={"to": act.to, "decision": act.decision}, detail={"reason": act.reason}
    )


def store_receipt(
    open_plan: OpenPlan,
    to: str,
    received_on: date,
    decision: str,
    receipt_number: str | None,
    victim_told: Collection[str] | None = None,
    how: Delivery = Delivery.SIGNED,
    witnessed: bool = False,
) -> None:
    """The receipt is on the file; when the last one is back, service is done."""
    decision = get_served_decision(open_plan, decision)
    about: dict[str, Harmless | list[str]] = {
        "to": to,
        "received_on": received_on,
        "decision": decision,
        "how": how.value,
    }
    about |= {"witnessed": True} if witnessed else {}
    about |= {"victim_told": sorted(victim_told)} if victim_told is not None else {}
    on_record = _is_on_record(open_plan, decision)
    known = _receipts(open_plan, decision, to)
    outsider = finding_on_addressee(Addressee(to), "added" if known else None, open_plan.rulebook)
    out = [row for row in known if row.received_on is None]
    same_number = {receipt_number} if out or receipt_number is not None else {row.number for row in known}
    same = next((row for row in known if row.received_on == received_on and row.number in same_number), None)
    if same is not None:
        if out and receipt_number is None:
            raise BadInput(
                _("还有另一名同类受送达人，请写明回证编号。")
            )  # fmt: skip
        _record_otherwise(open_plan, same, about)
        return
    named = [row for row in out if receipt_number is not None and row.number == receipt_number]
    empty = next(iter(named or [row for row in out if row.number is None] or out), None)
    receipt = empty or ServiceReceipt(
        id=new_id(open_plan.now), plan_id=open_plan.plan.id, decision=decision, addressee=to
    )
    receipt.received_on = received_on
    receipt.how = how.value
    receipt.number = receipt_number or receipt.number
    receipt.recorded_at = open_plan.now
    receipt.contact = None
    open_plan.session.add(receipt)
    open_plan.session.flush()
    withdraw_messages(open_plan.session, open_plan.now, reason="done_meanwhile", recipient_id=receipt.id)
    if open_plan.plan.sealed_at is not None:
        add_receipt_line(open_plan, receipt)
        schedule_closing(open_plan)
    item = next((item for item in open_plan.items("service") if item.label == decision), None)
    if not any(row.decision == decision and row.received_on is None for row in open_plan.rows(ServiceReceipt)):
        finish_items(open_plan, "service", label=decision)
    asked = [
        outsider,
        finding_on_delivery(how, witnessed, open_plan.rulebook),
        finding_on_served_decision(on_record, open_plan.rulebook),
    ]
    in_time = item is None or received_on <= item.due_on
    if not on_record and open_plan.plan.sealed_at is None:
        due_on = open_plan.context.days.after(open_plan.today, LOOKED_INTO_WITHIN)
        add_item(open_plan, "unknown_decision", due_on, label=decision, article=_SERVICE)
    if decision == CONDITIONAL:
        deadline = service_deadline(open_plan.plan.decided_on, open_plan.context.days, open_plan.rulebook)
        asked.append(kept := deadline.kept(received_on, open_plan.rulebook))
        in_time = kept.holds
    beside = [each for each in (*asked, *_findings_on_service(open_plan, to, decision, victim_told)) if not each.holds]
    open_plan.record(
        RecordService.operation.code,
        article=_SERVICE,
        note=about | ({"in_time": in_time} if on_record else {"on_record": False}),
        warned=beside,
    )


def _is_on_record(open_plan: OpenPlan, decision: str) -> bool:
    """Whether there is such a decision, or such an answer to the police, to be served."""
    if decision == CONDITIONAL or open_plan.last_decision(decision) is not None:
        return True
    return any(row.kind == decision and row.decided_on is not None for row in open_plan.rows(Remedy))


def _record_otherwise(open_plan: OpenPlan, receipt: ServiceReceipt, about: dict[str, Harmless | list[str]]) -> None:
    """The same receipt, told with something that was not told before, as how it reached them: the last word stands, and
    the journal has both."""
    told_more = "witnessed" in about or "victim_told" in about
    if receipt.how == about["how"] and (not told_more or is_already_recorded(open_plan, about, {})):
        return
    receipt.how = str(about["how"])
    open_plan.record(RecordService.operation.code, article=_LEFT_THERE, note={**about, "corrects": True})


def _findings_on_service(
    open_plan: OpenPlan, to: str, decision: str, victim_told: Collection[str] | None
) -> list[Finding]:
    """What a victim was told with the paper (DE-04); and, after its three days, whether the final decision has reached
    everybody it is served on (FI-07)."""
    findings = []
    if to == "victim" and victim_told is not None:
        findings.append(
            finding_on_telling_the_victim(
                True, "complaint" in victim_told, "no_court" in victim_told, open_plan.rulebook
            )
        )
    if decision == "non_prosecution":
        rows = [row for row in open_plan.rows(ServiceReceipt) if row.decision == decision]
        late = any(item.due_on < open_plan.today for item in open_plan.items("service") if item.label == decision)
        missing = [Addressee(row.addressee) for row in rows if row.received_on is None] if late else []
        reached = [Addressee(row.addressee) for row in rows if row.received_on is not None]
        findings.append(finding_on_outcome_served([*reached, *missing], [each for each in reached if each not in missing],
                                                  open_plan.rulebook))  # fmt: skip
    return findings


def _receipts(open_plan: OpenPlan, decision: str, to: str) -> list[ServiceReceipt]:
    return [row for row in open_plan.rows(ServiceReceipt) if row.decision == decision and row.addressee == to]


def get_served_decision(open_plan: OpenPlan, decision: str) -> str:
    """The served decision; for a change of the period the last one, an extension or a shortening."""
    if decision != "period_change":
        return decision
    changes = [row.decision for row in open_plan.rows(ServiceReceipt) if row.decision in ("extension", "shortening")]
    return changes[-1] if changes else decision


def create_service_items(open_plan: OpenPlan, plan: PlanFile) -> None:
    """Each addressee, and each of several victims, is owed a receipt within three days of the decision."""
    require_service(open_plan, CONDITIONAL, list_to_be_served(plan, open_plan.rulebook), open_plan.plan.decided_on)


def require_service(open_plan: OpenPlan, decision: str, to: Sequence[str], decided_on: date) -> None:
    """Service of that decision is owed on those addressees, and the clerk has an item for it."""
    for addressee in to:
        open_plan.session.add(
            ServiceReceipt(id=new_id(open_plan.now), plan_id=open_plan.plan.id, decision=decision, addressee=addressee)
        )
    deadline = service_deadline(decided_on, open_plan.context.days, open_plan.rulebook)
    add_item(open_plan, "service", deadline.due_on, label=decision, article=deadline.article)
    open_plan.session.flush()


def stop_serving(open_plan: OpenPlan, to: Addressee, because: str) -> list[str]:
    """Nothing more is served on them, and service that waited only for them is over. Returns the decisions that were not
    served, as `serve_again` takes them."""
    out = [row for row in open_plan.rows(ServiceReceipt) if row.addressee == to and row.received_on is None]
    for row in out:
        open_plan.session.delete(row)
    open_plan.session.flush()
    still_out = {row.decision for row in open_plan.rows(ServiceReceipt) if row.received_on is None}
    for item in open_plan.items("service"):
        if item.label not in still_out:
            close_item(open_plan, item, ItemStatus.CANCELLED, because)
    return [row.decision for row in out]


def serve_again(open_plan: OpenPlan, to: Addressee, decisions: Sequence[str]) -> None:
    """Those decisions are owed to them again, by the days by which they were."""
    for decision in decisions:
        made = open_plan.last_decision(decision)
        require_service(open_plan, decision, [to.value], made.decided_on if made else open_plan.plan.decided_on)
