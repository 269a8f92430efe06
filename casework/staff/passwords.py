"""Passwords and codes: hashed slowly with argon2id, a few at a time, and as slowly where there is nothing to compare."""

import re
import threading
from typing import Any

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from core.errors import BadInput, Mistake
from core.i18n import Text, _

MIN_LENGTH = 12
MAX_LENGTH = 200
MAX_PARALLEL = 4
"""Each takes 64 MiB for a quarter of a second: a crowd of guesses must not take the memory of everybody else."""

_hash = PasswordHash.recommended()
_quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
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


def hash_random_secret(secret: str) -> str:
    """The hash of something that nobody can guess, because most of it is random: at once, in 30 microseconds, where a
    password takes 200 milliseconds of a processor."""
    return _quick.hash(secret)


def verify_random_secret(secret: str, kept: str) -> bool:
    """Whether the secret is the one of that hash."""
    return _quick.verify(secret, kept)


def check_strength(password: str, *own_names: str) -> None:
    """BadInput, with the reason, for a password that is too short, too long, or that is guessed in fewer than ten
    thousand million tries by somebody who knows common passwords, the person's own names and ours."""
    wrong: Text | None
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        wrong = _("应为{min_length}至{max_length}个字符。", min_length=MIN_LENGTH, max_length=MAX_LENGTH)
    else:
        wrong = _find_weakness(password, own_names)
    if wrong is not None:
        reason = _("这个密码不能用。")
        raise BadInput(reason, mistakes=[Mistake("password", wrong)])


def _find_weakness(password: str, own_names: tuple[str, ...]) -> Text | None:
    from zxcvbn import zxcvbn  # its lists are large, and most commands never ask

    names = {part for name in own_names for part in (name, *re.split(r"[^\w]+|_", name)) if len(part) > 1}
    found = zxcvbn(password[:_MAX_ESTIMATED], [*names, *_OUR_NAMES])
    if found["score"] >= _GOOD_ENOUGH:
        return None
    longest: dict[str, Any] = max(found["sequence"], key=lambda match: len(match["token"]))
    kind = longest.get("dictionary_name") if longest["pattern"] == "dictionary" else longest["pattern"]
    return _WEAKNESSES.get(str(kind), _("太容易猜到。请用几个不相干的词连起来。"))


_GOOD_ENOUGH = 4
"""Of zxcvbn's five grades, the one from ten thousand million guesses on."""
_MAX_ESTIMATED = 72
_OUR_NAMES = ("sunward", "xiangyang", "向阳", "附条件不起诉", "futiaojian", "监督考察", "检察院", "jianchayuan", "未检")
_WEAKNESSES = {
    "user_inputs": _("里面主要是登录名、姓名、单位或者本系统的名字，容易猜到。请用几个不相干的词连起来。"),
    "passwords": _("这是很多人用过的密码，容易猜到。请用几个不相干的词连起来。"),
    "spatial": _("这是键盘上挨着的键，容易猜到。请用几个不相干的词连起来。"),
    "repeat": _("这是重复的内容，容易猜到。请用几个不相干的词连起来。"),
    "sequence": _("这是连续的数字或者字母，容易猜到。请用几个不相干的词连起来。"),
    "date": _("这里面主要是一个日期，容易猜到。请用几个不相干的词连起来。"),
}
"""Why a password is easily guessed, by what zxcvbn found in it."""
