"""An office's present caseload from a spreadsheet: columns in the office's own words, mistakes by cell, nothing opened
before a person says which rows; and the same shape back."""

import csv
import io
import tracemalloc
from time import process_time

import pytest
from openpyxl import Workbook, load_workbook

from casework.acting.rights import Actor
from casework.plan.drafts import load_draft
from casework.plan.spreadsheet.caseload_export import export_caseload, make_empty_workbook
from casework.plan.spreadsheet.caseload_import import RowPreview, begin_draft_from_row, open_rows, preview_sheet
from casework.plan.spreadsheet.cells import read_cell, write_cell
from casework.plan.spreadsheet.export_requests import approve_export, ask_for_export, list_export_requests
from casework.plan.spreadsheet.headings import list_sheet_fields, match_columns
from casework.plan.spreadsheet.stored_sheet import LIMITS, begin_sheet, load_sheet, set_columns
from casework.plan.unfinished import discard_own_draft
from core.errors import BadInput, NotAllowed, NotFound, PreviewOutdated, StateConflict
from core.i18n import languages
from flows.services import forget
from models.journal import JournalLine
from models.plan import Plan
from models.plan_draft import DraftKind, PlanDraft
from tests.api.two_offices import TwoOffices
from tests.builders import the_rulebook
from usage.table import read_sheets

REGISTER = {
    "序号": "1", "姓名": "新芽", "性别": "男", "出生年月日": "2009年7月1日", "法定代理人": "新芽的母亲", "与本人关系": "妈妈",
    "联系电话": "10000990177", "案由": "盗窃罪", "作案时间": "2026.1.5", "简要案情": "=耳机，已退还", "预判刑期": "六个月",
    "悔罪表现": "认罪认罚、退赔", "受理日期": "2026/2/20", "附条件不起诉决定日期": "2026-03-05", "考验期": "6个月",
    "考验期起": "2026-03-05", "考验期止": "2026-09-04", "承办人": "gui.prosecutor",
}  # fmt: skip
"""How an office might head its columns, and a row of it."""
FOR_ALL = {
    "case.no_victim": "是", "case.counsel": "法律援助", "case.opinions.police.state": "已听取",
    "case.opinions.victim.state": "本案没有", "cadence.weekly_note.on": "周一",
} | {
    f"case.opinions.{party}.{name}": said
    for party in ("police", "minor", "legal_representative", "defender")
    for name, said in (("state", "已听取"), ("on", "2026-03-02"))
}  # fmt: skip


def a_sheet(*rows: dict[str, str], title: str = "") -> bytes:
    """A CSV as a spreadsheet program writes it here, with these rows."""
    out = io.StringIO()
    if title:
        out.write(f"{title}\n")
    lines = csv.DictWriter(out, list(REGISTER))
    lines.writeheader()
    lines.writerows(rows)
    return out.getvalue().encode("gb18030")


def rows_of(offices: TwoOffices, who: Actor, raw: bytes) -> tuple[list[RowPreview], str]:
    """The preview of that spreadsheet's rows, with what holds for all of them, and what tells the preview."""
    sheet = begin_sheet(offices.context, who, raw)
    stored = load_sheet(offices.context, who, sheet)
    set_columns(offices.context, who, sheet, stored.content.columns, FOR_ALL)
    preview = preview_sheet(offices.context, who, load_sheet(offices.context, who, sheet))
    return preview.rows, preview.seen


@pytest.fixture
def prosecutor(offices: TwoOffices) -> Actor:
    return Actor.of_staff(offices.staff("gui.prosecutor"))


