"""What an office begins plans with: conditions, schedule and attachments of an earlier plan under a name, without anybody."""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor, Operation, is_allowed, missing_right
from casework.plan.acts_opening import KEEP_PLAN_TEMPLATE, OPEN_PLAN, REMOVE_PLAN_TEMPLATE
from casework.plan.drafts import DraftContent
from core.errors import BadInput, Mistake, NotAllowed, NotFound, StateConflict
from core.i18n import _
from models.base import new_id
from models.office import Staff
from models.plan_draft import PlanTemplate

PARTS = ("condition", "cadence", "attachments")
"""What of a plan file a template keeps: nothing of a person, of the case or of its dates."""
_DATED = ("by_on", "first_on")
MAX_NAME = 40
MAX_TEMPLATES = 50
_FIELD = "plan_template.document"


@dataclass(frozen=True)
class PlanTemplateView:
    """A template of the office: what it is called, who keeps it, since when."""

    id: uuid.UUID
    name: str
    kept_by: str
    kept_at: datetime


def list_plan_templates(context: Context, actor: Actor) -> list[PlanTemplateView]:
    """The templates of the actor's office, by name."""
    with _office(context, actor, OPEN_PLAN) as session:
        query = (
            select(PlanTemplate, Staff.display_name)
            .join(Staff, col(Staff.id) == col(PlanTemplate.kept_by))
            .where(PlanTemplate.office_id == actor.office_id)
            .order_by(col(PlanTemplate.name))
        )
        return [PlanTemplateView(row.id, row.name, by, row.kept_at) for row, by in session.exec(query)]


def keep_plan_template(context: Context, actor: Actor, name: str, content: DraftContent) -> None:
    """The office has a template of that name with the conditions, schedule and attachments of that draft; one that had
    the name before is replaced. BadInput without a name, or with nothing to keep."""
    kept = _without_people(content)
    if not name or len(name) > MAX_NAME:
        wrong = _("请写一个名称，最多{most}个字。", most=MAX_NAME)
        raise BadInput(wrong, mistakes=[Mistake("template", wrong)])
    if not kept.typed and not kept.rest:
        wrong = _("还没有附带条件或日程，没有可以保存的内容。")
        raise BadInput(wrong, mistakes=[Mistake("template", wrong)])
    with _office(context, actor, KEEP_PLAN_TEMPLATE) as session:
        now = context.clock.now()
        assert actor.id is not None
        assert actor.office_id is not None
        rows = session.exec(select(PlanTemplate).where(PlanTemplate.office_id == actor.office_id)).all()
        row = next((each for each in rows if each.name == name), None)
        if row is None:
            if len(rows) >= MAX_TEMPLATES:
                raise StateConflict(_("本院已有{count}份方案模板，请先删除不用的。", count=MAX_TEMPLATES))
            row = PlanTemplate(
                id=new_id(now), office_id=actor.office_id, name=name, document=b"", kept_at=now, kept_by=actor.id
            )
            context.vault.new_key(row.id)
        row.kept_at, row.kept_by = now, actor.id
        document = {"typed": kept.typed, "rest": kept.rest}
        row.document = context.seal(row.id, _FIELD, row.id, document)
        session.add(row)
        session.flush()
        _note(context, session, actor, KEEP_PLAN_TEMPLATE, row)


def load_plan_template(context: Context, actor: Actor, template: uuid.UUID) -> DraftContent:
    """What a plan begins with that is begun from the template. NotFound where the office has no such template."""
    with _office(context, actor, OPEN_PLAN) as session:
        row = _find(session, actor, template)
        found = context.vault.open_document(row.id, _FIELD, row.id, row.document)
        return DraftContent(found["typed"], found["rest"])


def remove_plan_template(context: Context, actor: Actor, template: uuid.UUID) -> None:
    """The template is deleted; plans that were begun from it stay as they are."""
    with _office(context, actor, REMOVE_PLAN_TEMPLATE) as session:
        row = _find(session, actor, template)
        _note(context, session, actor, REMOVE_PLAN_TEMPLATE, row)
        session.delete(row)
    context.vault.destroy(template)


def _without_people(content: DraftContent) -> DraftContent:
    typed = {
        place: text
        for place, text in content.typed.items()
        if place.partition(".")[0].partition("[")[0] in PARTS and not place.endswith(_DATED) and text
    }
    return DraftContent(typed, {part: _undated(content.rest[part]) for part in PARTS if content.rest.get(part)})


def _undated(part: Any) -> Any:
    match part:
        case dict():
            return {name: _undated(value) for name, value in part.items() if name not in _DATED}
        case list():
            return [_undated(each) for each in part]
        case _:
            return part


def _find(session: Session, actor: Actor, template: uuid.UUID) -> PlanTemplate:
    row = session.get(PlanTemplate, template)
    if row is None or row.office_id != actor.office_id:
        raise NotFound(_("本院没有这份方案模板。"))
    return row


@contextlib.contextmanager
def _office(context: Context, actor: Actor, operation: Operation) -> Iterator[Session]:
    """A transaction for an actor with the right; NotAllowed, with its line in the journal, for anybody else."""
    try:
        with context.database.transaction() as session:
            if actor.office_id is None or not is_allowed(session, actor, operation, None, context.clock.now()):
                raise missing_right(operation)
            yield session
    except NotAllowed:
        context.record_denial(actor, operation, "")
        raise


def _note(context: Context, session: Session, actor: Actor, operation: Operation, row: PlanTemplate) -> None:
    context.write_journal_line(
        session, context.clock.now(), actor, operation.code, subject_kind="plan_template", subject_id=row.id, note={}
    )
