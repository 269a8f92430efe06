"""The one event history of a plan: runs, acts, messages, failures, dates of the law, each with what caused it.

A cause is what the record keeps: the run that wrote a line, the act for which a run began, the line with which a
message was posted. Nothing is concluded from times; where the record keeps no cause, the entry says so.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from casework.acting.acts.machine import QUARANTINE, RELEASE_QUARANTINE
from casework.acting.rights import OPERATIONS
from casework.messages.reason_labels import reason_label
from casework.plan.acts_runs import HALT_RUN, PROCESS_NOW, REPLACE_RUN
from casework.plan.views.flow_run import describe_failure
from casework.plan.views.history_entry import MAX_LINKS, HistoryEntry, HistoryKind, HistoryLink, MessageWay
from casework.plan.views.history_rows import HistoryRows
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_CALENDAR, Pattern
from casework.shared.text.journal_text import act_sentence, run_label
from casework.shared.text.labels import item_status_label, message_state_label, role_label, step_label
from core.clock import local_date
from core.i18n import Text, _, listed, ngettext
from models.item import STILL_OPEN, Item, ItemChange, ItemStatus
from models.journal import ActorKind, JournalLine
from models.message import Message
from models.office import Role
from models.plan import RunLogEntry, WokenBy
from notifications.events import EVENT_INFO, Event

_STOPS = {operation.code for operation in (QUARANTINE, HALT_RUN, PROCESS_NOW, RELEASE_QUARANTINE, REPLACE_RUN)}
_PERIOD = {"change_period", "end_period"}
_ABSENCE = {"ask_leave", "decide_leave", "record_police_station", "record_unable", "pause_messages"}


def get_line_anchor(line: JournalLine) -> str:
    return f"line-{line.id.hex}"


def get_run_anchor(run: RunLogEntry) -> str:
    return f"run-{run.id.hex}"


def get_message_anchor(message: Message) -> str:
    return f"message-{message.id.hex}"


def build_entries(rows: HistoryRows) -> list[HistoryEntry]:
    """Every entry of the plan's history, the newest first."""
    groups = list(_message_groups(rows))
    anchors = {message.id: get_message_anchor(group[0]) for group in groups for message in group}
    links = _Links(rows, anchors)
    entries = [
        *(_of_run(rows, links, run) for run in rows.runs),
        *(_of_line(rows, links, line) for line in rows.lines),
        *(_of_messages(rows, links, group) for group in groups),
        *(_of_date(rows, links, item) for item in rows.items if _is_past_date(rows, item)),
    ]
    order = {entry.id: place for place, entry in enumerate(entries)}
    return sorted(entries, key=lambda entry: (entry.at, order[entry.id]), reverse=True)


class _Links:
    """Links to entries, with the words by which they are known."""

    def __init__(self, rows: HistoryRows, anchors: dict[uuid.UUID, str]) -> None:
        self.rows, self.anchors = rows, anchors

    def line(self, line: JournalLine) -> HistoryLink:
        return HistoryLink(get_line_anchor(line), line.at, _line_words(self.rows, line))

    def run(self, run: RunLogEntry) -> HistoryLink:
        return HistoryLink(get_run_anchor(run), run.began_at, _run_words(run))

    def message(self, message: Message) -> HistoryLink:
        return HistoryLink(self.anchors[message.id], message.created_at, _message_words(self.rows, message))

    def lines(self, transaction: uuid.UUID | None) -> list[HistoryLink]:
        """What was written in that transaction."""
        return [self.line(line) for line in self.rows.lines_of.get(transaction, [])] if transaction else []

    def messages(self, transaction: uuid.UUID | None) -> list[HistoryLink]:
        """What was posted in that transaction, each once."""
        found = self.rows.messages_of.get(transaction, []) if transaction else []
        return list({link.id: link for link in map(self.message, found)}.values())


# runs


def _run_words(run: RunLogEntry) -> Text:
    if run.failure_reference is not None:
        return _("系统运行未能完成")
    if not run.verbs:
        return _("系统运行：没有到期的事")
    named = [
        run_label(code) if count == 1 else _("{what}（{count}项）", what=run_label(code), count=count)
        for code, count in Counter(run.verbs).items()
    ]
    return _("系统运行：{done}", done=listed(named))


