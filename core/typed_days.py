"""Days and figures as people type them: with wide figures, as a Chinese keyboard has them, and as a page writes them."""

import re
import unicodedata
from datetime import date

from core.i18n import locale_of

_WEEKDAY = re.compile(r"\(.*\)$|^[A-Za-z]+,? (?=\d)")
_TYPED = (
    re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)\.?,?\s+(?P<year>\d{4})"),
)
_MONTHS: dict[str, int] = {
    name.casefold(): number
    for names in locale_of("en").months["format"].values()
    for number, name in names.items()
    if len(name) > 1
}


def normalize_figures(text: str) -> str:
    """What was typed, with plain figures and signs in place of wide ones."""
    return unicodedata.normalize("NFKC", text).strip()


def parse_day(text: str) -> date | None:
    """The day as people type it: 2026-06-26, 2026/6/26, 20260626, or as a page writes it, in Chinese or English, with its
    weekday or without. None where it is none."""
    plain = _WEEKDAY.sub("", normalize_figures(text)).strip()
    for pattern in _TYPED:
        if found := pattern.fullmatch(plain):
            month = _MONTHS.get(found["month"].casefold()) or found["month"]
            try:
                return date(int(found["year"]), int(month), int(found["day"]))
            except ValueError:
                return None
    return None
