"""Phone numbers as people write them, and as they are kept and compared.

"+86 138 0013 8000", "0086-138…", full-width figures and spaces are one number. A landline rings and takes no text.
"""

import re
import unicodedata

_BETWEEN = re.compile(r"[\s()（）.·‐-―−ー]")
_MOBILE = re.compile(r"1\d{10}")
_FOREIGN = re.compile(r"\+(?!86)[1-9]\d{6,14}")
_AS_WRITTEN = re.compile(r"\+?[0-9-]{5,20}")


def tidied(text: str) -> str:
    """The number as it is kept: plain figures; a mobile number of this country without its prefix, a landline with the
    strokes it was written with. What is no number comes back as it was, to be refused by whoever asks."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = _BETWEEN.sub(lambda found: "-" if found[0] in "‐‑‒–—―−ー" else "", plain)
    if not _AS_WRITTEN.fullmatch(plain):
        return text
    figures = compared(plain)
    return figures if _MOBILE.fullmatch(figures) or figures.startswith("+") else plain


def compared(number: str) -> str:
    """By this two ways of writing one number are known to be the same."""
    figures = re.sub(r"[^0-9+]", "", unicodedata.normalize("NFKC", number))
    for prefix in ("+86", "0086", "86"):
        if figures.startswith(prefix) and _MOBILE.fullmatch(figures.removeprefix(prefix)):
            return figures.removeprefix(prefix)
    return f"+{figures[2:]}" if figures.startswith("00") and not figures.startswith("0086") else figures


def takes_texts(number: str | None) -> bool:
    """Whether a text can reach that number at all: a mobile one of this country, or one of another."""
    figures = compared(number or "")
    return bool(_MOBILE.fullmatch(figures) or _FOREIGN.fullmatch(figures))
