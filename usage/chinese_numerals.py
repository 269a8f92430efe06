"""Numbers as they are said and written by hand: 一个半小时, 二十分钟, 约2小时, 3h25. Turned into digits and units."""

import re
import unicodedata

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_CHINESE_NUMBER = re.compile(r"[零〇一二两俩三四五六七八九十百]+(?=个|小时|钟头|时|分|秒|点|刻|次|$)")
_ABOUT = re.compile(r"^(?:大约|大概|差不多|约|近)|(?:左右|上下)$")
_REWRITTEN = (
    (re.compile(r"钟头"), "小时"),
    (re.compile(r"(\d+)个半小时"), r"\1.5小时"),
    (re.compile(r"(\d+)个小时"), r"\1小时"),
    (re.compile(r"(\d+)小时半"), r"\1.5小时"),
    (re.compile(r"半个?小时"), "30分钟"),
    (re.compile(r"(\d+(?:小时|h))(\d{1,2})$"), r"\1\2分钟"),
)
_SIMPLIFIED = str.maketrans("時鐘個兩點", "时钟个两点")
_QUARTERS = re.compile(r"([123])刻钟?")
NUMERALS = "零〇○一二两三四五六七八九十百千万"
"""The signs of a number in words; a circle often stands for the nought."""
_ARTICLE = re.compile(r"(?:《?(?:中华人民共和国)?刑法》?)?第?([0-9]+)条?(?:(?:之|-)([0-9]))?")


def to_digits(text: str, *, exactly: bool = False) -> str:
    """The same quantity in digits, without blanks and, unless it must be exact, without words such as "about"; other
    text comes back as it is."""
    plain = "".join(text.split()).translate(_SIMPLIFIED)
    plain = plain if exactly else _ABOUT.sub("", plain)
    plain = _CHINESE_NUMBER.sub(lambda found: _number(found.group()), plain)
    for chinese, written in _REWRITTEN:
        plain = chinese.sub(written, plain)
    return _QUARTERS.sub(lambda found: f"{int(found[1]) * 15}分钟", plain)


def words_to_figures(text: str) -> str:
    """The text with every number in words in figures: 二〇二六年三月 as 2026年3月, 第二百八十七条之二 as 第287条之2, 一万二千元 as
    12000元."""
    return re.sub(f"[{NUMERALS}]+", lambda found: _figures(found.group()), text)


def read_article(text: str) -> str:
    """An article of the Criminal Law as '264' or '287-2', from 第264条, 刑法第二百八十七条之二 or the same in figures; other
    text comes back as it is."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = _ARTICLE.fullmatch(words_to_figures(plain))
    return "-".join(part for part in found.groups() if part) if found else text


def _figures(words: str) -> str:
    words = words.replace("○", "〇")
    if not any(sign in words for sign in (*_TENS, "万")):
        return "".join(str(_DIGITS[sign]) for sign in words)
    above, unit, rest = words.rpartition("万")
    parts = [_number(part) for part in ((above or "一") if unit else "", rest) if part]
    if not all(part.isascii() for part in parts):
        return words
    return str(int(parts[0]) * (10_000 if unit else 1) + sum(map(int, parts[1:])))


def _number(chinese: str) -> str:
    """三十五 as 35; signs that make no number come back as they are."""
    total, last = 0, None
    for sign in chinese:
        if sign in _TENS:
            total += (1 if last is None else last) * _TENS[sign]
            last = None
        elif last is not None and last != 0:
            return chinese
        else:
            last = _DIGITS[sign]
    return str(total + (last or 0))
