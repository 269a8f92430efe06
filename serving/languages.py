"""Which of our languages somebody likes best, as their browser or client says it."""

import re

from core.i18n import Language, find_language

_QUALITY = re.compile(r"[01](\.\d{0,3})?")
_MAX_HEADER_LENGTH = 200
"""No browser says more."""


def find_accepted_language(header: str) -> Language | None:
    """The language of ours that the header Accept-Language likes best; None if it names none of them."""
    return next(filter(None, map(find_language, parse_accept_language(header))), None)


def parse_accept_language(header: str) -> list[str]:
    """The tags of the header in lower case, the best liked first, those refused (q=0) left out."""
    liked = []
    for part in header[:_MAX_HEADER_LENGTH].split(","):
        tag, _semicolon, weight = part.replace(" ", "").lower().partition(";q=")
        quality = _QUALITY.fullmatch(weight or "1")
        if tag and quality and float(weight or "1") > 0:
            liked.append((-float(weight or "1"), tag))
    return [tag for _quality, tag in sorted(liked, key=lambda pair: pair[0])]
