"""How somebody is doing, as those who work with them see it and as they see it themselves; the questionnaires that can
be scored; what an office has chosen about the progress index. What is done stands among the acts."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.evaluation.acts import SET_INDEX
from casework.evaluation.evaluation_view import EvaluationView, load_evaluation
from casework.evaluation.progress import OwnProgress, load_own_progress
from casework.evaluation.progress_index import IndexSettingView, load_index_setting, set_index
from casework.shared.files.plan_file import FileModel as Sent
from casework.shared.own_plan import load_own_number
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_EVALUATION, READ_OWN, READ_STATISTICS
from core.i18n import Text
from evaluation.index import IndexPart
from evaluation.instruments import Licence, Norms, SourceConfidence
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, tags=["evaluation"])


@dataclass(frozen=True)
class BandView:
    """The range that begins at that total, in words. None of them is a diagnosis."""

    begins: int
    words: Text


@dataclass(frozen=True)
class QuestionnaireView:
    """One version of one questionnaire, as it is scored. Its items' texts are not here."""

    code: str
    name: Text
    about: str
    version: str
    items: int
    least: int
    most: int
    lowest: int
    highest: int
    error: float
    needed_for_change: float
    bands: list[BandView]
    reliability_source: str
    caveat: Text | None
    confidence: SourceConfidence
    norms: Norms
    licence: Licence


class IndexSettingRequest(Sent):
    """An office's choice about the progress index. It holds for plans that begin from now on."""

    switched_on: bool
    reason: str = Field(min_length=1, max_length=400)
    weights: dict[IndexPart, Annotated[int, Field(ge=0, le=100)]] | None = None
    """All five, making 100, with at most 30 for digital use; left out, the proposed ones."""


@router.get("/plans/{number}/evaluation")
def read_evaluation(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_EVALUATION)]
) -> EvaluationView:
    """Get the evaluation of a plan.

    Returns the ledger, needs, facts, milestones with the feedback given, and progress in sentences.
    """
    with get_app_state(request).context.open_for_reading(number, actor, READ_EVALUATION) as open_plan:
        return load_evaluation(open_plan)


@router.get("/family/progress")
def read_own_progress(request: Request, actor: Annotated[Actor, requires_right(READ_OWN)]) -> OwnProgress:
    """Get the user's own progress.

    Returns sentences. A number is included only if the office shows one, it was explained to the minor, and the minor
    wants it.
    """
    context = get_app_state(request).context
    with context.open_for_reading(load_own_number(context, actor), actor, READ_OWN) as open_plan:
        return load_own_progress(open_plan)


@router.get("/questionnaires")
def read_questionnaires(
    request: Request, actor: Annotated[Actor, requires_right(READ_EVALUATION)]
) -> list[QuestionnaireView]:
    """List the questionnaires.

    Returns every questionnaire that can be scored here, including those of the office.
    """
    context = get_app_state(request).context
    with context.query_plans(actor, READ_EVALUATION):
        return [
            QuestionnaireView(
                code=one.code,
                name=one.name,
                about=one.about,
                version=one.version,
                items=one.items,
                least=one.least,
                most=one.most,
                lowest=one.lowest,
                highest=one.highest,
                error=round(one.error, 2),
                needed_for_change=round(one.reliable_difference, 2),
                bands=[BandView(band.begins, band.words) for band in one.bands],
                reliability_source=one.reliability_source,
                caveat=one.caveat,
                confidence=one.confidence,
                norms=one.norms,
                licence=one.licence,
            )
            for one in context.questionnaires.values()
        ]


@router.get("/index-setting")
def read_index_setting(request: Request, actor: Annotated[Actor, requires_right(READ_STATISTICS)]) -> IndexSettingView:
    """Get the progress-index setting.

    Returns the setting of the user's office. The index is off by default.
    """
    return load_index_setting(get_app_state(request).context, actor)


@router.put("/index-setting")
def save_index_setting(
    request: Request, chosen: IndexSettingRequest, actor: Annotated[Actor, requires_right(SET_INDEX)]
) -> IndexSettingView:
    """Set the progress index on or off.

    Applies to plans that begin from now on. Send the weights and the reason.
    """
    context = get_app_state(request).context
    set_index(context, actor, switched_on=chosen.switched_on, reason=chosen.reason, weights=chosen.weights)
    return load_index_setting(context, actor)
