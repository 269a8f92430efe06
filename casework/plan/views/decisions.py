"""What was decided on a plan, by whom, on whose proposal and why; what was asked for, with all that was said to it; and
the editions of the plan side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.outcome.approvals_view import ProposalView, get_staff_name, load_proposals
from casework.outcome.corrections import list_judgments
from casework.shared.facts.correction import FactEntry
from core.i18n import Text, _, pgettext
from models.decision import Decision, Remedy, ServiceReceipt
from models.plan import Condition


@dataclass(frozen=True)
class DecisionView:
    """One decision. `detail` holds dates and codes. `decided_by` is None where nobody recorded who decided."""

    kind: str
    decided_on: date
    decided_by: str | None
    proposed_by: str | None
    reasons: str
    national_number: str | None
    national_on: date | None
    """Under which number and day it stands in the national case system, where somebody typed them."""
    detail: dict[str, Any]


@dataclass(frozen=True)
class EditionChange:
    """One edition of the plan beside the one before: on which day, decided as what, and each thing that differs."""

    on: date
    kind: str
    differs: list[tuple[Text, "date | str | None", "date | str | None"]]


@dataclass(frozen=True)
class RemedyView:
    """A remedy that somebody used, and its answer."""

    kind: str
    receipt_number: str | None
    filed_on: date
    answer_by: date
    decided_on: date | None
    outcome: str | None


@dataclass(frozen=True)
class ReceiptView:
    """On whom a decision is served, and whether its receipt has come back."""

    decision: str
    addressee: str
    number: str | None
    received_on: date | None
    how: str | None


@dataclass(frozen=True)
class DecisionsView:
    """All of it."""

    proposals: list[ProposalView]
    decided: list[DecisionView]
    remedies: list[RemedyView]
    receipts: list[ReceiptView]
    ended_by: str | None
    """The row of ends.toml by which our office ended the case otherwise; None where it did not."""


def get_decisions(open_plan: OpenPlan) -> DecisionsView:
    """The plan's proposals, its decisions and what the court said, newest first, its remedies, and what was served on whom."""
    ended = open_plan.last_decision("end_otherwise")
    return DecisionsView(
        proposals=load_proposals(open_plan),
        decided=sorted(
            [
                *map(_judged, list_judgments(open_plan)),
                *(_decided(open_plan, row) for row in reversed(open_plan.rows(Decision))),
            ],
            key=lambda one: one.decided_on,
            reverse=True,
        ),
        remedies=[
            RemedyView(row.kind, row.receipt_number, row.filed_on, row.answer_by, row.decided_on, row.outcome)
            for row in open_plan.rows(Remedy)
        ],
        receipts=[
            ReceiptView(row.decision, row.addressee, row.number, row.received_on, row.how)
            for row in sorted(open_plan.rows(ServiceReceipt), key=lambda row: row.decision)
        ],
        ended_by=ended.detail["how"] if ended else None,
    )


def get_edition_changes(open_plan: OpenPlan) -> list[EditionChange]:
    """The plan's editions (变更对照), newest first: what each changed, before and after."""
    found = [_period_change(row) for row in open_plan.rows(Decision) if row.kind in ("extension", "shortening")]
    found += _condition_changes(open_plan)
    return sorted(found, key=lambda change: change.on, reverse=True)


def _decided(open_plan: OpenPlan, row: Decision) -> DecisionView:
    words = open_plan.open("decision.document", row.id, row.document)
    on = words.get("national_on")
    return DecisionView(
        row.kind, row.decided_on, get_staff_name(open_plan.session, row.decided_by) if row.decided_by else words.get("decided_by"),
        get_staff_name(open_plan.session, row.proposed_by) if row.proposed_by else None,
        str(words.get("reasons") or ""), words.get("national_number"), date.fromisoformat(on) if on else None, row.detail,
    )  # fmt: skip


def _judged(judgment: FactEntry) -> DecisionView:
    said = judgment.recorded
    return DecisionView("judgment", said["effective_on"], None, None, "", None, None, {"how": said["judgment"]})


def _period_change(row: Decision) -> EditionChange:
    before, after = (date.fromisoformat(str(row.detail[key])) for key in ("old_end", "new_end"))
    return EditionChange(row.decided_on, row.kind, [(_("考验期至"), before, after)])


def _condition_changes(open_plan: OpenPlan) -> list[EditionChange]:
    rows = {row.id: row for row in open_plan.rows(Condition)}
    found = []
    for old in rows.values():
        new = rows.get(old.replaced_by_id) if old.replaced_by_id else None
        if new is None or old.ended_on is None:
            continue
        before, after = (open_plan.open("condition.document", row.id, row.document) for row in (old, new))
        pairs: list[tuple[Text, Any, Any]] = [
            (_("附带条件第{place}项", place=old.place), before["text"], after["text"]),
            (_("怎么衡量"), before.get("measure"), after.get("measure")),
            (_("数量"), _much(old), _much(new)),
            (pgettext("column", "不晚于"), old.by_on, new.by_on),
        ]
        found.append(EditionChange(old.ended_on, "condition_change", [pair for pair in pairs if pair[1] != pair[2]]))
    return found


def _much(row: Condition) -> str | None:
    return str(row.amount) if row.amount is not None else None
