"""The table in words: rows for a page, and the whole of it in Markdown for a command to print."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.acting.rights import OPERATIONS
from casework.shared.facts.fact_rules import FACT_RULES, STOPS, FactRule, FactTask, Stops
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.labels import role_label
from core.i18n import Bilingual, Language, Text, _, listed, pgettext
from law.rulebook import Rulebook
from law.rules_page import get_unit


@dataclass(frozen=True)
class FactRuleView:
    """One row of the table, each cell in words."""

    code: str
    happens: Text
    acts: tuple[str, ...]
    article: str
    stops: Text
    starts: Text
    asked: list[Text]
    notified: list[Text]


def list_fact_rules(rulebook: Rulebook) -> list[FactRuleView]:
    """Every row, with the numbers that were put in force last."""
    return [
        FactRuleView(
            row.code, row.happens, list_recording_acts(row), row.article, STOPS[row.stops], row.starts or STOPS[Stops.NOTHING],
            [_asked(ask, rulebook) for ask in row.asks],
            [role_label(to.value) for tell in row.tells for to in tell.to],
        )
        for row in FACT_RULES.values()
    ]  # fmt: skip


def list_recording_acts(row: FactRule) -> tuple[str, ...]:
    """The codes of what records the fact: acts, and what a plan's own dates do."""
    return tuple(code for code, each in OPERATIONS.items() if row in each.changes)


def _asked(ask: FactTask, rulebook: Rulebook) -> Text:
    """Who is asked for what, and within how long."""
    who, what = listed([role_label(owner) for owner in ask.owners]), ITEM_KINDS[ask.kind].words
    if ask.within is None:
        return _("{who}：{what}（依法定期限）", who=who, what=what)
    if isinstance(ask.within, int):
        days: object = ask.within
        unit = get_unit("days" if ask.calendar_days else "working_days", days)
    else:
        entry = rulebook.entry(ask.within)
        days = entry.values[-1].value
        unit = get_unit(entry.unit, days)
    return _("{who}：{what}（{days}{unit}内）", who=who, what=what, days=days, unit=unit)


HEAD = (
    _("事实"), pgettext("column", "依据"), _("停止"), _("随之"),
    _("请谁办"), _("告诉谁"),
)  # fmt: skip


def render_page(language: Language, rulebook: Rulebook) -> str:
    """The table in Markdown, in that language."""
    lead = Bilingual(
        "# 改变案件现状的事实\n\n本页由 `casework/*/acts.py` 的声明生成，由 `sunward law --facts zh-CN` 印出。"
        "登记一项事实的办理步骤读取同一份声明：该停的一分钟之内停止，该办的有人、有日期，该知道的人收到消息。",
        "# Facts that change a plan\n\nMade from the declarations in `casework/*/acts.py`, printed by `sunward law --facts en`. "
        "The operations that record a fact read the same declarations: what it stops stops within one "
        "minute, what it asks for has a responsible person and a date, and whoever must be notified has a message.",
    )
    return f"{lead.in_(language)}\n\n" + "\n".join(_lines(language, rulebook)) + "\n"


def _lines(language: Language, rulebook: Rulebook) -> Iterator[str]:
    yield "| " + " | ".join(words.in_(language) for words in HEAD) + " |"
    yield "|" + "---|" * len(HEAD)
    between = _("；").in_(language)
    for row in list_fact_rules(rulebook):
        acts = " ".join(f"`{act}`" for act in row.acts)
        cells = (
            f"{row.happens.in_(language)} {acts}", row.article, row.stops.in_(language), row.starts.in_(language),
            between.join(words.in_(language) for words in row.asked),
            between.join(words.in_(language) for words in row.notified),
        )  # fmt: skip
        yield "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
