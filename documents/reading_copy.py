"""PDF by WeasyPrint, for reading and printing; the Word file stays the paper itself.

WeasyPrint needs system libraries (Pango). Where they are missing everything else works, and this says so. It is imported
at the first copy and not before: it takes a second. Nothing is ever fetched but the styles of this package.
"""

import io
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sunward.errors import Refused
from sunward.words import Words

STYLES = Path(__file__).parent / "styles"
_turn = threading.Lock()


class NoTypesetting(Refused):
    """This machine lacks the system libraries that make a PDF."""

    code = "no-typesetting"


NOT_HERE = Words(
    "本机没有排版所需的系统库（Pango），不能生成PDF；Word文书和网页打印照常可用。请管理员安装 libpango-1.0-0、libpangoft2-1.0-0、"
    "libharfbuzz-subset0 和中文字体 fonts-noto-cjk。",
    "This machine lacks the system libraries for PDF (Pango); Word files and printing from the page work as always. An "
    "administrator installs libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 and the fonts fonts-noto-cjk.",
)


def pdf(content: Markup, style: str, title: Words) -> bytes:
    """The content on paper, in that style of documents/styles. NoTypesetting where the machine cannot."""
    page = Markup(
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title></head><body><div class="{}">{}</div></body></html>'
    )
    html_class, styled = _weasyprint(), _style(style)
    made = io.BytesIO()
    with _turn:  # font configuration is not made for two hands at once
        document = html_class(string=str(page.format(title.zh, style, content)), url_fetcher=refuse)
        document.write_pdf(made, stylesheets=[styled])
    return made.getvalue()


def require_typesetting() -> None:
    """NoTypesetting where this machine makes no PDF; asked before anything is done for one."""
    _weasyprint()


def refuse(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    """Whatever a paper would fetch, from a network or a disk, is not fetched."""
    raise ValueError("a paper fetches nothing")


@lru_cache
def _weasyprint() -> Callable[..., Any]:
    try:
        from weasyprint import HTML
    except OSError:
        raise NoTypesetting(NOT_HERE) from None
    found: Callable[..., Any] = HTML
    return found


@lru_cache
def _style(name: str) -> Any:
    from weasyprint import CSS

    return CSS(string=(STYLES / f"{name}.css").read_text(encoding="utf-8"), url_fetcher=refuse)
