"""The acts file: what happened, one act a line, with its actor and date.

    acts = [
      { on = 2026-03-06, by = "minor", did = "submit", item = "weekly_note", each_until = 2026-08-01 },
      { on = 2026-04-06, by = "social_worker", did = "record_unable", who = "minor", from_on = 2026-04-06, ... },
    ]

Each act is performed by the same verb that a person's click or a client's request performs.
"""

from typing import TYPE_CHECKING, Annotated, Literal, Union

from pydantic import Field

from casework.acting.acts.act import ACTS, Act
from casework.shared.files.base import FileModel

if TYPE_CHECKING:
    AnyAct = Act
else:
    AnyAct = Annotated[Union[tuple(ACTS.values())], Field(discriminator="did")]  # noqa: UP007


class ActsFile(FileModel):
    """What happened to one plan, in any order; it is performed in the order of its moments."""

    format: Literal["sunward-acts/1"]
    acts: list[AnyAct] = []
