"""Two sets of golden files beside each other."""

import difflib
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.golden.normalise import as_json

IGNORABLE = {
    "english": "English files, English sentences of answers, titles, summaries and descriptions of the API",
    "names": "operation ids, tags and the names of schemas in the API's description, which clients never send",
}


@dataclass
class Compared:
    """One kind of file: which are equal, which differ, which are on one side only."""

    equal: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        return not (self.differing or self.missing or self.new)


def compare(before: Path, after: Path, ignoring: frozenset[str] = frozenset()) -> dict[str, Compared]:
    """By kind. ValueError where a side has no files at all: nothing equals nothing."""
    sides = [_files(before, ignoring), _files(after, ignoring)]
    for folder, found in zip((before, after), sides, strict=True):
        if not found:
            raise ValueError(f"{folder} holds no golden files")
    kinds: dict[str, Compared] = {}
    for name in sorted(sides[0] | sides[1]):
        kind = kinds.setdefault(name.partition("/")[0], Compared())
        if name not in sides[1]:
            kind.missing.append(name)
        elif name not in sides[0]:
            kind.new.append(name)
        elif read_text(before / name, ignoring) == read_text(after / name, ignoring):
            kind.equal.append(name)
        else:
            kind.differing.append(name)
    return kinds


def difference(before: Path, after: Path, name: str, ignoring: frozenset[str]) -> Iterator[str]:
    """The lines of a unified diff of that file."""
    one, other = (read_text(folder / name, ignoring).splitlines() for folder in (before, after))
    return difflib.unified_diff(one, other, f"before/{name}", f"after/{name}", lineterm="", n=1)


def read_text(path: Path, ignoring: frozenset[str]) -> str:
    """What is compared of a file."""
    text = path.read_text(encoding="utf-8")
    if not ignoring or path.suffix == ".html":
        return text
    if path.name == "openapi.json":
        return as_json(_described(json.loads(text), ignoring))
    if "english" not in ignoring:
        return text
    if path.suffix == ".jsonl":
        return "\n".join(as_json(_chinese(json.loads(line))) for line in text.splitlines())
    status, _, body = text.partition("\n")
    return f"{status}\n{as_json(_chinese(json.loads(body)))}" if body.startswith(("{", "[")) else text


def _files(folder: Path, ignoring: frozenset[str]) -> set[str]:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in names if not ("english" in ignoring and "en" in name.split("/")[:-1])}


def _chinese(body: Any) -> Any:
    """An answer without its English: sentences in both languages, `..._en` fields, and a refused act's reason."""
    if isinstance(body, list):
        return [_chinese(each) for each in body]
    if not isinstance(body, dict):
        return body
    english = {"en"} if "zh" in body else {"because"} if "因为" in body else set()
    return {name: _chinese(each) for name, each in body.items() if name not in english and not name.endswith("_en")}


def _described(document: dict[str, Any], ignoring: frozenset[str]) -> Any:
    dropped = {"summary", "description", "title"} if "english" in ignoring else set[str]()
    dropped |= {"operationId", "tags"} if "names" in ignoring else set()
    bare = _without(document, dropped)
    if "names" not in ignoring:
        return bare
    schemas = bare.get("components", {}).get("schemas", {})
    called = {name: "" for name in schemas}
    for _ in range(12):  # a schema is called by what is in it, and what that refers to, that deep
        called = {name: _digest(_renamed(schema, called)) for name, schema in schemas.items()}
    renamed = _renamed({**bare, "components": {**bare.get("components", {}), "schemas": {}}}, called)
    renamed["components"]["schemas"] = {called[name]: _renamed(schema, called) for name, schema in schemas.items()}
    return renamed


def _without(body: Any, dropped: set[str], named: bool = False) -> Any:
    """Without those keywords; the names of fields and schemas (`named`) are no keywords."""
    if isinstance(body, list):
        return [_without(each, dropped) for each in body]
    if not isinstance(body, dict):
        return body
    return {
        name: _without(each, dropped, not named and name in ("properties", "schemas", "$defs"))
        for name, each in body.items()
        if named or name not in dropped
    }


def _renamed(body: Any, called: dict[str, str]) -> Any:
    pattern = re.compile(r'"#/components/schemas/([^"]+)"')
    text = pattern.sub(lambda found: f'"#{called.get(found[1], found[1])}"', json.dumps(body))
    return json.loads(text)


def _digest(body: Any) -> str:
    return hashlib.sha256(as_json(body).encode()).hexdigest()[:12]
