"""Pages put together from tables and filled papers, for a pack: a cover, contents with page numbers and hashes, parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup


@dataclass(frozen=True)
class PackPart:
    """One part of a pack. Its hash is the kept file's where it is a paper, and its own content's where it is a list."""

    title: str
    content: Markup
    file_sha256: str | None = None

    @property
    def sha256(self) -> str:
        """What the contents page tells of it."""
        return self.file_sha256 or sha256(str(self.content).encode()).hexdigest()


def render_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """A table, every cell escaped, each column with its title; without rows it says that there is nothing."""
    made = [
        Markup("<tr>{}</tr>").format(_cells("td", [cell for _, cell in zip(head, row, strict=True)])) for row in rows
    ]
    if not made:
        return Markup("<p>无。</p>")
    return Markup('<table class="list"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        _cells("th", head), Markup("").join(made)
    )


def _cells(tag: str, cells: Sequence[str]) -> Markup:
    return Markup("").join(Markup("<{0}>{1}</{0}>").format(Markup(tag), cell) for cell in cells)


def hash_parts(parts: Sequence[PackPart]) -> str:
    """One hash over the hashes of all parts, in their order."""
    return sha256("\n".join(part.sha256 for part in parts).encode()).hexdigest()


def render_pack(title: str, facts: Sequence[tuple[str, str]], parts: Sequence[PackPart]) -> Markup:
    """Cover and contents on the first page, then each part on pages of its own."""
    fields = Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value) for name, value in facts)
    contents = Markup("").join(
        Markup('<tr><td>{0}</td><td><a href="#part-{0}">{1}</a></td><td><a class="page" href="#part-{0}"></a></td>'
               '<td class="hash">{2}</td></tr>').format(place, part.title, part.sha256)
        for place, part in enumerate(parts, 1)
    )  # fmt: skip
    bodies = Markup("").join(
        Markup(
            '<section id="part-{0}" class="{4}"><h2>{0}. {1}</h2><p class="hash">SHA-256 {2}</p>{3}</section>'
        ).format(place, part.title, part.sha256, part.content, "paper" if part.file_sha256 else "record")
        for place, part in enumerate(parts, 1)
    )
    return Markup(
        '<h1>{}</h1><dl>{}</dl><table class="contents"><thead><tr><th>序号</th><th>内容</th><th>页</th><th>SHA-256</th></tr>'
        '</thead><tbody>{}</tbody></table><p class="hash">各部分合计 SHA-256 {}</p>{}'
    ).format(title, fields, contents, hash_parts(parts), bodies)
