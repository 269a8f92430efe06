"""The caseload as a spreadsheet in the shape in which it is brought in: what was exported can be read in again."""

import io
import uuid
from datetime import date
from typing import Any

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.field_groups import FieldGroup, may_see
from casework.acting.rights.read_operations import EXPORT_CASELOAD
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.plan_form import PlanField, get_plan_form, list_fields, split_plan_content
from casework.plan.spreadsheet.cells import write_cell
from casework.plan.spreadsheet.export_requests import find_approved_export
from casework.plan.spreadsheet.headings import ANNOUNCED, BY_REGISTER, NUMBER, list_sheet_fields
from core.clock import local_time
from core.i18n import Language, _
from models.office import Role, Staff
from models.person import Person
from models.plan import Plan


def export_caseload(context: Context, actor: Actor, request_id: uuid.UUID, language: Language) -> bytes:
    """A workbook with a row for each plan of the actor's that is neither sealed nor closed, as it stands today, and a last
    sheet that says who took it when, why, and who approved it. That each was exported is a line in the journal. NotFound
    without a request that a second person has approved."""
    approved = find_approved_export(context, actor, request_id)
    fields = [field for field in (NUMBER, *list_fields(get_plan_form()), ANNOUNCED) if _is_shown(field, actor)]
    with context.query_plans(actor, EXPORT_CASELOAD) as session:
        query = select(Plan.number).where(
            visible_plans(actor, EXPORT_CASELOAD), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None)
        )
        numbers = list(session.exec(query.order_by(col(Plan.number))))
    rows = []
    for number in numbers:
        with context.open_for_reading(number, actor, EXPORT_CASELOAD) as open_plan:
            rows.append(split_plan_content(get_plan_content(open_plan), fields)[0])
    used = [field for field in fields if field.needed or any(write_cell(field, row, language) for row in rows)]
    taken = local_time(context.clock.now())
    facts = {
        _("导出人"): approved.asked_by, _("导出时间"): taken.isoformat(" ", "minutes"), _("用途"): approved.reason,
        _("同意人"): approved.approved_by or "", _("件数"): str(len(rows)),
    }  # fmt: skip
    return _workbook(used, rows, language, {label.in_(language): value for label, value in facts.items()})


def _is_day_heard(field: PlanField) -> bool:
    return field.place.startswith("case.opinions") and field.control == "day"


def _is_shown(field: PlanField, actor: Actor) -> bool:
    return not field.place.endswith(".phone") or may_see(actor.role, FieldGroup.CONTACT)


def make_empty_workbook(context: Context, actor: Actor, language: Language) -> bytes:
    """A workbook with the headings of what every plan needs and what offices keep in their registers, and no row."""
    context.ensure_allowed(actor, OPEN_PLAN)
    wanted = BY_REGISTER | {"case.counsel"}
    fields = [
        field
        for field in list_sheet_fields(context, actor)
        if field.needed or field.place in wanted or _is_day_heard(field)
    ]
    return _workbook(fields, [], language)


def get_plan_content(open_plan: OpenPlan) -> dict[str, Any]:
    """The plan as a plan file tells it, as it stands today: present people, period, conditions and team."""
    plan = open_plan.plan
    case = open_plan.open("plan.case", plan.id, plan.case_document)
    review, decision, cadence = (case.pop(part) for part in ("review", "decision", "cadence"))
    case.pop("milestone", None)
    period = {"period_written_from": plan.period_from.isoformat(), "period_written_to": plan.period_to.isoformat()}
    return {
        "number": plan.number,
        "minor": _person(open_plan, open_plan.minor()),
        "guardian": [
            _person(open_plan, person)
            | {"relation": person.relation, "legal_representative": person.legal_representative}
            for person in open_plan.people("guardian")
            if person.ended_on is None
        ],
        "case": case,
        "review": review,
        "decision": decision | period,
        "announcement": {"on": plan.announced_on and plan.announced_on.isoformat()},
        "condition": _conditions(open_plan),
        "cadence": {kind: part for kind, part in cadence.items() if part is not None},
        "attachments": {sort: True for sort in (plan.may_attach or "").split()},
        "team": _team(open_plan),
    }


def _person(open_plan: OpenPlan, person: Person) -> dict[str, Any]:
    said = open_plan.open("person.document", person.id, person.document)
    return said | {"device": person.device, "reach": list(person.reach)}


def _conditions(open_plan: OpenPlan) -> list[dict[str, Any]]:
    return [
        open_plan.open("condition.document", row.id, row.document)
        | {
            "kind": row.kind, "confirmed_by": row.confirmed_by, "owner": row.owner, "amount": row.amount,
            "unit": row.unit, "by_on": row.by_on and row.by_on.isoformat(),
        }
        for row in open_plan.additional_conditions()
    ]  # fmt: skip


def _team(open_plan: OpenPlan) -> dict[str, str]:
    logins = {}
    for role in Role:
        for member in open_plan.team(role)[:1]:
            logins[role.value] = open_plan.session.get_one(Staff, member.staff_id).login
    return logins


def _workbook(
    fields: list[PlanField], rows: list[dict[str, str]], language: Language, facts: dict[str, str] | None = None
) -> bytes:
    from openpyxl import Workbook  # loads only for who asks for a workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for column, field in enumerate(fields, 1):
        sheet.cell(1, column, field.heading.in_(language)).data_type = "s"
        for line, row in enumerate(rows, 2):
            text = write_cell(field, row, language)
            if not text:
                continue
            if field.control == "day":
                sheet.cell(line, column, date.fromisoformat(text)).number_format = "yyyy-mm-dd"
            else:
                sheet.cell(line, column, text).data_type = "s"  # no text that somebody wrote is ever a formula
    sheet.freeze_panes = "B2"
    if facts is not None:
        last = workbook.create_sheet(_("导出说明").in_(language))
        for line, cells in enumerate(facts.items(), 1):
            for column, text in enumerate(cells, 1):
                last.cell(line, column, text).data_type = "s"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
