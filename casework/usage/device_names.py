"""What a device is called: a usual one in words, any other as it was named."""

from core.i18n import Text, _, verbatim

PHONE = "phone"
SHARED_PHONE = "shared-phone"
_CALLED = {
    PHONE: _("手机"),
    SHARED_PHONE: _("合用的手机"),
    "computer": _("电脑"),
    "tablet": _("平板"),
}


def device_label(label: str) -> Text:
    """What a device is called: a usual one in words, any other as it was named."""
    return _CALLED.get(label, verbatim(label))
