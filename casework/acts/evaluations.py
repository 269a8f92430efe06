"""Milestones evaluated, and facts in words."""

from typing import Literal

from pydantic import Field

from casework import evaluating
from casework.acts.act import Act
from casework.acts.performer import Performer


class Evaluate(Act):
    """A milestone's evaluation was decided by the prosecutor."""

    did: Literal["evaluate"]
    milestone: str = "half_time"
    result: Literal["continue", "strengthen", "relax", "change"]
    text: str | None = Field(None, max_length=20_000)


class Note(Act):
    """A fact in words that belongs to the record: help granted, a card allowed, a certificate issued."""

    did: Literal["note"]
    topic: Literal[
        "judicial_aid", "card_restriction", "certificate", "school", "work", "family", "praise", "device_data", "other"
    ]
    text: str = Field(min_length=1, max_length=20_000)


Acts = Evaluate | Note


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case Evaluate():
            evaluating.evaluate(desk, by, number, milestone=act.milestone, result=act.result, text=act.text)
        case Note():
            evaluating.note(desk, by, number, topic=act.topic, text=act.text)
