"""What a device is called: a usual one in words, any other as it was named."""

import re

from core.i18n import Text, _, verbatim

PHONE = "phone"
SHARED_PHONE = "shared-phone"
_CALLED = {
    PHONE: _("手机"),
    SHARED_PHONE: _("合用的手机"),
    "computer": _("电脑"),
    "tablet": _("平板"),
}
_NUMBERED = re.compile(r"([a-z-]+)-([2-9])")
USUAL_DEVICES = (*_CALLED, f"{PHONE}-2", "computer-2", "tablet-2")
"""What a form offers, so that nobody has to make up a label."""


def device_label(label: str) -> Text:
    """What a device is called: a usual one in words, also the second of a kind, any other as it was named."""
    numbered = _NUMBERED.fullmatch(label)
    if numbered and numbered[1] in _CALLED:
        return _("{device}（第{number}台）", device=_CALLED[numbered[1]], number=numbered[2])
    return _CALLED.get(label, verbatim(label))
