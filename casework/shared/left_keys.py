"""Keys of what is gone from the record. They are destroyed after the commit; a process may end in between."""

import contextlib
import uuid

from casework.shared.context import Context
from core.errors import KeyStoreError


def destroy_left_keys(context: Context, gone: set[uuid.UUID]) -> None:
    """None of these keys is left; one that cannot be reached just now is tried again at the next round."""
    for key in gone & set(context.vault.cases()):
        with contextlib.suppress(KeyStoreError):
            context.vault.destroy(key)
