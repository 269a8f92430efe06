"""A place in a long list, handed to a stranger as a mark without meaning and read back strictly."""

import base64
import binascii
import json
import uuid

from core.errors import BadInput, Mistake
from core.i18n import _

MAX_PAGE_SIZE = 200


def to_cursor(*place: str | int) -> str:
    """The mark of that place."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def from_cursor(cursor: str, kinds: tuple[type, ...]) -> list[str | int]:
    """The place a mark stands for. BadInput for anything that is no mark of ours."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        place = None
    if not isinstance(place, list) or tuple(type(part) for part in place) != kinds:
        raise bad_cursor()
    return place


def id_from_cursor(cursor: str) -> uuid.UUID:
    """The id a mark stands for. BadInput for anything that is no mark of ours."""
    try:
        return uuid.UUID(str(from_cursor(cursor, (str,))[0]))
    except ValueError:
        raise bad_cursor() from None


def bad_cursor() -> BadInput:
    """What is said of a mark that leads nowhere."""
    wrong = _("不是本系统给出的翻页标记。")
    return BadInput(_("翻页标记不对。"), mistakes=[Mistake("query.cursor", wrong)])
