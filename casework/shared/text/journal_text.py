"""A line of the journal as a sentence: who did what."""

from casework.acting.rights.operation import OPERATIONS
from casework.shared.items.item_kinds import ItemKind, Pattern
from casework.shared.text.labels import role_label
from core.i18n import Text, _, verbatim
from models.office import Role


def done_label(code: str) -> Text:
    """What was done, as the journal says it behind who did it; of an unknown code, the code."""
    operation = OPERATIONS.get(code)
    return operation.done if operation and operation.done else verbatim(code)


def act_sentence(act: str, actor_role: str, kind: ItemKind | None) -> Text:
    """Who did what, as one sentence; `kind` is that of the item it was about. The team records what it owes, and the
    family submits."""
    who, did = role_label(actor_role), done_label(act)
    if act == "submit" and kind is not None and kind.pattern is not Pattern.FAMILY:
        did = _("记录了")
    if actor_role == Role.SYSTEM:
        return _("{item}：{did}", item=kind.words if kind else who, did=did)
    if kind is None:
        return _("{who}{did}", who=who, did=did)
    return _("{who}{did}：{item}", who=who, did=did, item=kind.words)


OF_THE_FLOW: dict[str, Text] = {
    "carry_out": _("执行了已作出的决定"),
    "note_not_received": _("记下还没收到，问一问情况"),
    "refer": _("把待核实情况转给承办检察官"),
    "remind_on_last_day": _("最后一天提醒"),
    "settle_unheard": _("说明期过后作了登记"),
}
"""Verbs of the flow whose journal lines have another name, by their result."""


def run_label(code: str) -> Text:
    """What the program did in a run, by the code in the run's log."""
    return OF_THE_FLOW.get(code) or done_label(code)
