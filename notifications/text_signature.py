"""The name in front of every text, which the carriers put there.

Since April 2025 the carriers in China send a text only under a name that is filed for its sender: the name of an
institution, an app on file, a registered trademark. A neutral name is refused, and the name of an authority on a lock
screen tells a bystander everything.
"""

from core.i18n import Text, _
from core.settings import Settings
from notifications.forbidden_words import TELLING
from notifications.render import DEFAULT_SIGNATURE, Signature

_UNFILED = _(
    "短信没有发出：还没有填报备过的签名（SUNWARD_TEXT_SIGNATURE）。运营商只放行实名报备的签名；报备好以前，请用电话和纸质通知，写法见 docs/gateways。"
)
_NAMES_AN_AUTHORITY = _(
    "短信没有发出：签名里有机关、矫正或者帮教的名称，锁屏上一看便知。请改用社工机构、12355服务台或者注册商标报备的签名；改好以前，请用电话和纸质通知，写法见 docs/gateways。"
)


def find_signature_fault(settings: Settings) -> Text | None:
    """Return why no text leaves under the signature that is set, and what to do; None where it may leave, and where texts
    become files."""
    if settings.text_provider == "folder":
        return None
    if not settings.text_signature.strip():
        return _UNFILED
    return _NAMES_AN_AUTHORITY if TELLING.search(settings.text_signature) else None


def get_text_signature(settings: Settings) -> Signature | None:
    """Return the name as it stands in front of a text; None where no text leaves."""
    if find_signature_fault(settings) is not None:
        return None
    bracketed = f"【{settings.text_signature.strip()}】"
    return Signature(bracketed, bracketed) if settings.text_signature.strip() else DEFAULT_SIGNATURE
