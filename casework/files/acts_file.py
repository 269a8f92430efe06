"""The acts file: what happened, one act a line, with its actor and date.

    acts = [
      { on = 2026-03-06, by = "minor", did = "submit", item = "weekly_note", each_until = 2026-08-01 },
      { on = 2026-04-06, by = "social_worker", did = "record_unable", who = "minor", from_on = 2026-04-06, ... },
    ]

Each act is performed by the same verb that a person's click or a client's request performs.
"""

from types import ModuleType
from typing import Annotated, Literal

from pydantic import Field

from casework.acts import (
    after_the_end,
    announcement,
    approval,
    breaches,
    cards,
    changes,
    duties,
    ending,
    evaluations,
    family,
    leave,
    messages,
    papers,
    partners,
    procedure,
    remedies,
    team,
    usage,
)
from casework.files.plan_file import Part

ROOMS: tuple[ModuleType, ...] = (
    announcement, duties, usage, cards, changes, approval, breaches, leave, team, family, messages, partners, procedure,
    remedies, papers, evaluations, ending, after_the_end,
)  # fmt: skip
"""Every room of acts; each has its acts as `Acts` and performs them by `perform`. A new room stands here and below."""

AnyAct = Annotated[
    announcement.Acts | duties.Acts | usage.Acts | cards.Acts | changes.Acts | approval.Acts | breaches.Acts | leave.Acts
    | team.Acts | family.Acts | messages.Acts | partners.Acts | procedure.Acts | remedies.Acts
    | papers.Acts | evaluations.Acts | ending.Acts | after_the_end.Acts,
    Field(discriminator="did"),
]  # fmt: skip


class ActsFile(Part):
    """What happened to one plan, in any order; it is performed in the order of its moments."""

    format: Literal["sunward-acts/1"]
    acts: list[AnyAct] = []
