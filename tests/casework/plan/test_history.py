"""Questions that people ask the history of a plan, each answered by what the record keeps."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from casework.plan.scheduling import record_failure
from casework.plan.views.history import (
    FOLDED_FROM,
    HistoryFilters,
    HistoryPage,
    HistoryRow,
    fold_alike,
    load_history,
)
from casework.plan.views.history_entries import build_entries
from casework.plan.views.history_entry import HistoryEntry, HistoryKind
from casework.plan.views.history_rows import HistoryRows, load_history_rows
from core.errors import BadInput, NotFound
from models.item import ItemChange
from models.message import Message, MessageState, MessageStep, set_state
from models.origin import Origin, writing_as
from tests.builders import an_announced_plan, open_view
from tests.casework.plan.history_scene import live_a_plan


def asked(by: str = "prosecutor", limit: int = 1000, **filters: object) -> HistoryPage:
    lived = live_a_plan()
    return open_view(
        load_history, lived.context, lived.actor(by), lived.number, HistoryFilters(**filters), limit=limit,  # type: ignore[arg-type]
        folds=False,
    )  # fmt: skip


def entries(**filters: object) -> list[HistoryEntry]:
    return [row.first for row in asked(**filters).rows]


def rows() -> HistoryRows:
    lived = live_a_plan()
    return open_view(load_history_rows, lived.context, lived.actor("prosecutor"), lived.number)


def on(day: str) -> dict[str, date]:
    return {"from_on": date.fromisoformat(day), "to_on": date.fromisoformat(day)}


def words(links: list) -> list[str]:  # type: ignore[type-arg]
    return [link.words.zh for link in links]


def test_why_the_minor_got_a_text_on_the_9th() -> None:
    """The message leads to the line, the line to the run, the run to what was due."""
    by_id = {entry.id: entry for entry in entries()}
    text = next(entry for entry in entries(to="minor", kind=HistoryKind.MESSAGE, **on("2026-03-09")) if entry.item)
    line = by_id[text.because[0].id]
    assert line.words.zh == "每周小结：最后一天再提醒"
    run = by_id[line.because[0].id]
    assert run.kind is HistoryKind.RUN
    assert run.because_words is not None
    assert run.because_words.zh.startswith("到期：")
    assert (run.item, run.due_at) == ("weekly_note", line.due_at)
    assert line.id in [link.id for link in run.led_to]
    assert text.id in [link.id for link in line.led_to]


def test_why_the_mother_got_none_for_the_weekly_note() -> None:
    """None was made for her that day, and the message to the minor says why nobody else is told."""
    assert [entry for entry in entries(to="guardian.mother", **on("2026-03-09")) if entry.item == "weekly_note"] == []
    text = next(entry for entry in entries(to="minor", **on("2026-03-09")) if entry.item == "weekly_note")
    assert text.nobody_else is not None
    assert "监护人" in text.nobody_else.zh


def test_who_decided_to_change_the_period_and_who_was_told() -> None:
    (change,) = [entry for entry in entries(kind=HistoryKind.PERIOD) if "change_period" in entry.alike or entry.line_id]
    assert (change.by, change.by_name) == ("chief_prosecutor", "gui.chief_prosecutor")
    messages = {link.id for link in change.led_to} & {entry.id for entry in entries(kind=HistoryKind.MESSAGE)}
    assert messages
    assert any("期" in each.zh for each in change.changed)


def test_why_the_plan_was_processed_in_the_night() -> None:
    """Each run says which item was due, or which act asked for it."""
    found = entries(kind=HistoryKind.RUN)
    assert len(found) > 30
    assert all(run.because or run.because_words for run in found)
    asked_for = [run for run in found if run.because]
    assert any("情况" in word or "报告" in word for run in asked_for for word in words(run.because))


def test_was_the_reminder_delivered_when_and_over_what() -> None:
    text = next(entry for entry in entries(to="minor", **on("2026-03-09")) if entry.item == "weekly_note")
    ways = {way.channel: way for way in text.ways}
    assert set(ways) == {"text", "inbox"}
    assert ways["text"].state == "sent"
    assert ways["text"].sent_at is not None


def test_what_changed_because_leave_was_asked_for() -> None:
    """Who was told, and the answer that settled what the request had asked for."""
    asked_for, answered = sorted(entries(kind=HistoryKind.ABSENCE), key=lambda entry: entry.at)
    assert answered.id in [link.id for link in asked_for.led_to]
    assert asked_for.id in [link.id for link in answered.because]
    assert any("外出" in each.zh for each in asked_for.changed)


def test_which_dates_of_the_law_came_and_whether_in_time() -> None:
    dates = entries(kind=HistoryKind.DATE)
    served = [entry.words.zh.rpartition("，")[2] for entry in dates if entry.item == "service"]
    assert set(served) == {"已按时办理", "还没有办理"}
    assert all(entry.because or entry.because_words for entry in dates)


def test_who_stopped_the_run_and_why() -> None:
    page = asked(kind=HistoryKind.FAILURE)
    stopped = page.rows[-1].first
    assert (stopped.by, stopped.by_name) == ("prosecutor", "gui.prosecutor")
    line = page.written[stopped.id]
    assert line.detail == {"reason": "先核对一下"}


def test_what_happened_when_a_run_failed() -> None:
    """It says so, with the mark by which it is found in the log, and that no cause is known where none is kept."""
    lived = an_announced_plan()
    record_failure(lived.context, lived.number, source="tick", reference="abcd1234", kind="ValueError")
    page = open_view(
        load_history, lived.context, lived.actor("prosecutor"), lived.number, HistoryFilters(HistoryKind.FAILURE)
    )
    failed = page.rows[0].first
    assert failed.words.zh == "系统运行未能完成"
    assert "abcd1234" in failed.changed[0].zh
    assert failed.because_words is not None
    assert "没有记下" in failed.because_words.zh


def test_every_link_leads_to_an_entry_and_has_its_way_back() -> None:
    """Whatever says that something led to it is named there as its cause."""
    by_id = {entry.id: entry for entry in entries()}
    assert len(by_id) == len(entries())
    linked = [(entry, link) for entry in by_id.values() for link in [*entry.because, *entry.led_to]]
    assert len(linked) > 200
    assert all(link.id in by_id for _entry, link in linked)
    runs_and_messages = (HistoryKind.RUN, HistoryKind.MESSAGE)
    for entry in by_id.values():
        for link in entry.because:
            if entry.kind in runs_and_messages or by_id[link.id].kind in runs_and_messages:
                assert entry.id in [back.id for back in by_id[link.id].led_to], (entry.words.zh, link.words.zh)


def test_a_cause_that_is_not_kept_is_said_to_be_unknown_and_not_guessed() -> None:
    """The same rows without what is kept of causes: no link at all, though every time is still there."""
    kept = rows()
    bare = replace(
        kept,
        lines=[line.model_copy(update={"transaction_id": None, "run_id": None}) for line in kept.lines],
        runs=[run.model_copy(update={"woken_by": None, "woken_by_id": None}) for run in kept.runs],
        messages=[each.model_copy(update={"transaction_id": None, "run_id": None}) for each in kept.messages],
        items=[each.model_copy(update={"transaction_id": None}) for each in kept.items],
        changes=[],
    )
    for entry in build_entries(bare):
        assert (entry.because, entry.led_to) == ([], [])
        if entry.by in (None, "system"):
            assert entry.because_words is not None
            assert "没有记下" in entry.because_words.zh


def test_alike_entries_are_one_row_with_their_number_and_nothing_is_lost() -> None:
    found = entries()
    folded = fold_alike(found)
    assert len(folded) < len(found) * 0.6
    assert sorted(each.id for row in folded for each in row.entries) == sorted(each.id for each in found)
    assert all(len(row.entries) == 1 or len(row.entries) >= FOLDED_FROM for row in folded)
    assert [row.first.at for row in folded] == sorted((row.first.at for row in folded), reverse=True)
    alone = (HistoryKind.DECISION, HistoryKind.PERIOD, HistoryKind.FAILURE, HistoryKind.DATE, HistoryKind.ABSENCE)
    assert all(len(row.entries) == 1 for row in folded if row.first.kind in alone)


def _page(**asked_for: object) -> HistoryPage:
    lived = live_a_plan()
    return open_view(
        load_history, lived.context, lived.actor("prosecutor"), lived.number, HistoryFilters(), **asked_for
    )


def test_pages_follow_each_other_and_an_entry_is_found_on_its_own() -> None:
    seen: list[HistoryRow] = []
    page = _page(limit=7)
    while True:
        seen += page.rows
        if page.next is None:
            break
        page = _page(limit=7, cursor=page.next)
    assert [row.first.id for row in seen] == [row.first.id for row in fold_alike(entries())]
    oldest = seen[-1].entries[-1].id
    assert any(each.id == oldest for row in _page(limit=7, entry=oldest).rows for each in row.entries)
    with pytest.raises(NotFound):
        _page(entry="line-nowhere")
    with pytest.raises(BadInput):
        _page(cursor="nonsense")


def test_who_may_not_see_messages_sees_none_and_no_link_to_one() -> None:
    page = asked("chief_prosecutor")
    assert not page.sees_messages
    assert HistoryKind.MESSAGE not in page.counts
    assert page.notified == []
    links = [link for row in page.rows for link in [*row.first.because, *row.first.led_to]]
    assert not [link for link in links if link.id.startswith("message-")]


def test_what_was_put_on_the_plan_and_what_settled_it_are_known() -> None:
    """The prosecutor was to answer because leave was asked for, and the answer settled it."""
    life = live_a_plan()
    (waits,) = life.items("leave_decision")
    (change,) = [change for change in life.rows(ItemChange) if change.item_id == waits.id]
    assert waits.transaction_id == life.lines("ask_leave")[0].transaction_id
    assert change.transaction_id == life.lines("decide_leave")[0].transaction_id
    assert (change.status_before, change.status_after) == ("open", "done")


def test_an_item_that_was_moved_keeps_its_former_day() -> None:
    life = live_a_plan()
    moved = life.lines("move_item")[0]
    (change,) = [change for change in life.rows(ItemChange) if change.transaction_id == moved.transaction_id]
    assert change.due_after - change.due_before == timedelta(days=1)


def test_a_message_that_is_taken_back_names_what_took_it_back() -> None:
    life = live_a_plan()
    with life.context.database.transaction() as session:
        waits = next(each for each in session.exec(select(Message)).all() if each.channel == "text")
        waits.state = "created"
        with writing_as(session, Origin(uuid.UUID(int=5))):
            set_state(session, waits, life.now, MessageState.WITHDRAWN, "done_meanwhile")
        assert [step.transaction_id for step in session.new if isinstance(step, MessageStep)] == [uuid.UUID(int=5)]
        session.rollback()


def test_what_a_person_does_about_the_run_names_no_run() -> None:
    life = live_a_plan()
    assert [line.run_id for act in ("halt_run", "release_quarantine") for line in life.lines(act)] == [None, None]
