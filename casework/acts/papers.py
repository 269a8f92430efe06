"""Papers made, and the pack of them on which the end is decided."""

from typing import Annotated, Literal

from pydantic import Field

from casework.acts.act import Act
from casework.acts.performer import Performer
from casework.papers import making as papers
from casework.papers import pack

PaperName = Literal[
    "conditional_decision", "agreement", "supervision_plan", "supervision_record", "thought_report", "leave_form",
    "admonition", "handover_letter", "opinion", "non_prosecution", "revocation", "sealing_notice", "sealed_items",
    "access_log", "confidentiality", "certificate_guidance", "service_receipt",
]  # fmt: skip
FieldName = Annotated[str, Field(pattern=r"^[a-z_]{2,40}$")]
About = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{0,60}$")]


class MakePaper(Act):
    """A paper was made from its template: what the record knows stands in it, and what somebody typed."""

    did: Literal["make_paper"]
    paper: PaperName
    about: About = ""
    """Which leave, incident, day or service it is about; empty where it is about the whole plan."""
    fields: dict[FieldName, Annotated[str, Field(max_length=4000)]] = Field({}, max_length=60)
    """What the record does not know, by the name of the field."""


class MakePack(Act):
    """The papers and lists on which the end is decided were put together as one PDF, every part with its hash."""

    did: Literal["make_pack"]


Acts = MakePaper | MakePack


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case MakePaper():
            papers.make_paper(desk, by, number, paper=act.paper, about=act.about, fields=dict(act.fields))
        case MakePack():
            pack.make_pack(desk, by, number)
