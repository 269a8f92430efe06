"""How somebody is doing, for those who work with them."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.acting.rights import OPERATIONS, Actor
from casework.acting.rights.read_operations import READ_EVALUATION
from casework.evaluation.evaluation_view import load_evaluation
from casework.shared.text.labels import RELATIONS
from core.i18n import Text, _, pgettext, verbatim
from evaluation.needs import AssessmentPoint
from evaluation.progress import DOMAINS
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.tabs import render_case_page
from web.views.ledger_groups import group_alike
from web.views.offered import filter_offered

router = APIRouter(prefix="/plans/{number}/evaluation")

VOICES = {
    "minor": pgettext("choice", "本人"),
    "guardian": pgettext("choice", "监护人"),
    "social_worker": pgettext("voices", "社工"),
    "school": _("学校"),
    "mentor": _("帮扶人、网格员或者用人单位"),
}
Reader = Annotated[Actor, requires_right(READ_EVALUATION)]


@router.get("")
def show_evaluation(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """Progress in sentences, milestones with their voices, needs, facts, questionnaires, comments, and the ledger."""
    with get_app_state(request).context.open_for_reading(number, actor, READ_EVALUATION) as open_plan:
        return render_case_page(
            request,
            open_plan,
            "evaluation.html",
            tab="evaluation",
            found=load_evaluation(open_plan),
            voice=voice_label,
            milestone=milestone_label,
            domains=DOMAINS,
            times=list(AssessmentPoint),
            group_alike=group_alike,
            may=lambda act: bool(filter_offered(open_plan, [OPERATIONS[act]])),
        )


def voice_label(of: str, relation: str | None = None) -> Text:
    """Who said it: which guardian, where she said it herself."""
    if relation is not None:
        return RELATIONS.get(relation, RELATIONS["other"])
    return VOICES[of]


def milestone_label(name: str) -> Text:
    """A milestone's own name."""
    return _("期中") if name == "half_time" else verbatim(name)
