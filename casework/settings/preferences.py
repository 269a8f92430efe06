"""What a member of staff has set for their own pages. Codes only: nothing here is about a plan or a person."""

from typing import Any

from casework.acting.context import Context
from casework.acting.rights import Actor
from models.search import Preference


def get_preference(context: Context, actor: Actor, name: str) -> dict[str, Any]:
    """What the actor set last under that name; nothing if they never did."""
    if actor.kind != "staff" or actor.id is None:
        return {}
    with context.database.reading() as session:
        kept = session.get(Preference, (actor.id, name))
        return dict(kept.value) if kept else {}


def set_preference(context: Context, actor: Actor, name: str, value: dict[str, Any]) -> None:
    """That is what the actor sees from now on. Set as it is, nothing is written."""
    if actor.kind != "staff" or actor.id is None or get_preference(context, actor, name) == value:
        return
    with context.database.transaction() as session:
        session.merge(Preference(staff_id=actor.id, name=name, value=value))