def test_a_register_in_an_offices_own_words_is_read_checked_and_opened_by_naming_rows(
    offices: TwoOffices, prosecutor: Actor
) -> None:
    """Of three rows one is opened, one has two mistakes at their cells, one is the first again."""
    wrong = REGISTER | {"姓名": "谷雨", "出生年月日": "2009-02-31", "性别": "不详", "考验期止": "2027-09-04"}
    raw = a_sheet(REGISTER, wrong, REGISTER, title="甲区在办附条件不起诉案件登记表")
    sheet = begin_sheet(offices.context, prosecutor, raw)
    content = load_sheet(offices.context, prosecutor, sheet).content
    assert [heading for heading, place in zip(content.headings, content.columns, strict=True) if place is None] == [
        "序号"
    ]
    set_columns(offices.context, prosecutor, sheet, content.columns, FOR_ALL)
    preview = preview_sheet(offices.context, prosecutor, load_sheet(offices.context, prosecutor, sheet))

    first, second, third = preview.rows
    assert (first.line, first.name, first.may_be_opened) == (3, "新芽", True), first.mistakes
    cells = {mistake.cell: mistake.wrong.zh for mistake in second.mistakes}
    assert {"C4", "D4", "Q4"} <= cells.keys(), cells
    assert "男" in cells["C4"]
    assert not second.may_be_opened
    assert [mistake.wrong.zh for mistake in third.mistakes] == ["与第3行相同。"]
    assert len(offices.rows(Plan)) == 2

    with pytest.raises(PreviewOutdated):
        open_rows(offices.context, prosecutor, sheet, [3], "0" * 32)
    results = open_rows(offices.context, prosecutor, sheet, [3, 4], preview.seen)
    assert [(one.line, one.number is not None) for one in results] == [(3, True), (4, False)]
    assert len(offices.rows(Plan)) == 3

    again = preview_sheet(offices.context, prosecutor, load_sheet(offices.context, prosecutor, sheet))
    assert [row.opened for row in again.rows] == [True, False, False]
    assert "已有同名" in again.rows[2].mistakes[0].wrong.zh
    assert open_rows(offices.context, prosecutor, sheet, [3], again.seen) == results[:1], "the plan that is there"
    assert len(offices.rows(Plan)) == 3


def export(offices: TwoOffices, who: str, language: str) -> bytes:
    """What that person exports once another one has approved it."""
    actor = Actor.of_staff(offices.staff(f"gui.{who}"))
    second = "chief_prosecutor" if who == "department_head" else "department_head"
    ask_for_export(offices.context, actor, "年底核对台账")
    (newest, *_rest) = list_export_requests(offices.context, actor)
    approve_export(offices.context, Actor.of_staff(offices.staff(f"gui.{second}")), newest.id)
    return export_caseload(offices.context, actor, newest.id, language)


def test_a_caseload_of_names_leaves_only_by_two_and_says_who_took_it(offices: TwoOffices, prosecutor: Actor) -> None:
    """With a reason, and within a day; nobody approves their own, nobody takes another's, and another office sees none."""
    context = offices.context
    head, chief, there = (
        Actor.of_staff(offices.staff(who))
        for who in ("gui.department_head", "gui.chief_prosecutor", "ren.chief_prosecutor")
    )
    with pytest.raises(BadInput):
        ask_for_export(context, prosecutor, "  ")
    for who in (prosecutor, head):
        ask_for_export(context, who, "年底核对台账")
    heads, own = list_export_requests(context, head)
    assert (heads.own, own.own, own.asked_by, own.reason) == (True, False, "gui.prosecutor", "年底核对台账")
    assert [each.id for each in list_export_requests(context, prosecutor)] == [own.id]
    assert list_export_requests(context, there) == []
    with pytest.raises(NotFound):
        export_caseload(context, prosecutor, own.id, "en")
    with pytest.raises(NotAllowed):
        approve_export(context, prosecutor, own.id)
    with pytest.raises(StateConflict):
        approve_export(context, head, heads.id)
    with pytest.raises(NotFound):
        approve_export(context, there, own.id)
    approve_export(context, chief, own.id)
    with pytest.raises(NotFound):
        export_caseload(context, head, own.id, "en")
    book = load_workbook(io.BytesIO(export_caseload(context, prosecutor, own.id, "zh-CN")))
    said = {str(label.value): str(value.value) for label, value in book.worksheets[-1].iter_rows()}
    assert said == {
        "导出人": "gui.prosecutor", "导出时间": "2026-03-10 10:00+08:00", "用途": "年底核对台账",
        "同意人": "gui.chief_prosecutor", "件数": "1",
    }  # fmt: skip
    lines = [line.act for line in offices.rows(JournalLine) if "export" in line.act]
    assert (lines[:3], lines[3:].count("export_caseload")) == (["ask_export", "ask_export", "approve_export"], 2)
    offices.on("2026-03-11 10:00")
    with pytest.raises(NotFound):
        export_caseload(context, prosecutor, own.id, "en")
    assert list_export_requests(context, head) == []


