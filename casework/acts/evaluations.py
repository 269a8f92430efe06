"""How somebody is doing: milestones and the voices before them, needs, facts, questionnaires, comments; and facts in words."""

from typing import Annotated, Any, Literal

from pydantic import Field

from casework.acts.act import Act
from casework.acts.performer import Performer
from casework.evaluation import evaluating, milestones, needs, progress, progress_index, questionnaires, situations
from casework.evaluation.situations import Subject
from casework.files.file_part import ComingDay, PastDay
from casework.limits import LONGEST_WORDS
from evaluation.needs import Domain, Time
from evaluation.views import Says, Topic

Prose = Annotated[str, Field(min_length=1, max_length=LONGEST_WORDS)]
Result = Literal["continue", "strengthen", "relax", "change"]
Milestone = Annotated[str, Field(min_length=1, max_length=40)]
Need = Annotated[int, Field(ge=0, le=2)]
Says_ = Literal["well", "mixed", "hard", "cannot_say"]
Voice = Literal["minor", "guardian", "social_worker", "school", "mentor"]


class Evaluate(Act):
    """A milestone's evaluation was decided by the prosecutor."""

    did: Literal["evaluate"]
    milestone: Milestone = "half_time"
    result: Result
    text: Prose | None = None
    explained: Prose | None = None
    """What explains that the voices contradict each other, or that it stays open."""


class ProposeEvaluation(Act):
    """Somebody of the team proposed how it goes on after a milestone."""

    did: Literal["propose_evaluation"]
    milestone: Milestone = "half_time"
    result: Result
    reason: Prose


class AskViews(Act):
    """The voices that may be asked before a milestone were asked."""

    did: Literal["ask_views"]
    milestone: Milestone = "half_time"
    of: list[Voice] = []
    """Left out: all who may be asked."""
    by_on: ComingDay | None = None


class GiveView(Act):
    """Somebody said how it goes."""

    did: Literal["give_view"]
    milestone: Milestone = "half_time"
    of: Voice
    home: Says_ | None = None
    school_or_work: Says_ | None = None
    agreements: Says_ | None = None
    phone_use: Says_ | None = None
    mood: Says_ | None = None
    text: Prose | None = None
    told_by_phone: bool = False
    on_paper: bool = False


class RateNeeds(Act):
    """Somebody of the team rated how much help is needed: 0 none, 1 some, 2 much."""

    did: Literal["rate_needs"]
    time: Literal["start", "mid", "end"]
    family: Need | None = None
    school_or_work: Need | None = None
    peers: Need | None = None
    leisure: Need | None = None
    attitude: Need | None = None
    emotion: Need | None = None
    internet_use: Need | None = None
    substances: Need | None = None
    text: Prose | None = None


class RecordSituation(Act):
    """How somebody lives from a day on."""

    did: Literal["record_situation"]
    subject: Literal["school_or_work", "household"]
    state: Literal[
        "in_school", "back_in_school", "in_training", "in_work", "looking", "neither",
        "with_parents", "with_grandparents", "with_others", "boarding", "alone",
    ]  # fmt: skip
    from_on: PastDay | None = None
    text: Prose | None = None


class RecordQuestionnaire(Act):
    """A questionnaire was filled in, with both consents before it."""

    did: Literal["record_questionnaire"]
    questionnaire: Annotated[str, Field(pattern=r"^[a-z0-9-]{2,30}$")]
    taken_on: PastDay
    minor_consented_on: PastDay | None = None
    representative_consented_on: PastDay | None = None
    answers: Annotated[list[int | None], Field(max_length=200)] | None = None
    """In the order of the items; null where nothing was answered."""
    total: int | None = None
    """Instead of the answers, where somebody qualified has worked it out."""
    given_by: Annotated[str, Field(max_length=80)] | None = None


class CommentOnProgress(Act):
    """Somebody said something to how their progress is told."""

    did: Literal["comment_on_progress"]
    text: Prose
    about: Annotated[str, Field(max_length=80)] | None = None
    no_number: bool = False
    """The minor wants no number: then none is shown to anybody."""


class TellIndex(Act):
    """The weights of the progress index were shown and explained to the minor."""

    did: Literal["tell_index"]


class Note(Act):
    """A fact in words that belongs to the record: help granted, a card allowed, a certificate issued."""

    did: Literal["note"]
    topic: Literal[
        "judicial_aid", "card_restriction", "certificate", "school", "work", "family", "praise", "device_data", "other"
    ]
    text: Prose


Acts = (
    Evaluate | ProposeEvaluation | AskViews | GiveView | RateNeeds | RecordSituation | RecordQuestionnaire
    | CommentOnProgress | TellIndex | Note
)  # fmt: skip


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case Evaluate():
            evaluating.evaluate(
                desk, by, number, milestone=act.milestone, result=act.result, text=act.text, explained=act.explained
            )
        case ProposeEvaluation():
            milestones.propose_evaluation(
                desk, by, number, milestone=act.milestone, result=act.result, reason=act.reason
            )
        case AskViews():
            milestones.ask_views(desk, by, number, milestone=act.milestone, of=act.of, by_on=act.by_on)
        case GiveView():
            says = {topic: Says(word) for topic in Topic if (word := getattr(act, topic.value)) is not None}
            way = "phone" if act.told_by_phone else "paper" if act.on_paper else None
            milestones.give_view(
                desk, by, number, milestone=act.milestone, of=act.of, says=says, text=act.text, way=way
            )
        case RateNeeds():
            rated = {domain: need for domain in Domain if (need := getattr(act, domain.value)) is not None}
            needs.rate_needs(desk, by, number, time=Time(act.time), needs=rated, text=act.text)
        case RecordSituation():
            situations.record_situation(
                desk, by, number, subject=Subject(act.subject), state=act.state, on=act.from_on, text=act.text
            )
        case RecordQuestionnaire():
            questionnaires.record_questionnaire(desk, by, number, **_result(act))
        case CommentOnProgress():
            progress.comment_on_progress(desk, by, number, text=act.text, about=act.about, no_number=act.no_number)
        case TellIndex():
            progress_index.tell_index(desk, by, number)
        case Note():
            evaluating.note(desk, by, number, topic=act.topic, text=act.text)


def _result(act: RecordQuestionnaire) -> dict[str, Any]:
    names = ("questionnaire", "taken_on", "minor_consented_on", "representative_consented_on", "answers", "total",
             "given_by")  # fmt: skip
    return {name: getattr(act, name) for name in names}
