"""JSON and TOML that somebody sent: refused for its size, its parts, its depth or a number without end before it is parsed.

A parser lets nobody else go on while it works: two megabytes of empty lists take JSON's a quarter of a second and thirty
times their size in memory, and TOML's takes a time that grows with the square of a key's depth.
"""

import re
import tomllib
from itertools import accumulate
from typing import Any

from core.errors import BadInput, Mistake
from core.i18n import _

MAX_JSON_PARTS = 100_000
"""Members, entries of lists, objects and lists together: many times what any request has."""
MAX_BYTES = 2 * 1024 * 1024
MAX_PARTS = 20_000
"""Keys, tables, lists and entries of lists together: many times what the longest plan has."""
MAX_DEPTH = 32
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_KEY = re.compile(r"^[^=\n]*+=|^[ \t]*+\[[^\n]*+", re.MULTILINE)
"""What names a value or a table; each dot in it is a part more."""
_MAX_DIGITS = 1000
_LONG_NUMBER = re.compile(rf"(?<![\w.])\d\w{{{_MAX_DIGITS}}}", re.ASCII)
_BRACKET = re.compile(r"[\[{\]}]")
_DEEP = re.compile(rf"""(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MAX_DEPTH}}}""", re.ASCII)


def check_json_size(content: str | bytes, *, max_parts: int = MAX_JSON_PARTS) -> None:
    """BadInput, in milliseconds, for JSON that would take long to parse. Signs within texts count too."""
    encoded = content.encode() if isinstance(content, str) else content
    _check_parts(sum(map(encoded.count, (b",", b"[", b"{"))), "body", max_parts)


def read_toml(text: str, *, max_parts: int = MAX_PARTS) -> dict[str, Any]:
    """What the TOML says. BadInput where it is too large, too deep or has too many parts; a TOMLDecodeError where it is no TOML."""
    check_toml_size(text, max_parts=max_parts)
    return tomllib.loads(text)


def check_toml_size(text: str, *, max_parts: int = MAX_PARTS) -> None:
    """BadInput, in milliseconds, for a text that would take long to parse."""
    if len(text) > MAX_BYTES:
        raise BadInput(_("文件太大，超过2 MB。"))
    parts = sum(map(text.count, "=[{,]}")) + sum(key.count(".") for key in _KEY.findall(text))
    _check_parts(parts, "file", max_parts)
    # Brackets count as if none stood in a string: who writes has no text with so many that stay open.
    opened = accumulate(1 if bracket in "[{" else -1 for bracket in _BRACKET.findall(text))
    if _DEEP.search(text) or max(opened, default=0) > MAX_DEPTH:
        wrong = _("嵌套太深，最多{deepest}层。", deepest=MAX_DEPTH)
        raise BadInput(_("文件嵌套太深。"), mistakes=[Mistake("file", wrong)])
    if _LONG_NUMBER.search(text):
        wrong = _("有一个数太长，最多{most}位。", most=_MAX_DIGITS)
        raise BadInput(_("文件里有一个数太长。"), mistakes=[Mistake("file", wrong)])


def _check_parts(parts: int, place: str, max_parts: int) -> None:
    if parts > max_parts:
        wrong = _("最多{most_parts}项。", most_parts=max_parts)
        raise BadInput(_("内容太多。"), mistakes=[Mistake(place, wrong)])
