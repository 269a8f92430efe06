"""How large the program is, beside the bound of each measure.

    python -m tools.size

prints every measure and its bound, and ends with 1 if one is above its bound. It is a step of `./run lint`. A bound leaves 2 %
of room above the size in `tools/size.toml`. CONTRIBUTING says how it is raised.
"""

import ast
import io
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SIZES = ROOT / "tools" / "size.toml"
_METHODS = ("get", "post", "put", "patch", "delete")
_LAYOUT = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)


def measure() -> dict[str, int]:
    """Every measure of this checkout: of tracked files lines of code, lines of docs and thousands of bytes; and what the
    program declares."""
    # Loaded here: the names of the program are needed by no other function, and take seconds.
    from babel.messages.pofile import read_po
    from sqlmodel import SQLModel

    from api.app import create_app
    from core.i18n import catalogue_file
    from core.settings import Settings
    from models.all_tables import import_models

    files = _list_tracked()
    apart = ("tests/", "bench/", "tools/", "models/migrations/")
    without_app: Any = None
    described = create_app(without_app).openapi()["paths"]
    import_models()
    with catalogue_file("en").open("rb") as catalogue:
        entries = len(read_po(catalogue))
    return {
        "product_code": _code(files, lambda name: not name.startswith(apart)),
        "test_code": _code(files, lambda name: name.startswith("tests/")),
        "bench_code": _code(files, lambda name: name.startswith("bench/")),
        "tools_code": _code(files, lambda name: name.startswith("tools/")),
        "docs_lines": sum((ROOT / name).read_bytes().count(b"\n") for name in files if name.endswith(".md")),
        "templates_kb": _kilobytes(files, lambda name: name.endswith((".html", ".typ"))),
        "scripts_kb": _kilobytes(files, lambda name: name.startswith("web/") and name.endswith(".js")),
        "styles_kb": _kilobytes(files, lambda name: name.startswith(("web/", "documents/")) and name.endswith(".css")),
        "toml_kb": _kilobytes(files, lambda name: name.endswith(".toml") and not name.startswith(("tests/", "tools/"))),
        "catalogue_entries": entries,
        "tables": len(SQLModel.metadata.tables),
        "page_addresses_get": len(_list_page_addresses("GET")),
        "page_addresses_post": len(_list_page_addresses("POST")),
        "api_operations": sum(method in _METHODS for path in described.values() for method in path),
        "settings": len(Settings.model_fields),
    }


def count_code(source: str) -> int:
    """The lines that hold a token which is neither a comment nor part of a string that stands alone as a statement."""
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _LAYOUT:
            code.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(ast.Constant(str()), lineno=first, end_lineno=int(last)):
                code.difference_update(range(first, last + 1))
    return len(code)


def main() -> int:
    """0 if nothing is above its bound."""
    sizes: dict[str, int] = tomllib.loads(SIZES.read_text(encoding="utf-8"))
    measured = measure()
    if sizes.keys() != measured.keys():
        sys.stdout.write(f"{SIZES.name} bounds other things than are measured: {sizes.keys() ^ measured.keys()}\n")
        return 1
    bounds = {name: -(-size * 102 // 100) for name, size in sizes.items()}
    for name, size in measured.items():
        sys.stdout.write(f"{name:24}{size:8} of {bounds[name]:8}{'   TOO LARGE' if size > bounds[name] else ''}\n")
    return int(any(size > bounds[name] for name, size in measured.items()))


def _list_tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _list_page_addresses(method: str) -> set[str]:
    """Addresses of pages, downloads and forms, of staff and of families, that take that method."""
    from fastapi.routing import APIRoute

    from web.app import PAGE_MODULES

    routes = [route for module in PAGE_MODULES for route in module.router.routes]
    return {route.path for route in routes if isinstance(route, APIRoute) and method in route.methods}


def _code(names: Iterable[str], counts: Callable[[str], bool]) -> int:
    return sum(
        count_code((ROOT / name).read_text(encoding="utf-8")) for name in names if name.endswith(".py") and counts(name)
    )


def _kilobytes(names: Iterable[str], counts: Callable[[str], bool]) -> int:
    """Of files of our own: what is given out by others is minified."""
    return round(sum((ROOT / name).stat().st_size for name in names if counts(name) and ".min." not in name) / 1000)


if __name__ == "__main__":
    sys.exit(main())
