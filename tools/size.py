"""How large the program is, beside the budget it may not exceed.

    python -m tools.size

prints every measure with its bound in `tools/size.toml`, and ends with 1 if one is exceeded. It is a step of `./run lint`.
A bound is lowered to what was reached; raising one is a commit of its own, whose body says what a user gets for it.
"""

import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BUDGET = ROOT / "tools" / "size.toml"
_METHODS = ("get", "post", "put", "patch", "delete")


def measure() -> dict[str, int]:
    """Every measure of this checkout: lines of tracked files, thousands of bytes, and what the program declares."""
    # Loaded here: the names of the program are needed by no other function, and take seconds.
    from sqlmodel import SQLModel

    from api.app import create_app
    from core.settings import Settings
    from models.all_tables import import_models

    files = _list_tracked()
    python = [name for name in files if name.endswith(".py")]
    apart = ("tests/", "bench/", "tools/", "models/migrations/")
    without_app: Any = None
    described = create_app(without_app).openapi()["paths"]
    import_models()
    return {
        "product_python_lines": _lines(python, lambda name: not name.startswith(apart)),
        "migration_lines": _lines(python, lambda name: name.startswith("models/migrations/")),
        "test_lines": _lines(python, lambda name: name.startswith("tests/")),
        "bench_lines": _lines(python, lambda name: name.startswith("bench/")),
        "tools_lines": _lines(python, lambda name: name.startswith("tools/")),
        "docs_lines": _lines(files, lambda name: name.endswith(".md")),
        "templates_kb": _kilobytes(files, lambda name: name.startswith("web/") and name.endswith(".html")),
        "javascript_kb": _kilobytes(files, lambda name: name.startswith("web/static/") and _is_own_script(name)),
        "toml_kb": _kilobytes(files, lambda name: name.endswith(".toml") and not name.startswith(("tests/", "tools/"))),
        "api_operations": sum(method in _METHODS for path in described.values() for method in path),
        "page_addresses": len(_list_page_addresses()),
        "tables": len(SQLModel.metadata.tables),
        "settings": len(Settings.model_fields),
    }


def main() -> int:
    """0 if nothing is larger than its bound."""
    bounds: dict[str, int] = tomllib.loads(BUDGET.read_text(encoding="utf-8"))
    measured = measure()
    if bounds.keys() != measured.keys():
        sys.stdout.write(f"{BUDGET.name} bounds other things than are measured: {bounds.keys() ^ measured.keys()}\n")
        return 1
    for name, size in measured.items():
        sys.stdout.write(f"{name:24}{size:8} of {bounds[name]:8}{'   TOO LARGE' if size > bounds[name] else ''}\n")
    return int(any(size > bounds[name] for name, size in measured.items()))


def _list_tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _list_page_addresses() -> set[str]:
    """Addresses that show or give something to a person: pages and downloads, of staff and of families."""
    from fastapi.routing import APIRoute

    from web.app import PAGE_MODULES

    routes = [route for module in PAGE_MODULES for route in module.router.routes]
    return {route.path for route in routes if isinstance(route, APIRoute) and "GET" in route.methods}


def _is_own_script(name: str) -> bool:
    return name.endswith(".js") and not name.endswith(".min.js")


def _lines(names: Iterable[str], counts: Callable[[str], bool]) -> int:
    return sum((ROOT / name).read_bytes().count(b"\n") for name in names if counts(name))


def _kilobytes(names: Iterable[str], counts: Callable[[str], bool]) -> int:
    return round(sum((ROOT / name).stat().st_size for name in names if counts(name)) / 1000)


if __name__ == "__main__":
    sys.exit(main())
