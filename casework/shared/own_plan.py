"""Which plan is somebody's own."""

from sqlmodel import select

from casework.acting.context import Context
from casework.acting.rights import Actor
from models.plan import Plan


def load_own_number(context: Context, actor: Actor) -> str:
    """The number of the actor's own plan; empty if there is none."""
    with context.database.reading() as session:
        return session.exec(select(Plan.number).where(Plan.id == actor.plan_id)).first() or ""
