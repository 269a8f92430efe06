"""The diary as a person reads it: date, happening, who acted, what was sent to whom, article, status."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text as RichText

from casework.messages.reason_labels import reason_label
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.citations import format_article
from casework.shared.text.journal_text import done_label
from casework.shared.text.labels import role_label
from core.clock import local_time
from core.dates import weekday_words
from core.i18n import Language, Text, _, pgettext
from flows.rehearsal import DiaryEntry
from law.rulebook import Rulebook
from notifications.events import EVENT_INFO, Event

STATUS_LABELS: dict[str, Text] = {
    "under_supervision": _("考验期内"),
    "awaiting_decision": _("期满待决"),
    "revoked": _("已撤销"),
    "non_prosecuted": _("不起诉"),
    "sealed": _("已封存"),
    "ended_otherwise": _("已终结"),
    "unsealed": pgettext("within a sentence", "已解除封存"),
    "closed": _("已收尾"),
}
_OWN_COLUMNS = ("kind", "due_on", "owner", "status", "notified", "step", "edition", "rule")

NoteDetail = tuple[Text, "Text | str | date"]
NoteDescriber = Callable[[str, Mapping[str, Any]], Iterable[NoteDetail]]
"""What a line notes besides its sentence, each as its name and value in words (the pages have one)."""


def print_diary(
    diary: Iterable[DiaryEntry], status: str, remarks: NoteDescriber | None = None, language: Language = "zh-CN"
) -> None:
    """The diary on the terminal, one line an entry, and where the plan stands at its end."""
    console = Console(soft_wrap=True, highlight=False)
    for entry in diary:
        console.print(format_entry(entry, remarks, language))
    console.print(f"— {STATUS_LABELS[status].in_(language)}", style="bold")


def format_entry(entry: DiaryEntry, remarks: NoteDescriber | None = None, language: Language = "zh-CN") -> RichText:
    """One line: when, what, who, sent to whom, article, status after. Without `remarks` what it notes is shown in the
    record's own codes."""
    local = local_time(entry.at)
    day = weekday_words(local.weekday(), "abbreviated" if language == "en" else "narrow").in_(language)
    weekday = f" {day} " if language == "en" else f"（{day}）"
    when = f"{local:%Y-%m-%d}{weekday}{local:%H:%M}"
    words = done_label(entry.happening).in_(language)
    line = RichText(f"{when}  ", style="dim")
    line.append(words, style="bold red" if entry.happening == "refused" else "bold")
    if what := _what(entry, remarks, language):
        line.append(f" {what}")
    line.append(f"  [{role_label(entry.who).in_(language)}]", style="cyan")
    for sent, times in Counter(
        _sent(message, language) for message in entry.sent if message["channel"] != "inbox"
    ).items():
        again = f" ×{times}" if times > 1 else ""
        line.append(f" {sent}{again}", style="green" if sent.startswith(_LEFT) else "yellow")
    if entry.article:
        line.append(f"  {format_article(language, entry.article)}", style="dim italic")
    line.append(f"  {STATUS_LABELS[entry.status].in_(language)}", style="dim")
    return line


_LEFT, _LEFT_NOT = "→", "✕"


def _sent(message: Mapping[str, str], language: Language) -> str:
    """The recipient and subject of a message, or why it was not sent."""
    arrow = _LEFT if message["state"] in ("sent", "delivered") else _LEFT_NOT
    about = EVENT_INFO[Event(message["event"])].name.in_(language)
    because = f" ({reason_label(message['because']).in_(language)})" if "because" in message else ""
    return f"{arrow}{role_label(message['to']).in_(language)}: {about}{because}"


def _what(entry: DiaryEntry, remarks: NoteDescriber | None, language: Language) -> str:
    kind = ITEM_KINDS.get(str(entry.detail.get("kind", "")))
    parts = [kind.words.in_(language)] if kind else []
    if "due_on" in entry.detail:
        parts.append(f"{entry.detail['due_on']}{_suffix(entry, language)}")
    noted = {key: value for key, value in entry.detail.items() if key not in _OWN_COLUMNS and value not in (None, [])}
    if entry.happening == "refused":
        parts.append(str(noted["because" if language == "en" else "因为"]))
    elif remarks is None:
        parts += [f"{key}={value}" for key, value in noted.items()]
    else:
        parts += [
            f"{name.in_(language)} {_value_text(value, language)}" for name, value in remarks(entry.happening, noted)
        ]
        rules = Rulebook.load()
        # What the rule wants, which is just what is not so, or not known: alone it would read as if it were.
        parts += [_("请核对“{rule}”", rule=rules.rule(code).title).in_(language) for code in noted.get("warnings", [])]
    return " · ".join(parts)


def _suffix(entry: DiaryEntry, language: Language) -> str:
    """What stands behind the day of an item that is only computed."""
    computed = "due_on" in entry.detail.get("provisional", [])
    return _("（暂定）").in_(language) if computed else ""


def _value_text(value: Text | str | date, language: Language) -> str:
    return value.in_(language) if isinstance(value, Text) else str(value)