def _of_run(rows: HistoryRows, links: _Links, run: RunLogEntry) -> HistoryEntry:
    because_words, because, item = _why_run(rows, links, run)
    written = rows.lines_of_run.get(run.id, [])
    unlined = [message for message in rows.messages_of_run.get(run.id, []) if not _lines_with(rows, message)]
    failed = run.failure_reference is not None
    return HistoryEntry(
        id=get_run_anchor(run),
        kind=HistoryKind.FAILURE if failed else HistoryKind.RUN,
        at=run.began_at,
        words=_run_words(run),
        by=Role.SYSTEM.value,
        because_words=because_words,
        due_at=run.woken_due_at,
        because=because,
        led_to=[links.line(line) for line in written] + _once(links.message(message) for message in unlined),
        changed=[words for words in (describe_failure(run),) if words],
        item=item.kind if item else None,
        item_due_on=item.due_on if item else None,
        alike=()
        if failed
        else ("run", run.source, run.woken_by or "", *sorted(set(run.verbs)), item.kind if item else ""),
    )


def _why_run(rows: HistoryRows, links: _Links, run: RunLogEntry) -> tuple[Text | None, list[HistoryLink], Item | None]:
    match run.woken_by:
        case WokenBy.DUE:
            item = rows.item_by_id.get(run.woken_by_id or uuid.UUID(int=0))
            if item is None or run.woken_step is None:
                return _("有事项到期。"), [], None
            words = _(
                "到期：{step}（{item}）。",
                step=step_label(run.woken_step),
                item=ITEM_KINDS[item.kind].words,
            )
            return words, [], item
        case WokenBy.ACT:
            because = links.lines(run.woken_by_id)
            return (None if because else _("有人办理了事项，但没有留下记录。")), because, None
        case WokenBy.NOTHING:
            return _("按时查看，没有到期的事。"), [], None
        case _:
            return _("没有记下为什么在这时运行。"), [], None


# lines of the journal


def _line_words(rows: HistoryRows, line: JournalLine) -> Text:
    item = rows.item_by_id.get(line.subject_id or uuid.UUID(int=0))
    return act_sentence(line.act, line.actor_role, ITEM_KINDS[item.kind] if item else None)


def _of_line(rows: HistoryRows, links: _Links, line: JournalLine) -> HistoryEntry:
    kind = get_line_kind(line.act)
    item = rows.item_by_id.get(line.subject_id or uuid.UUID(int=0))
    person = rows.people.get(line.actor_id or uuid.UUID(int=0))
    because_words, because = _why_line(rows, links, line)
    folds = kind in (HistoryKind.ACT, HistoryKind.MESSAGE)
    return HistoryEntry(
        id=get_line_anchor(line),
        kind=kind,
        at=line.at,
        words=_line_words(rows, line),
        by=line.actor_role,
        by_name=person.name if person else None,
        by_relation=person.relation if person else None,
        because_words=because_words,
        due_at=line.fell_due_at,
        because=because,
        led_to=_what_followed(rows, links, line),
        changed=_what_changed(rows, line),
        item=item.kind if item else None,
        item_due_on=item.due_on if item else None,
        article=line.article,
        alike=("line", line.act, line.actor_role, item.kind if item else "") if folds else (),
        line_id=line.id,
    )


def get_line_kind(act: str) -> HistoryKind:
    """What sort of thing a line of the journal tells of."""
    if act in _STOPS:
        return HistoryKind.FAILURE
    if act in _PERIOD:
        return HistoryKind.PERIOD
    if act in _ABSENCE:
        return HistoryKind.ABSENCE
    operation = OPERATIONS.get(act)
    return HistoryKind.DECISION if operation and (operation.signs or operation.decision) else HistoryKind.ACT


def _why_line(rows: HistoryRows, links: _Links, line: JournalLine) -> tuple[Text | None, list[HistoryLink]]:
    run = rows.run_by_id.get(line.run_id or uuid.UUID(int=0))
    if run is not None:
        return None, [links.run(run)]
    asked = _what_it_answers(rows, links, line)
    if line.actor_kind == ActorKind.SYSTEM:
        if line.run_id is not None:
            return _("由系统的一次运行办理，那次运行没有单独的记录。"), asked
        return (None, asked) if asked else (_("没有记下是什么引起的。"), [])
    return None, asked


