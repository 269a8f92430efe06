"""PDF for reading and printing, set by Typst; the Word file stays the paper itself.

Typst and the fonts come with the program: a machine needs no library and no font of its own. Where it has the official
faces (仿宋, 小标宋, 楷体, 黑体) they are used. A character that no font of ours has is named in the copy and leaves room
for writing it by hand. Nothing is ever fetched but the styles of this package.
"""

import json
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from core.errors import PdfUnavailable
from core.i18n import Text, _
from documents.page_tree import Nodes, parse_tree, replace_texts, tree_text
from documents.typefaces import ORDINARY, code_point, find_undrawable, needs_rare, rare_files

if TYPE_CHECKING:
    import typst

STYLES = Path(__file__).parent / "styles"
_turn = threading.Lock()


PDF_UNAVAILABLE = _(
    "本机载入不了排版组件（typst），不能生成PDF；Word文书和网页打印照常可用。请管理员在程序目录删除 .venv 后执行 "
    "./run --version 重新安装；仍然不行的，说明本机系统没有这个组件的安装包。"
)


def render_pdf(content: Markup, style: str, title: Text) -> bytes:
    """The content on paper, in that style of documents/styles. PdfUnavailable where the machine cannot. The same content
    gives the same bytes on machines with the same faces: no time and no name of a machine stands in them."""
    setter = _typst()
    nodes, by_hand = _with_placeholders(parse_tree(content))
    sent = {"content": json.dumps({"title": title.zh, "nodes": nodes, "by_hand": by_hand})}
    with _turn:  # each needs all its memory, and the second one hardly waits
        fonts = _fonts(needs_rare(tree_text(nodes)))
        made = setter.compile(
            str(STYLES / f"{style}.typ"), root=str(STYLES), font_paths=fonts, sys_inputs=sent, format="pdf"
        )
    return bytes(made)


def require_pdf() -> None:
    """PdfUnavailable where this machine makes no PDF; asked before anything is done for one."""
    _typst()


def _with_placeholders(nodes: Nodes) -> tuple[Nodes, list[str]]:
    """Each character without a shape gives way to room for it and its code point; and the list of them."""
    missing = find_undrawable(tree_text(nodes))
    placeholders = {each: f"＿＿〔手写 {code_point(each)}〕" for each in missing}
    return replace_texts(nodes, placeholders), [code_point(each) for each in missing]


@lru_cache
def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise PdfUnavailable(PDF_UNAVAILABLE) from None
    return typst


def _fonts(rare: bool) -> "typst.Fonts":
    """Ours, the machine's for the official faces, and where they are needed those for rare characters."""
    folders = {path.parent for path in ORDINARY} | ({path.parent for path in rare_files()} if rare else set())
    return _fonts_in(tuple(sorted(map(str, folders))))


@lru_cache(maxsize=4)
def _fonts_in(folders: tuple[str, ...]) -> "typst.Fonts":
    found: typst.Fonts = _typst().Fonts(font_paths=list(folders))
    return found
