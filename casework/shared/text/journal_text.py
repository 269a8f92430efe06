"""A line of the journal as a sentence: who did what."""

from casework.shared.items.item_kinds import ItemKind, Pattern
from casework.shared.rights.operation import find_operation
from casework.shared.text.labels import role_label
from core.words import Words


def done_label(code: str) -> Words:
    """What was done, as the journal says it behind who did it; of an unknown code, the code."""
    operation = find_operation(code)
    return operation.done if operation and operation.done else Words(code, code)


def act_sentence(act: str, actor_role: str, kind: ItemKind | None) -> Words:
    """Who did what, as one sentence; `kind` is that of the item it was about. The team records what it owes, and the
    family submits."""
    who, did = role_label(actor_role), done_label(act)
    if kind is None:
        return Words(f"{who.zh}{did.zh}", f"{who.en} {did.en}")
    item = kind.words
    operation = find_operation(act)
    if operation and operation.done_of_own and kind.pattern is not Pattern.FAMILY:
        did = operation.done_of_own
    if operation and operation.names_item:
        return Words(f"{who.zh}{did.zh}：{item.zh}", f"{who.en} {did.en}: {item.en}")
    return Words(f"{item.zh}：{did.zh}", f"{item.en}: {did.en}")


OF_THE_FLOW: dict[str, Words] = {
    "carry_out": Words("执行了已作出的决定", "carried out what was decided"),
    "note_not_received": Words("记下还没收到，问一问情况", "recorded what was not received, and asked what happened"),
    "refer": Words("把待核实情况转给承办检察官", "referred a report to the prosecutor"),
    "remind_on_last_day": Words("最后一天提醒", "reminded on the last day"),
    "settle_unheard": Words("说明期过后作了登记", "closed what nobody had explained in time"),
}
"""Verbs of the flow whose lines in the journal have another name, according to what came of them."""
