"""What people write says something: one rule for every reason, text, name and answer, whatever way it came in.

Files and requests are asked by `casework.shared.files.base.Part`, forms by `web.forms`, and whatever goes into a plan's
file or the journal once more by `casework.acting.resources`, where no way leads past it.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from core.errors import BadInput, Mistake
from core.i18n import Text, _, listed, pgettext, verbatim

NAMES: dict[str, Text] = {
    "app": _("哪个应用或网站"),
    "basis": _("所依据的国家规定"),
    "comment": _("意见"),
    "companions": _("和谁一起去"),
    "destination": _("去处"),
    "display_name": _("姓名"),
    "explanation": _("什么正常原因"),
    "facts": pgettext("within a sentence", "情况"),
    "goals": _("下一阶段约定的目标"),
    "measure": _("怎么衡量"),
    "name": _("姓名"),
    "note": _("备注"),
    "provider": _("由谁承担指导"),
    "purpose": _("为何查阅"),
    "reason": _("理由"),
    "reasons": pgettext("within a sentence", "理由"),
    "reference": _("回执号或接警号"),
    "result": _("结论"),
    "source": _("从何得知"),
    "text": pgettext("within a sentence", "内容"),
    "told_to": _("报告给哪个机关"),
    "unit": _("单位"),
    "who": pgettext("column", "谁"),
}
"""What the fields are called that people write words in; a field that is not here is named by its code."""

_LOOK_BLANK = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by their kind, and yet nothing is seen of them: the fillers of Hangul."""
_PICTURES = (0x1F000, 0x1FAFF)
"""A child's whole answer may be one of them."""


def has_text(text: str) -> bool:
    """Whether at least one letter, figure or small picture is in it. Blanks, what nobody sees, and punctuation say
    nothing, however many of them there are."""
    return any(_is_visible(sign) for sign in text)


def _is_visible(sign: str) -> bool:
    if unicodedata.category(sign)[0] in "LN":
        return sign not in _LOOK_BLANK
    return _PICTURES[0] <= ord(sign) <= _PICTURES[1] and unicodedata.category(sign) == "So"


def text_or_none(text: str | None) -> str | None:
    """The text, where something is said in it; None, as if nobody had given it, where nothing is."""
    return text if text is not None and has_text(text) else None


NOTHING_SAID = _("没有写出内容：空白、看不见的字符和标点不算。")


NAMES_OF_PEOPLE = frozenset({"name", "display_name", "who", "provider", "unit"})
"""Fields with a name of somebody or of an office."""
MISLEADING = _("姓名、名称里不能有控制字符、看不见的字符或者改变书写方向的字符。")
_NOBODY_SEES = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
_LOOK_ALIKE = str.maketrans("аеіјкмнорсту", "aeijkmhopcty") | str.maketrans("αεικνορτυ", "aeiknopty")
"""Small letters of Russian and Greek that look like Latin ones."""


def is_misleading(name: str, value: object) -> bool:
    """Whether the field is a name, and signs in it show it as another."""
    return (
        name in NAMES_OF_PEOPLE
        and isinstance(value, str)
        and any(unicodedata.category(sign) in _NOBODY_SEES for sign in value)
    )


def outline_name(name: str) -> str:
    """What two names that look alike have in common."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_LOOK_ALIKE)
    return "".join(sign for sign in plain if sign.isalnum())


def check_not_blank(**fields: str | None) -> None:
    """BadInput that names every field in which nothing is said. None was not asked for, and is no mistake."""
    check_document_not_blank(fields)


def check_document_not_blank(document: Mapping[str, Any]) -> None:
    """As `check_not_blank`, for a document that goes on record: each text that stands in it says something."""
    misleading = [Mistake(name, MISLEADING) for name, value in document.items() if is_misleading(name, value)]
    if misleading:
        raise BadInput(MISLEADING, mistakes=misleading)
    empty = [name for name, text in document.items() if isinstance(text, str) and not has_text(text)]
    if not empty:
        return
    called = [NAMES.get(name, verbatim(f"“{name}”")) for name in empty]
    raise BadInput(
        _("{fields}{wrong}", fields=listed(called), wrong=NOTHING_SAID),
        mistakes=[Mistake(name, NOTHING_SAID) for name in empty],
    )


MAX_TEXT = 20_000
"""In characters, of an account of what happened."""
MAX_REMARK = 4_000
"""In characters, of a remark or a reason."""
MAX_LOCATION = 40
MAX_PHOTO_SIZE = 8 * 1024 * 1024
"""In bytes."""


def check_lengths(**fields: str | None) -> None:
    """BadInput that names every field that is longer than it may be."""
    mistakes = [
        Mistake(name, _("最多{max_text}字。", max_text=MAX_TEXT))
        for name, text in fields.items()
        if text is not None and len(text) > MAX_TEXT
    ]
    if mistakes:
        raise BadInput(_("文字太长。"), mistakes=mistakes)
