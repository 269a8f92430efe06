"""Which app is what: dated data, which an office may change. An app nobody placed is "other", and listed to be placed."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from core.i18n import _
from core.worded_codes import WordedCode


class Category(WordedCode):
    """Kinds of use."""

    STUDY = "study", _("学习")
    SOCIAL = "social", _("社交")
    VIDEO = "video", _("视频")
    GAME = "game", _("游戏")
    LIVE = "live", _("直播")
    PAYMENT_AND_BANKING = "payment_and_banking", _("支付与银行")
    TOOL = "tool", _("工具")
    OTHER = "other", _("其他")


class Categories:
    """One edition of the list."""

    def __init__(self, placed: Mapping[str, Category], as_of: date) -> None:
        """`placed` by name or package, in any spelling."""
        self._placed = {_plain(name): category for name, category in placed.items()}
        self.as_of = as_of

    @classmethod
    def load(cls) -> "Categories":
        """The list that comes with the program."""
        return _shipped()

    def with_placed(self, placed: Mapping[str, Category], as_of: date) -> "Categories":
        """This list with what an office placed, which stands above."""
        return Categories({**self._placed, **{_plain(name): each for name, each in placed.items()}}, as_of)

    def knows(self, name: str) -> bool:
        """Whether somebody placed it."""
        return _plain(name) in self._placed

    def of(self, name: str) -> Category:
        """Its category; `OTHER` for an app nobody placed."""
        return self._placed.get(_plain(name), Category.OTHER)

    def site_of(self, address: str) -> str:
        """The listed site that the page's address belongs to; "" for any other, which is never kept."""
        host = _host(address)
        while host.count("."):
            if host in self._placed:
                return host
            host = host.partition(".")[2]
        return ""

    def is_browser(self, name: str) -> bool:
        """Whether it is a program with which pages are looked at."""
        return _plain(name) in _listed("browsers")

    def __len__(self) -> int:
        return len(self._placed)


@cache
def _shipped() -> Categories:
    data = tomllib.loads(files("usage").joinpath("categories.toml").read_text(encoding="utf-8"))
    placed = {name: Category(category) for category, apps in data["apps"].items() for app in apps for name in app}
    placed |= {site: Category(category) for category, sites in data["sites"].items() for site in sites}
    placed |= {category.value: category for category in Category}  # another system may send a kind by its code
    return Categories(placed, data["as_of"])


def is_lock_screen(name: str) -> bool:
    """Whether that in front means that nobody uses the device: a lock screen, or a screen that is off."""
    return _plain(name) in _listed("lock_screens")


def is_category_name(name: str) -> bool:
    """Whether it is how a phone calls a kind of apps, and not an app."""
    return _plain(name) in _listed("kinds")


@cache
def _listed(part: str) -> frozenset[str]:
    data = tomllib.loads(files("usage").joinpath("categories.toml").read_text(encoding="utf-8"))
    return frozenset(_plain(name) for name in data[part])


def _host(address: str) -> str:
    """The host of a page's address, without its port; "" where there is none. The rest of it is not looked at."""
    scheme, found, rest = address[:300].partition("://")
    if not found or scheme.casefold() not in ("http", "https"):
        return ""
    host = rest.partition("/")[0].partition("?")[0].partition("#")[0].rpartition("@")[2].partition(":")[0]
    return host.casefold().rstrip(".")


def _plain(name: str) -> str:
    return "".join(name.casefold().split()).removesuffix(".exe").removesuffix(".app")
