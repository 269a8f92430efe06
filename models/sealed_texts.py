"""Whether every encrypted text of the record still opens where it stands: none cut short, changed, or moved from elsewhere."""

from sqlalchemy import LargeBinary
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col

from core.errors import Archived, DecryptionError, KeyStoreError
from models.as_stored import UnreadableValue
from models.plan import Plan
from models.vault import Vault

_CALLED = {"plan.case_document": "plan.case", "journal_line.detail_sealed": "journal.detail"}
"""The fields whose stable id is not made of table and column."""
_UNDER_OTHER_NAMES = ("document_version",)
"""Tables whose texts are opened under ids that only their own subject knows."""


def find_unreadable(session: Session, vault: Vault) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """By number of the plan, table and column, the rows whose encrypted text cannot be opened, of plans that are not sealed.
    Opens each of them and keeps nothing."""
    query = sql_select(col(Plan.id), col(Plan.number)).where(col(Plan.sealed_at).is_(None))
    living = {plan_id: number for plan_id, number in session.execute(query)}
    unreadable: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for table in SQLModel.metadata.sorted_tables:
        owner = table.c.id if table.name == "plan" else table.c.get("plan_id")
        columns = [column for column in table.c if isinstance(column.type, LargeBinary)]
        if owner is None or not columns or table.name in _UNDER_OTHER_NAMES:
            continue
        for row in session.execute(sql_select(table.c.id, owner, *columns).execution_options(yield_per=500)):
            row_id, plan_id, *texts = row
            for column, text in zip(columns, texts, strict=True):
                if text is None or plan_id not in living or isinstance(row_id, UnreadableValue):
                    continue
                name = f"{table.name}.{column.name}"
                try:
                    vault.open(plan_id, _CALLED.get(name, name.removesuffix("_document")), row_id, text)
                except (Archived, KeyStoreError):
                    break  # told of by itself
                except (DecryptionError, TypeError):
                    place = (living[plan_id], table.name, column.name)
                    unreadable[place] = (*unreadable.get(place, ()), str(row_id))
    return unreadable