def _what_it_answers(rows: HistoryRows, links: _Links, line: JournalLine) -> list[HistoryLink]:
    """What put on the plan the items that this has settled: a request that is answered, a decision that is carried out.
    What recurs by the plan's own calendar answers nothing."""
    if line.transaction_id is None:
        return []
    asked: list[HistoryLink] = []
    for change in rows.changes_of.get(line.transaction_id, []):
        item = rows.item_by_id[change.item_id]
        own = item.transaction_id == line.transaction_id or item.kind in OF_THE_CALENDAR
        if change.status_after == ItemStatus.DONE and not own:
            asked += [link for link in links.lines(item.transaction_id) if link not in asked]
    return asked


def _what_followed(rows: HistoryRows, links: _Links, line: JournalLine) -> list[HistoryLink]:
    """The messages posted with it, the runs that began because of it, and what answered what it had asked for."""
    same_verb = rows.lines_of.get(line.transaction_id, [line]) if line.transaction_id else [line]
    followed = []
    if line.transaction_id is not None:
        posted = rows.messages_of.get(line.transaction_id, [])
        mine = [message for message in posted if line in _lines_with(rows, message)]
        followed += _once(links.message(message) for message in mine)
    if line.transaction_id is not None and same_verb[-1] is line:
        followed += [links.run(run) for run in rows.runs_woken_by.get(line.transaction_id, [])]
        for item in rows.items_made_by.get(line.transaction_id, []):
            if item.kind in OF_THE_CALENDAR:
                continue
            for change in rows.changes_by_item.get(item.id, []):
                if change.status_after == ItemStatus.DONE and change.transaction_id != line.transaction_id:
                    followed += [link for link in links.lines(change.transaction_id) if link not in followed]
    return followed


def _what_changed(rows: HistoryRows, line: JournalLine) -> list[Text]:
    """How many items it added, moved, ended: said once for a transaction, at its last line."""
    if line.transaction_id is None or rows.lines_of[line.transaction_id][-1] is not line:
        return []
    added = rows.items_made_by.get(line.transaction_id, [])
    changed = rows.changes_of.get(line.transaction_id, [])
    words = [_describe_change(rows, change) for change in changed if change.item_id not in {item.id for item in added}]
    if len(words) > MAX_LINKS:
        words = [
            *words[:MAX_LINKS],
            ngettext("另有{count}项变动", len(words) - MAX_LINKS, count=len(words) - MAX_LINKS),
        ]
    named = [item for item in added if item.owner != Role.SYSTEM]
    if named and len(named) <= MAX_LINKS:
        words += [
            _("新增：{item}（{owner}，{due_on}）", item=ITEM_KINDS[item.kind].words, owner=role_label(item.owner),
              due_on=item.due_on.isoformat())
            for item in named
        ]  # fmt: skip
    elif named:
        words.append(ngettext("新增{count}项", len(named), count=len(named)))
    return words


def _describe_change(rows: HistoryRows, change: ItemChange) -> Text:
    item = ITEM_KINDS[rows.item_by_id[change.item_id].kind].words
    if change.due_before != change.due_after:
        return _(
            "{item}：{before}改为{after}",
            item=item,
            before=change.due_before.isoformat(),
            after=change.due_after.isoformat(),
        )
    before, after = item_status_label(change.status_before), item_status_label(change.status_after)
    return _(
        "{item}（{due_on}）：{before} → {after}",
        item=item,
        due_on=change.due_after.isoformat(),
        before=before,
        after=after,
    )


# messages


def _message_groups(rows: HistoryRows) -> Iterator[list[Message]]:
    """Messages that say the same to the same person, posted together: a text and its twin in the inbox are one entry."""
    groups: dict[object, list[Message]] = {}
    for message in rows.messages:
        same_notice = (
            message.transaction_id,
            message.event,
            message.recipient_role,
            message.recipient_id,
            message.item_id,
        )
        own = message.transaction_id is None or message.instead_of_id is not None
        groups.setdefault(message.id if own else same_notice, []).append(message)
    yield from groups.values()


