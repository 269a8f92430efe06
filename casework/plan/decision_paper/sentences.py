"""A decision taken apart: its paragraphs under the headings of the format, its sentences and clauses, with figures and
days in one form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from usage.chinese_numerals import words_to_figures

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()} | {ord("．"): "."}
_END = "。；;"
_ITEM = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}、|[①-⑳])"
)
_DAY = re.compile(
    r"(?P<year>\d{4}|同|次|当)(?:[年.\-/])(?P<month>\d{1,2})[月.\-/](?P<day>\d{1,2})[日号]?"
    r"|(?P<bare_month>\d{1,2})月(?P<bare_day>\d{1,2})[日号]|(?P<same_month>同|当)月(?P<day_of_month>\d{1,2})[日号]|(?P<same_day>同日|当日|当天)"
)
DAY = r"(\d{4}-\d\d-\d\d)"
"""How every day is written in the figures of a clause."""


class Section(StrEnum):
    """A part of a decision, in the order of the format of the Supreme People's Procuratorate."""

    HEAD = "head"
    PERSON = "person"
    REPRESENTATIVE = "representative"
    DEFENDER = "defender"
    COURSE = "course"
    FACTS = "facts"
    REASONS = "reasons"
    DUTIES = "duties"
    TAIL = "tail"


_HEADINGS: tuple[tuple[Section, str], ...] = (
    (Section.REPRESENTATIVE, r"法定代理人(?![^。]{0,12}(?:对|无异议|异议|的意见))"),
    (Section.DEFENDER, r"(?:(?:委托|指定|法律援助)?辩护人|辩护律师)"),
    (Section.COURSE, r"(?:本案|该案|此案)(?:由|系|经)"),
    (Section.FACTS, r"(?:经(?:本院)?(?:依法)?审查(?:，)?(?:依法)?查明|(?:本院)?(?:依法)?审查查明|经查明)"),
    (Section.REASONS, r"(?:本院(?:经审查)?认为|综上)"),
    (Section.TAIL, r"(?:(?:被附条件不起诉人)?在考验期(?:限)?内?有下列情形|(?:如)?有下列情形|被害人(?:及其[^，。]{0,12})?如(?:果)?不服|"
     r"被(?:附条件)?不起诉人[^，。]{0,16}如(?:果)?(?:不服|对本决定)|考验期(?:限)?(?:届)?满)"),
)  # fmt: skip
_ANY_HEADING = re.compile("|".join(f"(?:{pattern})" for _, pattern in _HEADINGS))
_PERSON = re.compile(r"被(?:附条件)?不起诉人[：:]?(?:姓名[：:]?)?")
_PAGE_NUMBER = re.compile(r"[—–－-]*\d{1,3}[—–－-]*|第\d+页[，,]?(?:共\d+页)?")
_PERIOD = re.compile(r"考验期")


@dataclass(frozen=True)
class Sentence:
    """One sentence: its clauses as the paper has them, and the same with every number in figures and every day as
    2026-03-05."""

    section: Section
    clauses: tuple[str, ...]
    in_figures: tuple[str, ...]
    item: bool = False
    """It is an entry of a numbered list."""

    @property
    def text(self) -> str:
        """The sentence as the paper has it."""
        return "".join(self.clauses)

    @property
    def figures(self) -> str:
        """The sentence with numbers in figures."""
        return "".join(self.in_figures)

    def quote(self, start: int, end: int, *, in_words: bool) -> str:
        """Return the clauses between two places of the text, or of the figures, as the paper has them."""
        at, quoted = 0, []
        for clause, length in zip(self.clauses, map(len, self.clauses if in_words else self.in_figures), strict=True):
            if at < end and start < at + length:
                quoted.append(clause)
            at += length
        return "".join(quoted).strip("，,。；;")


def split_decision(text: str) -> list[Sentence]:
    """Return the sentences of a decision in their order. Days such as 同年5月2日 take their year from the day before."""
    sentences: list[Sentence] = []
    section, last = Section.HEAD, None
    for paragraph in _paragraphs(text):
        section = _section_of(paragraph, section)
        for part in re.findall(f"[^{_END}]+[{_END}]?", paragraph):
            if section == Section.REASONS and _PERIOD.search(part):
                section = Section.DUTIES
            clauses = re.findall(r"[^，,]+[，,]?|[，,]", part)
            figures = []
            for clause in clauses:
                converted, last = _resolve_days(words_to_figures(clause), last)
                figures.append(converted)
            sentences.append(Sentence(section, tuple(clauses), tuple(figures), bool(_ITEM.match(part))))
    return sentences


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs without blanks: lines that a page broke are joined, headings and items begin a new one."""
    joined = ""
    for line in text.translate(_WIDE).splitlines():
        bare = "".join(line.split())
        if not bare or _PAGE_NUMBER.fullmatch(bare):
            continue
        if joined and (joined[-1] in f"{_END}：:" or _begins(bare) or _stands_alone(joined) or _stands_alone(bare)):
            yield from _cut(joined)
            joined = ""
        joined += bare
    if joined:
        yield from _cut(joined)


def _stands_alone(line: str) -> bool:
    return bool(
        re.fullmatch(
            r".{0,30}(?:人民检察院|决定书)|.{0,16}[〔﹝\[(（]\d{4}[〕﹞\])）]\d+号|.{4}年.{1,2}月.{1,3}日|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}|(?:附|附件)[：:].*",
            line,
        )
    )


def _begins(line: str) -> bool:
    return bool(_ITEM.match(line) or _ANY_HEADING.match(line) or _PERSON.match(line))


def _cut(paragraph: str) -> Iterator[str]:
    """Headings and items that stand in the middle of a line begin a paragraph of their own."""
    cut = re.sub(rf"(?<=[{_END}：:])(?={_ANY_HEADING.pattern}|{_ITEM.pattern})", "\n", paragraph)
    yield from cut.split("\n")


def _section_of(paragraph: str, section: Section) -> Section:
    order = list(Section)
    if section == Section.HEAD:
        return Section.PERSON if _PERSON.match(paragraph) else section
    for following, heading in _HEADINGS:
        late_enough = order.index(following) > order.index(section) or following == section
        if late_enough and re.match(heading, paragraph):
            return following
    if section in (Section.DUTIES, Section.TAIL) and _stands_alone(paragraph):
        return Section.TAIL
    return section


def _resolve_days(clause: str, last: date | None) -> tuple[str, date | None]:
    """The clause with its days as 2026-03-05, and the last of them. A day that does not exist stays as it is."""
    parts, at = [], 0
    for found in _DAY.finditer(clause):
        day = _day(found, last)
        if day is None:
            continue
        last = day
        parts += [clause[at : found.start()], day.isoformat()]
        at = found.end()
    return "".join([*parts, clause[at:]]), last


def _day(found: re.Match[str], last: date | None) -> date | None:
    """The day; None where it does not exist, or where it takes its year from a day before that is not there or later."""
    if found["same_day"]:
        return last
    year = found["year"] or ""
    if not year.isdigit():
        if last is None:
            return None
        year = str(last.year + (year == "次"))
    month = found["month"] or found["bare_month"] or str(last.month if last else 0)
    day = found["day"] or found["bare_day"] or found["day_of_month"]
    try:
        resolved = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return resolved if found["year"] or last is None or resolved >= last else None
