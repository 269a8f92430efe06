"""How somebody is doing, as those who work with them see it and as they see it themselves; the questionnaires that can
be scored; what an office has chosen about the progress index. What is done stands among the acts."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.evaluations import SET_INDEX
from casework.evaluation.evaluated import EvaluationShown, evaluation_of
from casework.evaluation.progress import OwnProgress, own_progress
from casework.evaluation.progress_index import SettingShown, index_setting, set_index
from casework.files.plan_file import Part as Sent
from casework.rights import Actor
from casework.rights.reading import READ_EVALUATION, READ_OWN, READ_STATISTICS
from casework.views.own import number_of
from evaluation.index import Part
from sunward.words import Words

router = APIRouter(tags=["evaluation"])


@dataclass(frozen=True)
class BandShown:
    """From that total on, in words. None of them is a diagnosis."""

    begins: int
    words: Words


@dataclass(frozen=True)
class QuestionnaireShown:
    """One version of one questionnaire, as it is scored. Its items' texts are not here."""

    code: str
    name: Words
    about: str
    version: str
    items: int
    least: int
    most: int
    lowest: int
    highest: int
    error: float
    needed_for_change: float
    bands: list[BandShown]
    reliability_source: str
    caveat: Words | None
    confidence: str
    licence: str


class IndexChosen(Sent):
    """An office's choice about the progress index. It holds for plans that begin from now on."""

    switched_on: bool
    reason: str = Field(min_length=1, max_length=400)
    weights: dict[Part, Annotated[int, Field(ge=0, le=100)]] | None = None
    """All five, making 100, with at most 30 for digital use; left out, the proposed ones."""


@router.get("/plans/{number}/evaluation")
def look_at(request: Request, number: str, actor: Annotated[Actor, asks(READ_EVALUATION)]) -> EvaluationShown:
    """The ledger, the needs, the facts, the milestones with their voices, and the progress in sentences."""
    with reception_of(request).desk.look(number, actor, READ_EVALUATION) as file:
        return evaluation_of(file)


@router.get("/family/progress")
def own(request: Request, actor: Annotated[Actor, asks(READ_OWN)]) -> OwnProgress:
    """My own progress, in sentences; a number only where the office shows one, I was told how it is made, and I want it."""
    desk = reception_of(request).desk
    with desk.look(number_of(desk, actor), actor, READ_OWN) as file:
        return own_progress(file)


@router.get("/questionnaires")
def questionnaires(request: Request, actor: Annotated[Actor, asks(READ_EVALUATION)]) -> list[QuestionnaireShown]:
    """Every questionnaire that can be scored here, the office's own among them."""
    desk = reception_of(request).desk
    with desk.look_over(actor, READ_EVALUATION):
        return [
            QuestionnaireShown(
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
                bands=[BandShown(band.begins, band.words) for band in one.bands],
                reliability_source=one.reliability_source,
                caveat=one.caveat,
                confidence=one.confidence,
                licence=one.licence,
            )
            for one in desk.questionnaires.values()
        ]


@router.get("/index-setting")
def setting(request: Request, actor: Annotated[Actor, asks(READ_STATISTICS)]) -> SettingShown:
    """What one's own office has chosen about the progress index. Off, unless it was switched on."""
    return index_setting(reception_of(request).desk, actor)


@router.put("/index-setting")
def choose(request: Request, chosen: IndexChosen, actor: Annotated[Actor, asks(SET_INDEX)]) -> SettingShown:
    """Switch the progress index on or off for plans that begin from now on, with its weights and the reason."""
    desk = reception_of(request).desk
    set_index(desk, actor, switched_on=chosen.switched_on, reason=chosen.reason, weights=chosen.weights)
    return index_setting(desk, actor)
