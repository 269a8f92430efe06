"""Articles of the law as a reader of either language writes them.

An article is stored and answered as a citation, "CPL art 284(1)" (`sunward.words.citation`); here alone it is said.
"""

import re
from functools import cache

from law.four_eyes import STEPS
from law.rulebook import Rulebook
from sunward.words import Language, citation

_LAWS = {
    "2013 Provisions": "人民检察院办理未成年人刑事案件的规定",
    "CPL": "刑事诉讼法",
    "Civil Code": "民法典",
    "Criminal Law": "刑法",
    "MPL": "未成年人保护法",
    "Minors Protection Law": "未成年人保护法",
    "PJD": "预防未成年人犯罪法",
    "Police Procedure": "公安机关办理刑事案件程序规定",
    "Rules": "人民检察院刑事诉讼规则",
}
_LAW_NAMES = re.compile("|".join(sorted(set(_LAWS.values()), key=len, reverse=True)))
_BOTH = re.compile(r"(?P<zh>[^()]*[\u4e00-\u9fff][^()]*?) ?\((?P<en>.*)\)")
_ARTICLE = re.compile(r"(?:(?P<law>[A-Z0-9][A-Za-z0-9 ]*?) )?arts? (?P<numbers>.+)")
_NUMBER = re.compile(r"(?P<article>\d+)(?P<parts>(?:\(\d+\))*)")
_UNITS = ("款", "项")


def article_in(language: Language, article: str) -> str:
    """The article in that language. What cannot be read as one stands as it was written."""
    both = _BOTH.fullmatch(article)
    if both is not None:
        return both["en"] if language == "en" else _LAW_NAMES.sub(r"《\g<0>》", both["zh"])
    if language == "en":
        return article
    if article in (written := _written_in_chinese()):
        return _LAW_NAMES.sub(r"《\g<0>》", written[article])
    return "；".join(_in_chinese(part.strip()) for part in article.split(";"))


@cache
def _written_in_chinese() -> dict[str, str]:
    """What the rulebook and the table of four eyes cite in words of their own, by its citation."""
    known = Rulebook.load()
    both = [*(rule.article for rule in known.rules()), *(entry.article for entry in known.entries())]
    both += [step.article for step in STEPS]
    found = {citation(article): _BOTH.fullmatch(article) for article in both}
    return {cited: pair["zh"] for cited, pair in found.items() if pair is not None}


def _in_chinese(part: str) -> str:
    found = _ARTICLE.fullmatch(part)
    if found is None or (found["law"] is not None and found["law"] not in _LAWS):
        return part
    law = f"《{_LAWS[found['law']]}》" if found["law"] else ""
    return law + "、".join(_numbers(number.strip()) for number in found["numbers"].split(","))


def _numbers(text: str) -> str:
    begin, dash, end = text.partition("-")
    return f"{_number(begin)}至{_number(end)}" if dash else _number(begin)


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    parts = re.findall(r"\d+", found["parts"])
    return f"第{found['article']}条" + "".join(f"第{part}{unit}" for part, unit in zip(parts, _UNITS, strict=False))
