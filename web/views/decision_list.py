"""What was decided on a plan, by whom, on whose proposal and why; what was asked for, with all that was said to it; and
the editions of the plan side by side."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from casework.desk import Desk, File
from casework.rights import Act, Actor
from casework.status import refuse_sealed
from law.four_eyes import step as four_eyes_step
from models.decision import Decision, Receipt, Remedy
from models.office import Staff
from models.plan import Condition
from models.proposal import Proposal, ProposalRemark
from sunward.words import Words


@dataclass(frozen=True)
class DecisionShown:
    """One decision. `detail` holds dates and codes."""

    kind: str
    decided_on: date
    decided_by: str
    proposed_by: str | None
    reasons: str
    detail: dict[str, Any]
    carried_out_at: datetime | None


@dataclass(frozen=True)
class RemarkShown:
    """One thing done with a proposal, and what was written to it."""

    at: datetime
    by: str
    by_role: str
    did: str
    text: str


@dataclass(frozen=True)
class ProposalShown:
    """What was asked for, and all that was said on the way."""

    step: str
    words: Words
    status: str
    proposed_at: datetime
    detail: dict[str, Any]
    remarks: list[RemarkShown]


@dataclass(frozen=True)
class Change:
    """One edition of the plan beside the one before: on which day, decided as what, and each thing that differs."""

    on: date
    kind: str
    differs: list[tuple[Words, "date | str | None", "date | str | None"]]


@dataclass(frozen=True)
class Decisions:
    """All of it."""

    proposals: list[ProposalShown]
    decided: list[DecisionShown]
    remedies: list[Remedy]
    receipts: list[Receipt]


def decisions(desk: Desk, actor: Actor, number: str) -> Decisions:
    """The plan's proposals and decisions, newest first, its remedies, and what was served on whom."""
    with desk.look(number, actor, Act.READ_PLAN) as file:
        refuse_sealed(file.plan)
        names = _Names(file)
        return Decisions(
            proposals=proposals_of(file),
            decided=[_decided(file, row, names) for row in reversed(_rows(file))],
            remedies=list(file.session.exec(select(Remedy).where(Remedy.plan_id == file.plan.id))),
            receipts=list(
                file.session.exec(
                    select(Receipt).where(Receipt.plan_id == file.plan.id).order_by(col(Receipt.decision))
                )
            ),
        )


def changes(desk: Desk, actor: Actor, number: str) -> list[Change]:
    """The plan's editions (变更对照), newest first: what each changed, before and after."""
    with desk.look(number, actor, Act.READ_PLAN) as file:
        refuse_sealed(file.plan)
        found = [_period_change(row) for row in _rows(file) if row.kind in ("extension", "shortening")]
        found += _condition_changes(file)
    return sorted(found, key=lambda change: change.on, reverse=True)


def proposals_of(file: File) -> list[ProposalShown]:
    """The proposals on the file that lies open, newest first."""
    names = _Names(file)
    query = select(Proposal).where(Proposal.plan_id == file.plan.id).order_by(col(Proposal.proposed_at).desc())
    return [show_proposal(file, row, names.of) for row in file.session.exec(query)]


def show_proposal(file: File, row: Proposal, name_of: Any) -> ProposalShown:
    """The proposal in words."""
    remarks = file.session.exec(
        select(ProposalRemark).where(ProposalRemark.proposal_id == row.id).order_by(col(ProposalRemark.id))
    )
    return ProposalShown(
        row.step,
        four_eyes_step(row.step).meaning,
        row.status,
        row.proposed_at,
        row.detail,
        [
            RemarkShown(
                remark.at, name_of(remark.by_id) or "", remark.by_role, remark.did,
                str(file.open("proposal_remark.document", remark.id, remark.document)["text"]),
            )
            for remark in remarks
        ],
    )  # fmt: skip


class _Names:
    """Who the staff are, asked once each."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.known: dict[Any, str] = {}

    def of(self, staff_id: Any) -> str | None:
        if staff_id is None:
            return None
        if staff_id not in self.known:
            staff = self.file.session.get(Staff, staff_id)
            self.known[staff_id] = staff.display_name if staff else ""
        return self.known[staff_id]


def _rows(file: File) -> list[Decision]:
    query = select(Decision).where(Decision.plan_id == file.plan.id)
    return list(file.session.exec(query.order_by(col(Decision.recorded_at), col(Decision.id))))


def _decided(file: File, row: Decision, names: _Names) -> DecisionShown:
    words = file.open("decision.document", row.id, row.document)
    return DecisionShown(
        row.kind, row.decided_on, names.of(row.decided_by) or "", names.of(row.proposed_by),
        str(words.get("reasons") or ""), row.detail, row.carried_out_at,
    )  # fmt: skip


def _period_change(row: Decision) -> Change:
    before, after = (date.fromisoformat(str(row.detail[key])) for key in ("old_end", "new_end"))
    return Change(row.decided_on, row.kind, [(Words("考验期至", "Period until"), before, after)])


def _condition_changes(file: File) -> list[Change]:
    rows = {row.id: row for row in file.session.exec(select(Condition).where(Condition.plan_id == file.plan.id))}
    found = []
    for old in rows.values():
        new = rows.get(old.replaced_by_id) if old.replaced_by_id else None
        if new is None or old.ended_on is None:
            continue
        before, after = (file.open("condition.document", row.id, row.document) for row in (old, new))
        pairs: list[tuple[Words, Any, Any]] = [
            (Words(f"附带条件第{old.place}项", f"Condition number {old.place}"), before["text"], after["text"]),
            (Words("怎么衡量", "How it is measured"), before.get("measure"), after.get("measure")),
            (Words("数量", "How much"), _much(old), _much(new)),
            (Words("不晚于", "By"), old.by_on, new.by_on),
        ]
        found.append(Change(old.ended_on, "condition_change", [pair for pair in pairs if pair[1] != pair[2]]))
    return found


def _much(row: Condition) -> str | None:
    return str(row.amount) if row.amount is not None else None
