"""An act that a page of its own asks for is done as by every other way in: as an act of the file, its days looked at."""

from typing import Any

from pydantic import ValidationError

from api.acts import act_told, form_of
from casework.desk import Desk
from casework.files.reading import bad_input
from casework.performing import perform
from casework.rights import Actor


def do(desk: Desk, number: str, did: str, told: dict[str, Any], actor: Actor) -> None:
    """The act is done by that person, now. Raises what its verb raises, and BadInput where it cannot be read."""
    try:
        sent = form_of(did).model_validate({"did": did, **told})
    except ValidationError as unreadable:
        raise bad_input(unreadable) from None
    perform(desk, number, act_told(sent, actor, desk.clock.now()), actor)
