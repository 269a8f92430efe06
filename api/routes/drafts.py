"""New plans that are being written, and what an office begins them with."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.plan.acts_opening import KEEP_PLAN_TEMPLATE, OPEN_PLAN, REMOVE_PLAN_TEMPLATE
from casework.plan.drafts import (
    Draft,
    DraftContent,
    begin_draft,
    discard_draft,
    list_drafts,
    load_draft,
    save_draft,
)
from casework.plan.plan_content import build_plan_content
from casework.plan.plan_fields import FORM_FIELDS, Control, get_office_name, list_team_fields
from casework.plan.plan_templates import (
    PlanTemplateView,
    keep_plan_template,
    list_plan_templates,
    load_plan_template,
    remove_plan_template,
)
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from core.i18n import Text
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, tags=["drafts"])

Opener = Annotated[Actor, requires_right(OPEN_PLAN)]
Place = Annotated[str, Field(max_length=200)]
Typed = Annotated[str, Field(max_length=4000)]


class DraftRequest(FileModel):
    """What is in a draft."""

    typed: dict[Place, Typed] = Field({}, max_length=1000)
    """Each field as it was typed, by its place in the plan file."""
    rest: dict[Place, Any] = Field({}, max_length=100)
    """Parts of a plan file that are kept as they are."""

    def to_content(self) -> DraftContent:
        return DraftContent(self.typed, self.rest)


class TemplateRequest(FileModel):
    """The template is made from this draft."""

    name: str = Field(min_length=1, max_length=40)
    draft: uuid.UUID


@dataclass(frozen=True)
class PlanFieldView:
    """A field of a new plan: its place in the plan file, how it is asked, and what it may say."""

    place: str
    words: Text
    control: Control
    choices: dict[str, Text]
    needed: bool


@dataclass(frozen=True)
class CreatedDraft:
    """The new draft."""

    id: uuid.UUID


@dataclass(frozen=True)
class DraftView:
    """One's own draft."""

    id: uuid.UUID
    number: str
    """The number that its plan will have."""
    begun_at: datetime
    saved_at: datetime
    deleted_at: datetime
    """When it is deleted if nobody goes on with it."""
    content: DraftContent


@router.get("/drafts")
def read_drafts(request: Request, actor: Opener) -> list[DraftView]:
    """List the user's drafts of new plans.

    Nobody else can see them. Each is deleted thirty days after it was last saved.
    """
    return [_view(draft) for draft in list_drafts(get_app_state(request).context, actor)]


@router.post("/drafts", status_code=201)
def create_draft(request: Request, sent: DraftRequest, actor: Opener) -> CreatedDraft:
    """Begin a draft.

    To begin with a template of the office, send the content of the template.
    """
    return CreatedDraft(begin_draft(get_app_state(request).context, actor, sent.to_content()))


@router.get("/drafts/fields")
def read_draft_fields(request: Request, actor: Opener) -> list[PlanFieldView]:
    """List the fields of a new plan.

    Each with its place in the plan file and, where there are choices, the codes and their words; of the team the
    people of the user's office.
    """
    fields = (*FORM_FIELDS, *list_team_fields(get_app_state(request).context, actor))
    return [PlanFieldView(each.place, each.words, each.control, dict(each.choices), each.needed) for each in fields]


@router.get("/drafts/{draft}/plan")
def read_draft_plan(request: Request, draft: uuid.UUID, actor: Opener) -> dict[str, Any]:
    """Get a draft as a plan file.

    Check it with `POST /plans/check` and open it with `POST /plans`.
    """
    context = get_app_state(request).context
    found = load_draft(context, actor, draft)
    fields = [*FORM_FIELDS, *list_team_fields(context, actor)]
    office = get_office_name(context, actor)
    return {"number": found.number} | build_plan_content(found.content.typed, fields, office, found.content.rest)


@router.get("/drafts/{draft}")
def read_draft(request: Request, draft: uuid.UUID, actor: Opener) -> DraftView:
    """Get a draft.

    Only its author can see it.
    """
    return _view(load_draft(get_app_state(request).context, actor, draft))


@router.put("/drafts/{draft}", status_code=204)
def update_draft(request: Request, draft: uuid.UUID, sent: DraftRequest, actor: Opener) -> None:
    """Save a draft.

    Replaces the content of the draft.
    """
    save_draft(get_app_state(request).context, actor, draft, sent.to_content())


@router.delete("/drafts/{draft}", status_code=204)
def delete_draft(request: Request, draft: uuid.UUID, actor: Opener) -> None:
    """Delete a draft.

    Its key is destroyed as well.
    """
    discard_draft(get_app_state(request).context, actor, draft)


@router.get("/plan-templates")
def read_plan_templates(request: Request, actor: Opener) -> list[PlanTemplateView]:
    """List the plan templates of the office.

    A template keeps conditions, schedule and attachments, and nothing about a person.
    """
    return list_plan_templates(get_app_state(request).context, actor)


@router.get("/plan-templates/{template}")
def read_plan_template(request: Request, template: uuid.UUID, actor: Opener) -> DraftContent:
    """Get the content of a plan template.

    A draft can begin with it.
    """
    return load_plan_template(get_app_state(request).context, actor, template)


@router.post("/plan-templates", status_code=204)
def create_plan_template(
    request: Request, sent: TemplateRequest, actor: Annotated[Actor, requires_right(KEEP_PLAN_TEMPLATE)]
) -> None:
    """Keep a draft as a plan template of the office.

    A template of the same name is replaced.
    """
    context = get_app_state(request).context
    keep_plan_template(context, actor, sent.name, load_draft(context, actor, sent.draft).content)


@router.delete("/plan-templates/{template}", status_code=204)
def delete_plan_template(
    request: Request, template: uuid.UUID, actor: Annotated[Actor, requires_right(REMOVE_PLAN_TEMPLATE)]
) -> None:
    """Remove a plan template.

    Plans that began with it stay as they are.
    """
    remove_plan_template(get_app_state(request).context, actor, template)


def _view(draft: Draft) -> DraftView:
    return DraftView(draft.id, draft.number, draft.begun_at, draft.saved_at, draft.deleted_at, draft.content)
