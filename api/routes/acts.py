"""What a person does on a plan: which acts there are, one act seen beforehand, and done. Check-ins have a short form."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Header, Query, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.acting.acts.act import ACTS, Act, PreviewedAct
from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.performing import perform
from casework.acting.rights import Actor, RightScope
from casework.acting.rights.read_operations import READ_PLAN
from casework.checkins.acts import Submit
from casework.family.acts_page import GIVE_PAGE
from casework.family.family_access import make_family_page
from casework.outcome.proposals import record_missing_countersignature
from casework.plan.available_acts import is_applicable
from casework.plan.change_preview import ChangePreview, preview_act
from casework.shared.files.plan_file import FileModel
from casework.staff.authentication import SignedIn
from core.i18n import Text
from models.office import Role
from serving.act_schemas import (
    RIGHTS_FOR_ACTS,
    RIGHTS_FOR_PREVIEWS,
    ActRequest,
    ChangeRequest,
    CheckInRequest,
    get_request_model,
    parse_act,
    parse_check_in,
)
from serving.app_state import get_app_state
from serving.auth import SIGNED_IN_ACCESS, requires_right
from serving.idempotency import build_inside, require_preview
from serving.responses import (
    ActResult,
    CheckInResult,
    build_act_result,
    build_check_in_result,
)

router = APIRouter(route_class=ApiRoute, prefix="/acts", tags=["acts"])
of_plan = APIRouter(route_class=ApiRoute, prefix="/plans/{number}", tags=["acts"])

CHECK_IN = Body(examples=[{"item": "weekly_note", "due_on": "2026-09-06", "text": "这周按时上班，都好。"}])


@dataclass(frozen=True)
class ActView:
    """An act: its code, which `did` names, who may do it and over which plans, and the name of its schema here."""

    did: str
    title: Text | None
    by: dict[Role, RightScope]
    schema: str
    previewed: bool
    """Whether it can be seen beforehand, at `/acts/preview`."""


@dataclass(frozen=True)
class ActList:
    """Acts, in the order of their subjects."""

    acts: list[ActView]


@router.get("", responses={404: {}})
def list_acts(
    request: Request,
    signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS],
    plan: Annotated[str | None, Query(max_length=60, description="Only what the user can do on that plan now.")] = None,
) -> ActList:
    """List the acts.

    Returns every act with who may do it; with `plan`, those that the user has a right to and that fit its state now. Send
    one to `POST /plans/{number}/acts`.
    """
    if plan is None:
        return ActList([_view(act) for act in ACTS.values()])
    with get_app_state(request).context.open_for_reading(plan, signed_in.actor, READ_PLAN) as open_plan:
        fitting = [act for act in ACTS.values() if filter_allowed(open_plan, act.operations())]
        return ActList([_view(act) for act in fitting if is_applicable(open_plan, act)])


def _view(act: type[Act]) -> ActView:
    code, operation = act.operation.code, act.operation
    return ActView(
        code, operation.title, dict(operation.by), get_request_model(code).__name__, issubclass(act, PreviewedAct)
    )


@of_plan.post("/acts", status_code=201)
def perform_act(
    request: Request,
    number: str,
    act: ActRequest,
    actor: Annotated[Actor, requires_right(*RIGHTS_FOR_ACTS)],
    preview_digest: Annotated[
        str | None,
        Header(
            pattern=r"^[0-9a-f]{32}$",
            description="The digest of the preview; an act with other content, or on a plan that has changed since, is not "
            "carried out (412).",
        ),
    ] = None,
) -> ActResult:
    """Record an act on a plan.

    `did` names the act; its fields are described by the schema of that act. The actor is the signed-in user and the
    time is now. Returns the state of the plan and the sentence recorded in the journal.
    """
    context = get_app_state(request).context
    parsed = parse_act(act, actor, context.clock.now())

    def build(open_plan: OpenPlan) -> ActResult:
        record_missing_countersignature(open_plan, getattr(parsed, "without_countersignature", None))
        return build_act_result(open_plan)

    previewed = require_preview(context, preview_digest, parsed)
    return build_inside(previewed, lambda inside: perform(inside, number, parsed, actor), build)


@of_plan.post("/acts/preview")
def preview_plan_act(
    request: Request,
    number: str,
    act: ChangeRequest,
    actor: Annotated[Actor, requires_right(*RIGHTS_FOR_PREVIEWS)],
) -> ChangePreview:
    """Preview an act that changes the plan.

    Returns which items would stay, move or be cancelled, who would be notified, and from which day. Nothing is
    recorded. To carry out exactly what was previewed, send the same act with the version returned here as If-Match
    and the digest as Preview-Digest.
    """
    context = get_app_state(request).context
    return preview_act(context, actor, number, parse_act(act, actor, context.clock.now()))


@of_plan.post("/check-ins", status_code=201)
def submit_check_in(
    request: Request,
    number: str,
    check_in: Annotated[CheckInRequest, CHECK_IN],
    actor: Annotated[Actor, requires_right(Submit.operation, also_out=True)],
) -> CheckInResult:
    """Submit an item that is due.

    Accepts a note, a report, a usage sheet, a contact or a talk. A late submission is accepted and recorded as late.
    What may be attached to an item, such as a photo, stands in `may_attach` of `GET /plans/{number}`.
    """
    context = get_app_state(request).context
    parsed = parse_check_in(check_in, actor, context.clock.now())
    return build_inside(context, lambda inside: perform(inside, number, parsed, actor), build_check_in_result)


class PageOwner(FileModel):
    """Whose page: 'minor', or the relation of a guardian, such as 'mother'."""

    relation: str = Field(pattern=r"^[a-z_]{2,20}$")


class IssuedPage(FileModel):
    """The secret of the page's address, and the code for the printed card. Returned once; new ones end the old."""

    page: str
    code: str


@of_plan.post("/pages", status_code=201)
def create_family_page(
    request: Request, number: str, whose: PageOwner, actor: Annotated[Actor, requires_right(GIVE_PAGE)]
) -> IssuedPage:
    """Issue a page and code to a family member.

    Returns the secret of the address and the code, once. Page and code issued before stop working.
    """
    page = make_family_page(get_app_state(request).context, actor, number, whose.relation)
    return IssuedPage(page=page.secret, code=page.code)
