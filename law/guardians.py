"""Guardians and partners: orders with hours, the report of harm, suggestions to units, and aid to families in need.

A report of harm is made to those who can protect the child, by a real call. Telling us is not reporting: only when
the call is on record is the prosecutor told.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


class OrderKind(StrEnum):
    """What a guardian may be ordered to (Family Education Law art 49; Minors Protection Law art 118(2))."""

    FAMILY_EDUCATION = "family_education"
    GUARDIANSHIP = "guardianship"


class ReportReceiver(StrEnum):
    """Whom the law names to report to (Minors Protection Law art 11(2))."""

    POLICE = "police"
    CIVIL_AFFAIRS = "civil_affairs"
    EDUCATION = "education"


@dataclass(frozen=True)
class GuardianOrderHours:
    """An order to a guardian: how many hours, given by whom, and how many are done."""

    kind: OrderKind
    hours: int | None
    provider: str
    done_hours: int = 0

    @property
    def hours_left(self) -> int:
        """What is still to be given; 0 where no hours are named."""
        return max((self.hours or 0) - self.done_hours, 0)


@dataclass(frozen=True)
class Report:
    """A report of harm as it was made: whom the caller reached, when, under which reference."""

    reached: ReportReceiver | None
    person_reached: str
    called_at: datetime | None
    reference: str = ""


@dataclass(frozen=True)
class AidAmounts:
    """Judicial aid: asked for and granted, in yuan. None: nobody has asked, or nobody has answered."""

    asked_yuan: int | None = None
    granted_yuan: int | None = None


@applies("OB-05")
def finding_on_guardians_notice(guardians: int, acknowledged: int, of_age: bool, rulebook: Rulebook) -> Finding:
    """Whether the guardians have signed what is theirs to do (OB-05); of age, there is nobody to sign."""
    holds = of_age or (guardians > 0 and acknowledged >= guardians)
    because = _("监护人已签收，或者本人已成年。") if holds else _("监护人尚未签收告知。")
    return rulebook.finding("OB-05", holds, because)


@applies("GU-01")
def finding_on_order(order: GuardianOrderHours, rulebook: Rulebook) -> Finding:
    """Whether an order says how many hours and who gives them (GU-01)."""
    if not order.hours:
        because = _("没有写明时数。")
    elif not order.provider.strip():
        because = _("没有写明由谁承担。")
    else:
        because = _("{hours}小时，还余{hours_left}小时。", hours=order.hours, hours_left=order.hours_left)
    return rulebook.finding("GU-01", bool(order.hours) and bool(order.provider.strip()), because)


@applies("GU-03")
def finding_on_report(report: Report, rulebook: Rulebook) -> Finding:
    """Whether the report of harm has been made (GU-03): somebody the law names was reached, by a call with a time.

    A line in this program alone is no report.
    """
    if report.reached is None:
        because = _("尚未联系公安、民政或者教育部门。")
    elif not report.person_reached.strip():
        because = _("没有写明联系到谁。")
    elif report.called_at is None:
        because = _("没有写明何时联系。")
    else:
        return rulebook.finding("GU-03", True, _("已报告并登记。"))
    return rulebook.finding("GU-03", False, because)


def may_receive(person: str, named_as_danger: Collection[str]) -> bool:
    """Whether a person may be written to or shown anything: nobody whom a report names as the danger, from that
    minute on, and nobody tells them so. Only the prosecutor can restore it."""
    return person not in named_as_danger


@applies("GU-06")
def finding_on_aid(in_need: bool, aid: AidAmounts, rulebook: Rulebook) -> Finding:
    """Whether a family in need was offered judicial aid (GU-06). Money that a family does not have is never a breach."""
    if not in_need:
        because = _("没有救助需要的记录。")
    elif aid.asked_yuan is None:
        because = _("生活困难，尚未申请司法救助。")
    elif aid.granted_yuan is None:
        because = _("已申请{asked_yuan}元，尚未答复。", asked_yuan=aid.asked_yuan)
    else:
        because = _(
            "申请{asked_yuan}元，批准{granted_yuan}元。", asked_yuan=aid.asked_yuan, granted_yuan=aid.granted_yuan
        )
    return rulebook.finding("GU-06", not in_need or aid.asked_yuan is not None, because)