def event_label(code: str) -> Text:
    """What the occasion of a message is called."""
    return EVENT_INFO[Event(code)].name


def _message_words(rows: HistoryRows, message: Message) -> Text:
    return _("消息：{what}（发给{to}）", what=event_label(message.event), to=role_label(message.recipient_role))


def _lines_with(rows: HistoryRows, message: Message) -> list[JournalLine]:
    """The lines with which the message was posted: those about its item, or else all of them."""
    if message.transaction_id is None:
        return []
    same_verb = rows.lines_of.get(message.transaction_id, [])
    return [line for line in same_verb if message.item_id and line.subject_id == message.item_id] or same_verb


def _of_messages(rows: HistoryRows, links: _Links, group: Sequence[Message]) -> HistoryEntry:
    first = group[0]
    person = rows.people.get(first.recipient_id or uuid.UUID(int=0))
    item = rows.item_by_id.get(first.item_id or uuid.UUID(int=0))
    before = rows.message_by_id.get(first.instead_of_id or uuid.UUID(int=0))
    because = [links.line(line) for line in _lines_with(rows, first)]
    if before is not None:
        because = [links.message(before)]
    run = rows.run_by_id.get(first.run_id or uuid.UUID(int=0))
    if not because and run is not None:
        because = [links.run(run)]
    after = [later for message in group for later in rows.messages_instead_of.get(message.id, [])]
    ways = [_to_way(message) for message in group]
    return HistoryEntry(
        id=get_message_anchor(first),
        kind=HistoryKind.MESSAGE,
        at=first.created_at,
        words=_message_words(rows, first),
        to=first.recipient_role,
        to_name=person.name if person else None,
        to_relation=person.relation if person and person.relation != "minor" else None,
        because_words=None if because else _("没有记下是什么引起的。"),
        because=because,
        led_to=_once(links.message(message) for message in after),
        ways=ways,
        nobody_else=EVENT_INFO[Event(first.event)].nobody_else,
        item=item.kind if item else None,
        item_due_on=item.due_on if item else None,
        article=first.article,
        alike=(
            "message",
            first.event,
            first.recipient_role,
            (person.relation or person.name or "") if person else "",
            *(f"{way.channel}/{way.state}" for way in ways),
        ),
    )


def _to_way(message: Message) -> MessageWay:
    reason = reason_label(message.state_reason) if message.state_reason else None
    return MessageWay(
        message.id,
        message.channel,
        message.state,
        message_state_label(message.state),
        reason,
        message.due_at,
        message.sent_at,
    )


# dates of the law


def _is_past_date(rows: HistoryRows, item: Item) -> bool:
    statutory = ITEM_KINDS[item.kind].pattern is Pattern.STATUTORY
    shown = item.status in (*STILL_OPEN, ItemStatus.DONE)
    return statutory and shown and item.due_on <= local_date(rows.now)


def _of_date(rows: HistoryRows, links: _Links, item: Item) -> HistoryEntry:
    kind = ITEM_KINDS[item.kind].words
    done = [change for change in rows.changes_by_item.get(item.id, []) if change.status_after == ItemStatus.DONE]
    done_on = local_date(item.settled_at) if item.settled_at is not None and item.status == ItemStatus.DONE else None
    if done_on is not None and done_on <= item.due_on:
        words = _("{date}：最后一日，已按时办理", date=kind)
    elif done_on is not None:
        words = _("{date}：最后一日，过后才办理", date=kind)
    elif item.due_on == local_date(rows.now):
        words = _("{date}：今天是最后一日，还没有办理", date=kind)
    else:
        words = _("{date}：最后一日已过，还没有办理", date=kind)
    made = links.lines(item.transaction_id)
    return HistoryEntry(
        id=f"date-{item.id.hex}",
        kind=HistoryKind.DATE,
        at=item.due_at,
        words=words,
        because_words=None if made else _("没有记下从哪一件事起算。"),
        because=made,
        led_to=links.lines(done[-1].transaction_id) if done else [],
        item=item.kind,
        item_due_on=item.due_on,
        article=item.article,
    )


def _once(links: Iterable[HistoryLink]) -> list[HistoryLink]:
    return list({link.id: link for link in links}.values())
