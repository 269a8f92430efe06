"""Where the house relies on a rule, found by reading its source, so that no list of it can grow old.

A function of the law asks a rule if it names the rule's id, or a number that belongs to the rule, itself or through
another function of the law. A file outside relies on the rule if it imports such a function, or asks for such a
number by its key.
"""

import ast
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from law.entries import words
from law.rulebook import Rulebook
from sunward.words import Words

ROOMS = ("sunward", "evaluation", "usage", "models", "notifications", "documents", "casework", "flows", "api", "web")
SHOWS = ("examples", "explained", "page", "procedure", "shown", "uses")
"""Modules of the law that show rules and ask none."""
HOUSE = Path(__file__).resolve().parent.parent
_AN_ID = re.compile(r"\b[A-Z]{2}-\d\d\b")
_IMPORT = re.compile(r"^[ \t]*from law\.(\w+) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_COMMENT = re.compile(r"#[^\n]*")
_A_WORD_IN_QUOTES = re.compile(r"""["'](\w+)["']""")


@dataclass(frozen=True)
class Uses:
    """For each rule: the functions of the law that ask it, and the files of the house that rely on it."""

    asked_by: dict[str, tuple[str, ...]]
    used_in: dict[str, tuple[str, ...]]


@cache
def uses(house: Path = HOUSE) -> Uses:
    """Read once from the source that lies beside this file."""
    rulebook = Rulebook.load()
    rule_of_number = {entry.key: entry.rule for entry in rulebook.entries() if entry.rule}
    known = {rule.id for rule in rulebook.rules()}
    asked = _asked_in_the_law(house / "law", rule_of_number, known)
    asked_by: dict[str, set[str]] = defaultdict(set)
    for function, rules in asked.items():
        for rule in rules:
            asked_by[rule].add(function)
    used_in: dict[str, set[str]] = defaultdict(set)
    for room in ROOMS:
        for path in sorted((house / room).rglob("*.py")):
            for rule in _relied_on(path.read_text(encoding="utf-8"), asked, rule_of_number):
                used_in[rule].add(path.relative_to(house).as_posix())
    return Uses(
        {rule: tuple(sorted(asked_by[rule])) for rule in sorted(known)},
        {rule: tuple(sorted(used_in[rule])) for rule in sorted(known)},
    )


@dataclass(frozen=True)
class ByHand:
    """A rule that no code of the house asks: who applies it, and where that is told."""

    id: str
    why: Words
    told_in: tuple[str, ...]


@cache
def by_hand(house: Path = HOUSE) -> dict[str, ByHand]:
    """The rules that people apply without the program, each with its reason."""
    rows = tomllib.loads((house / "law" / "uncovered.toml").read_text(encoding="utf-8")).get("by_hand", {})
    return {id: ByHand(id, words(row["why"]), tuple(row.get("told_in", ()))) for id, row in rows.items()}


def _asked_in_the_law(folder: Path, rule_of_number: dict[str, str], known: set[str]) -> dict[str, set[str]]:
    """Each function of the law, as "module.function", with the rules it asks, itself or through others."""
    rules: dict[str, set[str]] = {}
    calls: dict[str, set[str]] = {}
    for path in sorted(path for path in folder.glob("*.py") if path.stem not in SHOWS):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = dict(_imported_from_the_law(tree))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        own = {function.name for function in functions}
        tables = {name: texts for name, texts in _tables(tree)}
        for function in functions:
            id = f"{path.stem}.{function.name}"
            names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
            texts = _texts(function) | {text for name in names & tables.keys() for text in tables[name]}
            found = {each for text in texts for each in _AN_ID.findall(text)}
            found |= {rule_of_number[text] for text in texts & rule_of_number.keys()}
            rules[id] = rules.get(id, set()) | (found & known)
            called = {imported[name] for name in names & imported.keys()}
            calls[id] = calls.get(id, set()) | called | {f"{path.stem}.{name}" for name in names & own}
    changed = True
    while changed:
        changed = False
        for id, called in calls.items():
            more = set().union(*(rules.get(each, set()) for each in called)) - rules[id]
            if more:
                rules[id] |= more
                changed = True
    return rules


def _relied_on(source: str, asked: dict[str, set[str]], rule_of_number: dict[str, str]) -> set[str]:
    # Hundreds of files, of which two things are asked: as text that takes a tenth of a second, as trees three seconds.
    functions = {
        f"{module}.{name.partition(' as ')[0].strip()}"
        for module, names in _IMPORT.findall(source)
        for name in _COMMENT.sub("", names).strip("()").split(",")
    }
    by_number = {rule_of_number[text] for text in set(_A_WORD_IN_QUOTES.findall(source)) & rule_of_number.keys()}
    return set().union(*(asked.get(function, set()) for function in functions)) | by_number


def _imported_from_the_law(tree: ast.Module) -> list[tuple[str, str]]:
    """Each name that comes from a module of the law, with the function it is."""
    return [
        (name.asname or name.name, f"{node.module.removeprefix('law.')}.{name.name}")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("law.")
        for name in node.names
    ]


def _tables(tree: ast.Module) -> list[tuple[str, set[str]]]:
    """The constants of a module with the texts in them: a rule may be named in a table that a function looks up."""
    return [
        (target.id, _texts(node.value))
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]


def _texts(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}