def test_what_was_exported_is_read_in_again_as_the_same_plans_and_no_text_is_a_formula(
    offices: TwoOffices, prosecutor: Actor
) -> None:
    """In either language; the plans are there already, and say so at their numbers and nowhere else."""
    rows, seen = rows_of(offices, prosecutor, a_sheet(REGISTER))
    sheet = offices.rows(PlanDraft)[0].id
    assert [one.number for one in open_rows(offices.context, prosecutor, sheet, [2], seen)] == [rows[0].number]
    for language in languages():
        book = export(offices, "prosecutor", language)
        cells = [cell for line in load_workbook(io.BytesIO(book)).active.iter_rows() for cell in line]
        assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "d"}
        assert "=耳机，已退还" in [cell.value for cell in cells]
        again = begin_sheet(offices.context, prosecutor, book)
        stored = load_sheet(offices.context, prosecutor, again)
        assert None not in stored.content.columns, stored.content.headings
        preview = preview_sheet(offices.context, prosecutor, stored).rows
        assert {row.name for row in preview} == {"芒果", "新芽"}
        assert {mistake.wrong.zh for row in preview for mistake in row.mistakes} == {"这个编号已经有方案。"}
        assert all(mistake.cell.startswith("A") for row in preview for mistake in row.mistakes)
        discard_own_draft(offices.context, prosecutor, DraftKind.SHEET, again)
    head = export(offices, "department_head", "en")
    assert load_workbook(io.BytesIO(head)).active.max_row == 3
    exported = [line for line in offices.rows(JournalLine) if line.act == "export_caseload" and line.plan_id]
    assert len(exported) >= 2


def test_an_empty_workbook_is_known_by_its_own_headings(offices: TwoOffices, prosecutor: Actor) -> None:
    fields = list_sheet_fields(offices.context, prosecutor)
    for language in languages():
        book = load_workbook(io.BytesIO(make_empty_workbook(offices.context, prosecutor, language)))
        headings = [str(cell.value) for cell in book.active[1]]
        assert None not in match_columns(headings, fields)
    needed = {field.place for field in fields if field.needed}
    assert needed <= set(match_columns(headings, fields))


SAID = {
    "case.no_victim": ("是", {"": "yes"}),
    "minor.device": ("自己的", {"": "own"}),
    "case.repentance": ("认罪认罚，退赔", {".plea": "yes", ".restitution": "yes"}),
    "decision.on": ("2026年3月5日", {"": "2026-03-05"}),
    "case.act_dates": ("2026.1.5、2026/1/6", {"": "2026-01-05，2026-01-06"}),
    "decision.months": ("八个月", {"": "8"}),
    "case.offence_article": ("帮助信息网络犯罪活动罪", {"": "287-2"}),
    "case.facts_line": (" 两 句 话 ", {"": "两 句 话"}),
}


def test_a_cell_is_read_as_people_write_it_and_written_as_it_is_read(offices: TwoOffices, prosecutor: Actor) -> None:
    fields = {field.place: field for field in list_sheet_fields(offices.context, prosecutor)}
    for place, (cell, said) in SAID.items():
        typed = {f"{place}{code}": text for code, text in said.items()}
        assert read_cell(fields[place], cell, the_rulebook()) == typed
        for language in languages():
            assert read_cell(fields[place], write_cell(fields[place], typed, language), the_rulebook()) == typed


def test_every_choice_is_read_as_it_is_written_in_every_language(offices: TwoOffices, prosecutor: Actor) -> None:
    for field in list_sheet_fields(offices.context, prosecutor):
        for code, _words in field.choices:
            typed = {f"{field.place}.{code}": "yes"} if field.control == "many" else {field.place: code}
            for language in languages():
                assert read_cell(field, write_cell(field, typed, language), the_rulebook()) == typed, field.place


def test_what_could_mean_anything_is_refused_with_what_it_may_be(offices: TwoOffices, prosecutor: Actor) -> None:
    fields = {field.place: field for field in list_sheet_fields(offices.context, prosecutor)}
    for place, cell in (("minor.sex", "不详"), ("case.no_victim", "也许"), ("team.prosecutor", "某人")):
        with pytest.raises(BadInput):
            read_cell(fields[place], cell, the_rulebook())


def test_a_day_that_a_spreadsheet_program_wrote_as_a_number_is_named_as_such(
    offices: TwoOffices, prosecutor: Actor
) -> None:
    """Which day it is depends on the program; whoever has the file sets the format of the column."""
    fields = {field.place: field for field in list_sheet_fields(offices.context, prosecutor)}
    for place in ("decision.on", "case.act_dates"):
        with pytest.raises(BadInput) as refused:
            read_cell(fields[place], "46086", the_rulebook())
        assert "format" in refused.value.reason.en
        assert read_cell(fields[place], "20260305", the_rulebook()) == {place: "2026-03-05"}


