"""Passwords and codes: hashed slowly with argon2id, a few at a time, and as slowly where there is nothing to compare."""

import threading

from pwdlib import PasswordHash

from core.errors import BadInput, Mistake
from core.i18n import _

MIN_LENGTH = 12
MAX_LENGTH = 200
MAX_PARALLEL = 4
"""Each takes 64 MiB for a quarter of a second: a crowd of guesses must not take the memory of everybody else."""

_hash = PasswordHash.recommended()
_turns = threading.BoundedSemaphore(MAX_PARALLEL)
_nobodys: list[str] = []


def hash_password(secret: str) -> str:
    """The hash that stands in the record instead of the secret."""
    with _turns:
        return _hash.hash(secret)


def verify_password(secret: str, kept: str | None) -> bool:
    """Whether the secret is the one of that hash. Takes as long where there is no hash, and then never fits."""
    if kept is None and not _nobodys:
        _nobodys.append(hash_password("nobody's"))
    with _turns:
        right = _hash.verify(secret[:MAX_LENGTH], kept or _nobodys[0])
    return right and kept is not None


def check_strength(password: str, login: str) -> None:
    """BadInput for a password that is too short, too long, one character over and over, or the sign-in name."""
    wrong = None
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        wrong = _("应为{min_length}至{max_length}个字符。", min_length=MIN_LENGTH, max_length=MAX_LENGTH)
    elif len(set(password)) < 4 or login.casefold() in password.casefold():
        wrong = _("太容易猜到。")
    if wrong is not None:
        reason = _("这个密码不能用。")
        raise BadInput(reason, mistakes=[Mistake("password", wrong)])
