"""Our own HTML as the plain tree that documents/styles/*.typ set on paper: elements with their classes, and text.

An element that has no way of its own to be set (a `time`, say) is set as its text, so that no word is lost.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup

Node = dict[str, Any]
Nodes = list["Node | str"]

_TABLE = ("table", "tbody", "td", "th", "thead", "tr")
_SET = frozenset(["a", "b", "br", "dd", "div", "dl", "dt", "h1", "h2", "li", "p", "section", "span", "ul", *_TABLE])
_INLINE = frozenset({"a", "b", "br", "span"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_NARROWEST, _WIDEST = 3, 24
"""How much a column's longest text counts for its width, in Chinese characters."""
_SHORT = 150
"""Characters of a cell that never breaks over two pages: far less than what a page holds, in the narrowest column too."""


def parse_tree(content: Markup) -> Nodes:
    """The elements and texts of the content in their order. Spaces are joined as a browser joins them."""
    reading = _Reading()
    reading.feed(str(content))
    reading.close()
    if len(reading.open) != 1:
        raise ValueError(f"<{reading.names[-1]}> is not closed")
    return _tidied(reading.open[0]["nodes"])


def tree_text(nodes: Nodes) -> str:
    """Everything that can be read in the tree."""
    return "".join(node if isinstance(node, str) else tree_text(node["nodes"]) for node in nodes)


def replace_texts(nodes: Nodes, change: dict[str, str]) -> Nodes:
    """The tree with each of those characters replaced by its text."""
    table = str.maketrans(change)
    return [
        node.translate(table) if isinstance(node, str) else node | {"nodes": replace_texts(node["nodes"], change)}
        for node in nodes
    ]


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Node] = [{"tag": "", "kinds": [], "nodes": []}]
        self.names = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        node: Node = {
            "tag": tag if tag in _SET else "span",
            "kinds": given.get("class", "").split(),
            "id": given.get("id", ""),
            "href": given.get("href", ""),
            "nodes": [],
        }
        if tag == "dl" and "table" in self.names:
            node["kinds"].append("in-table")
        self.open[-1]["nodes"].append(node)
        if tag != "br":
            self.open.append(node)
            self.names.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.names[-1] != tag:
            raise ValueError(f"</{tag}> closes nothing that is open")
        self.open.pop()
        self.names.pop()

    def handle_data(self, data: str) -> None:
        kept = any("said" in node["kinds"] for node in self.open)
        lines = data.replace("\r\n", "\n").split("\n") if kept else [_SPACE.sub(" ", data)]
        for place, line in enumerate(lines):
            if place:
                self.open[-1]["nodes"].append({"tag": "br", "kinds": [], "id": "", "href": "", "nodes": []})
            if line:
                self.open[-1]["nodes"].append(line)


def _tidied(nodes: Nodes) -> Nodes:
    """Without the spaces between blocks; each table with the width of its columns."""
    inline = any(isinstance(node, dict) and node["tag"] in _INLINE for node in nodes) or all(
        isinstance(node, str) for node in nodes
    )
    made: Nodes = []
    for node in nodes:
        if isinstance(node, str):
            if inline or node.strip(" "):
                made.append(node)
            continue
        node["nodes"] = _tidied(node["nodes"])
        if node["tag"] in ("td", "th"):
            node["short"] = len(tree_text(node["nodes"])) <= _SHORT
        if node["tag"] == "table":
            node["widths"] = _widths(node)
        made.append(node)
    if inline:
        if made and isinstance(made[0], str):
            made[0] = made[0].lstrip(" ")
        if made and isinstance(made[-1], str):
            made[-1] = made[-1].rstrip(" ")
    return made


_BAR = set("■□｜　")


def _widths(table: Node) -> list[float]:
    """For each column, how wide it wants to be beside the others: by its longest text, within bounds."""
    rows = [[_wide(tree_text(cell["nodes"])) for cell in row["nodes"]] for row in _rows(table)]
    columns = max(map(len, rows), default=1)
    return [
        min(_WIDEST, max(_NARROWEST, *(row[place] for row in rows if place < len(row)))) for place in range(columns)
    ]


def _rows(node: Node) -> Iterator[Node]:
    for child in node["nodes"]:
        if isinstance(child, dict):
            if child["tag"] == "tr":
                yield child
            elif child["tag"] in ("thead", "tbody"):
                yield from _rows(child)


def _wide(text: str) -> float:
    letters = sum(0.55 if each < "\u2000" else 1.0 for each in text)
    # A bar is read in one line; words may be broken.
    return letters * (1.7 if set(text) <= _BAR else 1) + 1
