"""The names of the minors of several plans, for lists of cases."""

import uuid
from collections.abc import Collection

from sqlmodel import Session, col, select

from casework.acting.resources import Resources
from models.office import Role
from models.person import Person


def load_minor_names(context: Resources, session: Session, plan_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the minor's name by plan. Whether the reader may see it is the caller's question."""
    query = select(Person.plan_id, Person.id, Person.document).where(
        col(Person.plan_id).in_(plan_ids), Person.role == Role.MINOR.value
    )
    return {
        plan_id: str(context.vault.open_document(plan_id, "person.document", person_id, document)["name"])
        for plan_id, person_id, document in session.exec(query)
    }
