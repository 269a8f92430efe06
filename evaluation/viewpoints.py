"""What several people say of the same few things: where they agree, where they contradict, and who could not say."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """The questions, the same for everybody."""

    HOME = "home"
    SCHOOL_OR_WORK = "school_or_work"
    AGREEMENTS = "agreements"
    """What was agreed is kept."""
    PHONE_USE = "phone_use"
    MOOD = "mood"


class ViewpointRating(StrEnum):
    """How it is going."""

    WELL = "well"
    MIXED = "mixed"
    HARD = "hard"
    CANNOT_SAY = "cannot_say"


class ViewpointAgreement(StrEnum):
    """The result of comparing the opinions."""

    AGREE = "agree"
    DIFFER = "differ"
    """Neighbouring answers: one sees it a little better than another."""
    CONTRADICT = "contradict"
    """One says it goes well, another that it is hard: a person has to ask why, and both may be telling the truth."""
    ONE_VOICE = "one_voice"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Viewpoint:
    """What one person said."""

    of: str
    says: dict[Topic, ViewpointRating]


@dataclass(frozen=True)
class ViewpointComparison:
    """One topic, with everybody's opinion."""

    topic: Topic
    said: tuple[tuple[str, ViewpointRating], ...]
    agreement: ViewpointAgreement


def compare_viewpoints(viewpoints: Iterable[Viewpoint]) -> tuple[ViewpointComparison, ...]:
    """Each topic, in order, with all who said something about it. No voice weighs more than another."""
    heard = list(viewpoints)
    return tuple(_compared(topic, heard) for topic in Topic)


def contradicted_topics(compared: Iterable[ViewpointComparison]) -> tuple[Topic, ...]:
    """The topics on which somebody must be asked why."""
    return tuple(each.topic for each in compared if each.agreement is ViewpointAgreement.CONTRADICT)


def _compared(topic: Topic, viewpoints: list[Viewpoint]) -> ViewpointComparison:
    ratings = tuple((viewpoint.of, viewpoint.says[topic]) for viewpoint in viewpoints if topic in viewpoint.says)
    known = [says for _, says in ratings if says is not ViewpointRating.CANNOT_SAY]
    if not known:
        agreement = ViewpointAgreement.NOBODY
    elif len(known) == 1:
        agreement = ViewpointAgreement.ONE_VOICE
    elif len(set(known)) == 1:
        agreement = ViewpointAgreement.AGREE
    elif ViewpointRating.WELL in known and ViewpointRating.HARD in known:
        agreement = ViewpointAgreement.CONTRADICT
    else:
        agreement = ViewpointAgreement.DIFFER
    return ViewpointComparison(topic, ratings, agreement)
