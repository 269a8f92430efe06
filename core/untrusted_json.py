"""JSON that somebody sent: refused for how many parts it has before it is parsed, so that none can hold us up.

The parser lets nobody else go on while it works: two megabytes of empty lists take it a quarter of a second, and thirty
times their size in memory.
"""

from core.errors import BadInput, Mistake
from core.i18n import _

MOST_PARTS = 100_000
"""Members, entries of lists, objects and lists together: many times what any request has."""
_SIGNS = (b",", b"[", b"{")


def check_json_size(content: str | bytes, *, most_parts: int = MOST_PARTS) -> None:
    """BadInput, in milliseconds, for JSON that would hold up whoever parses it. Signs within texts count too."""
    encoded = content.encode() if isinstance(content, str) else content
    if sum(map(encoded.count, _SIGNS)) > most_parts:
        raise BadInput(
            _("内容太多。"),
            mistakes=[Mistake("body", _("最多{most_parts}项。", most_parts=most_parts))],
        )
