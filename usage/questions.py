"""What is asked about a table or a sheet, where the answer makes a day's figure its whole. Whoever does not know leaves
the least there was."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from core.dates import short_day
from core.i18n import CatalogText, Text, _, listed
from usage.categories import is_lock_screen
from usage.reading import Reading
from usage.reading_builder import WHOLE_DEVICE, Amount


class QuestionCode(StrEnum):
    """The questions, as acts and the API name them."""

    ALL_OF_IT = "all_of_it"
    DAY_OVER = "day_over"
    NOT_USED = "not_used"


_WORDS: dict[QuestionCode, tuple[CatalogText, Text, Text]] = {
    QuestionCode.ALL_OF_IT: (
        _("{days}没有全天合计，只能算至少用了这么多。写的这些，是整部手机用的全部吗？"), _("是全部"), _("只是其中一部分")
    ),
    QuestionCode.DAY_OVER: (
        _("{days}是过完以后才写下的吗？不是的话，先算至少用了这么多；过完以后再交一次，就换成全天的。"),
        _("过完才写的，或者后来没再用"), _("那天还没过完"),
    ),
    QuestionCode.NOT_USED: (
        _("{days}全是0，先当作不知道。是没有用手机，还是没有记录？"), _("没有用手机"), _("没有记录")
    ),
}  # fmt: skip
"""Each with its answer that makes the figure whole, and the other one."""
YES_TO: dict[QuestionCode, Text] = {
    QuestionCode.ALL_OF_IT: _("写的就是整部手机的全部"),
    QuestionCode.DAY_OVER: _("最后一天过完才写，或者后来没再用"),
    QuestionCode.NOT_USED: _("全是0的日子没有用手机"),
}
"""What somebody says who answers a question by yes."""


@dataclass(frozen=True)
class Question:
    """A question about some days, with its two answers. Only `yes` changes what counts."""

    code: QuestionCode
    words: Text
    yes: Text
    no: Text


def list_questions(reading: Reading, received_on: date) -> list[Question]:
    """What is asked about the reading; nothing where every day's whole is told."""
    return [
        Question(code, words.filled({"days": listed(map(short_day, sorted(days)))}), yes, no)
        for code, (words, yes, no) in _WORDS.items()
        if (days := _asked(code, reading, received_on))
    ]


def answer_questions(reading: Reading, yes_to: Collection[QuestionCode], received_on: date) -> Reading:
    """The reading as it is with those questions answered by yes."""
    settled = {code: _asked(code, reading, received_on) for code in yes_to}
    wholes = [
        Amount(
            day, WHOLE_DEVICE, sum(each.seconds for each in set(reading.amounts) if each.day == day and _is_use(each))
        )
        for day in settled.pop(QuestionCode.ALL_OF_IT, ())
    ]
    return replace(
        reading,
        amounts=tuple(sorted([*reading.amounts, *wholes])),
        at_least=reading.at_least.difference(*settled.values()),
    )


def _asked(code: QuestionCode, reading: Reading, received_on: date) -> set[date]:
    told = {each.day for each in reading.amounts if each.of == WHOLE_DEVICE}
    used = {each.day for each in reading.amounts if each.seconds}
    match code:
        case QuestionCode.ALL_OF_IT:
            return {each.day for each in reading.amounts if each.seconds and _is_use(each)} - told
        case QuestionCode.DAY_OVER:
            return {day for day in reading.at_least & told if day >= received_on or day in used}
        case QuestionCode.NOT_USED:
            return {day for day in reading.at_least & told if day < received_on and day not in used}


def _is_use(amount: Amount) -> bool:
    return not is_lock_screen(amount.of)
