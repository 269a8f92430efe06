"""Encryption keys of deleted plans and cards. They are destroyed after the commit, and a crash in between leaves them."""

import contextlib
import uuid

from casework.acting.context import Context
from core.errors import KeyStoreError


def destroy_orphaned_keys(context: Context, deleted: set[uuid.UUID]) -> None:
    """None of these keys exists; the next round tries again one that cannot be reached now."""
    for key in deleted & set(context.vault.cases()):
        with contextlib.suppress(KeyStoreError):
            context.vault.destroy(key)
