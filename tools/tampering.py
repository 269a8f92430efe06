"""Writes into docs/tampering.md, in both languages, which tables are bound and why others are not: `python -m tools.tampering`."""

from pathlib import Path

from core.i18n import Bilingual, Language
from models.all_tables import import_models
from models.bound_rows import BOUND
from models.unbound_tables import UNBOUND

PAGES: dict[str, Language] = {"docs/tampering.md": "en", "docs/tampering.zh-CN.md": "zh-CN"}
_WHY = Bilingual("为什么不核对", "why nothing is bound")
_BEGIN, _END = "<!-- made by tools.tampering -->\n", "<!-- end -->\n"


def render(language: Language) -> str:
    """A table of what is not bound, and why, after what is: each table with its columns."""
    import_models()
    bound = [f"`{name}` ({', '.join(each.columns)})" for name, each in sorted(BOUND.items())]
    unbound = [
        f"| {why.in_(language)} | {', '.join(f'`{each}`' for each in names)} |" for why, names in UNBOUND.items()
    ]
    return "\n".join([f"{'; '.join(bound)}.", "", f"| {_WHY.in_(language)} | |", "|---|---|", *unbound])


def with_tables(text: str, language: Language) -> str:
    """The page with the tables as they are now."""
    before, rest = text.split(_BEGIN)
    return f"{before}{_BEGIN}\n{render(language)}\n\n{_END}{rest.split(_END)[1]}"


if __name__ == "__main__":
    for name, language in PAGES.items():
        page = Path(name)
        page.write_text(with_tables(page.read_text(encoding="utf-8"), language), encoding="utf-8")
