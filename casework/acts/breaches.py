"""A possible breach: reported, the minor heard, closed."""

from typing import Literal

from pydantic import Field

from casework import incidents
from casework.acts.act import Act, Label, Short
from casework.acts.performer import Performer
from casework.files.file_part import PastDay


class ReportIncident(Act):
    """Somebody reported a possible breach. Nothing is found yet; the prosecutor looks at it."""

    did: Literal["report_incident"]
    incident: Label
    """A label of your own, by which later acts mean this incident."""
    kind: Literal["new_crime", "missed_crime", "public_security", "supervision_rules"]
    done_on: PastDay
    found_on: PastDay | None = None
    facts: str = Field(min_length=1, max_length=20_000)
    serious: bool = False


class HearExplanation(Act):
    """The minor was heard about an incident."""

    did: Literal["hear"]
    incident: Short
    beside: Literal["legal_representative", "appropriate_adult", "nobody"] | None = None
    """Who sat beside the minor, where somebody recorded it."""
    text: str | None = Field(None, min_length=1, max_length=20_000)
    """What they said; left out only where they refused to speak."""
    refused_to_speak: bool = False
    """They were asked and said nothing: then it is needed who sat beside them."""


class CloseIncident(Act):
    """The review of an incident was closed by a named person: dismissed, a lesser response, or a ground of art. 479."""

    did: Literal["close_incident"]
    incident: Short
    finding: Literal["dismissed", "lesser_response", "ground"]
    response: Literal["talk", "reminder", "admonition", "warning", "plan_change", "none"] = "none"
    """A rung of the office's ladder, or a change of the plan: needed for a lesser response, and for nothing else."""
    rests_on: Literal["serious", "several"] | None = None
    """On which of the two a ground under art 479(3) or (4) rests: serious consequences, or several times."""
    evidence: str | None = Field(None, max_length=20_000)
    """What the finding rests on; left out, the reason says it."""
    passed_on: bool | None = None
    """Whether a crime went to the organ that investigates it."""
    reason: str = Field(min_length=1, max_length=20_000)


Acts = ReportIncident | HearExplanation | CloseIncident


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case ReportIncident():
            incidents.report_incident(
                desk, by, number, label=act.incident, kind=act.kind, done_on=act.done_on, found_on=act.found_on,
                facts=act.facts, serious=act.serious,
            )  # fmt: skip
        case HearExplanation():
            incidents.hear(
                desk,
                by,
                number,
                label=act.incident,
                text=act.text,
                beside=act.beside,
                refused_to_speak=act.refused_to_speak,
            )
        case CloseIncident():
            incidents.close_incident(
                desk, by, number, label=act.incident, finding=act.finding, response=act.response, reason=act.reason,
                evidence=act.evidence, passed_on=act.passed_on, rests_on=act.rests_on,
            )  # fmt: skip