def test_a_number_whose_last_digits_a_spreadsheet_program_lost_is_not_taken_for_whole(
    offices: TwoOffices, prosecutor: Actor
) -> None:
    """Of eighteen digits it keeps fifteen where they were not typed as text; in CSV it writes them as 9.90101E+17."""
    fields = {field.place: field for field in list_sheet_fields(offices.context, prosecutor)}
    written = io.BytesIO()
    workbook = Workbook()
    workbook.active.append(["x", 990101200905203313])
    workbook.save(written)
    ((_line, cells),) = next(read_sheets(written.getvalue(), LIMITS))
    for place in ("minor.identity_number", "minor.phone"):
        for each in (cells[1], "9.90101E+17"):
            with pytest.raises(BadInput) as refused:
                read_cell(fields[place], each, the_rulebook())
            assert "digits" in refused.value.reason.en


def test_a_row_goes_on_as_a_draft_with_what_could_be_read(offices: TwoOffices, prosecutor: Actor) -> None:
    rows_of(offices, prosecutor, a_sheet(REGISTER | {"性别": "不详"}))
    sheet = offices.rows(PlanDraft)[0].id
    draft = load_draft(offices.context, prosecutor, begin_draft_from_row(offices.context, prosecutor, sheet, 2))
    assert draft.content.typed["minor.name"] == "新芽"
    assert draft.content.typed["minor.born_on"] == "2009-07-01"
    assert "minor.sex" not in draft.content.typed
    with pytest.raises(NotFound):
        begin_draft_from_row(offices.context, prosecutor, sheet, 99)


def test_a_spreadsheet_is_nobody_elses_is_not_read_in_the_record_and_goes_after_thirty_days(
    offices: TwoOffices, prosecutor: Actor
) -> None:
    """Not even the department head's; a social worker may not bring one at all."""
    sheet = begin_sheet(offices.context, prosecutor, a_sheet(REGISTER))
    (row,) = offices.rows(PlanDraft)
    assert "新芽".encode() not in row.document
    with pytest.raises(NotFound):
        load_sheet(offices.context, Actor.of_staff(offices.staff("gui.assistant")), sheet)
    with pytest.raises(NotAllowed):
        begin_sheet(offices.context, Actor.of_staff(offices.staff("gui.social_worker")), a_sheet(REGISTER))
    with pytest.raises(NotAllowed):
        ask_for_export(offices.context, Actor.of_staff(offices.staff("gui.social_worker")), "对账")
    offices.on("2026-04-12 10:00")
    forget(offices.context)
    assert offices.rows(PlanDraft) == []


def test_what_is_no_table_is_refused_in_words_and_nothing_is_kept(offices: TwoOffices, prosecutor: Actor) -> None:
    too_many = a_sheet(*[REGISTER] * 151)
    workbook, book = Workbook(), io.BytesIO()
    workbook.save(book)
    for raw in (b"", b"\x00\x01\x02", b"%PDF-1.7 nothing", "姓名\n".encode(), too_many, book.getvalue()):
        with pytest.raises(BadInput):
            begin_sheet(offices.context, prosecutor, raw)
    assert offices.rows(PlanDraft) == []


@pytest.mark.parametrize(
    "raw", [b"\n" * 2_000_000, b"\r" * 2_000_000, b",\r\n" * 600_000, "甲,乙\n".encode() * 200_000]
)
def test_two_megabytes_of_line_ends_are_refused_while_they_are_read(
    offices: TwoOffices, prosecutor: Actor, raw: bytes
) -> None:
    tracemalloc.start()
    began = process_time()
    with pytest.raises(BadInput):
        begin_sheet(offices.context, prosecutor, raw)
    took, (_now, peak) = process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 1, "a tenth of a second, measured with its memory"
    assert peak < 40_000_000


def test_two_columns_cannot_be_one_field_nor_a_field_that_there_is_not(offices: TwoOffices, prosecutor: Actor) -> None:
    sheet = begin_sheet(offices.context, prosecutor, a_sheet(REGISTER))
    columns = load_sheet(offices.context, prosecutor, sheet).content.columns
    for wrong, place in ((["minor.name", *columns[1:]], "columns[2]"), (["minor.shoes", *columns[1:]], "columns[1]")):
        with pytest.raises(BadInput) as refused:
            set_columns(offices.context, prosecutor, sheet, wrong, {})
        assert [mistake.place for mistake in refused.value.mistakes] == [place]
    with pytest.raises(BadInput) as refused:
        set_columns(offices.context, prosecutor, sheet, columns, {"case.opinions.police": "heard"})
    assert [mistake.place for mistake in refused.value.mistakes] == ["common.case.opinions.police"]
