"""What a minor or a guardian can read is plain: short sentences, common characters, and law words that are explained."""

import ast
import re
import tomllib
from hashlib import sha256
from pathlib import Path

from casework.family.acts_page import READY_SENTENCES
from casework.shared.facts.fact_rules import FACT_RULES
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from law.conditions import DUTY_WORDS
from notifications.events import FAMILY, Recipient
from notifications.matrix import MATRIX
from web.labels import LABELS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MOST = 25
COMMON = set((HERE / "common_characters.txt").read_text(encoding="utf-8").splitlines()[-1])
"""List 1 of the 通用规范汉字表 (2013); the first line of the file names its source."""
RULES = tomllib.loads((HERE / "plain_chinese.toml").read_text(encoding="utf-8"))
_MARKED = re.compile(r'\b(?:_|ngettext|pgettext\("[^"]*",|pgettext\(\s*"[^"]*",)\(?\s*"((?:[^"\\]|\\.)+)"')
_GROUP = re.compile(r'code_label\("([\w.]+)"')
_PART = re.compile(r'{% (?:include|from) "([\w/]+\.html)"')
_SENTENCE_END = re.compile(r"[。！？；\n]")
_NOT_COUNTED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\w+\}|[\W_]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def _templates() -> list[Path]:
    folder = ROOT / "web" / "templates"
    found, waiting = [], sorted(folder.glob("family*.html"))
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.append(path)
            waiting += [folder / part for part in _PART.findall(path.read_text(encoding="utf-8"))]
    return found


def _texts_of_code(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [
        node for node in calls if isinstance(node.func, ast.Name) and node.func.id in ("_", "pgettext", "ngettext")
    ]
    return {
        argument.value
        for node in named
        for argument in node.args[node.func.id == "pgettext" :][:1]  # type: ignore[attr-defined]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def read_by_families() -> dict[str, str]:
    """Every sentence that they can read, each with where it comes from."""
    found: dict[str, str] = {}
    for path in _templates():
        source = path.read_text(encoding="utf-8")
        found |= dict.fromkeys(_MARKED.findall(source), path.name)
        for group in _GROUP.findall(source):
            found |= {words.zh: group for words in LABELS[group].values()}
    for name in RULES["modules"]:
        found |= dict.fromkeys(_texts_of_code(ROOT / name), name)
    found |= {kind.own_words.zh: kind.code for kind in ITEM_KINDS.values() if kind.pattern is Pattern.FAMILY}
    found |= {rule.family_reads.zh: rule.code for rule in FACT_RULES.values() if rule.family_reads}
    found |= {words.zh: "agreed" for words in (*DUTY_WORDS.values(), *READY_SENTENCES.values())}
    for number in {way.template for rule in MATRIX if rule.recipient in FAMILY for way in rule.channel_texts}:
        path = ROOT / "notifications" / "templates" / "zh-CN" / f"{number}.txt"
        found[path.read_text(encoding="utf-8").strip()] = number
    return found


def test_a_sentence_that_a_family_reads_is_short_and_of_common_characters() -> None:
    for words, where in read_by_families().items():
        for sentence in _SENTENCE_END.split(words):
            length = len(_NOT_COUNTED.sub("", re.sub(r"[A-Za-z0-9]+", "x", sentence)))
            assert length <= MOST or sentence in RULES["too_long"], (where, length, sentence)
        rare = set(_HAN.findall(words)) - COMMON
        assert not rare, (where, rare, words)


def test_a_word_of_law_that_a_family_reads_is_explained_on_their_page_and_stands_in_no_text() -> None:
    explained = {words.zh.partition("：")[0] for words in LABELS["family.word"].values()}
    read = read_by_families()
    for word in RULES["legal"]:
        places = [where for words, where in read.items() if word in words and words not in RULES["of_staff"]]
        assert word in explained or not places, (word, places)
        assert not [where for where in places if re.fullmatch(r"[SEW]\d+", where)], word


def test_the_child_is_ni_and_a_guardian_is_nin() -> None:
    for group, labels in LABELS.items():
        assert "minor" not in labels or "您" not in labels["minor"].zh, group
        assert "guardian" not in labels or "你" not in labels["guardian"].zh, group
    for rule in MATRIX:
        for way in rule.channel_texts if rule.recipient in FAMILY else ():
            text = (ROOT / "notifications" / "templates" / "zh-CN" / f"{way.template}.txt").read_text(encoding="utf-8")
            assert ("您" if rule.recipient is Recipient.MINOR else "你") not in text, way.template


def test_no_exception_is_left_that_nothing_needs() -> None:
    sentences = {part for words in read_by_families() for part in _SENTENCE_END.split(words)}
    assert set(RULES["too_long"]) <= sentences
    assert set(RULES["of_staff"]) <= set(read_by_families())


def test_a_text_that_was_changed_is_filed_again_with_the_carrier() -> None:
    """A gateway refuses what differs from what is filed, and nobody of the family is told."""
    for path in sorted((ROOT / "notifications" / "templates" / "zh-CN").glob("S*.txt")):
        digest = sha256(path.read_bytes()).hexdigest()[:12]
        assert RULES["filed"].get(path.stem) == digest, f"{path.stem} is to be filed again; then write {digest} here"
